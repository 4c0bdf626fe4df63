"""Run by Alembic: migrates or compares one part of the store on the connection that `db.store.migrate` hands over."""

from typing import Any

from alembic import context

import db.store.directory_tables
import db.store.tables  # noqa: F401 - importing the tables adds them to the metadata
from db.store.table_bases import DirectoryTable, WorkspaceTable

part: str = context.config.attributes["part"]
metadata = {"directory": DirectoryTable, "workspace": WorkspaceTable}[part].metadata


def is_of_part(_object: Any, name: str | None, kind: str, *_rest: Any) -> bool:
    """On PostgreSQL both parts share one database; a comparison looks at its own tables only."""
    return kind != "table" or name in metadata.tables


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=f"version_{part}",
    render_as_batch=True,
    compare_type=True,
    include_object=is_of_part,
)
with context.begin_transaction():
    context.run_migrations()
