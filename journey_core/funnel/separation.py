"""What separates the leads that came through a funnel from those that did not, without looking ahead.

What a lead did on its way (`journey_core.funnel.doings` says what counts) is compared day by day, among leads alike
that could all still come through (`journey_core.statistics.risk_sets`). What it entered with, and what it is, it had
from the start, so there leads whose window is over are compared as a whole. All are one family of comparisons.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from journey_core.errors import UnknownName
from journey_core.funnel.breakdown import ENTRY as AT_ENTRY_OF_RUN
from journey_core.funnel.breakdown import BreakdownBy
from journey_core.funnel.differences import AT_ENTRY, BETWEEN, ENTRY, PER_DAY, Difference, Separation, Trait
from journey_core.funnel.doings import DURING, doings, trait_number, trait_starts
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult
from journey_core.funnel.watch_window import Watch, entry_rows, watched
from journey_core.leads.groups import Groups, field_groups, value_group
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import Words
from journey_core.statistics.at_risk import AtRisk
from journey_core.statistics.multiple_tests import benjamini_hochberg, exact_p_values, odds_ratio_intervals, odds_ratios
from journey_core.statistics.risk_sets import rate_ratios

Attributes = Sequence[tuple[str, Groups]]
"""What leads are or entered with, as (source, groups)."""

LEAST: Final = 10
"""Leads with a trait known at entry, and without it, that it needs to be a candidate."""


def separation(
    journeys: Journeys,
    result: FunnelResult,
    options: FunnelOptions,
    attributes: Attributes = (),
    *,
    least: int = LEAST,
    threads: int | None = None,
) -> Separation:
    """What separates those who came through; `options` gave the result. `least`: leads with a trait known at
    entry, and without it, that it needs to be a candidate. In any order leads enter by whichever step came first, and
    what they entered with only says by which: it is left out. Equal on any number of threads.
    """
    if options.order == "any":
        attributes = [each for each in attributes if not each[0].startswith(ENTRY)]
    watch = watched(journeys, result, options)
    rows = doings(journeys, options, watch, threads=threads)
    found = [*_done(rows, journeys.words), *_known(watch, attributes, least)]
    q = benjamini_hochberg(np.array([each.p for each in found]))
    surest = sorted(zip(found, q.tolist(), strict=True), key=lambda pair: (pair[1], -abs(np.log(pair[0].factor))))
    is_open = ~rows.is_converted & ~watch.has_ended & (rows.took == (watch.as_of - watch.since) // 1000)
    return Separation(
        definition=_definition(result, options, least),
        as_of=result.as_of,
        compared=len(rows.lead_id),
        converted=int(rows.is_converted.sum()),
        still_open=int(is_open.sum()),
        ended=int(watch.has_ended.sum()),
        ended_converted=int((watch.has_ended & watch.came).sum()),
        differences=tuple(replace(each, q=value) for each, value in surest),
    )


def entry_groups(journeys: Journeys, result: FunnelResult, options: FunnelOptions, field: str) -> Groups:
    """The leads by a field of the interaction that they entered with; raises UnknownName."""
    row = entry_rows(journeys, result, options)
    title = BreakdownBy(field, AT_ENTRY_OF_RUN).title()
    return field_groups(journeys, field, result.entrant, row, title=title, outside="")


def trait_leads(
    journeys: Journeys,
    result: FunnelResult,
    options: FunnelOptions,
    trait: tuple[str, str],
    attributes: Attributes = (),
    *,
    has_trait: bool,
    has_converted: bool,
) -> Ints:
    """Ids of the leads of one of the four counts of a trait (source, key of its group), ascending; raises UnknownName
    if there is no such trait.
    """
    source, key = trait
    watch = watched(journeys, result, options)
    if source.startswith(BETWEEN):
        number = trait_number(journeys.words, source.removeprefix(BETWEEN), key.removeprefix("="))
        rows = doings(journeys, options, watch)
        chosen = np.zeros(len(rows.lead_id), bool)
        chosen[rows.lead[rows.trait == number]] = True
        ids: Ints = rows.lead_id[(chosen == has_trait) & (rows.is_converted == has_converted)]
        return ids
    groups = dict(attributes).get(source)
    if groups is None:
        raise UnknownName("trait", source, [name for name, _ in attributes])
    counts = watch.has_ended & (groups.inside(watch.lead, key) == has_trait) & (watch.came == has_converted)
    known: Ints = journeys.lead_id[watch.lead[counts]]
    return known


def _done(rows: AtRisk, words: Words) -> Iterator[Difference]:
    """What leads did on their way, q left open."""
    starts = trait_starts(words)
    told = rate_ratios(rows, starts[""])
    for place, number in enumerate(told.trait.tolist()):
        field = next(name for name in reversed(DURING) if number >= starts[name])
        with_converted, with_not, without_converted, without_not = (int(counts[place]) for counts in told.leads)
        yield Difference(
            trait=Trait(BETWEEN + field, value_group(words.lists[field][number - starts[field]])),
            comparison=PER_DAY,
            with_converted=with_converted,
            with_not=with_not,
            without_converted=without_converted,
            without_not=without_not,
            days_with=float(told.days_with[place]),
            days_without=float(told.days_without[place]),
            ratio=float(told.ratio[place]),
            odds_ratio=None,
            interval=(float(told.interval[place, 0]), float(told.interval[place, 1])),
            p=float(told.p[place]),
            q=1.0,
        )


def _known(watch: Watch, attributes: Attributes, least: int) -> Iterator[Difference]:
    """What leads entered with and what they are, q left open."""
    sides = [watch.lead[watch.has_ended & (watch.came == came)] for came in (True, False)]
    totals = np.array([len(each) for each in sides])
    if not totals.all():
        return
    told = set()  # what a lead is and entered with is often one fact
    for source, groups in attributes:
        counts = np.stack([groups.counts(each) for each in sides], axis=1)
        having = counts.sum(axis=1)
        for number in np.flatnonzero((having >= least) & (totals.sum() - having >= least)).tolist():
            crossed = np.stack([counts[number], totals - counts[number]])[None]
            low, high = odds_ratio_intervals(crossed)[0].tolist()
            (with_converted, with_not), (without_converted, without_not) = crossed[0].tolist()
            fact = (source.partition(".")[2], groups.groups[number].key, with_converted, with_not)
            if fact in told:
                continue
            told.add(fact)
            yield Difference(
                trait=Trait(source, groups.groups[number]),
                comparison=AT_ENTRY,
                with_converted=with_converted,
                with_not=with_not,
                without_converted=without_converted,
                without_not=without_not,
                days_with=None,
                days_without=None,
                ratio=None,
                odds_ratio=float(odds_ratios(crossed)[0]),
                interval=(low, high),
                p=float(exact_p_values(crossed)[0]),
                q=1.0,
            )


def _definition(result: FunnelResult, options: FunnelOptions, least: int) -> str:
    start = "their first entry" if options.order == "stage" else "the first interaction that matches the first step"
    return (
        f"{result.definition} Leads are watched from {start} until they come through, are lost for the first time, the "
        "window is over or the day of the answer comes; what they do after that is left out, also if they are opened "
        "again. What they did on their way is compared day by day, among open leads at the same stage and step, as "
        "old and touched as often; a trait counts from right after a lead first has it. What they entered with, and "
        "what they are, is compared among leads whose window is over, where at least "
        f"{least} have the trait and {least} lack it. Interactions that match a later step or only record a state "
        "don't count as traits. What works by bringing leads to a later stage doesn't show; what is done once the "
        "outcome is near, such as sending a contract, looks as if it brought it, and other doings look weaker for it; "
        "losses that nobody records make differences look smaller; what leads are is taken as it is noted now, so that "
        "an owner or attribute noted only when the outcome was known differs by that alone; and what goes together "
        "need not be a cause."
    )
