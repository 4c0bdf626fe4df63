"""Reconcile: from all leads and all conversions to what journeys, funnel and attribution count, rule by rule."""

import streamlit as st

from db.columns.snapshot import journeys
from db.store.settings import settings
from journey_core.errors import JourneyError
from journey_core.reconcile.answer import reconcile
from journey_core.reconcile.summary import lead_summary
from pages.kit import session
from pages.kit.asking import asked, proposed
from pages.kit.cached import cached
from pages.kit.export_menu import Export, exports
from pages.kit.formats import escape, number
from pages.kit.links import no_leads_yet
from pages.kit.urls import query
from pages.screens.reconcile.bridges import bridge_table, credit_table
from pages.screens.reconcile.form import reconcile_form

workspace = session.workspace()
zone, as_of, usual = session.zone(workspace), session.as_of(workspace), settings(workspace)
columns = journeys(workspace)

st.title("Reconcile")
question, sums = st.columns([2, 3], gap="large")
fresh = proposed(workspace, "reconcile")
try:
    with question.container(border=True):
        given = reconcile_form(query(), columns.words, usual, proposed=fresh, today=as_of.astimezone(zone).date())
    view = asked(workspace, "reconcile", given)
    options = view.options
    with st.spinner("Adding up all leads and conversions …"):
        same_leads = options.funnel, options.attribution.goal
        known = cached(workspace, "lead facts", same_leads, lambda: lead_summary(columns, options))
        answer = cached(workspace, "reconcile", options, lambda: reconcile(columns, options, known))
except JourneyError as error:
    sums.error(escape(str(error)))
    st.stop()

with sums:
    if not columns.lead_count:
        no_leads_yet()
    st.caption(escape(answer.definition))
    said = "Everything adds up: nothing is left over." if answer.adds_up else "Something is left over."
    (st.info if answer.adds_up else st.error)(f"{said} Residue of all bridges: {number(answer.residue)}.")
    for bridge in answer.bridges:
        bridge_table(bridge, options, zone)
    credit_table(answer)
    exports(
        workspace,
        "Reconciliation",
        frame=answer.frame,
        also=(Export("Credit of the models", answer.credits_frame),),
    )
