"""Adding up over leads, or blocks of leads: once as the log says, and once for every bootstrap replicate."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
from numba import njit

from journey_core.attribution.touchpoints import Paths, Scope, all_paths
from journey_core.log.arrays import Floats, Ints
from journey_core.log.blocks import Part, as_they_come
from journey_core.log.journeys import Journeys
from journey_core.statistics.intervals import weighted_sums

BLOCK: Final = 1 << 18
"""Interactions of one block: few enough that all that is made of them stays near the processor."""

MOST_CELLS: Final = 1 << 25
"""Numbers of cells below this are looked up in a table of as many entries; larger ones are sorted."""


@dataclass(frozen=True, eq=False)
class CellSums:
    """What lies in the cells that occur: cell int64, ascending; sums float64[1 + replicates, cells, measures], of the
    log and of every replicate. Those of ranges of leads add up.
    """

    cell: Ints
    sums: Floats

    def __add__(self, later: "CellSums") -> "CellSums":
        cell = np.union1d(self.cell, later.cell)
        sums = np.zeros((len(self.sums), len(cell), self.sums.shape[2]))
        for part in (self, later):
            _add_at(sums, np.searchsorted(cell, part.cell), part.sums)
        return CellSums(cell, sums)


def each_block(
    journeys: Journeys, summarize: Callable[[int, int], Part], *, threads: int | None = None
) -> Iterator[Part]:
    """`summarize(first_lead, past_last_lead)` of blocks of leads in order, on `threads` cores (default all)."""
    blocks = journeys.shards(journeys.interaction_count // BLOCK + 1) or [(0, 0)]
    return as_they_come(blocks, summarize, threads=threads)


def counted_paths(
    journeys: Journeys, scope: Scope, count: Callable[[Paths], CellSums], *, threads: int | None
) -> CellSums:
    """What `count` makes of the paths of each block, all together."""
    blocks = each_block(journeys, lambda first, past: count(all_paths(journeys, scope, first, past)), threads=threads)
    return added_up(blocks)


def added_up(parts: Iterable[CellSums]) -> CellSums:
    """All parts together; there is at least one."""
    return reduce(lambda whole, part: whole + part, parts)


def cell_sums(lead_id: Ints, cell: Ints, amount: Floats, replicates: int) -> CellSums:
    """What lies in every cell that occurs. One entry a lead and cell, sorted by lead; amount: float64[n, measures]."""
    if len(cell) and cell.min() >= 0 and cell.max() < MOST_CELLS:
        observed, place = _numbered(cell, int(cell.max()) + 1)
    else:
        observed, place = np.unique(cell, return_inverse=True)
    return CellSums(observed, weighted_sums(lead_id, place, amount, len(observed), replicates))


@njit(cache=True, nogil=True)
def _add_at(sums: Floats, place: Ints, added: Floats) -> None:
    """Add what lies in each cell to the cell with its place."""
    for n in range(len(sums)):
        for cell in range(len(place)):
            for measure in range(sums.shape[2]):
                sums[n, place[cell], measure] += added[n, cell, measure]


@njit(cache=True, nogil=True)
def _numbered(cell: Ints, cells: int) -> tuple[Ints, Ints]:
    """What np.unique answers with return_inverse, by a table instead of sorting."""
    number = np.zeros(cells, np.int64)
    for i in range(len(cell)):
        number[cell[i]] = 1
    observed, found = np.empty(len(cell), np.int64), 0
    for each in range(cells):
        if number[each]:
            number[each], observed[found] = found, each
            found += 1
    place = np.empty(len(cell), np.int64)
    for i in range(len(cell)):
        place[i] = number[cell[i]]
    return observed[:found], place
