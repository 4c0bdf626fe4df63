"""What can be asked of bottlenecks, as boxes; the address holds what is chosen."""

from datetime import date
from typing import Final

import streamlit as st

from db.store.settings import Settings
from journey_core.bottlenecks.parameters import COUNTING
from journey_core.bottlenecks.stays import BREAKDOWNS
from journey_core.log.vocabulary import Words
from journey_core.parameters import Query, first
from pages.kit import urls
from pages.kit.controls import choice_box, period_boxes, predicate_box
from pages.kit.formats import percent

THRESHOLDS: Final = ("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7")


def bottlenecks_form(given: Query, words: Words, usual: Settings, *, today: date) -> dict[str, list[str]]:
    """Threshold, hours, goal and period as chosen, in the form that `bottleneck_options` reads."""
    counting_box, threshold_box, goal_box, period_box = st.columns(4)
    counting = first(given, "counting", COUNTING[0])
    titles = {"all": "all hours", "business": usual.business_hours.spoken()}
    choice_box(counting_box, "Time at a stage in", "counting", counting, COUNTING, titles.__getitem__)
    threshold = first(given, "threshold", f"{usual.threshold:g}")
    offered = sorted({*THRESHOLDS, threshold})
    choice_box(threshold_box, "Too many lost from", "threshold", threshold, offered, _share)
    goal = predicate_box(goal_box, "Conversions are", "goal", first(given, "goal", usual.goal), words)
    period = period_boxes(period_box, "Stays that began", given, today)
    return {"counting": [counting], "threshold": [threshold], "goal": [goal], **period}


def breakdown_box(given: Query, stage: str) -> str:
    """What stages are broken down by, all alike, kept in the address as `by`; every stage that is open has its box. Any
    other value stays, for the answer to refuse.
    """
    chosen = first(given, "by", next(iter(BREAKDOWNS)))
    titles = {"owner": "owner", "channel": "channel of the first touchpoint"}
    key = f"by {stage}"
    st.session_state[key] = chosen
    st.selectbox(
        "By",
        list(dict.fromkeys([*BREAKDOWNS, chosen])),
        format_func=lambda by: titles.get(by, by),
        key=key,
        width=260,
        on_change=lambda: urls.write(by=st.session_state[key]),
    )
    return chosen


def _share(threshold: str) -> str:
    """What can't be read stays as written."""
    try:
        return percent(float(threshold), digits=0)
    except ValueError:
        return threshold
