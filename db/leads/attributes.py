"""What leads are: their attributes as columns, read once for all leads."""

from collections.abc import Mapping
from typing import Final

import orjson
from sqlalchemy import select

from db.store.tables import LEAD, LEAD_ATTRIBUTE
from db.store.workspaces import Workspace
from journey_core.errors import UnknownName
from journey_core.log.vocabulary import LEAD_COLUMNS

OWN: Final = ("owner", "company")
"""Columns of every lead that say what it is. The others of LEAD_COLUMNS say who it is: they have as many values as
there are leads.
"""


def attribute_names(workspace: Workspace) -> tuple[str, ...]:
    """What leads can be told apart by: owner, company, and the attributes that files or people gave them."""
    given = select(LEAD_ATTRIBUTE.c.name).where(workspace.owns(LEAD_ATTRIBUTE)).distinct()
    with workspace.read("see") as connection:
        names = set(connection.scalars(given)) - {*LEAD_COLUMNS}
    return (*OWN, *sorted(names))


def attribute_values(workspace: Workspace, name: str) -> dict[int, str]:
    """Lead id -> value of one attribute, for leads that have one; raises UnknownName."""
    return attributes(workspace, (name,))[name]


def attributes(workspace: Workspace, names: tuple[str, ...] | None = None) -> Mapping[str, dict[int, str]]:
    """The same for several attributes, or for all; one pass over the leads. Raises UnknownName."""
    known = attribute_names(workspace)
    wanted = known if names is None else names
    for name in wanted:
        if name not in known:
            raise UnknownName("attribute of leads", name, known)
    values: dict[str, dict[int, str]] = {name: {} for name in wanted}
    rows = select(LEAD.c.lead_id, LEAD.c.owner, LEAD.c.company, LEAD.c.attributes).where(workspace.owns(LEAD))
    own, given = [name for name in wanted if name in OWN], [name for name in wanted if name not in OWN]
    with workspace.read("see") as connection:
        for row in connection.execute(rows):
            for name in own:
                if value := getattr(row, name):
                    values[name][row.lead_id] = value
            if given and row.attributes != "{}":
                held = orjson.loads(row.attributes)
                for name in given:
                    if value := held.get(name):
                        values[name][row.lead_id] = value
    return values
