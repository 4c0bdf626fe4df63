"""Which times are those of the rows, and not when something is planned or when what they tell of was created."""

import re
from collections.abc import Sequence
from typing import Final

from journey_core.intake.headings.comparing import spaced
from journey_core.intake.headings.known import our_word
from journey_core.intake.proposal.agreement import MOST, Seen

VAGUE: Final = frozenset({"type", "status", "new value"})
CLOSED: Final = frozenset({"won", "lost"})
_WEAK: Final = frozenset({"due", "closed", "created"})
"""Roles of times that say when it happened only where nothing else can."""
_THINGS: Final = frozenset({"lead", "email", "phone", "person", "name", "external_id", "id", "another id", "content"})
"""Roles of columns in which rows of one lead, deal or ticket have the same text."""
_CHANGED: Final = re.compile(
    r"\b(?:updat|modif|chang|aktuali|actuali|atuali|aggiorna|gewijzigd|bijgewerkt|mise? a jour)"
)
"""Words, as `spaced` writes them, for a time of change in a heading that is not known as a whole."""


def is_time_of_something_else(role: str, seen: Seen, columns: Sequence[Seen]) -> bool:
    """Whether the other columns show that a column of times with this role does not say when the row happened."""
    if role in _WEAK and any(_may_tell_better(other, seen) for other in columns):
        return True
    if role == "due":
        return seen.filled < MOST
    if role == "closed":
        return not _all_closed(seen, columns)
    if role == "edited":
        return not any("new value" in each.roles for each in columns)
    if role == "created":
        return _stays(seen, columns)
    return role == "changed" and not _tells_moves(seen, columns)


def is_only_time(seen: Seen, columns: Sequence[Seen]) -> bool:
    """Whether no other column holds times: beside others, a heading that nobody knows does not tell which it is."""
    return not any(other.holds_times for other in columns if other is not seen)


def _may_tell_better(other: Seen, seen: Seen) -> bool:
    """Whether another column of times has a heading that nobody knows, and says no less than this one."""
    is_open = not other.roles and not _CHANGED.search(spaced(other.heading))
    if not is_open or not other.holds_times or other.filled < MOST:
        return False
    return seen.holds_days or not other.holds_days


def _all_closed(seen: Seen, columns: Sequence[Seen]) -> bool:
    """Whether whatever has a day of closing is won or lost: what is open has only one on which it may close."""
    stages = [each for each in columns if {"stage", *VAGUE} & each.roles.keys()]
    return not stages or any(
        all(our_word("stage", stage) in CLOSED for stage, day in zip(each.cells, seen.cells, strict=True) if day)
        for each in stages
    )


def _stays(time: Seen, columns: Sequence[Seen]) -> bool:
    """Whether all rows of one lead, deal or ticket have the same time, which is its own then and not that of a row."""
    rows = list(dict.fromkeys(zip(*(seen.cells for seen in columns), strict=True)))
    place = next(place for place, seen in enumerate(columns) if seen is time)
    return any(
        _is_same_within([(row[thing], row[place]) for row in rows if row[thing] and row[place]])
        for thing, seen in enumerate(columns)
        if seen is not time and not _THINGS.isdisjoint(seen.roles)
    )


def _is_same_within(rows: list[tuple[str, str]]) -> bool:
    """Whether some thing stands in several of the rows (thing, time), and each has only one time."""
    return len({thing for thing, _ in rows}) < len(rows) and len({thing for thing, _ in rows}) == len(set(rows))


def _tells_moves(changed: Seen, columns: Sequence[Seen]) -> bool:
    """Whether rows are the moves of things between stages, each changed at a time of its own: a time when these were
    created stays the same, and the stage does not.
    """
    is_history = any("created" in each.roles and each.holds_times and _stays(each, columns) for each in columns)
    has_stages = any("stage" in each.roles and not _stays(each, columns) for each in columns)
    return is_history and has_stages and not _stays(changed, columns)
