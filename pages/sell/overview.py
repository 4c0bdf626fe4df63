"""Overview: whom to call today, how this period does against the one before, and where leads stand."""

import streamlit as st

from db.leads.rows import lead_rows
from db.store.settings import settings
from journey_core.leads.summary import stage_counts, stage_table
from journey_core.parameters import first
from pages.kit import session, urls
from pages.kit.cached import cached
from pages.kit.export_menu import exports
from pages.kit.links import first_steps
from pages.kit.pinned_views import pinned_views
from pages.screens.overview.call_today import call_today
from pages.screens.overview.momentum_cards import momentum_cards
from pages.screens.overview.pipeline import pipeline, pipeline_chart

EVERYONE = "everyone"

workspace = session.workspace()
as_of = session.as_of(workspace)
rows = lead_rows(workspace, as_of, memo=cached)

title, whose = st.columns([3, 1], vertical_alignment="bottom")
title.title("Overview")
if not rows.stands.is_known.any():
    st.info("Nothing has happened here yet. Bring in a file of interactions, or log the first one.")
    first_steps()
    st.stop()

given = first(urls.query(), "owner") or EVERYONE
owners = list(dict.fromkeys([EVERYONE, *(owner for owner in rows.people.owners if owner), given]))
chosen = whose.selectbox("Owner", owners, index=owners.index(given))
owner = "" if chosen == EVERYONE else chosen
urls.write(owner=owner)
is_theirs = rows.people.is_owned_by(owner)

today, numbers = st.columns([1, 1], gap="large")
with today:
    st.header("Call today", anchor=False)
    st.caption(
        "Next steps that are due, then who waits for an answer, then the warmest. Whom you call leaves the list."
    )
    call_today(workspace, rows, is_theirs, owner=owner)
with numbers:
    st.header("This period against the last", anchor=False)
    momentum_cards(workspace, rows, is_theirs, settings(workspace), owner=owner)
st.header("Pipeline", anchor=False)
st.caption("Leads by the stage where they stand. Click a bar or a number to see them.")
stages = stage_counts(rows.columns, rows.stands.of(is_theirs))
pipeline(rows, stages, owner=owner)
exports(workspace, "Pipeline", frame=lambda: stage_table(stages), figure=lambda: pipeline_chart(stages))
pinned_views(workspace, as_of)
