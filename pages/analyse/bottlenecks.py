"""Bottlenecks: how long leads stay at each stage, where they are lost, and what could be recovered."""

import streamlit as st

from db.columns.snapshot import journeys
from db.questions.parts.bottlenecks import AskedBottlenecks
from db.store.settings import settings
from journey_core.errors import JourneyError
from journey_core.log.vocabulary import spoken
from pages.kit import session
from pages.kit.asking import asked
from pages.kit.export_menu import exports
from pages.kit.formats import escape
from pages.kit.links import first_steps, no_leads_yet
from pages.kit.urls import query
from pages.screens.bottlenecks.detail import stage_detail
from pages.screens.bottlenecks.form import bottlenecks_form
from pages.screens.bottlenecks.rows import stage_row

workspace = session.workspace()
zone, as_of, usual = session.zone(workspace), session.as_of(workspace), settings(workspace)
columns = journeys(workspace)

st.title("Bottlenecks")
try:
    with st.container(border=True):
        given = bottlenecks_form(query(), columns.words, usual, today=as_of.astimezone(zone).date())
    shown: AskedBottlenecks = asked(workspace, "bottlenecks", given)
    with st.spinner("Timing every stay of all leads …"):
        answer = shown.answer
except JourneyError as error:
    st.error(escape(str(error)))
    st.stop()

if not columns.lead_count:
    no_leads_yet()
st.caption(escape(answer.definition))
if not any(stage.counts.leads for stage in answer.stages):
    st.info(
        "No lead came to a stage in that time. Choose a longer period, or look from another day; stages come in "
        "through Log, or through Upload with a column for them."
    )
    first_steps()
    st.stop()

st.info(escape(answer.advice))
for stage in answer.stages:
    with st.container(border=True):
        stage_row(shown, stage)
        if stage.counts.leads:
            label = escape(f"Look closer at {spoken(stage.stage)}")
            closer = st.expander(label, key=f"closer {stage.stage}", on_change="rerun")
            if closer.open:
                with closer:
                    stage_detail(shown, stage)
exports(workspace, "Bottlenecks", frame=answer.frame)
