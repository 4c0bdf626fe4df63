"""The question of a reconciliation: a funnel, and which conversions are shared out; its answer is the address."""

from datetime import date, timedelta

import streamlit as st

from db.questions.defaults import usual_parameters
from db.store.settings import Settings
from journey_core.attribution.models import MODELS
from journey_core.attribution.parameters import PARAMETERS as OF_ATTRIBUTION
from journey_core.calendar.parsing import duration_text
from journey_core.log.vocabulary import Words
from journey_core.parameters import Query, first
from journey_core.reconcile.parameters import RECONCILED
from pages.kit.controls import choice_box, duration_box, predicate_box
from pages.screens.attribution.form import LOOKBACKS
from pages.screens.funnel.form import funnel_form


def reconcile_form(
    given: Query, words: Words, usual: Settings, *, proposed: Query, today: date
) -> dict[str, list[str]]:
    """Funnel, goal, lookback, model and period as chosen, in the form that `reconcile_options` reads."""
    window = duration_text(timedelta(days=usual.window_days))
    steps = funnel_form(given, words, proposed=proposed, window=window, today=today)
    goal = predicate_box(st.container(), "Conversions are", "goal", first(given, "goal", usual.goal), words)
    days = first(given, "lookback", f"{usual.lookback_days}d")
    lookback = duration_box(st.container(), "Touchpoints at most this long before", "lookback", days, LOOKBACKS)
    model = first(given, "model", RECONCILED)
    choice_box(st.container(), "Add up, besides the rules", "model", model, tuple(MODELS), _title)
    asked = usual_parameters(usual) | {
        each.name: list(given[each.name]) for each in OF_ATTRIBUTION if each.name in given
    }
    return asked | {"goal": [goal], "lookback": [lookback], "model": [model], **steps}


def _title(name: str) -> str:
    return MODELS[name].title
