"""Headings that say more than a name: “Date (UTC)”, “Sum net (EUR)”, and “Note (2)” for the second of a name."""

import re
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from journey_core.intake.headings.comparing import spaced

_SUFFIX: Final = re.compile(r"^(?P<name>.*?\S)\s*(?:[(\[](?P<inner>[^()\[\]]+)[)\]]|\s(?P<word>UTC|GMT))$")
_OFFSET: Final = re.compile(
    r"(?:UTC|GMT)?\s*(?P<sign>[+\-\u2212])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?", re.I | re.A
)
_UNITS: Final = re.compile(
    r"EUR|USD|GBP|CHF|BRL|CAD|AUD|NZD|JPY|CNY|INR|MXN|ARS|CLP|COP|PEN|SEK|NOK|DKK|PLN|CZK|HUF|TRY|ZAR|[$€£¥]|R\$|\d{1,3}"
)
_TAXES: Final = re.compile(
    "net|gross|netto|brutto|brut|neto|bruto|lordo|liquido|ht|ttc|hors taxes?|"
    "(?:exc?l?|incl?|plus|zzgl|inkl|exkl|ohne|sin|con|sem|com|senza|mas) (?:vat|tax|mwst|iva|btw|impostos)|"
    "(?:vat|tax|mwst|iva|btw) (?:exc?l?|incl?|inkl|exkl|exclusive|inclusive|incluido|esclusa|inclusa)"
)
"""What an amount may be with or without, as `spaced` writes it."""
_MOST_TAX_WORDS: Final = 2
_WORDS: Final = "est edt cst cdt mst mdt pst pdt bst ist cest eest west mez mesz jst cet eet wet met"
_ABBREVIATIONS: Final = frozenset(_WORDS.split())
"""Zone words that mean several offsets, or one that holds for half of the year."""
_FARTHEST_EAST: Final = 14
_FARTHEST_WEST: Final = 12


def zone_in(heading: str) -> str | None:
    """The time zone that a heading names, None if it names none, "" if it names one that has no name here.

    UTC and GMT with whole hours have a name, Etc/GMT-1 for UTC+1; UTC+5:30 and abbreviations (EST) have none.
    """
    found = _SUFFIX.match(heading)
    return _zone((found["inner"] or found["word"]).strip()) if found else None


def name_in(heading: str) -> str:
    """The heading without a zone, currency, number or tax at its end: “Betrag netto (EUR)” is “Betrag”."""
    found = _SUFFIX.match(heading)
    if found is None:
        return _before_tax(heading)
    inner = (found["inner"] or found["word"]).strip()
    is_unit = _zone(inner) is not None or _UNITS.fullmatch(_before_tax(inner)) or _TAXES.fullmatch(spaced(inner))
    return _before_tax(found["name"]) if is_unit else heading


def _before_tax(text: str) -> str:
    """The text without words at its end that say whether an amount has its tax."""
    words = text.split()
    for count in range(min(_MOST_TAX_WORDS, len(words) - 1), 0, -1):
        if _TAXES.fullmatch(spaced(" ".join(words[-count:]))):
            return " ".join(words[:-count])
    return text


def _zone(text: str) -> str | None:
    if known := _zones().get(text.casefold()):
        return known
    if text.casefold() in _ABBREVIATIONS:
        return ""
    offset = _OFFSET.fullmatch(text)
    if offset is None:
        return None
    hours, minutes, is_east = int(offset["hours"]), int(offset["minutes"] or 0), offset["sign"] == "+"
    if minutes or hours > (_FARTHEST_EAST if is_east else _FARTHEST_WEST):
        return ""
    return f"Etc/GMT{'-' if is_east else '+'}{hours}" if hours else "UTC"


@cache
def _zones() -> dict[str, str]:
    """A zone's name in lower case -> its name."""
    named = {name.casefold(): name for name in available_timezones() if "/" in name}
    return named | {"utc": "UTC", "gmt": "UTC", "z": "UTC"}
