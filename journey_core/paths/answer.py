"""The journey map: nodes, edges, flow and variants, each with the number of its leads."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from operator import add

import numpy as np

from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.paths.compiled import compiled
from journey_core.paths.contrasting import compared
from journey_core.paths.counting import PathColumns, PathSummary, count
from journey_core.paths.ground import ground
from journey_core.paths.many_kinds import RowSummary, counted, row_summary
from journey_core.paths.nodes import has_many_kinds, nodes
from journey_core.paths.options import PathOptions
from journey_core.paths.results import FlowEdge, PathEdge, PathNode, PathsResult
from journey_core.paths.variants import variants
from journey_core.paths.wording import definition
from journey_core.statistics.at_risk import joined
from journey_core.statistics.medians import grouped_medians

Summary = PathSummary | RowSummary


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
        comparison, contrasts = compared(joined(summary.at_risk), names, options)
    sequences, variant_count = told.result()
    return PathsResult(
        definition=definition(options, steps=summary.steps, sharing=summary.sharing),
        as_of=options.as_of,
        leads=leads,
        converted=converted,
        nodes=_nodes(summary, leads),
        edges=edges,
        flow=_flow(summary, leads),
        comparison=comparison,
        contrasts=contrasts,
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


def _most_first(counts: Ints) -> list[int]:
    """The numbers of what has a lead at all, the most first."""
    order: list[int] = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)].tolist()
    return order


def _between(names: Sequence[str], edge: int) -> tuple[str, str]:
    return names[edge // len(names)], names[edge % len(names)]
