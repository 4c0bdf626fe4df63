"""Maps over more kinds than can have nodes of their own: which are the most frequent, all leads together say."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from operator import add
from os import cpu_count

import numpy as np

from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.paths.compiled import compiled, map_numbers
from journey_core.paths.counting import PathSummary, count
from journey_core.paths.ground import Ground, ground, under
from journey_core.paths.nodes import Nodes, every_kind, has_many_kinds, kind_nodes, nodes
from journey_core.paths.options import PathOptions


@dataclass(frozen=True, eq=False)
class RowSummary:
    """What some leads say as long as nobody knows which kinds have nodes: the rows themselves, their steps being codes
    of kinds. How a path reads, where repeats in a row count once, depends on the nodes, so no counts would do.

    kinds: the words by code. often: int64[codes], how many interactions of the leads are of each kind.
    """

    kinds: tuple[str, ...]
    often: Ints
    grounds: tuple[Ground, ...]

    def __add__(self, other: "RowSummary") -> "RowSummary":
        """The summary of these leads and others."""
        return RowSummary(self.kinds, self.often + other.often, (*self.grounds, *other.grounds))


def row_summary(journeys: Journeys, options: PathOptions, first: int, past: int) -> RowSummary:
    """The summary of the leads number first..past-1."""
    kinds = journeys.words.lists["kind"]
    asked = compiled(options, journeys.words, every_kind(kinds))
    return RowSummary(kinds, _often(journeys, first, past), (ground(journeys, asked, first, past),))


def counted(summary: RowSummary, options: PathOptions, *, threads: int | None = None) -> PathSummary:
    """What the paths of all leads say, under the nodes of the kinds that are the most frequent among them."""
    known = kind_nodes(summary.kinds, summary.often)
    numbers = map_numbers(options, known)
    with ThreadPoolExecutor(threads or cpu_count()) as pool:
        parts = pool.map(lambda rows: count(under(rows, known), known, numbers), summary.grounds)
        return reduce(add, parts)


def log_nodes(journeys: Journeys, options: PathOptions) -> Nodes:
    """The nodes of a map of all these leads."""
    if not has_many_kinds(journeys.words, options.over):
        return nodes(journeys.words, options.over)
    return kind_nodes(journeys.words.lists["kind"], _often(journeys, 0, journeys.lead_count))


def _often(journeys: Journeys, first: int, past: int) -> Ints:
    rows = slice(int(journeys.offsets[first]), int(journeys.offsets[past]))
    often: Ints = np.bincount(journeys.kind[rows], minlength=len(journeys.words.lists["kind"]))
    return often
