"""What every page starts from: the session's workspace, the instant its answers are true for, its time zone."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import streamlit as st

from db.access.sessions import (
    ADDRESS,
    SESSION_COOKIE,
    TOKEN,
    Session,
    context_of,
    link_token,
    offer,
    opened_by,
    seen_by,
    session_of,
)
from db.columns.snapshot import newest_at
from db.store.directory import Listed
from db.store.running import running_store
from db.store.settings import settings
from db.store.workspaces import Workspace, open_workspace
from journey_core.calendar.parsing import day, end_of
from journey_core.errors import BadInput, Refused

AS_OF: Final = "as_of"
"""Name of the URL's parameter and of the session's memory of the chosen day."""

_SHOWN: Final = "shown workspace"
_LOOKED_AT: Final = "looked at"

STALE: Final = timedelta(days=30)
"""An interaction older than this makes every page offer its day as the instant to look from."""


def workspace(version: int | None = None) -> Workspace:
    """The workspace of this tab's address, asked for again on every rerun. All that one run of a page shows comes from
    one state of the log: from that data version if it is still kept, else from the newest.
    """
    store, asking = running_store(), current()
    looked_at = open_workspace(context_of(store, asking, opened_by(store, asking, _address()))).looking(version)
    st.session_state[_LOOKED_AT] = looked_at.sight
    return looked_at


def workspaces() -> list[Listed]:
    """Those that the session may see, oldest first."""
    return seen_by(running_store(), current())


def current() -> Session:
    """The browser's session, asked for again on every rerun; raises Refused where it has none or it is over."""
    found = session_of(running_store(), session_id())
    if found is None:
        raise Refused("Your session is over. Load this page again to begin a new one.")
    return found


def seen_version() -> int | None:
    """The data version of what this run of the page shows; None until it has looked at an interaction."""
    sight = st.session_state.get(_LOOKED_AT)
    return sight.version if sight else None


def session_id() -> str | None:
    """The id in the session cookie; None where there is no browser."""
    found = st.context.cookies.get(SESSION_COOKIE)
    return found if isinstance(found, str) else None


def choose(chosen: Listed) -> None:
    """Goes to another workspace in this tab, and offers it to addresses that name none."""
    offer(running_store(), current(), chosen)
    st.session_state.clear()
    st.query_params.from_dict({ADDRESS: chosen.address})


def follow() -> None:
    """Makes the address name the workspace that the page shows. Starts the tab over when its address leads to another
    one: what was filled in or clicked for one workspace must do nothing in another.
    """
    shown = workspace()
    st.query_params[ADDRESS] = shown.address
    if st.session_state.get(_SHOWN, shown.id) != shown.id:
        st.session_state.clear()
        st.rerun()
    st.session_state[_SHOWN] = shown.id


def in_workspace(parameters: Mapping[str, str | Sequence[str]] | None = None) -> dict[str, str | Sequence[str]]:
    """Parameters of a link within the program, which stays in the workspace of the address."""
    return {ADDRESS: _address(), **(parameters or {})}


def file_link(path: str, **parameters: str) -> str:
    """The address of a file of what is shown, for this session and workspace alone."""
    address = _address()
    bound = {ADDRESS: address, TOKEN: link_token(current().id, address), **parameters}
    return f"{path}?{urlencode(bound)}"


def _address() -> str:
    return st.query_params.get(ADDRESS, "")


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


def _end_of_minute(moment: datetime) -> datetime:
    return moment.replace(second=59, microsecond=999_999)
