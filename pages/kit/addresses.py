"""Which parameters each page's address knows, and how a page is left so that the browser's Back finds it as it was."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from db.access.sessions import ADDRESS
from db.questions.parts.table import PARTS
from db.questions.segments import read_of_address
from journey_core.analyses import ANALYSES
from journey_core.calendar.parsing import is_day
from journey_core.lead_lists import LIST
from pages.kit.session import AS_OF, in_workspace
from pages.kit.urls import query

READS: Final[dict[str, frozenset[str]]] = {
    "overview": frozenset({"owner"}),
    "leads": read_of_address(),
    "lead": frozenset({"lead", "since", "until"}),
    "report": frozenset({"view", "part"}),
    "log": frozenset({"lead", "channel"}),
    "upload": frozenset(),
    "imports": frozenset(),
    "spend": frozenset(),
    "settings": frozenset(),
}
"""Page -> the parameters it reads, for the pages that don't show an analysis; every page reads `as_of` as well."""

OF_PAGES: Final = frozenset({"period", "tab"})
"""What pages of analyses keep in their address for themselves: a period by its name, the tab that is open."""

_MORE: Final = {"attribution": frozenset({"behind", "lead"}), "bottlenecks": frozenset({"by"})}
"""What some of them keep as well."""


_HERE: Final = "page shown"
LEFT: Final = "addresses left"
_MOST_LEFT: Final = 100

Address = tuple[str, frozenset[tuple[str, tuple[str, ...]]]]
"""A page and its parameters."""


def reads(page: str) -> frozenset[str]:
    """The parameters that a page reads."""
    if page not in ANALYSES:
        return READS[page]
    parts = (each.name for part in PARTS.get(page, ()) for each in part.parameters)
    return (
        frozenset({*(each.name for each in ANALYSES[page].entry.parameters), *parts})
        | OF_PAGES
        | _MORE.get(page, frozenset())
    )


def arrive(page: str) -> None:
    """Makes the address one of this page: if a click left its parameters behind, the address is again what it was
    before the click, and what the page does not read is taken out.
    """
    st.session_state[_HERE] = page
    if strays := _strays(page):
        if (was := _left().get(address(page, query()))) is not None:
            st.query_params.from_dict(was)
            strays = _strays(page)
        for name in strays:
            st.query_params.pop(name, None)


def leave(script: str, parameters: Mapping[str, str | Sequence[str]]) -> None:
    """Goes to another page now. Streamlit first puts its parameters into the address of the page that is left, so the
    browser's Back leads there; what that address was is remembered, for `arrive` to restore.
    """
    left = _left()
    named = in_workspace(parameters)
    said = {name: [value] if isinstance(value, str) else list(value) for name, value in named.items()}
    left[address(st.session_state[_HERE], said)] = query()
    while len(left) > _MOST_LEFT:
        left.pop(next(iter(left)))
    st.switch_page(script, query_params=said)


def _strays(page: str) -> list[str]:
    """What this page does not read. An instant that came with a list goes with it: it says when the list was counted,
    not where the page looks from.
    """
    strays = [name for name in st.query_params if name not in reads(page) | {AS_OF, ADDRESS}]
    if LIST in strays and not is_day(st.query_params.get(AS_OF, "")):
        strays.append(AS_OF)
    return strays


def _left() -> dict[Address, dict[str, list[str]]]:
    """Addresses as they were before a click, by what the click made of them."""
    left: dict[Address, dict[str, list[str]]] = st.session_state.setdefault(LEFT, {})
    return left


def address(page: str, parameters: Mapping[str, Sequence[str]]) -> Address:
    return page, frozenset((name, tuple(values)) for name, values in parameters.items())
