"""What can go wrong, as one tree; the faces (pages, terminal, API) catch JourneyError and show its sentence.

JourneyError
├── UnknownName         a word, option or lead that does not exist here; names the choices
│   └── UnknownAddress  a workspace that is not there or not theirs: nobody learns which
├── BadInput            a value that can't be read; names the value and what would be accepted
│   ├── AskDateFormat   a date column that can be read in two ways; names both readings
│   ├── AskNumberFormat a column of numbers that can be read in two ways; names both readings
│   ├── AskZone         a zone word that names several zones
│   ├── TurnedDates     a date column of which a spreadsheet turned some days into others
│   └── UnknownDates    a date column that no known format reads
├── BadFile             a file that can't be read at all
├── Refused             an operation that is well formed but not allowed now
│   └── NotAllowed      what the role of whoever asks may not do
└── StoreError          the store is missing, newer than this program, full or damaged
    ├── StoreBusy       too many readers, or another writer for too long: the same may succeed later
    └── StoreReadOnly   the store can be read and not written
"""

import difflib
from collections.abc import Callable, Iterable
from typing import Final

READ: Final = 100
"""How many letters of a name are compared and repeated; comparing long names takes seconds each."""

PATH: Final = 1_000
"""How many letters of a file's path are repeated."""


class JourneyError(Exception):
    """Base of every error a person can do something about; str() is one sentence for that person."""


class UnknownName(JourneyError):
    """A name that is not among the choices; lists them, the nearest first."""

    def __init__(self, what: str, name: str, choices: Iterable[str]) -> None:
        name = brief(name)
        distance = _distances(name)
        shown = sorted({choice for choice in choices if choice}, key=lambda choice: (distance(choice), choice))
        listed = ", ".join(shown[:12]) + (" …" if len(shown) > 12 else "")
        super().__init__(f"There is no {what} “{name}” here. Known: {listed or 'none yet'}.")


class UnknownAddress(UnknownName):
    """An address of a workspace that is not there, or not theirs: nobody learns which."""

    def __init__(self) -> None:
        Exception.__init__(self, "There is no workspace at this address, or it is not yours.")


class BadInput(JourneyError):
    """A value that can't be read as what it is meant to be."""


class AskDateFormat(BadInput):
    """A column of dates that can be read in two ways; the person has to say which one is meant."""

    def __init__(self, column: str, value: str, readings: dict[str, str]) -> None:
        self.column, self.value, self.readings = column, value, readings
        listed = " or ".join(f"{reading} ({date_format})" for date_format, reading in readings.items())
        super().__init__(
            f"The dates in “{brief(column)}” can be read in more than one way: “{value}” is {listed}. "
            "Say which date format is meant."
        )


class AskZone(BadInput):
    """A zone word that names several zones; the person has to say in which one the times are."""

    def __init__(self, column: str, word: str, value: str) -> None:
        super().__init__(
            f"The times in “{brief(column)}” name a zone that may be several: “{brief(word)}” in "
            f"“{brief(value, most=60)}”. Say which time zone is meant."
        )


class AskNumberFormat(BadInput):
    """A column of numbers that can be read in two ways; the person has to say which decimal mark is meant."""

    def __init__(self, column: str, value: str, readings: dict[str, str]) -> None:
        self.column, self.value, self.readings = column, value, readings
        listed = " and ".join(f"{reading} with a decimal {mark}" for mark, reading in readings.items())
        super().__init__(
            f"“{brief(value, most=60)}” in “{brief(column)}” is {listed}. Say which number format is meant."
        )


class TurnedDates(BadInput):
    """A column of dates some of which a spreadsheet took for other days; they can't be trusted."""

    def __init__(self, column: str) -> None:
        super().__init__(
            f"In “{brief(column)}” some dates are text with days over 12, and all others are date cells with days up "
            "to 12: a spreadsheet seems to have exchanged day and month in those. Export the file again as CSV, or "
            "say which date format is meant to read them as they are."
        )


class UnknownDates(BadInput):
    """A column of dates that no known format reads; the person has to say which format it has."""

    def __init__(self, column: str, value: str) -> None:
        super().__init__(
            f"The times in “{brief(column)}” are not in a known format (“{brief(value, most=60)}”). "
            "Say which date format is meant."
        )


class BadFile(JourneyError):
    """A file that can't be read as a table."""


class Refused(JourneyError):
    """Something that is not allowed in the present state."""


class NotAllowed(Refused):
    """What the role of whoever asks may not do."""


class StoreError(JourneyError):
    """The store is missing, newer than this program, full, or damaged."""


class StoreBusy(StoreError):
    """Too many readers, or another writer for too long; the same may succeed later."""


class StoreReadOnly(StoreError):
    """The store can be read and not written."""


def brief(value: object, *, most: int = READ) -> str:
    """A value as a sentence quotes it: its first `most` letters, and an ellipsis where there are more."""
    text = str(value)
    return text if len(text) <= most else f"{text[:most]}…"


def _distances(name: str) -> Callable[[str], float]:
    """How far a choice is from the name: 0 for the same word, up to 1 for words without a letter in common."""
    matcher = difflib.SequenceMatcher(None, "", name.casefold())

    def distance(choice: str) -> float:
        matcher.set_seq1(choice[:READ].casefold())
        return 1 - matcher.ratio()

    return distance
