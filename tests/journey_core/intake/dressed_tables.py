"""Small tables with known cells, dressed up as people's exports are; drawn by Hypothesis."""

import codecs
import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st

from tests.journey_core.intake.samples import workbook_bytes

NAMES: Final = ("lead", "kind", "channel", "Wert", "Größe", "note on it", "e-mail", "Город")
TITLES: Final = ("Activity report", "Exported 2024-04-01", "Zahlen für März", "Owner: Ann", "all, and; more|of\tit")
TEXTS: Final = st.text(
    st.one_of(st.sampled_from(',;|\t"\n .-@:/'), st.sampled_from("abcXYZ0159"), st.sampled_from("äßñŁжפ会🙂\u2028")),
    max_size=9,
)
DATES: Final = st.dates().map(str)
LINE_ENDS: Final = ("\n", "\r\n", "\r")


@dataclass(frozen=True)
class Table:
    """A file's bytes, and what they say: the names of its columns, its rows, and the numbers of those with text beyond
    the header. is_doubtful: whether titles, damage or as many such rows as others leave something to guess.
    """

    data: bytes
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    surplus: frozenset[int]
    is_doubtful: bool


@st.composite
def plain_tables(draw: st.DrawFn) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """(header, rows), with a date in every row."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    place = draw(st.integers(0, len(names)))
    columns = [TEXTS] * len(names)
    columns.insert(place, DATES)
    names.insert(place, "occurred_at")
    return tuple(names), draw(st.lists(st.tuples(*columns), min_size=1, max_size=6))


@st.composite
def dressed_tables(draw: st.DrawFn) -> Table:
    """A table as delimited text."""
    header, rows = draw(plain_tables())
    delimiter, line_end = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(LINE_ENDS))
    is_quoted, trailing, is_short = draw(st.booleans()), draw(st.integers(0, 2)), draw(st.booleans())
    titles = draw(st.one_of(st.just([]), st.lists(st.sampled_from(TITLES), max_size=3)))
    surplus = frozenset(draw(st.one_of(st.just([]), st.lists(st.integers(1, len(rows)), max_size=2))))

    def line(cells: Sequence[str]) -> str:
        return delimiter.join(quoted(cell, delimiter, always=is_quoted) for cell in cells)

    lines = [line([title]) for title in titles]
    lines += [""] * draw(st.integers(0, 2)) if titles else []
    lines.append(line(header))
    for number, row in enumerate(rows, start=1):
        kept = without_last_empty(row) if is_short else list(row)
        lines.append(line([*row, "more"] if number in surplus else kept) + delimiter * trailing)
        lines += [""] * draw(st.sampled_from((0, 0, 0, 1)))
    if draw(st.booleans()):
        hint = draw(st.sampled_from(("sep={}", '"sep={}"', "SEP={}")))
        lines.insert(0, hint.format(delimiter))
    text = line_end.join(lines) + line_end * draw(st.integers(0, 2))
    data, is_damaged = draw(encoded(text))
    packed = gzip.compress(data, 1, mtime=0) if draw(st.booleans()) else data
    is_doubtful = bool(titles) or is_damaged or len(surplus) >= len(rows) / 2
    return Table(packed, header, tuple(rows), surplus, is_doubtful)


@st.composite
def dressed_workbooks(draw: st.DrawFn) -> Table:
    """A table as a sheet, with titles above and blank rows between."""
    header, rows = draw(plain_tables())
    titles = draw(st.lists(st.sampled_from(TITLES), max_size=3))
    lines: list[Sequence[str]] = [[title] for title in titles]
    lines += [[]] * draw(st.integers(0, 2))
    lines.append(header)
    for row in rows:
        lines += [row, *[[]] * draw(st.sampled_from((0, 0, 0, 1)))]
    data = workbook_bytes(lines)
    packed = gzip.compress(data, 1, mtime=0) if draw(st.booleans()) else data
    return Table(packed, header, tuple(rows), frozenset(), is_doubtful=bool(titles))


@st.composite
def encoded(draw: st.DrawFn, text: str) -> tuple[bytes, bool]:
    """(the bytes of a text in Unicode, whether one of them is damaged)"""
    encoding = draw(st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-16-le", "utf-16-be")))
    data = text.encode(encoding)
    letters = [place for place, byte in enumerate(data) if byte >= 0x80] if encoding == "utf-8" else []
    is_damaged = bool(letters) and draw(st.booleans())
    if is_damaged:
        place = draw(st.sampled_from(letters))
        data = data[:place] + draw(st.sampled_from((b"", b"?", b"\xff"))) + data[place + 1 :]
    marks = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    return (marks[encoding] if draw(st.booleans()) else b"") + data, is_damaged


def quoted(cell: str, delimiter: str, *, always: bool) -> str:
    is_needed = always or any(sign in cell for sign in (delimiter, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if is_needed else cell


def without_last_empty(row: Sequence[str]) -> list[str]:
    cells = list(row)
    while cells and not cells[-1]:
        cells.pop()
    return cells
