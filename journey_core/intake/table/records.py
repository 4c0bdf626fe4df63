"""From text to rows of cells: each record stands alone, so one broken row costs one row."""

import csv
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from typing import Final, NamedTuple

import numpy as np

from journey_core.intake.cells.safe_text import has_forbidden, storable
from journey_core.intake.table.lines import RECORD_LIMIT, from_line, lines_of, whole_lines
from journey_core.intake.table.rejects import Reject

CELL_LIMIT: Final = 131_072
_TAKEN_IN: Final = "rows taken in"
_PATIENCE: Final = 50_000_000
"""How many characters may be read in vain after quotes that are never closed; from then on, a record ends with its
line. This keeps the time for any file in proportion to its size.
"""


@dataclass(frozen=True)
class Block:
    """One stretch of a file as columns of text, one for each column of the header, with one entry per row.

    row_number counts data rows from 1, line is where each begins. Missing last cells are empty, surplus cells that are
    empty say nothing; rejects are the rows with more text than the header has names for, and those that can't be split.
    The header, what stands above it and blank lines, also those of separators alone, are neither.
    """

    columns: list[Sequence[str]]
    row_number: Sequence[int]
    line: Sequence[int]
    rejects: list[Reject]
    bytes_read: int
    is_suspect: bool
    """Whether some cell may hold a forbidden character."""


class Record(NamedTuple):
    """One record of delimited text, with the number of its first line, counted from 0."""

    line: int
    cells: list[str]
    is_whole: bool
    """Whether its quotes are where they should be."""


def csv_blocks(
    texts: Iterable[tuple[str, int]], delimiter: str, width: int, *, header_line: int = 1
) -> Iterator[Block]:
    """The records below a header of `width` cells in this line, in stretches of about one chunk of text each."""
    splitter = _Splitter(delimiter, width, line=header_line)
    position = 0
    for text, position in from_line(whole_lines(texts), header_line):
        yield splitter.split(text, position)
    yield splitter.split("", position, is_last=True)


def first_records(text: str, delimiter: str, *, limit: int) -> list[Record]:
    """Up to `limit` records at the start of a text; broken ones come split at every delimiter."""
    lines = lines_of(text)
    found = _Splitter(delimiter, 0).records(lines, is_last=True)
    whole = (Record(place, cells, True) for place, cells in zip(found.places, found.rows, strict=True))
    broken = (Record(place, list(_split_anyhow(lines[place], delimiter)), False) for place in found.broken)
    return sorted(chain(whole, broken))[:limit]


def table_block(rows: list[list[str]], lines: list[int], numbers: list[int], *, width: int, bytes_read: int) -> Block:
    """Rows that are already split, as a block; those with text in surplus cells become rejects."""
    if any(len(cells) != width for cells in rows):
        rows = [_fitted(cells, width) for cells in rows]
    rejects = [
        Reject(
            number,
            line,
            "",
            f"the row has {len(cells)} cell{'s' if len(cells) != 1 else ''}, the header {width}",
            tuple(map(storable, cells)),
        )
        for cells, line, number in zip(rows, lines, numbers, strict=True)
        if len(cells) != width
    ]
    if rejects:
        fits = [len(cells) == width for cells in rows]
        rows, lines, numbers = list(compress(rows, fits)), list(compress(lines, fits)), list(compress(numbers, fits))
    columns: list[Sequence[str]] = list(zip(*rows, strict=True)) or [()] * width
    is_suspect = any(has_forbidden("".join(column)) for column in columns)
    return Block(columns, numbers, lines, rejects, bytes_read, is_suspect)


@dataclass(frozen=True)
class _Found:
    """Records among some lines: rows[i] begins at lines[places[i]]; broken is place -> reason."""

    rows: list[list[str]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    broken: dict[int, str] = field(default_factory=dict)


@dataclass
class _Splitter:
    """Splits text into records; keeps the lines of a record that the next stretch may complete."""

    delimiter: str
    width: int
    next_row: int = 0
    """Number of the next record; the header is record 0."""
    line: int = 1
    """The line of the file that comes next."""
    patience: int = _PATIENCE
    carried: list[str] = field(default_factory=list)

    def split(self, text: str, position: int, *, is_last: bool = False) -> Block:
        if not self.carried and '"' not in text and (block := self._plain(text, position)):
            return block
        lines = self.carried + lines_of(text)
        self.carried = []
        found = self.records(lines, is_last=is_last)
        block = self._block(lines, found, position)
        self.line += len(lines) - len(self.carried)
        return block

    def _plain(self, text: str, position: int) -> Block | None:
        """The records of text without quotes if every line has as many cells as the header, else None."""
        body = text.replace("\r\n", "\n") if "\r" in text else text
        if body and not body.endswith("\n"):
            body += "\n"
        skipped = 1 if self.next_row == 0 else 0
        start = body.find("\n") + 1 if skipped else 0
        is_plain = body and "\r" not in body and start != 1 and len(text) <= RECORD_LIMIT
        cells_a_line = _cells_a_line(body[start:], self.delimiter, self.width) if is_plain else 0
        blank = f"\n{self.delimiter * (cells_a_line - 1)}\n"
        if not cells_a_line or blank in f"\n{body[start:]}":
            return None
        cells = body[start:-1].replace("\n", self.delimiter).split(self.delimiter) if len(body) > start else []
        columns: list[Sequence[str]] = [cells[place::cells_a_line] for place in range(self.width)]
        first_row, first_line, count = self.next_row + skipped, self.line + skipped, len(columns[0])
        self.next_row, self.line = first_row + count, first_line + count
        numbers, lines = range(first_row, self.next_row), range(first_line, self.line)
        return Block(columns, numbers, lines, [], position, has_forbidden(text))

    def records(self, lines: list[str], *, is_last: bool) -> _Found:
        """The records of any lines. A record that can't be split costs its first line; the next line starts afresh."""
        found, start = _Found(), 0
        stops = [place for place, line in enumerate(lines) if len(line) > RECORD_LIMIT] + [len(lines)]
        while start < len(lines):
            end = stops[bisect_left(stops, start)] if self.patience > 0 else start + 1
            start, problem = self._run(lines, start, end, found)
            if problem is None:
                continue
            is_unfinished = problem.startswith("unexpected end") and end == len(lines) and not is_last
            if is_unfinished and self.patience > 0 and sum(map(len, lines[start:])) <= RECORD_LIMIT:
                self.carried = lines[start:]
                break
            found.broken[start] = _in_plain_words(problem)
            start += 1
        return found

    def _run(self, lines: list[str], start: int, end: int, found: _Found) -> tuple[int, str | None]:
        """Adds records to `found`: (end, None), or (first line, what is wrong) of a record that can't be split."""
        if start == end or len(lines[start]) > RECORD_LIMIT:
            return start, "too long"
        reader = csv.reader(map(lines.__getitem__, range(start, end)), delimiter=self.delimiter, strict=True)
        place = start
        try:
            for row in reader:
                if self._takes_in_rows(lines[place : start + reader.line_num]):
                    return place, _TAKEN_IN
                if any(map(str.strip, row)):
                    found.rows.append(row)
                    found.places.append(place)
                place = start + reader.line_num
        except csv.Error as problem:
            self.patience -= sum(map(len, lines[place + 1 : start + reader.line_num]))
            return place, str(problem)
        return end, None

    def _takes_in_rows(self, lines: list[str]) -> bool:
        """Whether the lines of one record, but for its first, look like records themselves: a quote was never meant."""
        if len(lines) < 3 or self.width < 4:
            return False
        alike = sum(line.count(self.delimiter) == self.width - 1 for line in lines[1:])
        return alike >= 2 and alike > len(lines) // 2

    def _block(self, lines: list[str], found: _Found, position: int) -> Block:
        """The records with their numbers; the first record of the file is its header and is left out."""
        starts = sorted([*found.places, *found.broken]) if found.broken else found.places
        number = dict(zip(starts, range(self.next_row, self.next_row + len(starts)), strict=True))
        self.next_row += len(starts)
        skipped = 1 if found.places and number[found.places[0]] == 0 else 0
        places = found.places[skipped:]
        block = table_block(
            found.rows[skipped:], [self.line + place for place in places], [number[place] for place in places],
            width=self.width, bytes_read=position,
        )  # fmt: skip
        block.rejects.extend(
            Reject(number[place], self.line + place, "", reason, _split_anyhow(lines[place], self.delimiter))
            for place, reason in found.broken.items()
            if number[place]
        )
        return block


def _cells_a_line(body: str, delimiter: str, width: int) -> int:
    """How many cells every line without quotes has: `width`, or one more that is empty; 0 where it is neither, where
    a cell is too long, or where that is hard to tell.
    """
    if width < 2 or not delimiter.isascii():
        return 0
    data = np.frombuffer(body.encode("utf-8", "surrogatepass"), np.uint8)
    ends = np.flatnonzero((data == ord("\n")) | (data == ord(delimiter)))
    for count in (width, width + 1):
        if len(ends) % count:
            continue
        kinds = data[ends].reshape(-1, count)
        is_aligned = (kinds[:, -1] == ord("\n")).all() and (kinds[:, :-1] == ord(delimiter)).all()
        is_surplus_empty = count == width or (ends[width::count] == ends[width - 1 :: count] + 1).all()
        if is_aligned and is_surplus_empty:
            return count if len(ends) == 0 or int(np.diff(ends, prepend=-1).max()) <= CELL_LIMIT else 0
    return 0


def _fitted(cells: list[str], width: int) -> list[str]:
    """The cells of a row that has as many as the header; any other row with text beyond them, as it is."""
    if len(cells) < width:
        return cells + [""] * (width - len(cells))
    return cells if any(map(str.strip, cells[width:])) else cells[:width]


def _in_plain_words(problem: str) -> str:
    if problem == _TAKEN_IN:
        return "a quote that opens in this row takes in the rows below it"
    if problem.startswith("unexpected end"):
        return "a quote opens a cell here and never closes it"
    if problem.startswith("field larger"):
        return f"a cell is longer than {CELL_LIMIT:,} characters, or its quote is never closed"
    if "expected after" in problem:
        return "text follows the quote that closes a cell"
    return f"the row is longer than {RECORD_LIMIT:,} characters"


def _split_anyhow(line: str, delimiter: str) -> tuple[str, ...]:
    return tuple(storable(line[:CELL_LIMIT].rstrip("\r\n")).split(delimiter))
