"""Lists of leads and single leads, to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, and_, func, or_, select

from db.log.older_leads import ids_of_key
from db.log.words import words_in
from db.store.dialects import fetch_blocks, lowered
from db.store.tables import CLAIM, IDENTITY, IMPORT, INTERACTION, JOURNEY, LEAD
from db.store.workspaces import Workspace
from journey_core.answers import table
from journey_core.errors import UnknownName
from journey_core.intake.cells.safe_text import storable, unguarded
from journey_core.log.arrays import Ints
from journey_core.log.journeys import COLUMN_TYPES
from journey_core.log.one_instant import Told, ordered, told
from journey_core.log.times import instant
from journey_core.log.vocabulary import DIRECTIONS, Words

if TYPE_CHECKING:
    import pandas as pd

FEED_COLUMNS: Final = (
    "occurred_at", "channel", "kind", "direction", "stage", "value", "owner", "campaign", "source", "content",
)  # fmt: skip

Texts = NDArray[np.object_]
LEADS_AT_ONCE: Final = 20_000
"""How many rows of leads are Python objects at once."""


@dataclass(frozen=True)
class LeadCard:
    """Who a lead is."""

    lead_id: int
    key: str
    name: str
    email: str
    phone: str
    company: str
    owner: str
    attributes: dict[str, str]

    @property
    def title(self) -> str:
        return self.name or self.key


@dataclass(frozen=True)
class FeedItem:
    """One interaction as the log has it. `claimed_by`: names of the files that brought it, "form" for direct ones."""

    interaction_id: int
    occurred_at: datetime
    channel: str
    kind: str
    direction: str
    stage: str
    value: float | None
    campaign: str
    owner: str
    source: str
    content: str
    details: dict[str, str]
    claimed_by: tuple[str, ...]


def find_lead(workspace: Workspace, key: str) -> LeadCard:
    """The lead with this key, else with the key in lower case, else with this e-mail address or phone number if only
    one lead has it; raises UnknownName.
    """
    key = unguarded(storable(key))  # it may be copied from an export of ours
    with workspace.read("see") as connection:
        spellings = (key, key.casefold())
        ids = [lead_id for spelling in spellings for lead_id in ids_of_key(connection, workspace, spelling)]
        found = next(filter(None, (_card(connection, workspace, [lead_id]) for lead_id in ids)), None)
        if found is None:
            named = select(IDENTITY.c.lead_id).where(
                workspace.owns(IDENTITY), IDENTITY.c.value == key.strip().casefold()
            )
            owners = set(connection.scalars(named))
            found = _card(connection, workspace, list(owners)) if len(owners) == 1 else None
    if found is None:
        alike = search_leads(workspace, key[:40]) or search_leads(workspace, "")
        raise UnknownName("lead", key, (card.key for card in alike))
    return found


def lead_cards(workspace: Workspace, lead_ids: Sequence[int]) -> list[LeadCard]:
    """The leads with these ids, a few hundred at most, by title."""
    rows = select(LEAD).where(workspace.owns(LEAD), LEAD.c.lead_id.in_(lead_ids))
    with workspace.read("see") as connection:
        found = [_as_card(row) for row in connection.execute(rows)]
    return sorted(found, key=lambda card: (card.title, card.key))


def keys_and_names(workspace: Workspace, lead_id: Ints) -> tuple[Texts, Texts]:
    """What the leads with these ids, ascending, are called, one entry per lead; "" for a lead that is gone."""
    keys, names = np.full(len(lead_id), "", object), np.full(len(lead_id), "", object)
    # Adding nothing keeps SQLite from looking every lead up by its index, which takes four times as long.
    rows = select(LEAD.c.lead_id, LEAD.c.key, LEAD.c.name).where(LEAD.c.workspace_id + 0 == workspace.id)
    with workspace.read("see") as connection:
        for block in fetch_blocks(connection, rows, LEADS_AT_ONCE):
            ids, their_keys, their_names = (np.array(column, object) for column in zip(*block, strict=True))
            is_asked = np.isin(ids.astype(np.int64), lead_id)
            places = np.searchsorted(lead_id, ids[is_asked].astype(np.int64))
            keys[places], names[places] = their_keys[is_asked], their_names[is_asked]
    return keys, names


def search_leads(workspace: Workspace, text: str, limit: int = 20) -> list[LeadCard]:
    """Leads whose key, name, e-mail, phone or company contains the text, those with the latest interactions first."""
    fields = (LEAD.c.key, LEAD.c.name, LEAD.c.email, LEAD.c.phone, LEAD.c.company)
    last = and_(JOURNEY.c.workspace_id == LEAD.c.workspace_id, JOURNEY.c.lead_id == LEAD.c.lead_id)
    newest_first = func.coalesce(JOURNEY.c.last_at, 0).desc()
    rows = select(LEAD).outerjoin(JOURNEY, last).where(workspace.owns(LEAD)).order_by(newest_first, LEAD.c.key)
    with workspace.read("see") as connection:
        for word in storable(text).lower().split():
            holds = (lowered(connection, field).contains(word, autoescape=True) for field in fields)
            rows = rows.where(or_(*holds))
        return [_as_card(row) for row in connection.execute(rows.limit(limit))]


def feed(
    workspace: Workspace,
    lead_id: int,
    *,
    limit: int = 500,
    since: int | None = None,
    until: int | None = None,
) -> list[FeedItem]:
    """The interactions of a lead, newest first: the reverse of the order that analyses and the timeline have, in one
    instant too. Times in microseconds UTC, `until` inclusive.
    """
    rows = select(INTERACTION).where(workspace.owns(INTERACTION), INTERACTION.c.lead_id == lead_id)
    if since is not None:
        rows = rows.where(INTERACTION.c.occurred_at >= since)
    if until is not None:
        rows = rows.where(INTERACTION.c.occurred_at <= until)
    oldest = rows.with_only_columns(INTERACTION.c.occurred_at).order_by(INTERACTION.c.occurred_at.desc())
    with workspace.read("see") as connection:
        words = words_in(connection, workspace)
        reached = connection.scalar(oldest.offset(limit - 1).limit(1))
        rows = rows if reached is None else rows.where(INTERACTION.c.occurred_at >= reached)
        found = _in_order(connection.execute(rows).all(), words)[::-1][:limit]
        claims = _claims(connection, workspace, [row.interaction_id for row in found])
    return [_as_item(row, words, tuple(name for _, name in claims.get(row.interaction_id, []))) for row in found]


def _as_item(row: Row[Any], words: Words, claimed_by: tuple[str, ...]) -> FeedItem:
    return FeedItem(
        interaction_id=row.interaction_id,
        occurred_at=instant(row.occurred_at),
        channel=words.word("channel", row.channel),
        kind=words.word("kind", row.kind),
        direction=DIRECTIONS[row.direction],
        stage=words.word("stage", row.stage),
        value=row.value,
        campaign=words.word("campaign", row.campaign),
        owner=words.word("owner", row.owner),
        source=words.word("source", row.source),
        content=row.content,
        details=orjson.loads(row.details or "{}"),
        claimed_by=claimed_by,
    )


def _in_order(rows: Sequence[Row[Any]], words: Words) -> list[Row[Any]]:
    """One lead's interactions in the order that columns have."""
    names = {name: name for name in Told._fields} | {"given_stage": "stage"}
    columns = {
        name: np.array([getattr(row, field) or 0 for row in rows], COLUMN_TYPES[name]) for name, field in names.items()
    }
    times = np.array([row.occurred_at for row in rows], np.int64)
    return [rows[place] for place in ordered(np.zeros_like(times), times, told(columns), words).tolist()]


def feed_frame(items: Sequence[FeedItem]) -> "pd.DataFrame":
    """One row per interaction, under the names of the fields that an import knows."""
    return table([{name: getattr(item, name) for name in FEED_COLUMNS} for item in items], names=FEED_COLUMNS)


def _card(connection: Connection, workspace: Workspace, lead_ids: list[int]) -> LeadCard | None:
    row = connection.execute(select(LEAD).where(workspace.owns(LEAD), LEAD.c.lead_id.in_(lead_ids))).first()
    return _as_card(row) if row else None


def _as_card(row: Row[tuple[object, ...]]) -> LeadCard:
    return LeadCard(
        row.lead_id, row.key, row.name, row.email, row.phone, row.company, row.owner, orjson.loads(row.attributes)
    )


def _claims(
    connection: Connection, workspace: Workspace, interaction_ids: list[int]
) -> dict[int, list[tuple[int, str]]]:
    """(import id, its file's name) of everything that claims these interactions."""
    of_import = and_(IMPORT.c.workspace_id == CLAIM.c.workspace_id, IMPORT.c.import_id == CLAIM.c.import_id)
    rows = (
        select(CLAIM.c.interaction_id, CLAIM.c.import_id, func.coalesce(IMPORT.c.filename, "form"))
        .select_from(CLAIM.outerjoin(IMPORT, of_import))
        .where(workspace.owns(CLAIM), CLAIM.c.interaction_id.in_(interaction_ids))
        .order_by(CLAIM.c.import_id)
    )
    claims: dict[int, list[tuple[int, str]]] = {}
    for interaction_id, import_id, name in connection.execute(rows):
        claims.setdefault(interaction_id, []).append((import_id, name))
    return claims
