"""Tables that look the same everywhere: which column shows how, and which row was clicked.

`st.dataframe` draws text on a canvas, so what others wrote stays text there.
"""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

COLUMNS: Final[Mapping[str, Any]] = {
    "score": st.column_config.ProgressColumn("Score", min_value=0, max_value=1, format="%.2f", width="small"),
    "name": st.column_config.TextColumn("Lead"),
    "company": st.column_config.TextColumn("Company"),
    "stage": st.column_config.TextColumn("Stage", width="small"),
    "owner": st.column_config.TextColumn("Owner", width="small"),
    "last_at": st.column_config.DatetimeColumn("Last interaction", format="distance", width="small"),
    "first_at": st.column_config.DatetimeColumn("First interaction", format="distance", width="small"),
    "interactions": st.column_config.NumberColumn("Interactions", format="localized", width="small"),
    "channels": st.column_config.ListColumn("Channels"),
    "activity": st.column_config.BarChartColumn("Activity", y_min=0),
    "value": st.column_config.NumberColumn("Value", format="localized"),
    "rate": st.column_config.NumberColumn("Rate", format="percent", width="small"),
    "share": st.column_config.NumberColumn("Share", format="percent", width="small"),
}
"""How a column of this name is shown; others show as they are."""


def table(frame: pd.DataFrame, *, key: str, hidden: tuple[str, ...] = (), lazy: bool = False) -> int | None:
    """Draws a frame, one row a thing; the number of the row that was clicked, None when none is.

    `hidden` columns travel no further than the server. `lazy` sends rows as they are scrolled to.
    """
    shown = frame.drop(columns=list(hidden))
    event = st.dataframe(
        shown,
        key=key,
        hide_index=True,
        placeholder="–",
        lazy=lazy,
        column_config={name: column for name, column in COLUMNS.items() if name in shown.columns},
        on_select="rerun",
        selection_mode="single-row",
        width="stretch",
    )
    rows = event.selection.rows
    return int(rows[0]) if rows else None
