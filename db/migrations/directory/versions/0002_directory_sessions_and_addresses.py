"""Sessions of browsers; what addresses call a workspace, and whether its rows were ever made

Revision ID: 0002_directory
Revises: 0001_directory
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0002_directory"
down_revision = "0001_directory"
branch_labels = None
depends_on = None

TERMINAL = "terminal"


def upgrade() -> None:
    session = op.create_table(
        "session",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=True),
        sa.Column("has_returned", sa.Boolean(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_seen_at"), ["seen_at"], unique=False)
    # Added in place: SQLite makes a table anew for anything else, and then forgets which numbers were given before.
    op.add_column("workspace", sa.Column("address", sa.Text(), nullable=False, server_default=""))
    op.add_column("workspace", sa.Column("is_made", sa.Boolean(), nullable=False, server_default=sa.false()))
    _keep_what_there_is(op.get_bind(), session)
    op.create_index(op.f("ix_workspace_address"), "workspace", ["address"], unique=True)


def _keep_what_there_is(connection: sa.Connection, session: sa.Table) -> None:
    """Gives every workspace an address. Whoever has saved a view keeps it: a view's owner was always named by the hash
    of the session's id, by which sessions are found from now on.
    """
    workspace = sa.table("workspace", sa.column("workspace_id"), sa.column("address"), sa.column("is_made"))
    owners: dict[str, int] = {}
    for number in connection.scalars(sa.select(workspace.c.workspace_id)).all():
        found = _owners(connection, number)
        made = {"address": secrets.token_urlsafe(9), "is_made": found is not None}
        connection.execute(sa.update(workspace).where(workspace.c.workspace_id == number).values(made))
        owners |= {owner: number for owner in found or () if owner != TERMINAL}
    now = datetime.now(UTC)
    for owner, number in owners.items():
        when = {"has_returned": True, "created_at": now, "seen_at": now}
        connection.execute(sa.insert(session).values(token_hash=owner, user=owner, workspace_id=number, **when))


def _owners(connection: sa.Connection, workspace_id: int) -> list[str] | None:
    """Who has saved views in a workspace; None where the workspace was never opened."""
    if connection.dialect.name == "postgresql":
        tables = sa.inspect(connection).get_table_names()
        if "workspace_state" not in tables:
            return None
        state = sa.text("SELECT 1 FROM workspace_state WHERE workspace_id = :id")
        if connection.scalar(state, {"id": workspace_id}) is None:
            return None
        views = sa.text("SELECT DISTINCT owner FROM saved_view WHERE workspace_id = :id")
        return list(connection.scalars(views, {"id": workspace_id})) if "saved_view" in tables else []
    (_, _, directory) = connection.exec_driver_sql("PRAGMA database_list").one()
    file = Path(directory).parent / "workspaces" / f"{workspace_id}.sqlite"
    return list(_owners_in(file)) if file.exists() else None


def _owners_in(file: Path) -> Iterator[str]:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            yield from (owner for (owner,) in opened.execute("SELECT DISTINCT owner FROM saved_view"))
    except sqlite3.Error:
        return  # without views yet; one that is damaged says so when it is opened


def downgrade() -> None:
    op.drop_index(op.f("ix_workspace_address"), "workspace")
    op.drop_column("workspace", "is_made")
    op.drop_column("workspace", "address")
    op.drop_table("session")
