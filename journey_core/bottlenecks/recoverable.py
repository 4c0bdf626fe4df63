"""Recoverable conversions: what a stage would win if it always did as well as in the best quarter of its weeks.

The best weeks are partly lucky ones. So each week's drop-off is first drawn towards that of all weeks, until the weeks
scatter by no more than they really differ: by the variance that remains when what chance alone would scatter is taken
off (method of moments; drawn in by the square root of its share, Louis 1984). Where the weeks differ by no more than
chance, nothing is recoverable.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.log.arrays import Floats, Ints
from journey_core.statistics.intervals import Interval, percentile_interval

LEAST_WEEKS: Final = 8
LEAST_LEFT: Final = 5
"""A stage needs so many complete weeks in which so many leads left it, or nothing is said."""

_SEED: Final = 20_130_601
"""Any number; the same one, so that the same counts have the same interval."""


@dataclass(frozen=True)
class Recoverable:
    """leads: fewer would have been lost · conversions: so many of those would have converted, as those that went on
    did, with the 95 % bootstrap interval over leads · best_drop_off: of the best quarter, `best_weeks` of the
    `compared_weeks` in which enough left to be compared · drop_off: of all complete weeks, `weeks` · converting: of
    those that went on and are decided.
    """

    conversions: float
    interval: Interval | None
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


@dataclass(frozen=True, eq=False)
class WeekCounts:
    """What the leads that left one stage did, by the week in which their latest stay there began.

    left, lost: float64[1 + replicates, weeks] · decided, won: float64[1 + replicates], of those that went on, how many
    have converted or are lost by now, and how many converted. The first of each is the count itself, the others are
    those of bootstrap replicates.
    """

    left: Floats
    lost: Floats
    decided: Floats
    won: Floats


def drawn(fates: Ints, replicates: int) -> WeekCounts:
    """The counts of leads, int64[weeks, 4] by Fate, and their bootstrap replicates.

    A lead counts once at a stage, so drawing every lead with a Poisson weight is drawing every count from the Poisson
    distribution around it: the same replicates as a pass over the leads would give, from a few numbers.
    """
    draws = np.random.default_rng(_SEED).poisson(fates, (replicates, *fates.shape))
    counts = np.concatenate((fates[None], draws)).astype(np.float64)
    by_fate = counts.sum(axis=1)
    won = by_fate[:, Fate.WON]
    return WeekCounts(counts.sum(axis=2), counts[:, :, Fate.LOST], won + by_fate[:, Fate.LOST_LATER], won)


def recoverable(counts: WeekCounts, is_complete: NDArray[np.bool_]) -> Recoverable | None:
    """What could be recovered; None with too few complete weeks, or where nobody that went on is decided."""
    left, lost = counts.left[:, is_complete], counts.lost[:, is_complete]
    if (left[0] >= LEAST_LEFT).sum() < LEAST_WEEKS or counts.decided[0] == 0:
        return None
    counting = left[0] >= LEAST_LEFT
    quarter = -(-int(counting.sum()) // 4)
    overall = _divided(lost.sum(axis=1), left.sum(axis=1))
    best = _best(left[:, counting], lost[:, counting], quarter)
    converting = _divided(counts.won, counts.decided)
    fewer = np.maximum(overall - best, 0) * left.sum(axis=1)
    conversions = fewer * converting
    return Recoverable(
        conversions=float(conversions[0]),
        interval=percentile_interval(conversions[1:]),
        leads=float(fewer[0]),
        drop_off=float(overall[0]),
        best_drop_off=float(min(best[0], overall[0])),
        best_weeks=quarter,
        weeks=int(is_complete.sum()),
        compared_weeks=int(counting.sum()),
        converting=float(converting[0]),
    )


def _best(left: Floats, lost: Floats, quarter: int) -> Floats:
    """float64[1 + replicates]: the drop-off of the best quarter of weeks, each week drawn towards all of them.

    A replicate scatters twice, as the log did and by its own drawing, so twice the noise is taken off.
    """
    total = left.sum(axis=1, keepdims=True)
    overall = _divided(lost.sum(axis=1, keepdims=True), total)
    rates = _divided(lost, left)
    noise = overall * (1 - overall) / np.maximum(left, 1)
    times = np.ones((len(left), 1))
    times[1:] = 2
    scatter = (left * (rates - overall) ** 2).sum(axis=1, keepdims=True)
    by_chance = times * overall * (1 - overall) * (left.shape[1] - 1)
    spread = total - _divided((left**2).sum(axis=1, keepdims=True), total)
    between = np.maximum(_divided(scatter - by_chance, spread), 0)
    drawn = np.sqrt(_divided(between, between + times * noise))
    shrunk = np.where(left > 0, overall + drawn * (rates - overall), 1.0)
    order = np.argsort(shrunk, axis=1, kind="stable")[:, :quarter]
    weight, chosen = np.take_along_axis(left, order, axis=1), np.take_along_axis(shrunk, order, axis=1)
    return _divided((weight * chosen).sum(axis=1), weight.sum(axis=1))


def _divided(above: Floats, below: Floats) -> Floats:
    """The quotient, 0 where nothing is below."""
    quotient: Floats = np.divide(above, below, out=np.zeros(np.broadcast(above, below).shape), where=below > 0)
    return quotient
