"""Map and flow of journeys: a picture, what is hidden of it, and a table whose counts open their leads."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from pages.kit.cached import cached
from pages.kit.export_menu import exports
from pages.kit.formats import NOTHING, PERCENT, duration, in_percent, number, percent
from pages.kit.linked_table import Dot, LinkedPicture, LinkedTable, linked_picture, linked_table
from pages.kit.links import leads_link
from pages.kit.readable import PLAIN_CONFIG
from pages.screens.paths.flow import paths_flow
from pages.screens.paths.graph import EDGES, STEPS, drawn_steps, paths_graph
from pages.screens.paths.words import step_name

_MOST_DRAWN: Final = 150
"""Ways drawn at most: more are a black square, and slow."""

_SAME: Final = "The table below holds the same numbers; a count opens its leads."


@dataclass(frozen=True, eq=False)
class PathsView:
    """What the tabs of the page show: the answer, its question, and how much of it is drawn."""

    workspace: Workspace
    columns: Journeys
    answer: PathsResult
    options: PathOptions
    zone: ZoneInfo
    min_share: float


def map_tab(shown: PathsView) -> None:
    """Every way that leads go, wherever in their path."""
    edges = shown.answer.visible(shown.min_share)
    _hidden(shown, len(shown.answer.edges) - len(edges), in_flow=False)
    if not edges:
        return
    drawn, words = edges[:_MOST_DRAWN], shown.columns.words
    figure = cached(
        shown.workspace, "paths graph", (shown.options, shown.min_share),
        lambda: paths_graph(shown.answer, drawn, shown.options, words),
    )  # fmt: skip
    linked_picture(
        LinkedPicture(figure, _lists(shown, drawn)),
        key="paths_graph",
        alt=f"Ways that leads go from step to step. {_SAME}",
    )
    st.caption(
        f"Circles are as large as their leads are many, lines as wide; a dot or a count opens its leads.{_cut(edges)}"
    )
    _table(shown, edges, "edges")
    exports(shown.workspace, "Map of paths", frame=lambda: pd.DataFrame(edges), figure=figure)
    _steps_links(shown)


def flow_tab(shown: PathsView) -> None:
    """The first steps of the paths one after another, or the last ones before the anchor."""
    edges = shown.answer.visible_flow(shown.min_share)
    _hidden(shown, len(shown.answer.flow) - len(edges), in_flow=True)
    if not edges:
        return
    drawn, words = edges[:_MOST_DRAWN], shown.columns.words
    figure = cached(
        shown.workspace, "paths flow", (shown.options, shown.min_share),
        lambda: paths_flow(drawn, shown.options, words),
    )  # fmt: skip
    st.plotly_chart(figure, key="paths_flow", width="stretch", config=PLAIN_CONFIG, alt=_SAME)
    st.caption(f"Each column is one step; the counts below open their leads.{_cut(edges)}")
    _table(shown, edges, "flow")
    exports(shown.workspace, "Flow of paths", frame=lambda: pd.DataFrame(edges), figure=figure)


def _cut(edges: Sequence[object]) -> str:
    """Says so where there is more than can be drawn."""
    return f" The {_MOST_DRAWN} ways of the most leads of {len(edges):,} are drawn." if len(edges) > _MOST_DRAWN else ""


def _hidden(shown: PathsView, hidden: int, *, in_flow: bool) -> None:
    """How many ways are not drawn, and the leads that go one of them."""
    key = (shown.options, shown.min_share, in_flow)
    leads = cached(
        shown.workspace, "paths hidden", key,
        lambda: len(leads_hidden(shown.columns, shown.options, shown.answer, shown.min_share, in_flow=in_flow)),
    )  # fmt: skip
    if not hidden:
        st.caption("Nothing is hidden.")
        return
    leads_link(
        f"{counted(leads, 'lead')} on {counted(hidden, 'hidden way')}",
        paths_list(shown.options, shown.zone, hidden_under=shown.min_share, in_flow=in_flow),
    )


def _lists(shown: PathsView, drawn: Sequence[PathEdge]) -> dict[Dot, LeadList]:
    """The leads of every way that is drawn, and of the steps at its ends."""
    ways = {
        (EDGES, place): paths_list(shown.options, shown.zone, edge=(edge.source, edge.target))
        for place, edge in enumerate(drawn)
    }
    steps = {
        (STEPS, place): paths_list(shown.options, shown.zone, visits=node.name)
        for place, node in enumerate(drawn_steps(shown.answer, drawn))
    }
    return ways | steps


def _table(shown: PathsView, edges: Sequence[PathEdge | FlowEdge], key: str) -> None:
    """One row a way; a count opens its leads."""
    column = st.column_config
    lists = {
        (row, "leads"): paths_list(
            shown.options,
            shown.zone,
            edge=(edge.source, edge.target),
            place=edge.place if isinstance(edge, FlowEdge) else None,
        )
        for row, edge in enumerate(edges)
    }
    linked_table(
        LinkedTable(_rows(shown, edges), lists),
        key=f"paths_{key}_rows",
        columns={
            "step": column.NumberColumn("move", width=55, help="Counted from the start, or back from the anchor."),
            "leads": column.NumberColumn("leads", width=60, format="localized"),
            "share": column.NumberColumn("share", width=65, format=PERCENT, help="Of the leads of the map."),
            "median": column.TextColumn("median", width=80, help="Time between, each lead's first."),
        },
    )


def _rows(shown: PathsView, edges: Sequence[PathEdge | FlowEdge]) -> pd.DataFrame:
    """One row a way, as people read it; a move of the flow counts from the start, or back from the anchor."""
    backwards = -1 if shown.options.is_before else 1
    rows = [
        {
            "step": backwards * (edge.place + 1) if isinstance(edge, FlowEdge) else None,
            "from": step_name(edge.source, shown.options),
            "to": step_name(edge.target, shown.options),
            "leads": edge.leads,
            "share": in_percent(edge.share),
            "median": _took(edge),
        }
        for edge in edges
    ]
    return pd.DataFrame(rows).drop(columns="median" if isinstance(edges[0], FlowEdge) else "step")


def _took(edge: PathEdge | FlowEdge) -> str:
    seconds = edge.median_seconds if isinstance(edge, PathEdge) else None
    return duration(seconds) if seconds is not None else NOTHING


def _steps_links(shown: PathsView) -> None:
    """The leads of every step that is drawn."""
    st.caption("Leads that come by, once or more")
    with st.container(horizontal=True, gap="small"):
        for node in shown.answer.nodes:
            if node.share >= shown.min_share:
                leads_link(
                    f"{number(node.leads)} {step_name(node.name, shown.options)} ({percent(node.share, digits=0)})",
                    paths_list(shown.options, shown.zone, visits=node.name),
                )
