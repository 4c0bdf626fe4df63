"""The rows of the directory that say which workspaces there are, on a connection to it."""

import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, delete, select, update

from db.store.directory_tables import SETTING, WORKSPACE

ADDRESS_BYTES: Final = 9
"""How much chance is in a workspace's address: it tells workspaces apart and need not be a secret."""


@dataclass(frozen=True)
class Listed:
    """A workspace of the directory. `address` names it in links and survives renaming; `is_made`: its rows were once
    there, so that if they are not, something was lost.
    """

    id: int
    address: str
    name: str
    is_made: bool


def new_address() -> str:
    """What addresses call a new workspace."""
    return secrets.token_urlsafe(ADDRESS_BYTES)


def note_made(connection: Connection, listed: Listed) -> bool:
    """Notes in the directory that a workspace is made; whether it is still there."""
    made = update(WORKSPACE).where(WORKSPACE.c.workspace_id == listed.id).values(is_made=True)
    return bool(connection.execute(made).rowcount)


def listed_in(connection: Connection) -> list[Listed]:
    columns = (WORKSPACE.c.workspace_id, WORKSPACE.c.address, WORKSPACE.c.name, WORKSPACE.c.is_made)
    return [Listed(*row) for row in connection.execute(select(*columns).order_by(WORKSPACE.c.workspace_id))]


def one_by_one(connection: Connection) -> None:
    """Lets transactions that add to PostgreSQL's directory take turns, as those of a file do."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7304552)")


def strike(connection: Connection, gone: Listed) -> None:
    """Takes a workspace out of the directory."""
    connection.execute(delete(SETTING).where(SETTING.c.workspace_id == gone.id))
    connection.execute(delete(WORKSPACE).where(WORKSPACE.c.workspace_id == gone.id))
