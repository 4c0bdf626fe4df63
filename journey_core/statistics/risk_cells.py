"""How the time of leads at risk spreads over cells: where a lead stood, how often it was touched, how old it was."""

from typing import Final, NamedTuple

import numpy as np
from numba import njit

from journey_core.log.arrays import Flags, Floats, Ints
from journey_core.statistics.at_risk import AtRisk
from journey_core.statistics.intervals import lead_hash

PLACES: Final = 8
AGES: Final = 8
_TOUCHES: Final = 11
CELLS: Final = PLACES * _TOUCHES * AGES
_MOST_TOUCHES: Final = 13
"""Touches from which on more of them change nothing."""

GROUPS: Final = 256
"""Groups of leads that the spread of sums is taken from."""


class Spread(NamedTuple):
    """How the time of leads spreads. time, conversions: int64[GROUPS, CELLS], milliseconds and conversions of each
    group of leads · time_with, conversions_with: int64[CELLS, columns], of leads that had the trait of a column by
    then, in the cells that have a conversion.
    """

    time: Ints
    conversions: Ints
    time_with: Ints
    conversions_with: Ints


@njit(cache=True, nogil=True)
def spread(rows: AtRisk, order: Ints, cell_of: Ints, ages: Ints, column: Ints, columns: int, is_told: Flags) -> Spread:
    """The spread of all leads. order: int64[leads], in which they are taken · cell_of: int64[places], the place of a
    lead as the first cell that has it · ages: int64, milliseconds, where one age ends and the next begins · column:
    int64[traits], -1 for a trait that is not looked at · is_told: bool[CELLS], which have a conversion.
    """
    time, conversions = np.zeros((GROUPS, CELLS), np.int64), np.zeros((GROUPS, CELLS), np.int64)
    time_with, conversions_with = np.zeros((CELLS, columns), np.int64), np.zeros((CELLS, columns), np.int64)
    has = np.empty(columns, np.int64)
    for lead in order:
        group = _group(rows.lead_id[lead])
        now, age, touches, held = 0, 0, 0, 0
        base = cell_of[rows.place[lead]]
        for change in range(rows.offsets[lead], rows.offsets[lead + 1] + 1):
            is_end = change == rows.offsets[lead + 1]
            then = rows.took[lead] if is_end else rows.age[change]
            while now < then:
                age = _age_at(ages, now, age)
                stop = then if age == len(ages) else min(ages[age], then)
                time[group, base + age] += stop - now
                if is_told[base + age]:
                    for each in range(held):
                        time_with[base + age, has[each]] += stop - now
                now = stop
            if not is_end:
                touches += rows.is_touch[change]
                base = cell_of[rows.stands[change]] + _touched(touches) * AGES
                if rows.trait[change] >= 0 and column[rows.trait[change]] >= 0:
                    has[held] = column[rows.trait[change]]
                    held += 1
        if rows.is_converted[lead]:
            conversions[group, base + age] += 1
            for each in range(held):
                conversions_with[base + age, has[each]] += 1
    return Spread(time, conversions, time_with, conversions_with)


@njit(cache=True, nogil=True)
def surpluses(rows: AtRisk, order: Ints, cell_of: Ints, ages: Ints, column: Ints, columns: int, rate: Floats) -> Floats:
    """float64[GROUPS, columns]: the conversions of a group's leads that had the trait of a column, less what was to be
    expected of the time they had it. rate: float64[CELLS], conversions a millisecond; the other arguments as above.
    """
    surplus = np.zeros((GROUPS, columns))
    has, expected_before = np.empty(columns, np.int64), np.empty(columns)
    for lead in order:
        group = _group(rows.lead_id[lead])
        now, age, touches, held, expected = 0, 0, 0, 0, 0.0
        base = cell_of[rows.place[lead]]
        for change in range(rows.offsets[lead], rows.offsets[lead + 1] + 1):
            is_end = change == rows.offsets[lead + 1]
            then = rows.took[lead] if is_end else rows.age[change]
            while now < then:
                age = _age_at(ages, now, age)
                stop = then if age == len(ages) else min(ages[age], then)
                expected += rate[base + age] * (stop - now)
                now = stop
            if not is_end:
                touches += rows.is_touch[change]
                base = cell_of[rows.stands[change]] + _touched(touches) * AGES
                if rows.trait[change] >= 0 and column[rows.trait[change]] >= 0:
                    has[held], expected_before[held] = column[rows.trait[change]], expected
                    held += 1
        for place in range(held):
            surplus[group, has[place]] += rows.is_converted[lead] - (expected - expected_before[place])
    return surplus


@njit(cache=True, nogil=True)
def _group(lead_id: int) -> np.int64:
    """The first byte of the lead's hash."""
    return np.int64(lead_hash(lead_id) >> np.uint64(56))


@njit(cache=True, nogil=True)
def _age_at(ages: Ints, now: int, age: int) -> int:
    """The number of the age that begins right after `now`, from that of a moment before; an age holds its end."""
    while age < len(ages) and ages[age] <= now:
        age += 1
    return age


@njit(cache=True, nogil=True)
def _touched(touches: int) -> int:
    """0 to 7 by themselves, 8 to 9, 10 to 12, 13 and more."""
    if touches < 8:
        return touches
    return 8 + (touches >= 10) + (touches >= _MOST_TOUCHES)


def age_ends(rows: AtRisk) -> Ints:
    """int64[at most AGES - 1], milliseconds: where ages end, so that each has about equally many conversions."""
    took = np.sort(rows.took[rows.is_converted])
    if len(took) == 0:
        return took
    ends: Ints = np.unique(took[(np.arange(1, AGES) * len(took) + AGES - 1) // AGES - 1])
    return ends


def cells_of_places(rows: AtRisk) -> Ints:
    """int64[places]: the first cell of each place; those with the most conversions have their own, the others share."""
    highest = max(int(places.max(initial=0)) for places in (rows.place, rows.stands))
    often = np.bincount(rows.last_place[rows.is_converted], minlength=highest + 1)
    own = np.argsort(-often, kind="stable")[: PLACES - 1]
    number = np.full(len(often), PLACES - 1)
    number[own] = np.arange(len(own))
    cells: Ints = number * (CELLS // PLACES)
    return cells


def converting(rows: AtRisk, cell_of: Ints, ages: Ints) -> Flags:
    """bool[CELLS]: which cells have a conversion; arguments as above."""
    cell = cell_of[rows.last_place] + _bands(rows) * AGES + np.searchsorted(ages, rows.took)
    is_told = np.zeros(CELLS, bool)
    is_told[cell[rows.is_converted]] = True
    return is_told


@njit(cache=True, nogil=True)
def _bands(rows: AtRisk) -> Ints:
    """int64[leads]: how often each had been touched when its time ended, as cells count it."""
    bands = np.empty(len(rows.took), np.int64)
    for lead in range(len(bands)):
        bands[lead] = _touched(int(np.count_nonzero(rows.is_touch[rows.offsets[lead] : rows.offsets[lead + 1]])))
    return bands
