"""Whether the values of a column can be what a field says. A sample speaks for or against a heading."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from journey_core.errors import AskDateFormat, AskZone, BadInput
from journey_core.intake.cells.date_formats import DateEvidence
from journey_core.intake.cells.placeholders import PLACEHOLDERS
from journey_core.intake.headings.known import our_word, roles, way
from journey_core.intake.headings.zones import name_in
from journey_core.intake.table.recognise import Recognised

MOST: Final = 0.6
"""The share of the values, of different texts, that has to agree with a field."""
_LOOKED_AT: Final = 30
_WORD_LENGTH: Final = 60
_ID_LENGTH: Final = 100
_EMAIL: Final = re.compile(r"[^\s@<>;,]+@[^\s@<>;,]+\.[^\s@<>;,.]{2,}")
_PHONE: Final = re.compile(r"['+]?[\d\s().\-/\u00a0\u202f]+(?:(?:ext|x|durchwahl|poste)\.?\s*\d+)?", re.IGNORECASE)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.*")
_NUMBER: Final = re.compile(
    r"[(\-+]?\s*(?:[A-Z]{3}|R\$|[$€£¥])?\s*[-+]?\d[\d.,'’\s\u00a0\u202f]*\s*(?:[A-Za-z]{1,3}|[$€£¥%])?\)?-?"
)
_CLOCK: Final = re.compile(
    r"(?:1899-12-3[01][ T]|1900-01-0[01][ T])?"
    r"(?:\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?|\d{1,2}\.\d{2}|\d{1,2}\s*h\s*\d{2})"
    r"\s*(?:[ap]\.?\s?m\.?|uhr|uur|h)?",
    re.IGNORECASE,
)
_CLOCK_WITHIN: Final = re.compile(r"\d:\d\d|\d\s?h\s?\d\d|\d\s?[ap]\.?m\b|\dT\d", re.I)
_MIDNIGHT: Final = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Seen:
    """One column of the sample: its place in the header; its cells, trimmed, one for each row ("" in a short one)."""

    name: str
    place: int
    cells: tuple[str, ...]
    is_workbook: bool = False

    @cached_property
    def heading(self) -> str:
        """The name without a zone, a currency or a number at its end."""
        return name_in(self.name)

    @cached_property
    def roles(self) -> Mapping[str, int]:
        """What the heading is an exact synonym for, with its place among the synonyms."""
        return roles(self.name) or roles(self.heading)

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The first different texts that say something."""
        return tuple(dict.fromkeys(cell for cell in self.cells if cell and cell not in PLACEHOLDERS))[:_LOOKED_AT]

    @cached_property
    def filled(self) -> float:
        """The share of rows that say anything."""
        return sum(map(bool, self.cells)) / len(self.cells) if self.cells else 0.0

    @property
    def repeats(self) -> bool:
        """Whether some text stands in several rows."""
        filled = [cell for cell in self.cells if cell]
        return len(set(filled)) < len(filled)

    def share(self, is_so: Callable[[str], bool]) -> float:
        """The share of the different texts that are so; 0 without any."""
        return sum(map(is_so, self.values)) / len(self.values) if self.values else 0.0

    @cached_property
    def holds_times(self) -> bool:
        """Whether most values read as times, and hold what tells them from other numbers."""
        return self.share(lambda value: _is_time(value, is_workbook=self.is_workbook)) >= MOST

    @cached_property
    def holds_clocks(self) -> bool:
        """Whether all values are times of day without a day; a workbook may give them the day of number 0."""
        return self.share(lambda value: bool(_CLOCK.fullmatch(value))) >= MOST

    @cached_property
    def holds_days(self) -> bool:
        """Whether the values are times, and none says more than the day."""
        return self.holds_times and not any(map(_says_a_time, self.values))

    @cached_property
    def holds_addresses(self) -> bool:
        """Whether most values hold an e-mail address."""
        return self.share(lambda value: bool(_EMAIL.search(value))) >= MOST

    @cached_property
    def holds_phones(self) -> bool:
        """Whether most values are written as phone numbers are."""
        return self.share(is_phone) >= MOST


def seen_columns(recognised: Recognised) -> tuple[Seen, ...]:
    """Every column of the file as its sample shows it."""
    return tuple(
        Seen(name, place, _cells(recognised.sample, place), is_workbook=recognised.format == "xlsx")
        for place, name in enumerate(recognised.header)
    )


def agrees(field: str, seen: Seen) -> bool:
    """Whether the values of this column can be those of a field; False for a column without values."""
    return bool(seen.values) and _LOOKS[field](seen)


def known_share(field: str, seen: Seen) -> float:
    """The share of different texts that are words of this field, in any of the languages."""
    return seen.share(lambda value: bool(our_word(field, value)))


def known_rows(field: str, seen: Seen) -> float:
    """The share of rows whose text is a word of this field, in any of the languages."""
    return sum(bool(our_word(field, cell)) for cell in seen.cells if cell) / len(seen.cells) if seen.cells else 0.0


def is_phone(value: str) -> bool:
    """Whether a text is written as a phone number, with or without its country."""
    digits = sum(map(str.isdigit, value))
    return bool(_PHONE.fullmatch(value)) and 6 <= digits <= 20 and not _DAY.fullmatch(value)


def _cells(sample: Sequence[Sequence[str]], place: int) -> tuple[str, ...]:
    return tuple(row[place].strip() if len(row) > place else "" for row in sample)


@lru_cache(maxsize=20_000)
def _is_time(value: str, *, is_workbook: bool) -> bool:
    if not any(map(str.isdigit, value)) or len(value) > _WORD_LENGTH:
        return False
    evidence = DateEvidence("", is_workbook=is_workbook)
    evidence.add([value])
    try:
        evidence.format()
    except (AskDateFormat, AskZone):
        return True
    except BadInput:
        return False
    return True


def _says_a_time(value: str) -> bool:
    return bool(_CLOCK_WITHIN.search(value)) and not _MIDNIGHT.search(value)


def _is_number(value: str) -> bool:
    return bool(_NUMBER.fullmatch(value)) and not _DAY.fullmatch(value)


def _is_name(value: str) -> bool:
    return bool(_LETTER.search(value)) and "@" not in value and len(value) <= _ID_LENGTH


def _is_word(value: str) -> bool:
    return bool(_LETTER.search(value)) and "@" not in value and len(value) <= _WORD_LENGTH


def _holds_names(seen: Seen) -> bool:
    return seen.share(_is_name) >= MOST and not seen.holds_times


def _holds_words(seen: Seen) -> bool:
    return seen.share(_is_word) >= MOST and not seen.holds_times


def _holds_directions(seen: Seen) -> bool:
    return seen.share(lambda value: bool(way(value))) >= MOST


def _holds_ids(seen: Seen) -> bool:
    is_short = seen.share(lambda value: len(value) <= _ID_LENGTH) == 1
    has_few_days = seen.share(lambda value: bool(_DAY.fullmatch(value))) <= 1 - MOST
    return is_short and has_few_days and not seen.holds_clocks


def _holds_own_ids(seen: Seen) -> bool:
    return _holds_ids(seen) and not seen.repeats


def _holds_numbers(seen: Seen) -> bool:
    return seen.share(_is_number) >= MOST


def _holds_texts(seen: Seen) -> bool:
    return not seen.share(lambda value: bool(_DAY.fullmatch(value)))


_LOOKS: Final[dict[str, Callable[[Seen], bool]]] = {
    "lead": _holds_ids, "occurred_at": lambda seen: seen.holds_times, "kind": _holds_words, "channel": _holds_words,
    "direction": _holds_directions, "stage": _holds_words, "value": _holds_numbers, "owner": _holds_texts,
    "name": _holds_names, "email": lambda seen: seen.holds_addresses, "phone": lambda seen: seen.holds_phones,
    "company": _holds_names, "campaign": _holds_texts, "source": _holds_texts, "external_id": _holds_own_ids,
    "content": _holds_texts,
}  # fmt: skip
