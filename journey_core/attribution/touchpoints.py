"""Touchpoints: what each conversion, and each lead that has not converted since, was preceded by.

A touchpoint of a conversion has a channel, is no record kind and does not match the goal itself; it lies after the
previous conversion, at or before this one, and within the lookback. What follows the last conversion is one open path,
whose lookback counts from its last touchpoint; an open path without touchpoints does not exist.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.journeys import Ints, Journeys
from journey_core.predicate import Masks, Predicate, matches, tables
from journey_core.vocabulary import KindCode

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Number = TypeVar("Number", np.int64, np.float64)

# The record kinds have adjacent codes.
FIRST_RECORD, LAST_RECORD = int(KindCode.NOTE), int(KindCode.LOST)
TOUCHPOINT, CONVERSION = 1, 2


@dataclass(frozen=True, eq=False)
class Paths:
    """Paths in order of leads; the touchpoints of path p are offsets[p] <= i < offsets[p + 1], in order of time.

    One entry a path: lead int64, number of the lead; value float64, of the conversion, 0 for an open path;
    offsets int64[n_paths + 1]. One entry a touchpoint: channel uint8; age int64, microseconds before the end of the
    path; is_new bool, the first of its channel in its path.
    """

    lead: Ints
    value: Floats
    offsets: Ints
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


def converted_paths(journeys: Journeys, scope: Scope, first: int, past: int) -> Paths:
    """One path a conversion of the leads first..past-1, also where it has no touchpoint."""
    return _paths(journeys, scope, first, past, is_open=False)


def open_paths(journeys: Journeys, scope: Scope, first: int, past: int) -> Paths:
    """One path a lead among first..past-1 that has touchpoints after its last conversion."""
    return _paths(journeys, scope, first, past, is_open=True)


def _paths(journeys: Journeys, scope: Scope, first: int, past: int, *, is_open: bool) -> Paths:
    rows = slice(int(journeys.offsets[first]), int(journeys.offsets[past]))
    is_goal = matches(journeys, tables([scope.goal], journeys.words), rows.start, rows.stop)
    collected = _collect(
        _roles(is_goal, journeys.kind[rows], journeys.channel[rows]),
        journeys.offsets,
        journeys.occurred_at,
        journeys.channel,
        journeys.value,
        first,
        past,
        is_open,
        scope.lookback,
        scope.since,
        scope.until,
        scope.as_of,
    )
    return Paths(*collected)


@njit(cache=True, nogil=True)
def _roles(is_goal: Masks, kind: NDArray[np.uint16], channel: Bytes) -> Bytes:
    """What each row is: a conversion, a touchpoint or nothing of the kind."""
    roles = np.zeros(len(kind), np.uint8)
    for row in range(len(kind)):
        if is_goal[row]:
            roles[row] = CONVERSION
        elif channel[row] != 0 and not FIRST_RECORD <= kind[row] <= LAST_RECORD:
            roles[row] = TOUCHPOINT
    return roles


@njit(cache=True, nogil=True)
def _collect(
    roles: Bytes, offsets: Ints, occurred_at: Ints, channel: Bytes, value: Floats, first: int, past: int,
    is_open: bool, lookback: int, since: int, until: int, as_of: int,
) -> tuple[Ints, Floats, Ints, Bytes, Ints, Flags]:  # fmt: skip
    """The columns of `Paths`: of the open paths, or else of the conversions. Neither needs more room than the rows."""
    room, skipped = len(roles), offsets[first]
    path_lead, path_value = np.empty(room, np.int64), np.empty(room, np.float64)
    ends = np.zeros(room + 1, np.int64)
    touched = np.empty(room, np.uint8), np.empty(room, np.int64), np.empty(room, np.bool_)
    paths = 0
    for lead in range(first, past):
        begin, end = offsets[lead], _seen(occurred_at, offsets[lead], offsets[lead + 1], as_of)
        row = begin
        while row < end:
            if roles[row - skipped] != CONVERSION:
                row += 1
                continue
            now, after = occurred_at[row], _seen(occurred_at, row, end, occurred_at[row])
            if not is_open and since <= now < until:
                own = roles[begin - skipped : after - skipped]
                filled = _fill(own, occurred_at[begin:after], channel[begin:after], now, lookback, ends[paths], touched)
                for conversion in range(row, after):
                    if roles[conversion - skipped] == CONVERSION:
                        path_lead[paths], path_value[paths], ends[paths + 1] = lead, value[conversion], filled
                        paths += 1
            begin = row = after
        last = _last_touchpoint(roles[begin - skipped : end - skipped])
        if is_open and last >= 0 and since <= occurred_at[begin + last] < until:
            own, now, after = roles[begin - skipped : end - skipped], occurred_at[begin + last], end
            filled = _fill(own, occurred_at[begin:after], channel[begin:after], now, lookback, ends[paths], touched)
            path_lead[paths], path_value[paths], ends[paths + 1] = lead, 0.0, filled
            paths += 1
    size = ends[paths]
    return (
        path_lead[:paths],
        path_value[:paths],
        ends[: paths + 1],
        touched[0][:size],
        touched[1][:size],
        touched[2][:size],
    )


@njit(cache=True, nogil=True)
def _seen(occurred_at: Ints, row: int, end: int, as_of: int) -> int:
    """The first row from `row` on that lies after an instant, at most `end`."""
    if row < end and occurred_at[end - 1] <= as_of:
        return end
    while row < end and occurred_at[row] <= as_of:
        row += 1
    return row


@njit(cache=True, nogil=True)
def _last_touchpoint(roles: Bytes) -> int:
    for row in range(len(roles) - 1, -1, -1):
        if roles[row] == TOUCHPOINT:
            return row
    return -1


@njit(cache=True, nogil=True)
def _fill(
    roles: Bytes,
    occurred_at: Ints,
    channel: Bytes,
    now: int,
    lookback: int,
    filled: int,
    touched: tuple[Bytes, Ints, Flags],
) -> int:
    """Write the touchpoints of one path behind the first `filled`; how many there are then."""
    channels, ages, is_new = touched
    met = np.uint64(0)
    for row in range(len(roles)):
        if roles[row] == TOUCHPOINT and now - occurred_at[row] <= lookback:
            bit = np.uint64(1) << np.uint64(channel[row])
            channels[filled], ages[filled], is_new[filled] = channel[row], now - occurred_at[row], met & bit == 0
            met |= bit
            filled += 1
    return filled
