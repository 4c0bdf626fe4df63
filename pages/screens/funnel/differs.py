"""What separates the leads that came through from the others: the surest differences, each count with its leads."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from db.questions.lists.funnels import trait_list
from db.questions.parts.funnel import AskedFunnel, differences
from journey_core.funnel.differences import SURE, Difference, Separation
from journey_core.lead_lists import LeadList
from journey_core.wording import counted, spoken_factor
from pages.kit.answer_table import shown
from pages.kit.export_menu import exports
from pages.kit.factors import FactorRow, days_text, factor_chart, factor_range, q_value
from pages.kit.formats import escape, number
from pages.kit.linked_table import Dot, LinkedPicture, LinkedTable, linked_picture, linked_table

DRAWN, LISTED = 15, 200
_COUNTS: Final = {
    "with_converted": (True, True),
    "with_not": (True, False),
    "without_converted": (False, True),
    "without_not": (False, False),
}
_TITLES: Final = {"with, through": 110, "with, not": 85, "without, through": 125, "without, not": 105}
"""What the four counts are called, with the widths of their columns."""


def differs_tab(view: AskedFunnel) -> None:
    """Says how many differences there are beyond chance and the surest of them, draws them, lists all candidates."""
    answer = differences(view)
    st.caption(escape(_compared(answer)))
    if not answer.differences:
        st.info(answer.sentence())
        return
    st.markdown(f"**{escape(answer.sentence())}**")
    drawn = answer.differences[:DRAWN]
    st.markdown(escape(drawn[0].sentence()))
    figure = factor_chart([_row(each) for each in drawn], title="times as often a day, or times the odds")
    linked_picture(
        LinkedPicture(figure, _with_and_through(drawn, view)),
        key="differs_dots",
        alt="How many times as often leads with each trait came through; the same numbers are in the table below.",
    )
    table = view.remembered("separation table", None, lambda: differs_table(answer, view))
    linked_table(table, key="differs_table", columns=_columns())
    st.caption(
        "Click a count to open its leads. Times: how many times as often a day open leads came through that had the "
        "trait, as open leads alike without it; of what leads entered with and what they are, how many times the odds. "
        f"q: of the differences with a q up to this one, this share is expected to be chance; those below {SURE:g} are "
        "beyond chance."
    )
    with st.expander("How leads are compared, and what this can't show"):
        st.markdown(escape(answer.definition))
    exports(view.workspace, "What differs", frame=answer.frame, figure=figure)


def differs_table(answer: Separation, view: AskedFunnel) -> LinkedTable:
    """One row per candidate, the surest first, at most LISTED."""
    listed = answer.differences[:LISTED]
    names = ("trait", "comparison", "ratio", "interval", "q", *_COUNTS, "days_with", "days_without")
    frame = shown(answer.frame().head(LISTED), names, intervals={"interval": factor_range})
    frame["ratio"] = [f"× {spoken_factor(each.factor)}" for each in listed]
    frame["q"] = [q_value(each.q) for each in listed]
    for name in ("days_with", "days_without"):
        frame[name] = ["" if pd.isna(days) else days_text(days) for days in frame[name]]
    lists = {
        (place, name): trait_list(view.options, view.zone, each.trait, has_trait=has, has_converted=came)
        for place, each in enumerate(listed)
        for name, (has, came) in _COUNTS.items()
    }
    return LinkedTable(frame, lists)


def _with_and_through(drawn: tuple[Difference, ...], view: AskedFunnel) -> dict[Dot, LeadList]:
    """The leads of each dot: those with the trait that came through."""
    return {
        (0, place): trait_list(view.options, view.zone, each.trait, has_trait=True, has_converted=True)
        for place, each in enumerate(drawn)
    }


def _compared(answer: Separation) -> str:
    """Who is compared, and what counts."""
    young = f", {counted(answer.still_open, 'lead')} may still" if answer.still_open else ""
    return (
        "What leads did on their way is compared day by day, among open leads alike: "
        f"{counted(answer.compared, 'lead')} entered, {number(answer.converted)} came through "
        f"while they were watched{young}. What they entered with, and "
        f"what they are, is compared among the {counted(answer.ended, 'lead')} whose window is over, "
        f"{number(answer.ended_converted)} of which came through in it. What goes together need not be a cause."
    )


def _row(each: Difference) -> FactorRow:
    came = f"{counted(each.with_converted, 'lead')} with it came through. Click to open them."
    return FactorRow(each.trait.sentence(), each.factor, each.interval, came)


def _columns() -> dict[str, Any]:
    count, text = st.column_config.NumberColumn, st.column_config.TextColumn
    return {
        "trait": text("trait", width=290),
        "comparison": text("compared", width=110, help="Day by day among open leads alike, or by all who entered."),
        "ratio": text("times", width=65),
        "interval": text("95 %", width=100),
        "q": text("q", width=70),
        **{
            name: count(title, format="localized", width=width)
            for name, (title, width) in zip(_COUNTS, _TITLES.items(), strict=True)
        },
        "days_with": text("days with", width=85, help="Days that leads were open with the trait, added up."),
        "days_without": text("days without", width=100),
    }
