"""Answers about bottlenecks as rows: counts of leads, rates of 0..1, times in seconds."""

from datetime import timedelta
from typing import Final

from journey_core.answers import Row
from journey_core.bottlenecks.tables import Counts, UsualTime

COUNTS: Final = ("leads", "still", "left", "advanced", "lost", "back", "drop_off", "interval")
USUAL: Final = ("median_seconds", "median_interval")
"""The names of what became of leads, and of a median with its interval."""


def counts_row(counts: Counts) -> Row:
    """What became of leads."""
    return {name: getattr(counts, name) for name in COUNTS} | {"interval": list(counts.interval)}


def usual_row(usual: UsualTime) -> Row:
    """A median with its interval."""
    return dict(zip(USUAL, (seconds(usual.median), [seconds(usual.low), seconds(usual.high)]), strict=True))


def seconds(span: timedelta | None) -> float | None:
    """A span of time in seconds."""
    return None if span is None else span.total_seconds()
