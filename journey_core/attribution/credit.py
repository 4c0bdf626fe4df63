"""Credit: what every channel earned, by every model, with intervals and the leads behind each row."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions, definition
from journey_core.attribution.placebo import rule_placebo
from journey_core.attribution.question import Floats, Question, Totals
from journey_core.attribution.ranks import ranked
from journey_core.attribution.results import AttributionResult, ChannelCredit, Placebo
from journey_core.attribution.rules import Weigh
from journey_core.attribution.touched import BASELINE, Given, given
from journey_core.errors import UnknownName
from journey_core.intervals import percentile_interval
from journey_core.journeys import Journeys


def attribute(journeys: Journeys, options: AttributionOptions, *, threads: int | None = None) -> AttributionResult:
    """The credit of every channel by the model of the options; equal on any number of threads."""
    return attribute_all(journeys, options, models=(options.model,), threads=threads)[options.model]


def attribute_all(
    journeys: Journeys,
    options: AttributionOptions,
    *,
    models: Sequence[str] = tuple(MODELS),
    threads: int | None = None,
) -> dict[str, AttributionResult]:
    """The answers of several models by name, of the rules from one pass; the model of the options is not looked at.

    Raises UnknownName for a model that is none.
    """
    for name in models:
        if name not in MODELS:
            raise UnknownName("attribution model", name, MODELS)
    question = options.question()
    rules = {name: weigh for name in models if (weigh := MODELS[name].weigh)}
    found = given(journeys, question, list(rules.values()), threads=threads)
    totals = {name: found.totals(column) for column, name in enumerate(rules, start=1)}
    if question.draws and rules:
        totals = _with_placebo(journeys, question, rules, found, totals, threads)
    for name in models:
        if explain := MODELS[name].explain:
            totals[name] = explain(journeys, question, found.totals(0), threads)
    return {name: _result(name, options, found, totals[name]) for name in models}


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


def _result(name: str, options: AttributionOptions, found: Given, totals: Totals) -> AttributionResult:
    touched = found.touched
    rows = _rows(found, totals)
    anyway = totals.baseline
    return AttributionResult(
        definition=definition(name, options),
        as_of=options.as_of,
        model=name,
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
    leads = found.touched.counts()
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
