"""Every stage by owner or by channel: who loses more than the rest, beyond what many comparisons find by chance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

import numpy as np

from journey_core.answers import Row, table
from journey_core.bottlenecks.options import BottleneckOptions, definition
from journey_core.bottlenecks.rows import counts_row, usual_row
from journey_core.bottlenecks.stays import BREAKDOWNS, Stays, all_stays, breakdown_codes
from journey_core.bottlenecks.tables import (
    UNKNOWN_TIME,
    Counts,
    UsualTime,
    as_counts,
    counts_by,
    usual_times,
)
from journey_core.leads.groups import Group, value_group
from journey_core.leads.stage_visits import LOST
from journey_core.log.arrays import Flags, Ints
from journey_core.log.journeys import Journeys
from journey_core.statistics.multiple_tests import benjamini_hochberg, exact_p_values, odds_ratios

if TYPE_CHECKING:
    import pandas as pd

LEAST_LEFT: Final = 10
"""A group is compared when at least so many of its leads, and of all others, left the stage."""

FALSE_SHARE: Final = 0.1
"""Among the groups said to differ, the share that may do so by chance."""

_SAID: Final = {
    "owner": "the owner that a lead's interactions named last by the end of its stay",
    "channel": "the channel of a lead's first touchpoint",
}


@dataclass(frozen=True)
class StageGroup:
    """One group of a breakdown at one stage. odds_ratio: of being lost, against all other groups, one added to every
    cell · q: of Fisher's exact test, after Benjamini and Hochberg over all groups and stages compared; both None where
    too few left.
    """

    by: str
    group: Group
    counts: Counts
    usual: UsualTime
    odds_ratio: float | None = None
    q: float | None = None

    @property
    def is_different(self) -> bool:
        return self.q is not None and self.q <= FALSE_SHARE

    def row(self) -> Row:
        """The group as a row, under the name of what it is a group of."""
        named = {self.by: self.group.name, **counts_row(self.counts), **usual_row(self.usual)}
        return named | {"odds_ratio": self.odds_ratio, "q": self.q, "differs": self.is_different}


@dataclass(frozen=True, eq=False)
class Breakdown:
    """The groups at every stage, by the stage's name, the largest first."""

    definition: str
    as_of: datetime
    by: str
    stages: dict[str, tuple[StageGroup, ...]]

    def document(self) -> Row:
        """The answer as JSON says it: the groups by stage."""
        return {stage: [each.row() for each in groups] for stage, groups in self.stages.items()}

    def frame(self) -> "pd.DataFrame":
        """One row a stage and group."""
        return table([{"stage": stage} | each.row() for stage, groups in self.stages.items() for each in groups])


def breakdown(journeys: Journeys, options: BottleneckOptions, by: str, *, threads: int | None = None) -> Breakdown:
    """Every stage by one of BREAKDOWNS; raises UnknownName."""
    stays, _ = all_stays(journeys, options, threads=threads)
    groups = stage_groups(journeys, options, stays, by)
    said = (
        f"{definition(options)} By {_SAID[by]}; groups of {LEAST_LEFT} or more that left are compared with all others."
    )
    return Breakdown(said, options.as_of, by, dict(zip(stays.names, groups, strict=True)))


def stage_groups(
    journeys: Journeys, options: BottleneckOptions, stays: Stays, by: str, *, with_times: bool = True
) -> list[tuple[StageGroup, ...]]:
    """The groups of every stage in order, the largest first; without the times, `usual` is unknown."""
    latest = stays.latest()
    code, words = breakdown_codes(journeys, latest.visits, options, by)
    counts = counts_by(latest, code, len(words))
    every = code if latest is stays or not with_times else breakdown_codes(journeys, stays.visits, options, by)[0]
    stages = []
    for place, at_stage in enumerate(counts):
        usual = [UNKNOWN_TIME] * len(words)
        if with_times:
            risen = stays.risen(place)
            usual = usual_times(risen, every[risen.order], len(words))
        present = np.flatnonzero(at_stage.any(axis=1)).tolist()
        stages.append([StageGroup(by, value_group(words[n]), as_counts(at_stage[n]), usual[n]) for n in present])
    return _compared(stages, [at_stage[at_stage.any(axis=1)] for at_stage in counts])


def standouts(journeys: Journeys, options: BottleneckOptions, stays: Stays) -> list[StageGroup | None]:
    """For every stage in order the group of any breakdown that lost the most leads beyond the rate of all others,
    among those that differ beyond chance; None where none does.
    """
    by_each = [stage_groups(journeys, options, stays, by, with_times=False) for by in BREAKDOWNS]
    found: list[StageGroup | None] = []
    for stages in zip(*by_each, strict=True):
        differing = {each: excess for groups in stages for each in groups if (excess := _excess(each, groups)) > 0}
        found.append(max(differing, key=lambda each: differing[each], default=None))
    return found


def _excess(group: StageGroup, groups: Sequence[StageGroup]) -> float:
    """How many leads fewer it would have lost at the rate of all others; 0 if it does not differ beyond chance."""
    if not group.is_different:
        return 0.0
    lost, left = sum(each.counts.lost for each in groups), sum(each.counts.left for each in groups)
    return group.counts.lost - group.counts.left * (lost - group.counts.lost) / (left - group.counts.left)


def _compared(stages: Sequence[Sequence[StageGroup]], counts: Sequence[Ints]) -> list[tuple[StageGroup, ...]]:
    """The same groups with their odds ratios and q-values, the largest first."""
    tested = [_tables(at_stage) for at_stage in counts]
    tables = np.concatenate([tables[is_tested] for tables, is_tested in tested] or [np.zeros((0, 2, 2), np.int64)])
    values = iter(zip(odds_ratios(tables), benjamini_hochberg(exact_p_values(tables)), strict=True))
    found = []
    for groups, (_, is_tested) in zip(stages, tested, strict=True):
        told = [_told(group, *next(values)) if test else group for group, test in zip(groups, is_tested, strict=True)]
        found.append(tuple(sorted(told, key=lambda each: (-each.counts.leads, each.group.name))))
    return found


def _told(group: StageGroup, ratio: float, q: float) -> StageGroup:
    return replace(group, odds_ratio=float(ratio), q=float(q))


def _tables(counts: Ints) -> tuple[Ints, Flags]:
    """int64[groups, 2, 2]: lost and not of those that left, of the group and of all others; and which are compared."""
    lost, left = counts[:, LOST], counts[:, 1:].sum(axis=1)
    other_lost, other_left = lost.sum() - lost, left.sum() - left
    tables = np.array([[lost, left - lost], [other_lost, other_left - other_lost]]).transpose(2, 0, 1)
    are_compared = (left >= LEAST_LEFT) & (other_left >= LEAST_LEFT) & (0 < lost.sum() < left.sum())
    return tables, are_compared
