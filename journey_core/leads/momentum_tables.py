"""The measures of the overview as rows: the period against the one before, and how each has developed."""

from collections.abc import Sequence
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING, Final

from journey_core.answers import table
from journey_core.leads.momentum import Momentum
from journey_core.leads.summary import JourneyLength

if TYPE_CHECKING:
    import pandas as pd

MEDIAN: Final = "median journey, days"

_WEEK: Final = timedelta(weeks=1)
_DAY: Final = timedelta(days=1)


def measures_frame(measures: Sequence[Momentum], lengths: Sequence[JourneyLength]) -> "pd.DataFrame":
    """One row per measure: now, before, change as a rate with its 95 % interval, which may be open at
    the top; last, the median journey in days."""
    rows = [
        {"measure": each.measure, "now": each.now, "before": each.before, "change": each.change,
         "change_low": each.interval and each.interval[0],
         "change_high": each.interval[1] if each.interval and isfinite(each.interval[1]) else None}
        for each in measures
    ]  # fmt: skip
    *_, before, now = [_days(each) for each in lengths]
    return table([*rows, {"measure": MEDIAN, "now": now, "before": before}])


def trends(measures: Sequence[Momentum], lengths: Sequence[JourneyLength]) -> dict[str, list[float]]:
    """Measure -> its weeks (for the median, its months), the oldest first; what was 0 throughout is left out."""
    drawn = {each.measure: list(each.weeks) for each in measures}
    drawn[MEDIAN] = [days for each in lengths if (days := _days(each))]
    return {name: values for name, values in drawn.items() if any(values)}


def trends_frame(measures: Sequence[Momentum], lengths: Sequence[JourneyLength]) -> "pd.DataFrame":
    """One row per measure and point: the end of its week, or the instant that the median is true for."""
    until = lengths[-1].as_of
    weeks = [
        (each.measure, until - _WEEK * (len(each.weeks) - place), amount)
        for each in measures
        for place, amount in enumerate(each.weeks, start=1)
    ]
    medians = [(MEDIAN, each.as_of, _days(each)) for each in lengths]
    names = ("measure", "until", "amount")
    return table([dict(zip(names, row, strict=True)) for row in (*weeks, *medians)], names=names)


def _days(length: JourneyLength) -> float | None:
    return length.median / _DAY if length.median else None
