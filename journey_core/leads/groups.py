"""Groups of leads: which lead has which value, by an interaction of a funnel's run, an attribute, or named lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from journey_core.errors import UnknownName
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import WordList

Codes = NDArray[np.int32]

FIELDS: Final[tuple[WordList, ...]] = ("channel", "campaign", "source", "owner")
"""What an interaction can be grouped by."""

SHOWN: Final = 12
"""The most values that get a group of their own; the others share one."""

EMPTY_KEY, OTHER_KEY, OUTSIDE_KEY = "none", "other", "outside"


@dataclass(frozen=True)
class Group:
    """`key` names a group in an address, `name` on a page. In a key, what people wrote stands after “=”, so that no
    value can pass for one of the three groups that don't stand for a value.
    """

    key: str
    name: str


def value_group(value: str) -> Group:
    """The group of a value; “(none)” for an empty one."""
    return Group(f"={value}", value) if value else Group(EMPTY_KEY, "(none)")


class Grouping(Protocol):
    """Leads in groups, whether a lead can be in one or in several."""

    @property
    def title(self) -> str: ...

    @property
    def groups(self) -> tuple[Group, ...]: ...

    @property
    def is_exclusive(self) -> bool: ...

    def counts(self, places: Ints) -> Ints:
        """int64[n_groups]: how many of the leads with these numbers are in each group."""

    def inside(self, places: Ints, key: str) -> NDArray[np.bool_]:
        """bool[len(places)]: whether the leads with these numbers are in a group; raises UnknownName."""


@dataclass(frozen=True, eq=False)
class Groups:
    """Every lead in one group: code int32[n_leads], the number of the group, -1 for a lead in none."""

    title: str
    groups: tuple[Group, ...]
    code: Codes
    is_exclusive: bool = True

    def counts(self, places: Ints) -> Ints:
        code = self.code[places]
        return np.bincount(code[code >= 0], minlength=len(self.groups)).astype(np.int64)

    def inside(self, places: Ints, key: str) -> NDArray[np.bool_]:
        inside: NDArray[np.bool_] = self.code[places] == _number(self, key)
        return inside


@dataclass(frozen=True, eq=False)
class Lists:
    """Leads on named lists, on several or on none: member bool[n_groups, n_leads]."""

    title: str
    groups: tuple[Group, ...]
    member: NDArray[np.bool_]
    is_exclusive: bool = False

    def counts(self, places: Ints) -> Ints:
        counts: Ints = self.member[:, places].sum(axis=1, dtype=np.int64)
        return counts

    def inside(self, places: Ints, key: str) -> NDArray[np.bool_]:
        inside: NDArray[np.bool_] = self.member[_number(self, key), places]
        return inside


def field_groups(journeys: Journeys, field: str, places: Ints, row: Ints, *, title: str, outside: str) -> Groups:
    """The leads with the numbers `places` by a field of one interaction each: int64[len(places)], its row. Those
    without one (-1) are the group that `outside` names. Raises UnknownName for a field that is not in FIELDS.
    """
    if field not in FIELDS:
        raise UnknownName("field of an interaction", field, FIELDS)
    words = journeys.words.lists[next(name for name in FIELDS if name == field)]
    code = np.full(journeys.lead_count, -1, np.int32)
    code[places] = np.where(row >= 0, getattr(journeys, field)[row], len(words))
    return Groups(title, (*(value_group(word) for word in words), Group(OUTSIDE_KEY, outside)), code)


def text_groups(title: str, lead_id: Ints, values: Mapping[int, str]) -> Groups:
    """The leads by one text each; leads without a text are “(none)”."""
    names = sorted({value for value in values.values() if value})
    number = {"": 0} | {name: place for place, name in enumerate(names, start=1)}
    code = np.fromiter((number[values.get(lead, "")] for lead in lead_id.tolist()), np.int32, len(lead_id))
    return Groups(title, tuple(map(value_group, ["", *names])), code)


def list_groups(title: str, lead_id: Ints, lists: Mapping[str, Ints]) -> Lists:
    """The leads on named lists of ids."""
    member = np.zeros((len(lists), len(lead_id)), bool)
    for number, ids in enumerate(lists.values()):
        member[number] = np.isin(lead_id, ids, assume_unique=True)
    return Lists(title, tuple(map(value_group, lists)), member)


def largest(groups: Groups, places: Ints, *, shown: int = SHOWN) -> Groups:
    """The groups that most of these leads are in, the largest first; the others are one, named “other (n values)”."""
    counts = groups.counts(places)
    order = sorted(np.flatnonzero(counts).tolist(), key=lambda number: (-counts[number], groups.groups[number].name))
    kept, rest = order[:shown], order[shown:]
    number = np.full(len(groups.groups) + 1, -1, np.int32)
    number[kept] = np.arange(len(kept))
    number[rest] = len(kept)
    named = [groups.groups[place] for place in kept]
    if rest:
        named.append(Group(OTHER_KEY, f"other ({len(rest)} value{'s' if len(rest) > 1 else ''})"))
    return Groups(groups.title, tuple(named), number[groups.code])


def named(grouping: Grouping, key: str) -> Group:
    """The group of a key; raises UnknownName."""
    return grouping.groups[_number(grouping, key)]


def _number(grouping: Grouping, key: str) -> int:
    keys = [group.key for group in grouping.groups]
    if key not in keys:
        raise UnknownName("group", key.removeprefix("="), (group.name for group in grouping.groups))
    return keys.index(key)
