"""The placebo: what each channel would get if it made no difference to whether a journey converts.

Every journey keeps its touchpoints, and is told anew whether it converted: with the rate of all journeys that have
about as many touchpoints (twice as many fill two classes), by a hash of its lead and the time of its last touchpoint,
so that channels no longer have any say. The model then shares out what came of it, scaled to the conversions there are.
Credit that lies inside what the draws give says no more than that the channel takes part in journeys as often, and at
such places, as it does.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numba import njit

from journey_core.attribution.cell_sums import CellSums, added_up, each_block
from journey_core.attribution.compiled import Compiled
from journey_core.attribution.rules import Weigh, linear
from journey_core.attribution.touchpoints import Paths, Scope, all_paths
from journey_core.log.arrays import Floats, Ints
from journey_core.log.journeys import Journeys
from journey_core.statistics.intervals import lead_hash

CLASSES: Final = 128
"""More than there are classes of lengths."""


def rule_placebo(
    journeys: Journeys, compiled: Compiled, rules: Sequence[Weigh], *, explained: float, threads: int | None
) -> Floats:
    """float64[draws, channels, rules]: credit by each rule, scaled to the conversions that have touchpoints."""
    rate = rates(journeys, compiled.scope, threads=threads)
    channels = len(journeys.words.lists["channel"])

    def of_block(first: int, past: int) -> Floats:
        paths = all_paths(journeys, compiled.scope, first, past)
        amount = np.stack([weigh(paths, compiled) for weigh in (linear, *rules)], axis=1)
        offsets, cell = np.append(paths.begin, len(paths.channel)), paths.channel.astype(np.int64)
        return drawn_sums(journeys, paths, rate, offsets, cell, amount, channels, compiled.draws)

    sums: Floats = np.sum(list(each_block(journeys, of_block, threads=threads)), axis=0)
    return scaled(sums, sums[:, :, 0].sum(axis=1), explained)[:, :, 1:]


def scaled(sums: Floats, drawn: Floats, explained: float) -> Floats:
    """The sums of every draw as if as many had converted as did; zeros for a draw in which none has."""
    factor = np.divide(explained, drawn, out=np.zeros_like(drawn), where=drawn > 0)
    scaled_sums: Floats = sums * factor.reshape(-1, *(1,) * (sums.ndim - 1))
    return scaled_sums


def drawn_cells(
    journeys: Journeys, compiled: Compiled, cell_of: Callable[[Paths], Ints], *, threads: int | None
) -> CellSums:
    """How many journeys of every cell convert in each draw, sums float64[draws, cells, 1]; `cell_of` gives one cell for
    each path that has touchpoints.
    """
    rate = rates(journeys, compiled.scope, threads=threads)

    def of_block(first: int, past: int) -> CellSums:
        paths = all_paths(journeys, compiled.scope, first, past)
        observed, place = np.unique(cell_of(paths), return_inverse=True)
        offsets, ones = np.arange(len(place) + 1), np.ones((len(place), 1))
        return CellSums(
            observed, drawn_sums(journeys, paths, rate, offsets, place, ones, len(observed), compiled.draws)
        )

    return added_up(each_block(journeys, of_block, threads=threads))


def rates(journeys: Journeys, scope: Scope, *, threads: int | None) -> Floats:
    """float64[CLASSES]: of the journeys in each class of length, the part that converted."""

    def of_block(first: int, past: int) -> Floats:
        paths = all_paths(journeys, scope, first, past)
        filled = paths.length > 0
        classes = length_class(paths.length[filled])
        won = (paths.conversion[filled] >= 0).astype(np.float64)
        return np.stack((np.bincount(classes, minlength=CLASSES), np.bincount(classes, won, CLASSES)))

    journeys_of, won_of = np.sum(list(each_block(journeys, of_block, threads=threads)), axis=0)
    rate: Floats = np.divide(won_of, journeys_of, out=np.zeros(CLASSES), where=journeys_of > 0)
    return rate


def length_class(length: Ints) -> Ints:
    """Two classes for each doubling: 1, 2, 3, 4-5, 6-7, 8-11, 12-15 …"""
    classes: Ints = np.floor(2 * np.log2(length)).astype(np.int64)
    return classes


def drawn_sums(
    journeys: Journeys, paths: Paths, rate: Floats, offsets: Ints, cell: Ints, amount: Floats, cells: int, draws: int
) -> Floats:
    """float64[draws, cells, measures]: what the journeys that convert in each draw add to the cells.

    The entries of the n-th path that has touchpoints are offsets[n] <= i < offsets[n + 1] of cell and of amount,
    float64[entries, measures].
    """
    sums = np.zeros((cells, amount.shape[1], draws))
    filled = paths.length > 0
    chance, lead_id = rate[length_class(paths.length[filled])], journeys.lead_id[paths.lead[filled]]
    last_at = journeys.occurred_at[paths.row[paths.end]]
    _add_drawn(lead_id, last_at, chance, offsets, cell, np.ascontiguousarray(amount), sums)
    return np.ascontiguousarray(sums.transpose(2, 0, 1))


@njit(cache=True, nogil=True)
def _add_drawn(
    lead_id: Ints, last_at: Ints, chance: Floats, offsets: Ints, cell: Ints, amount: Floats, sums: Floats
) -> None:
    draws = sums.shape[2]
    hits = np.empty(draws, np.int64)
    for path in range(len(lead_id)):
        found, seed = 0, np.int64(lead_hash(np.int64(lead_hash(lead_id[path])) ^ last_at[path]))
        for draw in range(draws):
            if np.float64(lead_hash(int(seed) + draw)) < chance[path] * 2.0**64:
                hits[found] = draw
                found += 1
        for i in range(offsets[path], offsets[path + 1]):
            for measure in range(amount.shape[1]):
                for hit in range(found):
                    sums[cell[i], measure, hits[hit]] += amount[i, measure]
