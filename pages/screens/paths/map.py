"""Map and flow of journeys: a picture, what is hidden of it, and a table whose counts open their leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from db.store.workspaces import Workspace
from journey_core.lead_lists import LeadList
from journey_core.log.journeys import Journeys
from journey_core.paths.leads import leads_hidden
from journey_core.paths.lists import paths_list
from journey_core.paths.options import PathOptions
from journey_core.paths.results import FlowEdge, PathEdge, PathsResult
from journey_core.wording import counted
from pages.kit.answer_table import shown
from pages.kit.cached import cached
from pages.kit.export_menu import exports
from pages.kit.formats import PERCENT, duration, number, percent
from pages.kit.linked_table import Dot, LinkedPicture, LinkedTable, linked_picture, linked_table
from pages.kit.links import leads_link
from pages.kit.readable import PLAIN_CONFIG
from pages.screens.paths.flow import paths_flow
from pages.screens.paths.graph import EDGES, STEPS, drawn_steps, paths_graph
from pages.screens.paths.words import step_name

_MOST_DRAWN: Final = 150
"""Ways drawn at most: more are a black square, and slow."""

_WAY: Final = ("source", "target", "leads", "share")

_SAME: Final = "The table below holds the same numbers; a count opens its leads."


@dataclass(frozen=True, eq=False)
class PathsView:
    """What the tabs of the page show: the answer, its options, and how much of it is drawn."""

    workspace: Workspace
    columns: Journeys
    answer: PathsResult
    options: PathOptions
    zone: ZoneInfo
    min_share: float

    @cached_property
    def visible(self) -> PathsResult:
        """What of the answer is not hidden."""
        return self.answer.visible(self.min_share)


def map_tab(view: PathsView) -> None:
    """Every way that leads go, wherever in their path."""
    edges = view.visible.edges
    _hidden(view, len(view.answer.edges) - len(edges), in_flow=False)
    if not edges:
        return
    drawn, words = edges[:_MOST_DRAWN], view.columns.words
    figure = cached(
        view.workspace, "paths graph", (view.options, view.min_share),
        lambda: paths_graph(view.answer, drawn, view.options, words),
    )  # fmt: skip
    linked_picture(
        LinkedPicture(figure, _lists(view, drawn)),
        key="paths_graph",
        alt=f"Ways that leads go from step to step. {_SAME}",
    )
    st.caption(
        f"The more leads, the larger the circle and the wider the line; a dot or a count opens them.{_cut(edges)}"
    )
    _table(view, edges, _edges(view), key="paths_edges_rows")
    exports(view.workspace, "Map of paths", frame=view.visible.frame, figure=figure)
    _steps_links(view)


def flow_tab(view: PathsView) -> None:
    """The first steps of the paths one after another, or the last ones before the anchor."""
    edges = view.visible.flow
    _hidden(view, len(view.answer.flow) - len(edges), in_flow=True)
    if not edges:
        return
    drawn, words = edges[:_MOST_DRAWN], view.columns.words
    figure = cached(
        view.workspace, "paths flow", (view.options, view.min_share),
        lambda: paths_flow(drawn, view.options, words),
    )  # fmt: skip
    st.plotly_chart(figure, key="paths_flow", width="stretch", config=PLAIN_CONFIG, alt=_SAME)
    st.caption(f"Each column is one step; the counts below open their leads.{_cut(edges)}")
    _table(view, edges, _moves(view), key="paths_flow_rows")
    exports(view.workspace, "Flow of paths", frame=partial(view.visible.table, "flow"), figure=figure)


def _cut(edges: Sequence[object]) -> str:
    """Says so where there is more than can be drawn."""
    return f" Drawn: of {len(edges):,} ways the {_MOST_DRAWN} with most leads." if len(edges) > _MOST_DRAWN else ""


def _hidden(view: PathsView, hidden: int, *, in_flow: bool) -> None:
    """How many ways are not drawn, and the leads that go one of them."""
    key = (view.options, view.min_share, in_flow)
    leads = cached(
        view.workspace, "paths hidden", key,
        lambda: len(leads_hidden(view.columns, view.options, view.answer, view.min_share, in_flow=in_flow)),
    )  # fmt: skip
    if not hidden:
        st.caption("Nothing is hidden.")
        return
    leads_link(
        f"{counted(leads, 'lead')} on {counted(hidden, 'hidden way')}",
        paths_list(view.options, view.zone, hidden_under=view.min_share, in_flow=in_flow),
    )


def _lists(view: PathsView, drawn: Sequence[PathEdge]) -> dict[Dot, LeadList]:
    """The leads of every way that is drawn, and of the steps at its ends."""
    ways = {
        (EDGES, place): paths_list(view.options, view.zone, edge=(edge.source, edge.target))
        for place, edge in enumerate(drawn)
    }
    steps = {
        (STEPS, place): paths_list(view.options, view.zone, visits=node.name)
        for place, node in enumerate(drawn_steps(view.answer, drawn))
    }
    return ways | steps


def _table(view: PathsView, edges: Sequence[PathEdge | FlowEdge], frame: pd.DataFrame, *, key: str) -> None:
    """One row per way; a count opens its leads."""
    column = st.column_config
    lists = {
        (row, "leads"): paths_list(
            view.options,
            view.zone,
            edge=(edge.source, edge.target),
            place=edge.place if isinstance(edge, FlowEdge) else None,
        )
        for row, edge in enumerate(edges)
    }
    for end in ("source", "target"):
        frame[end] = [step_name(step, view.options) for step in frame[end]]
    linked_table(
        LinkedTable(frame, lists),
        key=key,
        columns={
            "place": column.NumberColumn("move", width=55, help="Counted from the start, or back from the anchor."),
            "source": "from",
            "target": "to",
            "leads": column.NumberColumn("leads", width=60, format="localized"),
            "share": column.NumberColumn("share", width=65, format=PERCENT, help="Of the leads of the map."),
            "median_seconds": column.TextColumn("median", width=80, help="Time between, each lead's first."),
        },
    )


def _edges(view: PathsView) -> pd.DataFrame:
    """One row per way."""
    frame = shown(view.visible.frame(), (*_WAY, "median_seconds"), percents={"share"})
    frame["median_seconds"] = [duration(edge.median_seconds) for edge in view.visible.edges]
    return frame


def _moves(view: PathsView) -> pd.DataFrame:
    """One row per way at a place, which people count from 1: from the start, or back from the anchor."""
    frame = shown(view.visible.table("flow"), ("place", *_WAY), percents={"share"})
    frame["place"] = [-place - 1 if view.options.is_before else place + 1 for place in frame["place"]]
    return frame


def _steps_links(view: PathsView) -> None:
    """The leads of every step that is drawn."""
    st.caption("Leads that come by, once or more")
    with st.container(horizontal=True, gap="small"):
        for node in view.visible.nodes:
            leads_link(
                f"{number(node.leads)} {step_name(node.name, view.options)} ({percent(node.share, digits=0)})",
                paths_list(view.options, view.zone, visits=node.name),
            )
