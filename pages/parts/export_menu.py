"""A small menu beside a table or a figure: the same numbers as a file, the same picture as PNG or SVG."""

from collections.abc import Callable
from typing import Final

import altair as alt
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from db.engine import Workspace
from db.export_files import WRITERS
from db.shown import keep_figure, keep_table
from pages.parts import session
from pages.parts.formats import escape

Frame = pd.DataFrame | Callable[[], pd.DataFrame]
Figure = go.Figure | alt.TopLevelMixin

PICTURES: Final = ("png", "svg")


def exports(workspace: Workspace, title: str, *, frame: Frame | None = None, figure: Figure | None = None) -> None:
    """Draws the menu; `title` names the files and must be the page's only one of that name.

    Rows of `frame` leave as they stand, under its column names, without its index: numbers as numbers, times as
    times, durations in seconds. One that takes a while is given as a function: it is asked when the menu is opened.
    """
    menu = st.popover("Export", type="tertiary", key=f"export {title}", on_change="rerun")
    if not menu.open:
        return
    with menu:
        st.caption(escape(title))
        if frame is not None:
            rows = frame() if callable(frame) else frame
            name = keep_table(workspace, session.session_id(), title, rows)
            _links({suffix[1:]: f"/api/kept/{name}{suffix}" for suffix in WRITERS})
        if figure is not None:
            name = _keep_figure(workspace, title, figure)
            _links({suffix: f"/api/figures/{name}.{suffix}" for suffix in PICTURES})


def _keep_figure(workspace: Workspace, title: str, figure: Figure) -> str:
    engine, spec = ("plotly", figure.to_json()) if isinstance(figure, go.Figure) else ("vega", figure.to_json())
    return keep_figure(workspace, session.session_id(), title, engine, spec)


def _links(addresses: dict[str, str]) -> None:
    with st.container(horizontal=True, gap="small"):
        for suffix, address in addresses.items():
            st.link_button(suffix.upper() if suffix != "parquet" else "Parquet", address)
