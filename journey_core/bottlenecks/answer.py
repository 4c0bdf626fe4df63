"""Bottlenecks found: one pass over the journeys for their stays, then every stage by itself."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from os import cpu_count
from typing import Final

import numpy as np
from numba import njit

from journey_core.bottlenecks.advice import stage_findings, workspace_advice
from journey_core.bottlenecks.breakdown import standouts
from journey_core.bottlenecks.options import BottleneckOptions, definition
from journey_core.bottlenecks.recoverable import Fate, WeekCounts, drawn, recoverable
from journey_core.bottlenecks.results import RECENT, Bottlenecks, StageAnswer, StageWeek
from journey_core.bottlenecks.stays import Risen, Stays, all_stays, lost_now
from journey_core.bottlenecks.tables import as_counts, counts_by, has_ended, span, usual_time, usual_times
from journey_core.leads.stage_visits import ADVANCED, LOST, OPEN, Visits
from journey_core.log.arrays import Flags, Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matches, tables
from journey_core.log.predicates import Predicate
from journey_core.log.times import EARLIEST, instant, microseconds
from journey_core.statistics.survival import Survival, aalen_johansen, kaplan_meier, sorted_tally, tally

CURVE_STEPS: Final = 240
"""Steps of a curve that an answer keeps, evenly among all of them; a picture shows no more."""

_SETTLED: Final = 0.9


def bottlenecks(journeys: Journeys, options: BottleneckOptions, *, threads: int | None = None) -> Bottlenecks:
    """The stages before won, and where leads are lost; equal on any number of threads. Raises UnknownName."""
    stays, every = all_stays(journeys, options, threads=threads)
    latest = stays.latest()
    by_week = counts_by(latest, latest.week + 1, len(stays.week_starts))
    fate = _fates(journeys, options, latest, every, threads)
    fates = counts_by(latest, np.where(fate < 0, -1, latest.week), len(stays.week_starts) - 1, fate)

    def of_place(place: int) -> StageAnswer:
        return _stage(options, stays.risen(place), by_week[place], drawn(fates[place], options.replicates))

    with ThreadPoolExecutor(threads or cpu_count() or 1) as pool:
        worst = pool.submit(standouts, journeys, options, latest)
        found = _ranked(list(pool.map(of_place, range(len(stays.codes)))), options)
    found = [replace(each, standout=group) for each, group in zip(found, worst.result(), strict=True)]
    answers = tuple(replace(each, findings=stage_findings(each, options)) for each in found)
    return Bottlenecks(
        definition(options), options.as_of, options.threshold, answers, workspace_advice(answers, options)
    )


def _fates(journeys: Journeys, options: BottleneckOptions, latest: Stays, every: Visits, threads: int | None) -> Ints:
    """int64, a Fate of every latest stay; -1 while it goes on."""
    visit = latest.visits
    went_on = visit.ending == ADVANCED
    last_at = _last_conversions(journeys, options.goal, microseconds(options.as_of), threads)
    has_won = last_at[visit.lead] >= visit.until
    is_lost = lost_now(every, journeys.lead_count)[visit.lead]
    fate = np.where(went_on & has_won, Fate.WON, np.where(went_on & is_lost, Fate.LOST_LATER, Fate.UNDECIDED))
    return np.where(visit.ending == OPEN, -1, np.where(visit.ending == LOST, Fate.LOST, fate))


def _last_conversions(journeys: Journeys, goal: Predicate, until: int, threads: int | None) -> Ints:
    """int64[n_leads]: microseconds of each lead's last conversion by `until`; EARLIEST without one."""
    accepts = tables([goal], journeys.words)

    def of_shard(first: int, past: int) -> Ints:
        is_goal = matches(journeys, accepts, int(journeys.offsets[first]), int(journeys.offsets[past]))
        last_at: Ints = _last_of(journeys.offsets, journeys.occurred_at, is_goal, first, past, until)
        return last_at

    return np.concatenate(journeys.each_shard(of_shard, threads=threads))


@njit(cache=True, nogil=True)
def _last_of(offsets: Ints, occurred_at: Ints, is_goal: Masks, first: int, past: int, until: int) -> Ints:
    """The same of the leads first..past-1; `is_goal` begins at the first one's first row."""
    last_at, skipped = np.full(past - first, EARLIEST, np.int64), offsets[first]
    for lead in range(first, past):
        for row in range(offsets[lead + 1] - 1, offsets[lead] - 1, -1):
            if is_goal[row - skipped] and occurred_at[row] <= until:
                last_at[lead - first] = occurred_at[row]
                break
    return last_at


def _stage(options: BottleneckOptions, risen: Risen, by_week: Ints, weekly: WeekCounts) -> StageAnswer:
    """The answer of one stage from its stays, the shortest first; by_week: int64[1 + weeks, 4], by Ending, the first
    of the leads from before the trend.
    """
    counts = sorted_tally(risen.duration, risen.ending, causes=3)
    survival, incidence = kaplan_meier(counts), aalen_johansen(counts)
    is_recent = risen.since > microseconds(options.as_of - RECENT)
    before, recent = usual_times(risen, is_recent.astype(np.int16), 2)
    is_complete = _complete(options, risen, survival)
    usual = usual_times(risen, risen.week, len(is_complete))
    low, middle, high = (span(survival.quantile(gone)) for gone in (0.25, 0.5, 0.75))
    shown = _shown(len(counts.times))
    return StageAnswer(
        stage=risen.name,
        visits=len(risen.order),
        counts=as_counts(by_week.sum(axis=0)),
        usual=usual_time(risen),
        quartiles=(low, middle, high),
        before=before,
        recent=recent,
        survival=survival.at(shown),
        incidence=incidence.at(shown),
        recoverable=recoverable(weekly, is_complete),
        weeks=tuple(
            StageWeek(instant(start), as_counts(counts), median, bool(settled))
            for start, counts, median, settled in zip(
                risen.week_starts[:-1].tolist(), by_week[1:], usual, is_complete, strict=True
            )
        ),
    )


def _complete(options: BottleneckOptions, risen: Risen, survival: Survival) -> Flags:
    """Which weeks ended so long ago that nine tenths of the departures ever seen would have happened by now."""
    if options.hours is not None:
        survival = kaplan_meier(tally(risen.until - risen.since, has_ended(risen)))
    gone = 1 - survival.share[-1] if len(survival.share) else 0.0
    settled = survival.quantile(_SETTLED * gone) if gone else None
    if settled is None:
        return np.zeros(len(risen.week_starts) - 1, bool)
    is_complete: Flags = risen.week_starts[1:] + settled <= microseconds(options.as_of)
    return is_complete


def _shown(steps: int) -> Ints:
    """Places of at most CURVE_STEPS of the steps, the first and the last among them."""
    return np.unique(np.linspace(0, steps - 1, min(steps, CURVE_STEPS)).astype(np.int64))


def _ranked(stages: Sequence[StageAnswer], options: BottleneckOptions) -> list[StageAnswer]:
    """The stages with the ranks of those that are bottlenecks."""
    places = [place for place, each in enumerate(stages) if each.counts.interval[0] > options.threshold]
    places.sort(key=lambda place: (-_conversions(stages[place]), -stages[place].counts.lost))
    ranks = {place: rank for rank, place in enumerate(places, start=1)}
    return [replace(each, rank=ranks.get(place)) for place, each in enumerate(stages)]


def _conversions(stage: StageAnswer) -> float:
    return round(stage.recoverable.conversions, 6) if stage.recoverable else 0.0
