"""Paths: which steps follow each other, which whole paths are the most frequent, and who takes them."""

import streamlit as st

from db.columns.snapshot import journeys
from db.store.settings import settings
from journey_core.errors import JourneyError
from journey_core.paths.lists import paths_list
from journey_core.wording import counted
from pages.kit import session
from pages.kit.asking import asked
from pages.kit.controls import tab_row
from pages.kit.formats import escape, number, percent
from pages.kit.links import leads_link, no_leads_yet
from pages.kit.urls import query
from pages.screens.paths.contrast import contrast_tab
from pages.screens.paths.form import min_share, paths_form
from pages.screens.paths.map import PathsView, flow_tab, map_tab
from pages.screens.paths.variants import variants_tab

TABS = {
    "Map": map_tab, "Step by step": flow_tab, "Whole paths": variants_tab, "Converted against not": contrast_tab,
}  # fmt: skip

workspace = session.workspace()
zone, as_of, usual = session.zone(workspace), session.as_of(workspace), settings(workspace)
columns = journeys(workspace)

st.title("Paths")
try:
    with st.container(border=True):
        given = paths_form(query(), columns.words, usual, today=as_of.astimezone(zone).date())
    asked_map, share = asked(workspace, "paths", given), min_share(query())
    with st.spinner("Following the paths of all leads …"):
        options, answer = asked_map.options, asked_map.answer
except JourneyError as error:
    st.error(escape(str(error)))
    st.stop()

if not columns.lead_count:
    no_leads_yet()
st.caption(escape(answer.definition))
if not answer.leads:
    st.info("No lead has such a path. Choose another anchor, a longer period, or look from another day.")
    st.stop()

with st.container(horizontal=True, gap="large", vertical_alignment="bottom"):
    st.metric("Leads", number(answer.leads), width="content")
    st.metric("Converted", percent(answer.rate), width="content")
    leads_link(counted(answer.leads, "lead"), paths_list(options, zone))

if not answer.converted and options.outcome == "all":
    st.info("None of these leads converted. What counts as a conversion is chosen under “Conversions are”.")

view = PathsView(workspace, columns, answer, options, zone, share)
for tab, draw in zip(tab_row("tab", list(TABS)), TABS.values(), strict=True):
    if tab.open:
        with tab:
            draw(view)
