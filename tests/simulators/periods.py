"""Leads that come, convert at once and bring a value, at a rate that changes once, thirty days before the end."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from journey_core.log.journeys import Journeys, build
from journey_core.log.vocabulary import KindCode, Words
from tests.simulators.truth import DAY, START

DAYS: Final = 210
PERIOD: Final = 30
AS_OF: Final = datetime.fromtimestamp((START + DAYS * DAY) / 1e6, UTC)
_WORDS: Final = Words()


@dataclass(frozen=True)
class PeriodWorld:
    """mean: leads of a period before the last, ratio: times as many in the last · lump: leads that come at one instant,
    as from a trade fair · spread: of the logarithm of their values.
    """

    mean: float
    ratio: float = 1.0
    lump: int = 1
    spread: float = 1.0

    @property
    def change(self) -> float:
        """The true change of leads, conversions and value alike."""
        return self.ratio - 1

    def drawn(self, rng: np.random.Generator) -> Journeys:
        """One log, complete up to AS_OF."""
        day = np.concatenate((
            self._days(rng, self.mean * (DAYS / PERIOD - 1)) * (DAYS - PERIOD),
            DAYS - self._days(rng, self.mean * self.ratio) * PERIOD,
        ))  # fmt: skip
        ids = np.arange(1, len(day) + 1)
        return build(
            leads=ids,
            lead_id=ids,
            occurred_at=START + (day * DAY).astype(np.int64),
            interaction_id=ids,
            codes={
                "kind": np.full(len(day), int(KindCode.CONVERTED)),
                "value": np.exp(self.spread * rng.standard_normal(len(day))),
            },
            words=_WORDS,
        )

    def _days(self, rng: np.random.Generator, mean: float) -> np.ndarray:
        """float64[leads], 0..1."""
        return rng.random(rng.poisson(mean / self.lump)).repeat(self.lump)
