"""From the text of one cell to what it says. Every reading raises BadInput with the reason for rejecting the row."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from journey_core.errors import BadInput, brief
from journey_core.log.vocabulary import DIRECTIONS, fold

K = TypeVar("K")
T = TypeVar("T")

WORD_LENGTH: Final = 500
CONTENT_LENGTH: Final = 20_000
DETAIL_LENGTH: Final = 2_000
_REMEMBERED: Final = 50_000
_PLAIN_EMAIL: Final = re.compile(
    r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])",
    re.ASCII,
)


class Fault(str):
    """The reason why a text can't be read, in place of what it would say."""

    __slots__ = ()


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
            return Fault(problem)


def text_reading(length: int, *, is_word: bool) -> Reading[str]:
    """A reading that trims, and refuses longer text; words come again and again, other texts are rarely equal."""

    def read(raw: str) -> str:
        trimmed = raw.strip()
        if len(trimmed) > length:
            raise BadInput(f"longer than {length:,} characters ({len(trimmed):,})")
        return trimmed

    def at_once(raw: Sequence[str]) -> list[str] | None:
        trimmed = [text.strip() for text in raw]
        return trimmed if max(map(len, trimmed), default=0) <= length else None

    return Reading(read, at_once=None if is_word else at_once)


def read_direction(raw: str) -> str:
    folded = fold(raw)
    if folded not in DIRECTIONS:
        raise BadInput(f"“{raw[:60]}” is not a direction: write inbound or outbound")
    return folded


def read_email(raw: str) -> str:
    """The address, lower-cased; whether its domain can be reached is not asked."""
    text = raw.strip().lower()
    if not text or (len(text) <= 254 and text.find("@") <= 64 and _PLAIN_EMAIL.fullmatch(text)):
        return text
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415, few addresses need it

    try:
        return validate_email(text[:400], check_deliverability=False).normalized.lower()
    except (EmailNotValidError, ValueError) as problem:
        raise BadInput(f"“{text[:60]}” is not an e-mail address") from problem


def phone_reading(region: str | None) -> Callable[[str], str]:
    """A reading of phone numbers as E.164; national ones belong to `region` (DE), without a region they are refused."""

    def read(raw: str) -> str:
        text = raw.strip()
        if not text:
            return ""
        import phonenumbers  # noqa: PLC0415, most of what is read has no phone number

        try:
            number = phonenumbers.parse(text[:60], region)
        except phonenumbers.NumberParseException as problem:
            is_national = region is None and problem.error_type == problem.INVALID_COUNTRY_CODE
            hint = ": it needs its country, as in +49 …" if is_national else ""
            raise BadInput(f"“{text[:60]}” is not a phone number{hint}") from problem
        if not phonenumbers.is_possible_number(number) or len(text) > 60:
            raise BadInput(f"“{text[:60]}” is not a possible phone number")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    return read


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
