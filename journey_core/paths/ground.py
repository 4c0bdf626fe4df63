"""The rows of leads as the passes over paths read them."""

from dataclasses import dataclass, replace

import numpy as np
from numba import njit

from journey_core.log.arrays import Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matches
from journey_core.paths.compiled import Compiled
from journey_core.paths.nodes import Nodes
from journey_core.paths.roles import NODE, mark


@dataclass(frozen=True, eq=False)
class Ground:
    """Some leads and their rows, read for one map, the same wherever they lie. Row i of the k-th of these leads lies in
    offsets[k] <= i < offsets[k + 1].

    lead_id: int64[leads] · offsets: int64[leads + 1], the first 0 · occurred_at: int64[rows] · roles: uint32[rows], as
    `mark` writes them.
    """

    lead_id: Ints
    offsets: Ints
    occurred_at: Ints
    roles: Masks


def ground(journeys: Journeys, asked: Compiled, first: int, past: int) -> Ground:
    """The rows of the leads number first..past-1."""
    rows = slice(int(journeys.offsets[first]), int(journeys.offsets[past]))
    roles = matches(journeys, asked.accepts, rows.start, rows.stop)
    mark(roles, journeys, rows, over=asked.over, of_code=asked.nodes.of_code)
    offsets = journeys.offsets[first : past + 1] - rows.start
    offsets.flags.writeable = False
    return Ground(journeys.lead_id[first:past], offsets, journeys.occurred_at[rows], roles)


def under(rows: Ground, known: Nodes) -> Ground:
    """Rows whose steps are codes of words, under the nodes of these words."""
    return replace(rows, roles=_renumbered(rows.roles, known.of_code))


@njit(cache=True, nogil=True)
def _renumbered(roles: Masks, of_code: Masks) -> Masks:
    """The roles with the node of each step in place of its code."""
    bits = np.uint32((1 << NODE) - 1)
    renumbered = np.empty_like(roles)
    for row in range(len(roles)):
        renumbered[row] = (roles[row] & bits) | (of_code[roles[row] >> np.uint32(NODE)] << np.uint32(NODE))
    return renumbered
