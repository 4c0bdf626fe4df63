"""Funnel: a sentence that can be edited, how many leads came through, and the leads behind every number."""

from datetime import timedelta

import streamlit as st

from db.columns.snapshot import journeys
from db.questions.parts.funnel import AskedFunnel
from db.store.settings import settings
from journey_core.calendar.parsing import duration_text
from journey_core.errors import JourneyError
from pages.kit import session
from pages.kit.asking import asked, proposed
from pages.kit.controls import tab_row
from pages.kit.export_menu import exports
from pages.kit.formats import escape
from pages.kit.linked_table import LinkedPicture, linked_picture
from pages.kit.links import no_leads_yet
from pages.kit.urls import query
from pages.screens.funnel.breakdown import breakdown_tab
from pages.screens.funnel.chart import funnel_chart, funnel_lists
from pages.screens.funnel.compare import compare_tab
from pages.screens.funnel.conventions import conventions_tab
from pages.screens.funnel.differs import differs_tab
from pages.screens.funnel.form import funnel_form
from pages.screens.funnel.table import funnel_tab
from pages.screens.funnel.times import times_tab
from pages.screens.funnel.trend import trend_tab

TABS = {
    "Steps": funnel_tab,
    "Time to convert": times_tab,
    "Trend": trend_tab,
    "Breakdown": breakdown_tab,
    "Compare": compare_tab,
    "What differs": differs_tab,
    "Other conventions": conventions_tab,
}

workspace = session.workspace()
zone, as_of = session.zone(workspace), session.as_of(workspace)

st.title("Funnel")
question, picture = st.columns([2, 3], gap="large")
default = timedelta(days=settings(workspace).window_days)
fresh = proposed(workspace, "funnel")
with question.container(border=True):
    given = funnel_form(
        query(),
        journeys(workspace).words,
        proposed=fresh,
        window=duration_text(default),
        today=as_of.astimezone(zone).date(),
    )

try:
    view: AskedFunnel = asked(workspace, "funnel", given)
    answer = view.answer
except JourneyError as error:
    picture.error(escape(str(error)))
    st.stop()

with picture:
    if not view.columns.lead_count:
        no_leads_yet()
    st.caption(escape(answer.definition))
    if not answer.entrants:
        st.info("No lead entered this funnel. Choose another first step, a longer period, or look from an earlier day.")
        st.stop()
    figure = view.remembered("chart", None, lambda: funnel_chart(answer))
    linked_picture(
        LinkedPicture(figure, funnel_lists(answer, view.options, zone)),
        key="funnel_bars",
        alt="Leads that came through each step; the same numbers are in the list below.",
    )
    exports(workspace, "Funnel", frame=answer.frame, figure=figure)

for tab, draw in zip(tab_row("tab", list(TABS)), TABS.values(), strict=True):
    if tab.open:
        with tab:
            draw(view)
