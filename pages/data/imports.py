"""Imports: every file that came in, newest first, with its rejects and a way to take it back."""

import streamlit as st

from db.log.import_history import imports
from pages.kit import session
from pages.kit.cached import cached
from pages.kit.export_menu import exports
from pages.kit.formats import number
from pages.kit.links import page_link
from pages.kit.notices import show_notice
from pages.kit.urls import UPLOAD_PAGE
from pages.screens.imports.history import import_card, imports_frame

PAGE = 20

workspace = session.workspace()
zone = session.zone(workspace)
history = cached(workspace, "imports", (), lambda: imports(workspace))

st.title("Imports")
st.caption("Every file that came in, newest first. Each row of a file was created, already known or rejected.")
show_notice()
if not history:
    st.info("No file has come in yet. Bring one in on the upload page.")
    page_link(UPLOAD_PAGE, "Upload a file")
    st.stop()

shown = st.session_state.get("imports_shown", PAGE)
for each in history[:shown]:
    import_card(workspace, each, zone)
exports(workspace, "Imports", frame=lambda: imports_frame(history))
if len(history) > shown and st.button(f"Show older ones ({number(len(history) - shown)} more)"):
    st.session_state["imports_shown"] = shown + PAGE
    st.rerun()
