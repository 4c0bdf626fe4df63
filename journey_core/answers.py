"""Answers as data: the rows of a JSON document, and the same rows as a table.

Every result builds both from what stands here, so that terminal, page and file say the same under the same names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


class Answer(Protocol):
    """What an analysis, or a part of one, answers with."""

    @property
    def definition(self) -> str: ...
    @property
    def as_of(self) -> datetime: ...

    def document(self) -> object:
        """The answer as JSON says it."""

    def frame(self) -> "pd.DataFrame":
        """Its main rows as a table of plain numbers, under the names of the document."""


class WholeAnswer(Answer, Protocol):
    """What an analysis answers with; its document has room for those of its parts."""

    def document(self) -> Row:
        """The answer as JSON says it."""


def row_of(value: Any) -> Row:
    """A frozen value as a row: its fields by name, values within it as rows of their own, tuples as lists, a span of
    time in seconds.
    """
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def rows_of(values: Iterable[Any]) -> list[Row]:
    """One row a value."""
    return [row_of(value) for value in values]


def frame_of(kind: type, values: Sequence[Any]) -> "pd.DataFrame":
    """One row a value of this kind, as `table` lays them out; without values, its columns."""
    return table(rows_of(values), names=[field.name for field in fields(kind)])


def table(rows: Sequence[Mapping[str, Any]], *, names: Sequence[str] = ()) -> "pd.DataFrame":
    """Rows of a document as a table: an interval becomes two columns, `…_low` and `…_high`, a row within a row the
    columns `outer_inner`, a list of numbers the columns `…_1`, `…_2` …, a list of words one text; rows that lie within
    a row are a table of their own. `names`: the columns where there are no rows.
    """
    import pandas as pd  # noqa: PLC0415, it takes half a second, and only who wants a table needs it

    flat = [_flat(row) for row in rows]
    within = {name for row in rows for name, entry in row.items() if isinstance(entry, Mapping)}
    columns = [name for name in dict.fromkeys(name for row in flat for name in row) if name not in within]
    if not rows:
        columns = [column for name in names for column in _columns(name, None)]
    return pd.DataFrame({name: [row.get(name) for row in flat] for name in columns})


def _plain(entry: Any) -> Any:
    if is_dataclass(entry):
        return row_of(entry)
    if isinstance(entry, timedelta):
        return entry.total_seconds()
    return [_plain(each) for each in entry] if isinstance(entry, tuple | list) else entry


def _flat(row: Mapping[str, Any], before: str = "") -> Row:
    flat: Row = {}
    for name, entry in row.items():
        if isinstance(entry, Mapping):
            flat |= _flat(entry, f"{before}{name}_")
        else:
            flat |= _columns(before + name, entry)
    return flat


def _columns(name: str, entry: Any) -> Row:
    """The columns of one entry."""
    if name.endswith("interval") or name == "bootstrap":
        low, high = (None, None) if entry is None else entry
        return {f"{name}_low": low, f"{name}_high": high}
    if not isinstance(entry, list):
        return {name: entry}
    if any(isinstance(each, Mapping) for each in entry):
        return {}
    if all(isinstance(each, str) for each in entry):
        return {name: ", ".join(entry)}
    columns: Row = {}
    for number, each in enumerate(entry, start=1):
        if isinstance(each, list):
            columns |= {f"{name}_{number}_low": each[0], f"{name}_{number}_high": each[1]}
        else:
            columns[f"{name}_{number}"] = each
    return columns
