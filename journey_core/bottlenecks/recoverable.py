"""Recoverable conversions: what a stage would win if it always did as well as in the best quarter of its weeks.

The best weeks are partly lucky ones. So first the weeks must differ by more than chance (Pearson's chi-square, all
stages being one family: each by itself, one log in five would show a stage with better weeks where all are alike); then
what they truly differ by is told from the fits that their counts allow (`week_fits`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import erfc, hypot, sqrt
from typing import Final

import numpy as np

from journey_core.bottlenecks.week_fits import Gap, gap
from journey_core.log.arrays import Flags, Floats, Ints
from journey_core.statistics.intervals import Interval, wilson
from journey_core.statistics.multiple_tests import benjamini_hochberg

LEAST_WEEKS: Final = 8
LEAST_LEFT: Final = 5
"""A stage needs so many complete weeks in which so many leads left it, or nothing is said."""

DIFFER_BELOW: Final = 0.05
"""The false discovery rate, among the stages, up to which weeks differ."""


@dataclass(frozen=True)
class Recoverable:
    """weeks_differ: by more than chance; where they don't, conversions and leads are 0, and the interval says what
    can't be ruled out · leads: fewer would have been lost · conversions: so many of those would have converted, as
    those that went on did, with their 95 % interval · best_drop_off: of the best quarter, `best_weeks` of the
    `compared_weeks` in which enough left to be compared · drop_off: of all complete weeks, `weeks` · converting: of
    those that went on and are decided.
    """

    weeks_differ: bool
    conversions: float
    interval: Interval
    leads: float
    drop_off: float
    best_drop_off: float
    best_weeks: int
    weeks: int
    compared_weeks: int
    converting: float

    @property
    def compared(self) -> str:
        """The weeks that the best were chosen from: “16 complete weeks”, or those of them in which enough left."""
        few = self.compared_weeks < self.weeks
        return f"{self.compared_weeks} complete weeks" + (f" in which {LEAST_LEFT} or more leads left" if few else "")


class Fate(IntEnum):
    """What became of a lead that left a stage: lost there, or gone on (or back) and not decided, lost, or converted."""

    LOST = 0
    UNDECIDED = 1
    LOST_LATER = 2
    WON = 3


def recoverable_at(stages: Sequence[tuple[Ints, Flags]]) -> list[Recoverable | None]:
    """What could be recovered at each stage of its leads int64[weeks, 4], by the week in which their latest stay began
    and their Fate, and which of the weeks are complete.

    None with too few complete weeks, or where nobody that went on is decided.
    """
    known = [place for place, each in enumerate(stages) if _is_known(*each)]
    q = benjamini_hochberg(np.array([difference_p(*_compared(*stages[place])) for place in known]))
    found: list[Recoverable | None] = [None] * len(stages)
    for place, rate in zip(known, q.tolist(), strict=True):
        found[place] = _recoverable(*stages[place], differ=rate <= DIFFER_BELOW)
    return found


def _is_known(fates: Ints, is_complete: Flags) -> bool:
    lost, _ = _compared(fates, is_complete)
    return len(lost) >= LEAST_WEEKS and bool(fates[:, [Fate.WON, Fate.LOST_LATER]].any())


def _compared(fates: Ints, is_complete: Flags) -> tuple[Floats, Floats]:
    """lost, left: float64 each, of the complete weeks in which LEAST_LEFT or more left."""
    left, lost = fates[is_complete].sum(axis=1), fates[is_complete, Fate.LOST]
    counting = left >= LEAST_LEFT
    return lost[counting].astype(np.float64), left[counting].astype(np.float64)


def _recoverable(fates: Ints, is_complete: Flags, *, differ: bool) -> Recoverable:
    won, later = (int(fates[:, fate].sum()) for fate in (Fate.WON, Fate.LOST_LATER))
    left, lost = fates[is_complete].sum(axis=1), fates[is_complete, Fate.LOST]
    all_left, drop_off, converting = int(left.sum()), float(lost.sum() / left.sum()), won / (won + later)
    weeks = _compared(fates, is_complete)
    compared, found = len(weeks[0]), gap(*weeks)
    best = min(found.best, drop_off) if differ else 0.0
    allowed = Gap(best, min(found.low, best) if differ else 0.0, max(min(found.high, drop_off), best))
    return Recoverable(
        weeks_differ=differ,
        conversions=best * all_left * converting,
        interval=_joined(allowed, converting, wilson(won, won + later), all_left),
        leads=best * all_left,
        drop_off=drop_off,
        best_drop_off=drop_off - best,
        best_weeks=-(-compared // 4),
        weeks=int(is_complete.sum()),
        compared_weeks=compared,
        converting=converting,
    )


def difference_p(lost: Floats, left: Floats) -> float:
    """How probable it is that rates of two or more groups differ as much as these by chance: Pearson's chi-square, its
    distribution by the cube root of Wilson and Hilferty (1931).
    """
    rate, freedom = float(lost.sum() / left.sum()), len(left) - 1
    if rate in {0.0, 1.0}:
        return 1.0
    chi_square = float(((lost - left * rate) ** 2 / (left * rate * (1 - rate))).sum())
    spread = 2 / (9 * freedom)
    root = float(np.cbrt(chi_square / freedom))
    return erfc((root - (1 - spread)) / sqrt(2 * spread)) / 2


def _joined(gaps: Gap, converting: float, around: Interval, leads: int) -> Interval:
    """The interval of gap x leads x converting: the errors of both joined in squares, never below 0 (the variance
    estimates recovered from both intervals, Zou and Donner 2008).
    """
    down = hypot((gaps.best - gaps.low) * converting, gaps.best * (converting - around[0]))
    up = hypot((gaps.high - gaps.best) * converting, gaps.best * (around[1] - converting))
    middle = gaps.best * converting
    return max(middle - down, 0.0) * leads, (middle + up) * leads
