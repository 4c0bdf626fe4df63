"""The stays at every stage in groups: who loses more than the rest, beyond what many comparisons find by chance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from journey_core.answers import Row
from journey_core.bottlenecks.at_stage import StageStays
from journey_core.bottlenecks.rows import counts_row, usual_row
from journey_core.bottlenecks.stays import BREAKDOWNS
from journey_core.bottlenecks.tables import UNKNOWN_TIME, Counts, UsualTime, as_counts, counts_by, usual_times
from journey_core.errors import UnknownName
from journey_core.leads.groups import Group, value_group
from journey_core.leads.stage_visits import LOST
from journey_core.log.arrays import Flags, Ints
from journey_core.log.vocabulary import WordList, Words
from journey_core.statistics.multiple_tests import benjamini_hochberg, exact_p_values, odds_ratios

LEAST_LEFT: Final = 10
"""A group is compared when at least so many of its leads, and of all others, left the stage."""

FALSE_SHARE: Final = 0.1
"""Among the groups said to differ, the share that may do so by chance."""


@dataclass(frozen=True)
class StageGroup:
    """One group of a breakdown at one stage. odds_ratio: of being lost, against all other groups, one added to every
    cell · q: of Fisher's exact test, after Benjamini and Hochberg over the owners and channels of all stages; both None
    where too few left.
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


def breakdown_of(by: str) -> WordList:
    """One of BREAKDOWNS; raises UnknownName."""
    if by not in BREAKDOWNS:
        raise UnknownName("breakdown", by, BREAKDOWNS)
    return next(each for each in BREAKDOWNS if each == by)


def stage_groups(stages: Sequence[StageStays], words: Words, by: WordList) -> list[tuple[StageGroup, ...]]:
    """The groups of every stage in order, the largest first."""
    return _compared_groups(stages, words, timed=by)[by]


def standouts(stages: Sequence[StageStays], words: Words) -> list[StageGroup | None]:
    """For every stage in order the group of any breakdown that lost the most leads beyond the rate of all others,
    among those that differ beyond chance; None where no group does. Their usual times are unknown.
    """
    found: list[StageGroup | None] = []
    for groups_of_stage in zip(*_compared_groups(stages, words).values(), strict=True):
        differing = {each: excess for groups in groups_of_stage for each in groups if (excess := _excess(each, groups))}
        found.append(max(differing, key=lambda each: differing[each], default=None))
    return found


def _compared_groups(
    stages: Sequence[StageStays], words: Words, *, timed: WordList | None = None
) -> dict[WordList, list[tuple[StageGroup, ...]]]:
    """The groups of every breakdown and stage, with usual times of one breakdown; compared as one family, whichever is
    asked for, so that a sentence and a table never disagree and false alarms of owners and channels don't add up.
    """
    found, tested = [], []
    for by in BREAKDOWNS:
        for stays in stages:
            groups, counts = _groups(stays, words, by, is_timed=by == timed)
            found.append(groups)
            tested.append(_tables(counts))
    compared = _compared(found, tested)
    first = {by: place * len(stages) for place, by in enumerate(BREAKDOWNS)}
    return {by: compared[start : start + len(stages)] for by, start in first.items()}


def _groups(stays: StageStays, words: Words, by: WordList, *, is_timed: bool) -> tuple[list[StageGroup], Ints]:
    """The groups of one stage that have any lead, and int64[groups, 4], their counts by Ending."""
    names, code = words.lists[by], getattr(stays, by)
    counts = counts_by(code, len(names), stays.ending, stays.is_latest)
    present = np.flatnonzero(counts.any(axis=1))
    times = usual_times(stays, code, len(names)) if is_timed else [UNKNOWN_TIME] * len(names)
    groups = [StageGroup(by, value_group(names[n]), as_counts(counts[n]), times[n]) for n in present.tolist()]
    return groups, counts[present]


def _excess(group: StageGroup, groups: Sequence[StageGroup]) -> float:
    """How many leads fewer it would have lost at the rate of all others, at least 0; 0 if it does not differ beyond
    chance.
    """
    if not group.is_different:
        return 0.0
    lost, left = sum(each.counts.lost for each in groups), sum(each.counts.left for each in groups)
    at_rate_of_others = group.counts.left * (lost - group.counts.lost) / (left - group.counts.left)
    return max(group.counts.lost - at_rate_of_others, 0.0)


def _compared(
    stages: Sequence[Sequence[StageGroup]], tested: Sequence[tuple[Ints, Flags]]
) -> list[tuple[StageGroup, ...]]:
    """The same groups with their odds ratios and q-values, the largest first."""
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
