"""An analysis that has no screen of its own: what can be asked, its definition, its table, whose counts open leads."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from db.questions.ask import Asked
from journey_core.analyses import ANALYSES
from journey_core.errors import JourneyError
from journey_core.lead_lists import LeadList
from journey_core.parameters import PERIOD, Parameter, Parameters, Query, first
from pages.kit import session, urls
from pages.kit.asking import asked
from pages.kit.controls import period_boxes
from pages.kit.export_menu import exports
from pages.kit.formats import escape
from pages.kit.linked_table import Cell, LinkedTable, linked_table

_PERIOD = {each.name for each in PERIOD}


def analysis_page(name: str) -> None:
    """Draws the page of an analysis by what its entry says."""
    workspace, analysis = session.workspace(), ANALYSES[name]
    st.title(escape(analysis.title))
    try:
        with st.container(border=True):
            given = _form(analysis.entry.parameters, urls.query())
        view = asked(workspace, name, given)
        answer = view.answer
    except JourneyError as error:
        st.error(escape(str(error)))
        st.stop()
    st.caption(escape(answer.definition))
    frame = answer.frame()
    if frame.empty:
        st.info("Nothing to show here. Ask for something else, or look from another day.")
        st.stop()
    linked_table(LinkedTable(frame, _lists(view)), key=f"{name}_table", columns={})
    exports(workspace, analysis.title, frame=answer.frame)


def _form(parameters: tuple[Parameter, ...], given: Query) -> Parameters:
    """A box for each parameter; its text is the address's."""
    said: Parameters = {}
    for each in parameters:
        if each.name in _PERIOD:
            continue
        values = list(given.get(each.name, ()))
        st.session_state[each.name] = ", ".join(values) if each.is_many else first(given, each.name)
        st.text_input(
            each.name.replace("_", " "), key=each.name, help=escape(each.help), on_change=_write, args=(each,)
        )
        said[each.name] = values
    if any(each.name in _PERIOD for each in parameters):
        workspace = session.workspace()
        today = session.as_of(workspace).astimezone(session.zone(workspace)).date()
        said |= period_boxes(st.container(), "in", given, today)
    return said


def _write(of: Parameter) -> None:
    text = st.session_state[of.name]
    urls.write(**{of.name: [each.strip() for each in text.split(",") if each.strip()] if of.is_many else text})


def _lists(view: Asked[Any, Any]) -> Mapping[Cell, LeadList]:
    opens = view.analysis.entry.opens
    return opens(view.answer, view.zone) if opens else {}
