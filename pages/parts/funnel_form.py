"""The question of a funnel as a form whose answer is the address."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from journey_core.funnel import STEP_LIMIT
from journey_core.moments import is_day
from journey_core.vocabulary import Words
from pages.parts import questions, urls

WINDOWS: Final = ("1d", "7d", "14d", "30d", "90d", "365d")
DEFAULT_STEPS: Final = ("stage=contacted", "stage=qualified", "stage=proposal", "stage=won")


def funnel_form(given: questions.Query, words: Words) -> dict[str, list[str]]:
    """Steps, window and entry period as chosen, in the form that `questions.funnel_options` reads."""
    steps = list(given.get("step", DEFAULT_STEPS))
    with st.container(border=True):
        chosen = _steps(steps, predicates(words))
        window, since, until = st.columns(3)
        span = window.selectbox(
            "Within", *_with(WINDOWS, questions.first(given, "window", "14d")), accept_new_options=True
        )
        start = _day(since, "Entering from", questions.first(given, "since"))
        end = _day(until, "until before", questions.first(given, "until"))
    urls.write(step=chosen, window=span or "14d", since=start, until=end)
    return {"step": chosen, "window": [span or "14d"], "since": [start], "until": [end]}


def predicates(words: Words) -> list[str]:
    """The steps on offer: every stage, kind and channel of the workspace. Others can be typed."""
    return [f"{name}={word}" for name in ("stage", "kind", "channel") for word in words.lists[name] if word]  # type: ignore[index]


def _steps(steps: list[str], offered: Sequence[str]) -> list[str]:
    """One box a step, two buttons for more and fewer; the state is the address, so a shared link shows the same."""
    chosen = []
    for row in range(0, len(steps), 4):
        for place, box in enumerate(st.columns(4), start=row):
            if place < len(steps):
                options, index = _with(offered, steps[place])
                label = "Leads who" if place == 0 else f"then ({place + 1})"
                chosen.append(box.selectbox(label, options, index, key=f"step_{place}", accept_new_options=True))
    more, fewer, _ = st.columns([1, 1, 4])
    if more.button("Add a step", width="stretch", disabled=len(steps) >= STEP_LIMIT):
        urls.write(step=[*filter(None, chosen), "stage=won"])
        st.rerun()
    if fewer.button("Remove the last", width="stretch", disabled=len(steps) <= 1):
        st.session_state.pop(f"step_{len(steps) - 1}", None)
        urls.write(step=[*filter(None, chosen)][:-1])
        st.rerun()
    return [step for step in chosen if step]


def _with(offered: Sequence[str], value: str) -> tuple[list[str], int]:
    """The options, with the present value among them, and its place."""
    options = [*offered] if value in offered else [*offered, value]
    return options, options.index(value)


def _day(place: st.delta_generator.DeltaGenerator, label: str, given: str) -> str:
    """A day as chosen, or "" for no bound."""
    value = date.fromisoformat(given[:10]) if is_day(given[:10]) else None
    chosen = place.date_input(label, value=value, format="YYYY-MM-DD")
    return chosen.isoformat() if isinstance(chosen, date) else ""
