"""From text to rows of cells: each record stands alone, so one broken row costs one row."""

import csv
import io
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from journey_core.intake.rejects import Reject
from journey_core.intake.safe_text import has_forbidden, storable

CELL_LIMIT: Final = 131_072
RECORD_LIMIT: Final = 2_000_000
"""Characters of one record, at most."""
_PATIENCE: Final = 200_000_000
"""Characters that may be read in vain behind quotes that never end; afterwards a record ends with its line. Keeps the
time for any file in proportion to its size."""


@dataclass(frozen=True)
class Block:
    """One stretch of a file. rows[i] are the cells of data row row_number[i] (from 1), which begins on line[i];
    rejects are the rows that could not be split; the header and blank lines are neither."""

    rows: list[list[str]]
    row_number: list[int]
    line: list[int]
    rejects: list[Reject]
    bytes_read: int
    is_suspect: bool
    """Whether some cell may hold a forbidden character."""


def csv_blocks(texts: Iterable[tuple[str, int]], delimiter: str) -> Iterator[Block]:
    """The records of delimited text, in stretches of about one chunk of text each."""
    splitter = _Splitter(delimiter)
    position = 0
    for text, position in _whole_lines(texts):
        yield splitter.split(text, position)
    yield splitter.split("", position, is_last=True)


def first_records(text: str, delimiter: str, *, limit: int) -> list[list[str]]:
    """Up to `limit` records at the start of a text, the header first; broken ones split at every delimiter."""
    splitter = _Splitter(delimiter, next_row=1)
    blocks = [splitter.split(text, 0), splitter.split("", 0, is_last=True)]
    whole = chain.from_iterable(zip(block.row_number, block.rows, strict=True) for block in blocks)
    broken = ((reject.row_number, list(reject.cells)) for block in blocks for reject in block.rejects)
    return [cells for _, cells in sorted(chain(whole, broken))[:limit]]


def _whole_lines(texts: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """The same text, cut after line ends. Of a line past RECORD_LIMIT the rest is left out: it is rejected anyway."""
    pending, position = "", 0
    for text, position in texts:
        pending += text
        # A CR at the very end may be half of a CR LF.
        cut = max(pending.rfind("\n"), pending.rfind("\r", 0, max(len(pending) - 1, 0))) + 1
        if cut:
            yield pending[:cut], position
            pending = pending[cut:]
        elif len(pending) > RECORD_LIMIT:
            pending = pending[: RECORD_LIMIT + 1]
    if pending:
        yield pending, position


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
    next_row: int = 0
    """Number of the next record; the header is record 0."""
    line: int = 1
    patience: int = _PATIENCE
    carried: list[str] = field(default_factory=list)
    is_suspect: bool = False

    def split(self, text: str, position: int, *, is_last: bool = False) -> Block:
        self.is_suspect = has_forbidden(text) or (self.is_suspect and bool(self.carried))
        lines = self.carried + list(io.StringIO(text, newline=""))
        is_plain = not self.carried and '"' not in text and len(text) <= RECORD_LIMIT
        self.carried = []
        found = (self._plain(lines) if is_plain else None) or self._quoted(lines, is_last=is_last)
        block = self._block(lines, found, position)
        self.line += len(lines) - len(self.carried)
        return block

    def _plain(self, lines: list[str]) -> _Found | None:
        """The records of lines without any quote: one a line. None if a cell is too long."""
        try:
            rows = list(csv.reader(lines, delimiter=self.delimiter, strict=True))
        except csv.Error:
            return None
        if all(rows):
            return _Found(rows, list(range(len(rows))))
        return _Found([row for row in rows if row], [place for place, row in enumerate(rows) if row])

    def _quoted(self, lines: list[str], *, is_last: bool) -> _Found:
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
                if row:
                    found.rows.append(row)
                    found.places.append(place)
                place = start + reader.line_num
        except csv.Error as problem:
            self.patience -= sum(map(len, lines[place + 1 : start + reader.line_num]))
            return place, str(problem)
        return end, None

    def _block(self, lines: list[str], found: _Found, position: int) -> Block:
        """The records with their numbers; the first record of the file is its header and is left out."""
        starts = sorted([*found.places, *found.broken]) if found.broken else found.places
        number = dict(zip(starts, range(self.next_row, self.next_row + len(starts)), strict=True))
        self.next_row += len(starts)
        rejects = [
            Reject(number[place], self.line + place, "", reason, _split_anyhow(lines[place], self.delimiter))
            for place, reason in found.broken.items()
            if number[place]
        ]
        skipped = 1 if found.places and number[found.places[0]] == 0 else 0
        places = found.places[skipped:]
        return Block(
            found.rows[skipped:], [number[place] for place in places], [self.line + place for place in places],
            rejects, position, self.is_suspect,
        )  # fmt: skip


def _in_plain_words(problem: str) -> str:
    if problem.startswith("unexpected end"):
        return "a quote opens a cell here and never closes it"
    if problem.startswith("field larger"):
        return f"a cell is longer than {CELL_LIMIT:,} characters, or its quote is never closed"
    if "expected after" in problem:
        return "text follows the quote that closes a cell"
    return f"the row is longer than {RECORD_LIMIT:,} characters"


def _split_anyhow(line: str, delimiter: str) -> tuple[str, ...]:
    return tuple(storable(line[:CELL_LIMIT].rstrip("\r\n")).split(delimiter))
