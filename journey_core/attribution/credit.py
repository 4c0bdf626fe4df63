"""Credit: what every channel earned, by every model, with intervals and the leads behind each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from journey_core.attribution.markov import Floats, conversions, removal_effects, transitions
from journey_core.attribution.rules import RULES, Weigh
from journey_core.attribution.touched import Touched, summarize, total
from journey_core.attribution.touchpoints import Scope
from journey_core.definition import (
    bounds,
    length,
    require_positive,
    require_zones,
    spoken_duration,
    spoken_moment,
    spoken_period,
)
from journey_core.errors import UnknownName
from journey_core.intervals import Interval, percentile_interval
from journey_core.journeys import Ints, Journeys, microseconds
from journey_core.predicate import Predicate

CONVERTED: Final = Predicate(kind="converted")


@dataclass(frozen=True)
class Model:
    """A way to share conversions out; `weigh` is None for a model that looks at all paths together."""

    name: str
    title: str
    definition: str
    weigh: Weigh | None


MODELS: Final[Mapping[str, Model]] = {
    name: Model(name, title, definition, weigh)
    for name, title, weigh, definition in (
        *RULES,
        ("markov", "Markov chain", None, "by how much fewer would convert without the channel (order 1, exact)"),
    )
}
"""Every model by name, in the order of select boxes."""


@dataclass(frozen=True, kw_only=True)
class AttributionOptions:
    """The question: conversions at since <= t < until, seen from `as_of` (inclusive)."""

    as_of: datetime
    model: str = "linear"
    goal: Predicate = CONVERTED
    lookback: timedelta = timedelta(days=90)
    since: datetime | None = None
    until: datetime | None = None
    half_life: timedelta = timedelta(days=7)
    replicates: int = 200

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise UnknownName("attribution model", self.model, MODELS)
        require_positive("lookback", self.lookback)
        require_positive("half-life", self.half_life)
        require_zones(since=self.since, until=self.until, as_of=self.as_of)


@dataclass(frozen=True)
class ChannelCredit:
    """One channel's row: credit in conversions with its 95 % bootstrap interval over leads (None without replicates),
    value, share = credit / conversions, and the number of converted leads with a touchpoint in the channel.
    """

    channel: str
    credit: float
    interval: Interval | None
    value: float
    share: float
    leads: int


@dataclass(frozen=True, eq=False)
class AttributionResult:
    """The answer of one model, the most credited channel first, with the leads behind every row."""

    definition: str
    as_of: datetime
    model: str
    conversions: int
    converted_leads: int
    value: float
    baseline: float | None
    credit: tuple[ChannelCredit, ...]
    touched: Touched

    def leads(self, channel: str) -> Ints:
        """Ids of the converted leads with a touchpoint in this channel, ascending; as many as its row's `leads`."""
        return self.touched.leads(channel)

    def converted_lead_ids(self) -> Ints:
        """Ids of the leads that converted, ascending."""
        return self.touched.lead_ids


@dataclass(frozen=True, eq=False)
class Totals:
    """One model's sums by channel code: credit and value float64[channels], replicates float64[replicates, channels]
    of the credit.
    """

    credit: Floats
    value: Floats
    replicates: Floats


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
    """The answers of several models from one pass, by name; the model of the options is not looked at."""
    scope, half_life = _scope(options), length(options.half_life)
    rules = {name: weigh for name in models if (weigh := MODELS[name].weigh)}
    weighed = list(rules.values())
    touched = total(
        journeys.each_shard(
            lambda first, past: summarize(journeys, scope, weighed, half_life, first, past), threads=threads
        )
    )
    replicates = touched.replicates(options.replicates)
    totals = {name: _totals(touched, replicates, column) for column, name in enumerate(rules, start=1)}
    if len(rules) < len(models):
        shards = journeys.each_shard(
            lambda first, past: transitions(journeys, scope, first, past, replicates=options.replicates),
            threads=threads,
        )
        counts: Floats = np.sum(shards, axis=0)
        by_any_rule = _totals(touched, replicates, 0)
        totals |= {name: _by_chain(by_any_rule, counts) for name in models if name not in rules}
    return {name: _result(name, options, touched, totals[name]) for name in models}


def _scope(options: AttributionOptions) -> Scope:
    since, until = bounds(options.since, options.until)
    return Scope(options.goal, length(options.lookback), since, until, microseconds(options.as_of))


def _totals(touched: Touched, replicates: Floats, column: int) -> Totals:
    credit, value = touched.totals(column)
    return Totals(credit, value, replicates[:, :, column])


def _by_chain(any_rule: Totals, counts: Floats) -> Totals:
    """Share out by removal effects what the touchpoints explain; what no touchpoint explains stays as in any rule."""
    _, effects = removal_effects(counts)
    sums = effects.sum(axis=1, keepdims=True)
    shares = np.divide(effects, sums, out=np.zeros_like(effects), where=sums > 0)
    credit = shares * conversions(counts)[:, None]
    credit[0, 0] = any_rule.credit[0]
    credit[1:, 0] = any_rule.replicates[:, 0]
    value = shares[0] * any_rule.value[1:].sum()
    value[0] = any_rule.value[0]
    return Totals(credit[0], value, credit[1:])


def _result(name: str, options: AttributionOptions, touched: Touched, totals: Totals) -> AttributionResult:
    conversion_count = round(float(touched.credit[:, 0].sum()))
    leads = np.bincount(touched.channel, minlength=len(totals.credit))
    rows = [
        ChannelCredit(
            channel=touched.channel_name(code),
            credit=float(totals.credit[code]),
            interval=percentile_interval(totals.replicates[:, code]),
            value=float(totals.value[code]),
            share=float(totals.credit[code]) / conversion_count,
            leads=int(leads[code]),
        )
        for code in range(len(leads))
        if leads[code]
    ]
    return AttributionResult(
        definition=_definition(name, options),
        as_of=options.as_of,
        model=name,
        conversions=conversion_count,
        converted_leads=len(touched.lead_ids),
        value=float(touched.value[:, 0].sum()),
        baseline=None,
        credit=tuple(sorted(rows, key=lambda row: (-row.credit, row.channel))),
        touched=touched,
    )


def _definition(name: str, options: AttributionOptions) -> str:
    half_life = f", half-life {spoken_duration(options.half_life)}" if name == "time_decay" else ""
    return (
        f"Conversions ({options.goal.sentence()}){spoken_period(options.since, options.until)}, shared out by "
        f"{MODELS[name].title}: {MODELS[name].definition}{half_life}; touchpoints since the previous conversion and at "
        f"most {spoken_duration(options.lookback)} before; as of {spoken_moment(options.as_of)}."
    )
