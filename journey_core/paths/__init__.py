"""Paths: which steps follow each other in the journeys of leads, how many go which way, and who."""

from journey_core.paths.answer import TOP, Contrast, FlowEdge, PathEdge, PathNode, PathsResult, paths
from journey_core.paths.leads import all_leads, leads_along, leads_beyond, leads_going, leads_hidden, leads_through
from journey_core.paths.nodes import OTHER, SPECIAL
from journey_core.paths.options import FLOW_STEPS, LONGEST, OUTCOMES, OVERS, SIDES, USUAL_SHARE, PathOptions, definition
from journey_core.paths.variants import NO_STEP, Variant

__all__ = [
    "FLOW_STEPS",
    "LONGEST",
    "NO_STEP",
    "OTHER",
    "OUTCOMES",
    "OVERS",
    "SIDES",
    "SPECIAL",
    "TOP",
    "USUAL_SHARE",
    "Contrast",
    "FlowEdge",
    "PathEdge",
    "PathNode",
    "PathOptions",
    "PathsResult",
    "Variant",
    "all_leads",
    "definition",
    "leads_along",
    "leads_beyond",
    "leads_going",
    "leads_hidden",
    "leads_through",
    "paths",
]
