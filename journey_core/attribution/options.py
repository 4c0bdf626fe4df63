"""What people can ask of an attribution."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.attribution.compiled import Compiled
from journey_core.attribution.custom import CustomWeights
from journey_core.attribution.markov.chains import HIGHEST
from journey_core.attribution.models import MODELS
from journey_core.attribution.touchpoints import Scope
from journey_core.calendar.weeks import UTC_ZONE
from journey_core.errors import BadInput, UnknownName
from journey_core.log.predicates import USUAL_GOAL, Predicate
from journey_core.log.times import bounds, length, microseconds
from journey_core.wording import require_period, require_positive

ORDERS: Final = tuple(range(1, HIGHEST + 1))
MOST_OF_A_CHAIN: Final = 50
"""Replicates of chains of order 2 and more, at most."""

MOST_PREDICATES: Final = 29
"""Predicates of touchpoints, at most: with goal, form and opportunity they fill the 32 bits of a row's mask."""


@dataclass(frozen=True, kw_only=True)
class AttributionOptions:
    """Conversions at since <= t < until, seen from `as_of` (inclusive).

    touchpoints: only interactions that match one of these predicates count as touchpoints; empty: all that can be.
    opportunity_stage: entering it makes the opportunity that the W-shaped, full-path and custom models know.
    order: of the Markov chain, 1 to 4. zone: of the weekdays that lift looks at.
    inbound: channels that leads choose themselves, for lift, beside those in which the log says so.
    replicates: of the bootstrap; a chain of order 2 or more takes at most 50.
    placebo: how many draws tell what the channels would get if they made no difference; 0 leaves that out.
    """

    as_of: datetime
    model: str = "linear"
    goal: Predicate = USUAL_GOAL
    lookback: timedelta = timedelta(days=90)
    since: datetime | None = None
    until: datetime | None = None
    half_life: timedelta = timedelta(days=7)
    replicates: int = 200
    order: int = 1
    zone: ZoneInfo = UTC_ZONE
    weights: CustomWeights = field(default_factory=CustomWeights)
    opportunity_stage: str = "proposal"
    touchpoints: tuple[Predicate, ...] = ()
    inbound: tuple[str, ...] = ()
    placebo: int = 0

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise UnknownName("attribution model", self.model, MODELS)
        require_positive("lookback", self.lookback)
        require_positive("half-life", self.half_life)
        require_period(self)
        if self.order not in ORDERS:
            raise BadInput(f"The order of the chain must be 1, 2, 3 or 4, not {self.order}.")
        if len(self.touchpoints) > MOST_PREDICATES:
            raise BadInput(
                f"At most {MOST_PREDICATES} predicates say what a touchpoint is, not {len(self.touchpoints)}."
            )

    def compiled(self) -> Compiled:
        """The same in the units of columns."""
        since, until = bounds(self.since, self.until)
        scope = Scope(
            goal=self.goal,
            lookback=length(self.lookback),
            since=since,
            until=until,
            as_of=microseconds(self.as_of),
            touchpoints=self.touchpoints,
            opportunity_stage=self.opportunity_stage,
        )
        is_long = self.model == "markov" and self.order > 1
        replicates = min(self.replicates, MOST_OF_A_CHAIN) if is_long else self.replicates
        return Compiled(
            scope, length(self.half_life), self.weights, self.order, self.zone, self.inbound, replicates, self.placebo
        )
