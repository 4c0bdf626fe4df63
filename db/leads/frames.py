"""All leads, or many, as one frame."""

from typing import Final

import pandas as pd
import pyarrow as pa
from sqlalchemy import ColumnElement, Connection, select

from db.leads.cards import LEADS_AT_ONCE
from db.store.dialects import fetch_blocks
from db.store.tables import LEAD
from db.store.workspaces import Workspace
from journey_core.log.vocabulary import LEAD_COLUMNS

LEAD_FRAME_COLUMNS = ("lead_id", "key", *LEAD_COLUMNS)

_LEAD_FRAME: Final = pa.schema(
    [(name, pa.int64() if name == "lead_id" else pa.large_string()) for name in LEAD_FRAME_COLUMNS]
)


def lead_frame(workspace: Workspace) -> pd.DataFrame:
    """One row per lead, sorted by lead_id as in Journeys: lead_id int64 and the text columns of LEAD_FRAME_COLUMNS."""
    with workspace.read("see") as connection:
        return lead_frame_in(connection, workspace)


def lead_frame_in(connection: Connection, workspace: Workspace, *which: ColumnElement[bool]) -> pd.DataFrame:
    """The same as this transaction sees it, for some leads or for all."""
    # Adding nothing keeps SQLite from looking every lead up by its index, which takes four times as long.
    ours = workspace.owns(LEAD) if which else LEAD.c.workspace_id + 0 == workspace.id
    rows = select(*(LEAD.c[name] for name in LEAD_FRAME_COLUMNS)).where(ours, *which)
    blocks = [
        pa.table(list(map(list, zip(*block, strict=True))), _LEAD_FRAME)
        for block in fetch_blocks(connection, rows, LEADS_AT_ONCE)
    ]
    frame: pd.DataFrame = pa.concat_tables([_LEAD_FRAME.empty_table(), *blocks]).sort_by("lead_id").to_pandas()
    return frame
