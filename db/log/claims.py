"""The leads whose interactions an import claims."""

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from db.store.tables import CLAIM, INTERACTION
from db.store.workspaces import Workspace


def leads_of_import(workspace: Workspace, import_id: int) -> NDArray[np.int64]:
    """lead_id: int64[n] ascending, of every lead with an interaction that the import claims; empty after its undo."""
    same = (CLAIM.c.workspace_id == INTERACTION.c.workspace_id) & (
        CLAIM.c.interaction_id == INTERACTION.c.interaction_id
    )
    rows = (
        select(INTERACTION.c.lead_id)
        .join(CLAIM, same)
        .where(workspace.owns(CLAIM), CLAIM.c.import_id == import_id)
        .distinct()
        .order_by(INTERACTION.c.lead_id)
    )
    with workspace.read("see") as connection:
        return np.fromiter(connection.scalars(rows), np.int64)
