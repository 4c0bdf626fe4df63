"""Where a workspace's rows are, and the only way to them: `open_workspace(context)`.

SQLite: a folder with `directory.sqlite` and one file per workspace, so that a handle can't reach another workspace's
rows. PostgreSQL: one database, told apart by `workspace_id`.
"""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from db.store.database import Database, postgresql_database, sqlite_database
from db.store.seed import seed
from db.store.table_bases import WorkspaceTable
from db.store.tables import SETTING, STATE, WORKSPACE
from journey_core.errors import BadInput, Refused, StoreError, UnknownName, brief

DEFAULT_URL = "sqlite:///data"
OPERATOR = "terminal"
"""The user outside a browser: whoever can run a command on the store."""


def store_url() -> str:
    """Where the store is unless somebody says otherwise: $JOURNEY_STORE, else the folder `data`."""
    return os.environ.get("JOURNEY_STORE") or DEFAULT_URL


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
        try:
            _ = store.directory
        except (OSError, DatabaseError) as error:
            raise StoreError(f"The store {store.shown_url} can't be opened: {_reason(error)}.") from error
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
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            return sqlite_database(self.folder / "directory.sqlite", "directory")
        return postgresql_database(self.url, "directory")

    def close(self) -> None:
        """Lets go of every connection; the store can't be used afterwards."""
        for database in (self.directory, *self._open.values()):
            database.reader.dispose()
            database.writer.dispose()

    def workspaces(self) -> list[str]:
        """The names of all workspaces, oldest first."""
        with self.directory.read() as connection:
            return list(connection.scalars(select(WORKSPACE.c.name).order_by(WORKSPACE.c.workspace_id)))

    def add_workspace(self, name: str) -> None:
        name = name.strip()
        if not name or len(name) > 100 or not name.isprintable():
            raise BadInput(f"“{brief(name)}” can't name a workspace: 1 to 100 printable characters.")
        if name.casefold() in {known.casefold() for known in self.workspaces()}:
            raise Refused(f"There is already a workspace “{brief(name)}”.")
        with self.directory.write() as connection:
            connection.execute(insert(WORKSPACE).values(name=name, created_at=datetime.now(UTC)))

    def remove_workspace(self, name: str) -> None:
        """Removes a workspace with everything in it. There is no way back."""
        workspace_id = self.workspace_id(name)
        database = self.database(workspace_id)
        if self.folder is None:
            with database.write() as connection:
                for table in reversed(WorkspaceTable.metadata.sorted_tables):
                    connection.execute(delete(table).where(table.c.workspace_id == workspace_id))
        with self.directory.write() as connection:
            connection.execute(delete(SETTING).where(SETTING.c.workspace_id == workspace_id))
            connection.execute(delete(WORKSPACE).where(WORKSPACE.c.workspace_id == workspace_id))
        if self.folder:
            database.reader.dispose()
            database.writer.dispose()
            del self._open[workspace_id]
            for file in (self.folder / "workspaces").glob(f"{workspace_id}.*"):
                file.unlink()
        shutil.rmtree(self.columns_folder / str(workspace_id), ignore_errors=True)

    def workspace_id(self, name: str) -> int:
        with self.directory.read() as connection:
            known = {row.name.casefold(): row.workspace_id for row in connection.execute(select(WORKSPACE))}
        if name.strip().casefold() not in known:
            raise UnknownName("workspace", name, self.workspaces())
        return int(known[name.strip().casefold()])

    def database(self, workspace_id: int) -> Database:
        with self._opening:
            if workspace_id not in self._open:
                self._open[workspace_id] = self._open_database(workspace_id)
            return self._open[workspace_id]

    def _open_database(self, workspace_id: int) -> Database:
        if self.folder is None:
            database = postgresql_database(self.url, "workspace")
        else:
            (self.folder / "workspaces").mkdir(exist_ok=True)
            database = sqlite_database(self.folder / "workspaces" / f"{workspace_id}.sqlite", "workspace")
        with database.write() as connection:
            if connection.scalar(select(STATE.c.data_version).where(STATE.c.workspace_id == workspace_id)) is None:
                seed(connection, workspace_id)
        return database


@dataclass(frozen=True)
class Context:
    """Who asks: the signed-in place, workspace, role and user. Nothing else ever names a workspace."""

    store: Store
    workspace: str
    role: str = "admin"
    user: str = OPERATOR


@dataclass
class Sight:
    """The one state of the log that a handle looks at, set by the first look at the columns. Without it, every look
    sees the newest state.
    """

    version: int | None = None


@dataclass(frozen=True)
class Workspace:
    """A handle on one workspace's rows, for the user who asks."""

    id: int
    name: str
    role: str
    store: Store
    database: Database
    user: str = OPERATOR
    sight: Sight | None = field(default=None, compare=False)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.database.read() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction. Writers of a workspace take turns, also on PostgreSQL."""
        with self.database.write() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(STATE.c.data_version).where(self.owns(STATE)).with_for_update())
            yield connection

    def data_version(self) -> int:
        """A number that rises with every write."""
        with self.read() as connection:
            return self.version_in(connection)

    def version_in(self, connection: Connection) -> int:
        return int(connection.scalar(select(STATE.c.data_version).where(self.owns(STATE))) or 0)

    def changed(self, connection: Connection, *, is_noted: bool = False) -> int:
        """To be called in every write transaction that changed something; returns the new data version.

        Columns are then built anew as a whole, unless what changed is noted: see `db.log.changes.note`.
        """
        version = self.version_in(connection) + 1
        values = {"data_version": version} | ({} if is_noted else {"changes_since": version})
        connection.execute(update(STATE).where(self.owns(STATE)).values(values))
        if self.sight:
            self.sight.version = None  # whoever writes sees what was written
        return version

    def looking(self, version: int | None = None) -> "Workspace":
        """The same handle, looking at one state of the log throughout: at that data version as long as its columns are
        kept, else at the newest one at the first look.
        """
        return replace(self, sight=Sight(version))

    def owns(self, table: Table) -> ColumnElement[bool]:
        """The condition that a row is this workspace's."""
        return table.c.workspace_id == self.id


def open_workspace(context: Context) -> Workspace:
    """The handle on the workspace of a signed-in context; raises UnknownName when no workspace has that name."""
    workspace_id = context.store.workspace_id(context.workspace)
    store = context.store
    return Workspace(workspace_id, context.workspace, context.role, store, store.database(workspace_id), context.user)


def _reason(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0].rstrip(".")
