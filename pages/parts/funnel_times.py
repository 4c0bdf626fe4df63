"""How long those took that came all the way: quartiles in a sentence, and a histogram."""

import streamlit as st

from db.lead_lists import funnel_list
from db.lead_lists.funnels import time_list
from journey_core.definition import counted
from journey_core.time_to_convert import conversion_times
from pages.parts.export_menu import exports
from pages.parts.formats import duration
from pages.parts.funnel_chart import times_chart
from pages.parts.funnel_frames import times_frame
from pages.parts.funnel_view import FunnelView
from pages.parts.linked_table import LinkedPicture, linked_picture
from pages.parts.links import leads_link


def times_tab(view: FunnelView) -> None:
    """The times of the leads that reached the last step."""
    took = view.remembered("conversion times", None, lambda: conversion_times(view.answer))
    if took.quartiles is None:
        st.info("No lead came through the whole funnel yet: there is no time to tell.")
        return
    low, median, high = map(duration, took.quartiles)
    st.text(f"Half of those that came through took {median} or less; the middle half {low} to {high}.")
    leads_link(
        f"{counted(took.leads, 'lead')} came through",
        funnel_list(view.options, view.zone, reached=len(view.answer.steps)),
    )
    chart = view.remembered("conversion times chart", None, lambda: times_chart(took))
    lists = {(0, bar): time_list(view.options, view.zone, bar) for bar in range(len(took.counts))}
    linked_picture(LinkedPicture(chart, lists), key="times_bars", alt="Leads by the time they took to come through.")
    exports(view.workspace, "Time to convert", frame=lambda: times_frame(took), figure=chart)
