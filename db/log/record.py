"""One interaction in: constant work however long the journey is, the same result in any order, twice counts once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, literal, select

from db.log.changes import OF_LEAD, Pairs, note
from db.log.derived import NOTHING_SAID, refresh_attributes, stored_ranks
from db.log.journey_rows import Tallies, tally
from db.log.next_steps import do_due_steps
from db.log.older_leads import has_older_hashes, older_leads
from db.log.words import Coding
from db.store.dialects import changed_rows, upsert
from db.store.settings import settings
from db.store.tables import CLAIM, IDENTITY, INTERACTION, LEAD, LEAD_ATTRIBUTE
from db.store.workspaces import Workspace
from journey_core.errors import BadInput, Refused, UnknownName, brief
from journey_core.intake.rows.columns import Columns
from journey_core.intake.rows.entry import read_attributes, read_entry
from journey_core.intake.rows.keys import content_hash, external_interaction_id, interaction_id
from journey_core.log.vocabulary import DIRECTIONS, LEAD_COLUMNS

DIRECT = 0
"""The claimant of interactions that come in one by one: by form, terminal or API."""


@dataclass(frozen=True)
class Entry:
    """One interaction as a person or program gives it; "" and None where nothing is said."""

    occurred_at: datetime
    lead: str = ""
    email: str = ""
    phone: str = ""
    channel: str = ""
    kind: str = ""
    direction: str = ""
    stage: str = ""
    value: float | None = None
    owner: str = ""
    campaign: str = ""
    content: str = ""
    source: str = "form"
    external_id: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Recorded:
    """The interaction of an entry; `created` is False when the log had it already."""

    interaction_id: int
    lead_id: int
    lead_key: str
    created: bool


def record(workspace: Workspace, entry: Entry) -> Recorded:
    """Writes one interaction, with what is new about its lead; next steps that it does are done. What the log already
    has stays one interaction, and an entry that comes again overwrites nothing that was said about its lead since.

    Raises BadInput for what can't be read, Refused for an external id that names something else.
    """
    chosen = settings(workspace)
    row = read_entry(_cells(entry), source=entry.source, phone_region=chosen.phone_region or None, is_older=True)
    with workspace.write("log") as connection:
        row, ours, content = _as_known(connection, workspace, row)
        changed = _write(connection, workspace, row, ours, content)
        is_first = _insert(connection, workspace, CLAIM, {"interaction_id": ours, "import_id": DIRECT, "row_number": 0})
        told = {*entry.attributes, "email", "phone"}  # the owner of an interaction is not the owner of the lead
        said = {name: values[0] for name, values in row.attributes.items() if name in told}
        has_said = _say(connection, workspace, row.lead_id[0], said, overwrites=is_first)
        if changed:
            do_due_steps(connection, workspace, row, ours, chosen.tz)
        if is_first or has_said:
            note(connection, workspace, changed, told=[row.lead_id[0]] if has_said else [])
    return Recorded(ours, row.lead_id[0], row.lead_key[0], created=bool(changed))


def edit_lead(workspace: Workspace, lead_id: int, attributes: Mapping[str, str]) -> None:
    """Sets attributes of a lead; what a person sets takes precedence over what files say, even an empty text."""
    read = read_attributes(attributes, phone_region=settings(workspace).phone_region or None)
    with workspace.write("edit") as connection:
        known = select(LEAD.c.lead_id).where(workspace.owns(LEAD), LEAD.c.lead_id == lead_id)
        if connection.scalar(known) is None:
            raise UnknownName("lead", str(lead_id), [])
        if _say(connection, workspace, lead_id, read, keep_empty=True):
            note(connection, workspace, told=[lead_id])


def _as_known(connection: Connection, workspace: Workspace, row: Columns) -> tuple[Columns, int, int]:
    """The row with the lead that it belongs to, its id and its content's hash, as before where the log has it so."""
    digest, external_id = row.digest[0], row.external_id[0]
    ours = external_interaction_id(row.source[0], external_id) if external_id else interaction_id(digest, 0)
    if not has_older_hashes(connection, workspace):
        return row, ours, content_hash(digest)
    row = replace(row, lead_id=list(older_leads(connection, workspace).owners(row)))
    if older := row.older.get(0):
        then = older.external_id or interaction_id(older.digest, 0)
        if _content(connection, workspace, then) == content_hash(older.digest):
            return row, then, content_hash(older.digest)
    return row, ours, content_hash(digest)


def _content(connection: Connection, workspace: Workspace, interaction: int) -> int | None:
    """The content's hash of an interaction, None if the log does not have it."""
    rows = (workspace.owns(INTERACTION), INTERACTION.c.interaction_id == interaction)
    return connection.scalar(select(INTERACTION.c.content_hash).where(*rows))


def _cells(entry: Entry) -> dict[str, str]:
    """The entry as the cells of a file's row."""
    if entry.occurred_at.tzinfo is None:
        raise BadInput(f"“{entry.occurred_at.isoformat()}” has no time zone.")
    names = ("lead", "email", "phone", "channel", "kind", "direction", "stage", "owner", "campaign", "content")
    cells = {name: getattr(entry, name) for name in (*names, "external_id")}
    cells["occurred_at"] = entry.occurred_at.astimezone(UTC).isoformat()
    cells["value"] = "" if entry.value is None else repr(entry.value)
    cells |= {name if name in LEAD_COLUMNS else f"lead.{name}": text for name, text in entry.attributes.items() if text}
    return cells | {f"detail.{name}": text for name, text in entry.details.items()}


def _write(connection: Connection, workspace: Workspace, row: Columns, ours: int, content: int) -> Pairs:
    """Writes lead, interaction and journey row; returns those that are new, none when the log had the interaction."""
    present = _content(connection, workspace, ours)
    if present is not None and present != content:
        raise Refused(f"Id already used: “{brief(row.external_id[0] or ours)}” names another interaction.")
    if present is not None:
        return []
    lead_id = row.lead_id[0]
    lead = {"lead_id": lead_id, "key": row.lead_key[0], **NOTHING_SAID}
    is_new_lead = _insert(connection, workspace, LEAD, lead)
    values = _interaction(Coding(connection, workspace), row, ours, content)
    _insert(connection, workspace, INTERACTION, values)
    names = ("lead_id", "occurred_at", "channel", "kind", "stage")
    one = Tallies()
    one.add(tally(**{name: np.array([values[name]]) for name in names}, ranks=stored_ranks(connection, workspace)))
    one.write(connection, workspace)
    return [(lead_id, ours), *([(lead_id, OF_LEAD)] if is_new_lead else [])]


def _interaction(coding: Coding, row: Columns, ours: int, content: int) -> dict[str, Any]:
    return {
        "interaction_id": ours,
        "lead_id": row.lead_id[0],
        "occurred_at": row.occurred_at[0],
        "channel": coding.code("channel", row.channel[0]),
        "kind": coding.code("kind", row.kind[0]),
        "direction": DIRECTIONS.index(row.direction[0]),
        "stage": coding.code("stage", row.stage[0]),
        "campaign": coding.code("campaign", row.campaign[0]),
        "source": coding.code("source", row.source[0]),
        "owner": coding.code("owner", row.owner[0]),
        "value": row.value[0],
        "content": row.content[0],
        "details": row.details[0],
        "external_id": row.external_id[0],
        "content_hash": content,
    }


def _insert(connection: Connection, workspace: Workspace, table: Any, values: dict[str, Any]) -> bool:
    """Adds a row; False when there was one with this key."""
    owned = {"workspace_id": workspace.id, **values}
    return changed_rows(connection, upsert(connection, table).values(owned).on_conflict_do_nothing()) > 0


def _say(
    connection: Connection,
    workspace: Workspace,
    lead_id: int,
    said: Mapping[str, str],
    *,
    keep_empty: bool = False,
    overwrites: bool = True,
) -> bool:
    """Notes what a person says about a lead; False when there was nothing to note."""
    kept = {name: value for name, value in said.items() if value or keep_empty}
    noted = 0
    for name, value in kept.items():
        values = {"workspace_id": workspace.id, "lead_id": lead_id, "name": name, "import_id": DIRECT, "value": value}
        insertion = upsert(connection, LEAD_ATTRIBUTE).values(values)
        keys = list(LEAD_ATTRIBUTE.primary_key.columns)
        overwriting = insertion.on_conflict_do_update(index_elements=keys, set_={"value": value})
        noted += changed_rows(connection, overwriting if overwrites else insertion.on_conflict_do_nothing())
        if name in {"email", "phone"} and value:
            identity = {"kind": name, "value": value, "lead_id": lead_id, "import_id": DIRECT}
            noted += _insert(connection, workspace, IDENTITY, identity)
    if noted:
        refresh_attributes(connection, workspace, select(literal(lead_id)))
    return noted > 0
