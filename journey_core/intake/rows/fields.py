"""How the cells of every field are read, and which of them a row can't do without."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from journey_core.intake.cells.identities import phone_reading, read_email
from journey_core.intake.cells.numbers import number_reading
from journey_core.intake.cells.placeholders import ERRORS, PLACEHOLDERS
from journey_core.intake.cells.readings import (
    CONTENT_LENGTH,
    DETAIL_LENGTH,
    WORD_LENGTH,
    Reading,
    read_direction,
    text_reading,
    unless_nothing,
    word_reading,
)
from journey_core.log.vocabulary import LEAD_COLUMNS

IDENTITIES: Final = ("lead", "email", "phone")
ESSENTIAL: Final = ("lead", "occurred_at", "kind", "channel", "stage", "external_id")
"""Who, when and what: a row with a cell of these that can't be read is rejected, as is one that nobody is clear in."""
REPEATED: Final = ("channel", "kind", "stage", "owner", "campaign", "source")
_WORDS: Final = (*REPEATED, "lead", "external_id", "name", "company")


@dataclass(frozen=True)
class How:
    """How the cells of a file are read.

    zone: of times without one; source: of rows that don't name one; phone_region: of national numbers; keeps: whether
    placeholders are taken as they are; is_workbook: whether cells may be numbers;
    checks_dates: whether days may have been turned into others by a spreadsheet.
    """

    date_format: str
    zone: ZoneInfo
    source: str
    number_format: str | None = None
    phone_region: str | None = None
    keeps: bool = False
    is_workbook: bool = False
    checks_dates: bool = False


def field_readings(fields: Sequence[str], how: How) -> dict[str, Reading[Any]]:
    """A reading for every field but the time, whether it is in the mapping or not, and for the mapping's own names."""
    nothing: AbstractSet[str] = frozenset() if how.keeps else PLACEHOLDERS
    errors: AbstractSet[str] = frozenset() if how.keeps else ERRORS
    details = [name for name in fields if name.startswith("detail.")]
    own = [name for name in fields if name.startswith("lead.")]
    return {
        **{name: _word(name, nothing) for name in [*_WORDS, *own]},
        **{name: text_reading(DETAIL_LENGTH, is_word=False, nothing=errors) for name in details},
        "content": text_reading(CONTENT_LENGTH, is_word=False, nothing=errors),
        "direction": Reading(unless_nothing(read_direction)),
        "value": number_reading(how.number_format, is_workbook=how.is_workbook),
        "email": Reading(unless_nothing(read_email)),
        "phone": Reading(unless_nothing(phone_reading(how.phone_region))),
    }


def _word(name: str, nothing: AbstractSet[str]) -> Reading[str]:
    make = word_reading if name in ESSENTIAL else text_reading
    return make(WORD_LENGTH, is_word=name in REPEATED, nothing=nothing)


def is_attribute(name: str) -> bool:
    """Whether a field says something of the lead itself."""
    return name in LEAD_COLUMNS or name.startswith("lead.")
