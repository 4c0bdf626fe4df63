"""The order of the Markov chain that predicts leads best: worked out when somebody asks."""

from dataclasses import replace

import streamlit as st

from journey_core.attribution.suggested_order import OrderSuggestion, suggested_order
from journey_core.errors import JourneyError
from pages.kit import urls
from pages.kit.background import later
from pages.kit.formats import escape
from pages.screens.attribution.answers import AttributionView
from pages.screens.attribution.form import USUAL_MODEL

_ASKED = "order_asked"


def order_part(view: AttributionView) -> None:
    """A button, and under it the result; that holds for one question, and another one is asked anew."""
    asked = replace(view.options, model=USUAL_MODEL, order=1, replicates=0)
    if st.button("Suggest an order of the Markov chain"):
        st.session_state[_ASKED] = asked
    if st.session_state.get(_ASKED) != asked:
        return
    try:
        # In a list, because None is an answer too, and `later` gives None until there is an answer.
        found = later(
            view.workspace, "order", asked, lambda: [suggested_order(view.columns, asked)], "Trying the orders"
        )
    except JourneyError as error:
        st.error(escape(str(error)))
        return
    if found:
        _told(found[0], view.options.order)


def _told(suggested: OrderSuggestion | None, now: int) -> None:
    if suggested is None:
        st.text("No journey has touchpoints, so no order can be suggested.")
        return
    st.caption(escape(f"{suggested.sentence} {suggested.definition}"))
    if suggested.order != now:
        st.button(f"Use order {suggested.order}", on_click=lambda: urls.write(chain=str(suggested.order)))
