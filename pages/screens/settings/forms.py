"""What a workspace sets for itself, in one form for each subject."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from zoneinfo import available_timezones

import phonenumbers
import streamlit as st

from db.store.settings import Settings, save_settings
from db.store.workspaces import Workspace
from journey_core.attribution.custom import CustomWeights
from journey_core.calendar.business_hours import DAYS, END_OF_DAY, BusinessHours, clock
from journey_core.errors import JourneyError
from journey_core.leads.score_constants import ScoreConstants
from journey_core.log.matching import tables
from journey_core.log.predicates import Predicate
from journey_core.log.vocabulary import Words, spoken
from pages.kit.controls import predicates, sentence
from pages.kit.formats import escape
from pages.kit.notices import leave_notice

CURRENCIES: Final = ("EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "INR", "BRL", "AUD", "CAD")

_HALF_HOURS: Final = tuple(range(0, END_OF_DAY + 1, 30))


def general_form(workspace: Workspace, now: Settings) -> None:
    """What times, money and phone numbers are told in: time zone, currency, phone region."""
    zones = sorted(available_timezones())
    currencies = [*dict.fromkeys([now.currency, *CURRENCIES])]
    regions = ["", *sorted(phonenumbers.SUPPORTED_REGIONS)]
    with st.form("general"):
        zone = st.selectbox("Time zone that days and times are shown in", zones, zones.index(now.zone))
        currency = st.selectbox("Currency of values", currencies, accept_new_options=True)
        region = st.selectbox(
            "Phone region: where numbers without a country code belong",
            regions,
            regions.index(now.phone_region) if now.phone_region in regions else 0,
            format_func=lambda code: code or "none: such numbers are rejected",
        )
        if st.form_submit_button("Save", type="primary"):
            _save(workspace, now, {"zone": zone, "currency": (currency or "").strip().upper(), "phone_region": region})


def answers_form(workspace: Workspace, now: Settings, words: Words) -> None:
    """What pages and terminal ask unless told otherwise: goal, windows, half-life."""
    with st.form("answers"):
        goal = st.text_input(
            "Goal: what counts as a conversion",
            now.goal,
            help="field=value, several separated by commas: kind=converted, stage=proposal, channel=web …",
        )
        window = _days("Funnel window: days from the first step to the last", now.window_days)
        lookback = _days("Lookback: days before a conversion in which touchpoints count", now.lookback_days)
        half_life = _days("Half-life of time decay, in days", float(now.half_life_days))
        if st.form_submit_button("Save", type="primary"):
            said = {"goal": goal, "window_days": window, "lookback_days": lookback, "half_life_days": half_life}
            _save(workspace, now, said, words)


def attribution_form(workspace: Workspace, now: Settings, words: Words) -> None:
    """What attribution counts as a touchpoint and as an opportunity, and the workspace's own weights."""
    stages = list(dict.fromkeys([*words.stages(), now.opportunity_stage]))
    with st.form("attribution"):
        touchpoints = st.multiselect(
            "Touchpoints are only",
            predicates(words, *now.touchpoints),
            default=list(now.touchpoints),
            format_func=sentence,
            accept_new_options=True,
            placeholder="Every interaction with a channel; choose to narrow it",
        )
        stage = st.selectbox(
            "Entering this stage makes the opportunity", stages, stages.index(now.opportunity_stage), format_func=spoken
        )
        channels = [name for name in words.lists["channel"] if name]
        inbound = st.multiselect(
            "Leads use these channels by themselves",
            list(dict.fromkeys([*channels, *now.inbound_channels])),
            default=list(now.inbound_channels),
            format_func=spoken,
            placeholder="Those in which most contacts are inbound; choose others, such as web or direct",
            help="The model lift takes off their credit what is likely only a sign of what leads wanted anyway.",
        )
        st.caption("Your own weights, for the model Custom: what a touchpoint gets for its place.")
        boxes = st.columns(len(now.weights.items()))
        weights = {
            name: place.number_input(name.replace("_", " ").capitalize(), 0.0, None, weight, 0.05)
            for place, (name, weight) in zip(boxes, now.weights.items(), strict=True)
        }
        if st.form_submit_button("Save", type="primary"):
            said = {
                "touchpoints": tuple(touchpoints), "opportunity_stage": stage, "inbound_channels": tuple(inbound),
            }  # fmt: skip
            _save_attribution(workspace, now, words, said, weights)


def score_form(workspace: Workspace, now: Settings) -> None:
    """The constants of the engagement score."""
    with st.form("score"):
        weights = st.columns(3)
        recency = weights[0].number_input("Weight of recency", 0.0, 1.0, now.score.recency_weight, 0.05)
        frequency = weights[1].number_input("Weight of frequency", 0.0, 1.0, now.score.frequency_weight, 0.05)
        diversity = weights[2].number_input("Weight of diversity", 0.0, 1.0, now.score.diversity_weight, 0.05)
        full = st.columns(3)
        days = full[0].number_input("Recency is 0 after days", 1.0, 3650.0, now.score.recency_days, 1.0)
        count = full[1].number_input("Frequency is full at interactions", 1, 10_000, now.score.frequency_cap)
        channels = full[2].number_input("Diversity is full at channels", 1, 63, now.score.diversity_cap)
        inbound = st.checkbox("Count inbound interactions only", now.score.inbound_only)
        if st.form_submit_button("Save", type="primary"):
            said = {
                "recency_weight": recency, "frequency_weight": frequency, "diversity_weight": diversity,
                "recency_days": days, "frequency_cap": count, "diversity_cap": channels, "inbound_only": inbound,
            }  # fmt: skip
            _save_score(workspace, now, said)


def bottleneck_form(workspace: Workspace, now: Settings) -> None:
    """From what loss a stage is a bottleneck, and which hours are worked."""
    hours = now.business_hours
    with st.form("bottlenecks"):
        threshold = st.number_input(
            "Drop-off threshold: a stage that loses a larger share, beyond doubt, is a bottleneck",
            0.01, 0.99, now.threshold, 0.05,
        )  # fmt: skip
        days = st.multiselect(
            "Working days", range(len(DAYS)), default=list(hours.days), format_func=lambda day: DAYS[day]
        )
        opens, closes = st.columns(2)
        first = opens.selectbox("Work begins", _HALF_HOURS[:-1], _half_hour(hours.opens), format_func=clock)
        last = closes.selectbox("Work ends", _HALF_HOURS[1:], _half_hour(hours.closes) - 1, format_func=clock)
        if st.form_submit_button("Save", type="primary"):
            try:
                worked = BusinessHours(tuple(sorted(days)), first, last)
            except JourneyError as error:
                st.error(escape(str(error)))
                return
            _save(workspace, now, {"threshold": threshold, "business_hours": worked})


def _half_hour(minute: int) -> int:
    """The place of a minute of the day among the half hours."""
    return min(_HALF_HOURS, key=lambda each: abs(each - minute)) // 30


def _days(label: str, value: float) -> float:
    if isinstance(value, int):
        return st.number_input(label, 1, 3650, value)
    return st.number_input(label, 0.5, 3650.0, value, 0.5)


def _save_score(workspace: Workspace, now: Settings, said: Mapping[str, Any]) -> None:
    try:
        score = ScoreConstants(**said)
    except JourneyError as error:
        st.error(escape(str(error)))
        return
    _save(workspace, now, {"score": score})


def _save_attribution(
    workspace: Workspace, now: Settings, words: Words, said: Mapping[str, Any], weights: Mapping[str, float]
) -> None:
    try:
        own = CustomWeights(**weights)
    except JourneyError as error:
        st.error(escape(str(error)))
        return
    _save(workspace, now, {**said, "weights": own}, words)


def _save(workspace: Workspace, now: Settings, said: Mapping[str, Any], words: Words | None = None) -> None:
    """Stores what was said, or shows what is wrong with it; the form keeps what was typed either way."""
    try:
        chosen = replace(now, **said)
        if words is not None:
            tables([Predicate.parse(each) for each in (chosen.goal, *chosen.touchpoints)], words)
        save_settings(workspace, chosen)
    except JourneyError as error:
        st.error(escape(str(error)))
        return
    leave_notice("Saved.")
    st.rerun()
