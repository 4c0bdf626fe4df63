"""Tables, figures and lists of leads that a session has on its screen, kept for a while so that exactly these can be
exported.

Tables and figures are kept as the bytes that would be sent, each under a hash of them: nothing that a person wrote
becomes part of an address, and the memory they take is known.
"""

import math
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd
import pyarrow as pa

from db.exports.files import Column, Table, check_target, write_table
from db.sessions.shelf import Shelf
from db.store.settings import settings
from db.store.workspaces import Workspace
from journey_core.log.arrays import Ints

ROOM: Final = 64 * 2**20
"""The most bytes of all tables that one process keeps; figures have as much room."""

LISTS: Final = 64
"""The most lists of leads that one process keeps; the oldest go first."""

STRETCH: Final = 10_000
"""How many rows are in memory as Python objects at once."""

Engine = Literal["plotly", "vega"]


@dataclass(frozen=True)
class ShownTable:
    """A table, as an Arrow stream."""

    title: str
    content: bytes


@dataclass(frozen=True)
class ShownFigure:
    """A figure as the JSON that its library reads."""

    title: str
    engine: Engine
    content: bytes


_MISSING: Final = "This is not kept any more; open its page again, and export it from there."
_TABLES: Final[Shelf[ShownTable]] = Shelf(ROOM, size=lambda each: len(each.content), missing=_MISSING)
_FIGURES: Final[Shelf[ShownFigure]] = Shelf(ROOM, size=lambda each: len(each.content), missing=_MISSING)
_LISTS: Final[Shelf[Ints]] = Shelf(
    LISTS,
    size=lambda _: 1,
    missing="This list is not kept any more; open it again on the leads page, and export it from there.",
)


def keep_table(workspace: Workspace, session_id: str | None, title: str, frame: pd.DataFrame) -> str:
    """Keeps a frame, its columns without its index, for the session; returns the name to ask for it with."""
    table = pa.Table.from_pandas(frame.rename(columns=str), preserve_index=False).replace_schema_metadata()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    content = sink.getvalue().to_pybytes()
    return _TABLES.keep(workspace, session_id, _name(title, content), ShownTable(title, content))


def keep_figure(workspace: Workspace, session_id: str | None, title: str, engine: Engine, spec: str) -> str:
    """Keeps a figure for the session; returns the name to ask for it with."""
    content = spec.encode()
    return _FIGURES.keep(workspace, session_id, _name(title, content), ShownFigure(title, engine, content))


def shown_figure(workspace: Workspace, session_id: str | None, name: str) -> ShownFigure:
    """A kept figure; raises Refused when this session has none with this name."""
    return _FIGURES.kept(workspace, session_id, name)


def keep_list(workspace: Workspace, session_id: str | None, leads: Ints) -> str:
    """Keeps the leads of these ids for the session; returns the name to ask for them with."""
    return _LISTS.keep(workspace, session_id, _name("leads", leads.tobytes()), leads)


def kept_list(workspace: Workspace, session_id: str | None, name: str) -> Ints:
    """The ids of a kept list; raises Refused when it is not kept for this session."""
    return _LISTS.kept(workspace, session_id, name)


def write_shown(workspace: Workspace, session_id: str | None, name: str, path: Path) -> str:
    """Writes a kept table to a .csv, .xlsx or .parquet file; returns its title. Raises Refused, BadInput."""
    check_target(path)
    found = _TABLES.kept(workspace, session_id, name)
    write_table(path, _table(pa.ipc.open_stream(found.content).read_all()), settings(workspace).tz)
    return found.title


def file_name(title: str, suffix: str) -> str:
    """A name for a downloaded file that every system takes: only plain letters and digits of a title stay."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.casefold())[:60].strip("-")
    return f"{plain or 'export'}.{suffix}"


def _name(title: str, content: bytes) -> str:
    return blake2b(title.encode() + b"\n" + content, digest_size=16).hexdigest()


def _table(shown: pa.Table) -> Table:
    kinds = [_kind(column) for column in shown.columns]
    columns = tuple(Column(name, kind) for name, kind in zip(shown.column_names, kinds, strict=True))
    return Table(columns, _stretches(shown, kinds))


def _kind(column: pa.ChunkedArray) -> Literal["text", "time", "number", "count"]:
    if pa.types.is_timestamp(column.type):
        return "time"
    if pa.types.is_integer(column.type) and not column.null_count:
        return "count"
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_duration(column.type):
        return "number"
    return "text"


def _stretches(shown: pa.Table, kinds: Sequence[str]) -> Generator[list[tuple[Any, ...]], None, None]:
    for start in range(0, shown.num_rows, STRETCH):
        part = shown.slice(start, STRETCH)
        columns = [_CELLS[kind](column) for kind, column in zip(kinds, part.columns, strict=True)]
        yield list(zip(*columns, strict=True))


def _times(column: pa.ChunkedArray) -> list[int | None]:
    """Microseconds UTC; times without a zone are read as UTC."""
    return list(column.cast(pa.timestamp("us", column.type.tz), safe=False).cast(pa.int64()).to_pylist())


def _numbers(column: pa.ChunkedArray) -> list[float | None]:
    """Durations in seconds; values that no file can hold as a number are left out."""
    if pa.types.is_duration(column.type):
        microseconds = column.cast(pa.duration("us"), safe=False).cast(pa.int64()).to_pylist()
        return [None if value is None else value / 1_000_000 for value in microseconds]
    return [value if value is not None and math.isfinite(value) else None for value in column.to_pylist()]


def _texts(column: pa.ChunkedArray) -> list[str]:
    return [_text(value) for value in column.to_pylist()]


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return "" if value is None else str(value)


_CELLS: Final = {"text": _texts, "time": _times, "number": _numbers, "count": pa.ChunkedArray.to_pylist}
