"""What a journey map holds: nodes, edges, flow, contrasts and variants, each with the number of its leads."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from journey_core.answers import Row, frame_of, row_of, rows_of
from journey_core.statistics.intervals import Interval

if TYPE_CHECKING:
    import pandas as pd


NO_STEP: Final = "(no step)"
"""What stands for a path without any step."""

TOLD_BELOW: Final = 0.1
"""The false discovery rate up to which a difference is called one."""


@dataclass(frozen=True)
class PathNode:
    """A step, start or end with the leads that visit it, once or more, and their share of all."""

    name: str
    leads: int
    share: float


@dataclass(frozen=True)
class PathEdge:
    """Two steps that follow each other: the leads that go so, once or more, their share of all, and the median over
    them of the time between, the first time they go so; None where one of the two has no time.
    """

    source: str
    target: str
    leads: int
    share: float
    median_seconds: float | None


@dataclass(frozen=True)
class FlowEdge:
    """The same at one place of the path: place 0 leads from the start to the first step, or, counted from the anchor
    that paths end at, from the last step to the anchor.
    """

    place: int
    source: str
    target: str
    leads: int
    share: float


@dataclass(frozen=True)
class Contrast:
    """A way with its four counts, leads that had gone it before their time to convert ended and those that had not,
    that converted then and that did not, and the lead-days of both.

    ratio: how many times as often a day leads that had gone it converted as open leads alike that had not. p is
    two-sided, q Benjamini and Hochberg's over all ways; sentence says what came out.
    """

    source: str
    target: str
    with_converted: int
    with_not: int
    without_converted: int
    without_not: int
    days_with: float
    days_without: float
    ratio: float
    interval: Interval
    p: float
    q: float
    sentence: str

    @property
    def is_told(self) -> bool:
        """Whether a difference can be told, at a false discovery rate of 0.1 among all ways and by its own interval."""
        return self.q <= TOLD_BELOW and not self.interval[0] <= 1 <= self.interval[1]

    @property
    def share(self) -> float:
        """The share of the leads compared that had gone it."""
        having = self.with_converted + self.with_not
        return having / (having + self.without_converted + self.without_not)


@dataclass(frozen=True)
class Comparison:
    """What the contrasts say together: how leads are compared, how many could convert and how many of them did, and how
    many ways were found to differ.
    """

    definition: str
    leads: int
    converted: int
    sentence: str


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


@dataclass(frozen=True)
class PathsResult:
    """The answer, every list with the most leads first, contrasts the surest first. No part is hidden here; see
    `visible`.
    """

    definition: str
    as_of: datetime
    leads: int
    converted: int
    nodes: tuple[PathNode, ...]
    edges: tuple[PathEdge, ...]
    flow: tuple[FlowEdge, ...]
    comparison: Comparison
    contrasts: tuple[Contrast, ...]
    variants: tuple[Variant, ...]
    variant_count: int

    @property
    def rate(self) -> float:
        """The share of the leads that converted, 0 without leads."""
        return self.converted / self.leads if self.leads else 0.0

    @property
    def other_leads(self) -> int:
        """Leads of other variants than these."""
        return self.leads - sum(each.leads for each in self.variants)

    def document(self) -> Row:
        """The answer as JSON says it, no way hidden."""
        names = ("definition", "as_of", "leads", "converted", "variant_count")
        told = {name: getattr(self, name) for name in names} | {"comparison": row_of(self.comparison)}
        return told | {name: rows_of(getattr(self, name)) for name in _LISTS}

    def frame(self) -> "pd.DataFrame":
        """One row an edge."""
        return self.table("edges")

    def table(self, name: str) -> "pd.DataFrame":
        """One row an entry of one of the lists: nodes, edges, flow, contrasts or variants."""
        return frame_of(_LISTS[name], getattr(self, name))

    def visible(self, min_share: float) -> "PathsResult":
        """The answer without the steps and ways that a smaller share of the leads goes; without the contrasts of ways
        that a smaller share of the leads compared had gone.
        """
        return replace(
            self,
            nodes=tuple(node for node in self.nodes if node.share >= min_share),
            edges=tuple(edge for edge in self.edges if edge.share >= min_share),
            flow=tuple(edge for edge in self.flow if edge.share >= min_share),
            contrasts=tuple(way for way in self.contrasts if way.share >= min_share),
        )


_LISTS: Final = {"nodes": PathNode, "edges": PathEdge, "flow": FlowEdge, "contrasts": Contrast, "variants": Variant}
"""What the entries of each list are."""
