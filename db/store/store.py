"""All workspaces of one place: which there are, how they come and go, and where their rows and columns lie.

SQLite: a folder with `directory.sqlite` and one file per workspace, so that a handle can't reach another workspace's
rows. PostgreSQL: one database, told apart by `workspace_id`.
"""

import os
import shutil
import threading
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from db.store.database import Database, lock_of, postgresql_database, sqlite_database
from db.store.directory import Listed, listed_in, new_address, note_made, one_by_one, strike
from db.store.directory_tables import WORKSPACE
from db.store.locks import locked
from db.store.private import close_to_others, private_folder
from db.store.seed import seed
from db.store.storage_errors import in_sentences, missing
from db.store.table_bases import WorkspaceTable
from db.store.tables import STATE
from journey_core.errors import BadInput, Refused, StoreError, UnknownName, brief

DEFAULT_URL = "sqlite:///data"


def store_url() -> str:
    """Where the store is unless somebody says otherwise: $JOURNEY_STORE, else the folder `data`."""
    return os.environ.get("JOURNEY_STORE") or DEFAULT_URL


class Store:
    """All workspaces of one place."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._open: dict[int, Database] = {}
        self._opening = threading.Lock()
        self._being_opened: dict[int, threading.Lock] = {}

    @classmethod
    def open(cls, url: str | None = None) -> "Store":
        """The store at `url`, by default at `store_url()`, created and migrated when needed."""
        store = cls(url or store_url())
        _ = store.directory
        return store

    @property
    def shown_url(self) -> str:
        """The URL without what may be a password, wherever it stands in it."""
        if self.folder:
            return f"sqlite:///{self.folder}"
        url = make_url(self.url)
        return f"postgresql://{url.host or ''}{f':{url.port}' if url.port else ''}/{url.database or ''}"

    @cached_property
    def folder(self) -> Path | None:
        """The folder of a SQLite store; None on PostgreSQL."""
        try:
            url = make_url(self.url)
        except (ArgumentError, ValueError):
            # Not repeated, as it may hold a password; nor is the error that does.
            raise BadInput("That is not the URL of a store; expected sqlite:///FOLDER or postgresql://….") from None
        if url.get_backend_name() == "sqlite":
            return Path(url.database or "data")
        if "@" in (url.host or ""):
            raise BadInput("In the URL of a store, an @ in the password is written %40.")
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
            with in_sentences(is_opening=True):
                self._make_folders(self.folder)
            knows_some = any((self.folder / "workspaces").glob("*.sqlite"))
            return sqlite_database(self.folder / "directory.sqlite", "directory", make=not knows_some)
        except StoreError as error:
            raise type(error)(f"The store {self.shown_url} can't be opened: {error}") from error

    def _make_folders(self, folder: Path) -> None:
        files = folder / "workspaces"
        private_folder(files)
        if folder.stat().st_mode & 0o077:
            own = (*folder.glob("directory.*"), files, *files.iterdir(), *self.columns_folder.rglob("*"))
            close_to_others((folder, *own, self.columns_folder))

    def close(self) -> None:
        """Lets go of every connection; the store can't be used afterwards."""
        for database in (self.directory, *self._open.values()):
            database.close()

    def listed(self) -> list[Listed]:
        """All workspaces, oldest first."""
        if not self.directory.is_there():
            self.directory.close()
            self.__dict__.pop("directory", None)  # of two threads that notice, the second finds it gone
        with self.directory.read() as connection:
            listed = listed_in(connection)
        self._let_go_but_for({each.id for each in listed})
        return listed

    def _let_go_but_for(self, known: set[int]) -> None:
        """Closes what another process has removed."""
        for number in [each for each in list(self._open) if each not in known and not self._open[each].is_there()]:
            if gone := self._open.pop(number, None):
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
            one_by_one(connection)
            if name.casefold() in {each.name.casefold() for each in listed_in(connection)}:
                raise Refused(f"There is already a workspace “{brief(name)}”.")
            row = {"name": name, "address": new_address(), "is_made": False, "created_at": datetime.now(UTC)}
            connection.execute(insert(WORKSPACE).values(row))
        self.database(self.named(name))

    def remove_workspace(self, name: str) -> None:
        """Removes a workspace with everything in it, as soon as nobody writes to it. There is no way back."""
        gone = self.named(name)
        if self.folder is None:
            with self.directory.write() as connection:
                one_by_one(connection)
                connection.execute(select(STATE).where(STATE.c.workspace_id == gone.id).with_for_update())
                for table in reversed(WorkspaceTable.metadata.sorted_tables):
                    connection.execute(delete(table).where(table.c.workspace_id == gone.id))
                strike(connection, gone)
        else:
            self._remove_file(gone, self.folder / "workspaces" / f"{gone.id}.sqlite")
        shutil.rmtree(self.columns_folder / str(gone.id), ignore_errors=True)

    def _remove_file(self, gone: Listed, file: Path) -> None:
        """Removes the files of a workspace whose turn it is, then its row: a removal that is cut short can be done
        again. Who comes after it finds no file, and nobody waits for the directory meanwhile.
        """
        if database := self._open.pop(gone.id, None):
            database.close()
        with in_sentences(), locked(lock_of(file)):
            for each in (file, *file.parent.glob(f"{gone.id}.sqlite-*"), lock_of(file)):
                each.unlink(missing_ok=True)
            with self.directory.write() as connection:
                strike(connection, gone)

    def database(self, listed: Listed) -> Database:
        """The open database of a workspace, made where it never was. One that was put in its place is opened anew."""
        found = self._open.get(listed.id)
        if found and found.is_there():
            return found
        with self._opening:
            turn = self._being_opened.setdefault(listed.id, threading.Lock())
        with turn:
            found = self._open.get(listed.id)
            if found and not found.is_there():
                found.close()
            if not found or not found.is_there():
                self._open[listed.id] = self._opened(listed)
            return self._open[listed.id]

    def _opened(self, listed: Listed) -> Database:
        state = select(STATE.c.data_version).where(STATE.c.workspace_id == listed.id)
        if self.folder is None:
            database = self.directory
        else:
            file = self.folder / "workspaces" / f"{listed.id}.sqlite"
            database = sqlite_database(file, "workspace", make=not listed.is_made)
        if not listed.is_made:
            self._make(database, listed)
        with database.read() as connection:
            has_rows = connection.scalar(state) is not None
        if not has_rows:
            raise StoreError(missing(database.file) if database.file else f"The rows of {listed.name} are missing.")
        return database

    def _make(self, database: Database, listed: Listed) -> None:
        """Writes what a new workspace starts with, once; raises StoreError where it was removed meanwhile."""
        state = select(STATE.c.data_version).where(STATE.c.workspace_id == listed.id)
        with database.write() as connection:
            one_by_one(connection)
            if database is self.directory and not note_made(connection, listed):
                raise StoreError(f"The workspace {listed.name} was removed meanwhile.")
            if connection.scalar(state) is None:
                seed(connection, listed.id)
        if database is not self.directory:
            with self.directory.write() as connection:
                is_listed = note_made(connection, listed)
            if not is_listed and database.file:
                database.close()
                for each in (database.file, *database.file.parent.glob(f"{listed.id}.*")):
                    each.unlink(missing_ok=True)
                raise StoreError(f"The workspace {listed.name} was removed meanwhile.")
