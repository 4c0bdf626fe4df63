"""Attribution: which channels earn the conversions, by every model side by side."""

import streamlit as st

from db.lead_lists import attribution_list
from db.settings import settings
from db.snapshot import journeys
from journey_core.attribution import attribute_all
from journey_core.errors import JourneyError
from journey_core.questions import attribution_options
from pages.parts import session
from pages.parts.attribution_chart import attribution_chart
from pages.parts.attribution_form import attribution_form, compared_models
from pages.parts.attribution_table import attribution_table, attribution_totals
from pages.parts.cached import cached
from pages.parts.export_menu import exports
from pages.parts.formats import escape
from pages.parts.links import open_leads
from pages.parts.result_frames import attribution_frame
from pages.parts.urls import query

workspace = session.workspace()
zone, as_of, usual = session.zone(workspace), session.as_of(workspace), settings(workspace)
columns = journeys(workspace)

st.title("Attribution")
with st.container(border=True):
    given = attribution_form(query(), columns.words, usual, today=as_of.astimezone(zone).date())
    compared = compared_models(query(), given["model"][0])

try:
    options = attribution_options(given, zone=zone, as_of=as_of)
    answers = cached(
        workspace, "attribution", (options, compared), lambda: attribute_all(columns, options, models=compared)
    )
except JourneyError as error:
    st.error(escape(str(error)))
    st.stop()

answer = answers[options.model]
st.caption(escape(answer.definition))
if not answer.conversions:
    st.info(
        "No conversion here. Choose what counts as one, a longer period, or look from another day; "
        "conversions come in by Log, or by Upload with a kind that means them."
    )
    st.stop()

attribution_totals(answer, options, zone, usual.currency)
picture, numbers = st.columns([9, 10], gap="medium")
with picture:
    figure = cached(
        workspace, "attribution chart", (options, compared), lambda: attribution_chart(answers, options.model)
    )
    clicked = st.plotly_chart(
        figure,
        key="credit_dots",
        on_select="rerun",
        selection_mode="points",
        width="stretch",
        config={"displayModeBar": False},
        alt="Conversions credited to each channel by each model; the numbers of the chosen model stand in the table.",
    )
    exports(workspace, "Attribution", frame=lambda: attribution_frame(answer), figure=figure)
    st.caption(
        "Lines are 95 % bootstrap intervals over leads: they cover sampling noise only, not what a model leaves out."
    )
with numbers:
    attribution_table(answer, options, zone, usual.currency)
if points := clicked.selection.points:
    open_leads(attribution_list(options, zone, channel=points[0]["customdata"][0]))
