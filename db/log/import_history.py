"""The files that came in, and what became of each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from db.store.tables import IMPORT
from db.store.workspaces import Workspace


@dataclass(frozen=True)
class ImportRecord:
    """One import in the history."""

    import_id: int
    filename: str
    source: str
    created_at: datetime
    rows: int
    created: int
    duplicate: int
    rejected: int
    warnings: int
    leads_created: int
    seconds: float
    undone_at: datetime | None

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None


def imports(workspace: Workspace) -> list[ImportRecord]:
    """The history, newest first."""
    names = list(ImportRecord.__dataclass_fields__)
    rows = select(*(IMPORT.c[name] for name in names)).where(workspace.owns(IMPORT)).order_by(IMPORT.c.import_id.desc())
    with workspace.read("see") as connection:
        return [ImportRecord(*row) for row in connection.execute(rows)]
