"""Mappings that a workspace saved by name, to read the next file of the same kind the same way."""

import orjson
from sqlalchemy import delete, select

from db.store.dialects import upsert
from db.store.tables import MAPPING
from db.store.workspaces import Workspace
from journey_core.errors import BadInput, UnknownName
from journey_core.intake.rows.mapping import Mapping, from_json

NAME_LIMIT = 100


def saved_mappings(workspace: Workspace) -> dict[str, Mapping]:
    """Name -> mapping, by name."""
    rows = select(MAPPING.c.name, MAPPING.c.document).where(workspace.owns(MAPPING)).order_by(MAPPING.c.name)
    with workspace.read("see") as connection:
        return {name: from_json(document) for name, document in connection.execute(rows)}


def save_mapping(workspace: Workspace, name: str, mapping: Mapping) -> None:
    """Keeps a mapping under a name, in place of one that has the name already."""
    name = name.strip()
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        raise BadInput(f"“{name[:NAME_LIMIT]}” can't name a mapping: 1 to {NAME_LIMIT} printable characters.")
    document = orjson.dumps(mapping.to_json()).decode()
    with workspace.write("import") as connection:
        insertion = upsert(connection, MAPPING).values(workspace_id=workspace.id, name=name, document=document)
        keys = list(MAPPING.primary_key.columns)
        connection.execute(insertion.on_conflict_do_update(index_elements=keys, set_={"document": document}))


def remove_mapping(workspace: Workspace, name: str) -> None:
    """Forgets a saved mapping; raises UnknownName."""
    with workspace.write("import") as connection:
        removed = connection.execute(delete(MAPPING).where(workspace.owns(MAPPING), MAPPING.c.name == name))
    if not removed.rowcount:
        raise UnknownName("saved mapping", name, saved_mappings(workspace))
