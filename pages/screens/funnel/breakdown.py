"""The funnel by groups: one dot per group with its interval, and a table whose counts open their leads."""

from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from db.questions.funnel_groups import breakdowns
from db.questions.lists.funnels import group_list
from db.questions.parts.funnel import AskedFunnel, groups_by
from db.questions.segments import Segment, segment, segments
from journey_core.funnel.breakdown import (
    ENTRY,
    FIRST,
    LAST,
    LEAD,
    SEGMENT,
    STEP,
    Breakdown,
    BreakdownBy,
    FunnelGroup,
)
from journey_core.lead_lists import LeadList
from journey_core.log.vocabulary import RECORD_KINDS, spoken_value
from journey_core.parameters import first
from journey_core.wording import counted
from pages.kit import urls
from pages.kit.answer_table import shown
from pages.kit.cached import cached
from pages.kit.colours import ACCENT, NEUTRAL, channel_colour, faded
from pages.kit.export_menu import exports
from pages.kit.formats import PERCENT, escape, figure_text, interval, number, percent, shortened
from pages.kit.linked_table import Dot, LinkedPicture, LinkedTable, linked_picture, linked_table
from pages.kit.readable import readable, row_axis, whiskers

USUAL: Final = "channel"
OWNER: Final = LEAD + "owner"
_ROW_HEIGHT: Final = 30
_NAME_LENGTH: Final = 22


def breakdown_tab(view: AskedFunnel) -> None:
    """Asks by what, then shows every group."""
    by = _by_boxes(view)
    asked = (by, _meant(view, by))
    answer = view.remembered("breakdown", asked, lambda: groups_by(view, by))
    st.caption(escape(_grain(answer)))
    if not answer.rows:
        st.info("There is nothing to break down by here. Save a list of leads as a segment on the page Leads first.")
        return
    figure = view.remembered("breakdown chart", asked, lambda: breakdown_chart(answer, by))
    linked_picture(
        LinkedPicture(figure, _came_through(answer, view, by)),
        key="breakdown_dots",
        alt="Conversion of each group with its interval; the same numbers are in the table below.",
    )
    table = breakdown_table(answer, view, by)
    linked_table(table, key="breakdown_table", columns=_columns(answer))
    st.caption("Click a count to open its leads. Lines and brackets are 95 % intervals (Wilson).")
    exports(view.workspace, "Funnel by group", frame=answer.frame, figure=figure)


def breakdown_chart(answer: Breakdown, by: BreakdownBy) -> go.Figure:
    """The conversion of each group, the largest group first; the whole funnel's as a line."""
    rows, whole = answer.rows, answer.funnel.steps[-1].rate
    colours = [channel_colour(row.group.name) if by.attribute == "channel" else ACCENT for row in rows]
    last = [row.steps[-1] for row in rows]
    rates = [100 * step.rate for step in last]
    figure = go.Figure(
        go.Scatter(
            mode="markers",
            cliponaxis=False,
            x=rates,
            y=list(range(len(rows))),
            marker={"size": 11, "color": colours},
            error_x=whiskers(rates, [(100 * low, 100 * high) for low, high in (step.interval for step in last)]),
            customdata=[_hover(row, by) for row in rows],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    figure.add_vline(100 * whole, line={"color": NEUTRAL, "dash": "dot", "width": 1})
    figure.update_layout(
        height=80 + _ROW_HEIGHT * len(rows),
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        xaxis={"title": "% that came through (dotted: all)", "rangemode": "tozero", "fixedrange": True},
        yaxis=row_axis(
            [figure_text(shortened(spoken_value(by.attribute, row.group.name), _NAME_LENGTH)) for row in rows]
        ),
        yaxis_gridcolor=faded(NEUTRAL, opacity=0.15),
        hovermode="closest",
    )
    return readable(figure)


def breakdown_table(answer: Breakdown, view: AskedFunnel, by: BreakdownBy) -> LinkedTable:
    """One row per group: entrants, who reached each step, the rate of the last with its interval."""
    counts = [f"counts_{step}" for step in range(1, len(view.answer.steps) + 1)]
    frame = shown(answer.frame(), ("group", *counts, "rate", "interval"), percents={"rate"})
    frame["group"] = [spoken_value(by.attribute, name) for name in frame["group"]]
    lists = {
        (place, name): group_list(view.options, view.zone, by, row.group.key, reached=step)
        for place, row in enumerate(answer.rows)
        for step, name in enumerate(counts, start=1)
    }
    return LinkedTable(frame, lists)


def _by_boxes(view: AskedFunnel) -> BreakdownBy:
    """What the funnel is broken down by, and at which interaction; both in the address as `breakdown`."""
    offered = cached(view.workspace, "breakdowns", None, lambda: breakdowns(view.workspace))
    by = BreakdownBy.parse(first(urls.query(), "breakdown", _usual(view, offered)))
    what, which = st.columns([2, 3])
    st.session_state["breakdown_by"], st.session_state["breakdown_at"] = by.attribute, by.at
    what.selectbox(
        "by",
        list(dict.fromkeys([*offered, by.attribute])),
        format_func=_title,
        key="breakdown_by",
        on_change=_choose,
    )
    if by.is_field:
        steps = [f"{STEP}{number}" for number in range(1, len(view.answer.steps) + 1)]
        which.selectbox(
            "of the interaction that is", list(dict.fromkeys([FIRST, LAST, ENTRY, *steps, by.at])),
            format_func=_at_title, key="breakdown_at", on_change=_choose,
        )  # fmt: skip
    return by


def _usual(view: AskedFunnel, offered: Sequence[str]) -> str:
    """What is asked for at first. Moves between stages have no channel, so leads that enter by one go by owner."""
    entry = view.options.steps[0]
    is_recorded = entry.stage is not None or entry.kind in RECORD_KINDS
    return OWNER if is_recorded and OWNER in offered else USUAL


def _choose() -> None:
    attribute, at = st.session_state["breakdown_by"], st.session_state.get("breakdown_at", FIRST)
    by = BreakdownBy.parse(attribute)
    urls.write(breakdown=str(BreakdownBy(attribute, at) if by.is_field else by))


def _title(attribute: str) -> str:
    return f"{attribute.removeprefix(LEAD)} of the lead" if attribute.startswith(LEAD) else attribute


def _at_title(at: str) -> str:
    named = {FIRST: "the first of the run", LAST: "the last one reached", ENTRY: "the very first entry"}
    return named.get(at, at.replace("-", " "))


def _meant(view: AskedFunnel, by: BreakdownBy) -> tuple[Segment, ...]:
    """What the segments say; a breakdown by them is remembered with it, because names alone can mean other leads."""
    names = segments(view.workspace) if by.attribute == SEGMENT else ()
    return tuple(segment(view.workspace, name) for name in names)


def _came_through(answer: Breakdown, view: AskedFunnel, by: BreakdownBy) -> dict[Dot, LeadList]:
    """The leads of each dot: those of the group that came through."""
    last = len(view.answer.steps)
    return {
        (0, place): group_list(view.options, view.zone, by, row.group.key, reached=last)
        for place, row in enumerate(answer.rows)
    }


def _grain(answer: Breakdown) -> str:
    shared = "Each lead is in one group." if answer.is_exclusive else "A lead may be in several segments, or in none."
    return f"By {answer.title}. {answer.caution or shared}"


def _hover(row: FunnelGroup, by: BreakdownBy) -> str:
    last = row.steps[-1]
    name = figure_text(spoken_value(by.attribute, row.group.name))
    rate = f"{percent(last.rate)} [{interval(last.interval)}] of {number(row.steps[0].count)}"
    return f"{name}: {counted(last.count, 'lead')} came through,<br>{rate}. Click to open them."


def _columns(answer: Breakdown) -> dict[str, Any]:
    number = st.column_config.NumberColumn
    counts = {
        f"counts_{n}": number(f"step {n}", format="localized", width="small", help=escape(step.step))
        for n, step in enumerate(answer.funnel.steps, start=1)
    }
    return {
        "group": st.column_config.TextColumn("group", width="medium", pinned=True),
        **counts,
        "rate": number("came through", format=PERCENT, width="small"),
        "interval": "95 %",
    }
