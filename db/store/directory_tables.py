"""The tables above the workspaces: which there are, what is set in each, and who looks. On SQLite they are a file of
their own.
"""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from db.store.table_bases import DirectoryTable, table, text


class WorkspaceRow(DirectoryTable, table=True):
    """One row per workspace. A number is never used twice: who still holds a removed one must not see the next.
    `address` is what links call it; `is_made`: its rows were written once, so they must be there.
    """

    __tablename__: ClassVar[str] = "workspace"
    __table_args__ = ({"sqlite_autoincrement": True},)
    workspace_id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=Text, unique=True)
    address: str = Field(sa_type=Text, unique=True, index=True)
    is_made: bool = False
    created_at: datetime


class SessionRow(DirectoryTable, table=True):
    """One row per browser that was given a session. `token_hash`: of the cookie, which is nowhere stored; `user`: whose
    saved views it sees; `workspace_id`: what an address without a workspace opens; `has_returned`: it came again.
    """

    __tablename__: ClassVar[str] = "session"
    token_hash: str = Field(sa_type=Text, primary_key=True)
    user: str = text()
    workspace_id: int | None = None
    has_returned: bool = False
    created_at: datetime
    seen_at: datetime = Field(index=True)


class SettingRow(DirectoryTable, table=True):
    """One row per setting that somebody changed; `value` is JSON."""

    __tablename__: ClassVar[str] = "setting"
    workspace_id: int = Field(primary_key=True, foreign_key="workspace.workspace_id")
    name: str = Field(sa_type=Text, primary_key=True)
    value: str = text()


WORKSPACE, SESSION, SETTING = table(WorkspaceRow), table(SessionRow), table(SettingRow)
