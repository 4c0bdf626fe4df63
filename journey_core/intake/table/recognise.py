"""What a file is: format, encoding, delimiter, header; said in a sentence, so that a person can object."""

import codecs
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from journey_core.errors import BadFile, BadInput, brief
from journey_core.intake.cells.safe_text import storable
from journey_core.intake.table.opening import (  # fmt: skip
    byte_chunks,
    marked_encoding,
    named_encoding,
    text_chunks,
    unpacked,
)
from journey_core.intake.table.records import Block, csv_blocks, first_records
from journey_core.intake.table.workbook import chosen_sheet, is_zip, sheet_names, sheet_rows, workbook_blocks

Format = Literal["csv", "tsv", "xlsx"]

SAMPLE_ROWS: Final = 50
SAMPLE_TEXT: Final = 1_000_000
"""The characters of a workbook's sample after which no further row is added to it."""
COLUMN_LIMIT: Final = 2_000
_DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_NOT_TABLES: Final = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls): save it as .xlsx or CSV"),
    (b"PAR1", "a Parquet file: save it as CSV"),
    (b"%PDF", "a PDF: export a table as CSV"),
    (b"\x89PNG", "a picture"),
    (b"SQLite format 3", "a database: export a table as CSV"),
)


@dataclass(frozen=True)
class Recognised:
    """What a file was taken to be. encoding_sure is False where cp1252 is only the last guess: a person has to confirm.

    sample: the first rows below the header, as split; sha256: of the file as it is on disk; size: its bytes.
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

    @property
    def sentence(self) -> str:
        """“CSV, UTF-8, separated by commas, 7 columns”."""
        packed = ", compressed" if self.compressed else ""
        columns = f"{len(self.header)} column{'s' if len(self.header) != 1 else ''}"
        if self.format == "xlsx":
            return f"XLSX{packed}, sheet “{self.sheet}”, {columns}"
        separator = _DELIMITERS.get(self.delimiter, f"“{self.delimiter}”")
        guess = "" if self.encoding_sure else " (a guess)"
        return f"{self.format.upper()}{packed}, {_shown(self.encoding)}{guess}, separated by {separator}, {columns}"


def recognise(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> Recognised:
    """What the file is; a stated encoding, delimiter or sheet is taken as given. Reads the whole file once.

    Raises BadFile (empty, damaged, too big, not a table) or BadInput (an impossible option), each in one sentence.
    """
    start, is_compressed = _beginning(path)
    if not start:
        raise BadFile(f"“{path.name}” is empty.")
    for magic, what in _NOT_TABLES:
        if start.startswith(magic):
            raise BadFile(f"“{path.name}” is {what}.")
    if is_zip(start):
        return _workbook(path, sheet, is_compressed)
    return _text_table(path, start, is_compressed, encoding, delimiter)


def blocks(path: Path, recognised: Recognised) -> Iterator[Block]:
    """The data rows of a file in stretches, with those that can't be split."""
    if recognised.format == "xlsx":
        return workbook_blocks(path, recognised.sheet, len(recognised.header))
    return csv_blocks(text_chunks(path, recognised.encoding), recognised.delimiter, len(recognised.header))


def _beginning(path: Path) -> tuple[bytes, bool]:
    with unpacked(path) as (stream, raw):
        start = stream.read(1 << 18)
        return start, stream is not raw


def _workbook(path: Path, wanted: str | None, is_compressed: bool) -> Recognised:
    sheets = sheet_names(path)
    sheet = chosen_sheet(sheets, wanted)
    with closing(sheet_rows(path, sheet)) as rows:
        header = _header([cells for _, cells in islice(rows, 1)], path.name)
        sample = tuple(_first(islice(rows, SAMPLE_ROWS)))
    return Recognised(
        "xlsx", is_compressed, "", True, "", header, sample, _sha256(path), path.stat().st_size, sheet, sheets
    )


def _first(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[str, ...]]:
    """The first rows, up to the one with which their text passes what a sample may hold."""
    size = 0
    for _, cells in rows:
        yield tuple(cells)
        size += sum(map(len, cells))
        if size > SAMPLE_TEXT:
            return


def _text_table(
    path: Path, start: bytes, is_compressed: bool, encoding: str | None, delimiter: str | None
) -> Recognised:
    is_utf8 = _scan(path)
    stated = named_encoding(encoding) if encoding else marked_encoding(start)
    chosen = stated or ("utf-8" if is_utf8 else "cp1252")
    text = next(text for text, _ in text_chunks(path, chosen))[: 1 << 17]
    separator = _checked(delimiter) if delimiter else _likeliest(text)
    records = first_records(text, separator, limit=SAMPLE_ROWS + 1)
    header = _header(records, path.name)
    is_sure = bool(stated) or is_utf8
    sample = tuple(tuple(row) for row in records[1:])
    kind: Format = "tsv" if separator == "\t" else "csv"
    return Recognised(
        kind, is_compressed, chosen, is_sure, separator, header, sample, _sha256(path), path.stat().st_size
    )


def _scan(path: Path) -> bool:
    """Whether the whole file, unpacked, is strict UTF-8; meets damage and excessive size on the way."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    is_utf8 = True
    for data, _ in byte_chunks(path):
        try:
            if is_utf8:
                decoder.decode(data)
        except UnicodeDecodeError:
            is_utf8 = False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        is_utf8 = False
    return is_utf8


def _checked(delimiter: str) -> str:
    named = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|"}.get(delimiter.lower(), delimiter)
    if len(named) != 1 or named in '"\r\n' or not (named.isprintable() or named == "\t"):
        raise BadInput(f"“{brief(delimiter)}” can't separate columns: give one character, such as , ; | or tab.")
    return named


def _likeliest(text: str) -> str:
    """The delimiter that splits most of the first records into as many cells as the header; else a comma."""

    def fit(delimiter: str) -> tuple[float, int]:
        records = first_records(text, delimiter, limit=SAMPLE_ROWS)[:SAMPLE_ROWS]
        width = len(records[0]) if records else 0
        if width < 2:
            return 0.0, 0
        return sum(len(record) == width for record in records) / len(records), width

    best = max(_DELIMITERS, key=fit)
    return best if fit(best)[1] else ","


def _header(rows: list[list[str]], name: str) -> tuple[str, ...]:
    """The names of the columns, each only once: an empty one becomes “column 3”, a repeated one “name (2)”."""
    if not rows:
        raise BadFile(f"“{name}” holds no rows, not even a header.")
    if len(rows[0]) > COLUMN_LIMIT:
        raise BadFile(f"“{name}” has {len(rows[0]):,} columns; at most {COLUMN_LIMIT:,} can be read.")
    names: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(rows[0], start=1):
        base = " ".join(storable(cell)[:200].split()) or f"column {number}"
        unique, count = base, 1
        while unique in taken:
            count += 1
            unique = f"{base} ({count})"
        taken.add(unique)
        names.append(unique)
    return tuple(names)


def _sha256(path: Path) -> str:
    with path.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


def _shown(encoding: str) -> str:
    return {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Windows-1252"}.get(
        encoding, encoding
    )
