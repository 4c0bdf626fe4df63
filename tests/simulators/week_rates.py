"""Weeks of a stage whose drop-off is known, and how many conversions its best quarter of weeks would have saved."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from journey_core.bottlenecks.recoverable import Fate
from journey_core.log.arrays import Floats, Ints

WEEKS: Final = 26
QUARTER: Final = 7
"""The best quarter of WEEKS."""
USUAL: Final = 0.4
CONVERTING: Final = 2 / 3


@dataclass(frozen=True, eq=False)
class Weeks:
    """fates: int64[weeks, 4], what became of the leads of each week, by Fate · recoverable: conversions, in truth."""

    fates: Ints
    recoverable: float


@dataclass(frozen=True)
class WeeksWorld:
    """Leads a week, and the drop-off of the weeks that are not as usual: `odd` of them, or all by a trend or a normal
    distribution of this spread.
    """

    leads: int = 30
    odd: int = 0
    rate: float = USUAL
    trend: float = 0.0
    spread: float = 0.0

    def drawn(self, rng: np.random.Generator) -> Weeks:
        """One sample; the order of the weeks says nothing."""
        rates = self._rates(rng)
        lost = rng.binomial(self.leads, rates)
        won = rng.binomial(self.leads - lost, CONVERTING)
        fates = np.zeros((WEEKS, len(Fate)), np.int64)
        fates[:, Fate.LOST], fates[:, Fate.WON] = lost, won
        fates[:, Fate.LOST_LATER] = self.leads - lost - won
        best = np.sort(rates)[:QUARTER].mean()
        return Weeks(fates, float(rates.mean() - best) * WEEKS * self.leads * CONVERTING)

    def _rates(self, rng: np.random.Generator) -> Floats:
        rates = np.full(WEEKS, USUAL)
        rates[: self.odd] = self.rate
        rates += np.linspace(-self.trend, self.trend, WEEKS)
        return np.clip(rates + self.spread * rng.standard_normal(WEEKS), 0.02, 0.98)


WEEKS_WORLDS: Final = {
    "null": WeeksWorld(),
    "bad quarter": WeeksWorld(odd=QUARTER, rate=0.6),
    "good quarter": WeeksWorld(odd=QUARTER, rate=0.2),
    "normal": WeeksWorld(spread=0.075),
    "trend": WeeksWorld(trend=0.1),
    "two weeks": WeeksWorld(odd=2, rate=0.7),
    "bad quarter, 200 a week": WeeksWorld(leads=200, odd=QUARTER, rate=0.55),
    "good quarter, 200 a week": WeeksWorld(leads=200, odd=QUARTER, rate=0.25),
}
