"""Report: sections one after the other, each with its definition, picture and numbers, to be printed."""

from datetime import datetime

import streamlit as st

from db.kept.views import views
from db.leads.rows import LeadRows, lead_rows
from db.store.settings import settings
from pages.kit import session, urls
from pages.kit.cached import cached
from pages.kit.export_menu import exports
from pages.kit.formats import escape, exact
from pages.kit.links import no_leads_yet
from pages.screens.report.form import PARTS, chosen_parts, chosen_views
from pages.screens.report.sections import report_section
from pages.screens.report.sheet import SHEET, Section

workspace = session.workspace()
zone, as_of, usual = session.zone(workspace), session.as_of(workspace), settings(workspace)


def rows(moment: datetime) -> LeadRows:
    return lead_rows(workspace, moment, memo=cached)


# Without the sidebar, which browsers would print.
st.set_page_config(initial_sidebar_state="collapsed")
sheet = st.container(width=SHEET)
with sheet.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    st.title("Report")
    with st.popover("What is in it", type="tertiary", help="Print the page with your browser: Ctrl-P."):
        parts = chosen_parts(urls.query())
        chosen = chosen_views(views(workspace), urls.query())
    menu = st.container(width="content")
sheet.caption(
    f"Workspace {escape(workspace.name)}, as of {escape(exact(as_of, zone))}. Values in {usual.currency}. In brackets: "
    "95 % intervals."
)
if not rows(as_of).columns.lead_count:
    no_leads_yet()
if not rows(as_of).stands.is_known.any():
    st.info("Nothing had happened here by then, so there is nothing to report.")
    st.stop()
asked = [Section(workspace, usual, rows, part, {}, as_of, PARTS[part]) for part in parts]
asked += [
    Section(workspace, usual, rows, view.page, view.parameters, as_of, view.name, view.description) for view in chosen
]
if not asked:
    st.info("The report is empty. Choose sections and saved views under “What is in it”.")
with sheet:
    taken = [report_section(section) for section in asked]
if taken:
    with menu:
        exports(workspace, "Report", also=taken)
