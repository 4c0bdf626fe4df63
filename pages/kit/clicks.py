"""What a click opens: the leads that stood behind a number, or the lead of a row, when it was drawn.

A click comes back as a place, a cell or a dot. By then interactions may have come in, and other leads be at that
place, or that kind of picture may no longer be drawn. So what each place opens is kept with the widget that drew it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Final

import streamlit as st

from db.questions.lists.resolving import VERSION
from journey_core.lead_lists import LeadList
from pages.kit import session
from pages.kit.addresses import leave
from pages.kit.urls import LEAD_PAGE, LEADS_PAGE

Place = tuple[int, int | str]
"""Row and column of a table; trace and point of a picture."""

Lists = Mapping[tuple[int, str], LeadList] | Mapping[tuple[int, int], LeadList]
"""The list behind each place: of a table's cells, or of a picture's points."""

DOUBLE_CLICK: Final = 1.0
"""Seconds within which a second click belongs to the first."""

_CLICKED: Final = "clicked"
_LAST: Final = "last click"


@dataclass(frozen=True)
class _Click:
    """A click in the widget of this key, at monotonic seconds, and the page that it leads to."""

    key: str
    at: float
    script: str
    parameters: dict[str, list[str]]


def opening(key: str, lists: Lists, **filters: str) -> Callable[[], None]:
    """What the widget of this key calls when something in it is selected: the leads behind it are opened in the state
    of the log that the page shows, narrowed by filters of the leads page. A place without a list opens nothing.
    """
    version = session.seen_version()
    more = {VERSION: "" if version is None else str(version)} | filters
    said = {name: [text] for name, text in more.items() if text}

    def clicked() -> None:
        places = _places(st.session_state[key]["selection"])
        for place in places:
            if place in lists:
                _open(key, LEADS_PAGE, lists[place].query() | said)
        if not places:
            _open_again(key)

    return clicked


def opening_one(key: str, leads: Sequence[str]) -> Callable[[], None]:
    """What the table of this key calls when a cell of it is selected: the lead of its row is opened, `leads` being
    their keys row by row.
    """

    def clicked() -> None:
        for row, _ in st.session_state[key]["selection"]["cells"]:
            _open(key, LEAD_PAGE, {"lead": [leads[row]]})

    return clicked


def follow(here: str) -> None:
    """Goes where the last click leads, if it leads somewhere. It counts as followed on the page that it leads to: what
    the browser sends meanwhile can cancel the first try.
    """
    if clicked := st.session_state.get(_CLICKED):
        if Path(clicked.script).stem != here:
            leave(clicked.script, clicked.parameters)
        del st.session_state[_CLICKED]


def _open(key: str, script: str, parameters: dict[str, list[str]]) -> None:
    st.session_state[_CLICKED] = st.session_state[_LAST] = _Click(key, monotonic(), script, parameters)


def _open_again(key: str) -> None:
    """The second click of a double click takes back what the first has selected; it means the same."""
    last = st.session_state.get(_LAST)
    if last and last.key == key and monotonic() - last.at < DOUBLE_CLICK:
        st.session_state[_CLICKED] = last


def _places(selection: Mapping[str, Any]) -> Sequence[Any]:
    """The places that are selected."""
    if "points" in selection:
        return [(point["curve_number"], point["point_index"]) for point in selection["points"]]
    return list(selection["cells"])
