"""One database, open: how each of the two is read and written.

SQLite: one read-write connection a process, under a lock file around every write transaction and its checkpoint (SQLite
up to 3.51.2 can lose commits when several connections write and checkpoint at once); readers are read-only.
"""

import fcntl
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool, QueuePool

from db.store.migrate import migrate

WAIT_SECONDS = 30


@dataclass(frozen=True)
class Database:
    """One SQLite file, or one PostgreSQL database: `read` for looking, `write` for changing, each a transaction."""

    reader: Engine
    writer: Engine
    lock_file: Path | None
    mutex: threading.RLock = field(default_factory=threading.RLock)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one consistent state and can't change it."""
        with self.reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits at the end of the block, or changes nothing."""
        with self.mutex, locked(self.lock_file), self.writer.begin() as connection:
            yield connection


def sqlite_database(path: Path, part: str) -> Database:
    """The SQLite file at `path`, made and migrated when needed."""
    lock_file = path.with_suffix(".lock")
    writer = create_engine(
        f"sqlite:///{path}", poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=WAIT_SECONDS
    )
    # A reader names the file by URI so that SQLite itself refuses to write through it.
    reader = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False),
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=24,
    )
    event.listen(writer, "connect", _prepare_writer)
    event.listen(reader, "connect", _prepare_reader)
    event.listen(writer, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    event.listen(reader, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with locked(lock_file):
        migrate(writer, part)
    return Database(reader, writer, lock_file)


def _prepare_reader(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.create_function("unicode_lower", 1, str.lower, deterministic=True)


def _prepare_writer(connection: sqlite3.Connection, record: object) -> None:
    _prepare_reader(connection, record)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute("PRAGMA cache_size = -65536")


def postgresql_database(url: str, part: str) -> Database:
    """The PostgreSQL database at `url`, migrated when needed."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    writer = create_engine(address, poolclass=NullPool)
    reader = create_engine(
        address, isolation_level="REPEATABLE READ", execution_options={"postgresql_readonly": True}, pool_pre_ping=True
    )
    migrate(writer, part)
    return Database(reader, writer, None)


@contextmanager
def locked(lock_file: Path | None) -> Iterator[None]:
    """Holds the lock file, so that only one process writes at a time; the system releases it when a process dies."""
    if lock_file is None:
        yield
        return
    with lock_file.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
