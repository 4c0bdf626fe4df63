"""Adding up over leads, or blocks of leads: once as the log says, and once for every bootstrap replicate."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import Final, TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.intervals import replicate_weights
from journey_core.journeys import Ints, Journeys

Floats = NDArray[np.float64]
Part = TypeVar("Part")

BLOCK: Final = 1 << 18
"""Interactions of one block: few enough that all that is made of them stays near the processor."""


def each_block(journeys: Journeys, summarize: Callable[[int, int], Part], *, threads: int | None = None) -> list[Part]:
    """`summarize(first_lead, past_last_lead)` of blocks of leads, on `threads` cores (default all), in order of leads.

    The blocks are the same on any number of threads, so that sums of fractions are, too.
    """
    blocks = journeys.shards(journeys.interaction_count // BLOCK + 1) or [(0, 0)]
    workers = min(threads or cpu_count() or 1, len(blocks))
    if workers == 1:
        return [summarize(*block) for block in blocks]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda block: summarize(*block), blocks))


def weighted_sums(lead_id: Ints, cell: Ints, amount: Floats, cells: int, replicates: int) -> Floats:
    """float64[1 + replicates, cells, measures]: what lies in every cell, and what a replicate adds up to there.

    One entry a lead and cell, sorted by lead; amount: float64[n, measures].
    """
    sums = np.zeros((cells, amount.shape[1], 1 + replicates))
    _add(lead_id, cell, np.ascontiguousarray(amount), sums)
    return np.ascontiguousarray(sums.transpose(2, 0, 1))


@njit(cache=True, nogil=True)
def _add(lead_id: Ints, cell: Ints, amount: Floats, sums: Floats) -> None:
    width = sums.shape[2]
    weights = np.ones((width + 2) // 4 * 4 + 1)
    for i in range(len(lead_id)):
        if width > 1 and (i == 0 or lead_id[i] != lead_id[i - 1]):
            replicate_weights(lead_id[i], weights[1:])
        for measure in range(amount.shape[1]):
            added, into = amount[i, measure], sums[cell[i], measure]
            if added != 0:
                for r in range(width):
                    into[r] += added * weights[r]
