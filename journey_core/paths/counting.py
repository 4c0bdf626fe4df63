"""Counting paths: the pass over leads whose summary adds up."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Flags, Ints, Masks
from journey_core.log.times import EARLIEST
from journey_core.paths.compiled import AFTER, BEFORE, NODE_COUNT, SIDE
from journey_core.paths.ground import Ground
from journey_core.paths.nodes import ANCHOR, CONVERTED_END, MORE, START, Nodes
from journey_core.paths.options import FLOW_STEPS
from journey_core.paths.packing import packed
from journey_core.paths.steps import OFF_MAP, sharing, walk


class PathColumns(NamedTuple):
    """One entry a lead and edge that has a time: gap_edge: int32[n], gap: int64[n], microseconds, the lead's first.

    One entry a path: lead_id: int64[m] · variant: uint64[m, 2], the steps that tell it apart, `packed` · span:
    int64[m], microseconds from the first interaction of the first step to the last of the last · is_converted: bool[m].
    """

    gap_edge: NDArray[np.int32]
    gap: Ints
    lead_id: Ints
    variant: NDArray[np.uint64]
    span: Ints
    is_converted: Flags


@dataclass(frozen=True, eq=False)
class PathSummary:
    """What the paths of some leads say. An edge a -> b has the number a * n_nodes + b; the nodes come from the words
    alone, or are those of the whole log, so that summaries add up.

    names: of the nodes, by number · edges: int64[2, n_nodes ** 2] and nodes: int64[2, n_nodes], leads that take or
    visit each, those that did not convert first · flow: int64[FLOW_STEPS + 1, n_nodes ** 2], leads by place in the path
    (counted from the anchor where paths end there) · pieces: what has an entry a path, in pieces · steps, and how many
    of them are `sharing` their instant with another.
    """

    names: tuple[str, ...]
    edges: Ints
    nodes: Ints
    flow: Ints
    pieces: tuple[PathColumns, ...]
    steps: int = 0
    sharing: int = 0

    def __add__(self, other: "PathSummary") -> "PathSummary":
        """The summary of these leads and others."""
        return PathSummary(
            self.names,
            self.edges + other.edges,
            self.nodes + other.nodes,
            self.flow + other.flow,
            (*self.pieces, *other.pieces),
            self.steps + other.steps,
            self.sharing + other.sharing,
        )

    @property
    def columns(self) -> PathColumns:
        """The pieces in one."""
        if len(self.pieces) == 1:
            return self.pieces[0]
        return PathColumns(*map(np.concatenate, zip(*self.pieces, strict=True)))


def count(rows: Ground, known: Nodes, numbers: Ints) -> PathSummary:
    """The summary of the leads of the ground, read under these nodes."""
    edges, nodes = np.zeros((2, known.count**2), np.int64), np.zeros((2, known.count), np.int64)
    flow = np.zeros((FLOW_STEPS + 1, known.count**2), np.int64)
    told = np.zeros(2, np.int64)
    columns = _count(rows.roles, rows.offsets, rows.occurred_at, rows.lead_id, numbers, edges, nodes, flow, told)
    return PathSummary(known.names, edges, nodes, flow, (PathColumns(*columns),), *told.tolist())


@njit(cache=True, nogil=True)
def _count(
    roles: Masks, offsets: Ints, occurred_at: Ints, lead_id: Ints, numbers: Ints, edges: Ints, nodes: Ints, flow: Ints,
    told: Ints,
) -> tuple[NDArray[np.int32], Ints, Ints, NDArray[np.uint64], Ints, Flags]:  # fmt: skip
    """Fill edges, nodes, flow and told (steps, and how many share their instant); the columns of PathColumns."""
    leads, paths, gaps = len(lead_id), 0, 0
    gap_edge, gap = np.empty(len(roles) + 2 * leads, np.int32), np.empty(len(roles) + 2 * leads, np.int64)
    ids, variant = np.empty(leads, np.int64), np.empty((leads, 2), np.uint64)
    span, is_converted = np.empty(leads, np.int64), np.empty(leads, np.bool_)
    node, came, left = scratch(offsets)
    edge_seen, node_seen = np.full(edges.shape[1], -1, np.int64), np.full(nodes.shape[1], -1, np.int64)
    for lead in range(leads):
        steps, outcome, ending, began_at, ended_at = walk(roles, offsets, occurred_at, numbers, lead, node, came, left)
        if outcome == OFF_MAP:
            continue
        group = int(outcome == CONVERTED_END)
        told[0], told[1] = told[0] + steps, told[1] + sharing(came, left, steps)
        gaps = _add_path(
            lead, node, came, left, steps, ending, began_at, ended_at, numbers,
            edges[group], nodes[group], flow, edge_seen, node_seen, gap_edge, gap, gaps,
        )  # fmt: skip
        ids[paths] = lead_id[lead]
        variant[paths, 0], variant[paths, 1] = packed(node, steps, numbers)
        span[paths], is_converted[paths] = left[steps - 1] - came[0] if steps else 0, group == 1
        paths += 1
    return gap_edge[:gaps], gap[:gaps], ids[:paths], variant[:paths], span[:paths], is_converted[:paths]


@njit(cache=True, nogil=True)
def scratch(offsets: Ints) -> tuple[Ints, Ints, Ints]:
    """Room for the steps of any of these leads: node, came, left."""
    longest = 0
    for lead in range(len(offsets) - 1):
        longest = max(longest, offsets[lead + 1] - offsets[lead])
    return np.empty(longest + 1, np.int64), np.empty(longest + 1, np.int64), np.empty(longest + 1, np.int64)


@njit(cache=True, nogil=True)
def _add_path(
    lead: int, node: Ints, came: Ints, left: Ints, steps: int, ending: int, began_at: int, ended_at: int,
    numbers: Ints, edges: Ints, nodes: Ints, flow: Ints, edge_seen: Ints, node_seen: Ints,
    gap_edge: NDArray[np.int32], gap: Ints, gaps: int,
) -> int:  # fmt: skip
    """Count what one lead's path visits, each node and edge once, and every place of the flow; write the times of its
    edges behind the first `gaps`; how many there are then.
    """
    count = numbers[NODE_COUNT]
    before, before_at = ANCHOR if numbers[SIDE] == AFTER else START, began_at
    nodes[before] += 1
    for place in range(steps + (ending >= 0)):
        is_end = place == steps
        here, here_at = (ending, ended_at) if is_end else (node[place], came[place])
        row, source, target = flow_move(numbers, len(flow) - 1, place, steps, before, here)
        if row < len(flow):
            flow[row, source * count + target] += 1
        if node_seen[here] != lead:
            node_seen[here] = lead
            nodes[here] += 1
        edge = before * count + here
        if edge_seen[edge] != lead:
            edge_seen[edge] = lead
            edges[edge] += 1
            if before_at > EARLIEST and here_at > EARLIEST:
                gap_edge[gaps], gap[gaps] = edge, here_at - before_at
                gaps += 1
        before, before_at = here, here_at if is_end else left[place]
    return gaps


@njit(cache=True, nogil=True)
def flow_move(numbers: Ints, last: int, place: int, steps: int, before: int, here: int) -> tuple[int, int, int]:
    """Place and nodes of a path's move in the flow, whose places are 0..last; a place above is not shown. What lies
    beyond the steps shown comes from or goes to MORE; places before an anchor count from it.
    """
    if numbers[SIDE] == BEFORE:
        place = steps - place
        return place, MORE if place == last and before != START else before, here
    return place, before, MORE if place == last and place < steps else here
