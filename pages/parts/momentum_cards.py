"""This period against the one before: number, change with its interval, sparkline, and the leads behind each."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from db.engine import Workspace
from db.lead_lists import LeadList, converted_list, new_list
from db.lead_rows import LeadRows
from db.settings import Settings
from journey_core.momentum import Momentum, momentum, period
from journey_core.predicate import Predicate
from journey_core.standing import standing
from journey_core.summary import JourneyLength, journey_length
from pages.parts.cached import cached
from pages.parts.colours import ACCENT
from pages.parts.formats import counted, duration, escape, money, number
from pages.parts.links import leads_link

DAYS: Final = 30
MONTHS: Final = 7
"""Points of the sparkline of journey lengths, one every DAYS days."""


def momentum_cards(
    workspace: Workspace, rows: LeadRows, chosen: NDArray[np.bool_], settings: Settings, *, owner: str
) -> None:
    """Four measures of the chosen leads (bool[n_leads]), which are those of `owner` when it is not ""."""
    goal, question = Predicate.parse(settings.goal), (rows.as_of, settings.goal, owner)
    measures = cached(
        workspace, "momentum", question,
        lambda: momentum(rows.columns, goal, as_of=rows.as_of, days=DAYS, leads=chosen),
    )  # fmt: skip
    lengths = cached(workspace, "journey lengths", question, lambda: _lengths(rows, chosen, goal))
    now, before = period(rows.as_of, days=DAYS), period(rows.as_of, days=DAYS, back=1)
    new, converted, value = measures
    with st.grid(2, min_column_width=190):
        with st.container(border=True):
            _counted("New leads", new, new_list(*now), new_list(*before), owner)
        with st.container(border=True):
            _counted("Leads converted", converted, converted_list(goal, *now), converted_list(goal, *before), owner)
        with st.container(border=True):
            st.metric("Value", money(value.now, settings.currency), _change(value))
            _sparkline(value.weeks, "value by week")
            before_it = f", {money(value.before, settings.currency)} before" if value.before else ""
            st.caption(f"{_interval(value)}{before_it}")
            leads_link(f"of {counted(int(converted.now), 'lead')}", converted_list(goal, *now), owned_by=owner)
        with st.container(border=True):
            _length(lengths, goal, owner)
    st.caption(
        f"The last {DAYS} days against the {DAYS} before; intervals are 95 %, by bootstrap over leads. "
        f"Conversion: {escape(goal.sentence())}. Journey length: Kaplan-Meier median with open journeys censored, now "
        f"against {DAYS} days ago."
    )


def _counted(title: str, measure: Momentum, now: LeadList, before: LeadList, owner: str) -> None:
    st.metric(title, number(measure.now), _change(measure))
    _sparkline(measure.weeks, f"{title} by week")
    st.caption(_interval(measure))
    with st.container(horizontal=True, gap="small"):
        leads_link(f"{number(measure.now)} now", now, owned_by=owner)
        leads_link(f"{number(measure.before)} before", before, owned_by=owner)


def _length(lengths: Sequence[JourneyLength], goal: Predicate, owner: str) -> None:
    """The median now against DAYS days ago; shorter is better."""
    *_, before, now = lengths
    change = now.median - before.median if now.median and before.median else None
    told = f"{'-' if change < timedelta() else '+'}{duration(abs(change))}" if change else None
    st.metric("Median journey", duration(now.median) if now.median else "not reached", told, delta_color="inverse")
    days = [each.median.total_seconds() / 86_400 for each in lengths if each.median]
    if days:
        _sparkline(days, "median days by month")
    st.caption(
        f"plain mean {duration(now.mean)}" if now.median or not now.journeys
        else f"fewer than half convert; plain mean {duration(now.mean)}"
    )  # fmt: skip
    everything = period(now.as_of, days=365 * 50)
    leads_link(f"{counted(now.converted, 'lead')} converted", converted_list(goal, *everything), owned_by=owner)


def _lengths(rows: LeadRows, chosen: NDArray[np.bool_], goal: Predicate) -> list[JourneyLength]:
    """MONTHS of them, the newest last."""
    moments = [rows.as_of - timedelta(days=DAYS * back) for back in reversed(range(MONTHS))]
    return [
        journey_length(
            rows.columns, standing(rows.columns, as_of=moment, goal=goal).of(chosen), goal=goal, as_of=moment
        )
        for moment in moments
    ]


def _change(measure: Momentum) -> str | None:
    return None if measure.change is None else f"{measure.change * 100:+.0f} %"


def _interval(measure: Momentum) -> str:
    if measure.interval is None:
        return "nothing in the days before to compare with"
    low, high = measure.interval
    return f"{low * 100:+.0f} to {high * 100:+.0f} %" if np.isfinite(high) else f"at least {low * 100:+.0f} %"


def _sparkline(values: Sequence[float], name: str) -> None:
    """Bars without axes, the newest in full colour; none where nothing ever was."""
    if not any(values):
        return
    bars = pd.DataFrame({"place": range(len(values)), "amount": list(values), "is_newest": [False] * len(values)})
    bars.loc[len(values) - 1, "is_newest"] = True
    chart = (
        alt.Chart(bars)
        .mark_bar(color=ACCENT)
        .encode(
            x=alt.X("place:O", axis=None),
            y=alt.Y("amount:Q", axis=None),
            opacity=alt.condition("datum.is_newest", alt.value(1), alt.value(0.45)),
            tooltip=[alt.Tooltip("amount:Q", format=",.4~r", title=name)],
        )
        .properties(height=44)
    )
    st.altair_chart(chart, width="stretch", alt=name)
