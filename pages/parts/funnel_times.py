"""How long leads took from one step to another: quartiles in a sentence, and a histogram."""

import streamlit as st

from db.lead_lists.funnels import time_list
from journey_core.definition import counted
from journey_core.questions import choice
from journey_core.time_to_convert import ONE_STEP, conversion_times
from pages.parts.controls import choice_box, sentence
from pages.parts.export_menu import exports
from pages.parts.formats import duration
from pages.parts.funnel_chart import times_chart
from pages.parts.funnel_frames import times_frame
from pages.parts.funnel_view import FunnelView
from pages.parts.linked_table import LinkedPicture, linked_picture
from pages.parts.links import leads_link
from pages.parts.urls import query


def times_tab(view: FunnelView) -> None:
    """The times of the leads that did both steps, at first those that came through."""
    if len(view.answer.steps) == 1:
        st.info(ONE_STEP)
        return
    start, end = _steps_boxes(view)
    took = view.remembered(
        "conversion times", (start, end), lambda: conversion_times(view.answer, start=start, end=end)
    )
    if took.quartiles is None:
        st.info(f"No lead came from step {start} to step {end} yet: there is no time to tell.")
        return
    low, median, high = map(duration, took.quartiles)
    leads_link(
        f"{counted(took.leads, 'lead')} came from step {start} to step {end}",
        time_list(view.options, view.zone, start, end),
    )
    st.text(f"Half of them took {median} or less; the middle half {low} to {high}.")
    chart = view.remembered("conversion times chart", (start, end), lambda: times_chart(took))
    lists = {(0, bar): time_list(view.options, view.zone, start, end, bar=bar) for bar in range(len(took.counts))}
    linked_picture(LinkedPicture(chart, lists), key="times_bars", alt="Leads by the time they took between two steps.")
    exports(view.workspace, "Time to convert", frame=lambda: times_frame(took), figure=chart)


def _steps_boxes(view: FunnelView) -> tuple[int, int]:
    """From which step to which; what a funnel does not have, or the wrong way round, is the whole funnel again."""
    last = len(view.answer.steps)
    numbers, given = list(map(str, range(1, last + 1))), query()
    start = choice(given, "from_step", numbers[:-1], "1")
    end = choice(given, "to_step", numbers[int(start) :], str(last))
    one, other = st.columns(2)
    choice_box(one, "from step", "from_step", start, numbers[:-1], lambda number: _named(view, number))
    choice_box(other, "to step", "to_step", end, numbers[int(start) :], lambda number: _named(view, number))
    return int(start), int(end)


def _named(view: FunnelView, number: str) -> str:
    return f"{number}. {sentence(view.answer.steps[int(number) - 1].step)}"
