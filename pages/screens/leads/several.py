"""Many leads at once: what is ticked in the list gets an owner, or moves to a stage."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from db.leads.rows import LeadRows
from db.log.record import Entry, edit_lead, record
from db.questions.lead_filters import NOBODY
from db.store.workspaces import Workspace
from journey_core.errors import JourneyError
from journey_core.log.arrays import Ints
from journey_core.log.vocabulary import spoken
from journey_core.wording import counted
from pages.kit.notices import leave_notice

_ROUND: Final = "several round"


def several_key(rows: LeadRows, leads: Ints) -> str:
    """A key of the table that shows these leads: it ticks places, which mean other leads once the list changes."""
    return f"several {st.session_state.get(_ROUND, 0)} {hash(rows.columns.lead_id[leads].tobytes())}"


def several_bar(workspace: Workspace, rows: LeadRows, leads: Ints) -> None:
    """What can be done with the leads of these numbers; drawn even without any, so that ticking moves nothing."""
    told = counted(len(leads), "lead")
    stages = [*(stage for stage in rows.columns.words.stages() if stage != "won"), "lost"]
    with st.container(horizontal=True, vertical_alignment="bottom", border=True):
        owner = st.selectbox(
            "Owner", [*filter(None, rows.people.owners), NOBODY], index=None, width=180, key="several owner",
            placeholder="Choose or type", accept_new_options=True,
        )  # fmt: skip
        if st.button(f"Set owner of {told}", disabled=owner is None or not len(leads)):
            set_owner(workspace, rows, leads, "" if owner == NOBODY else str(owner))
        stage = st.selectbox(
            "Stage", stages, index=None, width=180, key="several stage", placeholder="Choose", format_func=spoken
        )
        if st.button(f"Move {told}", disabled=stage is None or not len(leads)):
            move(workspace, rows, leads, str(stage))


def set_owner(workspace: Workspace, rows: LeadRows, leads: Ints, owner: str) -> None:
    """Makes somebody, or nobody, the owner of the leads of these numbers, and shows the list anew."""
    done, reason = 0, ""
    for lead_id in rows.columns.lead_id[leads]:
        try:
            edit_lead(workspace, int(lead_id), {"owner": owner})
            done += 1
        except JourneyError as error:
            reason = reason or str(error)
    what = counted(done, "lead")
    _finish(f"{owner} owns {what} now." if owner else f"No owner any more: {what}.", done, len(leads), reason)


def move(workspace: Workspace, rows: LeadRows, leads: Ints, stage: str) -> None:
    """Logs that the leads of these numbers came to a stage just now, and shows the list anew."""
    kind, reached = ("lost", "") if stage == "lost" else ("stage_changed", stage)
    now, done, reason = datetime.now(UTC), 0, ""
    for key in _keys(rows, leads):
        try:
            record(workspace, Entry(lead=key, occurred_at=now, kind=kind, stage=reached))
            done += 1
        except JourneyError as error:
            reason = reason or str(error)
    _finish(f"Moved {counted(done, 'lead')} to {spoken(stage)}.", done, len(leads), reason)


def _keys(rows: LeadRows, leads: Ints) -> Sequence[str]:
    return [str(key) for key in rows.people.frame["key"].iloc[leads]]


def _finish(sentence: str, done: int, asked: int, reason: str) -> None:
    """Unticks everything, and says what was done; the first reason where some could not be changed."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    left = f"{counted(asked - done, 'lead')} stayed as before: {reason}" if reason else ""
    leave_notice(f"{sentence if done else ''} {left}".strip(), "error" if reason else "success")
    st.rerun()
