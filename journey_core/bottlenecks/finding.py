"""Bottlenecks found: one pass over the journeys for their stays, then every stage by itself."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from os import cpu_count
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.bottlenecks.advice import stage_advice, workspace_advice
from journey_core.bottlenecks.breakdown import standouts
from journey_core.bottlenecks.question import BottleneckOptions, definition
from journey_core.bottlenecks.recoverable import WeekCounts, recoverable
from journey_core.bottlenecks.results import RECENT, Bottlenecks, StageAnswer, StageWeek
from journey_core.bottlenecks.stays import Flags, Stays, all_stays, lost_now
from journey_core.bottlenecks.tables import as_counts, counts_by, rising, span, survival_of, usual_time, usual_times
from journey_core.intervals import replicate_totals
from journey_core.journeys import Ints, Journeys, instant, microseconds
from journey_core.predicate import Predicate, matches, tables
from journey_core.survival import Incidence, Survival, aalen_johansen, kaplan_meier, sorted_tally, tally
from journey_core.visits import ADVANCED, LOST, OPEN, Visits

Floats = NDArray[np.float64]

CURVE_STEPS: Final = 240
"""Steps of a curve that an answer keeps, evenly among all of them; a picture shows no more."""

_SETTLED: Final = 0.9


def bottlenecks(journeys: Journeys, options: BottleneckOptions, *, threads: int | None = None) -> Bottlenecks:
    """The stages before won, and where leads are lost; equal on any number of threads. Raises UnknownName."""
    stays, every = all_stays(journeys, options, threads=threads)
    weekly = _week_counts(journeys, options, stays, every, threads=threads)
    by_week = counts_by(stays, stays.week, len(stays.week_starts) - 1)

    def of_place(place: int) -> StageAnswer:
        return _stage(options, stays, place, by_week[place], weekly[place])

    with ThreadPoolExecutor(threads or cpu_count() or 1) as pool:
        found = _ranked(list(pool.map(of_place, range(len(stays.codes)))), options)
    worst = standouts(journeys, options, stays)
    found = [replace(each, standout=group) for each, group in zip(found, worst, strict=True)]
    answers = tuple(replace(each, advice=stage_advice(each, options)) for each in found)
    return Bottlenecks(definition(options), options.as_of, answers, workspace_advice(answers, options))


def _week_counts(
    journeys: Journeys, options: BottleneckOptions, stays: Stays, every: Visits, *, threads: int | None
) -> list[WeekCounts]:
    """What the leads that left did, by stage; the first entries of an array are of the log, the others replicates."""
    left = stays.is_latest & (stays.visits.ending != OPEN)
    visit = stays.visits.of(left)
    went_on = visit.ending == ADVANCED
    has_won = went_on & (
        _last_conversions(journeys, options.goal, microseconds(options.as_of))[visit.lead] >= visit.until
    )
    is_decided = went_on & (has_won | lost_now(every, journeys.lead_count)[visit.lead])
    amount = np.column_stack((np.ones(len(visit)), visit.ending == LOST, is_decided, has_won)).astype(np.float64)
    weeks = len(stays.week_starts)
    cell = stays.place[left] * weeks + stays.week[left] + 1
    cells = len(stays.codes) * weeks

    def of_shard(first: int, past: int) -> Floats:
        own = slice(*np.searchsorted(visit.lead, (first, past)))
        counted = np.zeros((1, cells, 4))
        np.add.at(counted[0], cell[own], amount[own])
        ids = journeys.lead_id[visit.lead[own]]
        return np.concatenate((counted, replicate_totals(ids, cell[own], amount[own], cells, options.replicates)))

    total = np.sum(journeys.each_shard(of_shard, threads=threads), axis=0).reshape(-1, len(stays.codes), weeks, 4)
    return [
        WeekCounts(each[:, 1:, 0], each[:, 1:, 1], each[:, :, 2].sum(axis=1), each[:, :, 3].sum(axis=1))
        for each in np.moveaxis(total, 1, 0)
    ]


def _last_conversions(journeys: Journeys, goal: Predicate, until: int) -> Ints:
    """int64[n_leads]: microseconds of each lead's last conversion by `until`; -1 without one."""
    is_goal = matches(journeys, tables([goal], journeys.words), 0, journeys.interaction_count)
    rows = np.flatnonzero(is_goal)
    rows = rows[journeys.occurred_at[rows] <= until]
    last_at = np.full(journeys.lead_count, -1, np.int64)
    last_at[np.searchsorted(journeys.offsets, rows, side="right") - 1] = journeys.occurred_at[rows]
    return last_at


def _stage(options: BottleneckOptions, stays: Stays, place: int, by_week: Ints, weekly: WeekCounts) -> StageAnswer:
    risen = rising(stays, place)
    survival = survival_of(stays, risen)
    since = stays.visits.since[risen]
    is_recent = since > microseconds(options.as_of - RECENT)
    is_complete = _complete(options, stays, risen, survival)
    medians = usual_times(stays, risen, stays.week[risen], len(by_week))
    counts = counts_by(stays, np.where(stays.place == place, 0, -1), 1)[place, 0]
    return StageAnswer(
        stage=stays.names[place],
        visits=len(risen),
        counts=as_counts(counts),
        usual=usual_time(survival),
        quartiles=(span(survival.quantile(0.25)), span(survival.quantile(0.5)), span(survival.quantile(0.75))),
        before=usual_time(survival_of(stays, risen[~is_recent])),
        recent=usual_time(survival_of(stays, risen[is_recent])),
        survival=_thinned_survival(survival),
        incidence=_thinned_incidence(
            aalen_johansen(sorted_tally(stays.duration[risen], stays.visits.ending[risen], causes=3))
        ),
        recoverable=recoverable(weekly, is_complete),
        weeks=tuple(
            StageWeek(instant(int(stays.week_starts[week])), as_counts(by_week[week]), median, bool(is_complete[week]))
            for week, median in enumerate(medians)
        ),
    )


def _complete(options: BottleneckOptions, stays: Stays, risen: Ints, survival: Survival) -> Flags:
    """Which weeks ended so long ago that nine tenths of the departures ever seen would have happened by now."""
    if options.hours is not None:
        elapsed, has_ended = (stays.visits.until - stays.visits.since)[risen], stays.visits.ending[risen] != OPEN
        survival = kaplan_meier(tally(elapsed, has_ended.astype(np.uint8)))
    gone = 1 - survival.share[-1] if len(survival.share) else 0.0
    settled = survival.quantile(_SETTLED * gone) if gone else None
    if settled is None:
        return np.zeros(len(stays.week_starts) - 1, bool)
    return stays.week_starts[1:] + settled <= microseconds(options.as_of)


def _thinned_survival(curve: Survival) -> Survival:
    kept = _kept(len(curve.times))
    return Survival(curve.times[kept], curve.share[kept], curve.low[kept], curve.high[kept])


def _thinned_incidence(curve: Incidence) -> Incidence:
    kept = _kept(len(curve.times))
    return Incidence(curve.times[kept], curve.share[:, kept], curve.se[:, kept])


def _kept(steps: int) -> Ints:
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
