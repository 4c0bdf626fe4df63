"""The words of the field, and the small integers that stand for them inside columns.

Every list of words (channels, kinds, stages, campaigns, sources, owners) belongs to a workspace. Code 0 is "no word";
the built-in words below have the same code in every workspace, so that kernels can name them.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Final, Literal

import numpy as np

from journey_core.errors import UnknownName
from journey_core.log.arrays import Ints
from journey_core.log.comparison import fold

WordList = Literal["channel", "kind", "stage", "campaign", "source", "owner"]
WORD_LISTS: Final[tuple[WordList, ...]] = ("channel", "kind", "stage", "campaign", "source", "owner")

CHANNELS: Final = (
    "email", "sms", "call", "web", "meeting", "chat", "paid_search", "organic_search", "paid_social",
    "organic_social", "display", "referral", "event", "direct", "other",
)  # fmt: skip
KINDS: Final = (
    "email_sent", "email_opened", "email_clicked", "email_replied", "sms_sent", "sms_replied", "call_attempted",
    "call_connected", "page_viewed", "form_submitted", "meeting_booked", "meeting_held", "note", "stage_changed",
    "converted", "lost",
)  # fmt: skip
STAGES: Final = ("new", "contacted", "qualified", "proposal", "won", "lost")
SOURCES: Final = ("inbox", "campaign", "form", "api", "csv")

RECORD_KINDS: Final = ("note", "stage_changed", "converted", "lost")
"""Kinds that record a state: never touchpoints, never counted by the score."""

LEAD_COLUMNS: Final = ("name", "email", "phone", "company", "owner")
"""Attributes of leads with a column of their own; the others share one JSON object."""

BUILT_IN: Final[Mapping[WordList, tuple[str, ...]]] = {
    "channel": CHANNELS, "kind": KINDS, "stage": STAGES, "campaign": (), "source": SOURCES, "owner": (),
}  # fmt: skip

_SPOKEN: Final = {word: word.replace("_", " ") for words in BUILT_IN.values() for word in words}
_LISTS_THAT_SPEAK: Final = frozenset(name for name, words in BUILT_IN.items() if words)

CHANNEL_LIMIT: Final = 63
"""Channels of one workspace, at most: a journey's set of channels is one 64-bit integer."""


class KindCode(IntEnum):
    """Codes of the kinds that kernels treat specially: the place in KINDS, counted from 1."""

    NOTE = 13
    STAGE_CHANGED = 14
    CONVERTED = 15
    LOST = 16


FIRST_RECORD: Final = int(KindCode.NOTE)
LAST_RECORD: Final = int(KindCode.LOST)
"""The first and last code of RECORD_KINDS; their codes are consecutive in every workspace."""


class StageCode(IntEnum):
    """Codes of the stages that kernels treat specially: the place in STAGES, counted from 1."""

    WON = 5
    LOST = 6


# Kernels take plain integers: Numba does not convert an IntEnum member.
CONVERTED, LOST = int(KindCode.CONVERTED), int(KindCode.LOST)
WON, LOST_STAGE = int(StageCode.WON), int(StageCode.LOST)

WON_RANK: Final = 254
LOST_RANK: Final = 255
"""Ranks of stages are part of what is stored (`stage_key` of a journey row): they fit a byte and stay as they are."""


class Direction(IntEnum):
    """Who spoke; 0 where a row does not say."""

    NONE = 0
    INBOUND = 1
    OUTBOUND = 2


DIRECTIONS: Final = ("", "inbound", "outbound")


def spoken(word: str) -> str:
    """A built-in word with spaces, “paid search”; a word of the workspace's own as written."""
    return _SPOKEN.get(word, word)


def spoken_value(field: str, value: str) -> str:
    """A value of a field as people say it: `spoken` in a list with built-in words. Campaigns, owners and attributes
    stay as written, even where they look like a built-in word of some list.
    """
    return spoken(value) if field in _LISTS_THAT_SPEAK else value


def set_apart(word: str, names: Container[str]) -> str:
    """The word, with “=” before it where it looks like one of these names that are not words, such as “(none)”."""
    return f"={word}" if word.lstrip("=") in names else word


@dataclass(frozen=True)
class Words:
    """All words of a workspace. `lists[name][code]` is the word as written; code 0 is ""; a withdrawn code is also "".

    `stage_order` lists stage codes from first to last, `won` last; `lost` stands outside the order.
    """

    lists: Mapping[WordList, tuple[str, ...]] = field(
        default_factory=lambda: {name: ("", *words) for name, words in BUILT_IN.items()}
    )
    stage_order: tuple[int, ...] = (1, 2, 3, 4, 5)

    def word(self, name: WordList, code: int) -> str:
        return self.lists[name][code]

    def code(self, name: WordList, word: str) -> int:
        """The code of a word, matched without case; raises UnknownName with the choices."""
        code = self.codes[name].get(fold(word))
        if code is None:
            raise UnknownName(name, word, self.lists[name])
        return code

    @cached_property
    def codes(self) -> Mapping[WordList, Mapping[str, int]]:
        """Folded word -> code, one mapping per list."""
        return {name: _by_spelling(words) for name, words in self.lists.items()}

    @cached_property
    def stage_rank(self) -> Ints:
        """int64[256], read-only: the rank of each stage code by `stage_ranks`, 0 for a code without a stage."""
        rank = np.zeros(256, np.int64)
        for code, its_rank in stage_ranks({code: place for place, code in enumerate(self.stage_order)}).items():
            rank[code] = its_rank
        rank.flags.writeable = False
        return rank

    @cached_property
    def ranks(self) -> Mapping[WordList, Ints]:
        """int64[codes] of each list, read-only: where each code stands among rows of one instant, 0 for none. Stages
        stand in their order, lost last, all other words as `in_order` says.
        """
        stages = [*(code for code in self.stage_order if code not in {WON, LOST_STAGE}), WON, LOST_STAGE]
        return {
            name: _ranked(stages if name == "stage" else in_order(name, words), len(words))
            for name, words in self.lists.items()
        }

    def stages(self) -> tuple[str, ...]:
        """The stages in their order, without `lost`."""
        return tuple(self.lists["stage"][code] for code in self.stage_order)


def in_order(name: WordList, words: Sequence[str]) -> list[int]:
    """The codes of a list as rows of one instant stand: built-in kinds by their place, all other words as they compare,
    whenever they came. Stages have an order of their own.
    """
    first_own = len(KINDS) + 1 if name == "kind" else 1
    own = sorted(range(first_own, len(words)), key=lambda code: (fold(words[code]), words[code], code))
    return [*range(1, first_own), *own]


def _ranked(codes: Sequence[int], count: int) -> Ints:
    """int64[count], read-only: 1 for the first of these codes, 2 for the second …"""
    rank = np.zeros(count, np.int64)
    rank[list(codes)] = np.arange(1, len(codes) + 1)
    rank.flags.writeable = False
    return rank


def _by_spelling(words: Sequence[str]) -> dict[str, int]:
    """Folded word -> code; the earliest code where a store from before has two words that are one by now."""
    return {fold(words[code]): code for code in reversed(range(len(words))) if words[code]}


def stage_ranks(places: Mapping[int, int]) -> dict[int, int]:
    """Stage code -> rank in 1..255; the greatest counts where a lead moves to several stages at one instant.

    places: stage code -> a number that rises along the order. Won and lost stand behind all others, whatever their
    place, so that the rank of a stage stays the same when new ones come in before won.
    """
    behind = {int(StageCode.WON): WON_RANK, int(StageCode.LOST): LOST_RANK}
    ranks = {code: behind.get(code, min(place + 1, WON_RANK - 1)) for code, place in places.items()}
    return ranks | {int(StageCode.LOST): LOST_RANK}


def built_in(name: WordList) -> Iterable[tuple[int, str]]:
    """(code, word) of the built-in words of a list."""
    return enumerate(BUILT_IN[name], start=1)
