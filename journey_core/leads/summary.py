"""The workspace in a few numbers: how long journeys take, where leads stand, what happened by week."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from os import cpu_count
from typing import TYPE_CHECKING

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.answers import table
from journey_core.calendar.weeks import WEEK
from journey_core.leads.standing import Standing, standing
from journey_core.log.arrays import Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matches, tables
from journey_core.log.predicates import Predicate
from journey_core.log.times import EARLIEST, microseconds
from journey_core.log.vocabulary import LOST_STAGE
from journey_core.statistics.survival import median_survival
from journey_core.wording import spoken_moment

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class JourneyLength:
    """How long journeys take from the first interaction to the first conversion.

    median: Kaplan-Meier, None while fewer than half have converted at any length · mean: to the conversion, else to the
    last interaction, which understates journeys that are still open; None without journeys.
    """

    definition: str
    as_of: datetime
    journeys: int
    converted: int
    median: timedelta | None
    mean: timedelta | None


@dataclass(frozen=True, eq=False)
class StageCount:
    """One stage, with the leads that stand there."""

    stage: str
    count: int
    lead_ids: Ints


def stage_table(stages: Sequence[StageCount]) -> "pd.DataFrame":
    """One row per stage: the leads that stand there."""
    return table([{"stage": each.stage, "leads": each.count} for each in stages], names=("stage", "leads"))


def journey_length(journeys: Journeys, stands: Standing, *, goal: Predicate, as_of: datetime) -> JourneyLength:
    """The length of journeys; open ones are censored at `as_of`, lost ones when they were lost."""
    converted_at = first_conversions(journeys, goal=goal, as_of=as_of)[stands.is_known]
    first_at, last_at = stands.first_at[stands.is_known], stands.last_at[stands.is_known]
    is_lost = stands.stage[stands.is_known] == LOST_STAGE
    is_converted = converted_at > EARLIEST
    seen_until = np.where(is_lost, stands.stage_since[stands.is_known], microseconds(as_of))
    median = median_survival(np.where(is_converted, converted_at, seen_until) - first_at, is_converted)
    lengths = np.where(is_converted, converted_at, last_at) - first_at
    return JourneyLength(
        definition=(
            f"From a lead's first interaction to its first conversion ({goal.sentence()}): Kaplan-Meier median, open "
            f"journeys censored at {spoken_moment(as_of)}, lost ones at the loss; beside it the plain mean, to the "
            f"conversion or else to the last interaction."
        ),
        as_of=as_of,
        journeys=len(lengths),
        converted=int(is_converted.sum()),
        median=None if median is None else timedelta(microseconds=median),
        mean=timedelta(microseconds=float(lengths.mean())) if len(lengths) else None,
    )


def journey_lengths(
    journeys: Journeys, moments: Sequence[datetime], *, goal: Predicate, leads: NDArray[np.bool_]
) -> list[JourneyLength]:
    """The journeys of some leads (bool[n_leads]) as of each moment, as many moments at a time as there are cores."""

    def seen_from(moment: datetime) -> JourneyLength:
        stands = standing(journeys, as_of=moment, goal=goal, threads=1)
        return journey_length(journeys, stands.of(leads), goal=goal, as_of=moment)

    with ThreadPoolExecutor(cpu_count() or 1) as pool:
        return list(pool.map(seen_from, moments))


def stage_counts(journeys: Journeys, stands: Standing) -> tuple[StageCount, ...]:
    """The leads that have an interaction, by the stage where they stand, in the order of stages, lost last."""
    counts = []
    for code in dict.fromkeys((*journeys.words.stage_order, LOST_STAGE)):
        ids = stands.lead_id[stands.is_known & (stands.stage == code)]
        counts.append(StageCount(journeys.words.word("stage", code), len(ids), ids))
    return tuple(counts)


def weekly_activity(journeys: Journeys, leads: Ints, *, as_of: datetime, weeks: int) -> Ints:
    """int64[leads, weeks]: the interactions of each of some leads, given by their numbers, in each of the last weeks:
    whole ones, the last of which ends at `as_of`.
    """
    return _weekly_activity(journeys.offsets, journeys.occurred_at, leads, microseconds(as_of), weeks)


def first_conversions(journeys: Journeys, *, goal: Predicate, as_of: datetime) -> Ints:
    """int64[n_leads]: microseconds of each lead's first conversion by `as_of`, EARLIEST if it has none."""
    accepts, until = tables([goal], journeys.words), microseconds(as_of)

    def of_shard(first: int, past: int) -> Ints:
        is_goal = matches(journeys, accepts, int(journeys.offsets[first]), int(journeys.offsets[past]))
        first_at: Ints = _first_conversions(journeys.offsets, journeys.occurred_at, is_goal, first, past, until)
        return first_at

    return np.concatenate(journeys.each_shard(of_shard))


@njit(cache=True, nogil=True)
def _weekly_activity(offsets: Ints, occurred_at: Ints, leads: Ints, as_of: int, weeks: int) -> Ints:
    counts = np.zeros((len(leads), weeks), np.int64)
    for place in range(len(leads)):
        for row in range(offsets[leads[place] + 1] - 1, offsets[leads[place]] - 1, -1):
            if occurred_at[row] > as_of:
                continue
            week = (as_of - occurred_at[row]) // WEEK
            if week >= weeks:
                break
            counts[place, weeks - 1 - week] += 1
    return counts


@njit(cache=True, nogil=True)
def _first_conversions(offsets: Ints, occurred_at: Ints, is_goal: Masks, first: int, past: int, as_of: int) -> Ints:
    """The same for the leads first..past-1; `is_goal` begins at the first row of the first of them."""
    first_at, skipped = np.full(past - first, EARLIEST, np.int64), offsets[first]
    for lead in range(first, past):
        for row in range(offsets[lead], offsets[lead + 1]):
            if occurred_at[row] > as_of:
                break
            if is_goal[row - skipped]:
                first_at[lead - first] = occurred_at[row]
                break
    return first_at
