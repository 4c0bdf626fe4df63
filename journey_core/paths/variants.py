"""Variants: which whole sequences of steps are the most frequent, and what becomes of them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Flags, Ints, Masks
from journey_core.paths.counting import PathSummary, kept_steps, scratch
from journey_core.paths.nodes import Nodes
from journey_core.paths.options import LONGEST
from journey_core.paths.steps import OFF_MAP, Ground, walk
from journey_core.statistics.intervals import Interval, wilson
from journey_core.statistics.medians import grouped_medians

NO_STEP: Final = "(no step)"
"""What stands for a path without any step."""

FIRST_NODE: Final = 2
"""Where the nodes begin in a row that says a sequence to a kernel."""


@dataclass(frozen=True)
class Variant:
    """One sequence of steps: its leads, their share of all, the share of the leads of this variant and those before it
    (coverage), the median from a path's first interaction to its last, converted leads, their rate with Wilson's
    interval. `is_cut`: its leads agree in these steps and have more of them.
    """

    steps: tuple[str, ...]
    is_cut: bool
    leads: int
    share: float
    coverage: float
    median_seconds: float
    converted: int
    rate: float
    interval: Interval

    def told(self, *, is_before: bool) -> tuple[str, ...]:
        """The steps as they are shown: an ellipsis where there are more, a word where there is none."""
        more = ("…",) if self.is_cut else ()
        steps = self.steps or (NO_STEP,)
        return (*more, *steps) if is_before else (*steps, *more)


def variants(
    summary: PathSummary, grounds: Sequence[Ground], known: Nodes, *, top: int
) -> tuple[tuple[Variant, ...], int]:
    """The `top` most frequent variants of a summary of all leads, ties in the order of their first lead, and how many
    variants there are in all.
    """
    which, firsts, counts = _tally(summary.variant)
    chosen = np.lexsort((firsts, -counts))[:top]
    place = np.full(len(counts), -1, np.int64)
    place[chosen] = np.arange(len(chosen))
    sequences = [sequence(grounds, int(summary.lead[row])) for row in firsts[chosen]]
    # Two sequences may share a hash: only leads that go the very same steps are counted.
    mine = _with_equal_steps(summary.lead, place[which], sequences, grounds)
    is_mine = mine >= 0
    leads = np.bincount(mine[is_mine], minlength=len(chosen))
    converted = np.bincount(mine[is_mine & summary.is_converted], minlength=len(chosen))
    medians = grouped_medians(mine[is_mine], summary.span[is_mine], len(chosen)) / 1e6
    covered = np.cumsum(leads) / max(len(mine), 1)
    found = tuple(
        Variant(
            steps=tuple(known.names[node] for node in nodes),
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
    return found, len(counts)


def sequence(grounds: Sequence[Ground], lead: int) -> tuple[list[int], bool]:
    """The nodes that tell the variant of one lead apart, and whether its path has more."""
    asked = next(each for each in grounds if each.first <= lead < each.past)
    columns, offsets = asked.journeys, asked.journeys.offsets
    node, came, left = scratch(offsets, lead, lead + 1)
    steps, *_ = walk(
        asked.roles, offsets, columns.occurred_at, asked.question, int(offsets[asked.first]), lead, node, came, left
    )
    low, high = kept_steps(steps, asked.question)
    return node[low:high].tolist(), high - low < steps


def follows(asked: Ground, lead: Ints, which: Ints, sequences: Sequence[tuple[Sequence[int], bool]]) -> Flags:
    """bool[len(lead)]: which leads of the ground, by number, go exactly the sequence (nodes, has more) of their number
    in `which`; false where that is -1.
    """
    wanted = np.full((len(sequences), FIRST_NODE + LONGEST), -1, np.int64)
    for row, (nodes, is_cut) in zip(wanted, sequences, strict=True):
        row[:FIRST_NODE] = is_cut, len(nodes)
        row[FIRST_NODE : FIRST_NODE + len(nodes)] = nodes
    columns = asked.journeys
    return _follow(
        asked.roles, columns.offsets, columns.occurred_at, asked.question, asked.first, asked.past,
        np.ascontiguousarray(lead), np.ascontiguousarray(which), wanted,
    )  # fmt: skip


def _with_equal_steps(
    lead: Ints, which: Ints, sequences: Sequence[tuple[Sequence[int], bool]], grounds: Sequence[Ground]
) -> Ints:
    """`which`, with -1 for the leads that go other steps; one entry a path, in order of leads."""
    edges = np.searchsorted(lead, [grounds[0].first, *(each.past for each in grounds)])

    def agreed(asked: Ground, ends: tuple[int, int]) -> Flags:
        return follows(asked, lead[slice(*ends)], which[slice(*ends)], sequences)

    with ThreadPoolExecutor(len(grounds)) as pool:
        agrees = np.concatenate(list(pool.map(agreed, grounds, pairwise(edges.tolist()))))
    return np.where(agrees, which, -1)


@njit(cache=True, nogil=True)
def _follow(
    roles: Masks, offsets: Ints, occurred_at: Ints, question: Ints, first: int, past: int,
    lead: Ints, which: Ints, wanted: Ints,
) -> Flags:  # fmt: skip
    """`follows`, with each sequence as (has more, length, nodes …) in a row of `wanted`."""
    agrees = np.zeros(len(lead), np.bool_)
    node, came, left = scratch(offsets, first, past)
    for i in range(len(lead)):
        if which[i] < 0:
            continue
        steps, outcome, _, _, _ = walk(roles, offsets, occurred_at, question, offsets[first], lead[i], node, came, left)
        asked = wanted[which[i]]
        low, high = kept_steps(steps, question)
        same = outcome != OFF_MAP and high - low == asked[1] and (high - low < steps) == (asked[0] != 0)
        for place in range(low, high):
            same = same and node[place] == asked[FIRST_NODE + place - low]
        agrees[i] = same
    return agrees


@njit(cache=True, nogil=True)
def _tally(variant: NDArray[np.uint64]) -> tuple[Ints, Ints, Ints]:
    """Which of the distinct values each entry is; where each distinct value stands first, and how often it is there."""
    size = 16
    while size < 2 * len(variant):
        size *= 2
    slots, which = np.full(size, -1, np.int64), np.empty(len(variant), np.int64)
    firsts, counts = np.empty(len(variant), np.int64), np.zeros(len(variant), np.int64)
    found = 0
    for entry in range(len(variant)):
        slot = np.int64(variant[entry] & np.uint64(size - 1))
        while slots[slot] >= 0 and variant[firsts[slots[slot]]] != variant[entry]:
            slot = (slot + 1) & (size - 1)
        if slots[slot] < 0:
            slots[slot], firsts[found] = found, entry
            found += 1
        which[entry] = slots[slot]
        counts[slots[slot]] += 1
    return which, firsts[:found], counts[:found]
