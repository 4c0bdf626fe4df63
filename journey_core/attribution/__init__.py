"""Attribution: which channels earn the conversions (DESIGN 6.2)."""

from journey_core.attribution.credit import attribute, attribute_all
from journey_core.attribution.custom import CustomWeights
from journey_core.attribution.models import MODELS, Model
from journey_core.attribution.options import ORDERS, AttributionOptions
from journey_core.attribution.results import BASELINE, AttributionResult, ChannelCredit, Placebo
from journey_core.attribution.touched import NO_CHANNEL

__all__ = [
    "BASELINE",
    "MODELS",
    "NO_CHANNEL",
    "ORDERS",
    "AttributionOptions",
    "AttributionResult",
    "ChannelCredit",
    "CustomWeights",
    "Model",
    "Placebo",
    "attribute",
    "attribute_all",
]
