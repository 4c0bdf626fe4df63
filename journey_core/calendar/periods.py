"""Spans of days that people name: the last 30 days, the last quarter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from journey_core.errors import UnknownName

Span = tuple[date | None, date | None]
"""since <= day < until; None where a side is open."""


@dataclass(frozen=True)
class Period:
    """A named period; `span` gives it as seen from a day."""

    name: str
    title: str
    span: Callable[[date], Span]


def period(name: str, today: date) -> Span:
    """The days of a named period as seen from `today`; raises UnknownName."""
    if name not in PERIODS:
        raise UnknownName("period", name, PERIODS)
    return PERIODS[name].span(today)


def _any_time(_: date) -> Span:
    return None, None


def _last_days(count: int) -> Callable[[date], Span]:
    """The days up to and including today."""
    return lambda today: (today - timedelta(days=count - 1), today + timedelta(days=1))


def _this_quarter(today: date) -> Span:
    return _quarter_start(today), None


def _last_quarter(today: date) -> Span:
    end = _quarter_start(today)
    return _quarter_start(end - timedelta(days=1)), end


def _this_year(today: date) -> Span:
    return date(today.year, 1, 1), None


def _quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


PERIODS: Final[Mapping[str, Period]] = {
    name: Period(name, title, span)
    for name, title, span in (
        ("any", "any time", _any_time),
        ("30d", "the last 30 days", _last_days(30)),
        ("90d", "the last 90 days", _last_days(90)),
        ("this_quarter", "this quarter", _this_quarter),
        ("last_quarter", "the last quarter", _last_quarter),
        ("this_year", "this year", _this_year),
    )
}
"""Every period by its name in an address; a new one is one function and one line."""
