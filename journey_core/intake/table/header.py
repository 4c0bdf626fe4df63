"""The header of a table: which of its first rows it is, and the names that it gives the columns."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from journey_core.errors import BadFile
from journey_core.intake.cells.safe_text import storable, unguarded

COLUMN_LIMIT: Final = 2_000
HEADER_WITHIN: Final = 50
"""Among how many rows a header is looked for."""
_ADDRESS: Final = re.compile(r"\S@\S|://")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b", re.ASCII)
_SHORT_NUMBER: Final = re.compile(r"\b\d\d?\b", re.ASCII)


def header_place(rows: Sequence[Sequence[str]]) -> int:
    """Which of the first rows is the header, as an index; the first one unless it is plain that a title stands there.

    It is plain where the first row is narrower than most rows, and the first one that is not narrower looks like names
    that stand over data.
    """
    widths = [width_of(cells) for cells in rows]
    usual = _usual_width(widths)
    wide = next((place for place, width in enumerate(widths) if width >= usual), 0)
    if 0 < wide < HEADER_WITHIN and _are_names(rows[wide], widths[wide]) and _stands_over_data(rows, wide):
        return wide
    return 0


def width_of(cells: Sequence[str]) -> int:
    """The number of cells up to the last one that is not empty."""
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return width


def column_names(cells: Sequence[str], filename: str) -> tuple[str, ...]:
    """The names of the columns, each only once: an empty one becomes “column 3”, a repeated one “name (2)”."""
    if len(cells) > COLUMN_LIMIT:
        raise BadFile(f"“{filename}” has {len(cells):,} columns; at most {COLUMN_LIMIT:,} can be read.")
    names: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        base = " ".join(unguarded(storable(cell))[:200].split()) or f"column {number}"
        unique, count = base, 1
        while unique in taken:
            count += 1
            unique = f"{base} ({count})"
        taken.add(unique)
        names.append(unique)
    return tuple(names)


def _usual_width(widths: Sequence[int]) -> int:
    """The most common width, the larger of two; rows of one cell count only where there are no others."""
    counts = Counter(width for width in widths if width > 1) or Counter(widths)
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _are_names(cells: Sequence[str], width: int) -> bool:
    names = [name for cell in cells[:width] if (name := cell.strip().casefold())]
    is_filled = len(names) > 1 and width - len(names) <= max(1, width // 5)
    return is_filled and len(set(names)) == len(names) and not any(map(_is_data, names))


def _stands_over_data(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Whether in some column that has a name most of the cells below are data."""
    for column, name in enumerate(rows[place]):
        below = [cells[column] for cells in rows[place + 1 :] if len(cells) > column and cells[column].strip()]
        if name.strip() and below and sum(map(_is_data, below)) > len(below) / 2:
            return True
    return False


def _is_data(cell: str) -> bool:
    """Whether a cell is a number, a date, an id, a phone number or an address rather than a name."""
    digits = sum(character.isdigit() for character in cell)
    is_mostly_digits = 0 < digits >= sum(character.isalpha() for character in cell)
    is_long_date = bool(_YEAR.search(cell) and _SHORT_NUMBER.search(cell))
    return is_mostly_digits or is_long_date or bool(_ADDRESS.search(cell))
