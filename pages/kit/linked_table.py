"""Tables and pictures whose numbers open the leads they count: a click on a cell or a dot, everywhere alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from journey_core.lead_lists import LeadList
from pages.kit import clicks
from pages.kit.formats import NOTHING
from pages.kit.readable import PLAIN_CONFIG

Cell = tuple[int, str]
Dot = tuple[int, int]

_ROWS_AT_ONCE: Final = 20
_HEIGHT: Final = 600


@dataclass(frozen=True, eq=False)
class LinkedTable:
    """Rows as they are drawn, and the list behind each cell that counts leads: (row number, column) -> list."""

    frame: pd.DataFrame
    lists: Mapping[Cell, LeadList]


@dataclass(frozen=True, eq=False)
class LinkedPicture:
    """A figure, and the list behind each of its points that can be clicked: (trace number, point number) -> list."""

    figure: go.Figure
    lists: Mapping[Dot, LeadList]


def linked_table(table: LinkedTable, *, key: str, columns: Mapping[str, Any]) -> None:
    """Draws the rows; a click on a count goes to its leads."""
    st.dataframe(
        table.frame,
        key=key,
        hide_index=True,
        placeholder=NOTHING,
        column_config=dict(columns),
        on_select=clicks.opening(key, table.lists),
        selection_mode="single-cell",
        width="stretch",
        height="content" if len(table.frame) <= _ROWS_AT_ONCE else _HEIGHT,
    )


def linked_picture(picture: LinkedPicture, *, key: str, alt: str, **filters: str) -> None:
    """Draws the figure; a click on a point goes to its leads, narrowed by filters of the leads page."""
    st.plotly_chart(
        picture.figure,
        key=key,
        on_select=clicks.opening(key, picture.lists, **filters),
        selection_mode="points",
        width="stretch",
        config=PLAIN_CONFIG,
        alt=alt,
    )
