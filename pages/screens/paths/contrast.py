"""Ways compared: how many times as often a day leads convert that have gone one, as open leads alike that have not."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from journey_core.lead_lists import LeadList
from journey_core.paths.lists import paths_list
from journey_core.paths.results import Contrast
from journey_core.wording import counted, spoken_factor
from pages.kit.answer_table import shown
from pages.kit.cached import cached
from pages.kit.export_menu import exports
from pages.kit.factors import FactorRow, days_text, factor_chart, factor_range, q_value
from pages.kit.formats import escape, number
from pages.kit.linked_table import Dot, LinkedPicture, LinkedTable, linked_picture, linked_table
from pages.screens.paths.map import PathsView
from pages.screens.paths.words import step_name

_DRAWN: Final = 15
_COUNTS: Final = {
    "with_converted": (True, True),
    "with_not": (True, False),
    "without_converted": (False, True),
    "without_not": (False, False),
}
_SHOWN: Final = ("source", "target", "ratio", "interval", "q", *_COUNTS, "days_with", "days_without")


def contrast_tab(view: PathsView) -> None:
    """What was found, the surest ways as dots, then all of them as a table."""
    found, comparison = view.visible.contrasts, view.answer.comparison
    if not found:
        st.info("There is nothing to compare: choose all leads, a period in which some converted, or hide less.")
        return
    st.caption(
        f"{counted(comparison.leads, 'lead')} could convert, {number(comparison.converted)} did while they were "
        "watched. Ways are compared day by day, among open leads alike."
    )
    hidden = sum(each.is_told for each in view.answer.contrasts) - sum(each.is_told for each in found)
    told = (
        f" {number(hidden)} of them {'is' if hidden == 1 else 'are'} hidden, since few leads go so." if hidden else ""
    )
    st.markdown(f"**{escape(comparison.sentence)}**{told}")
    drawn = found[:_DRAWN]
    st.markdown(escape(drawn[0].sentence))
    figure = cached(
        view.workspace, "paths contrast", (view.options, view.min_share),
        lambda: factor_chart([_row(each, view) for each in drawn], title="times as often a day"),
    )  # fmt: skip
    linked_picture(
        LinkedPicture(figure, _gone_and_converted(view, drawn)),
        key="paths_contrast",
        alt="How many times as often leads convert that have gone each way; the same numbers are in the table below.",
    )
    st.caption(
        "Where a line crosses 1, no difference can be told of that way alone; q: of the ways with a q up to this one, "
        "this share is expected to be chance. A dot opens its leads, and so does a count."
    )
    _table(view, found)
    with st.expander("How leads are compared, and what this can't show"):
        st.markdown(escape(comparison.definition))
    exports(
        view.workspace, "Converted against the others", frame=partial(view.visible.table, "contrasts"), figure=figure
    )


def _row(each: Contrast, view: PathsView) -> FactorRow:
    gone = f"{counted(each.with_converted, 'lead')} had gone it and converted. Click to open them."
    return FactorRow(_way(each, view), each.ratio, each.interval, gone)


def _way(each: Contrast, view: PathsView) -> str:
    return f"{step_name(each.source, view.options)} → {step_name(each.target, view.options)}"


def _gone_and_converted(view: PathsView, contrasts: Sequence[Contrast]) -> dict[Dot, LeadList]:
    """The leads behind every dot."""
    return {(0, place): _list(view, each, "with_converted") for place, each in enumerate(contrasts)}


def _list(view: PathsView, each: Contrast, name: str) -> LeadList:
    went, came = _COUNTS[name]
    return paths_list(view.options, view.zone, edge=(each.source, each.target), went=went, came=came)


def _table(view: PathsView, contrasts: Sequence[Contrast]) -> None:
    """One row per way; a count opens its leads."""
    lists = {(row, name): _list(view, each, name) for row, each in enumerate(contrasts) for name in _COUNTS}
    column = st.column_config
    count = partial(column.NumberColumn, format="localized")
    linked_table(
        LinkedTable(_rows(view, contrasts), lists),
        key="paths_contrasts",
        columns={
            "source": "from",
            "target": "to",
            "ratio": column.TextColumn("times", width=65, help="As often a day as open leads alike."),
            "interval": column.TextColumn("95 %", width=100),
            "q": column.TextColumn("q", width=70),
            "with_converted": count("gone, converted", width=120),
            "with_not": count("gone, not", width=80),
            "without_converted": count("not gone, converted", width=145),
            "without_not": count("not gone, not", width=105),
            "days_with": column.TextColumn("days after", width=85, help="Days that leads were open after going it."),
            "days_without": column.TextColumn("days without", width=100),
        },
    )


def _rows(view: PathsView, contrasts: Sequence[Contrast]) -> pd.DataFrame:
    """One row per way."""
    frame = shown(view.visible.table("contrasts"), _SHOWN, intervals={"interval": factor_range})
    for end in ("source", "target"):
        frame[end] = [step_name(step, view.options) for step in frame[end]]
    frame["ratio"] = [f"× {spoken_factor(each.ratio)}" for each in contrasts]
    frame["q"] = [q_value(each.q) for each in contrasts]
    for name in ("days_with", "days_without"):
        frame[name] = [days_text(days) for days in frame[name]]
    return frame
