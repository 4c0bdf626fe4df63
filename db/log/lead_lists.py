"""A file that says something of leads and names no interactions: what it says is noted of the leads that are known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from sqlalchemy import select

from db.log.arrival import Arrival
from db.store.dialects import among
from db.store.tables import LEAD
from journey_core.intake.rows.fields import IDENTITIES, is_attribute
from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.rows.rows import Batch

INTERACTION_FIELDS: Final = ("occurred_at", "kind", "channel", "stage", "direction", "value", "content", "external_id")
UNKNOWN_LEAD: Final = "there is no such lead: a lead comes with its first interaction"
SENTENCE: Final = (
    "No column says when something happened, or what: this is read as a list of leads. What it says of leads that are "
    "known is added where nothing is known yet."
)


def is_lead_list(mapping: Mapping, header: Sequence[str]) -> bool:
    """Whether a whole mapping names leads and attributes of theirs, and no column is left that might say more: a file
    of interactions whose time has a heading that nobody knows is none.
    """
    fields = mapping.fields()
    names_leads = any(name in IDENTITIES for name in fields) and any(map(is_attribute, fields))
    used = {column for name in fields for column in mapping.sources(name, header)}
    return names_leads and not any(name in INTERACTION_FIELDS for name in fields) and used >= set(header)


def as_interactions(mapping: Mapping) -> Mapping:
    """The mapping with what every row of a file needs, so that it is read as others are; no interaction comes of it."""
    nothing = {"occurred_at": "1970-01-01T00:00:00Z", "kind": "note"}
    return replace(mapping, constants={**mapping.constants, **nothing}, date_format="iso")


@dataclass
class LeadListLoading(Arrival):
    """One list of leads."""

    refused: tuple[str, str] = ("lead", UNKNOWN_LEAD)

    def add(self, batch: Batch) -> list[int]:
        """Notes what rows of known leads say, and refuses the others."""
        owners = list(self.older_leads.owners(batch))
        ids = among(self.connection, LEAD.c.lead_id, sorted(set(owners)))
        known = set(self.connection.scalars(select(LEAD.c.lead_id).where(self.workspace.owns(LEAD), ids)))
        is_known = np.array([owner in known for owner in owners], bool)
        self.said.add(owners, batch.occurred_at, batch.attributes, is_known)
        self.duplicate += int(is_known.sum())
        unknown: list[int] = np.array(batch.row_number, np.int64)[~is_known].tolist()
        self.taken += unknown
        return unknown

    def finish(self) -> None:
        """Writes what was noted."""
        self.told = self.said.write()
