"""Which leads stand behind a number of a journey map: exactly those that the map counted."""

from collections.abc import Sequence

import numpy as np
from numba import njit

from journey_core.errors import BadInput
from journey_core.log.arrays import Flags, Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.paths.answer import summary_of_all
from journey_core.paths.compiled import AFTER, NODE_COUNT, SIDE, compiled
from journey_core.paths.counting import PathColumns, PathSummary, flow_move
from journey_core.paths.ground import ground
from journey_core.paths.many_kinds import RowSummary, counted, log_nodes
from journey_core.paths.nodes import ANCHOR, SPECIAL, START
from journey_core.paths.options import FLOW_STEPS, LONGEST, PathOptions
from journey_core.paths.packing import pack
from journey_core.paths.results import FlowEdge, PathEdge, PathsResult
from journey_core.paths.steps import OFF_MAP, scratch, walk
from journey_core.paths.variants import ranked
from journey_core.statistics.at_risk import joined


def all_leads(journeys: Journeys, options: PathOptions) -> Ints:
    """Ids of all leads with a path on the map, ascending; so are the ids of every function below."""
    known = log_nodes(journeys, options)
    return _taking(journeys, options, np.ones((1, known.count**2), np.bool_))


def leads_through(journeys: Journeys, options: PathOptions, node: str) -> Ints:
    """Ids of the leads that visit a node. Raises UnknownName."""
    known = log_nodes(journeys, options)
    edges = np.zeros((known.count, known.count), np.bool_)
    edges[known.number(node), :] = edges[:, known.number(node)] = True
    return _taking(journeys, options, edges.reshape(1, -1))


def leads_along(
    journeys: Journeys, options: PathOptions, source: str, target: str, *, place: int | None = None
) -> Ints:
    """Ids of the leads that go from one node straight to another, anywhere or at one place of the flow. Raises
    UnknownName and BadInput.
    """
    known = log_nodes(journeys, options)
    if place is not None and not 0 <= place <= FLOW_STEPS:
        raise BadInput(f"The flow of paths has the places 0 to {FLOW_STEPS}; there is no place {place}.")
    edges = np.zeros((1 if place is None else FLOW_STEPS + 1, known.count**2), np.bool_)
    edges[place or 0, known.number(source) * known.count + known.number(target)] = True
    return _taking(journeys, options, edges)


def leads_hidden(
    journeys: Journeys, options: PathOptions, result: PathsResult, min_share: float, *, in_flow: bool = False
) -> Ints:
    """Ids of the leads that go an edge which `result.visible(min_share)` leaves out, or a move of its flow."""
    known = log_nodes(journeys, options)
    edges = np.zeros((FLOW_STEPS + 1 if in_flow else 1, known.count**2), np.bool_)
    listed: Sequence[PathEdge | FlowEdge] = result.flow if in_flow else result.edges
    for edge in listed:
        place = edge.place if isinstance(edge, FlowEdge) else 0
        is_hidden = edge.share < min_share
        edges[place, known.number(edge.source) * known.count + known.number(edge.target)] = is_hidden
    return _taking(journeys, options, edges)


def leads_going(journeys: Journeys, options: PathOptions, steps: Sequence[str], *, is_cut: bool) -> Ints:
    """Ids of the leads of one variant. Raises UnknownName."""
    known = log_nodes(journeys, options)
    numbers = [known.number(step) for step in steps]
    if len(numbers) > LONGEST or any(number < len(SPECIAL) for number in numbers):
        return np.zeros(0, np.int64)
    columns = _columns(journeys, options)
    ids: Ints = columns.lead_id[(columns.variant == np.array(pack(numbers, is_cut=is_cut))).all(axis=1)]
    return ids


def leads_beyond(journeys: Journeys, options: PathOptions, top: int) -> Ints:
    """Ids of the leads whose variant is not among the `top` most frequent ones."""
    columns = _columns(journeys, options)
    which, _, _ = ranked(columns, top=top)
    ids: Ints = columns.lead_id[which < 0]
    return ids


def leads_at_risk(
    journeys: Journeys, options: PathOptions, source: str, target: str, *, went: bool, converted: bool
) -> Ints:
    """Ids of the leads of one of the four counts of a contrast: those that had gone this way, or had not, before their
    time to convert ended, and that converted then, or did not. Raises UnknownName.
    """
    known, rows = log_nodes(journeys, options), joined(_summary(journeys, options).at_risk)
    has_gone = np.zeros(len(rows.lead_id), np.bool_)
    has_gone[rows.lead[rows.trait == known.number(source) * known.count + known.number(target)]] = True
    ids: Ints = rows.lead_id[(has_gone == went) & (rows.is_converted == converted)]
    return ids


def _columns(journeys: Journeys, options: PathOptions) -> PathColumns:
    """Every path of the map, in order of leads."""
    return _summary(journeys, options).columns


def _summary(journeys: Journeys, options: PathOptions) -> PathSummary:
    summary = summary_of_all(journeys, options)
    return counted(summary, options) if isinstance(summary, RowSummary) else summary


def _taking(journeys: Journeys, options: PathOptions, edges: Flags) -> Ints:
    """Ids of the leads that take a wanted edge: bool[1, n_nodes ** 2] for any place, or one row a place."""
    asked = compiled(options, journeys.words, log_nodes(journeys, options))

    def taking(first: int, past: int) -> Ints:
        rows = ground(journeys, asked, first, past)
        ids: Ints = rows.lead_id[_take(rows.roles, rows.offsets, rows.occurred_at, asked.numbers, edges)]
        return ids

    return np.concatenate(journeys.each_shard(taking))


@njit(cache=True, nogil=True)
def _take(roles: Masks, offsets: Ints, occurred_at: Ints, numbers: Ints, edges: Flags) -> Flags:
    """bool[leads]: which leads take a wanted edge."""
    takes, (node, came, left) = np.zeros(len(offsets) - 1, np.bool_), scratch(offsets)
    count = numbers[NODE_COUNT]
    for lead in range(len(takes)):
        steps, outcome, ending, _, _ = walk(roles, offsets, occurred_at, numbers, lead, node, came, left)
        if outcome == OFF_MAP:
            continue
        before = ANCHOR if numbers[SIDE] == AFTER else START
        for place in range(steps + (ending >= 0)):
            here = ending if place == steps else node[place]
            row, source, target = 0, before, here
            if len(edges) > 1:
                row, source, target = flow_move(numbers, len(edges) - 1, place, steps, before, here)
            if row < len(edges) and edges[row, source * count + target]:
                takes[lead] = True
                break
            before = here
    return takes
