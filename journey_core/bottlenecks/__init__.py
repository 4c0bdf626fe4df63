"""Bottlenecks: how long leads stay at each stage, where they are lost, and what could be recovered."""

from journey_core.bottlenecks.answer import bottlenecks
from journey_core.bottlenecks.breakdown import Breakdown, StageGroup, breakdown
from journey_core.bottlenecks.options import BottleneckOptions, definition, rough_stay
from journey_core.bottlenecks.results import RECENT, Bottlenecks, StageAnswer, StageWeek
from journey_core.bottlenecks.stays import BREAKDOWNS, ENDINGS, bottleneck_leads
from journey_core.bottlenecks.tables import Counts, UsualTime

__all__ = [
    "BREAKDOWNS",
    "ENDINGS",
    "RECENT",
    "BottleneckOptions",
    "Bottlenecks",
    "Breakdown",
    "Counts",
    "StageAnswer",
    "StageGroup",
    "StageWeek",
    "UsualTime",
    "bottleneck_leads",
    "bottlenecks",
    "breakdown",
    "definition",
    "rough_stay",
]
