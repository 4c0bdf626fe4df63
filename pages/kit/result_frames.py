"""Answers as frames of plain numbers: what **Export** gives, and what a report prints."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from db.leads.cards import FeedItem
from journey_core.attribution.results import AttributionResult, ChannelCredit
from journey_core.attribution.spend import ChannelCost
from journey_core.funnel.results import FunnelResult
from journey_core.leads.summary import StageCount

_FEED: Final = (
    "occurred_at", "channel", "kind", "direction", "stage", "value", "owner", "campaign", "source", "content",
)  # fmt: skip


_OPEN: Final = (None, None)


def funnel_frame(result: FunnelResult) -> pd.DataFrame:
    """One row a step: leads, rates of 0..1 with their 95 % intervals, median seconds from the first step."""
    return pd.DataFrame(
        {
            "step": [step.step for step in result.steps],
            "leads": [step.count for step in result.steps],
            "rate": [step.rate for step in result.steps],
            "rate_low": [step.interval[0] for step in result.steps],
            "rate_high": [step.interval[1] for step in result.steps],
            "step_rate": [step.step_rate for step in result.steps],
            "step_rate_low": [step.step_interval[0] for step in result.steps],
            "step_rate_high": [step.step_interval[1] for step in result.steps],
            "median_seconds": [step.median_seconds for step in result.steps],
        }
    )


def credited(result: AttributionResult) -> list[ChannelCredit]:
    """The rows that add up to the conversions: every channel, and what would have converted anyway."""
    return [*result.credit, *([result.baseline_row] if result.baseline_row else [])]


def attribution_frame(result: AttributionResult, costs: Sequence[ChannelCost] = ()) -> pd.DataFrame:
    """One row a channel: conversions credited and value with their 95 % intervals, share, rank, leads that it touched,
    what it cost and what came back; the baseline last where the model has one.
    """
    rows = credited(result)
    known = {cost.channel: cost for cost in costs if cost.spent}
    spent = [known.get(row.channel) for row in rows]
    return pd.DataFrame(
        {
            "channel": [row.channel for row in rows],
            "conversions": [row.credit for row in rows],
            "conversions_low": [(row.interval or _OPEN)[0] for row in rows],
            "conversions_high": [(row.interval or _OPEN)[1] for row in rows],
            "share": [row.share for row in rows],
            "value": [row.value for row in rows],
            "value_low": [(row.value_interval or _OPEN)[0] for row in rows],
            "value_high": [(row.value_interval or _OPEN)[1] for row in rows],
            "rank": [row.rank for row in rows],
            "rank_stability": [row.rank_stability for row in rows],
            "leads": [row.leads for row in rows],
            "spent": [cost.spent if cost else None for cost in spent],
            "cost_per_conversion": [cost.cost if cost else None for cost in spent],
            "returned": [cost.returned if cost else None for cost in spent],
        }
    )


def pipeline_frame(stages: Sequence[StageCount]) -> pd.DataFrame:
    """One row a stage: the leads that stand there."""
    return pd.DataFrame({"stage": [each.stage for each in stages], "leads": [each.count for each in stages]})


def feed_frame(items: Sequence[FeedItem]) -> pd.DataFrame:
    """One row an interaction, under the names of the fields that an import knows."""
    return pd.DataFrame({name: [getattr(item, name) for item in items] for name in _FEED})
