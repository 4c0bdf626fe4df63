"""The funnel week by week: the share that came through of those that entered, weeks that may still change marked."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from db.questions.parts.funnel import AskedFunnel
from db.questions.parts.funnel import weeks as entry_weeks
from journey_core.funnel.lists import week_list
from journey_core.funnel.trend import EntryWeek, Trend
from journey_core.lead_lists import LeadList
from journey_core.wording import counted
from pages.kit.answer_table import shown
from pages.kit.colours import ACCENT, NEUTRAL, faded
from pages.kit.export_menu import exports
from pages.kit.formats import PERCENT, interval, percent
from pages.kit.linked_table import Dot, LinkedPicture, LinkedTable, linked_picture, linked_table
from pages.kit.readable import readable, week_axis

_HEIGHT: Final = 320
_TICKS: Final = 6
_SHOWN: Final = ("week", "entrants", "converted", "rate", "interval", "is_complete")
_WEEKS: Final = 1
"""The trace of the figure whose dots are weeks; the one before it is their band."""


def trend_tab(view: AskedFunnel) -> None:
    """A line of weeks and their table, the newest first."""
    answer = entry_weeks(view)
    figure = view.remembered("trend chart", None, lambda: trend_chart(answer))
    linked_picture(
        LinkedPicture(figure, _entered(answer, view)),
        key="trend_weeks",
        alt="Share that came through by week of entry, with intervals; the numbers are in the table below.",
    )
    open_weeks = sum(not week.is_complete for week in answer.weeks)
    still = f"{counted(open_weeks, 'week')} may still change: the window of their leads has not ended (rings). "
    st.caption(
        f"{still if open_weeks else ''}The band is the 95 % interval (Wilson). A lead that enters "
        "again and comes further moves to its new week, so even a complete week can lose it. Click a week or a count."
    )
    table = view.remembered("trend table", None, lambda: trend_table(answer, view))
    linked_table(table, key="trend_table", columns=_columns())
    exports(view.workspace, "Funnel by week", frame=answer.frame, figure=figure)


def trend_chart(answer: Trend) -> go.Figure:
    """Rates with their band; complete weeks filled, the others as rings. Weeks without entrants leave a gap."""
    weeks = answer.weeks
    days = [week.monday.isoformat() for week in weeks]
    rates = [100 * week.rate if week.entrants else None for week in weeks]
    figure = go.Figure(
        [
            trend_band(weeks),
            go.Scatter(
                x=days,
                y=rates,
                mode="lines+markers",
                cliponaxis=False,
                line={"color": ACCENT, "width": 1.5},
                marker={
                    "size": 8,
                    "color": ACCENT,
                    "symbol": ["circle" if week.is_complete else "circle-open" for week in weeks],
                },
                customdata=[_hover(week) for week in weeks],
                hovertemplate="%{customdata}<extra></extra>",
            ),
        ]
    )
    figure.update_layout(
        height=_HEIGHT,
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        showlegend=False,
        xaxis=week_axis([week.monday for week in weeks], ticks=_TICKS)
        | {"title": "week of entry", "gridcolor": faded(NEUTRAL, opacity=0.15)},
        yaxis={"title": "% that came through", "rangemode": "tozero", "fixedrange": True},
        hovermode="closest",
    )
    return readable(figure)


def trend_band(weeks: Sequence[EntryWeek]) -> go.Scatter:
    """The intervals, an area for each run of weeks with entrants: up along the days, and back below."""
    corners: list[tuple[str | None, float | None]] = []
    for has_entrants, run in groupby(weeks, key=lambda week: week.entrants > 0):
        there = [(week.monday.isoformat(), *week.interval) for week in run if has_entrants]
        upper = [(day, 100 * high) for day, _, high in there]
        lower = [(day, 100 * low) for day, low, _ in there]
        corners += [*upper, *lower[::-1], *upper[:1], (None, None)]
    return go.Scatter(
        x=[day for day, _ in corners],
        y=[share for _, share in corners],
        mode="lines",
        line={"width": 1, "color": faded(ACCENT)},
        fill="toself",
        fillcolor=faded(ACCENT),
        hoverinfo="skip",
    )


def trend_table(answer: Trend, view: AskedFunnel) -> LinkedTable:
    """One row per week, the newest first."""
    frame = shown(answer.frame(), _SHOWN, percents={"rate"})
    frame["is_complete"] = ["yes" if is_complete else "may still change" for is_complete in frame["is_complete"]]
    places = {"entrants": 1, "converted": len(view.answer.steps)}
    lists = {
        (number, name): week_list(view.options, view.zone, monday, reached=step)
        for number, monday in enumerate(frame["week"])
        for name, step in places.items()
    }
    return LinkedTable(frame, lists)


def _entered(answer: Trend, view: AskedFunnel) -> dict[Dot, LeadList]:
    """The leads that entered in each week that is drawn."""
    return {
        (_WEEKS, place): week_list(view.options, view.zone, week.monday, reached=1)
        for place, week in enumerate(answer.weeks)
        if week.entrants
    }


def _columns() -> dict[str, Any]:
    column = st.column_config
    return {
        "week": column.DateColumn("week of", format="D MMM YYYY"),
        "entrants": column.NumberColumn("entered", format="localized"),
        "converted": column.NumberColumn("came through", format="localized"),
        "rate": column.NumberColumn("rate", format=PERCENT, width="small"),
        "interval": "95 %",
        "is_complete": "complete",
    }


def _hover(week: EntryWeek) -> str:
    still = "" if week.is_complete else "<br>may still change"
    rate = f"{percent(week.rate)} [{interval(week.interval)}]"
    return f"week of {week.monday}: {rate}<br>of {counted(week.entrants, 'lead')}{still}"
