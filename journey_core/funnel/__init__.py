"""Funnels: how many leads came through a row of steps, how sure that is, and which leads they were."""

from journey_core.funnel.answer import funnel
from journey_core.funnel.conventions import Convention, conventions
from journey_core.funnel.options import STEP_LIMIT, Exclusion, FunnelOptions
from journey_core.funnel.orders import ORDERS, Order
from journey_core.funnel.results import FunnelResult, FunnelStep

__all__ = [
    "ORDERS",
    "STEP_LIMIT",
    "Convention",
    "Exclusion",
    "FunnelOptions",
    "FunnelResult",
    "FunnelStep",
    "Order",
    "conventions",
    "funnel",
]
