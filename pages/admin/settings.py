"""Settings: what this workspace calls things, counts as a conversion, and takes for granted elsewhere."""

import streamlit as st

from db.log.words import words
from db.store.settings import settings
from db.store.settings_tables import settings_frame, words_frame
from pages.kit import session
from pages.kit.export_menu import Export, exports
from pages.kit.formats import escape
from pages.kit.notices import show_notice
from pages.screens.settings.forms import answers_form, attribution_form, bottleneck_form, general_form, score_form
from pages.screens.settings.words import stages_form, words_form

workspace = session.workspace()
now, known = settings(workspace), words(workspace)

st.title("Settings")
st.caption(f"Of the workspace {escape(workspace.name)}. They hold for every page, the terminal and exports.")
show_notice()
general, stages, vocabulary, answers, score = st.tabs(["General", "Stages", "Words", "Answers", "Score"])

with general:
    general_form(workspace, now)
with stages:
    st.caption(
        "From first to last; a lead stands at the stage it moved to last. Moves at one instant count in this order."
    )
    stages_form(workspace, known)
    words_form(workspace, "stage", known)
with vocabulary:
    st.caption("Files and forms add words by themselves; one that is added here stays, used or not.")
    channels, kinds = st.columns(2, gap="large")
    with channels:
        st.header("Channels")
        words_form(workspace, "channel", known)
    with kinds:
        st.header("Kinds")
        words_form(workspace, "kind", known)
with answers:
    st.caption("What funnel and attribution ask when nothing else is said.")
    answers_form(workspace, now, known)
    st.caption("What counts as a bottleneck, and the hours that time at a stage can be counted in.")
    bottleneck_form(workspace, now)
    st.caption("What attribution counts as a touchpoint and as an opportunity, and the weights of your own model.")
    attribution_form(workspace, now, known)
with score:
    st.caption(
        "Score = weight × recency + weight × frequency + weight × diversity, each from 0 to 1; the weights add up to 1."
    )
    score_form(workspace, now)
exports(
    workspace,
    "Settings",
    frame=lambda: settings_frame(now),
    also=(Export("Stages, channels and kinds", lambda: words_frame(known)),),
)
