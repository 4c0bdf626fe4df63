"""The journey map: nodes, edges, flow and variants, each with the number of its leads."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np

from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.paths.counting import PathSummary, summarize, total
from journey_core.paths.nodes import CONVERTED_END, LOST_END, OPEN_END, Nodes, nodes
from journey_core.paths.options import PathOptions, definition
from journey_core.paths.results import Contrast, FlowEdge, PathEdge, PathNode, PathsResult
from journey_core.paths.steps import Ground, ground
from journey_core.paths.variants import variants
from journey_core.statistics.intervals import newcombe
from journey_core.statistics.medians import grouped_medians
from journey_core.statistics.multiple_tests import benjamini_hochberg, exact_p_values

_ENDS: Final = (CONVERTED_END, LOST_END, OPEN_END)


def paths(journeys: Journeys, options: PathOptions, *, threads: int | None = None) -> PathsResult:
    """The paths of all leads; equal on any number of threads. Raises
    UnknownName for unknown words.
    """
    known = nodes(journeys, options)

    def of_shard(first: int, past: int) -> tuple[Ground, PathSummary]:
        asked = ground(journeys, options, known, first, past)
        return asked, summarize(asked)

    grounds, summaries = zip(*journeys.each_shard(of_shard, threads=threads), strict=True)
    return finish(options, known, total(list(summaries)), grounds)


def finish(options: PathOptions, known: Nodes, summary: PathSummary, grounds: Sequence[Ground]) -> PathsResult:
    """The answer that a summary of all leads gives."""
    leads, converted = len(summary.lead), int(summary.is_converted.sum())
    with ThreadPoolExecutor(len(grounds)) as pool:
        told = pool.submit(variants, summary, grounds, known, top=options.top)
        edges = _edges(summary, known, leads)
    sequences, variant_count = told.result()
    return PathsResult(
        definition=definition(options),
        as_of=options.as_of,
        leads=leads,
        converted=converted,
        nodes=_nodes(summary, known, leads),
        edges=edges,
        flow=_flow(summary, known, leads),
        contrasts=_contrasts(summary, known, converted, leads - converted),
        variants=sequences,
        variant_count=variant_count,
    )


def _nodes(summary: PathSummary, known: Nodes, leads: int) -> tuple[PathNode, ...]:
    counts = summary.nodes.sum(axis=0)
    return tuple(PathNode(known.names[k], int(counts[k]), int(counts[k]) / leads) for k in _most_first(counts))


def _edges(summary: PathSummary, known: Nodes, leads: int) -> tuple[PathEdge, ...]:
    counts = summary.edges.sum(axis=0)
    medians = grouped_medians(summary.gap_edge, summary.gap, len(counts)) / 1e6
    return tuple(
        PathEdge(
            *_between(known, k),
            leads=int(counts[k]),
            share=int(counts[k]) / leads,
            median_seconds=None if np.isnan(medians[k]) else float(medians[k]),
        )
        for k in _most_first(counts)
    )


def _flow(summary: PathSummary, known: Nodes, leads: int) -> tuple[FlowEdge, ...]:
    return tuple(
        FlowEdge(place, *_between(known, k), int(counts[k]), int(counts[k]) / leads)
        for place, counts in enumerate(summary.flow)
        for k in _most_first(counts)
    )


def _contrasts(summary: PathSummary, known: Nodes, converted: int, others: int) -> tuple[Contrast, ...]:
    """The edges by how far the two sides lie apart. An edge to an end says no more than the outcome, so it is left out;
    there is nothing to compare while a side has no leads.
    """
    if not converted or not others:
        return ()
    edges = [k for k in _most_first(summary.edges.sum(axis=0)) if k % known.count not in _ENDS]
    went = summary.edges[:, edges]
    sides = np.array([[others], [converted]])
    tables = np.stack([went[1], went[0], converted - went[1], others - went[0]], axis=1).reshape(-1, 2, 2)
    q, shares = benjamini_hochberg(exact_p_values(tables)), went / sides
    found = [
        Contrast(
            *_between(known, k),
            converted=int(went[1, row]),
            converted_share=float(shares[1, row]),
            others=int(went[0, row]),
            other_share=float(shares[0, row]),
            difference=float(shares[1, row] - shares[0, row]),
            interval=newcombe((int(went[0, row]), int(went[1, row])), (others, converted)),
            q=float(q[row]),
        )
        for row, k in enumerate(edges)
    ]
    return tuple(sorted(found, key=lambda each: -abs(each.difference)))


def _most_first(counts: Ints) -> list[int]:
    """The numbers of what has a lead at all, the most first."""
    order: list[int] = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)].tolist()
    return order


def _between(known: Nodes, edge: int) -> tuple[str, str]:
    return known.names[edge // known.count], known.names[edge % known.count]
