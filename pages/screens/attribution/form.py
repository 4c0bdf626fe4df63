"""The question of an attribution as boxes; its answer is the address."""

from datetime import date
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.questions.defaults import usual_parameters
from db.store.settings import Settings
from journey_core.attribution.custom import CustomWeights
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import ORDERS
from journey_core.attribution.parameters import EVERY, UNMARKED
from journey_core.errors import JourneyError, UnknownName
from journey_core.log.vocabulary import Words, spoken
from journey_core.parameters import Query, first
from pages.kit import urls
from pages.kit.controls import choice_box, duration_box, period_boxes, predicate_box, predicates, sentence
from pages.kit.formats import escape

LOOKBACKS: Final = ("7d", "30d", "60d", "90d", "180d", "365d")
HALF_LIVES: Final = ("1d", "3d", "7d", "14d", "30d")
USUAL_MODEL: Final = "linear"
COMPARED: Final = ("first", "last", "linear", "markov")
"""Models beside each other on a fresh page: the ends, the middle, the one that looks at all paths."""

NOTHING: Final = "none"
"""The word of an address for no models beside the chosen one."""

_FINER: Final = {
    "half_life": "half-life", "chain": "order", "opportunity": "opportunity", "touchpoints": "touchpoints",
    "weights": "own weights", "inbound": "channels leads use by themselves",
}  # fmt: skip
"""Parameters behind the expander, and what its label calls those that the address sets."""


def attribution_form(given: Query, words: Words, usual: Settings, *, today: date) -> dict[str, list[str]]:
    """Everything an attribution asks, as chosen, in the form that `attribution_options` reads."""
    usually = usual_parameters(usual)
    asked = usually | {name: list(values) for name, values in given.items() if values and values[0]}
    model_box, goal_box, period_box, lookback_box = st.columns(4, vertical_alignment="bottom")
    model = first(asked, "model", USUAL_MODEL)
    choice_box(model_box, "Model", "model", model, tuple(MODELS), model_title)
    goal = predicate_box(goal_box, "Conversions are", "goal", first(asked, "goal"), words)
    period = period_boxes(period_box, "that happened", given, today)
    label = "Touchpoints at most this long before"
    lookback = duration_box(lookback_box, label, "lookback", first(asked, "lookback"), LOOKBACKS)
    with st.expander(_more(given)):
        finer = _finer_boxes(asked, words, is_custom="custom" in {model, *given.get("compare", COMPARED)})
    return {"model": [model], "goal": [goal], "lookback": [lookback], **finer, **period}


def compare_box(given: Query) -> None:
    """The models beside the chosen one, kept in the address as `compare`; the answer refuses what is not a model."""
    st.session_state["compare"] = [name for name in MODELS if name in given.get("compare", COMPARED)]
    st.multiselect(
        "Compare with",
        list(MODELS),
        format_func=model_title,
        key="compare",
        placeholder="Choose models to draw beside it",
        on_change=_compare,
    )


def compared_models(given: Query, chosen: str) -> tuple[str, ...]:
    """The models to draw, in the order of MODELS; the chosen one is always among them. Raises UnknownName."""
    asked = given.get("compare", COMPARED)
    if strays := [name for name in asked if name not in {*MODELS, NOTHING}]:
        raise UnknownName("attribution model", strays[0], MODELS)
    return tuple(name for name in MODELS if name in {*asked, chosen})


def placebo_asked(given: Query) -> bool:
    """Whether the placebo is asked for, kept in the address as `placebo`."""
    asked = first(given, "placebo") == "yes"
    st.session_state["placebo"] = asked
    st.toggle(
        "Placebo: what each channel would get if it made no difference",
        key="placebo",
        help="Every journey keeps its touchpoints and converts by chance, as often as journeys of about its length do.",
        on_change=lambda: urls.write(placebo="yes" if st.session_state["placebo"] else ""),
    )
    return asked


def model_title(name: str) -> str:
    """What a model is called."""
    return MODELS[name].title


def _more(given: Query) -> str:
    """The label of the expander; what the address sets in it is named."""
    set_here = [title for name, title in _FINER.items() if first(given, name)]
    return f"More: {', '.join(set_here)} set here" if set_here else "More: order of the chain, touchpoints, half-life …"


def _finer_boxes(asked: Query, words: Words, *, is_custom: bool) -> dict[str, list[str]]:
    half_life_box, order_box, stage_box = st.columns(3)
    half_life = first(asked, "half_life")
    duration_box(half_life_box, "Half-life of time decay", "half_life", half_life, HALF_LIVES)
    order = first(asked, "chain", "1")
    choice_box(order_box, "Order of the Markov chain", "chain", order, tuple(map(str, ORDERS)))
    stage = first(asked, "opportunity")
    choice_box(stage_box, "Opportunity is entering", "opportunity", stage, words.stages(), spoken)
    touchpoints = _touchpoints_box(asked, words)
    inbound = _inbound_box(asked, words)
    weights = first(asked, "weights")
    if is_custom:
        _weight_boxes(weights)
    return {
        "half_life": [half_life], "chain": [order], "opportunity": [stage], "touchpoints": touchpoints,
        "weights": [weights], "inbound": inbound,
    }  # fmt: skip


def _touchpoints_box(asked: Query, words: Words) -> list[str]:
    """Which interactions count; an empty choice is in the address as a word, so that it differs from no choice."""
    chosen = [each for each in asked.get("touchpoints", ()) if each != EVERY]
    st.session_state["touchpoints"] = chosen
    st.multiselect(
        "Touchpoints are only",
        predicates(words, *chosen),
        format_func=sentence,
        key="touchpoints",
        accept_new_options=True,
        placeholder="Every interaction with a channel; choose to narrow it",
        on_change=lambda: urls.write(touchpoints=st.session_state["touchpoints"] or [EVERY]),
    )
    return chosen or [EVERY]


def _inbound_box(asked: Query, words: Words) -> list[str]:
    """The channels that leads use by themselves; an empty choice is in the address as a word."""
    chosen = [each for each in asked.get("inbound", ()) if each != UNMARKED]
    st.session_state["inbound"] = chosen
    st.multiselect(
        "Of lift: leads use these channels by themselves",
        list(dict.fromkeys([*filter(None, words.lists["channel"]), *chosen])),
        format_func=spoken,
        key="inbound",
        placeholder="Those in which most contacts are inbound; choose others",
        on_change=lambda: urls.write(inbound=st.session_state["inbound"] or [UNMARKED]),
    )
    return chosen or [UNMARKED]


def _weight_boxes(text: str) -> None:
    """The own weights, one box per place; what can't be read is told where the question is asked."""
    try:
        weights = CustomWeights.parse(text)
    except JourneyError:
        weights = CustomWeights()
    places: list[DeltaGenerator] = st.columns(len(weights.items()))
    for place, (name, weight) in zip(places, weights.items(), strict=True):
        st.session_state[f"weight_{name}"] = weight
        label = escape(f"Weight: {name.replace('_', ' ')}")
        place.number_input(label, 0.0, None, step=0.05, key=f"weight_{name}", on_change=_write_weights)


def _write_weights() -> None:
    names = [name for name, _ in CustomWeights().items()]
    urls.write(weights=",".join(f"{name}={st.session_state[f'weight_{name}']:g}" for name in names))


def _compare() -> None:
    """An empty choice stays in the address as a word, so that it differs from no choice."""
    urls.write(compare=st.session_state["compare"] or [NOTHING])
