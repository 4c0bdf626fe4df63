"""The cells of accepted rows that were not taken as they stand: kept, listed, and given back as a file."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, select

from db.log.rejects import QUOTED, check_import
from db.store.dialects import bulk_insert
from db.store.tables import WARNING
from db.store.workspaces import Workspace
from journey_core.intake.rows.warnings import CellWarning, warnings_lines

MOST_KEPT: Final = 100_000
"""Of one import, the warnings beyond this are counted and not kept."""
CELL_KEPT: Final = 1_000
"""How many letters of a cell are kept."""
SAMPLE: Final = 20


@dataclass
class Warnings:
    """The warnings of one import: all are counted, the first are written as they come."""

    connection: Connection
    workspace: Workspace
    import_id: int
    count: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    sample: list[CellWarning] = field(default_factory=list)

    def add(self, warnings: list[CellWarning], *, rejected: Collection[int] = ()) -> None:
        """Keeps the warnings of rows that are not `rejected` after all."""
        told = [each for each in warnings if each.row_number not in rejected] if rejected else warnings
        columns = ("workspace_id", "import_id", "number", "row_number", "line", "column_name", "reason", "cell")
        rows = [
            (self.workspace.id, self.import_id, number, each.row_number, each.line, each.column, each.reason,
             each.text[:CELL_KEPT])
            for number, each in enumerate(told[: max(0, MOST_KEPT - self.count)], start=self.count + 1)
        ]  # fmt: skip
        bulk_insert(self.connection, WARNING, columns, rows)
        self.count += len(told)
        self.sample += told[: max(0, SAMPLE - len(self.sample))]
        for each in told:
            reason = f"{each.column}: {QUOTED.sub('“…”', each.reason)}"
            self.reasons[reason] = self.reasons.get(reason, 0) + 1


def kept_warnings(count: int) -> str:
    """What is said where not all warnings are kept; "" where they are."""
    if count <= MOST_KEPT:
        return ""
    return f"Of {count:,} warnings the first {MOST_KEPT:,} are kept to download; the rest is only counted."


def warnings_of(workspace: Workspace, import_id: int) -> Iterator[CellWarning]:
    """The kept warnings of an import in the order of its rows; raises UnknownName."""
    with workspace.read("see") as connection:
        check_import(connection, workspace, import_id)
        rows = connection.execute(
            select(WARNING.c.row_number, WARNING.c.line, WARNING.c.column_name, WARNING.c.reason, WARNING.c.cell)
            .where(workspace.owns(WARNING), WARNING.c.import_id == import_id)
            .order_by(WARNING.c.number)
        )
        for row in rows:
            yield CellWarning(*row)


def warnings_csv(workspace: Workspace, import_id: int) -> Iterator[str]:
    """The kept warnings of an import as CSV text: row, line, column, reason, and what the cell held."""
    yield from warnings_lines(warnings_of(workspace, import_id))
