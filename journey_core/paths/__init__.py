"""Paths: which steps follow each other in the journeys of leads, how many go which way, and who (DESIGN 6.3)."""

from journey_core.paths.answer import TOP, Contrast, FlowEdge, PathEdge, PathNode, PathsResult, paths
from journey_core.paths.leads import all_leads, leads_along, leads_beyond, leads_going, leads_hidden, leads_through
from journey_core.paths.nodes import OTHER, SPECIAL
from journey_core.paths.question import FLOW_STEPS, LONGEST, OUTCOMES, OVERS, SIDES, PathOptions
from journey_core.paths.variants import Variant

__all__ = [
    "FLOW_STEPS",
    "LONGEST",
    "OTHER",
    "OUTCOMES",
    "OVERS",
    "SIDES",
    "SPECIAL",
    "TOP",
    "Contrast",
    "FlowEdge",
    "PathEdge",
    "PathNode",
    "PathOptions",
    "PathsResult",
    "Variant",
    "all_leads",
    "leads_along",
    "leads_beyond",
    "leads_going",
    "leads_hidden",
    "leads_through",
    "paths",
]
