"""The rejected rows of a file: kept as they came, and given back to whoever wants to correct them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import orjson
from sqlalchemy import Connection, select

from db.store.dialects import bulk_insert
from db.store.tables import IMPORT, REJECT
from db.store.workspaces import Workspace
from journey_core.errors import UnknownName
from journey_core.intake.table.rejects import Reject
from journey_core.intake.table.rejects import rejects_csv as write_rejects

QUOTED = re.compile("“[^”]*”")
"""The value that a reason quotes; reasons are counted without it."""


MOST_KEPT: Final = 100_000
"""Of one import, the rows beyond this are counted and not kept: nobody mends more by hand, and a wrong file would fill
the disk.
"""


@dataclass
class Rejects:
    """The rejected rows of one import: all are counted, the first are written as they come."""

    connection: Connection
    workspace: Workspace
    import_id: int
    count: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    sample: list[Reject] = field(default_factory=list)

    def add(self, rejects: list[Reject]) -> None:
        columns = ("workspace_id", "import_id", "row_number", "line", "column_name", "reason", "cells")
        rows = [
            (self.workspace.id, self.import_id, each.row_number, each.line, each.column, each.reason, _cells_text(each))
            for each in rejects[: max(0, MOST_KEPT - self.count)]
        ]
        bulk_insert(self.connection, REJECT, columns, rows)
        self.count += len(rejects)
        for each in rejects:
            reason = QUOTED.sub("“…”", each.reason)
            self.reasons[reason] = self.reasons.get(reason, 0) + 1
        self.sample += rejects[: max(0, 20 - len(self.sample))]


def kept_count(rejected: int) -> int:
    """How many of an import's rejected rows are kept."""
    return min(rejected, MOST_KEPT)


def kept_sentence(rejected: int) -> str:
    """What is said where not all rejected rows are kept; "" where they are."""
    if rejected <= MOST_KEPT:
        return ""
    return f"Of {rejected:,} rejected rows the first {MOST_KEPT:,} are kept to download; the rest is only counted."


def _cells_text(reject: Reject) -> str:
    """The original cells as JSON in ASCII, so that not even half a surrogate pair or a NUL byte gets lost."""
    return json.dumps(reject.cells)


def check_import(connection: Connection, workspace: Workspace, import_id: int) -> None:
    """Raises UnknownName where there is no such import."""
    # Compared here, because a number that somebody typed may be longer than the database takes.
    known = connection.scalars(select(IMPORT.c.import_id).where(workspace.owns(IMPORT))).all()
    if import_id not in known:
        raise UnknownName("import", str(import_id), map(str, known))


def rejects_csv(workspace: Workspace, import_id: int) -> Iterator[str]:
    """The kept rejected rows of an import as CSV text: their original columns, then row, line, column and reason."""
    with workspace.read("see") as connection:
        check_import(connection, workspace, import_id)
        header = connection.scalar(
            select(IMPORT.c.header).where(workspace.owns(IMPORT), IMPORT.c.import_id == import_id)
        )
        rows = connection.execute(
            select(REJECT.c.row_number, REJECT.c.line, REJECT.c.column_name, REJECT.c.reason, REJECT.c.cells)
            .where(workspace.owns(REJECT), REJECT.c.import_id == import_id)
            .order_by(REJECT.c.row_number)
        )
        rejects = (Reject(*row[:4], tuple(json.loads(row[4]))) for row in rows)
        yield from write_rejects(rejects, orjson.loads(header or "[]"))
