"""What a file is: format, encoding, delimiter, header; said in a sentence, so that a person can object."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, dropwhile, islice
from pathlib import Path
from typing import Final, Literal

from journey_core.errors import BadFile, BadInput
from journey_core.intake.table.header import HEADER_WITHIN, column_names, header_place
from journey_core.intake.table.layout import DELIMITERS, SAMPLE_ROWS, text_layout
from journey_core.intake.table.opening import marked_encoding, named_encoding, text_chunks, unpacked
from journey_core.intake.table.records import Block, csv_blocks
from journey_core.intake.table.utf8 import utf8_evidence
from journey_core.intake.table.workbook import chosen_sheet, is_zip, sheet_names, sheet_rows, workbook_blocks

Format = Literal["csv", "tsv", "xlsx"]

SAMPLE_TEXT: Final = 1_000_000
"""The characters of a workbook's sample after which no further row is added to it."""
_NOT_TABLES: Final = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls): save it as .xlsx or CSV"),
    (b"PAR1", "a Parquet file: save it as CSV"),
    (b"%PDF", "a PDF: export a table as CSV"),
    (b"\x89PNG", "a picture"),
    (b"SQLite format 3", "a database: export a table as CSV"),
)


@dataclass(frozen=True)
class Recognised:
    """What a file was taken to be. encoding_sure is False where the encoding is only a guess: a person has to confirm.

    sample: the first rows below the header, as split; sha256: of the file as it is on disk; size: its bytes;
    header_line: the line of the file, or row of the sheet, in which the header stands, counted from 1; header_topmost:
    whether no other text stands above it (a line `sep=;` is none).
    """

    format: Format
    compressed: bool
    encoding: str
    encoding_sure: bool
    delimiter: str
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    sha256: str
    size: int
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header_line: int = 1
    header_topmost: bool = True

    @property
    def key(self) -> tuple[str, str, str, int]:
        """Equal for equal readings of one file."""
        return self.encoding, self.delimiter, self.sheet, self.header_line

    @property
    def sentence(self) -> str:
        """“CSV, UTF-8, separated by commas, 7 columns, header in line 4”."""
        packed = ", compressed" if self.compressed else ""
        columns = f"{len(self.header)} column{'s' if len(self.header) != 1 else ''}"
        if self.format == "xlsx":
            return f"XLSX{packed}, sheet “{self.sheet}”, {columns}{self._header_place('row')}"
        separator = DELIMITERS.get(self.delimiter, f"“{self.delimiter}”")
        guess = "" if self.encoding_sure else " (a guess)"
        reading = f"{_shown(self.encoding)}{guess}, separated by {separator}"
        return f"{self.format.upper()}{packed}, {reading}, {columns}{self._header_place('line')}"

    def _header_place(self, unit: str) -> str:
        return "" if self.header_topmost else f", header in {unit} {self.header_line:,}"


def recognise(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_line: int | None = None,
) -> Recognised:
    """What the file is; a stated encoding, delimiter, sheet or line of the header (row of the sheet) is taken as given.
    Reads the whole file once.

    Raises BadFile (empty, damaged, too big, not a table) or BadInput (an impossible option), each in one sentence.
    """
    start, is_compressed = _beginning(path)
    if not start:
        raise BadFile(f"“{path.name}” is empty.")
    for magic, what in _NOT_TABLES:
        if start.startswith(magic):
            raise BadFile(f"“{path.name}” is {what}.")
    if is_zip(start):
        return _workbook(path, sheet, is_compressed, header_line)
    return _text_table(path, start, is_compressed, encoding, delimiter, header_line)


def blocks(path: Path, recognised: Recognised) -> Iterator[Block]:
    """The data rows of a file, which stand below its header, in stretches, with those that can't be split."""
    width, header_line = len(recognised.header), recognised.header_line
    if recognised.format == "xlsx":
        return workbook_blocks(path, recognised.sheet, width, header_line=header_line)
    texts = text_chunks(path, recognised.encoding)
    return csv_blocks(texts, recognised.delimiter, width, header_line=header_line)


def _beginning(path: Path) -> tuple[bytes, bool]:
    with unpacked(path) as (stream, raw):
        start = stream.read(1 << 18)
        return start, stream is not raw


def _workbook(path: Path, wanted: str | None, is_compressed: bool, header_line: int | None) -> Recognised:
    sheets = sheet_names(path)
    sheet = chosen_sheet(sheets, wanted)
    with closing(sheet_rows(path, sheet)) as rows:
        first = next(rows, None)
        if first is None:
            raise BadFile(f"“{path.name}” holds no rows, not even a header.")
        kept = dropwhile(lambda row: row[0] < (header_line or 1), chain([first], rows))
        lines, cells = _first(islice(kept, HEADER_WITHIN + SAMPLE_ROWS + 1))
    if header_line is not None and lines[:1] != [header_line]:
        raise BadInput(f"Row {header_line:,} of the sheet “{sheet}” is blank or not there: it can't be the header.")
    place = header_place(cells) if header_line is None else 0
    return Recognised(
        "xlsx", is_compressed, "", True, "", column_names(cells[place], path.name),
        tuple(map(tuple, cells[place + 1 : place + 1 + SAMPLE_ROWS])), _sha256(path), path.stat().st_size,
        sheet, sheets, header_line=lines[place], header_topmost=lines[place] == first[0],
    )  # fmt: skip


def _first(rows: Iterable[tuple[int, list[str]]]) -> tuple[list[int], list[list[str]]]:
    """(numbers, cells) of the first rows, up to the one with which their text passes what a sample may hold."""
    numbers: list[int] = []
    sample: list[list[str]] = []
    size = 0
    for number, cells in rows:
        numbers.append(number)
        sample.append(cells)
        size += sum(map(len, cells))
        if size > SAMPLE_TEXT:
            break
    return numbers, sample


def _text_table(
    path: Path,
    start: bytes,
    is_compressed: bool,
    encoding: str | None,
    delimiter: str | None,
    header_line: int | None,
) -> Recognised:
    evidence = utf8_evidence(path)
    stated = named_encoding(encoding) if encoding else marked_encoding(start)
    chosen = stated or ("utf-8" if evidence.is_likely else "cp1252")
    layout = text_layout(path, chosen, delimiter=delimiter, header_line=header_line)
    header, *sample = layout.rows
    return Recognised(
        "tsv" if layout.delimiter == "\t" else "csv", is_compressed, chosen, bool(stated) or evidence.is_sure,
        layout.delimiter, column_names(header, path.name), tuple(map(tuple, sample)), _sha256(path),
        path.stat().st_size, header_line=layout.header_line, header_topmost=layout.is_topmost,
    )  # fmt: skip


def _sha256(path: Path) -> str:
    with path.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


def _shown(encoding: str) -> str:
    return {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Windows-1252"}.get(
        encoding, encoding
    )
