"""Where the table of a text file begins and what separates its cells, as the file shows or a person says."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from journey_core.errors import BadFile, BadInput, brief
from journey_core.intake.table.header import HEADER_WITHIN, header_place, width_of
from journey_core.intake.table.lines import from_line, lines_of, whole_lines
from journey_core.intake.table.opening import text_chunks
from journey_core.intake.table.records import Record, first_records

DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
SAMPLE_ROWS: Final = 50
_START: Final = 1 << 17
"""How many characters are looked at."""
_HINT: Final = re.compile(
    r"""[ ]* "? sep= (?P<quote>"?) (?P<sign>\\t|[^"\r\n]|) (?P=quote) (?P=sign)* "? (?P=sign)* [ ]* (?:\r|\n|$)""",
    re.IGNORECASE | re.VERBOSE,
)
"""The first line by which Excel is told what separates the cells: `sep=;`, as it is or as one quoted cell."""


@dataclass(frozen=True)
class Layout:
    """header_line: counted from 1; is_topmost: whether no other text stands above the header; rows: the header and the
    first rows below it, as split."""

    delimiter: str
    header_line: int
    is_topmost: bool
    rows: list[list[str]]


def text_layout(path: Path, encoding: str, *, delimiter: str | None, header_line: int | None) -> Layout:
    """How the table of a file is laid out; a stated delimiter or line is taken as given.

    Raises BadFile if the file holds no rows, BadInput for a delimiter or a line that can't be one.
    """
    stated = checked_delimiter(delimiter) if delimiter else None
    start = _text_from(path, encoding, 1)
    hint = _HINT.match(start)
    first = 2 if hint else 1
    text = _text_from(path, encoding, first) if header_line is None else _below(path, encoding, header_line)
    separator = stated or (_hinted(hint["sign"]) if hint else None) or likeliest_delimiter(text)
    records = _records(text, separator)
    lines = [(header_line or first) + record.line for record in records]
    rows = [record.cells for record in records]
    if header_line is None:
        if not rows:
            raise BadFile(f"“{path.name}” holds no rows, not even a header.")
        place = header_place(rows)
        return Layout(separator, lines[place], place == 0, rows[place : place + 1 + SAMPLE_ROWS])
    if header_line < first:
        raise BadInput(f"Line 1 of “{path.name}” says what separates the cells: it can't be the header.")
    if header_line not in lines:
        raise BadInput(f"Line {header_line:,} of “{path.name}” is blank: it can't be the header.")
    above = lines_of(start)[first - 1 : header_line - 1]
    return Layout(separator, header_line, not "".join(above).strip(), rows[: 1 + SAMPLE_ROWS])


def checked_delimiter(delimiter: str) -> str:
    """The character that a stated delimiter means, by its sign or its name; raises BadInput."""
    named = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|"}.get(delimiter.lower(), delimiter)
    if len(named) != 1 or named in '"\r\n' or not (named.isprintable() or named == "\t"):
        raise BadInput(f"“{brief(delimiter)}” can't separate columns: give one character, such as , ; | or tab.")
    return named


def likeliest_delimiter(text: str) -> str:
    """The delimiter that splits most of the first records into two cells or more, but not more than it splits the
    header into; else a comma.
    """

    def fit(delimiter: str) -> tuple[float, int]:
        records = _records(text, delimiter)[:SAMPLE_ROWS]
        place = header_place([record.cells for record in records])
        width = len(records[place].cells) if records else 0
        # A sign that tears quotes apart is part of what the cells say.
        split = (record.cells for record in records[place:] if record.is_whole and len(record.cells) > 1)
        count = sum(width_of(cells) <= width for cells in split)
        return (count / len(records), width) if count and width > 1 else (0.0, 0)

    best = max(DELIMITERS, key=fit)
    return best if fit(best)[1] else ","


def _hinted(sign: str) -> str | None:
    if not sign:
        return None
    try:
        return checked_delimiter(sign)
    except BadInput:
        return None


def _below(path: Path, encoding: str, line: int) -> str:
    """The beginning of the text from a named line on; raises BadInput if the file has no such line."""
    if text := _text_from(path, encoding, line) if line > 0 else "":
        return text
    raise BadInput(f"“{path.name}” has no line {line:,}: lines are counted from 1.")


def _text_from(path: Path, encoding: str, line: int) -> str:
    """The beginning of the text from a line on; empty if the file has no such line."""
    start = ""
    for text, _ in from_line(whole_lines(text_chunks(path, encoding)), line):
        start += text
        if len(start) >= _START:
            break
    return start[:_START]


def _records(text: str, delimiter: str) -> list[Record]:
    """The first records of a text; those that say nothing are left out."""
    found = first_records(text, delimiter, limit=HEADER_WITHIN + SAMPLE_ROWS + 1)
    return [record for record in found if width_of(record.cells)]
