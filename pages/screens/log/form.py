"""The form that logs one interaction, and the list of what this session logged, to take back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import streamlit as st

from db.log.record import Entry, record
from db.log.undo import retract
from db.store.workspaces import Workspace
from journey_core.errors import JourneyError
from journey_core.log.vocabulary import DIRECTIONS, Words, spoken
from journey_core.parameters import choice
from pages.kit import urls
from pages.kit.formats import ago, escape
from pages.kit.links import lead_link
from pages.kit.notices import leave_notice
from pages.kit.word_labels import kinds_for, usual_direction
from pages.screens.log.lead_choice import ChosenLead, keep_lead

WHATS: Final = ("Interaction", "Stage", "Won", "Lost")
KEPT: Final = 8
"""Entries of this session that can be taken back from the page."""
_LOGGED: Final = "logged"
_ROUND: Final = "log_round"


@dataclass(frozen=True)
class Logged:
    """One entry that this session made."""

    interaction_id: int
    lead_key: str
    title: str
    what: str
    at: datetime


def entry_form(words: Words, lead: ChosenLead | None, *, zone: ZoneInfo, currency: str) -> Entry | None:
    """The entry that a person just saved, None until one is. Fields empty themselves after a save that worked."""
    what = st.radio("What happened", WHATS, key="log_what", horizontal=True)
    said = _interaction(words) if what == WHATS[0] else {}
    with st.form("log", border=False):
        said |= _fields(what, words, currency)
        about = _new_lead() if lead and lead.is_new else {}
        when = st.datetime_input(
            f"When, {zone.key} time (empty: now)", value=None, step=60, format="YYYY-MM-DD", key=_key("when")
        )
        saved = st.form_submit_button("Log it", type="primary")
    if not saved:
        return None
    if lead is None:
        st.error("First say which lead it is about.")
        return None
    occurred_at = when.replace(tzinfo=zone).astimezone(UTC) if when else datetime.now(UTC)
    return Entry(occurred_at=occurred_at, **lead.named, attributes=about, **said)


def save(workspace: Workspace, entry: Entry, lead: ChosenLead) -> None:
    """Writes the entry and starts the next one with the same lead; what can't be read stays in the form."""
    try:
        done = record(workspace, entry)
    except JourneyError as error:
        st.error(escape(str(error)))
        return
    what = _in_words(entry)
    if done.created:
        title = entry.attributes.get("name") or lead.title
        kept = [Logged(done.interaction_id, done.lead_key, title, what, datetime.now(UTC)), *logged()]
        st.session_state[_LOGGED] = kept[:KEPT]
        leave_notice(f"Logged for {title}: {what}.")
    else:
        leave_notice("This was in the log already; nothing changed.", "info")
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    keep_lead(done.lead_key)
    st.rerun()


def logged() -> Sequence[Logged]:
    """What this session logged, newest first."""
    kept: Sequence[Logged] = st.session_state.get(_LOGGED, ())
    return kept


def logged_list(workspace: Workspace, zone: ZoneInfo) -> None:
    """Each entry of this session with a link to its lead and a button that takes it back."""
    for each in logged():
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container():
                lead_link(each.title, each.lead_key)
                st.caption(f"{escape(each.what)} · {ago(each.at, datetime.now(UTC), zone)}")
            if st.button("Undo", key=f"retract_{each.interaction_id}", help="Takes this entry out of the log again."):
                _take_back(workspace, each)


def _take_back(workspace: Workspace, entry: Logged) -> None:
    try:
        retract(workspace, entry.interaction_id)
        leave_notice(f"Taken back for {entry.title}: {entry.what}.", "info")
    except JourneyError as error:
        leave_notice(str(error), "error")
    st.session_state[_LOGGED] = [each for each in logged() if each != entry]
    st.rerun()


def _interaction(words: Words) -> dict[str, Any]:
    """Channel, kind and direction; outside the form, because each offers what fits the one before."""
    channels = [word for word in words.lists["channel"] if word]
    if "log_channel" not in st.session_state:
        st.session_state["log_channel"] = _first_channel(channels)
    left, right = st.columns(2)
    channel = left.selectbox(
        "Channel", channels, None, format_func=spoken, accept_new_options=True, key="log_channel", placeholder="Choose"
    )
    kinds = kinds_for(channel or "", words.lists["kind"])
    kind = right.selectbox(
        "Kind", kinds, 0 if channel else None, format_func=spoken, accept_new_options=True, key=f"log_kind_{channel}",
        placeholder="Choose",
    )  # fmt: skip
    direction = st.radio(
        "Direction",
        DIRECTIONS,
        DIRECTIONS.index(usual_direction(kind or "")),
        format_func=lambda word: word or "not said",
        key=f"log_direction_{kind}",
        horizontal=True,
    )
    return {"channel": channel or "", "kind": kind or "", "direction": direction}


def _first_channel(channels: Sequence[str]) -> str | None:
    """What the address asks for; where it asks for nothing, a call, the most usual entry by hand."""
    given = urls.query()
    return choice(given, "channel", channels, "") or (None if given.get("lead") else "call")


def _fields(what: str, words: Words, currency: str) -> dict[str, Any]:
    """What is asked for this sort of entry, as fields of it."""
    said: dict[str, Any] = {}
    if what == "Stage":
        stages = [stage for stage in words.stages() if stage != "won"]
        said = {"kind": "stage_changed", "stage": st.selectbox("To stage", stages, format_func=spoken, key="log_stage")}
    elif what == "Won":
        value = st.number_input(f"Value in {currency} (if known)", value=None, min_value=0.0, key=_key("value"))
        said = {"kind": "converted", "value": value}
    elif what == "Lost":
        said = {"kind": "lost"}
    label = "Reason" if what == "Lost" else "Note"
    return said | {"content": st.text_input(label, key=_key("note"), placeholder="Enter saves")}


def _new_lead() -> dict[str, str]:
    """What can be said at once about a lead that is not known yet."""
    left, right = st.columns(2)
    said = {"name": left.text_input("Name", key=_key("name")), "company": right.text_input("Company", key=_key("firm"))}
    return {name: text.strip() for name, text in said.items() if text.strip()}


def _in_words(entry: Entry) -> str:
    if entry.kind == "stage_changed":
        return f"moved to {entry.stage}"
    if entry.kind == "converted":
        return "won" if entry.value is None else f"won with {entry.value:,.2f}".removesuffix(".00")
    return spoken(entry.kind or entry.channel)


def _key(field: str) -> str:
    """A key that changes with every entry saved, which empties the field."""
    return f"log_{field}_{st.session_state.get(_ROUND, 0)}"
