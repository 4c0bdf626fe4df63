"""SQL that the two databases spell differently."""

import typing
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Executable,
    Select,
    Table,
    any_,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import sqlite

BINARY_HEADER, BINARY_END = 19, 2
"""How many bytes PostgreSQL's binary COPY has before the first row and after the last."""


def upsert(connection: Connection, table: Table) -> Any:
    """An INSERT that can say ON CONFLICT."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415, with SQLite it is not needed

    return postgresql.insert(table)


def greater(connection: Connection, one: Any, other: Any) -> ColumnElement[Any]:
    """The greater of two values of a row."""
    return func.greatest(one, other) if connection.dialect.name == "postgresql" else func.max(one, other)


def lesser(connection: Connection, one: Any, other: Any) -> ColumnElement[Any]:
    """The lesser of two values of a row."""
    return func.least(one, other) if connection.dialect.name == "postgresql" else func.min(one, other)


def lowered(connection: Connection, text: ColumnElement[str]) -> ColumnElement[str]:
    """Text in lower case, like Python's `str.lower`; SQLite's own function knows A to Z only."""
    return func.lower(text) if connection.dialect.name == "postgresql" else func.unicode_lower(text)


def bit(code: Any) -> ColumnElement[int]:
    """2 ** (code - 1) as a 64-bit integer."""
    return cast(literal(1), BigInteger).op("<<")(code - 1)


def among(connection: Connection, column: ColumnElement[Any], values: list[int]) -> ColumnElement[bool]:
    """The condition that a column's value is one of many, given as one parameter."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(values, ARRAY(BigInteger)))
    return column.in_(select(func.json_each(orjson.dumps(values).decode()).table_valued("value").c.value))


def bulk_insert(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Inserts many rows at once, the fastest way each database has. `rows` yields one value per column."""
    names, cursor = ", ".join(columns), connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        # Staged, because PostgreSQL does not COPY into a table whose rows are guarded one by one.
        staged = f"staged_{table.name}"
        cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {staged} (LIKE {table.name}) ON COMMIT DROP")
        with cursor.copy(f"COPY {staged} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {staged}")  # noqa: S608 - names are ours
        cursor.execute(f"TRUNCATE {staged}")
        return
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - names are ours
    cursor.executemany(statement, rows)  # type: ignore[arg-type]


def fetch(connection: Connection, rows: Select[Any], dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """The rows of a query as a structured array. Every column is a 64-bit number and never NULL."""
    statement = rows.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}).string
    cursor = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        cursor.execute(statement)
        rows_read: NDArray[np.void] = np.fromiter(typing.cast(Iterable[Any], cursor), dtype)
        return rows_read
    with cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT BINARY)") as copy:
        return _from_binary(copy, dtype)


def fetch_blocks(connection: Connection, rows: Select[Any], size: int) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The rows of a query as the driver gives them, `size` at a time: this takes a third of the time of named rows."""
    statement = rows.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}).string
    cursor = connection.connection.cursor()
    cursor.execute(statement)
    while block := cursor.fetchmany(size):
        yield block


def _from_binary(copy: Iterable[bytes], dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """Rows of PostgreSQL's binary format: after 19 bytes of header, each field follows its length, and each row the
    number of its fields; the end is such a number, too.
    """
    names = dtype.names or ()
    fields = [("fields", ">i2")]
    for name in names:
        fields += [(f"length of {name}", ">i4"), (name, dtype[name].newbyteorder(">").str)]
    sent = bytearray().join(copy)
    count = (len(sent) - BINARY_HEADER - BINARY_END) // np.dtype(fields).itemsize
    read = np.frombuffer(sent, fields, count, BINARY_HEADER)
    found = np.empty(count, dtype)
    for name in names:
        found[name] = read[name]
    return found


def drop_indexes(connection: Connection, table: Table) -> None:
    """Drops a table's indexes while many rows come in; only on SQLite, where no other workspace shares the table."""
    if connection.dialect.name == "sqlite":
        for index in table.indexes:
            index.drop(connection, checkfirst=True)


def create_indexes(connection: Connection, table: Table) -> None:
    """Builds the missing indexes; in one go from sorted rows, that is ten times cheaper than row by row."""
    for index in table.indexes:
        index.create(connection, checkfirst=True)


def writers(connection: Connection) -> str:
    """What the programs call themselves that are in the middle of a write to PostgreSQL, whichever workspace it is."""
    others = connection.exec_driver_sql(
        "SELECT DISTINCT activity.application_name FROM pg_locks AS held JOIN pg_stat_activity AS activity USING (pid) "
        "WHERE held.relation = 'workspace_state'::regclass AND held.mode = 'RowShareLock' AND held.granted "
        "AND held.pid <> pg_backend_pid() ORDER BY 1"
    )
    return " or ".join(name for (name,) in others if name) or "another program"


def count_anew(connection: Connection, *tables: Table) -> None:
    """Lets PostgreSQL analyse tables that have grown; until then, it may join them as if they held only a few rows."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ANALYZE {', '.join(table.name for table in tables)}")


def changed_rows(connection: Connection, statement: Executable) -> int:
    """Executes, and says how many rows were written; SQLAlchemy drops the count of an INSERT unless asked for it."""
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount
