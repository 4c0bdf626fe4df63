"""The most frequent whole paths: rows of chips in the colours of their steps, with what became of their leads."""

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from journey_core.paths.lists import paths_list
from pages.kit.answer_table import shown
from pages.kit.export_menu import exports
from pages.kit.formats import PERCENT, in_days, number
from pages.kit.linked_table import LinkedTable, linked_table
from pages.kit.links import leads_link
from pages.screens.paths.map import PathsView
from pages.screens.paths.words import most_frequent, step_colours, step_name

_SHOWN: Final = ("leads", "share", "steps", "rate", "interval", "median_seconds", "coverage")


def variants_tab(view: PathsView) -> None:
    """One row per variant; its count opens its leads, and so does the link of its number."""
    found = view.answer.variants
    st.text(f"{most_frequent(view.answer, most=len(found))} Click a count to open its leads.")
    lists = {
        (row, "leads"): paths_list(view.options, view.zone, variant=each.steps, goes_on=each.is_cut)
        for row, each in enumerate(found)
    }
    linked_table(LinkedTable(_rows(view), lists), key="paths_variants", columns=_columns(view))
    exports(view.workspace, "Most frequent paths", frame=partial(view.answer.table, "variants"))
    _links(view)


def _rows(view: PathsView) -> pd.DataFrame:
    """One row per variant."""
    found = view.answer.variants
    frame = shown(view.answer.table("variants"), _SHOWN, percents={"share", "rate", "coverage"})
    frame["steps"] = [
        [step_name(step, view.options) for step in each.told(is_before=view.options.is_before)] for each in found
    ]
    frame["median_seconds"] = [in_days(each.median_seconds) for each in found]
    return frame


def _columns(view: PathsView) -> dict[str, object]:
    column = st.column_config
    steps = {step for each in view.answer.variants for step in each.told(is_before=view.options.is_before)}
    colours = step_colours(steps, view.options, view.columns.words)
    return {
        "leads": column.NumberColumn("leads", width=60, format="localized"),
        "share": column.NumberColumn("share", width=65, format=PERCENT, help="Of the leads of the map."),
        "coverage": column.NumberColumn("so far", width=65, format=PERCENT, help="Of this path and those above it."),
        "steps": column.MultiselectColumn(
            "path",
            width=430,
            options=[step_name(step, view.options) for step in colours],
            color=list(colours.values()),
            help="… stands for further steps, which differ.",
        ),
        "median_seconds": column.NumberColumn(
            "days", width=60, format="%.1f", help="Median, first interaction to last."
        ),
        "rate": column.NumberColumn("converted", width=80, format=PERCENT),
        "interval": column.TextColumn("95 %", width=110, help="Wilson interval of the rate."),
    }


def _links(view: PathsView) -> None:
    """The same lists as links, and the leads of all other paths."""
    found = view.answer.variants
    others = view.answer.other_leads
    st.caption("Leads of each path, in the order of the table")
    with st.container(horizontal=True, gap="small"):
        for place, each in enumerate(found, start=1):
            leads_link(
                f"{number(each.leads)} on path {place}",
                paths_list(view.options, view.zone, variant=each.steps, goes_on=each.is_cut),
            )
        if others:
            leads_link(f"{number(others)} on all others", paths_list(view.options, view.zone, beyond=len(found)))
