"""The question of an attribution as boxes; its answer is the address."""

from datetime import date, timedelta
from typing import Final

import streamlit as st

from db.settings import Settings
from journey_core.attribution import MODELS
from journey_core.moments import duration_text
from journey_core.questions import Query, choice, first
from journey_core.vocabulary import Words
from pages.parts import urls
from pages.parts.controls import choice_box, duration_box, period_boxes, predicate_box

LOOKBACKS: Final = ("7d", "30d", "60d", "90d", "180d", "365d")
HALF_LIVES: Final = ("1d", "3d", "7d", "14d", "30d")
USUAL_MODEL: Final = "linear"
COMPARED: Final = ("first", "last", "linear", "time_decay", "markov")
"""Models beside each other on a fresh page: the ends, the middle, the one that looks at all paths."""


def attribution_form(given: Query, words: Words, usual: Settings, *, today: date) -> dict[str, list[str]]:
    """Model, goal, lookback, half-life and period as chosen, in the form that `attribution_options` reads."""
    model_box, goal_box, period_box = st.columns(3)
    model = choice_box(
        model_box, "Model", "model", choice(given, "model", tuple(MODELS), USUAL_MODEL), tuple(MODELS), _title
    )
    goal = predicate_box(goal_box, "Conversions are", "goal", first(given, "goal", usual.goal), words)
    period = period_boxes(period_box, "that happened", given, today)
    lookback_box, half_life_box, _ = st.columns(3)
    days = first(given, "lookback", f"{usual.lookback_days}d")
    lookback = duration_box(lookback_box, "Touchpoints at most this long before", "lookback", days, LOOKBACKS)
    half_life = first(given, "half_life", duration_text(timedelta(days=usual.half_life_days)))
    half_life = duration_box(half_life_box, "Half-life of time decay", "half_life", half_life, HALF_LIVES)
    return {"model": [model], "goal": [goal], "lookback": [lookback], "half_life": [half_life], **period}


def compared_models(given: Query, chosen: str) -> tuple[str, ...]:
    """The models to draw, in the order of MODELS; the chosen one is always among them."""
    asked = [name for name in MODELS if name in given.get("compare", COMPARED)]
    st.session_state["compare"] = asked
    st.multiselect(
        "Compare with",
        list(MODELS),
        format_func=_title,
        key="compare",
        placeholder="Choose models to draw beside it",
        on_change=_compare,
    )
    return tuple(name for name in MODELS if name in {*asked, chosen})


def _title(name: str) -> str:
    return MODELS[name].title


def _compare() -> None:
    """An empty choice stays in the address as the word none, so that it differs from no choice."""
    urls.write(compare=st.session_state["compare"] or ["none"])
