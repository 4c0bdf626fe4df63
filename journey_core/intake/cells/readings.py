"""From the text of one cell to what it says. Every reading raises BadInput with the reason for rejecting the row."""

import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, TypeVar

from journey_core.errors import BadInput, brief
from journey_core.intake.cells.placeholders import PLACEHOLDERS, Doubtful, nothing_in
from journey_core.log.comparison import comparable, fold
from journey_core.log.vocabulary import DIRECTIONS

K = TypeVar("K")
T = TypeVar("T")

WORD_LENGTH: Final = 500
CONTENT_LENGTH: Final = 20_000
DETAIL_LENGTH: Final = 2_000
_REMEMBERED: Final = 50_000
_CUT_NUMBER: Final = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d{2}", re.ASCII)


class Fault(str):
    """Why a text can't be read as it stands, in place of what it would say; `instead` is what it says all the same,
    None if that is nothing.
    """

    __slots__ = ("instead",)
    instead: str | None

    def __new__(cls, reason: object, instead: str | None = None) -> "Fault":
        fault = super().__new__(cls, reason)
        fault.instead = instead
        return fault


class Remembered(dict[K, T]):
    """Key -> what a function makes of it, called once for each distinct key among the recent ones."""

    def __init__(self, make: Callable[[K], T]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, key: K) -> T:
        if len(self) >= _REMEMBERED:
            self.clear()
        made = self[key] = self.make(key)
        return made

    def column(self, keys: Iterable[K]) -> list[T]:
        """One result for each key."""
        return list(map(self.__getitem__, keys))


class Reading(Remembered[str, T | Fault]):
    """Text -> what it says, or the Fault that says why it can't be read.

    at_once reads a column of distinct texts faster than one by one; it gives None if any of them is out of the
    ordinary.
    """

    def __init__(
        self, read: Callable[[str], T], *, at_once: Callable[[Sequence[str]], list[T] | None] | None = None
    ) -> None:
        super().__init__(self._attempt)
        self.read, self.at_once = read, at_once
        self.has_faults = False

    def column(self, keys: Iterable[str]) -> list[T | Fault]:
        """What every text says; has_faults tells whether some may be faults."""
        texts = list(keys)
        said = self.at_once(texts) if self.at_once else None
        return super().column(texts) if said is None else list(said)

    def _attempt(self, raw: str) -> T | Fault:
        try:
            return self.read(raw)
        except BadInput as problem:
            self.has_faults = True
            return Fault(problem, problem.instead if isinstance(problem, Doubtful) else None)


def text_reading(length: int, *, is_word: bool, nothing: AbstractSet[str]) -> Reading[str]:
    """A reading that trims; words come again and again, other texts are rarely equal.

    Of longer text its beginning is taken, with a fault. `nothing`: the texts that say nothing here.
    """

    def read(raw: str) -> str:
        trimmed = raw.strip()
        seen = trimmed if trimmed.isascii() else comparable(trimmed)
        if not seen or seen in nothing:
            if trimmed and seen:
                raise Doubtful(nothing_in(seen), "")
            return ""
        if len(trimmed) > length:
            raise Doubtful(
                f"longer than {length:,} characters ({len(trimmed):,}): only its beginning can be kept",
                trimmed[:length],
            )
        return trimmed

    def at_once(raw: Sequence[str]) -> list[str] | None:
        trimmed = [text.strip() for text in raw]
        is_ordinary = max(map(len, trimmed), default=0) <= length and nothing.isdisjoint(trimmed)
        return trimmed if is_ordinary and all(map(str.isascii, trimmed)) else None

    return Reading(read, at_once=None if is_word else at_once)


def word_reading(length: int, *, is_word: bool, nothing: AbstractSet[str]) -> Reading[str]:
    """The same, but longer text is refused: the beginning of a key or kind is another key or kind."""
    reading = text_reading(length, is_word=is_word, nothing=nothing)
    shortened = reading.read

    def read(raw: str) -> str:
        if len(raw.strip()) > length:
            raise BadInput(f"longer than {length:,} characters ({len(raw.strip()):,})")
        if _CUT_NUMBER.fullmatch(raw.strip()):
            raise BadInput(
                f"“{raw.strip()}” is a number whose last digits a spreadsheet has cut off: format its column as text "
                "and export it again"
            )
        return shortened(raw)

    def at_once(raw: Sequence[str]) -> list[str] | None:
        joined = "\n".join(raw)
        may_be_cut = "E+" in joined or "e+" in joined
        return None if may_be_cut or plainly is None else plainly(raw)

    plainly = reading.at_once
    reading.read, reading.at_once = read, None if is_word else at_once
    return reading


def unless_nothing(read: Callable[[str], T]) -> Callable[[str], T]:
    """The same reading, for which placeholders say nothing."""

    def read_or_nothing(raw: str) -> T:
        if raw.strip() in PLACEHOLDERS:
            raise BadInput(nothing_in(raw.strip()))
        return read(raw)

    return read_or_nothing


def read_direction(raw: str) -> str:
    folded = fold(raw)
    if folded not in DIRECTIONS:
        raise BadInput(f"“{raw[:60]}” is not a direction: write inbound or outbound")
    return folded


def read_kind_and_stage(kind: str, stage: str) -> str:
    """The kind as it is stored: a move to won is `converted`, to lost `lost`, to any other stage `stage_changed`.

    Raises BadInput where kind and stage contradict each other.
    """
    folded, to = fold(kind), fold(stage)
    closing = {"won": "converted", "lost": "lost"}
    if folded in closing.values():
        if to and closing.get(to) != folded:
            raise BadInput(f"kind “{brief(kind)}” and stage “{brief(stage)}” contradict each other")
        return kind
    if to in closing:
        if folded not in ("", "stage_changed"):
            raise BadInput(f"a move to {to} is recorded as kind {closing[to]} or stage_changed, not “{kind[:60]}”")
        return closing[to]
    return "stage_changed" if to and not folded else kind
