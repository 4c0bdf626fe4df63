"""What a reconciliation is asked: a funnel and an attribution as of one instant."""

from dataclasses import dataclass

from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.errors import BadInput
from journey_core.funnel.options import FunnelOptions


@dataclass(frozen=True, kw_only=True)
class ReconcileOptions:
    """A funnel and an attribution as of one instant; the goal of the attribution says what a conversion is."""

    funnel: FunnelOptions
    attribution: AttributionOptions

    def __post_init__(self) -> None:
        if self.funnel.as_of != self.attribution.as_of:
            raise BadInput("Funnel and attribution can be reconciled as of one instant only.")

    @property
    def models(self) -> tuple[str, ...]:
        """Every model that shares out each conversion by itself, and the one that was asked for."""
        return tuple(name for name, model in MODELS.items() if model.weigh or name == self.attribution.model)
