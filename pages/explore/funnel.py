"""Funnel: a sentence one can edit, how many leads came through, and the leads behind every bar."""

from datetime import timedelta

import streamlit as st

from db.lead_lists import funnel_list
from db.settings import settings
from db.snapshot import journeys
from journey_core.errors import JourneyError
from journey_core.funnel import funnel
from journey_core.moments import duration_text
from journey_core.questions import funnel_options
from journey_core.time_to_convert import conversion_times
from pages.parts import session
from pages.parts.cached import cached
from pages.parts.formats import duration, escape, number
from pages.parts.funnel_chart import LOST_BEFORE, funnel_chart, times_chart
from pages.parts.funnel_form import funnel_form, propose
from pages.parts.funnel_table import funnel_table
from pages.parts.links import open_leads
from pages.parts.urls import query

workspace = session.workspace()
zone, as_of = session.zone(workspace), session.as_of(workspace)
columns = journeys(workspace)

st.title("Funnel")
question, picture = st.columns([2, 3], gap="large")
default = timedelta(days=settings(workspace).window_days)
proposed = cached(workspace, "proposed funnel", (as_of.date(), default), lambda: propose(columns, as_of, default))
with question.container(border=True):
    given = funnel_form(
        query(),
        columns.words,
        proposed=proposed,
        window=duration_text(default),
        today=as_of.astimezone(zone).date(),
    )

try:
    options = funnel_options(given, zone=zone, as_of=as_of)
    answer = cached(workspace, "funnel", options, lambda: funnel(columns, options))
except JourneyError as error:
    picture.error(escape(str(error)))
    st.stop()

with picture:
    st.caption(escape(answer.definition))
    if not answer.entrants:
        st.info("No lead entered this funnel. Choose another first step, a longer period, or look from an earlier day.")
        st.stop()
    figure = cached(workspace, "funnel chart", options, lambda: funnel_chart(answer))
    clicked = st.plotly_chart(
        figure,
        key="funnel_bars",
        on_select="rerun",
        selection_mode="points",
        width="stretch",
        config={"displayModeBar": False},
        alt="Leads that came through each step; the same numbers stand in the list under it.",
    )
if points := clicked.selection.points:
    place = points[0]["point_index"] + 1
    if points[0]["curve_number"] == LOST_BEFORE:
        open_leads(funnel_list(options, zone, dropped_after=place - 1))
    open_leads(funnel_list(options, zone, reached=place))

steps, times = st.tabs(["Steps", "Time to convert"], key="funnel_tabs", on_change="rerun")
if steps.open:
    with steps:
        funnel_table(answer, options, zone)
if times.open:
    took = cached(workspace, "conversion times", options, lambda: conversion_times(answer))
    with times:
        if took.quartiles is None:
            st.info("No lead came through the whole funnel yet: there is no time to tell.")
        else:
            low, median, high = map(duration, took.quartiles)
            st.text(f"Half of the {number(took.leads)} leads took {median} or less; the middle half {low} to {high}.")
            chart = cached(workspace, "conversion times chart", options, lambda: times_chart(took))
            st.plotly_chart(chart, width="stretch", config={"displayModeBar": False})
