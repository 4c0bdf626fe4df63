"""Which leads stand behind a number of a journey map: a second pass that finds exactly those that the first counted."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numba import njit

from journey_core.errors import BadInput
from journey_core.log.arrays import Flags, Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.paths.answer import paths
from journey_core.paths.counting import flow_move, scratch
from journey_core.paths.nodes import ANCHOR, START, nodes
from journey_core.paths.options import FLOW_STEPS, PathOptions
from journey_core.paths.results import FlowEdge, PathEdge, PathsResult
from journey_core.paths.steps import AFTER, NODE_COUNT, OFF_MAP, SIDE, Ground, ground, walk
from journey_core.paths.variants import follows


def all_leads(journeys: Journeys, options: PathOptions) -> Ints:
    """Ids of all leads with a path under the question, ascending; so are the ids of every function below."""
    known = nodes(journeys, options)
    return _taking(journeys, options, np.ones((1, known.count**2), np.bool_))


def leads_through(journeys: Journeys, options: PathOptions, node: str) -> Ints:
    """Ids of the leads that visit a node. Raises UnknownName."""
    known = nodes(journeys, options)
    edges = np.zeros((known.count, known.count), np.bool_)
    edges[known.number(node), :] = edges[:, known.number(node)] = True
    return _taking(journeys, options, edges.reshape(1, -1))


def leads_along(
    journeys: Journeys, options: PathOptions, source: str, target: str, *, place: int | None = None
) -> Ints:
    """Ids of the leads that go from one node straight to another, anywhere or at one place of the flow. Raises
    UnknownName and BadInput.
    """
    known = nodes(journeys, options)
    if place is not None and not 0 <= place <= FLOW_STEPS:
        raise BadInput(f"The flow of paths has the places 0 to {FLOW_STEPS}; there is no place {place}.")
    edges = np.zeros((1 if place is None else FLOW_STEPS + 1, known.count**2), np.bool_)
    edges[place or 0, known.number(source) * known.count + known.number(target)] = True
    return _taking(journeys, options, edges)


def leads_hidden(
    journeys: Journeys, options: PathOptions, result: PathsResult, min_share: float, *, in_flow: bool = False
) -> Ints:
    """Ids of the leads that go an edge which `result.visible(min_share)`, or `visible_flow`, leaves out."""
    known = nodes(journeys, options)
    edges = np.zeros((FLOW_STEPS + 1 if in_flow else 1, known.count**2), np.bool_)
    listed: Sequence[PathEdge | FlowEdge] = result.flow if in_flow else result.edges
    for edge in listed:
        place = edge.place if isinstance(edge, FlowEdge) else 0
        is_hidden = edge.share < min_share
        edges[place, known.number(edge.source) * known.count + known.number(edge.target)] = is_hidden
    return _taking(journeys, options, edges)


def leads_going(journeys: Journeys, options: PathOptions, steps: Sequence[str], *, is_cut: bool) -> Ints:
    """Ids of the leads of one variant. Raises UnknownName."""
    known = nodes(journeys, options)
    wanted = [([known.number(step) for step in steps], is_cut)]

    def going(asked: Ground) -> Flags:
        leads = np.arange(asked.first, asked.past, dtype=np.int64)
        return follows(asked, leads, np.zeros(len(leads), np.int64), wanted)

    return _where(journeys, options, going)


def leads_beyond(journeys: Journeys, options: PathOptions, top: int) -> Ints:
    """Ids of the leads whose variant is not among the `top` most frequent ones."""
    shown = paths(journeys, replace(options, top=top)).variants
    named = [leads_going(journeys, options, each.steps, is_cut=each.is_cut) for each in shown]
    left: Ints = np.setdiff1d(all_leads(journeys, options), np.concatenate([*named, np.zeros(0, np.int64)]))
    return left


def _taking(journeys: Journeys, options: PathOptions, edges: Flags) -> Ints:
    """Ids of the leads that take a wanted edge: bool[1, n_nodes ** 2] for any place, or one row a place."""

    def taking(asked: Ground) -> Flags:
        columns = asked.journeys
        return _take(asked.roles, columns.offsets, columns.occurred_at, asked.question, asked.first, asked.past, edges)

    return _where(journeys, options, taking)


def _where(journeys: Journeys, options: PathOptions, of_ground: Callable[[Ground], Flags]) -> Ints:
    known = nodes(journeys, options)
    flags = journeys.each_shard(lambda first, past: of_ground(ground(journeys, options, known, first, past)))
    ids: Ints = journeys.lead_id[np.concatenate(flags)]
    return ids


@njit(cache=True, nogil=True)
def _take(roles: Masks, offsets: Ints, occurred_at: Ints, question: Ints, first: int, past: int, edges: Flags) -> Flags:
    """bool[past - first]: which leads take a wanted edge."""
    takes, (node, came, left) = np.zeros(past - first, np.bool_), scratch(offsets, first, past)
    count = question[NODE_COUNT]
    for lead in range(first, past):
        steps, outcome, ending, _, _ = walk(
            roles, offsets, occurred_at, question, offsets[first], lead, node, came, left
        )
        if outcome == OFF_MAP:
            continue
        before = ANCHOR if question[SIDE] == AFTER else START
        for place in range(steps + (ending >= 0)):
            here = ending if place == steps else node[place]
            row, source, target = 0, before, here
            if len(edges) > 1:
                row, source, target = flow_move(question, len(edges) - 1, place, steps, before, here)
            if row < len(edges) and edges[row, source * count + target]:
                takes[lead - first] = True
                break
            before = here
    return takes
