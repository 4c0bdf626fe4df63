"""What every page starts from: the session's workspace, the instant its answers are true for, its time zone."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from db.columns.snapshot import newest_at
from db.sessions.access import SESSION_COOKIE, choose_workspace, context_of
from db.store.running import running_store
from db.store.settings import settings
from db.store.workspaces import Workspace, open_workspace
from journey_core.calendar.parsing import day, end_of
from journey_core.errors import BadInput
from pages.kit.formats import escape

AS_OF: Final = "as_of"
"""Name of the URL's parameter and of the session's memory of the chosen day."""

_SHOWN: Final = "shown_workspace"
_MOVED: Final = "moved"
_LOOKED_AT: Final = "looked at"

STALE: Final = timedelta(days=30)
"""An interaction older than this makes every page offer its day as the instant to look from."""


def workspace(version: int | None = None) -> Workspace:
    """The workspace that this browser's session chose, checked again on every rerun. All that one run of a page shows
    comes from one state of the log: from that data version if it is still kept, else from the newest.
    """
    looked_at = open_workspace(context_of(running_store(), session_id())).looking(version)
    st.session_state[_LOOKED_AT] = looked_at.sight
    return looked_at


def seen_version() -> int | None:
    """The data version of what this run of the page shows; None until it has looked at an interaction."""
    sight = st.session_state.get(_LOOKED_AT)
    return sight.version if sight else None


def session_id() -> str | None:
    """The id in the session cookie; None where there is no browser."""
    found = st.context.cookies.get(SESSION_COOKIE)
    return found if isinstance(found, str) else None


def choose(name: str) -> None:
    """Makes this session look at another workspace; what belonged to the last one is forgotten."""
    choose_workspace(running_store(), session_id(), name)
    _forget()


def follow() -> None:
    """Starts this tab over when another tab, or the terminal, changed what the session looks at: a click that was
    meant for one workspace must do nothing in another. Says so once.
    """
    current = workspace()
    if st.session_state.get(_SHOWN, current.id) != current.id:
        _forget()
        st.session_state[_MOVED] = True
        st.rerun()
    st.session_state[_SHOWN] = current.id
    if st.session_state.pop(_MOVED, False):
        st.warning(escape(f"This browser looks at the workspace {current.name} now; nothing was done here."))


def zone(of: Workspace) -> ZoneInfo:
    """The workspace's display zone."""
    return ZoneInfo(settings(of).zone)


def as_of(of: Workspace) -> datetime:
    """The instant that answers are true for, in the workspace's zone: what the URL says (a day to its end), else now.

    Now is the end of the running minute, so that what was just logged counts and answers are shared for a minute.
    Raises BadInput where what the URL says is not an instant: no other question is answered in its place.
    """
    chosen = as_of_chosen()
    moment = end_of(chosen, zone(of)) if chosen else _end_of_minute(datetime.now(UTC))
    return moment.astimezone(zone(of))


def as_of_chosen() -> str:
    """The URL's `as_of` as written, "" for now. A chosen day stays while one walks through the pages."""
    given = st.query_params.get(AS_OF, "")
    if _names_day(given):
        st.session_state[AS_OF] = given
    elif not given and AS_OF in st.session_state:
        given = st.query_params[AS_OF] = st.session_state[AS_OF]
    return given


def day_chosen() -> str:
    """The day that was chosen for all pages, "" for none; an instant of the address holds for its page only."""
    chosen = as_of_chosen()
    return chosen if _names_day(chosen) else ""


def choose_as_of(chosen: str) -> None:
    """Sets the day that answers look from; "" is now."""
    st.session_state.pop(AS_OF, None)
    st.query_params.pop(AS_OF, None)
    if chosen:
        st.session_state[AS_OF] = st.query_params[AS_OF] = chosen


def newest_day(of: Workspace) -> str:
    """The day of the newest interaction when it is older than 30 days, else ""."""
    newest = newest_at(of)
    if newest is None or datetime.now(UTC) - newest < STALE:
        return ""
    return newest.astimezone(zone(of)).date().isoformat()


def _names_day(text: str) -> bool:
    """Whether a text names a day that the calendar has."""
    try:
        day(text)
    except BadInput:
        return False
    return True


def _forget() -> None:
    st.query_params.clear()
    st.session_state.clear()


def _end_of_minute(moment: datetime) -> datetime:
    return moment.replace(second=59, microsecond=999_999)
