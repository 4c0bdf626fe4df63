"""What separates the leads that came through from the others: the surest differences, each count with its leads."""

from math import log10
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from db.questions.lists.funnels import trait_list
from db.questions.parts.funnel import AskedFunnel, differences
from journey_core.funnel.separation import Difference, Separation
from journey_core.lead_lists import LeadList
from journey_core.statistics.intervals import Interval
from journey_core.wording import counted
from pages.kit.answer_table import shown
from pages.kit.colours import ACCENT, NEUTRAL, faded
from pages.kit.export_menu import exports
from pages.kit.formats import escape, figure_text, number, shortened
from pages.kit.linked_table import Dot, LinkedPicture, LinkedTable, linked_picture, linked_table
from pages.kit.readable import readable, row_axis, whiskers

SURE: Final = 0.1
"""A difference with a smaller q is taken for one; one in ten of those is expected to be chance."""

DRAWN, LISTED = 15, 200
_LEAST_Q: Final = 0.001
_ROW_HEIGHT: Final = 26
_NAME_LENGTH: Final = 34
_COUNTS: Final = {
    "with_converted": (True, True),
    "with_not": (True, False),
    "without_converted": (False, True),
    "without_not": (False, False),
}
_TITLES: Final = {"with, through": 110, "with, not": 85, "without, through": 125, "without, not": 105}
"""What the four counts are called, with the widths of their columns."""

_SHOWN: Final = ("trait", "odds_ratio", "interval", "q", *_COUNTS)


def differs_tab(view: AskedFunnel) -> None:
    """Says how many differences there are beyond chance, draws them, lists all candidates."""
    answer = differences(view)
    st.caption(escape(_compared(answer)))
    if not answer.differences:
        st.info("Nothing to compare: some leads must have come through, some not, and ten must share a trait.")
        return
    sure = [each for each in answer.differences if each.q < SURE]
    st.markdown(
        f"**{counted(len(sure), 'difference')} beyond chance** of {number(len(answer.differences))} candidates."
    )
    figure = differs_chart(sure[:DRAWN])
    if sure:
        linked_picture(
            LinkedPicture(figure, _with_and_through(sure[:DRAWN], view)),
            key="differs_dots",
            alt="Odds of coming through with each trait against without; the same numbers are in the table below.",
        )
    table = view.remembered("separation table", None, lambda: differs_table(answer, view))
    linked_table(table, key="differs_table", columns=_columns())
    st.caption(
        "Click a count to open its leads. Odds: the odds of coming through with the trait over those without it, with "
        "one added to every count; q: of the differences with a q up to this one, this share is expected to be chance "
        f"(Fisher's exact test, Benjamini and Hochberg); those below {SURE:g} are beyond chance. What goes together "
        "need not be a cause."
    )
    exports(view.workspace, "What differs", frame=answer.frame, figure=figure if sure else None)


def differs_chart(drawn: list[Difference]) -> go.Figure:
    """One row per trait: its odds ratio with the 95 % interval, on a scale of factors; 1 is no difference."""
    ratios = [each.odds_ratio for each in drawn]
    figure = go.Figure(
        go.Scatter(
            mode="markers",
            x=ratios,
            y=list(range(len(drawn))),
            marker={"size": 10, "color": ACCENT, "symbol": ["circle" if ratio > 1 else "diamond" for ratio in ratios]},
            error_x=whiskers(ratios, [each.interval for each in drawn]),
            customdata=[_hover(each) for each in drawn],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    figure.add_vline(1, line={"color": NEUTRAL, "dash": "dot", "width": 1})
    figure.update_layout(
        height=80 + _ROW_HEIGHT * len(drawn),
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        xaxis={"title": "odds, times", "type": "log", "fixedrange": True, "dtick": _decades(drawn), "tickangle": 0},
        yaxis=row_axis([figure_text(shortened(each.trait.sentence(), _NAME_LENGTH)) for each in drawn]),
        yaxis_gridcolor=faded(NEUTRAL, opacity=0.15),
        hovermode="closest",
    )
    return readable(figure)


def _decades(drawn: list[Difference]) -> int:
    """Powers of ten from one number of the axis to the next: about three numbers fit on a telephone."""
    low = min((each.interval[0] for each in drawn), default=1.0)
    high = max((each.interval[1] for each in drawn), default=1.0)
    return max(1, round(log10(high / low) / 3))


def differs_table(answer: Separation, view: AskedFunnel) -> LinkedTable:
    """One row per candidate, the surest first, at most LISTED."""
    listed = answer.differences[:LISTED]
    frame = shown(answer.frame().head(LISTED), _SHOWN, intervals={"interval": _factors})
    frame["odds_ratio"] = [f"× {_factor(ratio)}" for ratio in frame["odds_ratio"]]
    frame["q"] = [f"{q:.3f}" if q >= _LEAST_Q else f"< {_LEAST_Q}" for q in frame["q"]]
    lists = {
        (place, name): trait_list(view.options, view.zone, each.trait, has_trait=has, has_converted=came)
        for place, each in enumerate(listed)
        for name, (has, came) in _COUNTS.items()
    }
    return LinkedTable(frame, lists)


def _with_and_through(drawn: list[Difference], view: AskedFunnel) -> dict[Dot, LeadList]:
    """The leads of each dot: those with the trait that came through."""
    return {
        (0, place): trait_list(view.options, view.zone, each.trait, has_trait=True, has_converted=True)
        for place, each in enumerate(drawn)
    }


def _compared(answer: Separation) -> str:
    """Who is compared, and what counts."""
    others = answer.compared - answer.converted
    young = f" {counted(answer.too_young, 'lead')} entered too recently to tell." if answer.too_young else ""
    return (
        f"{counted(answer.converted, 'lead')} that came through against {number(others)} that did not, all with the "
        f"window of their first entry over.{young} What they did between their very first step 1 and the last step "
        "counts; a lead without a last step is watched for as long as one that has it. Interactions that match a later "
        "step don't count."
    )


def _hover(each: Difference) -> str:
    came = f"{counted(each.with_converted, 'lead')} with it came through. Click to open them."
    return f"{figure_text(each.trait.sentence())}: odds {_odds(each)}<br>{came}"


def _odds(each: Difference) -> str:
    return f"{_factor(each.odds_ratio)} times [{_factor(each.interval[0])} to {_factor(each.interval[1])}]"


def _factors(bounds: Interval) -> str:
    return f"{_factor(bounds[0])} to {_factor(bounds[1])}"


def _factor(factor: float) -> str:
    """A factor with about two significant digits."""
    return number(factor, digits=0 if factor >= 10 else 1 if factor >= 1 else 2)


def _columns() -> dict[str, Any]:
    count, text = st.column_config.NumberColumn, st.column_config.TextColumn
    return {
        "trait": text("trait", width=290),
        "odds_ratio": text("odds", width=65),
        "interval": text("95 %", width=100, help="Of the odds."),
        "q": text("q", width=70),
        **{
            name: count(title, format="localized", width=width)
            for name, (title, width) in zip(_COUNTS, _TITLES.items(), strict=True)
        },
    }
