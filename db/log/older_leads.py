"""Leads of stores from before, when texts were not compared as they are now: they keep their ids.

Such a lead goes by the hash of its key as it was written. A row that spells the key so belongs to it, and a row of any
spelling that is equal now does too, unless there is a lead whose id is the hash of the compared key.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from db.store.dialects import among
from db.store.tables import LEAD, OLDER_LEAD, STATE
from db.store.workspaces import Workspace
from journey_core.intake.cells.identities import compared_key
from journey_core.intake.rows.columns import Columns
from journey_core.intake.rows.keys import lead_id
from journey_core.intake.rows.older_hashes import PRESENT_VERSION, older_lead_id


def has_older_hashes(connection: Connection, workspace: Workspace) -> bool:
    """Whether rows of the log may have hashes of an earlier version."""
    oldest = connection.scalar(select(STATE.c.oldest_hash).where(workspace.owns(STATE)))
    return oldest is not None and oldest < PRESENT_VERSION


@dataclass(frozen=True)
class OlderLeads:
    """ids: those of all leads from before; by_compared: hash of a compared key -> the lead that answers to it."""

    ids: frozenset[int] = frozenset()
    by_compared: dict[int, int] = field(default_factory=dict)

    def owners(self, columns: Columns) -> Sequence[int]:
        """The lead of every row."""
        if not self.ids:
            return columns.lead_id
        owners = [self.by_compared.get(lead, lead) for lead in columns.lead_id]
        for row, older in columns.older.items():
            if older.lead_id in self.ids:
                owners[row] = older.lead_id
        return owners


def older_leads(connection: Connection, workspace: Workspace) -> OlderLeads:
    """Those of a workspace; one query in a store that has none."""
    rows = select(OLDER_LEAD.c.lead_id, OLDER_LEAD.c.compared_id).where(workspace.owns(OLDER_LEAD))
    known = list(connection.execute(rows.order_by(OLDER_LEAD.c.lead_id.desc())))
    if not known:
        return OlderLeads()
    compared = sorted({row.compared_id for row in known})
    taken = select(LEAD.c.lead_id).where(workspace.owns(LEAD), among(connection, LEAD.c.lead_id, compared))
    by_compared = {row.compared_id: row.lead_id for row in known}
    for lead in connection.scalars(taken):
        by_compared.pop(lead, None)
    return OlderLeads(frozenset(row.lead_id for row in known), by_compared)


def equal_keys(connection: Connection, workspace: Workspace) -> list[str]:
    """The keys of leads from before that another lead's key equals now, those that are equal side by side."""
    known = older_leads(connection, workspace)
    compared = select(OLDER_LEAD.c.compared_id).where(workspace.owns(OLDER_LEAD))
    ids = sorted(known.ids | set(connection.scalars(compared)))
    rows = select(LEAD.c.key).where(workspace.owns(LEAD), among(connection, LEAD.c.lead_id, ids))
    alike: dict[str, list[str]] = {}
    for key in connection.scalars(rows):
        alike.setdefault(compared_key(key), []).append(key)
    return [key for _, keys in sorted(alike.items()) if len(keys) > 1 for key in sorted(keys)]


def ids_of_key(connection: Connection, workspace: Workspace, key: str) -> Iterator[int]:
    """The ids that the lead of a key may have, the likeliest first."""
    known = older_leads(connection, workspace)
    if (exact := older_lead_id(key.strip())) in known.ids:
        yield exact
    compared = lead_id(key)
    yield known.by_compared.get(compared, compared)
