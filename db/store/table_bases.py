"""What the tables are made of: their two bases, kinds of columns, and the names of constraints."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, MetaData, Table, Text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class DirectoryTable(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """Base of the tables above the workspaces."""


class WorkspaceTable(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """Base of the tables that one workspace owns."""

    workspace_id: int = Field(primary_key=True)


def big(*, primary_key: bool = False) -> Any:
    """A 64-bit integer column."""
    return Field(sa_type=BigInteger, primary_key=primary_key)


def text(default: str = "") -> Any:
    """A text column without a limit; "" where nothing is known."""
    return Field(default=default, sa_type=Text)


def of_lead() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id", "lead_id"], ["lead.workspace_id", "lead.lead_id"])


def table(row: type[SQLModel]) -> Table:
    """The Core table of a row class: statements are built on it, so that millions of rows never become objects."""
    return row.__table__  # type: ignore[attr-defined, no-any-return]
