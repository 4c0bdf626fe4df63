"""Answers about funnels as rows of plain numbers, for files: counts of leads, rates of 0..1, intervals of 95 %."""

import pandas as pd

from journey_core.funnel.breakdown import Breakdown
from journey_core.funnel.comparison import ComparedStep, Comparison
from journey_core.funnel.separation import Separation
from journey_core.funnel.time_to_convert import ConversionTimes
from journey_core.funnel.trend import Trend


def times_frame(took: ConversionTimes) -> pd.DataFrame:
    """One row a bar of the histogram: from, to, leads."""
    edges = pd.to_timedelta(took.edges, unit="s")
    return pd.DataFrame({"from": edges[:-1], "to": edges[1:], "leads": took.counts})


def trend_frame(answer: Trend) -> pd.DataFrame:
    """One row a week of entry, the newest first; without entrants there is no rate."""
    rows = [
        {"week_of": week.monday, "entered": week.entrants, "came_through": week.converted,
         "rate": week.rate if week.entrants else None, "rate_low": week.interval[0], "rate_high": week.interval[1],
         "is_complete": week.is_complete}
        for week in reversed(answer.weeks)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def breakdown_frame(answer: Breakdown) -> pd.DataFrame:
    """One row a group: who reached each step, and the rate of the last one."""
    rows = []
    for row in answer.rows:
        last = row.steps[-1]
        counts = {f"step_{number}": step.count for number, step in enumerate(row.steps, start=1)}
        rate = {"rate": last.rate, "rate_low": last.interval[0], "rate_high": last.interval[1]}
        rows.append({"group": row.group.name, **counts, **rate})
    return pd.DataFrame(rows)


def compare_frame(answer: Comparison) -> pd.DataFrame:
    """One row a step: both sides, and the second rate minus the first; no rate where nobody entered."""
    rows = []
    for step in answer.steps:
        sides = zip(("first", "second"), step.counts, told_rates(answer, step), step.intervals, strict=True)
        shown: dict[str, object] = {"step": step.step}
        for name, count, rate, (low, high) in sides:
            shown |= {name: count, f"{name}_rate": rate, f"{name}_rate_low": low, f"{name}_rate_high": high}
        low, high = step.interval
        difference = told_difference(answer, step)
        rows.append(shown | {"difference": difference, "difference_low": low, "difference_high": high})
    return pd.DataFrame(rows)


def told_rates(answer: Comparison, step: ComparedStep) -> list[float | None]:
    """A step's rate on both sides; None on one that nobody entered."""
    return [rate if len(side.reached[0]) else None for rate, side in zip(step.rates, answer.sides, strict=True)]


def told_difference(answer: Comparison, step: ComparedStep) -> float | None:
    """The second rate minus the first; None if nobody entered one of the sides."""
    return None if None in told_rates(answer, step) else step.difference


def differs_frame(answer: Separation) -> pd.DataFrame:
    """One row a candidate, the surest first."""
    rows = [
        {"trait": each.trait.sentence(), "odds_ratio": each.odds_ratio, "odds_ratio_low": each.interval[0],
         "odds_ratio_high": each.interval[1], "p": each.p, "q": each.q, "with_converted": each.with_converted,
         "with_not": each.with_not, "without_converted": each.without_converted, "without_not": each.without_not}
        for each in answer.differences
    ]  # fmt: skip
    return pd.DataFrame(rows)
