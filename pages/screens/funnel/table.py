"""A funnel's numbers as rows whose counts open their leads."""

from zoneinfo import ZoneInfo

import streamlit as st

from db.questions.parts.funnel import AskedFunnel
from journey_core.funnel.lists import funnel_list
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult
from pages.kit.controls import sentence
from pages.kit.formats import NOTHING, duration, interval, number, percent
from pages.kit.links import leads_link


def funnel_tab(view: AskedFunnel) -> None:
    """One row per step: who came this far, who went no further, and how sure the rate is."""
    result, options, zone = view.answer, view.options, view.zone
    for place, step in enumerate(result.steps, start=1):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(width=260):
                st.text(f"{place}. {sentence(step.step)}")
            with st.container(width=140):
                leads_link(f"{number(step.count)} reached", funnel_list(options, zone, reached=place))
            with st.container(width=140):
                _stopped_link(result, place, options, zone)
            with st.container():
                st.caption(_rates(result, place))
    st.caption("In brackets: 95 % intervals of the rates (Wilson).")


def _stopped_link(result: FunnelResult, place: int, options: FunnelOptions, zone: ZoneInfo) -> None:
    if place == len(result.steps):
        st.text(NOTHING)
        return
    stopped = len(result.dropped_after(place))
    leads_link(f"{number(stopped)} stopped", funnel_list(options, zone, dropped_after=place))


def _rates(result: FunnelResult, place: int) -> str:
    step = result.steps[place - 1]
    if place == 1:
        return f"{percent(step.rate)} of those that entered"
    rates = f"{percent(step.rate)} [{interval(step.interval)}] of those that entered"
    took = f", median {duration(step.median_seconds)} after step 1" if step.median_seconds is not None else ""
    return f"{rates}, {percent(step.step_rate)} [{interval(step.step_interval)}] of the step before{took}"
