"""Pieces of the one-sentence definitions that every answer carries."""

from datetime import datetime, timedelta
from typing import Final, Protocol

from journey_core.errors import BadInput

MINUS: Final = "\N{MINUS SIGN}"
"""What stands before numbers below 0 where people read them; a hyphen is none."""

MOST_TIMES: Final = 100.0
"""A factor over this, or under its inverse, is said no more exactly: so wide intervals are not."""

MANY_SHARE: Final = 0.05
"""The part that may share their instant with another before a definition says so."""

_ROUGH_UNITS: Final = (("y", 365 * 86_400), ("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


def counted(count: int, thing: str) -> str:
    """A count with its noun: “1 lead”, “1,234 leads”."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def plain_number(amount: float, *, digits: int = 0) -> str:
    """“1,234.5”, below 0 with a true minus sign: “−3”; what rounds to 0 has no sign."""
    text = f"{abs(amount):,.{digits}f}"
    return f"{MINUS}{text}" if amount < 0 and text.strip("0.,") else text


def signed(amount: float, *, digits: int = 0) -> str:
    """A change or a difference: “+1.5”, “−1.5”, “0.0”."""
    text = plain_number(amount, digits=digits)
    return f"+{text}" if amount > 0 and text.strip("0.,") else text


def signed_percent(rate: float, *, digits: int = 0) -> str:
    """A change from one total to another as “+28 %” or “−100 %”."""
    return f"{signed(rate * 100, digits=digits)} %"


def spoken_percent(rate: float, *, digits: int = 1) -> str:
    """A rate from 0 to 1 as “41.2 %”."""
    return f"{plain_number(rate * 100, digits=digits)} %"


def spoken_interval(bounds: tuple[float, float], *, digits: int = 1) -> str:
    """The interval of a rate as “33.0–49.1 %”."""
    return f"{plain_number(bounds[0] * 100, digits=digits)}–{spoken_percent(bounds[1], digits=digits)}"


def spoken_factor(times: float) -> str:
    """How many times as much, with about two digits that count: “0.45”, “2.0”, “67”; “over 100”, “under 0.01”."""
    if times > MOST_TIMES:
        return f"over {MOST_TIMES:g}"
    if times < 1 / MOST_TIMES:
        return f"under {1 / MOST_TIMES:g}"
    return f"{times:,.{0 if times >= 10 else 1 if times >= 1 else 2}f}"


def spoken_duration(duration: timedelta) -> str:
    """“14 days”, “12 hours”, “1 day”: the largest unit that leaves no remainder."""
    for unit, length in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if duration and duration % length == timedelta():
            count = duration // length
            return f"{count} {unit}" if count == 1 else f"{count:,} {unit}s"
    return f"{duration.total_seconds():g} seconds"


def rough_duration(duration: timedelta) -> str:
    """A span of time by its two largest units: “3 d 4 h”, “12 min”, “0 s”."""
    seconds = round(duration.total_seconds())
    sign, seconds = (MINUS if seconds < 0 else ""), abs(seconds)
    largest = next((place for place, (_, size) in enumerate(_ROUGH_UNITS) if seconds >= size), len(_ROUGH_UNITS) - 1)
    parts: list[str] = []
    for name, size in _ROUGH_UNITS[largest : largest + 2]:
        count, seconds = divmod(seconds, size)
        if count or not parts:
            parts.append(f"{count} {name}")
    return sign + " ".join(parts)


def spoken_moment(moment: datetime) -> str:
    """“2024-03-01 14:05 UTC”, in the zone that the moment carries."""
    return moment.strftime("%Y-%m-%d %H:%M %Z")


def shared_instants(sharing: int, count: int, things: str) -> str:
    """“ (312 of 900 touchpoints share their instant with another)” where that is over 5 % of them, else nothing."""
    is_said = sharing > MANY_SHARE * count
    return f" ({sharing:,} of {count:,} {things} share their instant with another)" if is_said else ""


class Question(Protocol):
    """Options that look at one period of time."""

    @property
    def since(self) -> datetime | None: ...
    @property
    def until(self) -> datetime | None: ...
    @property
    def as_of(self) -> datetime: ...


def asked_period(options: Question) -> str:
    """The options' `spoken_period` in the zone of `as_of`, so that one sentence has one zone."""
    return spoken_period(
        *(moment and moment.astimezone(options.as_of.tzinfo) for moment in (options.since, options.until))
    )


def spoken_period(since: datetime | None, until: datetime | None) -> str:
    """“ from …, before …”, with one bound “ from …” or “ before …”, or nothing for all time."""
    start = f" from {spoken_moment(since)}" if since else ""
    return start + (f"{',' if start else ''} before {spoken_moment(until)}" if until else "")


def require_positive(what: str, duration: timedelta) -> None:
    """Raises BadInput unless the duration is positive."""
    if duration <= timedelta():
        raise BadInput(f"The {what} must be positive, not {spoken_duration(duration)}.")


def require_period(options: Question) -> None:
    """Raises BadInput if a moment has no time zone, or the period ends before anything could lie in it; the sentence
    gives the period in the zone of `as_of`, as definitions do.
    """
    since, until = options.since, options.until
    for name, moment in (("since", since), ("until", until), ("as_of", options.as_of)):
        if moment is not None and moment.tzinfo is None:
            raise BadInput(f"{name} needs a time zone: “{moment}” could mean several instants.")
    if since is not None and until is not None and until <= since:
        starts, ends = (spoken_moment(moment.astimezone(options.as_of.tzinfo)) for moment in (since, until))
        raise BadInput(f"A period must end after it starts, but this one starts {starts} and ends {ends}.")
