"""One database, open: how each of the two is read and written, and what is said when that fails.

SQLite: one read-write connection a process, under a lock file around every write transaction and its checkpoint (SQLite
up to 3.51.2 can lose commits when several connections write and checkpoint at once); readers are read-only. Opening
looks at the version without a lock, so that it never waits for a writer unless there is something to migrate.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool, QueuePool

from db.store.locks import PATIENCE, locked, own_name
from db.store.migrate import is_new, migrate
from db.store.storage_errors import in_sentences, missing
from journey_core.errors import StoreBusy, StoreError, StoreReadOnly

READERS: Final = 32
"""How many connections read at once; more than these wait."""

READER_SECONDS: Final = 10
"""How long a reader waits for a connection before it is told to come again."""


@dataclass(frozen=True)
class Database:
    """One SQLite file, or one PostgreSQL database: `read` for looking, `write` for changing, each a transaction. What
    disks and servers do wrong is a StoreError.
    """

    reader: Engine
    writer: Engine
    file: Path | None
    is_read_only: bool = False
    node: tuple[int, int] | None = None
    """Device and number of the file that is open; another one may have been put in its place."""
    mutex: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one consistent state and can't change it. It is one of few: nobody may hold it at the
        pace of a client.
        """
        with in_sentences(self.file), self.reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *, patience: float | None = None) -> Iterator[Connection]:
        """A transaction that commits at the end of the block, or changes nothing. `patience`: how many seconds to wait
        for others, by default as long as anybody waits.
        """
        with in_sentences(self.file), self._turn(patience), self.writer.begin() as connection:
            yield connection

    def is_there(self) -> bool:
        """Whether what is open is still what stands under its name."""
        return self.node is None or self.node == node_of(self.file)

    def close(self) -> None:
        """Lets go of every connection."""
        self.reader.dispose()
        self.writer.dispose()

    @contextmanager
    def _turn(self, patience: float | None) -> Iterator[None]:
        """Whose turn it is to write a file; PostgreSQL locks rows instead."""
        if self.is_read_only:
            raise StoreReadOnly("This store can only be read: its folder is not writable.")
        if self.file is None:
            yield
            return
        if not self.mutex.acquire(timeout=PATIENCE.seconds if patience is None else patience):
            raise StoreBusy("Another change is being written here, or waits for its turn; try again in a moment.")
        try:
            with locked(lock_of(self.file), patience=patience):
                if not self.file.exists():
                    lock_of(self.file).unlink(missing_ok=True)
                    raise StoreError(missing(self.file))
                if not self.is_there():
                    raise StoreError(f"Another file was put in the place of {self.file.name}; do this again.")
                yield
        finally:
            self.mutex.release()


def sqlite_database(path: Path, part: str, *, make: bool) -> Database:
    """The SQLite file at `path`, migrated when needed. It is made only where `make` says that it may be missing: else
    a file that is not there or has no tables is a StoreError.
    """
    is_writable = os.access(path.parent, os.W_OK)
    database = Database(_file_reader(path, is_writable=is_writable), _file_writer(path), path, not is_writable)
    with _closed_on_failure(database), in_sentences(path if not make else None):
        if path.exists():
            _roll_back_what_was_killed(database, path)
        if path.exists() and not is_new(database.reader, part):
            if migrate(database.reader, part, only_look=True):
                return replace(database, node=node_of(path))
        elif not make:
            raise StoreError(missing(path))
        if not is_writable:
            raise StoreReadOnly("This store must be brought up to date first, and its folder is not writable.")
        with locked(lock_of(path)):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite gives its other files the same mode
            migrate(database.writer, part)
    return replace(database, node=node_of(path))


def node_of(file: Path | None) -> tuple[int, int] | None:
    """Device and number of a file; None where there is none."""
    try:
        found = file.stat() if file else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found else None


def _roll_back_what_was_killed(database: Database, path: Path) -> None:
    """A program that was killed before the file had its write-ahead log left a journal that only a writer can use."""
    if path.with_name(f"{path.name}-journal").exists() and not database.is_read_only:
        with locked(lock_of(path)), database.writer.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")


@contextmanager
def _closed_on_failure(database: Database) -> Iterator[None]:
    try:
        yield
    except BaseException:
        database.close()
        raise


def lock_of(file: Path) -> Path:
    return file.with_suffix(".lock")


def _file_reader(path: Path, *, is_writable: bool) -> Engine:
    """Names the file by URI so that SQLite itself refuses to write through it. Beside a file in a folder that can't be
    written SQLite can't make what readers share; where nobody has it open and nothing is left to fold in, it never
    changes.
    """
    wal, shared = path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")
    is_still = not is_writable and not shared.exists() and not (wal.exists() and wal.stat().st_size)
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if is_still else ''}"
    reader = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(uri, uri=True, check_same_thread=False),
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=READERS - 8,
        pool_timeout=READER_SECONDS,
    )
    event.listen(reader, "connect", _prepare_reader)
    event.listen(reader, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return reader


def _file_writer(path: Path) -> Engine:
    writer = create_engine(
        f"sqlite:///{path}", poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=PATIENCE.seconds
    )
    event.listen(writer, "connect", _prepare_writer)
    event.listen(writer, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return writer


def _prepare_reader(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout = 30000")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.create_function("unicode_lower", 1, str.lower, deterministic=True)


def _prepare_writer(connection: sqlite3.Connection, record: object) -> None:
    _prepare_reader(connection, record)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute("PRAGMA cache_size = -65536")


def postgresql_database(url: str) -> Database:
    """The PostgreSQL database at `url`, which holds the directory and every workspace, migrated when needed."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    name = {"application_name": own_name()}
    writer = create_engine(
        address, poolclass=NullPool, connect_args=name | {"options": f"-c lock_timeout={PATIENCE.seconds:.0f}s"}
    )
    reader = create_engine(
        address,
        isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
        connect_args=name,
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=READERS - 8,
        pool_timeout=READER_SECONDS,
    )
    database = Database(reader, writer, None)
    with _closed_on_failure(database), in_sentences(is_opening=True):
        for part in ("directory", "workspace"):
            if not migrate(reader, part, only_look=True):
                migrate(writer, part)
    return database
