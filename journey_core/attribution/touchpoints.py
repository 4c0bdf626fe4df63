"""Touchpoints: what each conversion, and each lead that has not converted since, was preceded by.

A touchpoint of a conversion has a channel, is not a record kind and does not match the goal itself; it lies after the
previous conversion, at or before this one, and within the lookback; options may ask for certain interactions only.
What follows the last conversion is one open path, whose lookback counts from its last touchpoint; an open path without
touchpoints does not exist.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Bytes, Flags, Floats, Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matches, tables
from journey_core.log.predicates import Predicate
from journey_core.log.vocabulary import FIRST_RECORD, LAST_RECORD

Number = TypeVar("Number", np.int64, np.float64)

TOUCHPOINT, CONVERSION, FORM, OPPORTUNITY = 1, 2, 4, 8
AFTER_ALL = 2**62
FORM_SUBMITTED = Predicate(kind="form_submitted")


@dataclass(frozen=True, eq=False)
class Paths:
    """Paths to conversions in order of leads, then open paths in order of leads; the touchpoints of path p are
    offsets[p] <= i < offsets[p + 1], in order of time, those of one instant as in the columns.

    One entry a path: lead int64, number of the lead; conversion int64, row of the conversion, -1 for an open path;
    value float64, of the conversion, 0 for an open path; creation and opportunity int64, the last touchpoint at or
    before the path's first form and before its first move to the opportunity stage, -1 where there is none;
    offsets int64[n_paths + 1]. One entry a touchpoint: row int64; channel uint8; age int64, microseconds before the end
    of the path; is_new bool, whether its channel comes in its instant for the first time in its path.
    """

    lead: Ints
    conversion: Ints
    value: Floats
    creation: Ints
    opportunity: Ints
    offsets: Ints
    row: Ints
    channel: Bytes
    age: Ints
    is_new: Flags

    @cached_property
    def length(self) -> Ints:
        """int64[n_paths]: how many touchpoints a path has."""
        return np.diff(self.offsets)

    @cached_property
    def begin(self) -> Ints:
        """int64[paths with a touchpoint]: where the first touchpoint of each is."""
        begins: Ints = self.offsets[:-1][self.length > 0]
        return begins

    @cached_property
    def end(self) -> Ints:
        """int64[paths with a touchpoint]: where the last touchpoint of each is."""
        ends: Ints = self.offsets[1:][self.length > 0] - 1
        return ends

    @cached_property
    def converted(self) -> "Paths":
        """The paths that lead to a conversion."""
        paths = int(np.count_nonzero(self.conversion >= 0))
        touched = int(self.offsets[paths])
        return Paths(
            self.lead[:paths], self.conversion[:paths], self.value[:paths], self.creation[:paths],
            self.opportunity[:paths], self.offsets[: paths + 1], self.row[:touched], self.channel[:touched],
            self.age[:touched], self.is_new[:touched],
        )  # fmt: skip

    @cached_property
    def sharing(self) -> int:
        """How many touchpoints share their instant with another one of their path."""
        return int(_sharing(self.offsets, self.age))

    def spread(self, values: NDArray[Number]) -> NDArray[Number]:
        """One entry a touchpoint: the entry of its path in `values`, which has one a path with a touchpoint."""
        return np.repeat(values, self.length[self.length > 0])


@dataclass(frozen=True)
class Scope:
    """Which paths count, in microseconds: conversions, or last touchpoints of open paths, at since <= t < until."""

    goal: Predicate
    lookback: int
    since: int
    until: int
    as_of: int
    touchpoints: tuple[Predicate, ...] = ()
    opportunity_stage: str = "proposal"


def converted_paths(journeys: Journeys, scope: Scope, first: int, past: int) -> Paths:
    """One path a conversion of the leads first..past-1, also where it has no touchpoint."""
    return _paths(journeys, scope, first, past, with_open=False)


def all_paths(journeys: Journeys, scope: Scope, first: int, past: int) -> Paths:
    """The same, and after them the open path of each lead among first..past-1 that has one."""
    return _paths(journeys, scope, first, past, with_open=True)


def row_roles(journeys: Journeys, scope: Scope, first: int, past: int) -> Bytes:
    """uint8, one entry a row of the leads first..past-1: the sum of TOUCHPOINT or CONVERSION, FORM and OPPORTUNITY."""
    rows = slice(int(journeys.offsets[first]), int(journeys.offsets[past]))
    named = [scope.goal, FORM_SUBMITTED, Predicate(stage=scope.opportunity_stage), *scope.touchpoints]
    masks = matches(journeys, tables(named, journeys.words), rows.start, rows.stop)
    roles: Bytes = _roles(masks, journeys.kind[rows], journeys.channel[rows], bool(scope.touchpoints))
    return roles


def _paths(journeys: Journeys, scope: Scope, first: int, past: int, *, with_open: bool) -> Paths:
    roles = row_roles(journeys, scope, first, past)
    at, skipped = journeys.occurred_at, int(journeys.offsets[first])
    lead, conversion, begin, end = _ends(
        roles, journeys.offsets, at, first, past, with_open, scope.since, scope.until, scope.as_of
    )
    value = np.where(conversion < 0, 0.0, journeys.value[conversion])
    return Paths(lead, conversion, value, *_touched(roles, skipped, at, journeys.channel, begin, end, scope.lookback))


@njit(cache=True, nogil=True)
def _roles(masks: Masks, kind: NDArray[np.uint16], channel: Bytes, is_choosy: bool) -> Bytes:
    """What each row is: a conversion, a touchpoint or neither; a form; the opportunity."""
    roles = np.zeros(len(kind), np.uint8)
    for row in range(len(kind)):
        role = ((masks[row] >> 1) & 3) * FORM
        if masks[row] & 1:
            role |= CONVERSION
        elif channel[row] != 0 and not FIRST_RECORD <= kind[row] <= LAST_RECORD and (not is_choosy or masks[row] >> 3):
            role |= TOUCHPOINT
        roles[row] = role
    return roles


@njit(cache=True, nogil=True)
def _ends(
    roles: Bytes, offsets: Ints, occurred_at: Ints, first: int, past: int, with_open: bool,
    since: int, until: int, as_of: int,
) -> tuple[Ints, Ints, Ints, Ints]:  # fmt: skip
    """Of every path its lead, its conversion, -1 where it is open, and the rows from begin to before end that its
    touchpoints lie among; the last of them is of the path's last instant. There are no more paths than rows.
    """
    skipped, paths, rest = offsets[first], 0, np.empty(past - first, np.int64)
    found = np.empty((4, len(roles)), np.int64)
    for lead in range(first, past):
        row = begin = offsets[lead]
        seen = _upto(occurred_at, begin, offsets[lead + 1], as_of)
        while row < seen:
            if not roles[row - skipped] & CONVERSION:
                row += 1
                continue
            now, end = occurred_at[row], _upto(occurred_at, row, seen, occurred_at[row])
            for place in range(row, end if since <= now < until else row):
                if roles[place - skipped] & CONVERSION:
                    found[0, paths], found[1, paths], found[2, paths], found[3, paths] = lead, place, begin, end
                    begin = end  # what else converts at this instant has no touchpoint
                    paths += 1
            begin = row = end
        rest[lead - first] = begin
    for lead in range(first, past if with_open else first):
        end = _upto(occurred_at, rest[lead - first], offsets[lead + 1], as_of)
        while end > rest[lead - first] and not roles[end - 1 - skipped] & TOUCHPOINT:
            end -= 1
        if end > rest[lead - first] and since <= occurred_at[end - 1] < until:
            found[0, paths], found[1, paths], found[2, paths], found[3, paths] = lead, -1, rest[lead - first], end
            paths += 1
    return found[0, :paths], found[1, :paths], found[2, :paths], found[3, :paths]


@njit(cache=True, nogil=True)
def _upto(occurred_at: Ints, row: int, end: int, as_of: int) -> int:
    """The first row from `row` on that lies after an instant, at most `end`."""
    if row < end and occurred_at[end - 1] <= as_of:
        return end
    while row < end and occurred_at[row] <= as_of:
        row += 1
    return row


@njit(cache=True, nogil=True)
def _touched(
    roles: Bytes, skipped: int, occurred_at: Ints, channel: Bytes, begin: Ints, end: Ints, lookback: int
) -> tuple[Ints, Ints, Ints, Ints, Bytes, Ints, Flags]:
    """Creation, opportunity and offsets of paths, and the columns of their touchpoints, as `Paths` has them."""
    room, filled, offsets = len(roles), 0, np.zeros(len(begin) + 1, np.int64)
    creation, opportunity = np.empty(len(begin), np.int64), np.empty(len(begin), np.int64)
    rows, channels = np.empty(room, np.int64), np.empty(room, np.uint8)
    ages, is_new = np.empty(room, np.int64), np.empty(room, np.bool_)
    for path in range(len(begin)):
        form, moved, now, met, known = AFTER_ALL, AFTER_ALL, -1, np.uint64(0), np.uint64(0)
        created, entered = -1, -1
        for row in range(begin[path], end[path]):
            role, at = roles[row - skipped], occurred_at[row]
            form = at if role & FORM and form == AFTER_ALL else form
            moved = at if role & OPPORTUNITY and moved == AFTER_ALL else moved
            age = occurred_at[end[path] - 1] - at
            if role & TOUCHPOINT and age <= lookback:
                bit = np.uint64(1) << np.uint64(channel[row])
                known, now = known if age == now else met, age
                rows[filled], channels[filled], ages[filled], is_new[filled] = row, channel[row], age, known & bit == 0
                met |= bit
                created = filled if at <= form else created
                entered = filled if at <= moved else entered
                filled += 1
        creation[path] = created if form < AFTER_ALL else -1
        opportunity[path] = entered if moved < AFTER_ALL else -1
        offsets[path + 1] = filled
    return creation, opportunity, offsets, rows[:filled], channels[:filled], ages[:filled], is_new[:filled]


@njit(cache=True, nogil=True)
def _sharing(offsets: Ints, age: Ints) -> int:
    found = 0
    for path in range(len(offsets) - 1):
        for i in range(offsets[path], offsets[path + 1]):
            is_as_before = i > offsets[path] and age[i] == age[i - 1]
            found += is_as_before or (i + 1 < offsets[path + 1] and age[i] == age[i + 1])
    return found
