"""How long leads took from one step to another: quartiles in a sentence, and a histogram."""

import streamlit as st

from db.questions.parts.funnel import AskedFunnel, times
from journey_core.funnel.lists import steps_between, time_list
from journey_core.funnel.time_to_convert import ONE_STEP
from journey_core.parameters import first
from journey_core.wording import counted
from pages.kit.controls import choice_box, sentence
from pages.kit.export_menu import exports
from pages.kit.formats import duration
from pages.kit.linked_table import LinkedPicture, linked_picture
from pages.kit.links import leads_link
from pages.kit.urls import query
from pages.screens.funnel.chart import times_chart


def times_tab(view: AskedFunnel) -> None:
    """The times of the leads that did both steps, at first those that came through. Raises BadInput for steps that the
    funnel does not have.
    """
    if len(view.answer.steps) == 1:
        st.info(ONE_STEP)
        return
    _steps_boxes(view)
    start, end = steps_between(query(), len(view.answer.steps))
    took = times(view, start, end)
    if took.quartiles is None:
        st.info(f"No lead has come from step {start} to step {end} yet, so there are no times to show.")
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
    exports(view.workspace, "Time to convert", frame=took.frame, figure=chart)


def _steps_boxes(view: AskedFunnel) -> None:
    """From which step to which. Each offers what fits the other, or all steps where those of the address don't fit."""
    numbers, given = [str(number) for number in range(1, len(view.answer.steps) + 1)], query()
    start, end = first(given, "from_step", numbers[0]), first(given, "to_step", numbers[-1])
    starts, ends = numbers[:-1], numbers[1:]
    if start in starts and end in ends and int(start) < int(end):
        starts, ends = numbers[: int(end) - 1], numbers[int(start) :]
    one, other = st.columns(2)
    choice_box(one, "from step", "from_step", start, starts, lambda number: _named(view, number))
    choice_box(other, "to step", "to_step", end, ends, lambda number: _named(view, number))


def _named(view: AskedFunnel, number: str) -> str:
    return f"{number}. {sentence(view.answer.steps[int(number) - 1].step)}"
