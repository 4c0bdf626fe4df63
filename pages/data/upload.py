"""Upload: a file in four steps on one page. What was said about it is kept when one leaves and comes back."""

import streamlit as st

from db.log.import_history import imports
from db.log.mappings import save_mapping
from db.log.words import words
from db.store.settings import settings
from journey_core.errors import JourneyError
from journey_core.log.vocabulary import SOURCES
from pages.kit import session
from pages.kit.formats import escape
from pages.kit.notices import leave_notice, show_notice
from pages.screens.imports.history import import_card
from pages.screens.upload.cells import is_number_asked
from pages.screens.upload.columns import columns_form
from pages.screens.upload.file import choose_file, forget_file, recognised_file
from pages.screens.upload.run import Reading, check_step, import_step
from pages.screens.upload.time import is_asked

workspace = session.workspace()
chosen = settings(workspace)

st.title("Upload")
st.caption("Brings in a file of interactions, one in each row. Nothing is written before the last step.")

st.header("1 · File")
held = choose_file()
recognised = recognised_file(held) if held else None
if held is None or recognised is None:
    st.stop()

st.header("2 · Columns")
mapping = columns_form(workspace, held, recognised, words(workspace), chosen.zone)
if mapping is None or is_asked(held, recognised, mapping, mapping.timezone or chosen.zone):
    st.stop()
if is_number_asked(held, recognised, mapping):
    st.stop()
source, name, save = st.columns([2, 3, 1], vertical_alignment="bottom")
system = source.selectbox("System that the rows come from", SOURCES, SOURCES.index("csv"), accept_new_options=True)
title = name.text_input("Name to keep these choices under", key="upload_title", persist_state="session")
if save.button("Save", disabled=not title.strip(), width="stretch"):
    try:
        save_mapping(workspace, title, mapping)
        leave_notice(f"Saved as “{title.strip()}”; it is offered for every file that it fits.")
    except JourneyError as error:
        leave_notice(str(error), "error")
    st.rerun()

show_notice()
st.header("3 · Check")
reading = Reading(held, recognised, mapping, system or "csv")
checked = check_step(workspace, reading)
if checked is None:
    st.stop()
if not checked.is_repeat:
    done = import_step(workspace, reading, checked)
else:
    st.info(
        escape(
            f"This file was imported already, read the same way, as import {checked.import_id}. There is nothing to do."
        )
    )
    done = checked
if done is None:
    st.stop()

st.header("4 · Done")
for each in imports(workspace):
    if each.import_id == done.import_id:
        import_card(workspace, each, chosen.tz)
if st.button("Upload another file"):
    forget_file()
    st.rerun()
