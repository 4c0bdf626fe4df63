"""The most frequent whole paths: rows of chips in the colours of their steps, with what became of their leads."""

import pandas as pd
import streamlit as st

from journey_core.paths.lists import paths_list
from pages.kit.export_menu import exports
from pages.kit.formats import PERCENT, in_percent, interval, number
from pages.kit.linked_table import LinkedTable, linked_table
from pages.kit.links import leads_link
from pages.screens.paths.map import PathsView
from pages.screens.paths.words import most_frequent, step_colours, step_name


def variants_tab(shown: PathsView) -> None:
    """One row a variant; its count opens its leads, and so does the link of its number."""
    found = shown.answer.variants
    st.text(f"{most_frequent(shown.answer, most=len(found))} Click a count to open its leads.")
    lists = {
        (row, "leads"): paths_list(shown.options, shown.zone, variant=each.steps, goes_on=each.is_cut)
        for row, each in enumerate(found)
    }
    linked_table(LinkedTable(_rows(shown), lists), key="paths_variants", columns=_columns(shown))
    exports(shown.workspace, "Most frequent paths", frame=lambda: pd.DataFrame(found))
    _links(shown)


def _rows(shown: PathsView) -> pd.DataFrame:
    """One row a variant; rates in percent."""
    rows = [
        {
            "leads": each.leads,
            "share": in_percent(each.share),
            "path": [step_name(step, shown.options) for step in each.told(is_before=shown.options.is_before)],
            "rate": in_percent(each.rate),
            "interval": interval(each.interval),
            "days": each.median_seconds / 86_400,
            "coverage": in_percent(each.coverage),
        }
        for each in shown.answer.variants
    ]
    return pd.DataFrame(rows)


def _columns(shown: PathsView) -> dict[str, object]:
    column = st.column_config
    steps = {step for each in shown.answer.variants for step in each.told(is_before=shown.options.is_before)}
    colours = step_colours(steps, shown.options, shown.columns.words)
    return {
        "leads": column.NumberColumn("leads", width=60, format="localized"),
        "share": column.NumberColumn("share", width=65, format=PERCENT, help="Of the leads of the map."),
        "coverage": column.NumberColumn("so far", width=65, format=PERCENT, help="Of this path and those above it."),
        "path": column.MultiselectColumn(
            "path",
            width=430,
            options=[step_name(step, shown.options) for step in colours],
            color=list(colours.values()),
            help="… stands for further steps, which differ.",
        ),
        "days": column.NumberColumn("days", width=60, format="%.1f", help="Median, first interaction to last."),
        "rate": column.NumberColumn("converted", width=80, format=PERCENT),
        "interval": column.TextColumn("95 %", width=110, help="Wilson interval of the rate."),
    }


def _links(shown: PathsView) -> None:
    """The same lists as links, and the leads of all other paths."""
    found = shown.answer.variants
    others = shown.answer.leads - sum(each.leads for each in found)
    st.caption("Leads of each path, in the order of the table")
    with st.container(horizontal=True, gap="small"):
        for place, each in enumerate(found, start=1):
            leads_link(
                f"{number(each.leads)} on path {place}",
                paths_list(shown.options, shown.zone, variant=each.steps, goes_on=each.is_cut),
            )
        if others:
            leads_link(f"{number(others)} on all others", paths_list(shown.options, shown.zone, beyond=len(found)))
