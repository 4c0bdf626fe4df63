"""A report's sections: each a saved view with its definition, its picture and its numbers, laid out to be printed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

import pandas as pd
import streamlit as st

from db.asked import asked_attribution, asked_funnel, asked_instant
from db.engine import Workspace
from db.lead_rows import LeadRows
from db.segments import leads_shown
from db.settings import Settings
from db.snapshot import journeys
from db.views import View
from journey_core.attribution import attribute
from journey_core.errors import JourneyError
from journey_core.funnel import funnel
from journey_core.journeys import Ints
from journey_core.summary import stage_counts
from pages.parts.attribution_chart import attribution_chart
from pages.parts.cached import cached
from pages.parts.controls import sentence
from pages.parts.formats import counted, duration, escape, interval, money, number, percent
from pages.parts.funnel_chart import funnel_chart
from pages.parts.pipeline import pipeline_chart
from pages.parts.result_frames import credited
from pages.parts.view_bar import view_link
from pages.parts.word_labels import spoken

WIDTH: Final = 640
"""Pixels of a picture: what fits on a sheet of A4 between its margins."""

TOP: Final = 15
"""Leads that the section of a segment names."""

Rows = Callable[[datetime], LeadRows]


def report_section(workspace: Workspace, of: View, usual: Settings, rows: Rows, as_of: datetime) -> None:
    """Draws a view; one that can't be answered says why."""
    st.header(escape(of.name), anchor=False)
    if of.description:
        st.markdown(escape(of.description))
    try:
        seen = asked_instant(of.parameters, usual, as_of=as_of)
        draw = SECTIONS.get(of.page)
        if draw:
            draw(workspace, of, usual, rows, seen)
        else:
            view_link(of)
    except JourneyError as error:
        st.warning(escape(str(error)))


def pipeline_section(rows: LeadRows) -> None:
    """Where leads stand, stage by stage."""
    st.header("Pipeline", anchor=False)
    st.caption("Leads by the stage where they stand.")
    stages = stage_counts(rows.columns, rows.stands)
    _picture(pipeline_chart(stages), "report pipeline")
    _numbers({"stage": [spoken(each.stage) for each in stages], "leads": [number(each.count) for each in stages]})


def _funnel(workspace: Workspace, of: View, usual: Settings, _: Rows, as_of: datetime) -> None:
    options = asked_funnel(of.parameters, usual, as_of=as_of)
    result = cached(workspace, "funnel", options, lambda: funnel(journeys(workspace), options))
    st.caption(escape(result.definition))
    if not result.entrants:
        st.text("No lead entered this funnel.")
        return
    _picture(funnel_chart(result), f"report {of.view_id}")
    _numbers(
        {
            "step": [f"{place}. {sentence(step.step)}" for place, step in enumerate(result.steps, start=1)],
            "leads": [number(step.count) for step in result.steps],
            "of those that entered": [percent(step.rate) for step in result.steps],
            "95 % interval": [interval(step.interval) for step in result.steps],
            "of the step before": [percent(step.step_rate) for step in result.steps],
            "median time": [duration(step.median_seconds) for step in result.steps],
        }
    )


def _attribution(workspace: Workspace, of: View, usual: Settings, _: Rows, as_of: datetime) -> None:
    options = asked_attribution(of.parameters, usual, as_of=as_of)
    result = cached(workspace, "attribution of one", options, lambda: attribute(journeys(workspace), options))
    st.caption(escape(result.definition))
    if not result.conversions:
        st.text("No conversion here.")
        return
    _picture(attribution_chart({options.model: result}, options.model), f"report {of.view_id}")
    rows = credited(result)
    bounds = [row.interval or (row.credit, row.credit) for row in rows]
    _numbers(
        {
            "channel": [spoken(row.channel) for row in rows],
            "conversions": [number(row.credit, digits=1) for row in rows],
            "95 % interval": [f"{number(low, digits=1)}–{number(high, digits=1)}" for low, high in bounds],
            "share": [percent(row.share) for row in rows],
            "value": [money(row.value, usual.currency) for row in rows],
        }
    )


def _segment(workspace: Workspace, of: View, usual: Settings, rows: Rows, as_of: datetime) -> None:
    here = rows(as_of)
    places = here.columns.lead_id.searchsorted(leads_shown(workspace, here, of.parameters))
    open_count, won = int(here.stands.is_open[places].sum()), int((here.stands.conversions[places] > 0).sum())
    st.caption(
        f"{counted(len(places), 'lead')}, {number(open_count)} of them open, {number(won)} converted at least once. "
        f"The {number(min(TOP, len(places)))} with the highest score:"
    )
    best = places[here.scored.score[places].argsort(kind="stable")[::-1][:TOP]]
    _numbers(_leads(here, best, usual))


def _leads(rows: LeadRows, leads: Ints, usual: Settings) -> dict[str, list[str]]:
    word, stands = rows.columns.words.word, rows.stands
    return {
        "lead": [str(title) for title in rows.people.title[leads]],
        "score": [f"{score:.2f}" for score in rows.scored.score[leads]],
        "stage": [spoken(word("stage", int(code))) for code in stands.stage[leads]],
        "interactions": [number(int(count)) for count in stands.interactions[leads]],
        "value": [money(float(value), usual.currency) for value in stands.value[leads]],
    }


def _picture(figure: object, key: str) -> None:
    st.plotly_chart(figure, key=key, width=WIDTH, config={"staticPlot": True})


def _numbers(columns: dict[str, list[str]]) -> None:
    """A plain table, because a browser prints it over pages; its cells read Markdown, so all text is escaped."""
    escaped = {name: [escape(cell) for cell in cells] for name, cells in columns.items()}
    st.table(pd.DataFrame(escaped), hide_index=True, border="horizontal")


SECTIONS: Final[Mapping[str, Callable[[Workspace, View, Settings, Rows, datetime], None]]] = {
    "funnel": _funnel,
    "attribution": _attribution,
    "leads": _segment,
}
"""Page of a view -> its section. A new one is its function and one line."""
