"""One import of the history: what it was, what became of its rows, and the ways on from there."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from db.log.imports import ImportRecord
from db.log.undo import UndoResult, undo
from db.questions.lists.standings import import_list
from db.store.workspaces import Workspace
from journey_core.errors import JourneyError
from journey_core.wording import counted
from pages.kit.formats import ago, escape, exact
from pages.kit.links import leads_link
from pages.kit.notices import leave_notice
from pages.screens.imports.counts import counts_sentence, files_of_import


def import_card(workspace: Workspace, each: ImportRecord, zone: ZoneInfo) -> None:
    """The import in a frame, newest information first."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{escape(each.filename)}**", width="content")
            if each.is_undone:
                st.badge("undone", color="gray")
        st.text(counts_sentence(each))
        st.caption(escape(_about(each, zone)), help=exact(each.created_at, zone))
        with st.container(horizontal=True, vertical_alignment="center"):
            if not each.is_undone:
                leads_link("Leads in this file", import_list(each.import_id))
            files_of_import(each.import_id, rejected=each.rejected, warnings=each.warnings)
            if not each.is_undone:
                undo_control(workspace, each.import_id, each.filename)


def imports_frame(history: Sequence[ImportRecord]) -> pd.DataFrame:
    """One row per file, the newest first."""
    return pd.DataFrame([asdict(each) for each in history])


def undo_control(workspace: Workspace, import_id: int, filename: str) -> None:
    """A button that asks once more before it takes an import back."""
    with st.popover("Undo …"):
        st.text(
            f"Takes “{filename}” back: its interactions, leads and new words go, unless another file or a person "
            "claims them too. The same file can come in again later."
        )
        if st.button("Yes, undo this import", key=f"undo_{import_id}", type="primary"):
            with st.spinner("Taking the import back …"):
                _undo(workspace, import_id, filename)
            st.rerun()


def _undo(workspace: Workspace, import_id: int, filename: str) -> None:
    try:
        leave_notice(f"“{filename}” is undone: {_removed(undo(workspace, import_id))}.")
    except JourneyError as error:
        leave_notice(str(error), "error")


def _removed(done: UndoResult) -> str:
    said = f"{counted(done.interactions, 'interaction')} and {counted(done.leads, 'lead')} removed"
    return f"{said}, with the words {', '.join(done.words)}" if done.words else said


def _about(each: ImportRecord, zone: ZoneInfo) -> str:
    now = datetime.now(UTC)
    parts = [
        f"import {each.import_id}",
        ago(each.created_at, now, zone),
        f"source {each.source}",
        f"{each.seconds:.1f} s",
    ]
    if each.undone_at:
        parts.append(f"undone {ago(each.undone_at, now, zone)}")
    return " · ".join(parts)
