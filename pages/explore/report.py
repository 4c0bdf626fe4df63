"""Report: saved views one after the other, each with its definition, picture and numbers, to be printed."""

from datetime import datetime

import streamlit as st

from db.lead_rows import LeadRows, lead_rows
from db.settings import settings
from db.views import views
from pages.parts import session, urls
from pages.parts.cached import cached
from pages.parts.formats import escape, exact
from pages.parts.links import no_leads_yet
from pages.parts.report_form import chosen_views
from pages.parts.report_sections import pipeline_section, report_section

workspace = session.workspace()
zone, as_of, usual = session.zone(workspace), session.as_of(workspace), settings(workspace)


def rows(moment: datetime) -> LeadRows:
    return lead_rows(workspace, moment, memo=cached)


# Without the sidebar, which browsers would print.
st.set_page_config(initial_sidebar_state="collapsed")
title, choice = st.columns([3, 1], vertical_alignment="bottom")
title.title("Report")
with choice.popover("Views in it", type="tertiary", help="Print the page with your browser: Ctrl-P."):
    chosen = chosen_views(views(workspace), urls.query())
st.caption(f"Workspace {escape(workspace.name)}, as of {escape(exact(as_of, zone))}. Values in {usual.currency}.")
if not rows(as_of).columns.lead_count:
    no_leads_yet()
if not rows(as_of).stands.is_known.any():
    st.info("Nothing had happened here by then, so there is nothing to report.")
    st.stop()
pipeline_section(rows(as_of))
if not chosen:
    st.info("No view is chosen. Save one with “Save view” on a page of Explore, then choose it under “Views in it”.")
for each in chosen:
    report_section(workspace, each, usual, rows, as_of)
