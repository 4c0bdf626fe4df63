"""Attribution: which channels earn the conversions."""

from journey_core.attribution.answer import attribute, attribute_all, attribute_each
from journey_core.attribution.channel_credit import BASELINE, NO_CHANNEL
from journey_core.attribution.custom import CustomWeights
from journey_core.attribution.ledger import ConversionLedger, Ledger, Share, Touch, ledger
from journey_core.attribution.markov.suggested_order import OrderSuggestion, suggested_order
from journey_core.attribution.models import MODELS, Model
from journey_core.attribution.options import ORDERS, AttributionOptions
from journey_core.attribution.remarks import NO_PLACEBO, intent_remark
from journey_core.attribution.results import AttributionResult, ChannelCredit, Placebo

__all__ = [
    "BASELINE",
    "MODELS",
    "NO_CHANNEL",
    "NO_PLACEBO",
    "ORDERS",
    "AttributionOptions",
    "AttributionResult",
    "ChannelCredit",
    "ConversionLedger",
    "CustomWeights",
    "Ledger",
    "Model",
    "OrderSuggestion",
    "Placebo",
    "Share",
    "Touch",
    "attribute",
    "attribute_all",
    "attribute_each",
    "intent_remark",
    "ledger",
    "suggested_order",
]
