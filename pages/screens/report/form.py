"""Which sections the report has; the choice is the address."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import streamlit as st

from db.kept.views import View
from journey_core.parameters import Query
from pages.kit import urls
from pages.kit.pinned_views import MOST

PARTS: Final[Mapping[str, str]] = {"pipeline": "Pipeline", "bottlenecks": "Bottlenecks", "paths": "Paths"}
"""Sections that need no saved view, by their page."""

_NONE: Final = "none"


def chosen_parts(given: Query) -> list[str]:
    """Those of PARTS that the address names; all where it names none."""
    return _chosen("Sections", "part", list(PARTS), PARTS.__getitem__, given.get("part") or list(PARTS))


def chosen_views(known: Sequence[View], given: Query) -> list[View]:
    """The views that the address names, by number; where it names none, the pinned ones that the overview draws."""
    by_number = {str(each.view_id): each for each in known}
    asked = given.get("view") or [number for number, each in by_number.items() if each.is_pinned][:MOST]
    chosen = _chosen("Saved views", "view", list(by_number), lambda number: by_number[number].name, asked)
    return [by_number[number] for number in chosen]


def _chosen(
    label: str, name: str, offered: Sequence[str], title: Callable[[str], str], asked: Sequence[str]
) -> list[str]:
    """Those of `asked` that are offered, in their order, to be changed; the choice is the parameter of this name."""
    key = f"report {name}"
    st.session_state[key] = chosen = [each for each in asked if each in offered]
    st.multiselect(label, offered, format_func=title, key=key, placeholder="None", on_change=_write, args=(name, key))
    return chosen


def _write(name: str, key: str) -> None:
    """An empty choice stays in the address as the word none, so that it differs from no choice."""
    urls.write(**{name: st.session_state[key] or [_NONE]})
