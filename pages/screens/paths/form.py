"""A journey map as boxes; its answer is the address."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.store.settings import Settings
from journey_core.errors import BadInput
from journey_core.log.vocabulary import Words
from journey_core.parameters import Query, first, share
from journey_core.paths.options import OVERS, USUAL_SHARE
from journey_core.paths.parameters import REPEATS
from pages.kit import urls
from pages.kit.controls import choice_box, period_boxes, predicate_box, predicates, sentence
from pages.kit.formats import percent

_OVERS: Final[Mapping[str, str]] = {name: f"{name}s" for name in OVERS}
_SIDES: Final[Mapping[str, str]] = {"after": "from the first one on", "before": "up to the first one"}
_OUTCOMES: Final[Mapping[str, str]] = {
    "all": "all leads",
    "converted": "leads that converted",
    "not_converted": "leads that did not",
}
_REPEATS: Final[Mapping[str, str]] = dict(zip(REPEATS, ("one step", "a step each"), strict=True))
SHARES: Final = (0.0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)


def paths_form(given: Query, words: Words, usual: Settings, *, today: date) -> dict[str, list[str]]:
    """Kind of path, anchor, leads, goal and period as chosen, in the form that `path_options` reads."""
    over_box, outcome_box, goal_box, period_box = st.columns(4)
    over = _choice(over_box, "Paths over", "over", given, _OVERS)
    outcome = _choice(outcome_box, "Leads", "outcome", given, _OUTCOMES)
    goal = predicate_box(goal_box, "Conversions are", "goal", first(given, "goal", usual.goal), words)
    share_box, repeats_box, anchor_box, side_box = st.columns(4)
    with share_box:
        _share_slider(given)
    anchor = first(given, "anchor")
    began = "With the first interaction" if not anchor else "with the anchor"
    period = period_boxes(period_box, began, given, today)
    offered = ["", *predicates(words, *([anchor] if anchor else []))]
    choice_box(anchor_box, "Anchor", "anchor", anchor, offered, lambda each: sentence(each) if each else "none")
    side = _choice(side_box, "Paths run", "side", given, _SIDES) if anchor else next(iter(_SIDES))
    repeats = _choice(repeats_box, "Repeats in a row are", "repeats", given, _REPEATS)
    asked = {"over": over, "outcome": outcome, "goal": goal, "anchor": anchor, "side": side, "repeats": repeats}
    return {name: [value] for name, value in asked.items()} | period


def min_share(given: Query) -> float:
    """The share of the leads below which ways are hidden. Raises BadInput."""
    return share(given, "min_share", USUAL_SHARE)


def _share_slider(given: Query) -> None:
    try:
        chosen = min_share(given)
    except BadInput:  # told where the map is asked for, so that all boxes are there to change it
        chosen = USUAL_SHARE
    st.session_state["min_share"] = chosen
    st.select_slider(
        "Hide ways below",
        sorted({*SHARES, chosen}),
        format_func=_share_text,
        key="min_share",
        help="A share of the leads. What is hidden is counted, and its leads can be opened.",
        on_change=_write_share,
    )


def _choice(place: DeltaGenerator, label: str, name: str, given: Query, titles: Mapping[str, str]) -> str:
    """One of a table of titles, the first where the address says nothing."""
    value = first(given, name, next(iter(titles)))
    return choice_box(place, label, name, value, tuple(titles), titles.__getitem__)


def _share_text(chosen: float) -> str:
    """In the colour of links: the accent, which the slider writes in, is too faint for text on the dark theme."""
    return f":blue[{percent(chosen, digits=1 if chosen * 100 % 1 else 0)}]"


def _write_share() -> None:
    urls.write(min_share=str(st.session_state["min_share"]))
