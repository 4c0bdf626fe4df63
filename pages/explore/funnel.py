"""Funnel: steps one can edit, how many leads came through, and the leads behind every bar."""

import streamlit as st

from db.snapshot import journeys
from journey_core.errors import JourneyError
from journey_core.funnel import FunnelResult, funnel
from pages.parts import session
from pages.parts.cached import cached
from pages.parts.formats import duration, escape, interval, number, percent
from pages.parts.funnel_chart import LOST_BEFORE, funnel_chart
from pages.parts.funnel_form import funnel_form
from pages.parts.links import leads_link, open_leads
from pages.parts.questions import funnel_options
from pages.parts.urls import funnel_list, query

workspace = session.workspace()
zone, as_of = session.zone(workspace), session.as_of(workspace)
columns = journeys(workspace)

st.title("Funnel")
given = funnel_form(query(), columns.words)
if not given["step"]:
    st.info("Choose a first step to begin: for example kind=form_submitted, or stage=contacted.")
    st.stop()


def steps_table(result: FunnelResult) -> None:
    """One row a step; the numbers are links to the leads they count."""
    for place, step in enumerate(result.steps, start=1):
        name, reached, dropped, rates = st.columns([3, 2, 2, 4], vertical_alignment="center")
        name.text(f"{place}. {step.step}")
        with reached:
            leads_link(f"{number(step.count)} reached", funnel_list(options, zone, reached=place))
        with dropped:
            if place < len(result.steps):
                stopped = step.count - result.steps[place].count
                leads_link(f"{number(stopped)} stopped", funnel_list(options, zone, dropped_after=place))
        took = f", median {duration(step.median_seconds)} after step 1" if step.median_seconds is not None else ""
        rates.text(
            f"{percent(step.rate)} [{interval(step.interval)}], {percent(step.step_rate)} of the step before{took}"
        )


try:
    options = funnel_options(given, zone=zone, as_of=as_of)
    answer = cached(workspace, "funnel", options, lambda: funnel(columns, options))
except JourneyError as error:
    st.error(escape(str(error)))
    st.stop()

st.caption(escape(answer.definition))
if not answer.entrants:
    st.info("No lead entered this funnel. Choose another first step, a longer period, or look from an earlier day.")
    st.stop()

figure = cached(workspace, "funnel chart", options, lambda: funnel_chart(answer))
clicked = st.plotly_chart(figure, key="funnel_bars", on_select="rerun", selection_mode="points", width="stretch")
if points := clicked.selection.points:
    place = points[0]["point_index"] + 1
    if points[0]["curve_number"] == LOST_BEFORE:
        open_leads(funnel_list(options, zone, dropped_after=place - 1))
    open_leads(funnel_list(options, zone, reached=place))
steps_table(answer)
