"""The question of a funnel as a sentence whose words are boxes; its answer is the address."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import streamlit as st

from journey_core.funnel import STEP_LIMIT
from journey_core.journeys import Journeys
from journey_core.moments import duration, duration_text
from journey_core.proposal import proposed_steps, proposed_window
from journey_core.questions import Query, first
from journey_core.vocabulary import Words
from pages.parts import urls
from pages.parts.controls import duration_box, period_boxes
from pages.parts.steps_form import steps_form

WINDOWS: Final = ("1d", "7d", "14d", "30d", "90d", "365d")


@dataclass(frozen=True)
class Proposal:
    """Steps and window of a fresh page, as an address says them."""

    steps: tuple[str, ...]
    window: str


def propose(journeys: Journeys, as_of: datetime, usual: timedelta) -> Proposal:
    """A funnel from the workspace's own words, in the usual window or a longer one that most leads need."""
    steps = proposed_steps(journeys)
    choices = [usual, *(longer for longer in map(duration, WINDOWS) if longer > usual)]
    window = proposed_window(journeys, steps, as_of=as_of, choices=choices)
    return Proposal(tuple(map(str, steps)), duration_text(window))


def funnel_form(given: Query, words: Words, *, proposed: Proposal, window: str, today: date) -> dict[str, list[str]]:
    """Steps, window and entry period as chosen, in the form that `funnel_options` reads.

    A fresh page shows what is proposed; `window` is the one of an address that names steps only.
    """
    steps = list(given.get("step", ()))[: STEP_LIMIT + 1]
    if not steps:
        steps, window = list(proposed.steps), proposed.window
        urls.write(step=steps, window=first(given, "window", window))
    steps_form(steps, words)
    span = duration_box(st.container(), "in order, within", "window", first(given, "window", window), WINDOWS)
    period = period_boxes(st.container(), "entering", given, today)
    return {"step": steps, "window": [span], **period}
