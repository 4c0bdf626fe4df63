"""The only way to a workspace's rows: `open_workspace(context)`, and then by what the one who asks may do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, Connection, Table, select, update

from db.store.database import Database
from db.store.dialects import writers
from db.store.directory import Listed
from db.store.locks import PATIENCE
from db.store.permissions import Permission, Role
from db.store.store import Store
from db.store.tables import STATE
from journey_core.errors import NotAllowed, StoreError


@dataclass(frozen=True)
class Context:
    """Who asks, and for which of the workspaces that they may see. Nothing else ever names a workspace."""

    store: Store
    workspace: Listed
    role: Role
    user: str


@dataclass
class Sight:
    """The one state of the log that a handle looks at, set by the first look at the columns. Without it, every look
    sees the newest state.
    """

    version: int | None = None


@dataclass(frozen=True)
class Workspace:
    """A handle on one workspace's rows, for the user who asks. `address` is what links call the workspace."""

    id: int
    address: str
    name: str
    role: Role
    store: Store
    database: Database
    user: str
    sight: Sight | None = field(default=None, compare=False)

    def allow(self, permission: Permission) -> None:
        """Raises NotAllowed unless the role has the permission."""
        if permission not in self.role.may:
            raise NotAllowed(f"Your role here, {self.role.name}, does not include the permission to {permission}.")

    @contextmanager
    def read(self, permission: Permission) -> Iterator[Connection]:
        """A connection that sees one consistent state and can't change it. Raises NotAllowed, StoreError."""
        self.allow(permission)
        with self.database.read() as connection:
            yield connection

    @contextmanager
    def write(self, permission: Permission) -> Iterator[Connection]:
        """A write transaction. Writers of a workspace take turns, also on PostgreSQL. Raises NotAllowed, StoreError."""
        self.allow(permission)
        with self.database.write() as connection:
            if connection.dialect.name == "postgresql":
                self._take_turn(connection)
            yield connection

    def _take_turn(self, connection: Connection) -> None:
        """Locks the workspace's row for this transaction, and says for whom it waits if it has to."""
        row = select(STATE.c.data_version).where(self.owns(STATE))
        if connection.scalar(row.with_for_update(skip_locked=True)) is not None:
            return
        PATIENCE.tell(f"Waiting for {writers(connection)}, which is writing.")
        if connection.scalar(row.with_for_update()) is None:
            raise StoreError(f"The workspace {self.name} was removed meanwhile.")

    def data_version(self) -> int:
        """A number that rises with every write."""
        with self.read("see") as connection:
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
    """The handle on the workspace of a context; raises StoreError where its rows are lost or can't be read."""
    store, listed = context.store, context.workspace
    database = store.database(listed)
    return Workspace(listed.id, listed.address, listed.name, context.role, store, database, context.user)
