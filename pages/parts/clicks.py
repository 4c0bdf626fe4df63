"""What a click opens: the leads that stood behind a number, or the lead of a row, when it was drawn.

A click comes back as a place, a cell or a dot. By then interactions may have come in, and other leads stand at that
place, or no picture of that kind is drawn any more. So what each place opens stays with the widget that drew it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import streamlit as st

from db.lead_lists import VERSION, LeadList
from pages.parts import session
from pages.parts.urls import LEAD_PAGE, LEADS_PAGE

Place = tuple[int, int | str]
"""Row and column of a table; trace and point of a picture."""

_CLICKED: Final = "clicked"


def opening(key: str, lists: Mapping[Place, LeadList], **filters: str) -> Callable[[], None]:
    """What the widget of this key calls when something in it is selected: the leads behind it are opened in the state
    of the log that the page shows, narrowed by filters of the leads page. A place without a list opens nothing.
    """
    version = session.seen_version()
    more = {VERSION: "" if version is None else str(version)} | filters
    said = {name: [text] for name, text in more.items() if text}

    def clicked() -> None:
        for place in _places(st.session_state[key]["selection"], lists):
            if place in lists:
                st.session_state[_CLICKED] = LEADS_PAGE, lists[place].query() | said

    return clicked


def opening_one(key: str, leads: Sequence[str]) -> Callable[[], None]:
    """What the table of this key calls when a cell of it is selected: the lead of its row is opened, `leads` being
    their keys row by row.
    """

    def clicked() -> None:
        for row, _ in st.session_state[key]["selection"]["cells"]:
            st.session_state[_CLICKED] = LEAD_PAGE, {"lead": leads[row]}

    return clicked


def follow() -> None:
    """Goes where the last click leads, if it leads somewhere."""
    if clicked := st.session_state.pop(_CLICKED, None):
        page, parameters = clicked
        st.switch_page(page, query_params=parameters)


def _places(selection: Mapping[str, Any], lists: Mapping[Place, LeadList]) -> Iterable[Place]:
    """What is selected; a row stands for the one number of it that opens leads."""
    if "points" in selection:
        return [(point["curve_number"], point["point_index"]) for point in selection["points"]]
    rows = set(selection["rows"])
    return [*selection["cells"], *(place for place in lists if place[0] in rows)]
