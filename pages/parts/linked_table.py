"""Tables whose counts open the leads they count: a click on a cell, the same everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from db.lead_lists import LeadList
from pages.parts.links import open_leads
from pages.parts.tables import COLUMNS

Cell = tuple[int, str]


@dataclass(frozen=True, eq=False)
class LinkedTable:
    """Rows as they are drawn, and the list behind each cell that counts leads: (row number, column) -> list."""

    frame: pd.DataFrame
    lists: Mapping[Cell, LeadList]


def linked_table(table: LinkedTable, *, key: str, columns: Mapping[str, Any] | None = None) -> None:
    """Draws the rows; a click on a count goes to its leads."""
    event = st.dataframe(
        table.frame,
        key=key,
        hide_index=True,
        placeholder="–",
        column_config={name: column for name, column in COLUMNS.items() if name in table.frame.columns}
        | dict(columns or {}),
        on_select="rerun",
        selection_mode="single-cell",
        width="stretch",
        height="content" if len(table.frame) <= 20 else 600,
    )
    for row, column in event.selection.cells:
        if (row, column) in table.lists:
            open_leads(table.lists[row, column])
