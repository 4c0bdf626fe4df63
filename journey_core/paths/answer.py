"""The journey map: nodes, edges, flow and variants, each with the number of its leads."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from operator import add
from typing import Final

import numpy as np

from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.paths.compiled import compiled
from journey_core.paths.counting import PathColumns, PathSummary, count
from journey_core.paths.ground import ground
from journey_core.paths.many_kinds import RowSummary, counted, row_summary
from journey_core.paths.nodes import CONVERTED_END, LOST_END, OPEN_END, has_many_kinds, nodes
from journey_core.paths.options import PathOptions
from journey_core.paths.results import Contrast, FlowEdge, PathEdge, PathNode, PathsResult
from journey_core.paths.variants import variants
from journey_core.paths.wording import definition
from journey_core.statistics.intervals import newcombe
from journey_core.statistics.medians import grouped_medians
from journey_core.statistics.multiple_tests import benjamini_hochberg, exact_p_values

Summary = PathSummary | RowSummary

_ENDS: Final = (CONVERTED_END, LOST_END, OPEN_END)


def paths(journeys: Journeys, options: PathOptions, *, threads: int | None = None) -> PathsResult:
    """The paths of all leads; equal on any number of threads. Raises UnknownName for unknown words."""
    return finish(summary_of_all(journeys, options, threads=threads), options, threads=threads)


def summary_of_all(journeys: Journeys, options: PathOptions, *, threads: int | None = None) -> Summary:
    """The summary of all leads, on all cores."""
    parts = journeys.each_shard(lambda first, past: summarize(journeys, options, first, past), threads=threads)
    return reduce(add, parts)


def summarize(journeys: Journeys, options: PathOptions, first: int = 0, past: int | None = None) -> Summary:
    """The summary of the leads number first..past-1, by default of all."""
    past = journeys.lead_count if past is None else past
    if has_many_kinds(journeys.words, options.over):
        return row_summary(journeys, options, first, past)
    asked = compiled(options, journeys.words, nodes(journeys.words, options.over))
    return count(ground(journeys, asked, first, past), asked.nodes, asked.numbers)


def finish(summary: Summary, options: PathOptions, *, threads: int | None = None) -> PathsResult:
    """The answer that a summary of all leads gives, in whatever order they were added."""
    if isinstance(summary, RowSummary):
        summary = counted(summary, options, threads=threads)
    names, columns = summary.names, summary.columns
    leads, converted = len(columns.lead_id), int(columns.is_converted.sum())
    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(variants, columns, names, top=options.top)
        edges = _edges(summary, columns, leads)
    sequences, variant_count = told.result()
    return PathsResult(
        definition=definition(options, steps=summary.steps, sharing=summary.sharing),
        as_of=options.as_of,
        leads=leads,
        converted=converted,
        nodes=_nodes(summary, leads),
        edges=edges,
        flow=_flow(summary, leads),
        contrasts=_contrasts(summary, converted, leads - converted),
        variants=sequences,
        variant_count=variant_count,
    )


def _nodes(summary: PathSummary, leads: int) -> tuple[PathNode, ...]:
    counts = summary.nodes.sum(axis=0)
    return tuple(PathNode(summary.names[k], int(counts[k]), int(counts[k]) / leads) for k in _most_first(counts))


def _edges(summary: PathSummary, columns: PathColumns, leads: int) -> tuple[PathEdge, ...]:
    counts = summary.edges.sum(axis=0)
    medians = grouped_medians(columns.gap_edge, columns.gap, len(counts)) / 1e6
    return tuple(
        PathEdge(
            *_between(summary.names, k),
            leads=int(counts[k]),
            share=int(counts[k]) / leads,
            median_seconds=None if np.isnan(medians[k]) else float(medians[k]),
        )
        for k in _most_first(counts)
    )


def _flow(summary: PathSummary, leads: int) -> tuple[FlowEdge, ...]:
    return tuple(
        FlowEdge(place, *_between(summary.names, k), int(counts[k]), int(counts[k]) / leads)
        for place, counts in enumerate(summary.flow)
        for k in _most_first(counts)
    )


def _contrasts(summary: PathSummary, converted: int, others: int) -> tuple[Contrast, ...]:
    """The edges by how far the two sides lie apart. An edge to an end says no more than the outcome, so it is left out;
    there is nothing to compare while a side has no leads.
    """
    if not converted or not others:
        return ()
    edges = [k for k in _most_first(summary.edges.sum(axis=0)) if k % len(summary.names) not in _ENDS]
    went = summary.edges[:, edges]
    sides = np.array([[others], [converted]])
    tables = np.stack([went[1], went[0], converted - went[1], others - went[0]], axis=1).reshape(-1, 2, 2)
    q, shares = benjamini_hochberg(exact_p_values(tables)), went / sides
    found = [
        Contrast(
            *_between(summary.names, k),
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


def _between(names: Sequence[str], edge: int) -> tuple[str, str]:
    return names[edge // len(names)], names[edge % len(names)]
