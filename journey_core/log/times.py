"""Times as columns hold them: int64 microseconds UTC, and the bounds of periods among them."""

from datetime import UTC, datetime, timedelta

EARLIEST, LATEST = -(2**61), 2**61
"""Times before and after every interaction: the bounds of a period that is open on a side."""


def instant(microseconds: int) -> datetime:
    """The aware UTC datetime of a column's time."""
    return datetime.fromtimestamp(microseconds // 1_000_000, UTC).replace(microsecond=microseconds % 1_000_000)


def microseconds(moment: datetime) -> int:
    """A column's time of an aware datetime, exact."""
    elapsed = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (elapsed.days * 86_400 + elapsed.seconds) * 1_000_000 + elapsed.microseconds


def bounds(since: datetime | None, until: datetime | None) -> tuple[int, int]:
    """The period since <= t < until in column times."""
    return microseconds(since) if since else EARLIEST, microseconds(until) if until else LATEST


def length(duration: timedelta) -> int:
    """A duration in microseconds, exact, and at most what a column's time can hold."""
    return min(duration // timedelta(microseconds=1), LATEST)
