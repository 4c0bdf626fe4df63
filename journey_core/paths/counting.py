"""Counting paths: the pass over leads whose summary adds up."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Ints, Masks
from journey_core.log.times import EARLIEST
from journey_core.paths.nodes import ANCHOR, CONVERTED_END, MORE, START
from journey_core.paths.options import FLOW_STEPS
from journey_core.paths.steps import AFTER, BEFORE, LONGEST, NODE_COUNT, OFF_MAP, SIDE, Ground, walk
from journey_core.statistics.intervals import lead_hash


@dataclass(frozen=True, eq=False)
class PathSummary:
    """What the paths of a range of leads say. An edge a -> b has the number a * n_nodes + b.

    edges: int64[2, n_nodes ** 2] and nodes: int64[2, n_nodes], leads that take or visit each, those that did not
    convert first · flow: int64[FLOW_STEPS + 1, n_nodes ** 2], leads by place in the path (counted from the anchor
    where paths end there) · gap_edge: int32[n], gap: int64[n], microseconds of each lead's first time on each edge
    that has one · lead: int64[m] number, variant: uint64[m] hash of the steps, span: int64[m] microseconds from the
    first interaction of the first step to the last of the last, is_converted: bool[m], one entry a path.
    """

    edges: Ints
    nodes: Ints
    flow: Ints
    gap_edge: NDArray[np.int32]
    gap: Ints
    lead: Ints
    variant: NDArray[np.uint64]
    span: Ints
    is_converted: NDArray[np.bool_]

    def __add__(self, later: "PathSummary") -> "PathSummary":
        return total([self, later])


def summarize(asked: Ground) -> PathSummary:
    """The summary of the leads of the ground."""
    journeys, count = asked.journeys, int(asked.question[NODE_COUNT])
    edges, nodes = np.zeros((2, count * count), np.int64), np.zeros((2, count), np.int64)
    flow = np.zeros((FLOW_STEPS + 1, count * count), np.int64)
    columns = _count(
        asked.roles, journeys.offsets, journeys.occurred_at, asked.question, asked.first, asked.past,
        edges, nodes, flow,
    )  # fmt: skip
    return PathSummary(edges, nodes, flow, *columns)


def total(parts: list[PathSummary]) -> PathSummary:
    """The summary of consecutive ranges together."""
    if len(parts) == 1:
        return parts[0]
    sums = [np.sum([getattr(part, name) for part in parts], axis=0) for name in ("edges", "nodes", "flow")]
    listed = ("gap_edge", "gap", "lead", "variant", "span", "is_converted")
    return PathSummary(*sums, *(np.concatenate([getattr(part, name) for part in parts]) for name in listed))


@njit(cache=True, nogil=True)
def _count(
    roles: Masks, offsets: Ints, occurred_at: Ints, question: Ints, first: int, past: int,
    edges: Ints, nodes: Ints, flow: Ints,
) -> tuple[NDArray[np.int32], Ints, Ints, NDArray[np.uint64], Ints, NDArray[np.bool_]]:  # fmt: skip
    """Fill edges, nodes and flow; the columns of PathSummary that have an entry a path or gap."""
    leads, paths, gaps = past - first, 0, 0
    gap_edge, gap = np.empty(len(roles) + 2 * leads, np.int32), np.empty(len(roles) + 2 * leads, np.int64)
    number, variant = np.empty(leads, np.int64), np.empty(leads, np.uint64)
    span, is_converted = np.empty(leads, np.int64), np.empty(leads, np.bool_)
    node, came, left = scratch(offsets, first, past)
    edge_seen, node_seen = np.full(edges.shape[1], -1, np.int64), np.full(nodes.shape[1], -1, np.int64)
    for lead in range(first, past):
        steps, outcome, ending, began_at, ended_at = walk(
            roles, offsets, occurred_at, question, offsets[first], lead, node, came, left
        )
        if outcome == OFF_MAP:
            continue
        group = int(outcome == CONVERTED_END)
        gaps = _add_path(
            lead, node, came, left, steps, ending, began_at, ended_at, question,
            edges[group], nodes[group], flow, edge_seen, node_seen, gap_edge, gap, gaps,
        )  # fmt: skip
        number[paths], variant[paths] = lead, sequence_hash(node, steps, question)
        span[paths], is_converted[paths] = left[steps - 1] - came[0] if steps else 0, group == 1
        paths += 1
    return gap_edge[:gaps], gap[:gaps], number[:paths], variant[:paths], span[:paths], is_converted[:paths]


@njit(cache=True, nogil=True)
def scratch(offsets: Ints, first: int, past: int) -> tuple[Ints, Ints, Ints]:
    """Room for the steps of any of these leads: node, came, left."""
    longest = 0
    for lead in range(first, past):
        longest = max(longest, offsets[lead + 1] - offsets[lead])
    return np.empty(longest + 1, np.int64), np.empty(longest + 1, np.int64), np.empty(longest + 1, np.int64)


@njit(cache=True, nogil=True)
def _add_path(
    lead: int, node: Ints, came: Ints, left: Ints, steps: int, ending: int, began_at: int, ended_at: int,
    question: Ints, edges: Ints, nodes: Ints, flow: Ints, edge_seen: Ints, node_seen: Ints,
    gap_edge: NDArray[np.int32], gap: Ints, gaps: int,
) -> int:  # fmt: skip
    """Count what one lead's path visits, each node and edge once, and every place of the flow; write the times of its
    edges behind the first `gaps`; how many there are then.
    """
    count = question[NODE_COUNT]
    before, before_at = ANCHOR if question[SIDE] == AFTER else START, began_at
    nodes[before] += 1
    for place in range(steps + (ending >= 0)):
        is_end = place == steps
        here, here_at = (ending, ended_at) if is_end else (node[place], came[place])
        row, source, target = flow_move(question, len(flow) - 1, place, steps, before, here)
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
def flow_move(question: Ints, last: int, place: int, steps: int, before: int, here: int) -> tuple[int, int, int]:
    """Place and nodes of a path's move in the flow, whose places are 0..last; a place above is not shown. What lies
    beyond the steps shown comes from or goes to MORE; places before an anchor count from it.
    """
    if question[SIDE] == BEFORE:
        place = steps - place
        return place, MORE if place == last and before != START else before, here
    return place, before, MORE if place == last and place < steps else here


@njit(cache=True, nogil=True)
def kept_steps(steps: int, question: Ints) -> tuple[int, int]:
    """Which steps tell a variant apart, [from, to): the first ones, or the last ones before an anchor."""
    kept = min(steps, question[LONGEST])
    return (steps - kept, steps) if question[SIDE] == BEFORE else (0, kept)


@njit(cache=True, nogil=True)
def sequence_hash(node: Ints, steps: int, question: Ints) -> np.uint64:
    """64 well-mixed bits of the steps that tell a variant apart, and of whether there are more."""
    low, high = kept_steps(steps, question)
    mixed = lead_hash(int(steps > question[LONGEST]))
    for place in range(low, high):
        mixed = lead_hash(int(np.int64(mixed ^ np.uint64(node[place]))))
    return mixed
