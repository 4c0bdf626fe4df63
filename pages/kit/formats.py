"""How numbers, times and other people's text look on a page. Nothing here computes."""

import html
import math
import re
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.wording import plain_number, rough_duration, spoken_interval, spoken_percent

NOTHING: Final = "–"

PERCENT: Final = "%.1f %%"
"""How a column of numbers that are `in_percent` writes them: as `percent` does, and still sorted as numbers."""

_SIGNS: Final = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "BRL": "R$"}
_RECENT: Final = timedelta(days=7)
_PUNCTUATION: Final = re.compile(r"([!-,./;-?\[-`{-~-])")
_JOINER: Final = "\N{WORD JOINER}"


def number(amount: float | None, *, digits: int = 0) -> str:
    """1,234,567; with `digits` decimals."""
    return NOTHING if amount is None or _absent(amount) else plain_number(amount, digits=digits)


def percent(rate: float | None, *, digits: int = 1) -> str:
    """A rate of 0..1 as "41.2 %"."""
    return NOTHING if rate is None or _absent(rate) else spoken_percent(rate, digits=digits)


def in_percent(rate: float | None) -> float | None:
    """A rate of 0..1 as 41.2, for a column of the format PERCENT."""
    return None if rate is None or _absent(rate) else round(100 * float(rate), 1)


def interval(bounds: tuple[float, float] | None, *, digits: int = 1) -> str:
    """The interval of a rate as "33.0–49.1 %"."""
    return NOTHING if bounds is None else spoken_interval(bounds, digits=digits)


def money(value: float | None, currency: str) -> str:
    """A value in the workspace's currency: "€ 1,234", "1,234 CHF"; cents only below 100."""
    if value is None or _absent(value):
        return NOTHING
    digits = 0 if abs(value) >= 100 or float(value).is_integer() else 2
    sign = _SIGNS.get(currency)
    amount = plain_number(value, digits=digits)
    return f"{sign} {amount}" if sign else f"{amount} {currency}".rstrip()


def in_money(value: float | None) -> float | None:
    """A value as `money` rounds it, for a column of the format localized; still sorted as a number."""
    if value is None or _absent(value):
        return None
    return round(float(value), 0 if abs(value) >= 100 else 2)


def duration(span: timedelta | float | None) -> str:
    """A span of time (a timedelta or seconds) by its two largest units: "3 d 4 h", "12 min", "0 s"."""
    if span is None or _absent(span):
        return NOTHING
    return rough_duration(span if isinstance(span, timedelta) else timedelta(seconds=span))


def in_days(seconds: float | None) -> float | None:
    """A span of seconds in days, for a column of numbers."""
    return None if seconds is None or _absent(seconds) else seconds / 86_400


def day(moment: datetime | None, zone: ZoneInfo) -> str:
    """The day in the workspace's zone: "3 Dec 2025"."""
    return NOTHING if moment is None else f"{moment.astimezone(zone):%-d %b %Y}"


def exact(moment: datetime | None, zone: ZoneInfo) -> str:
    """Day and minute in the workspace's zone, with the zone's name: "3 Dec 2025, 14:05 CET"."""
    if moment is None:
        return NOTHING
    local = moment.astimezone(zone)
    return f"{day(moment, zone)}, {local:%H:%M} {local:%Z}"


def ago(moment: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """Recent times as "2 h ago" or "in 3 d", others as the day."""
    if moment is None:
        return NOTHING
    span = now - moment
    if abs(span) > _RECENT:
        return day(moment, zone)
    if abs(span) < timedelta(minutes=1):
        return "just now"
    largest = " ".join(duration(abs(span)).split()[:2])
    return f"{largest} ago" if span > timedelta(0) else f"in {largest}"


def escape(text: str) -> str:
    """Text that others wrote, for calls that read Markdown: shown as written, on one line, never as mark-up.

    Streamlit looks for links, directives, emoji and arrows again after it has read backslashes, so the signs that start
    them are followed by an invisible word joiner.
    """
    line = " ".join(text.split())
    line = re.sub(r"[:@]|(?i:\bwww(?=\.))|[-<>~](?=[-<>=])", rf"\g<0>{_JOINER}", line)
    return _PUNCTUATION.sub(r"\\\1", line)


def shortened(text: str, longest: int) -> str:
    """At most so many letters, with an ellipsis in place of the rest."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def figure_text(text: str) -> str:
    """The same for Plotly, which reads a few HTML tags and links in every label and hover."""
    return html.escape(" ".join(text.split()), quote=False)


def _absent(amount: object) -> bool:
    return amount is None or (isinstance(amount, float) and not math.isfinite(amount))
