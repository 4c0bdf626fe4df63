"""Which saved views stand in the report; the choice is the address."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from db.views import View
from journey_core.questions import Query
from pages.parts import urls

VIEW: Final = "view"
_NONE: Final = "none"


def chosen_views(known: Sequence[View], given: Query) -> list[View]:
    """The views that the address names, by number; the pinned ones where it names none."""
    by_number = {str(each.view_id): each for each in known}
    asked = given.get(VIEW) or [number for number, each in by_number.items() if each.is_pinned]
    st.session_state["report views"] = chosen = [number for number in asked if number in by_number]
    st.multiselect(
        "Views in the report",
        list(by_number),
        format_func=lambda number: by_number[number].name,
        key="report views",
        placeholder="Choose saved views",
        on_change=_write,
    )
    return [by_number[number] for number in chosen]


def _write() -> None:
    """An empty choice stays in the address as the word none, so that it differs from no choice."""
    urls.write(**{VIEW: st.session_state["report views"] or [_NONE]})
