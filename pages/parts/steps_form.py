"""A funnel's steps as boxes that read as a sentence; the address is what they show and what they change."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from journey_core.errors import BadInput
from journey_core.funnel import STEP_LIMIT
from journey_core.predicate import FIELDS, Predicate
from journey_core.vocabulary import DIRECTIONS, Words
from pages.parts import urls
from pages.parts.controls import predicates, sentence

FEWEST: Final = 2


def steps_form(steps: Sequence[str], words: Words) -> None:
    """One row a step: what it is, and a menu that narrows, moves or removes it; below, one more step."""
    offered = predicates(words, *steps)
    for place, step in enumerate(steps):
        st.session_state[f"step_{place}"] = step
        with st.container(horizontal=True, vertical_alignment="bottom", wrap=False, gap="xsmall"):
            st.selectbox(
                "leads who" if place == 0 else f"then (step {place + 1})",
                offered,
                format_func=sentence,
                key=f"step_{place}",
                on_change=_choose,
                args=(place,),
            )
            opened = st.popover("Edit", key=f"menu_{place}", on_change="rerun")
        if opened.open:
            with opened:
                _menu(steps, place, words)
    st.button("Add a step", on_click=_add, args=(offered,), disabled=len(steps) >= STEP_LIMIT, width="stretch")


def _menu(steps: Sequence[str], place: int, words: Words) -> None:
    """What the step's interaction must be, field by field, then the step's place."""
    for name in FIELDS:
        known = DIRECTIONS if name == "direction" else words.lists[name]  # type: ignore[index]
        present = _field(steps[place], name)
        st.session_state[f"{name}_{place}"] = present
        st.selectbox(
            name,
            list(dict.fromkeys(["", *known, present])),
            format_func=lambda word: word or "any",
            key=f"{name}_{place}",
            on_change=_narrow,
            args=(place, name),
        )
    st.button("Move up", key=f"up_{place}", on_click=_swap, args=(place - 1,), disabled=place == 0, width="stretch")
    is_last = place == len(steps) - 1
    st.button("Move down", key=f"down_{place}", on_click=_swap, args=(place,), disabled=is_last, width="stretch")
    is_needed = len(steps) <= FEWEST
    st.button("Remove", key=f"remove_{place}", on_click=_remove, args=(place,), disabled=is_needed, width="stretch")


def _field(step: str, name: str) -> str:
    try:
        return getattr(Predicate.parse(step), name) or ""
    except BadInput:
        return ""


def _present() -> list[str]:
    return urls.query().get("step", [])


def _choose(place: int) -> None:
    steps = _present()
    steps[place] = st.session_state[f"step_{place}"]
    urls.write(step=steps)


def _narrow(place: int, name: str) -> None:
    """Sets one field of a step; a step must ask for something, so the last field can't be emptied."""
    steps = _present()
    fields = {each: _field(steps[place], each) for each in FIELDS} | {name: st.session_state[f"{name}_{place}"]}
    if any(fields.values()):
        steps[place] = str(Predicate(**{each: word or None for each, word in fields.items()}))
        urls.write(step=steps)


def _swap(place: int) -> None:
    """Exchanges a step and the next one."""
    steps = _present()
    steps[place], steps[place + 1] = steps[place + 1], steps[place]
    urls.write(step=steps)


def _remove(place: int) -> None:
    steps = _present()
    del steps[place]
    urls.write(step=steps)


def _add(offered: Sequence[str]) -> None:
    """Adds the first word on offer that is no step yet."""
    steps = _present()
    fresh = next((step for step in offered if step not in steps), offered[0])
    urls.write(step=[*steps, fresh])
