"""Leads: find one, narrow them down, or look at exactly the leads behind a number."""

import numpy as np
import streamlit as st

from db.leads.rows import lead_rows
from db.questions.lists.resolving import list_in, resolve, version_in
from db.questions.segments import viewpoint
from db.store.settings import settings
from journey_core.parameters import first
from pages.kit import session, urls
from pages.kit.cached import cached
from pages.kit.controls import choice_box
from pages.kit.export_menu import lead_exports
from pages.kit.formats import escape, number
from pages.kit.links import no_leads_yet
from pages.kit.notices import show_notice
from pages.screens.leads.filter_bar import lead_filter_bar
from pages.screens.leads.several import several_bar, several_key
from pages.screens.leads.table import ORDERS, PAGE_ROWS, in_order, lead_table, order_of, tick_table

counted_on = version_in(urls.query())
workspace = session.workspace(counted_on)
zone, as_of = session.zone(workspace), session.as_of(workspace)
rows = lead_rows(workspace, as_of, memo=cached)

st.title("Leads")
show_notice()
if not rows.columns.lead_count:
    no_leads_yet()

asked = list_in(urls.query())
known = rows.stands.is_known
if asked:
    found = resolve(asked, viewpoint(workspace, rows.columns, zone, as_of, memo=cached))
    known = np.isin(rows.columns.lead_id, found.lead_ids)
    st.caption(escape(found.sentence))
    if counted_on not in {None, session.seen_version()}:
        st.caption("Interactions have come in since the number was shown: these are its leads as they are now.")
    if st.button("Show all leads instead", type="tertiary"):
        st.query_params.from_dict(session.in_workspace())
        st.rerun()

kept = np.flatnonzero(lead_filter_bar(rows) & known)
counted, sorted_by, export = st.columns([3, 2, 1], vertical_alignment="bottom")
counted.markdown(
    f"Showing **{number(len(kept))}** of **{number(int(known.sum()))}** leads{' of the list' if asked else ''}"
)
order = choice_box(
    sorted_by, "Sort by", "sort", order_of(first(urls.query(), "sort")), list(ORDERS), lambda name: ORDERS[name][0]
)
with export:
    lead_exports(workspace, rows.columns.lead_id[kept])

if not len(kept):
    st.info("No leads match. Take a filter away, or search for another word.")
    st.stop()
pages = -(-len(kept) // PAGE_ROWS)
is_several = st.toggle("Select several", key="several", help="Tick leads of this page to change them together.")
bar, slot = st.container(), st.container()
page = st.pagination(pages, key=f"page of {pages}") if pages > 1 else 1
shown = in_order(rows, kept, order, count=page * PAGE_ROWS)[(page - 1) * PAGE_ROWS :]
currency = settings(workspace).currency
with slot:
    if is_several:
        ticked = tick_table(rows, shown, zone, currency, key=several_key(rows, shown))
    else:
        lead_table(rows, shown, zone, currency, key=f"leads {order} {page} {len(kept)}")
if is_several:
    with bar:
        several_bar(workspace, rows, ticked)
