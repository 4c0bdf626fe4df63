"""Lists of leads and single leads, to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, and_, func, or_, select

from db.log.older_leads import ids_of_key
from db.store.dialects import fetch_blocks, lowered
from db.store.tables import IDENTITY, JOURNEY, LEAD
from db.store.workspaces import Workspace
from journey_core.errors import UnknownName
from journey_core.intake.cells.safe_text import storable, unguarded
from journey_core.log.arrays import Ints

if TYPE_CHECKING:
    pass

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


def _card(connection: Connection, workspace: Workspace, lead_ids: list[int]) -> LeadCard | None:
    row = connection.execute(select(LEAD).where(workspace.owns(LEAD), LEAD.c.lead_id.in_(lead_ids))).first()
    return _as_card(row) if row else None


def _as_card(row: Row[tuple[object, ...]]) -> LeadCard:
    return LeadCard(
        row.lead_id, row.key, row.name, row.email, row.phone, row.company, row.owner, orjson.loads(row.attributes)
    )
