"""Credit: what every channel earned, by every model, with intervals and the leads behind each row."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from journey_core.attribution.cell_sums import CellSums, each_block
from journey_core.attribution.channel_credit import BASELINE, Given, given, total
from journey_core.attribution.compiled import Count, Question, Totals
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions, definition
from journey_core.attribution.placebo import rule_placebo
from journey_core.attribution.ranks import ranked
from journey_core.attribution.results import AttributionResult, ChannelCredit, Placebo
from journey_core.attribution.rules import Weigh, linear
from journey_core.attribution.touchpoints import all_paths, converted_paths
from journey_core.log.arrays import Floats
from journey_core.log.journeys import Journeys
from journey_core.statistics.intervals import percentile_interval

Counting = tuple[str, int]
"""Which model counts, and for how many replicates."""

NOTHING: Final = CellSums(np.zeros(0, np.int64), np.zeros((1, 0, 1)))
"""What is counted for a model that counts nothing."""


def attribute(journeys: Journeys, options: AttributionOptions, *, threads: int | None = None) -> AttributionResult:
    """The credit of every channel by the model of the options; equal on any number of threads."""
    return attribute_each(journeys, (options,), threads=threads)[0]


def attribute_all(
    journeys: Journeys,
    options: AttributionOptions,
    *,
    models: Sequence[str] = tuple(MODELS),
    threads: int | None = None,
) -> dict[str, AttributionResult]:
    """The answers of several models by name; the model of the options is not looked at.

    Raises UnknownName for a model that is none.
    """
    asked = [replace(options, model=name) for name in models]
    return dict(zip(models, attribute_each(journeys, asked, threads=threads), strict=True))


def attribute_each(
    journeys: Journeys, asked: Sequence[AttributionOptions], *, threads: int | None = None
) -> list[AttributionResult]:
    """The answers to questions that differ in model and order of the chain only, in order: paths are found once for all
    of them, and chains of several orders are counted together.

    Raises ValueError for questions that differ in more.
    """
    if len({replace(each, model="linear", order=1) for each in asked}) > 1:
        raise ValueError("questions that are asked together differ in model and order only")
    if not asked:
        return []
    rules = {each.model: weigh for each in asked if (weigh := MODELS[each.model].weigh)}
    columns = list(dict.fromkeys((linear, *rules.values())))
    question = replace(asked[0], model="linear").question()
    found, counted = _look(journeys, question, columns, _counts(journeys, asked), threads)
    totals = {name: found.totals(columns.index(weigh)) for name, weigh in rules.items()}
    if question.draws and rules:
        totals = _with_placebo(journeys, question, rules, found, totals, threads)
    answers = []
    for each in asked:
        if explain := MODELS[each.model].explain:
            known = counted.get(_counting(each), NOTHING)
            totals[each.model] = explain(journeys, each.question(), found.totals(0), known, threads)
        answers.append(_result(each, found, totals[each.model]))
    return answers


def _counts(journeys: Journeys, asked: Sequence[AttributionOptions]) -> dict[Counting, Count]:
    """How to count what models that look at all paths want to know; the steps of the highest order hold all others."""
    highest = {_counting(each): each for each in sorted(asked, key=lambda each: each.order)}
    return {
        counting: count(journeys, each.question())
        for counting, each in highest.items()
        if (count := MODELS[each.model].count)
    }


def _counting(options: AttributionOptions) -> Counting:
    return options.model, options.question().replicates


def _look(
    journeys: Journeys,
    question: Question,
    rules: Sequence[Weigh],
    counts: Mapping[Counting, Count],
    threads: int | None,
) -> tuple[Given, dict[Counting, CellSums]]:
    """What all leads give by these rules, and all that is to be counted of them, from one pass."""
    cut = all_paths if counts else converted_paths

    def of_block(first: int, past: int) -> tuple[Given, list[CellSums]]:
        paths = cut(journeys, question.scope, first, past)
        return given(journeys, question, rules, paths.converted), [count(paths) for count in counts.values()]

    parts: list[Given] = []
    sums: list[CellSums] = []
    for part, counted in each_block(journeys, of_block, threads=threads):
        parts.append(part)
        sums = [whole + added for whole, added in zip(sums, counted, strict=True)] if sums else counted
    return total(parts), dict(zip(counts, sums, strict=True))


def _with_placebo(
    journeys: Journeys,
    question: Question,
    rules: Mapping[str, Weigh],
    found: Given,
    totals: Mapping[str, Totals],
    threads: int | None,
) -> dict[str, Totals]:
    explained = float(found.totals(0).credit[1:].sum())
    drawn = rule_placebo(journeys, question, list(rules.values()), explained=explained, threads=threads)
    return {name: replace(totals[name], placebo=drawn[:, :, column]) for column, name in enumerate(rules)}


def _result(options: AttributionOptions, found: Given, totals: Totals) -> AttributionResult:
    touched = found.touched
    rows = _rows(found, totals)
    anyway = totals.baseline
    return AttributionResult(
        definition=definition(options.model, options),
        as_of=options.as_of,
        model=options.model,
        conversions=found.conversions,
        converted_leads=len(touched.lead_ids),
        value=float(found.totals(0).value.sum()),
        baseline=None if anyway is None else float(anyway[0, 0]),
        credit=tuple(sorted(ranked(rows, totals, touched), key=lambda row: (-row.credit, row.channel))),
        touched=touched,
        baseline_row=None if anyway is None else _baseline_row(anyway, found),
        confounded=tuple(touched.channel_name(code) for code in totals.confounded),
        shares=totals.shares,
    )


def _rows(found: Given, totals: Totals) -> dict[int, ChannelCredit]:
    """One row a channel that touched a converted lead or that the model credits all the same, by code."""
    leads = found.touched.counts
    return {
        code: ChannelCredit(
            channel=found.touched.channel_name(code),
            credit=float(totals.credit[code]),
            interval=percentile_interval(totals.replicates[:, code]),
            value=float(totals.value[code]),
            value_interval=percentile_interval(totals.value_replicates[:, code]),
            share=float(totals.credit[code]) / found.conversions,
            leads=int(leads[code]),
            placebo=_placebo(totals.placebo[:, code]) if code else None,
        )
        for code in np.flatnonzero((leads > 0) | (totals.credit != 0)).tolist()
    }


def _placebo(draws: Floats) -> Placebo | None:
    interval = percentile_interval(draws)
    return Placebo(float(draws.mean()), interval) if interval else None


def _baseline_row(anyway: Floats, found: Given) -> ChannelCredit:
    return ChannelCredit(
        channel=BASELINE,
        credit=float(anyway[0, 0]),
        interval=percentile_interval(anyway[1:, 0]),
        value=float(anyway[0, 1]),
        value_interval=percentile_interval(anyway[1:, 1]),
        share=float(anyway[0, 0]) / found.conversions if found.conversions else 0.0,
        leads=len(found.touched.lead_ids),
    )
