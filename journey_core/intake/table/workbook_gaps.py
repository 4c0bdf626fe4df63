"""Cells that the parser of workbooks gives as empty although they are not: errors, and formulas nobody has computed.

Runs in the child that opens workbooks, under its limits; imports nothing that is slow to import.
"""

import posixpath
import re
import zipfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise, zip_longest
from typing import IO, Any, BinaryIO, Final
from xml.parsers import expat

NO_RESULT: Final = "#NO-RESULT!"
"""What a formula without a stored result reads as: its workbook was never computed by a spreadsheet program."""
_COLUMNS: Final = 1 << 14
"""How many columns a sheet has at most, as all spreadsheet programs agree; of rows they allow a million."""
_ROWS: Final = 1 << 20
_STRETCH: Final = 1 << 20
_PLACE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_TEXT: Final = frozenset({"is", "t", "r"})
_TAGS: Final = frozenset({"row", "c", "v", "f", *_TEXT})

_ERROR: Final = re.compile(rb"""["']e["']""")
_MAYBE_FORMULA: Final = re.compile(rb"f[\s/>]")
_FORMULA: Final = re.compile(rb"<(?:[^\s<>/:]+:)?f[\s/>]")
_RESULT: Final = re.compile(rb"/(?:(?:[^\s<>/:]+:)?f)?>\s*<(?:[^\s<>/:]+:)?v>[^<\s]")
"""The end of a formula, and the result right after it."""


class UnfitWorkbook(Exception):
    """What the workbook is or can't be, as the rest of a sentence about it."""


class Gaps:
    """The gaps of a sheet: at places[i] = row * 16,384 + column, counted from 0, ascending, should stand texts[i]."""

    def __init__(self) -> None:
        self.places = array("q")
        self.texts: list[str] = []

    def add(self, row: int, column: int, text: str) -> None:
        if 0 <= row < _ROWS and 0 <= column < _COLUMNS:
            self.places.append(row * _COLUMNS + column)
            self.texts.append(text)

    def sort(self) -> None:
        if any(place > next_place for place, next_place in pairwise(self.places)):
            ordered = sorted(zip(self.places, self.texts, strict=True))
            self.places = array("q", [place for place, _ in ordered])
            self.texts = [text for _, text in ordered]

    def filled(self, rows: Iterable[list[Any]], *, first_column: int | None) -> Iterator[list[Any]]:
        """The rows of the sheet, which begin in this column, with their gaps filled, those outside of them too."""
        columns = [place % _COLUMNS for place in self.places]
        first = min(columns) if first_column is None else min(first_column, *columns)
        width = 1 + max(columns) - first
        missing = [""] * (0 if first_column is None else first_column - first)
        found = 0
        for number, (given, _) in enumerate(zip_longest(rows, range(self.places[-1] // _COLUMNS + 1))):
            cells = [*missing, *(given or ())]
            cells += [""] * (width - len(cells))
            while found < len(columns) and self.places[found] // _COLUMNS == number:
                column = columns[found] - first
                if cells[column] == "":
                    cells[column] = self.texts[found]
                found += 1
            yield cells


def sheet_gaps(file: BinaryIO, sheet: int) -> Gaps:
    """The gaps of the sheet with this number in a workbook, sheets counted from 0."""
    with zipfile.ZipFile(file) as archive:
        part = _part(archive, sheet)
        with archive.open(part) as xml:
            if not _may_have_gaps(xml):
                return Gaps()
        with archive.open(part) as xml:
            return _Search().gaps(xml)


def _part(archive: zipfile.ZipFile, sheet: int) -> zipfile.ZipInfo:
    """The part of the archive in which a sheet is written."""
    names = _elements(archive, "xl/workbook.xml", "sheet")[sheet]
    wanted = next((value for name, value in names.items() if name.endswith(":id")), "")
    links = _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    target = next((link.get("Target", "") for link in links if link.get("Id") == wanted), "").replace("\\", "/")
    path = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
    parts = {part.filename.replace("\\", "/").lower(): part for part in archive.infolist()}
    for each in (path.lower(), posixpath.normpath(path).lower()):
        if each in parts:
            return parts[each]
    raise UnfitWorkbook("does not say where its sheet is")


def _elements(archive: zipfile.ZipFile, path: str, wanted: str) -> list[dict[str, str]]:
    """The attributes of all elements of this name in a part."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == wanted:
            found.append(attributes)

    with archive.open(path) as xml:
        _parser(start).ParseFile(xml)
    return found


def _parser(start: Callable[[str, dict[str, str]], None]) -> expat.XMLParserType:
    """A parser that never meets an entity to expand, as only a document type can declare one."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def _refuse_document_type(*_: object) -> None:
    raise UnfitWorkbook("declares a document type, which no spreadsheet program does")


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


def _may_have_gaps(xml: IO[bytes]) -> bool:
    """Whether a sheet may have gaps; False for nearly all of them, in a tenth of the time that it takes to parse them.
    What it looks for is in every gap that a program writes, and in some cells that are none.
    """
    rest = b""
    while chunk := xml.read(_STRETCH):
        rest += chunk
        end = rest.rfind(b"row>") + 1  # no cell lies on both sides of it
        if _may_hold_one(rest[:end]) or (not end and len(rest) > 4 * _STRETCH):
            return True
        rest = rest[end:]
    return _may_hold_one(rest)


def _may_hold_one(xml: bytes) -> bool:
    # The cheap questions come first. Every error begins with #, in whatever way that is written.
    if b"#" in xml and _ERROR.search(xml):
        return True
    if not _MAYBE_FORMULA.search(xml):
        return False
    # In comments and the like, what looks like a result is none.
    return b"<!" in xml or len(_FORMULA.findall(xml)) != len(_RESULT.findall(xml))


class _Search:
    """Goes through the XML of a sheet from cell to cell."""

    def __init__(self) -> None:
        self.found = Gaps()
        self.row = -1
        self.named = ""
        """The place that a cell of this row named last; the present cell stands `steps` to the right of it."""
        self.steps = -1
        self.kind: str | None = None
        self.is_cell = self.is_formula = self.has_text = False
        self.value: list[str] | None = None
        """What a cell of interest says, None before it says anything."""
        self.parser = _parser(self.start)

    def gaps(self, xml: IO[bytes]) -> Gaps:
        self.parser.ParseFile(xml)
        self.end_cell()
        self.found.sort()
        return self.found

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name if name in _TAGS else _local(name)  # the most common come first: this is called millions of times
        if tag == "c":
            self.end_cell()
            self.is_cell = True
            self.kind = attributes.get("t")
            place = attributes.get("r")
            if place is None:
                self.steps += 1
            else:
                self.named, self.steps = place, 0
        elif tag == "v" and self.is_cell:
            if self.is_formula or self.kind == "e":
                self.value = []
                self.parser.CharacterDataHandler = self.value.append
        elif tag in _TEXT:
            self.has_text = True
        elif tag == "f" and self.is_cell:
            self.is_formula = True
        else:
            self.end_cell()
            if tag == "row":
                number = attributes.get("r", "")
                self.row = int(number[:20]) - 1 if number.isdecimal() else self.row + 1
                self.named, self.steps = "", -1

    def end_cell(self) -> None:
        """Keeps the cell that ends here if it is a gap."""
        if self.is_formula or self.value is not None:
            value = "".join(self.value or ()).strip()
            # A text that is empty can be the result of a formula.
            has_result = bool(value) or self.has_text or (self.kind == "str" and self.value is not None)
            if self.kind == "e" and value:
                self.found.add(*self.place(), value)
            elif self.is_formula and not has_result:
                self.found.add(*self.place(), NO_RESULT)
            self.parser.CharacterDataHandler = self.value = None
        self.is_cell = self.is_formula = self.has_text = False

    def place(self) -> tuple[int, int]:
        """(row, column) of the present cell, counted from 0."""
        found = _PLACE.fullmatch(self.named)
        if found is None:
            return self.row, self.steps
        letters, row = found.groups()
        column = 0
        for letter in letters.upper():
            column = column * 26 + ord(letter) - ord("A") + 1
        return self.row if self.steps else int(row) - 1, column - 1 + self.steps
