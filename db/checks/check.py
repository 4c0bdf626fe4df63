"""Deriving everything anew from the log and comparing: differences are our own faults, notices are odd data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import orjson
from sqlalchemy import ColumnElement, Connection, Select, exists, func, select

from db.checks.hashes import hash_differences
from db.columns.files import MANIFEST, opened
from db.columns.reading import read_journeys
from db.columns.snapshot import folder_of, forget, journeys
from db.log.derived import EFFECTIVE, NOTHING_SAID, effective_attributes, journey_differences
from db.log.next_steps import has_steps
from db.log.older_leads import equal_keys
from db.log.record import DIRECT
from db.log.rejects import kept_count
from db.store.tables import CLAIM, IDENTITY, IMPORT, INTERACTION, LEAD, LEAD_ATTRIBUTE, REJECT
from db.store.workspaces import Workspace
from journey_core.log.anomalies import converted_before_first_touch, in_the_future
from journey_core.log.arrays import Ints
from journey_core.log.journeys import COLUMN_TYPES, Journeys
from journey_core.wording import counted


@dataclass(frozen=True)
class Notice:
    """Something odd in the data, and the keys of the leads it concerns."""

    what: str
    leads: list[str]


@dataclass(frozen=True)
class CheckReport:
    """One sentence for every kind of difference between what is stored and what the log says; and notices."""

    differences: tuple[str, ...]
    notices: tuple[Notice, ...]


def check(workspace: Workspace, *, now: datetime | None = None) -> CheckReport:
    """Compares every derived value with the log. Column files that differ are thrown away and built again."""
    with workspace.read("see") as connection:
        version = workspace.version_in(connection)
        differences = [
            *journey_differences(connection, workspace),
            *_attribute_differences(connection, workspace),
            *_orphans(connection, workspace),
            *hash_differences(connection, workspace),
            *_import_differences(connection, workspace),
        ]
        in_log = read_journeys(connection, workspace)
        notices = _notices(connection, workspace, in_log, now or datetime.now(UTC))
    differences += _column_differences(workspace, in_log, version)
    return CheckReport(tuple(differences), tuple(notice for notice in notices if notice.leads))


def _attribute_differences(connection: Connection, workspace: Workspace) -> Iterator[str]:
    """Whether the attributes of every lead are the effective ones of all that was said."""
    claims = (
        select(LEAD_ATTRIBUTE.c.lead_id, LEAD_ATTRIBUTE.c.name, LEAD_ATTRIBUTE.c.value)
        .where(workspace.owns(LEAD_ATTRIBUTE))
        .order_by(LEAD_ATTRIBUTE.c.lead_id, LEAD_ATTRIBUTE.c.import_id)
    )
    expected = {row["of_lead"]: row for row in effective_attributes(connection.execute(claims))}
    wrong = 0
    for lead in connection.execute(select(LEAD).where(workspace.owns(LEAD))):
        said = expected.get(lead.lead_id, NOTHING_SAID)
        wrong += any(_value(name, getattr(lead, name)) != _value(name, said[name]) for name in EFFECTIVE)
    if wrong:
        yield f"{counted(wrong, 'lead')} with other attributes than imports and people gave"


def _value(name: str, text: str) -> object:
    return orjson.loads(text) if name == "attributes" else text


def _orphans(connection: Connection, workspace: Workspace) -> Iterator[str]:
    """Interactions, claims and leads that nothing holds in place."""
    claimed = _exists(workspace, CLAIM, CLAIM.c.interaction_id == INTERACTION.c.interaction_id)
    present = _exists(workspace, INTERACTION, INTERACTION.c.interaction_id == CLAIM.c.interaction_id)
    has_rows = _exists(workspace, INTERACTION, INTERACTION.c.lead_id == LEAD.c.lead_id)
    told = (LEAD_ATTRIBUTE.c.lead_id == LEAD.c.lead_id) & (LEAD_ATTRIBUTE.c.import_id == DIRECT)
    edited = _exists(workspace, LEAD_ATTRIBUTE, told)
    for table, is_held, thing, what in (
        (INTERACTION, claimed, "interaction", "claimed by no import and no person"),
        (CLAIM, present, "claim", "of an interaction that is not in the log"),
        (
            LEAD,
            has_rows | edited | has_steps(workspace),
            "lead",
            "without an interaction or anything that a person said of it or means to do",
        ),
    ):
        count = connection.scalar(select(func.count()).select_from(table).where(workspace.owns(table), ~is_held))
        if count:
            yield f"{counted(count, thing)} {what}"


def _exists(workspace: Workspace, table: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(workspace.owns(table), condition)


def _import_differences(connection: Connection, workspace: Workspace) -> Iterator[str]:
    """Whether the counts of the imports agree with their claims and rejects; an undone import claims nothing."""
    claims, rejects = _per_import(connection, workspace, CLAIM), _per_import(connection, workspace, REJECT)
    for row in connection.execute(select(IMPORT).where(workspace.owns(IMPORT)).order_by(IMPORT.c.import_id)):
        claimed, rejected = claims.pop(row.import_id, 0), rejects.get(row.import_id, 0)
        if row.undone_at is not None:
            if claimed:
                yield f"import {row.import_id} was undone but still claims {claimed} interactions"
            continue
        # Rows of one file with one external id share a claim, so there may be fewer claims than accepted rows.
        if not row.created <= claimed <= row.created + row.duplicate:
            yield f"import {row.import_id} claims {claimed} interactions after {row.created} created rows"
        if row.rows != row.created + row.duplicate + row.rejected or rejected != kept_count(row.rejected):
            yield f"the counts of import {row.import_id} do not add up"
    for import_id in claims.keys() - {DIRECT}:
        yield f"{claims[import_id]} claims name import {import_id}, which does not exist"


def _per_import(connection: Connection, workspace: Workspace, table: Any) -> dict[int, int]:
    counts = select(table.c.import_id, func.count()).where(workspace.owns(table)).group_by(table.c.import_id)
    return {int(import_id): int(count) for import_id, count in connection.execute(counts)}


def _column_differences(workspace: Workspace, in_log: Journeys, version: int) -> Iterator[str]:
    """Whether the column files say what the log says; where they don't, they are built again."""
    folder = folder_of(workspace)
    if (folder / MANIFEST).exists() and opened(folder) is None:
        forget(workspace)
        yield "the column files were damaged; they are built again"
    columns = journeys(workspace)
    if workspace.data_version() != version:
        return  # somebody wrote in the meantime: the columns are newer than what was read
    wrong = [name for name in COLUMN_TYPES if not np.array_equal(getattr(columns, name), getattr(in_log, name))]
    if wrong:
        forget(workspace)
        journeys(workspace)
        yield f"the columns {', '.join(wrong)} differed from the log; they are built again"


def _notices(connection: Connection, workspace: Workspace, in_log: Journeys, now: datetime) -> list[Notice]:
    odd = {
        "converted before first touch": converted_before_first_touch(in_log),
        "interactions in the future": in_the_future(in_log, now),
    }
    return [
        *(Notice(what, _keys(connection, workspace, ids)) for what, ids in odd.items()),
        *(Notice(f"{name} shared by several leads", _sharing(connection, workspace, kind))
          for kind, name in (("email", "e-mail address"), ("phone", "phone number"))),
        Notice("possible duplicates: keys that are compared as equal", equal_keys(connection, workspace)),
    ]  # fmt: skip


def _keys(connection: Connection, workspace: Workspace, lead_ids: Ints) -> list[str]:
    """The keys of these leads, in order."""
    keys: list[str] = []
    for some in np.array_split(lead_ids, len(lead_ids) // 500 + 1):
        known = select(LEAD.c.key).where(workspace.owns(LEAD), LEAD.c.lead_id.in_(some.tolist()))
        keys += connection.scalars(known)
    return sorted(keys)


def _sharing(connection: Connection, workspace: Workspace, kind: str) -> list[str]:
    """The keys of the leads that share an identity; leads that share one are listed side by side."""
    ours = (workspace.owns(IDENTITY), IDENTITY.c.kind == kind)
    shared: Select[Any] = (
        select(IDENTITY.c.value)
        .where(*ours)
        .group_by(IDENTITY.c.value)
        .having(func.count(IDENTITY.c.lead_id.distinct()) > 1)
    )
    rows = (
        select(IDENTITY.c.value, LEAD.c.key)
        .join(LEAD, (LEAD.c.workspace_id == IDENTITY.c.workspace_id) & (LEAD.c.lead_id == IDENTITY.c.lead_id))
        .where(*ours, IDENTITY.c.value.in_(shared))
        .distinct()
        .order_by(IDENTITY.c.value, LEAD.c.key)
    )
    return list(dict.fromkeys(key for _, key in connection.execute(rows)))
