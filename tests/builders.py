"""Tiny journeys for tests: rows of (lead, minute, kind, channel, …) on a clock that starts at EPOCH."""

from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from journey_core.calendar.business_hours import BusinessHours
from journey_core.calendar.weeks import UTC_ZONE
from journey_core.log.journeys import Journeys, build
from journey_core.log.times import microseconds
from journey_core.log.vocabulary import BUILT_IN, DIRECTIONS, Words
from journey_core.parameters import Clock

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
MINUTE = 60_000_000

Row = tuple[int, float, str] | tuple[int, float, str, str]


def at(minute: float) -> datetime:
    """The moment of a minute on the tests' clock."""
    return EPOCH + timedelta(minutes=minute)


def clock(minute: float, zone: ZoneInfo = UTC_ZONE) -> Clock:
    """The clock at a minute, all hours worked as usual."""
    return Clock(at(minute), zone, BusinessHours())


def words(**extra: Iterable[str]) -> Words:
    """The built-in words and more: words(channel=["podcast"])."""
    return Words({name: ("", *built_in, *extra.get(name, ())) for name, built_in in BUILT_IN.items()})


def journeys(
    rows: Iterable[Row], *, leads: Iterable[int] = (), known: Words | None = None, **columns: Mapping[int, object]
) -> Journeys:
    """Journeys of (lead, minute, kind[, channel]) rows, in the order given within an instant.

    `leads` adds leads without a row; a further column is {row number: value}: words for stage, campaign and
    direction, numbers for value. Kinds and channels that `known` lacks are added to it.
    """
    listed = [(*row, "")[:4] for row in rows]
    known = known or words(
        kind=dict.fromkeys(kind for _, _, kind, _ in listed if kind not in BUILT_IN["kind"]),
        channel=dict.fromkeys(channel for *_, channel in listed if channel and channel not in BUILT_IN["channel"]),
        campaign=dict.fromkeys(str(value) for value in columns.get("campaign", {}).values()),
    )
    codes = {
        "kind": np.array([known.code("kind", kind) for _, _, kind, _ in listed], np.uint16),
        "channel": np.array([known.code("channel", word) if word else 0 for *_, word in listed], np.uint8),
    }
    for name, given in columns.items():
        codes[name] = np.array([_code(name, given.get(row), known) for row in range(len(listed))], np.float64)
    return build(
        leads=np.array(sorted(leads), np.int64),
        lead_id=np.array([lead for lead, *_ in listed], np.int64),
        occurred_at=np.array([microseconds(at(minute)) for _, minute, *_ in listed], np.int64),
        interaction_id=np.arange(1, len(listed) + 1, dtype=np.int64),
        codes=codes,
        words=known,
    )


def _code(name: str, given: object, known: Words) -> float:
    if given is None:
        return 0
    if name == "direction":
        return DIRECTIONS.index(str(given))
    return float(given) if name == "value" else known.code(name, str(given))


def only(log: Journeys, leads: Iterable[int]) -> Journeys:
    """The leads with these ids in columns of their own."""
    chosen = np.array(sorted(leads), np.int64)
    lead_id = np.repeat(log.lead_id, np.diff(log.offsets))
    rows = np.isin(lead_id, chosen)
    names = ("channel", "kind", "direction", "source", "campaign", "owner", "value")
    return build(
        leads=chosen,
        lead_id=lead_id[rows],
        occurred_at=log.occurred_at[rows],
        interaction_id=log.interaction_id[rows],
        codes={name: getattr(log, name)[rows] for name in names} | {"stage": log.given_stage[rows]},
        words=log.words,
    )


def said(summary: object) -> object:
    """A summary as lists of plain numbers and words, which can be compared."""
    if isinstance(summary, np.ndarray):
        return summary.tolist()
    if isinstance(summary, tuple):
        return [said(each) for each in summary]
    return {name: said(each) for name, each in vars(summary).items()} if is_dataclass(summary) else summary
