"""The log, the leads and the journeys of a workspace, out again as files."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Row, Select, and_, select

from db.exports.files import Column, Table, check_target, write_table
from db.exports.journeys import journey_table
from db.log.words import words_in
from db.store.settings import settings
from db.store.tables import INTERACTION, LEAD
from db.store.workspaces import Workspace
from journey_core.errors import UnknownName
from journey_core.log.vocabulary import DIRECTIONS, LEAD_COLUMNS, Words

EXPORTS: Final = ("interactions", "leads", "journeys")
STRETCH: Final = 10_000
"""How many rows are in memory at once."""
LEAD_FIELDS: Final = tuple(name for name in LEAD_COLUMNS if name != "owner")
"""What a row of the log says about its lead; `owner` is who did what the row records."""
CODED: Final = ("channel", "kind", "stage", "owner", "campaign", "source")


def export(
    workspace: Workspace, what: str, path: Path, *, as_of: datetime | None = None, only: Collection[int] | None = None
) -> int:
    """Writes one of EXPORTS to a .csv, .xlsx or .parquet file and returns the number of rows; `only` narrows leads to
    those with these ids.

    An interactions file, .csv or .xlsx, comes back without a mapping and says nothing new. Scores of journeys are those
    at `as_of`, by default now. Raises UnknownName, BadInput for a wrong suffix or folder, Refused for more rows than a
    worksheet holds.
    """
    if what not in EXPORTS:
        raise UnknownName("export", what, EXPORTS)
    check_target(path)
    zone = settings(workspace).tz
    with workspace.read("export") as connection:
        if what == "interactions":
            return write_table(path, _interactions(connection, workspace), zone)
        if what == "leads":
            return write_table(path, _leads(connection, workspace, only), zone)
    return write_table(path, journey_table(workspace, as_of=as_of or datetime.now(UTC)), zone)


def _interactions(connection: Connection, workspace: Workspace) -> Table:
    """One row per interaction in order of time, in one instant by id, under the names of the fields that an import
    knows. No order within an instant is read from a file: it comes back as the same rows.
    """
    words = words_in(connection, workspace)
    details = _names(connection, select(INTERACTION.c.details).where(workspace.owns(INTERACTION)))
    attributes = _attribute_names(connection, workspace)
    columns = (
        *(Column(name) for name in ("lead", *LEAD_FIELDS)),
        Column("occurred_at", "time"),
        *(Column(name) for name in ("channel", "kind", "direction", "stage")),
        Column("value", "number"),
        *(Column(name) for name in ("owner", "campaign", "source", "external_id", "content")),
        *(Column(f"detail.{name}") for name in details),
        *(Column(f"lead.{name}") for name in attributes),
    )
    of_lead = and_(LEAD.c.workspace_id == INTERACTION.c.workspace_id, LEAD.c.lead_id == INTERACTION.c.lead_id)
    rows = (
        select(INTERACTION, LEAD.c.key, *(LEAD.c[name] for name in LEAD_FIELDS), LEAD.c.attributes)
        .select_from(INTERACTION.join(LEAD, of_lead))
        .where(workspace.owns(INTERACTION))
        .order_by(INTERACTION.c.occurred_at, INTERACTION.c.interaction_id)
    )
    return Table(
        columns,
        ([_interaction(row, words, details, attributes) for row in some] for some in _stretches(connection, rows)),
    )


def _interaction(
    row: Row[Any], words: Words, details: Sequence[str], attributes: Sequence[str]
) -> tuple[str | int | float | None, ...]:
    word = {name: words.word(name, getattr(row, name)) for name in CODED}
    said, known = _object(row.details), _object(row.attributes)
    return (
        row.key, row.name, row.email, row.phone, row.company,
        row.occurred_at, word["channel"], word["kind"], DIRECTIONS[row.direction], word["stage"],
        row.value, word["owner"], word["campaign"], word["source"], row.external_id, row.content,
        *(said.get(name, "") for name in details),
        *(known.get(name, "") for name in attributes),
    )  # fmt: skip


def _leads(connection: Connection, workspace: Workspace, only: Collection[int] | None) -> Table:
    """One row per lead in order of keys."""
    attributes = _attribute_names(connection, workspace)
    names = ("key", *LEAD_COLUMNS)
    columns = tuple(map(Column, ("lead", *LEAD_COLUMNS, *(f"lead.{name}" for name in attributes))))
    rows = select(LEAD).where(workspace.owns(LEAD)).order_by(LEAD.c.key)

    def cells(row: Row[Any]) -> tuple[str, ...]:
        known = _object(row.attributes)
        return (*(getattr(row, name) for name in names), *(known.get(name, "") for name in attributes))

    return Table(
        columns,
        ([cells(row) for row in some if only is None or row.lead_id in only] for some in _stretches(connection, rows)),
    )


def _attribute_names(connection: Connection, workspace: Workspace) -> list[str]:
    return _names(connection, select(LEAD.c.attributes).where(workspace.owns(LEAD)))


def _names(connection: Connection, documents: Select[Any]) -> list[str]:
    """All names in the JSON objects of one column."""
    found: set[str] = set()
    for some in _stretches(connection, documents.distinct()):
        for (text,) in some:
            found.update(_object(text))
    return sorted(found)


def _stretches(connection: Connection, rows: Select[Any]) -> Iterator[Sequence[Row[Any]]]:
    with connection.execution_options(stream_results=True).execute(rows) as result:
        yield from result.partitions(STRETCH)


@lru_cache(maxsize=10_000)
def _object(text: str) -> dict[str, str]:
    """A JSON object of texts; "" is an empty object."""
    return dict(orjson.loads(text)) if text else {}
