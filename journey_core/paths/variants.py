"""Variants: which whole sequences of steps are the most frequent, and what becomes of their leads."""

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Ints
from journey_core.paths.counting import PathColumns
from journey_core.paths.packing import unpacked
from journey_core.paths.results import Variant
from journey_core.statistics.intervals import lead_hash, wilson
from journey_core.statistics.medians import grouped_medians


def variants(columns: PathColumns, names: Sequence[str], *, top: int) -> tuple[tuple[Variant, ...], int]:
    """The `top` most frequent variants of all leads, and how many variants there are in all. names: of nodes."""
    mine, chosen, count = ranked(columns, top=top)
    is_mine = mine >= 0
    leads = np.bincount(mine[is_mine], minlength=len(chosen))
    converted = np.bincount(mine[is_mine & columns.is_converted], minlength=len(chosen))
    medians = grouped_medians(mine[is_mine], columns.span[is_mine], len(chosen)) / 1e6
    covered = np.cumsum(leads) / max(len(mine), 1)
    sequences = [unpacked(*columns.variant[row].tolist()) for row in chosen]
    found = tuple(
        Variant(
            steps=tuple(names[node] for node in nodes),
            is_cut=is_cut,
            leads=int(leads[k]),
            share=int(leads[k]) / len(mine),
            coverage=float(covered[k]),
            median_seconds=float(medians[k]),
            converted=int(converted[k]),
            rate=int(converted[k]) / int(leads[k]),
            interval=wilson(int(converted[k]), int(leads[k])),
        )
        for k, (nodes, is_cut) in enumerate(sequences)
    )
    return found, count


def ranked(columns: PathColumns, *, top: int) -> tuple[Ints, Ints, int]:
    """Which of the `top` most frequent variants each path is, the first 0, -1 for the others; a path of each; and how
    many variants there are. Ties stand in the order of their first lead by id.
    """
    which, firsts, counts = _tally(columns.variant, columns.lead_id)
    best = np.lexsort((columns.lead_id[firsts], -counts))[:top]
    place = np.full(len(counts), -1, np.int64)
    place[best] = np.arange(len(best))
    return place[which], firsts[best], len(counts)


@njit(cache=True, nogil=True)
def _tally(variant: NDArray[np.uint64], lead_id: Ints) -> tuple[Ints, Ints, Ints]:
    """Which of the distinct variants each path is; for each of them the path of its first lead by id, and how many
    paths there are.
    """
    size = 16
    while size < 2 * len(variant):
        size *= 2
    slots, which = np.full(size, -1, np.int64), np.empty(len(variant), np.int64)
    firsts, counts = np.empty(len(variant), np.int64), np.zeros(len(variant), np.int64)
    found = 0
    for path in range(len(variant)):
        slot = np.int64(_mixed(variant[path]) & np.uint64(size - 1))
        while slots[slot] >= 0 and not _are_equal(variant[firsts[slots[slot]]], variant[path]):
            slot = (slot + 1) & (size - 1)
        if slots[slot] < 0:
            slots[slot], firsts[found] = found, path
            found += 1
        this = slots[slot]
        which[path] = this
        counts[this] += 1
        if lead_id[path] < lead_id[firsts[this]]:
            firsts[this] = path
    return which, firsts[:found], counts[:found]


@njit(cache=True, nogil=True)
def _mixed(variant: NDArray[np.uint64]) -> np.uint64:
    """64 well-mixed bits of a variant."""
    return lead_hash(int(np.int64(lead_hash(int(np.int64(variant[0]))) ^ variant[1])))


@njit(cache=True, nogil=True)
def _are_equal(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> bool:
    return bool(one[0] == other[0] and one[1] == other[1])
