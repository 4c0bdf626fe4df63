"""Shapley values of the game of exact sets: v(S) = conversion rate of the journeys whose channels are exactly S.

As DP6's marketing-attribution-models plays it: 0 for a set that no journey has; the conversions of the journeys with a
set T are shared out by the Shapley values of the game inside T, rescaled to those conversions. By Harsanyi's dividends
d(S) = sum over R inside S of (-1)^|S - R| v(R) the value of channel i in T is the sum of d(S) / |S| over the S inside T
that hold i, so its credit is the sum over S with i of d(S) / |S| times the journeys of all converting sets around S:
two transforms over the 2^n sets, nothing sampled. Credit can be negative: a channel whose company converts worse with
it than without. (The other game, v(S) = conversions of journeys inside S, is the rule `shapley`.)
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numba import njit

from journey_core.attribution.cell_sums import CellSums, cell_sums, counted_paths
from journey_core.attribution.compiled import Compiled, Count, Totals
from journey_core.attribution.placebo import drawn_cells, scaled
from journey_core.attribution.touchpoints import Paths
from journey_core.errors import Refused
from journey_core.log.arrays import Floats, Ints
from journey_core.log.journeys import Journeys

MOST_CHANNELS: Final = 16
"""Channels that lead to conversions, at most: 2^16 sets."""


def counted_sets(journeys: Journeys, compiled: Compiled) -> Count:
    """Counts the sets of channels that journeys have."""
    return lambda paths: sets(journeys, paths, replicates=compiled.replicates)


def explained_by_sets(found: CellSums, _compiled: Compiled, linear: Totals, _threads: int | None) -> Totals:
    """Share out by the game of exact sets what touchpoints explain; what none explains stays as in the linear model.

    Raises Refused for more than 16 channels.
    """
    amounts = _amounts(found, len(linear.credit))
    amounts[0, :, 0] = linear.credit[0], linear.value[0]
    amounts[1:, 0, 0], amounts[1:, 1, 0] = linear.replicates[:, 0], linear.value_replicates[:, 0]
    credit, value = amounts[:, 0], amounts[:, 1]
    return Totals(credit[0], value[0], credit[1:], value[1:])


def sets_placebo(
    journeys: Journeys, compiled: Compiled, found: CellSums, linear: Totals, threads: int | None
) -> Floats:
    """float64[draws, channels]: credit if other journeys of the same sets had converted; no draw where these have more
    channels than can be worked out, though the conversions of the log have not.
    """
    drawn = drawn_cells(journeys, compiled, path_sets, threads=threads)
    retold = np.zeros((compiled.draws, len(found.cell), 3))
    retold[:, :, 0] = found.sums[0, :, 0]
    retold[:, :, 1] = drawn.sums[:, :, 0]
    channels = len(linear.credit)
    try:
        amounts = _amounts(CellSums(found.cell, retold), channels)
    except Refused:
        return np.zeros((0, channels))
    return scaled(amounts[:, 0], drawn.sums.sum(axis=(1, 2)), float(linear.credit[1:].sum()))


def _amounts(found: CellSums, channels: int) -> Floats:
    """float64[n, 2, channels]: credit and value by code."""
    codes, members, kept = played(found)
    amounts = np.zeros((len(found.sums), 2, channels))
    amounts[:, :, codes] = _values(members, np.ascontiguousarray(found.sums[:, kept]), len(codes))
    return amounts


def set_shares(journeys: Journeys, compiled: Compiled) -> Callable[[np.int64], dict[int, float]]:
    """By set of a converting journey, as in `path_sets`: the share of each channel in its conversions."""
    found = counted_paths(journeys, compiled.scope, lambda paths: sets(journeys, paths, replicates=0), threads=None)
    won = found.sums[0, :, 1] > 0
    cell, journeys_of, won_of = found.cell[won], found.sums[0, won, 0], found.sums[0, won, 1]

    def shares(members: np.int64) -> dict[int, float]:
        inside = (cell & ~members) == 0
        codes, places, _ = played(CellSums(cell[inside], found.sums[:1, won][:, inside]))
        values = _values_inside(places, won_of[inside] / journeys_of[inside], len(codes))
        return dict(zip(codes.tolist(), (values / values.sum()).tolist(), strict=True))

    return shares


def _values_inside(members: Ints, rate: Floats, channels: int) -> Floats:
    """float64[channels]: the Shapley values of one game; `members` are sets by bits, all others are worth nothing."""
    dividend = np.zeros(1 << channels)
    dividend[members] = rate
    _take_subsets(dividend)
    holds = (np.arange(1 << channels)[:, None] >> np.arange(channels)) & 1
    values: Floats = (dividend / np.maximum(holds.sum(axis=1), 1)) @ holds
    return values


def path_sets(paths: Paths) -> Ints:
    """int64[paths with a touchpoint]: the set of channels of each, bit by code."""
    bits = np.int64(1) << paths.channel.astype(np.int64)
    return np.bitwise_or.reduceat(bits, paths.begin) if len(bits) else bits


def sets(journeys: Journeys, paths: Paths, *, replicates: int) -> CellSums:
    """Of every set of channels that a journey has, bit by code: journeys, conversions and their value."""
    filled, cell = paths.length > 0, path_sets(paths)
    is_won = paths.conversion[filled] >= 0
    amount: Floats = np.stack((np.ones(len(cell)), is_won.astype(np.float64), paths.value[filled]), axis=1)
    return cell_sums(journeys.lead_id[paths.lead[filled]], cell, amount, replicates)


def played(found: CellSums) -> tuple[Ints, Ints, Ints]:
    """The codes of channels in converting sets, int64[n]; of the sets that have no others, int64[m] each: their members
    by place among those codes, bit by bit, and their places in `found`.
    """
    union = np.bitwise_or.reduce(found.cell[(found.sums[:, :, 1] > 0).any(axis=0)], initial=np.int64(0))
    channels = np.flatnonzero((union >> np.arange(64)) & 1)
    if len(channels) > MOST_CHANNELS:
        raise Refused(
            f"Shapley values of exact sets are worked out for up to {MOST_CHANNELS} channels; conversions here have "
            f"{len(channels)}. Choose which interactions are touchpoints, or the model shapley, which has no limit."
        )
    kept = np.flatnonzero((found.cell & ~union) == 0)
    members = ((found.cell[kept, None] >> channels) & 1) @ (np.int64(1) << np.arange(len(channels)))
    return channels, members, kept


@njit(cache=True, nogil=True)
def _values(members: Ints, sums: Floats, channels: int) -> Floats:
    """float64[n, 2, channels]: credit and value of channels, of float64[n, sets, 3] journeys, conversions, value."""
    found = np.zeros((len(sums), 2, channels))
    for n in range(len(sums)):
        dividend = np.zeros(1 << channels)
        around = np.zeros((2, 1 << channels))
        for place in range(len(members)):
            journeys, won, worth = sums[n, place]
            if won > 0:
                dividend[members[place]] = won / journeys
                around[0, members[place]] = journeys
                around[1, members[place]] = worth * journeys / won
        _take_subsets(dividend)
        _add_supersets(around[0])
        _add_supersets(around[1])
        for members_of in range(1, 1 << channels):
            size = 0
            for channel in range(channels):
                size += (members_of >> channel) & 1
            for channel in range(channels):
                if (members_of >> channel) & 1:
                    found[n, 0, channel] += dividend[members_of] / size * around[0, members_of]
                    found[n, 1, channel] += dividend[members_of] / size * around[1, members_of]
    return found


@njit(cache=True, nogil=True)
def _take_subsets(amount: Floats) -> None:
    """Turn the worth of every set into its dividend, in place: what its proper subsets do not account for."""
    bit = 1
    while bit < len(amount):
        for members in range(len(amount)):
            if members & bit:
                amount[members] -= amount[members ^ bit]
        bit *= 2


@njit(cache=True, nogil=True)
def _add_supersets(amount: Floats) -> None:
    """Add to every set what the sets around it have, in place."""
    bit = 1
    while bit < len(amount):
        for members in range(len(amount)):
            if not members & bit:
                amount[members] += amount[members | bit]
        bit *= 2
