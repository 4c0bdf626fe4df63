"""The question of a funnel as a sentence whose words are boxes; its answer is the address."""

from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st

from journey_core.calendar.parsing import duration_text
from journey_core.funnel.orders import ORDERS
from journey_core.funnel.parameters import PARAMETERS
from journey_core.funnel.proposal import WINDOWS
from journey_core.log.vocabulary import Words
from journey_core.parameters import Query, choice, first
from pages.kit import urls
from pages.kit.controls import duration_box, period_boxes
from pages.screens.funnel.draft import StepsDraft, draft_of
from pages.screens.funnel.exclusions_form import exclusions_form
from pages.screens.funnel.steps_form import steps_form

USUAL_ORDER: Final = "ordered"


def funnel_form(given: Query, words: Words, *, proposed: Query, window: str, today: date) -> dict[str, list[str]]:
    """Steps, order, windows and entry period as chosen, in the form that `funnel_options` reads.

    A fresh page shows what is proposed; `window` is the one of an address that names steps only.
    """
    draft = draft_of(given)
    if not draft.steps:
        draft, window = StepsDraft(tuple(proposed["step"])), first(proposed, "window")
        urls.write(step=draft.steps, window=first(given, "window", window))
    order = ORDERS[choice(given, "order", tuple(ORDERS), USUAL_ORDER)]
    steps_form(draft, words, order)
    if "exclusions" in order.takes:
        exclusions_form(draft, words)
    how, within = st.columns(2)
    with how:
        _order_box(order.name)
    offered = tuple(map(duration_text, WINDOWS))
    span = duration_box(within, "all within", "window", first(given, "window", window), offered)
    period = period_boxes(st.container(), "entering", given, today)
    asked = {each.name: list(given[each.name]) for each in PARAMETERS if each.name in given}
    return asked | {"step": list(draft.steps), "window": [span], **period}


def _order_box(name: str) -> None:
    st.session_state["order"] = name
    st.selectbox(
        "how",
        tuple(ORDERS),
        format_func=lambda each: ORDERS[each].title,
        key="order",
        help="What may lie between the steps. The grey sentence says exactly what is counted.",
        on_change=_choose_order,
    )


def _choose_order() -> None:
    """Another order; what has no meaning in it goes."""
    order, draft = ORDERS[st.session_state["order"]], draft_of(urls.query())
    names = {"optional": "optional", "exclusions": "exclusions", "step_windows": "windows"}
    without = {field: type(getattr(draft, field))() for name, field in names.items() if name not in order.takes}
    urls.write(order=order.name if order.name != USUAL_ORDER else "", **replace(draft, **without).query())
