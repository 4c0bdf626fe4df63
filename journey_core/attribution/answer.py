"""Credit: what every channel earned, by every model, with intervals and the leads behind each row."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from journey_core.attribution.baseline_doubts import Doubts
from journey_core.attribution.channel_credit import BASELINE, Given
from journey_core.attribution.compiled import Totals
from journey_core.attribution.credit_intervals import credit_intervals
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.placebo import rule_placebo
from journey_core.attribution.ranks import most_first, ranked
from journey_core.attribution.results import AttributionResult, ChannelCredit, Placebo
from journey_core.attribution.summary import AttributionSummary, summarize_each
from journey_core.attribution.wording import definition
from journey_core.log.arrays import Floats
from journey_core.log.journeys import Journeys
from journey_core.statistics.intervals import Interval, percentile_interval


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

    Raises UnknownName if there is no such model.
    """
    asked = [replace(options, model=name) for name in models]
    return dict(zip(models, attribute_each(journeys, asked, threads=threads), strict=True))


def attribute_each(
    journeys: Journeys, asked: Sequence[AttributionOptions], *, threads: int | None = None
) -> list[AttributionResult]:
    """The answers to options that differ in model and order of the chain only, in order, from one summary.

    Raises ValueError for options that differ in more.
    """
    if not asked:
        return []
    summary = summarize_each(journeys, asked, threads=threads)
    placebos = _placebos(journeys, asked, summary, threads) if asked[0].placebo else [None] * len(asked)
    return [
        finish(summary, options, placebo=placebo, threads=threads)
        for options, placebo in zip(asked, placebos, strict=True)
    ]


def finish(
    summary: AttributionSummary,
    options: AttributionOptions,
    *,
    placebo: Floats | None = None,
    threads: int | None = None,
) -> AttributionResult:
    """The answer that a summary of all leads gives, in whatever order they were added, by one of the models that it
    was made for. placebo: float64[draws, channels], of credit, which takes a second look at the journeys.
    """
    found = summary.given.in_order()
    if explain := MODELS[options.model].explain:
        totals = explain(summary.tally(options), options.compiled(), found.totals("linear"), threads)
    else:
        totals = found.totals(options.model)
    return _result(options, found, replace(totals, placebo=placebo))


def _placebos(
    journeys: Journeys, asked: Sequence[AttributionOptions], summary: AttributionSummary, threads: int | None
) -> list[Floats | None]:
    """The placebo of each; None for a model that has none."""
    linear = summary.given.totals("linear")
    rules = {each.model: weigh for each in asked if (weigh := MODELS[each.model].weigh)}
    drawn = np.zeros((0, 0, 0))
    if rules:
        compiled = replace(asked[0], model="linear").compiled()
        explained = float(linear.credit[1:].sum())
        drawn = rule_placebo(journeys, compiled, list(rules.values()), explained=explained, threads=threads)
    by_rule = {name: drawn[:, :, column] for column, name in enumerate(rules)}

    def placebo(options: AttributionOptions) -> Floats | None:
        draw = MODELS[options.model].draw
        if draw is None:
            return by_rule.get(options.model)
        return draw(journeys, options.compiled(), summary.tally(options), linear, threads)

    return [placebo(each) for each in asked]


def _result(options: AttributionOptions, found: Given, totals: Totals) -> AttributionResult:
    touched, is_uneven = found.touched, MODELS[options.model].is_uneven
    rows = _rows(found, totals, is_uneven=is_uneven)
    anyway = totals.baseline
    return AttributionResult(
        definition=definition(options, touchpoints=found.touchpoints, sharing=found.sharing),
        as_of=options.as_of,
        model=options.model,
        conversions=found.conversions,
        converted_leads=len(touched.lead_ids),
        value=float(found.totals("linear").value.sum()),
        baseline=None if anyway is None else float(anyway[0, 0]),
        credit=tuple(sorted(ranked(rows, totals, touched, is_uneven=is_uneven), key=most_first)),
        touched=touched,
        baseline_row=None if anyway is None else _baseline_row(anyway, found, totals.doubts),
        doubts=totals.doubts,
        shares=totals.shares,
    )


def _rows(found: Given, totals: Totals, *, is_uneven: bool) -> dict[int, ChannelCredit]:
    """One row a channel that touched a converted lead or that the model credits all the same, by code."""
    leads = found.touched.counts
    of_credit = of_value = None
    if totals.doubts:  # its replicates also draw what is assumed, which says nothing of channels without credit
        of_credit, of_value = 1.0, float(found.totals("linear").value.sum()) / max(found.conversions, 1)
    intervals = credit_intervals(totals.credit, totals.replicates, usual=of_credit, is_uneven=is_uneven)
    value_intervals = credit_intervals(totals.value, totals.value_replicates, usual=of_value, is_uneven=is_uneven)
    return {
        code: ChannelCredit(
            channel=found.touched.channel_name(code),
            credit=float(totals.credit[code]),
            interval=_from_nothing(intervals[code], totals.doubts),
            value=float(totals.value[code]),
            value_interval=_from_nothing(value_intervals[code], totals.doubts),
            share=float(totals.credit[code]) / found.conversions,
            leads=int(leads[code]),
            placebo=_placebo(totals.placebo[:, code]) if code and totals.placebo is not None else None,
        )
        for code in np.flatnonzero((leads > 0) | (totals.credit != 0)).tolist()
    }


def _from_nothing(interval: Interval | None, doubts: Doubts | None) -> Interval | None:
    """The interval, which reaches down to 0 where no effect of the channels is shown."""
    return interval and (min(interval[0], 0.0) if doubts and not doubts.is_shown else interval[0], interval[1])


def _placebo(draws: Floats) -> Placebo | None:
    interval = percentile_interval(draws)
    return Placebo(float(draws.mean()), interval) if interval else None


def _baseline_row(anyway: Floats, found: Given, doubts: Doubts | None) -> ChannelCredit:
    """What would have come anyway; it may be everything where no effect is shown."""
    whole = (found.conversions, float(found.totals("linear").value.sum()))
    intervals = [percentile_interval(replicates) for replicates in anyway[1:].T]
    if doubts and not doubts.is_shown:
        intervals = [each and (min(each[0], most), most) for each, most in zip(intervals, whole, strict=True)]
    return ChannelCredit(
        channel=BASELINE,
        credit=float(anyway[0, 0]),
        interval=intervals[0],
        value=float(anyway[0, 1]),
        value_interval=intervals[1],
        share=float(anyway[0, 0]) / found.conversions if found.conversions else 0.0,
        leads=len(found.touched.lead_ids),
    )
