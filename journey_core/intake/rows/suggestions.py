"""Which column probably says what. Known names map by themselves; names that are merely similar are offered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "lead": ("lead", "lead id", "leadid", "contact id", "customer id", "person id", "prospect id", "case id", "mql id"),
    "occurred_at": (
        "occurred at", "timestamp", "date time", "datetime", "event time", "activity date", "date", "created at",
    ),
    "kind": ("kind", "activity", "activity type", "event", "event type", "event name", "action", "interaction type"),
    "channel": ("channel", "medium", "utm medium", "touchpoint"),
    "direction": ("direction",),
    "stage": ("stage", "deal stage", "lead stage", "pipeline stage", "lead status"),
    "value": ("value", "amount", "deal value", "revenue", "close value"),
    "owner": ("owner", "lead owner", "sales rep", "sales agent", "account owner", "assigned to"),
    "name": ("name", "full name", "contact name", "lead name"),
    "email": ("email", "e mail", "email address", "e mail address"),
    "phone": ("phone", "phone number", "telephone", "mobile", "mobile phone", "contact phone number"),
    "company": ("company", "company name", "account name", "organisation", "organization"),
    "campaign": ("campaign", "utm campaign", "campaign name"),
    "source": ("source", "lead source"),
    "external_id": ("external id", "activity id", "event id", "message id"),
    "content": ("content", "note", "notes", "message", "body", "comment", "comments", "description", "subject"),
}  # fmt: skip
_LIKENESS: Final = 75.0
_SEPARATORS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Suggestions:
    """certain: field -> the column with a known name; possible: field -> columns with a similar name."""

    certain: dict[str, str]
    possible: dict[str, tuple[str, ...]]


def suggest(header: Sequence[str], sample: Sequence[Sequence[str]]) -> Suggestions:
    """What the columns probably mean. No column is certain for two fields; samples can only speak against a column."""
    certain: dict[str, str] = {}
    possible: dict[str, tuple[str, ...]] = {}
    plain = {column: _plain(column) for column in header}
    values = {column: _values(column, header, sample) for column in header}
    fitting = {name: [column for column in header if _may_be(name, values[column])] for name in _ALIASES}
    for name, aliases in _ALIASES.items():
        exact = [column for alias in aliases for column in fitting[name] if plain[column] == alias]
        free = [column for column in exact if column not in certain.values()]
        if free:
            certain[name] = free[0]
    for name, aliases in _ALIASES.items():
        alike = [column for column in fitting[name] if _likeness(plain[column], aliases) >= _LIKENESS]
        others = [column for column in alike if column not in certain.values()]
        if others:
            possible[name] = tuple(sorted(others, key=lambda column: -_likeness(plain[column], aliases)))
    return Suggestions(certain, possible)


def _plain(column: str) -> str:
    return _SEPARATORS.sub(" ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)).strip().casefold()


def _likeness(column: str, aliases: tuple[str, ...]) -> float:
    return max(fuzz.token_sort_ratio(column, alias) for alias in aliases)


def _values(column: str, header: Sequence[str], sample: Sequence[Sequence[str]]) -> list[str]:
    place = list(header).index(column)
    return [row[place] for row in sample if len(row) > place and row[place].strip()]


def _may_be(name: str, values: list[str]) -> bool:
    """Whether the field is still possible after a look at the sample."""
    if name == "email":
        return not values or any("@" in value for value in values)
    if name in ("occurred_at", "phone", "value"):
        return not values or any(character.isdigit() for value in values for character in value)
    return True
