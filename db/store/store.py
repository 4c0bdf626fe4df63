"""All workspaces of one place: which there are, how they come and go, and where their rows and columns lie.

SQLite: a folder with `directory.sqlite` and one file per workspace, so that a handle can't reach another workspace's
rows. PostgreSQL: one database, told apart by `workspace_id`.
"""

import os
import secrets
import shutil
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from db.store.database import Database, lock_of, missing, postgresql_database, sqlite_database
from db.store.directory_tables import SETTING, WORKSPACE
from db.store.private import private_folder
from db.store.seed import seed
from db.store.storage_errors import in_sentences
from db.store.table_bases import WorkspaceTable
from db.store.tables import STATE
from journey_core.errors import BadInput, Refused, StoreError, UnknownName, brief

DEFAULT_URL = "sqlite:///data"

ADDRESS_BYTES: Final = 9
"""How much chance is in a workspace's address: it tells workspaces apart and need not be a secret."""


def store_url() -> str:
    """Where the store is unless somebody says otherwise: $JOURNEY_STORE, else the folder `data`."""
    return os.environ.get("JOURNEY_STORE") or DEFAULT_URL


def new_address() -> str:
    """What addresses call a new workspace."""
    return secrets.token_urlsafe(ADDRESS_BYTES)


@dataclass(frozen=True)
class Listed:
    """A workspace of the directory. `address` names it in links and survives renaming; `is_made`: its rows were once
    there, so that if they are not, something was lost.
    """

    id: int
    address: str
    name: str
    is_made: bool


class Store:
    """All workspaces of one place."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._open: dict[int, Database] = {}
        self._opening = threading.Lock()

    @classmethod
    def open(cls, url: str | None = None) -> "Store":
        """The store at `url`, by default at `store_url()`, created and migrated when needed."""
        store = cls(url or store_url())
        _ = store.directory
        return store

    @property
    def shown_url(self) -> str:
        return make_url(self.url).render_as_string(hide_password=True)

    @cached_property
    def folder(self) -> Path | None:
        """The folder of a SQLite store; None on PostgreSQL."""
        try:
            url = make_url(self.url)
        except ArgumentError as error:
            raise BadInput(
                f"“{brief(self.url)}” is not a store URL; expected sqlite:///FOLDER or postgresql://…."
            ) from error
        if url.get_backend_name() == "sqlite":
            return Path(url.database or "data")
        if url.get_backend_name() == "postgresql":
            return None
        raise BadInput(f"A store can't be {url.get_backend_name()}; expected sqlite:///FOLDER or postgresql://….")

    @cached_property
    def columns_folder(self) -> Path:
        """Where column files are kept; beside the store, or for PostgreSQL where JOURNEY_COLUMNS says."""
        if self.folder:
            return self.folder / "columns"
        url = make_url(self.url)
        return Path(os.environ.get("JOURNEY_COLUMNS", "data/columns")) / f"{url.host}-{url.port or 5432}-{url.database}"

    @cached_property
    def directory(self) -> Database:
        try:
            if self.folder is None:
                return postgresql_database(self.url)
            with in_sentences():
                private_folder(self.folder)
                private_folder(self.folder / "workspaces")
            knows_some = any((self.folder / "workspaces").glob("*.sqlite"))
            return sqlite_database(self.folder / "directory.sqlite", "directory", make=not knows_some)
        except StoreError as error:
            raise type(error)(f"The store {self.shown_url} can't be opened: {error}") from error

    def close(self) -> None:
        """Lets go of every connection; the store can't be used afterwards."""
        for database in (self.directory, *self._open.values()):
            database.close()

    def listed(self) -> list[Listed]:
        """All workspaces, oldest first."""
        with self.directory.read() as connection:
            listed = _listed(connection)
        self._let_go_but_for({each.id for each in listed})
        return listed

    def _let_go_but_for(self, known: set[int]) -> None:
        """Closes what another process has removed. Numbers rise, so a higher one may be newer than the list."""
        for number in [each for each in list(self._open) if each not in known and each < max(known, default=0)]:
            with self._opening:
                gone = self._open.pop(number, None)
            if gone and gone is not self.directory:
                gone.close()

    def workspaces(self) -> list[str]:
        """The names of all workspaces, oldest first."""
        return [each.name for each in self.listed()]

    def named(self, name: str) -> Listed:
        """The workspace of this name; raises UnknownName."""
        listed = self.listed()
        for each in listed:
            if each.name.casefold() == name.strip().casefold():
                return each
        raise UnknownName("workspace", name, [each.name for each in listed])

    def add_workspace(self, name: str) -> None:
        name = name.strip()
        if not name or len(name) > 100 or not name.isprintable():
            raise BadInput(f"“{brief(name)}” can't name a workspace: 1 to 100 printable characters.")
        with self.directory.write() as connection:
            _one_by_one(connection)
            if name.casefold() in {each.name.casefold() for each in _listed(connection)}:
                raise Refused(f"There is already a workspace “{brief(name)}”.")
            row = {"name": name, "address": new_address(), "is_made": False, "created_at": datetime.now(UTC)}
            connection.execute(insert(WORKSPACE).values(row))
        self.database(self.named(name))

    def remove_workspace(self, name: str) -> None:
        """Removes a workspace with everything in it, as soon as nobody writes to it. There is no way back."""
        gone = self.named(name)
        if self.folder is None:
            with self.directory.write() as connection:
                connection.execute(select(STATE).where(STATE.c.workspace_id == gone.id).with_for_update())
                for table in reversed(WorkspaceTable.metadata.sorted_tables):
                    connection.execute(delete(table).where(table.c.workspace_id == gone.id))
                _strike(connection, gone)
        else:
            self._remove_file(gone, self.folder / "workspaces" / f"{gone.id}.sqlite")
        shutil.rmtree(self.columns_folder / str(gone.id), ignore_errors=True)

    def _remove_file(self, gone: Listed, file: Path) -> None:
        """Removes the files of a workspace whose turn it is, then its row: a removal that is cut short can be done
        again. Who comes after it finds no file, and nobody waits for the directory meanwhile.
        """
        database = self._open.pop(gone.id, None) or sqlite_database(file, "workspace", make=True)
        with database.turn():
            database.close()
            for each in (file, *file.parent.glob(f"{gone.id}.sqlite-*"), lock_of(file)):
                each.unlink(missing_ok=True)
            with self.directory.write() as connection:
                _strike(connection, gone)

    def database(self, listed: Listed) -> Database:
        """The open database of a workspace, made where it never was."""
        with self._opening:
            if listed.id not in self._open:
                self._open[listed.id] = self._opened(listed)
            return self._open[listed.id]

    def _opened(self, listed: Listed) -> Database:
        if self.folder is None:
            database = self.directory
        else:
            file = self.folder / "workspaces" / f"{listed.id}.sqlite"
            database = sqlite_database(file, "workspace", make=not listed.is_made)
        state = select(STATE.c.data_version).where(STATE.c.workspace_id == listed.id)
        with database.read() as connection:
            has_rows = connection.scalar(state) is not None
        if listed.is_made and not has_rows:
            raise StoreError(missing(database.file) if database.file else f"The rows of {listed.name} are missing.")
        if not listed.is_made:
            with database.write() as connection:
                _one_by_one(connection)
                if connection.scalar(state) is None:
                    seed(connection, listed.id)
            with self.directory.write() as connection:
                made = update(WORKSPACE).where(WORKSPACE.c.workspace_id == listed.id).values(is_made=True)
                connection.execute(made)
        return database


def _listed(connection: Connection) -> list[Listed]:
    columns = (WORKSPACE.c.workspace_id, WORKSPACE.c.address, WORKSPACE.c.name, WORKSPACE.c.is_made)
    return [Listed(*row) for row in connection.execute(select(*columns).order_by(WORKSPACE.c.workspace_id))]


def _one_by_one(connection: Connection) -> None:
    """Lets transactions that add to PostgreSQL's directory take turns, as those of a file do."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7304552)")


def _strike(connection: Connection, gone: Listed) -> None:
    """Takes a workspace out of the directory."""
    connection.execute(delete(SETTING).where(SETTING.c.workspace_id == gone.id))
    connection.execute(delete(WORKSPACE).where(WORKSPACE.c.workspace_id == gone.id))
