"""A small menu beside a table or a figure: the same numbers as a file, the same picture as PNG or SVG."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import altair as alt
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from db.exports.files import WRITERS
from db.sessions.screen_contents import Engine, keep_figure, keep_list, keep_table
from db.store.workspaces import Workspace
from journey_core.log.arrays import Ints
from pages.kit import session
from pages.kit.formats import escape
from pages.kit.readable import on_paper

Frame = pd.DataFrame | Callable[[], pd.DataFrame]
Drawing: TypeAlias = go.Figure | alt.TopLevelMixin
Figure: TypeAlias = Drawing | Callable[[], Drawing]

PICTURES: Final = (".png", ".svg")


@dataclass(frozen=True, eq=False)
class Export:
    """Rows, a picture, or both, under the title that names their files.

    Rows of `frame` are exported as they are, under its column names, without its index: numbers as numbers, times as
    times, durations in seconds. What takes a while is given as a function: it is asked when the menu is opened.
    """

    title: str
    frame: Frame | None = None
    figure: Figure | None = None


def exports(
    workspace: Workspace,
    title: str,
    *,
    frame: Frame | None = None,
    figure: Figure | None = None,
    also: Sequence[Export] = (),
) -> None:
    """Draws the menu under what it exports: the rows and the picture of `title`, which no other menu of the page may
    have as its name, and then those of `also`.
    """
    with st.popover("Export", type="tertiary", key=f"export {title}", on_change="rerun") as menu:
        if menu.open:
            for each in (Export(title, frame, figure), *also):
                _offer(workspace, each)


def lead_exports(workspace: Workspace, leads: Ints) -> None:
    """The same menu for the leads of these ids, with everything that is known of them."""
    with st.popover("Export", key="export leads", on_change="rerun", width="stretch") as menu:
        if not menu.open:
            return
        name = keep_list(workspace, session.session_id(), leads)
        _links({suffix: session.file_link(f"/api/export/leads{suffix}", list=name) for suffix in WRITERS})


def _offer(workspace: Workspace, of: Export) -> None:
    """The title and a button for each format; nothing where there is nothing to export."""
    if of.frame is None and of.figure is None:
        return
    st.caption(escape(of.title))
    if of.frame is not None:
        rows = of.frame() if callable(of.frame) else of.frame
        name = keep_table(workspace, session.session_id(), of.title, rows)
        _links({suffix: session.file_link(f"/api/kept/{name}{suffix}") for suffix in WRITERS})
    if of.figure is not None:
        drawing = of.figure() if callable(of.figure) else of.figure
        engine: Engine = "plotly" if isinstance(drawing, go.Figure) else "vega"
        name = keep_figure(workspace, session.session_id(), of.title, engine, on_paper(drawing.to_json()))
        _links({suffix: session.file_link(f"/api/figures/{name}{suffix}") for suffix in PICTURES})


def _links(addresses: dict[str, str]) -> None:
    """One button for each format, by its suffix."""
    with st.container(horizontal=True, gap="small"):
        for suffix, address in addresses.items():
            st.link_button("Parquet" if suffix == ".parquet" else suffix[1:].upper(), address)
