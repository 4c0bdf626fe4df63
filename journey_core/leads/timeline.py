"""One lead's journey prepared for a picture: lanes, marks, stage bands and a time axis. Pure data, no drawing."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.leads.folded_axis import Axis, folded_axis
from journey_core.log.arrays import Floats, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.times import bounds, instant, microseconds
from journey_core.log.vocabulary import CHANNELS

NO_LANE: Final = "(no channel)"
DENSE_ABOVE: Final = 2_000
"""The number of interactions above which lanes are strips of density: as marks they would form solid bars."""
MARK_WIDTH: Final = 1 / 100
"""The share of the picture's width within which interactions become one mark."""
BINS: Final = 160


@dataclass(frozen=True, eq=False)
class Marks:
    """One entry per mark, which stands for all interactions of one lane and direction that fall together.

    lane: int64, place in the lanes · direction: uint8 code · count: int64 · x: float64, place on the axis · first_at,
    last_at: int64 microseconds.
    """

    lane: Ints
    direction: NDArray[np.uint8]
    count: Ints
    x: Floats
    first_at: Ints
    last_at: Ints


@dataclass(frozen=True)
class StageBand:
    """The lead stood at this stage (its code) from start until end."""

    stage: int
    start: datetime
    end: datetime


@dataclass(frozen=True, eq=False)
class Timeline:
    """A picture of the interactions shown.

    rows: int64, their numbers in the columns of Journeys, in their order · lanes: channel codes in order, 0 (no
    channel) last · mark_of: int64[rows], the mark that stands for each row, -1 where lanes are dense · density:
    int64[lanes, BINS] over equal stretches of the axis, None unless dense.
    """

    rows: Ints
    lanes: tuple[int, ...]
    axis: Axis
    marks: Marks
    mark_of: Ints
    bands: tuple[StageBand, ...]
    density: Ints | None


def timeline(
    journeys: Journeys, lead: int, *, as_of: datetime, since: datetime | None = None, until: datetime | None = None
) -> Timeline:
    """The picture of the lead with this number: its interactions at since <= t < until, none after `as_of`."""
    low, high = bounds(since, until)
    high = min(high, microseconds(as_of) + 1)
    begin, end = int(journeys.offsets[lead]), int(journeys.offsets[lead + 1])
    times = journeys.occurred_at[begin:end]
    rows = begin + np.arange(*np.searchsorted(times, (low, high)), dtype=np.int64)
    lanes = _lanes(journeys, rows)
    place = np.zeros(256, np.int64)
    place[list(lanes)] = np.arange(len(lanes))
    lane = place[journeys.channel[rows]]
    axis = folded_axis(journeys.occurred_at[rows], end=high - 1)
    is_dense = len(rows) > DENSE_ABOVE
    marks, mark_of = _marks(journeys, rows[:0] if is_dense else rows, lane, axis)
    return Timeline(
        rows=rows,
        lanes=lanes,
        axis=axis,
        marks=marks,
        mark_of=np.full(len(rows), -1, np.int64) if is_dense else mark_of,
        bands=_bands(journeys, begin, begin + int(np.searchsorted(times, high)), axis),
        density=_density(axis.x(journeys.occurred_at[rows]), lane, len(lanes), axis) if is_dense else None,
    )


def _lanes(journeys: Journeys, rows: Ints) -> tuple[int, ...]:
    """The channels of these rows: built-in ones by their place, a workspace's own by word, none last."""
    rank, own = journeys.words.ranks["channel"], len(CHANNELS) + 1
    used = {int(code) for code in journeys.channel[rows]}
    return tuple(sorted(used, key=lambda code: (code == 0, min(code, own), int(rank[code]))))


def _marks(journeys: Journeys, rows: Ints, lane: Ints, axis: Axis) -> tuple[Marks, Ints]:
    """The marks, by lane, direction and place, and the mark of each row."""
    times, direction, lane = journeys.occurred_at[rows], journeys.direction[rows], lane[: len(rows)]
    xs = axis.x(times)
    cells = np.floor(xs / (axis.width * MARK_WIDTH)).astype(np.int64)
    keys = (lane * 256 + direction) * (int(1 / MARK_WIDTH) + 2) + cells
    _, leader, mark_of, count = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    last_at = np.zeros(len(leader), np.int64)
    last_at[mark_of] = times  # rows are in order of time, so the last one stays
    middle = np.bincount(mark_of, xs, len(leader)) / np.maximum(count, 1)
    return Marks(lane[leader], direction[leader], count, middle, times[leader], last_at), mark_of


def _density(xs: Floats, lane: Ints, lanes: int, axis: Axis) -> Ints:
    """int64[lanes, BINS]: interactions by lane and stretch of the axis."""
    bins = np.minimum((xs / axis.width * BINS).astype(np.int64), BINS - 1)
    return np.bincount(lane * BINS + bins, minlength=lanes * BINS).reshape(lanes, BINS)


def _bands(journeys: Journeys, begin: int, end: int, axis: Axis) -> tuple[StageBand, ...]:
    """The stages of the rows begin..end-1, cut to the axis; moves at one instant count in the order of their stages."""
    if begin == end:
        return ()
    order = journeys.words.stage_order
    rank = journeys.words.stage_rank
    start = order[0] if order else 0
    moves = {int(journeys.occurred_at[begin]): start}
    for row in begin + np.flatnonzero(journeys.stage[begin:end]):
        moment, stage = int(journeys.occurred_at[row]), int(journeys.stage[row])
        is_second = moment in moves and moves[moment] != start
        moves[moment] = max(moves[moment], stage, key=lambda code: int(rank[code])) if is_second else stage
    # A move to where the lead already stands begins no new band.
    moves = {at: stage for (_, before), (at, stage) in pairwise([(0, -1), *moves.items()]) if stage != before}
    edges = [*moves, int(axis.times[-1])]
    drawn = [(max(at, int(axis.times[0])), until) for at, until in pairwise(edges)]
    return tuple(
        StageBand(stage, instant(at), instant(until))
        for stage, (at, until) in zip(moves.values(), drawn, strict=True)
        if at < until
    )
