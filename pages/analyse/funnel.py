"""Funnel: a sentence one can edit, how many leads came through, and the leads behind every number."""

from datetime import timedelta

import streamlit as st

from db.columns.snapshot import journeys
from db.store.settings import settings
from journey_core.calendar.parsing import duration_text
from journey_core.errors import JourneyError
from journey_core.funnel.answer import funnel
from journey_core.parameters import funnel_options
from pages.kit import session
from pages.kit.cached import cached
from pages.kit.controls import tab_row
from pages.kit.export_menu import exports
from pages.kit.formats import escape
from pages.kit.linked_table import LinkedPicture, linked_picture
from pages.kit.links import no_leads_yet
from pages.kit.result_frames import funnel_frame
from pages.kit.urls import query
from pages.screens.funnel.breakdown import breakdown_tab
from pages.screens.funnel.chart import funnel_chart, funnel_lists
from pages.screens.funnel.compare import compare_tab
from pages.screens.funnel.conventions import conventions_tab
from pages.screens.funnel.differs import differs_tab
from pages.screens.funnel.form import funnel_form, propose
from pages.screens.funnel.table import funnel_tab
from pages.screens.funnel.times import times_tab
from pages.screens.funnel.trend import trend_tab
from pages.screens.funnel.view import FunnelView

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
    if not columns.lead_count:
        no_leads_yet()
    st.caption(escape(answer.definition))
    if not answer.entrants:
        st.info("No lead entered this funnel. Choose another first step, a longer period, or look from an earlier day.")
        st.stop()
    figure = cached(workspace, "funnel chart", options, lambda: funnel_chart(answer))
    linked_picture(
        LinkedPicture(figure, funnel_lists(answer, options, zone)),
        key="funnel_bars",
        alt="Leads that came through each step; the same numbers stand in the list under it.",
    )
    exports(workspace, "Funnel", frame=lambda: funnel_frame(answer), figure=figure)

view = FunnelView(workspace, columns, options, answer, zone)
for tab, draw in zip(tab_row("tab", list(TABS)), TABS.values(), strict=True):
    if tab.open:
        with tab:
            draw(view)
