"""Why this lead is worth a look, and what is to be done next with it: a line each."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

import streamlit as st

from db.kept.tasks import Task, add_task, finish_task, reopen_task, snooze_task, tasks
from db.leads.cards import LeadCard
from db.leads.rows import LeadRows
from db.questions.reasons import reasons_of
from db.store.workspaces import Workspace
from journey_core.errors import JourneyError
from journey_core.reasons.next_steps import NextStep
from pages.kit.cached import cached
from pages.kit.formats import escape
from pages.kit.notices import leave_notice

_DONE: Final = "step done"


def why_and_next(workspace: Workspace, card: LeadCard, rows: LeadRows, lead: int, *, is_now: bool) -> None:
    """The reasons of the lead with this number, and its next step, which is a reason with a line of its own. Only who
    looks from now can change it: what was to be done on an earlier day is only told.
    """
    found = reasons_of(workspace, rows.columns, rows.stands, rows.scored, as_of=rows.as_of, memo=cached)
    told = [reason.sentence for reason in found.of(lead) if reason.rule != "due"] or [found.last_touch(lead)]
    st.markdown(" · ".join(escape(sentence) for sentence in told))
    today = found.known.today
    if not is_now:
        if step := found.known.plans.step.get(lead):
            st.caption(_sentence(step, step.due_on(found.known.as_of), today))
        return
    listed = tasks(workspace, lead_id=card.lead_id)
    for task in listed:
        _step(workspace, task, task.step.due_on(found.known.as_of), today)
    _undo(workspace, card)
    if all(task.step.owner != card.owner for task in listed):
        _form(workspace, card, today)


def _step(workspace: Workspace, task: Task, due_on: date, today: date) -> None:
    """One open step with what can be done about it."""
    number, what = task.step.task_id, task.step.what
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_sentence(task.step, due_on, today), width="content")
        if st.button("Done", key=f"done {number}", help=escape(f"Takes “{what}” as done.")):
            st.session_state[_DONE] = (task.step.lead_id, number)
            _change(lambda: finish_task(workspace, number), f"Done: {what}.")
        with st.popover("Snooze", key=f"snooze {number}"):
            until = st.date_input("Until", max(due_on, today) + timedelta(days=1), key=f"until {number} {due_on}")
            if st.button("Snooze it", key=f"snooze it {number}"):
                _change(lambda: snooze_task(workspace, number, until=until), f"Snoozed until {until}: {what}.")


def _undo(workspace: Workspace, card: LeadCard) -> None:
    """The way back from the step that this session did last."""
    of_lead, number = st.session_state.get(_DONE, (None, 0))
    if of_lead == card.lead_id and st.button("Undo done", key=f"undo {number}"):
        del st.session_state[_DONE]
        _change(lambda: reopen_task(workspace, number), "Open again.")


def _form(workspace: Workspace, card: LeadCard, today: date) -> None:
    """What is to be done next, and on which day."""
    with (
        st.popover("Set a next step", key=f"set a step {card.lead_id}"),
        st.form(f"step {card.lead_id}", border=False),
    ):
        what = st.text_input("What", placeholder="call back", key=f"what {card.lead_id}")
        day = st.date_input("On", today + timedelta(days=1), key=f"on {card.lead_id}")
        note = st.text_input("Note", key=f"step note {card.lead_id}")
        if st.form_submit_button("Set it", type="primary"):
            _change(lambda: add_task(workspace, card.lead_id, what, day=day, note=note), f"Next step: {what}, {day}.")


def _change(change: Callable[[], Task], said: str) -> None:
    """Makes a change and shows the lead anew; what is not possible is said, and stays as typed."""
    try:
        change()
    except JourneyError as error:
        st.error(escape(str(error)))
        return
    leave_notice(said)
    st.rerun()


def _sentence(step: NextStep, due_on: date, today: date) -> str:
    """“Next step today: call back · Sam · about looms”."""
    when = "today" if due_on == today else f"since {due_on:%-d %b %Y}" if due_on < today else f"on {due_on:%-d %b %Y}"
    return " · ".join(escape(part) for part in (f"Next step {when}: {step.what}", step.owner, step.note) if part)
