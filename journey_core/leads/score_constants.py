"""The constants of the engagement score; `scoring` says how they are used."""

from dataclasses import dataclass
from typing import Final

from journey_core.errors import BadInput


@dataclass(frozen=True, kw_only=True)
class ScoreConstants:
    """The constants of the score; weights add up to 1. `recency_days`: the days after which recency is 0;
    `frequency_cap` interactions and `diversity_cap` channels count in full.
    """

    recency_weight: float = 0.4
    frequency_weight: float = 0.4
    diversity_weight: float = 0.2
    recency_days: float = 30.0
    frequency_cap: int = 10
    diversity_cap: int = 5
    inbound_only: bool = False

    def __post_init__(self) -> None:
        weights = (self.recency_weight, self.frequency_weight, self.diversity_weight)
        if min(weights) < 0 or abs(sum(weights) - 1) > 1e-9:
            raise BadInput(f"The weights of the score must add up to 1 and not be negative, unlike {weights}.")
        if self.recency_days <= 0 or self.frequency_cap < 1 or self.diversity_cap < 1:
            raise BadInput("The days and caps of the score must be at least 1.")


DEFAULTS: Final = ScoreConstants()

HOT: Final = 0.6
"""The score from which a lead is called hot."""

WARM: Final = 0.3

BANDS: Final = {"hot": (HOT, 2.0), "warm": (WARM, HOT), "cold": (-1.0, WARM)}
"""Bands of the score: from the first bound, below the second."""
