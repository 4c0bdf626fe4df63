"""Answers about bottlenecks as rows, for files: counts of leads, rates of 0..1, times as durations."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from journey_core.bottlenecks.breakdown import StageGroup
from journey_core.bottlenecks.results import Bottlenecks, StageAnswer
from journey_core.bottlenecks.tables import Counts, UsualTime


def rows_frame(answer: Bottlenecks) -> pd.DataFrame:
    """One row a stage."""
    return pd.DataFrame([_cells(stage) for stage in answer.stages])


def survival_frame(stage: StageAnswer) -> pd.DataFrame:
    """One row a time: the share still at the stage after it, with its 95 % band."""
    low, high = stage.survival.band
    times = pd.to_timedelta(stage.survival.times, unit="us")
    return pd.DataFrame({"after": times, "share": stage.survival.share, "share_low": low, "share_high": high})


def weeks_frame(stage: StageAnswer) -> pd.DataFrame:
    """One row a week."""
    return pd.DataFrame(
        [{"week": week.start, "is_complete": week.is_complete, **_counted(week.counts), **_usual(week.usual)}
         for week in stage.weeks]
    )  # fmt: skip


def groups_frame(groups: Sequence[StageGroup]) -> pd.DataFrame:
    """One row a group."""
    return pd.DataFrame(
        [{group.by: group.group.name, **_counted(group.counts), **_usual(group.usual),
          "odds_ratio": group.odds_ratio, "q": group.q} for group in groups]
    )  # fmt: skip


def incidence_frame(stage: StageAnswer) -> pd.DataFrame:
    """One row a time."""
    shares = dict(zip(("advanced", "lost", "back"), stage.incidence.share, strict=True))
    errors = {f"{name}_se": se for name, se in zip(shares, stage.incidence.se, strict=True)}
    return pd.DataFrame({"after": pd.to_timedelta(stage.incidence.times, unit="us"), **shares, **errors})


def _cells(stage: StageAnswer) -> dict[str, Any]:
    counts, gain = stage.counts, stage.recoverable
    low, middle, high = stage.quartiles
    return {
        "stage": stage.stage, "rank": stage.rank, "stays": stage.visits, "leads": counts.leads, "still": counts.still,
        "left": counts.left, "advanced": counts.advanced, "lost": counts.lost, "back": counts.back,
        "drop_off": counts.drop_off, "drop_off_low": counts.interval[0], "drop_off_high": counts.interval[1],
        "lost_in_the_end": stage.lost_in_the_end,
        "stay_quarter": low, "stay_median": middle, "stay_three_quarters": high,
        "recoverable": gain and gain.conversions,
        "recoverable_low": gain and gain.interval and gain.interval[0],
        "recoverable_high": gain and gain.interval and gain.interval[1], "advice": stage.advice,
    }  # fmt: skip


def _counted(counts: Counts) -> dict[str, Any]:
    bounds = {"drop_off_low": counts.interval[0], "drop_off_high": counts.interval[1]}
    names = ("leads", "still", "left", "advanced", "lost", "back", "drop_off")
    return {name: getattr(counts, name) for name in names} | bounds


def _usual(usual: UsualTime) -> dict[str, Any]:
    return {"stay_median": usual.median, "stay_median_low": usual.low, "stay_median_high": usual.high}
