"""Answers about bottlenecks as rows: counts of leads, rates of 0..1, times in seconds."""

from datetime import timedelta

from journey_core.answers import Row
from journey_core.bottlenecks.tables import Counts, UsualTime

_COUNTS = ("leads", "still", "left", "advanced", "lost", "back", "drop_off")


def counts_row(counts: Counts) -> Row:
    """What became of leads."""
    return {name: getattr(counts, name) for name in _COUNTS} | {"interval": list(counts.interval)}


def usual_row(usual: UsualTime) -> Row:
    """A median with its interval."""
    return {
        "median_seconds": seconds(usual.median),
        "median_interval": [seconds(usual.low), seconds(usual.high)],
    }


def seconds(span: timedelta | None) -> float | None:
    """A span of time in seconds."""
    return None if span is None else span.total_seconds()
