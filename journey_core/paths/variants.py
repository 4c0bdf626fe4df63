"""Variants: which whole sequences of steps are the most frequent, and what becomes of their leads."""

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Ints
from journey_core.log.ordering import first_by
from journey_core.paths.counting import PathColumns
from journey_core.paths.packing import unpacked
from journey_core.paths.results import Variant
from journey_core.statistics.intervals import lead_hash, wilson
from journey_core.statistics.medians import grouped_medians

_ODD = np.uint64(0x9E3779B97F4A7C15)
"""Spreads the second half of a variant over all bits, so that it doesn't cancel out against the first."""


def variants(columns: PathColumns, names: Sequence[str], *, top: int) -> tuple[tuple[Variant, ...], int]:
    """The `top` most frequent variants of all leads, and how many variants there are in all. names: of nodes."""
    mine, chosen, count = ranked(columns, top=top)
    told = np.flatnonzero(mine >= 0)
    which = mine[told]
    leads = np.bincount(which, minlength=len(chosen))
    converted = np.bincount(which[columns.is_converted[told]], minlength=len(chosen))
    medians = grouped_medians(which, columns.span[told], len(chosen)) / 1e6
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
    many variants there are. Ties stand in the order of their steps.
    """
    which, firsts, counts = _tally(columns.variant)
    steps = columns.variant[firsts].byteswap()  # the first step is in the lowest byte, and counts most
    best = first_by((-counts, steps[:, 0], steps[:, 1]), top)
    place = np.full(len(counts), -1, np.int64)
    place[best] = np.arange(len(best))
    return place[which], firsts[best], len(counts)


@njit(cache=True, nogil=True)
def _tally(variant: NDArray[np.uint64]) -> tuple[Ints, Ints, Ints]:
    """Which of the distinct variants each path is; for each of them its first path, and how many there are."""
    size = 16
    while size < 2 * len(variant):
        size *= 2
    slots, which = np.full(size, -1, np.int32), np.empty(len(variant), np.int64)
    firsts, counts = np.empty(len(variant), np.int64), np.zeros(len(variant), np.int64)
    found = 0
    for path in range(len(variant)):
        first, second = variant[path]
        slot = np.int64(lead_hash(int(np.int64(first ^ second * _ODD))) & np.uint64(size - 1))
        while slots[slot] >= 0 and not _is(variant[firsts[slots[slot]]], first, second):
            slot = (slot + 1) & (size - 1)
        if slots[slot] < 0:
            slots[slot], firsts[found] = found, path
            found += 1
        which[path] = slots[slot]
        counts[slots[slot]] += 1
    return which, firsts[:found], counts[:found]


@njit(cache=True, nogil=True)
def _is(variant: NDArray[np.uint64], first: np.uint64, second: np.uint64) -> bool:
    return bool(variant[0] == first and variant[1] == second)
