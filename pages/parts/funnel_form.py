"""The question of a funnel as a sentence whose words are boxes; its answer is the address."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from journey_core.funnel import STEP_LIMIT
from journey_core.vocabulary import Words
from pages.parts import urls
from pages.parts.controls import duration_box, period_boxes
from pages.parts.questions import Query, first
from pages.parts.steps_form import steps_form

WINDOWS: Final = ("1d", "7d", "14d", "30d", "90d", "365d")


def funnel_form(
    given: Query, words: Words, *, proposed: Sequence[str], window: str, today: date
) -> dict[str, list[str]]:
    """Steps, window and entry period as chosen, in the form that `funnel_options` reads.

    A fresh page shows the steps and the window proposed.
    """
    steps = list(given.get("step") or proposed)[: STEP_LIMIT + 1]
    if not given.get("step"):
        urls.write(step=steps)
    steps_form(steps, words)
    span = duration_box(st.container(), "in order, within", "window", first(given, "window", window), WINDOWS)
    period = period_boxes(st.container(), "entering", given, today)
    return {"step": steps, "window": [span], **period}
