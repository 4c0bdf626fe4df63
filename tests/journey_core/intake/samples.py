"""Small files for the tests of intake, written byte by byte."""

import gzip
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.rows.rows import Batch, read_batches
from journey_core.intake.table.recognise import Recognised, recognise

HEADER = ("lead", "occurred_at", "channel", "kind", "value", "email", "content")
ROWS = (
    ("L1", "2024-05-01T10:00:00+02:00", "email", "email_sent", "", "ann@example.org", "first"),
    ("L2", "2024-05-02 11:30", "call", "call_connected", "12.5", "", 'she said "yes", twice'),
    ("L3", "2024-05-03", "web", "page_viewed", "", "bo@example.org", "two\nlines"),
    ("L1", "2024-05-04T10:00:00Z", "", "note", "", "", "naïve café"),
)


def written(folder: Path, content: str | bytes, name: str = "sample.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def csv_bytes(delimiter: str = ",", encoding: str = "utf-8", line_end: str = "\n") -> bytes:
    """HEADER and ROWS as delimited text."""
    lines = (delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (HEADER, *ROWS))
    return line_end.join(lines).encode(encoding)


def workbook_bytes(rows: Sequence[Sequence[Any]] = (HEADER, *ROWS)) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as workbook:
        sheet = workbook.add_worksheet("Log")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return data.getvalue()


def gzip_bytes(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def read_all(path: Path, mapping: Mapping | None = None, **options: Any) -> tuple[Recognised, list[Batch]]:
    recognised = recognise(path, **{name: options.pop(name) for name in ("encoding", "delimiter") if name in options})
    chosen = {"zone": "UTC", "source": "csv", **options}
    return recognised, list(read_batches(path, recognised, mapping or Mapping(), **chosen))


def joined(batches: Sequence[Batch], name: str) -> list[Any]:
    """One column over all batches."""
    return [entry for batch in batches for entry in getattr(batch, name)]


def reasons(batches: Sequence[Batch]) -> list[str]:
    return [reject.reason for batch in batches for reject in batch.rejects]
