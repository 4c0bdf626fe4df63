"""Attribution: which channels earn the conversions (DESIGN 6.2)."""

from journey_core.attribution.credit import (
    MODELS,
    AttributionOptions,
    AttributionResult,
    ChannelCredit,
    Model,
    attribute,
    attribute_all,
)
from journey_core.attribution.touched import NO_CHANNEL

__all__ = [
    "MODELS",
    "NO_CHANNEL",
    "AttributionOptions",
    "AttributionResult",
    "ChannelCredit",
    "Model",
    "attribute",
    "attribute_all",
]
