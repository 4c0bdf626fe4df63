"""A report's sections: each answers a question of a page, with its definition, picture and numbers, to be printed."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from db.leads.rows import LeadRows
from db.questions.defaults import asked_instant
from db.questions.parts import funnel as beside
from db.questions.parts.attribution import AskedAttribution
from db.questions.parts.funnel import AskedFunnel
from db.questions.segments import leads_shown
from journey_core.attribution.results import ChannelCredit
from journey_core.errors import JourneyError
from journey_core.funnel.breakdown import BreakdownBy, FunnelGroup
from journey_core.funnel.results import FunnelStep
from journey_core.leads.summary import stage_counts, stage_table
from journey_core.log.arrays import Ints
from journey_core.log.vocabulary import spoken, spoken_value
from journey_core.parameters import first
from journey_core.reconcile.results import Reconciliation
from journey_core.wording import counted
from pages.kit.controls import sentence
from pages.kit.export_menu import Export
from pages.kit.formats import duration, escape, interval, money, number, percent
from pages.screens.attribution.chart import attribution_chart
from pages.screens.funnel.chart import funnel_chart
from pages.screens.overview.pipeline import pipeline_chart
from pages.screens.report.journeys import bottlenecks_section, paths_section
from pages.screens.report.sheet import Section, numbers, sheet

TOP: Final = 15
"""Leads that the section of a segment names, and rows of a table."""

_SIGNS: Final = {"start": "", "excluded": "−", "counted": "=", "part": "of these"}


def report_section(section: Section) -> Export:
    """Draws it and returns what of it can be exported; a question that can't be answered says why."""
    try:
        seen = asked_instant(section.given, section.usual, as_of=section.as_of)
        return SECTIONS.get(section.page, _table)(replace(section, as_of=seen))
    except JourneyError as error:
        sheet(section)
        st.warning(escape(str(error)))
        return Export(section.title)


def _table(section: Section) -> Export:
    """The table of an analysis that has no section of its own."""
    answer = section.asked().answer
    frame = answer.frame()
    rows = [{name: str(cell) for name, cell in row.items()} for row in frame.head(TOP).to_dict("records")]
    sheet(section, answer.definition, rows=rows)
    return Export(section.title, frame)


def _pipeline(section: Section) -> Export:
    rows = section.rows(section.as_of)
    stages = stage_counts(rows.columns, rows.stands)
    figure = pipeline_chart(stages)
    rows_shown = [{"stage": spoken(each.stage), "leads": number(each.count)} for each in stages]
    sheet(section, "Leads by the stage where they stand.", figure=figure, rows=rows_shown)
    return Export(section.title, lambda: stage_table(stages), figure)


def _funnel(section: Section) -> Export:
    asked: AskedFunnel = section.asked()
    result = asked.answer
    if not result.entrants:
        sheet(section, result.definition, said="No lead entered this funnel.")
        return Export(section.title)
    figure = funnel_chart(result)
    steps = [_step(place, step) for place, step in enumerate(result.steps, start=1)]
    sheet(section, result.definition, figure=figure, rows=steps)
    if first(section.given, "breakdown"):
        groups, by = beside.groups(asked), BreakdownBy.parse(first(asked.given, "breakdown"))
        numbers(_group(row, by, groups.title) for row in groups.rows)
    return Export(section.title, result.frame, figure)


def _group(row: FunnelGroup, by: BreakdownBy, title: str) -> dict[str, str]:
    """A line, under a head that says what the groups are; heads read Markdown, and this may name a user's attribute."""
    last = row.steps[-1]
    return {
        escape(f"by {title}"): spoken_value(by.attribute, row.group.name),
        "entered": number(row.steps[0].count),
        "came through": f"{number(last.count)} · {percent(last.rate)} [{interval(last.interval)}]",
    }


def _step(place: int, step: FunnelStep) -> dict[str, str]:
    return {
        "step": f"{place}. {sentence(step.step)}",
        "leads, of those that entered": f"{number(step.count)} · {percent(step.rate)} [{interval(step.interval)}]",
        "of the step before": percent(step.step_rate),
        "median time": duration(step.median_seconds),
    }


def _attribution(section: Section) -> Export:
    asked: AskedAttribution = section.asked()
    options, result = asked.options, asked.answer
    if not result.conversions:
        sheet(section, result.definition, said="There are no conversions here.")
        return Export(section.title)
    figure = attribution_chart({options.model: result}, options.model)
    currency = section.usual.currency if result.value else None
    sheet(section, result.definition, figure=figure, rows=[_channel(row, currency) for row in result.rows])
    return Export(section.title, result.frame, figure)


def _channel(row: ChannelCredit, currency: str | None) -> dict[str, str]:
    """A line; without a currency it says nothing of values, because no conversion has one."""
    low, high = row.interval or (row.credit, row.credit)
    worth = {} if currency is None else {"value": money(row.value, currency)}
    return {
        "channel": spoken(row.channel),
        "conversions": f"{number(row.credit, digits=1)} [{number(low, digits=1)}–{number(high, digits=1)}]",
        "share": percent(row.share),
        **worth,
    }


def _segment(section: Section) -> Export:
    rows = section.rows(section.as_of)
    places = rows.columns.lead_id.searchsorted(leads_shown(section.workspace, rows, section.given))
    open_count, won = int(rows.stands.is_open[places].sum()), int((rows.stands.conversions[places] > 0).sum())
    best = places[rows.scored.score[places].argsort(kind="stable")[::-1][:TOP]]
    said = (
        f"{counted(len(places), 'lead')}, {number(open_count)} of them open, {number(won)} converted at least once. "
        f"Where they stand, and the {number(len(best))} with the highest score:"
    )
    is_in = np.zeros(rows.columns.lead_count, bool)
    is_in[places] = True
    figure = pipeline_chart(stage_counts(rows.columns, rows.stands.of(is_in)))
    found = _leads(rows, best)
    named = [_lead(row, section.usual.currency) for row in found.to_dict("records")]
    sheet(section, said, figure=figure, rows=named)
    return Export(section.title, found, figure)


def _leads(rows: LeadRows, leads: Ints) -> pd.DataFrame:
    """One row per lead of these numbers, in their order."""
    stands = rows.stands
    return pd.DataFrame(
        {
            "lead": rows.people.title[leads],
            "score": rows.scored.score[leads],
            "stage": [rows.columns.words.word("stage", int(code)) for code in stands.stage[leads]],
            "value": stands.value[leads],
        }
    )


def _lead(row: Mapping[Hashable, Any], currency: str) -> dict[str, str]:
    return {
        "lead": str(row["lead"]),
        "score": f"{row['score']:.2f}",
        "stage": spoken(row["stage"]),
        "value": money(float(row["value"]) or None, currency),
    }


def _reconcile(section: Section) -> Export:
    found: Reconciliation = section.asked().answer
    more = "" if found.adds_up else " Something is left over."
    sheet(section, found.definition, said=f"Residue of all bridges: {number(found.residue)}.{more}")
    frame = found.frame()
    for bridge, lines in frame.groupby("bridge", sort=False):
        numbers(_line(row, str(bridge)) for row in lines.to_dict("records"))
    return Export(section.title, frame)


def _line(row: Mapping[Hashable, Any], bridge: str) -> dict[str, str]:
    """A line of a bridge, whose title is the head of what the lines count."""
    said = counted(row["count"], row["unit"].removesuffix("s"))
    return {"": _SIGNS[row["role"]], "count": said, bridge: row["title"]}


SECTIONS: Final[Mapping[str, Callable[[Section], Export]]] = {
    "pipeline": _pipeline,
    "bottlenecks": bottlenecks_section,
    "paths": paths_section,
    "funnel": _funnel,
    "attribution": _attribution,
    "leads": _segment,
    "reconcile": _reconcile,
}
"""Page of a question -> its section, where it is more than the table of its answer."""
