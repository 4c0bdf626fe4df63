"""How long those took that came all the way: quartiles in a sentence, and a histogram."""

import streamlit as st

from journey_core.time_to_convert import conversion_times
from pages.parts.export_menu import exports
from pages.parts.formats import duration, number
from pages.parts.funnel_chart import times_chart
from pages.parts.funnel_frames import times_frame
from pages.parts.funnel_view import FunnelView


def times_tab(view: FunnelView) -> None:
    """The times of the leads that reached the last step."""
    took = view.remembered("conversion times", None, lambda: conversion_times(view.answer))
    if took.quartiles is None:
        st.info("No lead came through the whole funnel yet: there is no time to tell.")
        return
    low, median, high = map(duration, took.quartiles)
    st.text(f"Half of the {number(took.leads)} leads took {median} or less; the middle half {low} to {high}.")
    chart = view.remembered("conversion times chart", None, lambda: times_chart(took))
    st.plotly_chart(chart, width="stretch", config={"displayModeBar": False})
    exports(view.workspace, "Time to convert", frame=lambda: times_frame(took), figure=chart)
