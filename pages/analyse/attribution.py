"""Attribution: which channels earn the conversions, by every model side by side."""

import streamlit as st

from db.columns.snapshot import journeys
from db.questions.parts.attribution import costs_of
from db.store.settings import settings
from journey_core.errors import JourneyError
from pages.kit import session
from pages.kit.asking import asked
from pages.kit.export_menu import Export, exports
from pages.kit.formats import escape
from pages.kit.linked_table import LinkedPicture, linked_picture
from pages.kit.links import no_leads_yet
from pages.kit.urls import query
from pages.screens.attribution.answers import AttributionView, attribution_answers
from pages.screens.attribution.chart import attribution_chart, attribution_lists
from pages.screens.attribution.form import attribution_form, compare_box, compared_models, placebo_asked
from pages.screens.attribution.ledger import ledger_part
from pages.screens.attribution.order import order_part
from pages.screens.attribution.table import attribution_table, attribution_totals, unsure_words

workspace = session.workspace()
zone, as_of, usual = session.zone(workspace), session.as_of(workspace), settings(workspace)
columns = journeys(workspace)

st.title("Attribution")
try:
    with st.container(border=True):
        given = attribution_form(query(), columns.words, usual, today=as_of.astimezone(zone).date())
        compare_box(query())
        with_placebo = placebo_asked(query())
    options = asked(workspace, "attribution", given).options
    compared = compared_models(query(), options.model)
    answers = attribution_answers(workspace, columns, options, compared, placebo=with_placebo)
except JourneyError as error:
    st.error(escape(str(error)))
    st.stop()

if not columns.lead_count:
    no_leads_yet()
if options.model not in answers:
    st.stop()
answer = answers[options.model]
st.caption(escape(answer.definition))
if not answer.conversions:
    st.info(
        "There are no conversions here. Choose what counts as one or a longer period, or look from another day; "
        "conversions come in through Log, or through Upload with a kind that stands for them."
    )
    st.stop()

costs = costs_of(workspace, answer, options, zone)
view = AttributionView(workspace, columns, options, answers, costs, zone, usual.currency)
attribution_totals(view)
if answer.remarks:
    st.info(escape(" ".join(answer.remarks)))
figure = attribution_chart(answers, options.model)
linked_picture(
    LinkedPicture(figure, attribution_lists(answers, options.model, view.leads)),
    key="credit_dots",
    alt="Conversions credited to each channel by each model; the numbers of the chosen model are in the table.",
)
exports(
    workspace,
    "Attribution",
    frame=answer.frame,
    figure=figure,
    also=(Export("What channels cost", costs.frame),) if costs.paid else (),
)
if told := unsure_words(view):
    st.caption(told)
st.caption(
    "Lines are 95 % intervals over leads: they cover the luck of the sample only, not what a model leaves out; "
    "those of lift also a doubt about its own form. "
    "Credit describes what came before conversions; it does not say what caused them."
)
if "markov" in answers:
    order_part(view)
attribution_table(view)
ledger_part(view)
