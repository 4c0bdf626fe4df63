"""From the staged rows of a file to the log: who is new, who is known, and what follows from it, set by set."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import Connection, and_, bindparam, delete, func, insert, literal, select

from db.derived import add_to_journeys, refresh_attributes, stage_ranks
from db.engine import Workspace
from db.staging import LOG_COLUMNS, STAGED, Repeats
from db.statements import changed_rows, upsert
from db.tables import CLAIM, IDENTITY, INTERACTION, LEAD, LEAD_ATTRIBUTE


@dataclass(frozen=True)
class Loaded:
    """What became of the staged rows; `used_ids` are the rows to reject, their id names other content."""

    created: int
    duplicate: int
    leads_created: int
    used_ids: list[int]


def load(connection: Connection, workspace: Workspace, import_id: int, in_file: Repeats) -> Loaded:
    """Moves the staged rows into the log and claims them for the import."""
    known = _known_rows(connection, workspace)
    # What the log has is the measure; rows of one file are compared with each other only where it has nothing.
    judged = {*known.same, *known.other}
    same = known.same + [row for row in in_file.same if row not in judged]
    other = known.other + [row for row in in_file.other if row not in judged]
    remove(connection, other)
    leads_created = _add_leads(connection, workspace)
    _claim(connection, workspace, import_id)
    has_attributes = _say_attributes(connection, workspace, import_id)
    remove(connection, same)
    columns = ["workspace_id", *LOG_COLUMNS]
    rows = select(literal(workspace.id), *(STAGED.c[name] for name in LOG_COLUMNS)).order_by(STAGED.c.row_number)
    created = changed_rows(connection, insert(INTERACTION).from_select(columns, rows))
    add_to_journeys(connection, workspace, stage_ranks(connection, workspace), STAGED)
    if has_attributes:
        said = select(LEAD_ATTRIBUTE.c.lead_id).where(
            workspace.owns(LEAD_ATTRIBUTE), LEAD_ATTRIBUTE.c.import_id == import_id
        )
        refresh_attributes(connection, workspace, said)
    return Loaded(
        created=created,
        duplicate=len(same),
        leads_created=leads_created,
        used_ids=sorted(other),
    )


def remove(connection: Connection, row_numbers: list[int]) -> None:
    """Takes rows out of the staging table."""
    if row_numbers:
        row = STAGED.c.row_number == bindparam("row")
        connection.execute(delete(STAGED).where(row), [{"row": number} for number in row_numbers])


def _known_rows(connection: Connection, workspace: Workspace) -> Repeats:
    """The staged rows whose id is in the log already."""
    is_same = (STAGED.c.content_hash == INTERACTION.c.content_hash).label("is_same")
    both = and_(workspace.owns(INTERACTION), INTERACTION.c.interaction_id == STAGED.c.interaction_id)
    found = connection.execute(select(STAGED.c.row_number, is_same).select_from(STAGED.join(INTERACTION, both)))
    same: list[int] = []
    other: list[int] = []
    for row_number, equal in found:
        (same if equal else other).append(row_number)
    return Repeats(same, other)


def _add_leads(connection: Connection, workspace: Workspace) -> int:
    """Adds the leads that are new; returns how many."""
    columns = [column.name for column in LEAD.columns]
    empty = [literal("").label(name) for name in columns[3:-1]]
    leads = (
        select(literal(workspace.id), STAGED.c.lead_id, func.min(STAGED.c.lead_key), *empty, literal("{}"))
        .where(STAGED.c.lead_id.is_not(None))
        .group_by(STAGED.c.lead_id)
    )
    return changed_rows(connection, upsert(connection, LEAD).from_select(columns, leads).on_conflict_do_nothing())


def _claim(connection: Connection, workspace: Workspace, import_id: int) -> None:
    claims = (
        select(literal(workspace.id), STAGED.c.interaction_id, literal(import_id), func.min(STAGED.c.row_number))
        .where(STAGED.c.lead_id.is_not(None))
        .group_by(STAGED.c.interaction_id)
    )
    columns = ["workspace_id", "interaction_id", "import_id", "row_number"]
    connection.execute(upsert(connection, CLAIM).from_select(columns, claims).on_conflict_do_nothing())


def _say_attributes(connection: Connection, workspace: Workspace, import_id: int) -> bool:
    """Notes what the file says of its leads: of each attribute the newest non-empty value, ties by text; and every
    e-mail address and phone number as an identity. Returns whether it says anything.
    """
    said = connection.execute(
        select(STAGED.c.lead_id, STAGED.c.attributes, func.max(STAGED.c.occurred_at))
        .where(STAGED.c.attributes != "")
        .group_by(STAGED.c.lead_id, STAGED.c.attributes)
        .order_by(STAGED.c.lead_id)
    )
    attributes: list[dict[str, Any]] = []
    identities: list[dict[str, Any]] = []
    ours = {"workspace_id": workspace.id, "import_id": import_id}
    for lead_id, rows in groupby(said, key=lambda row: row[0]):
        newest, names = _newest((text, at) for _, text, at in rows)
        attributes += [ours | {"lead_id": lead_id, "name": name, "value": value} for name, value in newest.items()]
        identities += [ours | {"lead_id": lead_id, "kind": kind, "value": value} for kind, value in sorted(names)]
    if attributes:
        connection.execute(insert(LEAD_ATTRIBUTE), attributes)
    if identities:
        connection.execute(insert(IDENTITY), identities)
    return bool(attributes)


def _newest(rows: Iterable[tuple[str, int]]) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """The newest value of every attribute, and all identities, of one lead's (attributes as JSON, time)."""
    best: dict[str, tuple[int, str]] = {}
    identities: set[tuple[str, str]] = set()
    for text, occurred_at in rows:
        for name, value in orjson.loads(text).items():
            best[name] = max(best.get(name, (occurred_at, value)), (occurred_at, value))
            if name in {"email", "phone"}:
                identities.add((name, value))
    return {name: value for name, (_, value) in best.items()}, identities
