"""What a file says of its leads: their attributes, e-mail addresses and phone numbers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import compress, groupby
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, insert, select

from db.log.derived import refresh_attributes
from db.store.dialects import greater, upsert
from db.store.tables import IDENTITY, LEAD_ATTRIBUTE
from db.store.workspaces import Workspace

IDENTITIES = ("email", "phone")

SAID = Table(
    "said",
    MetaData(),
    Column("lead_id", BigInteger, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("newest_at", BigInteger),
    prefixes=["TEMPORARY"],
)
"""One row per lead, attribute and value that some row of the file gives it, with the newest time of such a row."""


@dataclass
class Said:
    """Collects what the accepted rows of one import say of their leads."""

    connection: Connection
    workspace: Workspace
    import_id: int

    def __post_init__(self) -> None:
        SAID.drop(self.connection, checkfirst=True)
        SAID.create(self.connection)
        insertion = upsert(self.connection, SAID)
        newest = greater(self.connection, SAID.c.newest_at, insertion.excluded.newest_at)
        self.addition = insertion.on_conflict_do_update(
            index_elements=list(SAID.primary_key.columns), set_={"newest_at": newest}
        )

    def add(
        self, lead_id: list[int], occurred_at: list[int], attributes: Mapping[str, list[str]], accepted: Iterable[bool]
    ) -> None:
        """Notes the non-empty attributes of the accepted rows; all lists have one entry per row."""
        accepted = list(accepted)
        newest: dict[tuple[int, str, str], int] = {}
        for name, values in attributes.items():
            for lead, at, value in compress(zip(lead_id, occurred_at, values, strict=True), accepted):
                if value and at >= newest.get((lead, name, value), at):
                    newest[lead, name, value] = at
        rows = [dict(zip(("lead_id", "name", "value"), key, strict=True), newest_at=at) for key, at in newest.items()]
        if rows:
            self.connection.execute(self.addition, rows)

    def write(self) -> Collection[int]:
        """Claims the newest value of each attribute (ties are decided by text) and every identity; refreshes the leads,
        and returns their ids.
        """
        rows = self.connection.execute(select(SAID).order_by(SAID.c.lead_id, SAID.c.name)).all()
        ours = {"workspace_id": self.workspace.id, "import_id": self.import_id}
        attributes: list[dict[str, Any]] = []
        for (lead_id, name), values in groupby(rows, key=lambda row: (row.lead_id, row.name)):
            newest = max(values, key=lambda row: (row.newest_at, row.value))
            attributes.append(ours | {"lead_id": lead_id, "name": name, "value": newest.value})
        identities = [
            ours | {"kind": row.name, "value": row.value, "lead_id": row.lead_id}
            for row in rows
            if row.name in IDENTITIES
        ]
        for table, claims in ((LEAD_ATTRIBUTE, attributes), (IDENTITY, identities)):
            if claims:
                self.connection.execute(insert(table), claims)
        if attributes:
            refresh_attributes(self.connection, self.workspace, select(SAID.c.lead_id))
        SAID.drop(self.connection)
        return {row["lead_id"] for row in attributes}
