"""Which parameters each page's address knows. Others, such as a browser's Back can leave there, are dropped."""

from typing import Final

import streamlit as st

from db.lead_filters import FILTERS
from db.lead_lists import LIST, LISTS, VERSION
from journey_core.moments import is_day
from journey_core.questions import AGAINST, ATTRIBUTION, BOTTLENECKS, FUNNEL, PATHS, RECONCILE, TIMES
from pages.parts.session import AS_OF

_LISTS: Final = {LIST, VERSION, *(name for kind in LISTS.values() for name in kind.reads)}

READS: Final[dict[str, frozenset[str]]] = {
    "overview": frozenset({"owner"}),
    "leads": frozenset({"q", "sort", *(each.name for each in FILTERS), *_LISTS}),
    "lead": frozenset({"lead", "since", "until"}),
    "funnel": frozenset({*FUNNEL, *AGAINST, *TIMES, "period", "breakdown", "tab"}),
    "attribution": frozenset({*ATTRIBUTION, "period", "compare", "placebo", "behind", "lead"}),
    "paths": frozenset({*PATHS, "period", "min_share"}),
    "report": frozenset({"view", "part"}),
    "bottlenecks": frozenset({*BOTTLENECKS, "period", "by"}),
    "reconcile": frozenset({*RECONCILE, "period"}),
    "log": frozenset({"lead", "channel"}),
    "upload": frozenset(),
    "imports": frozenset(),
    "spend": frozenset(),
    "settings": frozenset(),
}
"""Page -> the parameters it reads; every page reads `as_of` besides."""


def drop_strays(page: str) -> None:
    """Takes out of the address what this page does not read. An instant that came with a list goes with it: it says
    when the list was counted, not where the page looks from.
    """
    strays = [name for name in st.query_params if name not in READS[page] | {AS_OF}]
    if LIST in strays and not is_day(st.query_params.get(AS_OF, "")):
        strays.append(AS_OF)
    for name in strays:
        st.query_params.pop(name, None)
