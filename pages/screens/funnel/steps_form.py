"""A funnel's steps as boxes that read as a sentence; the address is what they show and what they change."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from journey_core.calendar.parsing import duration, duration_text
from journey_core.errors import BadInput
from journey_core.funnel.lists import TIMES
from journey_core.funnel.options import STEP_LIMIT
from journey_core.funnel.orders import Order
from journey_core.log.predicates import FIELDS, Predicate
from journey_core.log.vocabulary import DIRECTIONS, Words
from journey_core.wording import spoken_duration
from pages.kit import urls
from pages.kit.controls import predicates, sentence, spoken_span
from pages.screens.funnel.draft import StepsDraft, draft_of

FEWEST: Final = 2
STEP_WINDOWS: Final = ("", "1h", "1d", "3d", "7d", "14d", "30d")


def steps_form(draft: StepsDraft, words: Words, order: Order) -> None:
    """One row per step: what it is, and a menu that narrows, limits, moves or removes it; below, one more step."""
    offered = predicates(words, *draft.steps)
    for number, step in enumerate(draft.steps, start=1):
        place = number - 1
        st.session_state[f"step_{place}"] = step
        with st.container(horizontal=True, vertical_alignment="bottom", wrap=False, gap="xsmall"):
            st.selectbox(
                _label(draft, number, order),
                offered,
                format_func=sentence,
                key=f"step_{place}",
                on_change=_choose,
                args=(place,),
            )
            opened = st.popover("Edit", key=f"menu_{place}", on_change="rerun")
        if opened.open:
            with opened:
                _menu(draft, number, words, order)
    is_full = len(draft.steps) >= STEP_LIMIT
    st.button("Add a step", on_click=_add, args=(offered,), disabled=is_full, width="stretch")


def _label(draft: StepsDraft, number: int, order: Order) -> str:
    """“leads who”, “then (step 2)”, “then, if at all, within 3 days (step 3)”."""
    if number == 1:
        return "leads who"
    said = [order.joint.strip(" ,")]
    said += ["if at all"] if number in draft.optional else []
    window = draft.window(number)
    said += [f"within {spoken_duration(window)}"] if window else []
    return f"{', '.join(said)} (step {number})"


def _menu(draft: StepsDraft, number: int, words: Words, order: Order) -> None:
    """What the step's interaction must be, field by field, what limits the step, then its place."""
    place = number - 1
    for name in FIELDS:
        known = DIRECTIONS if name == "direction" else words.lists[name]  # type: ignore[index]
        _field_box(name, known, _field(draft.steps[place], name), place)
    if number > 1:
        _limits(draft, number, order)
    is_last, is_needed = number == len(draft.steps), len(draft.steps) <= FEWEST
    st.button("Move up", key=f"up_{place}", on_click=_swap, args=(place,), disabled=place == 0, width="stretch")
    st.button("Move down", key=f"down_{place}", on_click=_swap, args=(number,), disabled=is_last, width="stretch")
    st.button("Remove", key=f"remove_{place}", on_click=_remove, args=(number,), disabled=is_needed, width="stretch")


def _field_box(name: str, known: Sequence[str], present: str, place: int) -> None:
    st.session_state[f"{name}_{place}"] = present
    st.selectbox(
        name,
        list(dict.fromkeys(["", *known, present])),
        format_func=lambda word: word or "any",
        key=f"{name}_{place}",
        on_change=_narrow,
        args=(place, name),
    )


def _limits(draft: StepsDraft, number: int, order: Order) -> None:
    """Whether the step can be skipped, and how long it may come after the one before; where the order has these."""
    if "step_windows" in order.takes:
        window = draft.window(number)
        present = duration_text(window) if window else ""
        st.session_state[f"limit_{number}"] = present
        st.selectbox(
            "at most this long after the step before",
            list(dict.fromkeys([*STEP_WINDOWS, present])),
            format_func=lambda span: spoken_span(span) if span else "any time",
            key=f"limit_{number}",
            on_change=_limit,
            args=(number,),
        )
    if "optional" in order.takes:
        st.session_state[f"optional_{number}"] = number in draft.optional
        st.checkbox("Can be skipped", key=f"optional_{number}", on_change=_skip, args=(number,))


def _field(step: str, name: str) -> str:
    try:
        return getattr(Predicate.parse(step), name) or ""
    except BadInput:
        return ""


def _present() -> StepsDraft:
    return draft_of(urls.query())


def write(draft: StepsDraft) -> None:
    """Puts the steps and what belongs to them into the address."""
    urls.write(**draft.query())


def _choose(place: int) -> None:
    write(_present().with_step(place + 1, st.session_state[f"step_{place}"]))


def _narrow(place: int, name: str) -> None:
    """Sets one field of a step; a step must ask for something, so the last field can't be emptied."""
    draft = _present()
    fields = {each: _field(draft.steps[place], each) for each in FIELDS} | {name: st.session_state[f"{name}_{place}"]}
    if any(fields.values()):
        write(draft.with_step(place + 1, str(Predicate(**{each: word or None for each, word in fields.items()}))))


def _limit(number: int) -> None:
    chosen = st.session_state[f"limit_{number}"]
    write(_present().with_window(number, duration(chosen) if chosen else None))


def _skip(number: int) -> None:
    write(_present().with_optional(number, is_optional=st.session_state[f"optional_{number}"]))


def _swap(number: int) -> None:
    """Swaps a step with the next one."""
    write(_present().swapped(number))


def _remove(number: int) -> None:
    """Removes a step; times are through the whole funnel again, for the steps have other numbers now."""
    urls.write(**dict.fromkeys(TIMES, ""))
    write(_present().removed(number))


def _add(offered: Sequence[str]) -> None:
    """Adds the first word on offer that is not a step yet."""
    draft = _present()
    write(draft.added(next((step for step in offered if step not in draft.steps), offered[0])))
