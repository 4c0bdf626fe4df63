"""The table of next steps. It belongs to one workspace, as those of `db.store.tables` do, which know it."""

from datetime import date, datetime
from typing import Any, ClassVar, Final

from sqlalchemy import BigInteger, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from db.store.table_bases import WorkspaceTable, big, of_lead, text

OPEN: Final[Any] = sql("done_at IS NULL")


class TaskRow(WorkspaceTable, table=True):
    """One row per next step of a lead, of which each owner has at most one open. `done_by`: the interaction whose
    logging did it.
    """

    __tablename__: ClassVar[str] = "task"
    __table_args__ = (
        of_lead(),
        Index(None, "workspace_id", "lead_id"),
        Index(
            "ix_task_open", "workspace_id", "lead_id", "owner", unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        ),
    )
    task_id: int = Field(primary_key=True)
    lead_id: int = big()
    owner: str = text()
    what: str = text()
    day: date
    note: str = text()
    created_at: datetime
    snoozed_until: date | None = None
    snoozed_at: datetime | None = None
    done_at: datetime | None = None
    done_by: int | None = Field(default=None, sa_type=BigInteger)
