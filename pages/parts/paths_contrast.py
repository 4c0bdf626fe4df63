"""Ways of those who converted against the others': two dots a way, the difference and whether it can be told."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from db.lead_lists import LeadList, paths_list
from journey_core.paths import Contrast, PathOptions
from pages.parts.cached import cached
from pages.parts.colours import NEUTRAL, OPEN, WON, faded
from pages.parts.export_menu import exports
from pages.parts.formats import figure_text, number, percent, shortened
from pages.parts.links import open_leads
from pages.parts.paths_map import Shown
from pages.parts.paths_words import step_name
from pages.parts.readable import readable, row_axis

_DRAWN: Final = 15
_ROW_HEIGHT: Final = 30
_NAME_LENGTH: Final = 34
_SIDES: Final = ("converted", "not_converted")


def contrast_tab(shown: Shown) -> None:
    """The ways that differ most, then all of them as a table."""
    found = [each for each in shown.result.contrasts if max(each.converted_share, each.other_share) >= shown.min_share]
    if not found:
        st.info("There is nothing to compare: choose all leads, a period in which some converted, or hide less.")
        return
    told = sum(each.is_told for each in found)
    st.text(f"{number(told)} of {number(len(found))} ways differ beyond what chance shows among so many comparisons.")
    drawn = found[:_DRAWN]
    figure = cached(
        shown.workspace, "paths contrast", (shown.options, shown.min_share),
        lambda: contrast_chart(drawn, shown.options),
    )  # fmt: skip
    _picture(shown, figure)
    _table(shown, found)
    exports(shown.workspace, "Converted against the others", frame=lambda: pd.DataFrame(found), figure=figure)


def contrast_chart(contrasts: Sequence[Contrast], options: PathOptions) -> go.Figure:
    """One row a way, the largest difference on top; `customdata` of a dot: source, target, outcome."""
    places = list(range(len(contrasts)))
    ways = [_way(each, options) for each in contrasts]
    pairs = [(place, each) for place, each in zip(places, contrasts, strict=True)]
    figure = go.Figure([_dots(contrasts, ways, outcome) for outcome in _SIDES])
    figure.update_layout(
        height=110 + _ROW_HEIGHT * len(places),
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "itemclick": False, "itemdoubleclick": False},
        xaxis={"title": "share of the leads of that side", "tickformat": ".0%", "range": [-0.03, 1.03],
               "fixedrange": True},
        yaxis=row_axis([figure_text(shortened(way, _NAME_LENGTH)) for way in ways]),
        yaxis_showgrid=False,
        shapes=[_between(place, each) for place, each in pairs],
        hovermode="closest",
    )  # fmt: skip
    return readable(figure)


def _dots(contrasts: Sequence[Contrast], ways: Sequence[str], outcome: str) -> go.Scatter:
    is_converted = outcome == _SIDES[0]
    shares = [each.converted_share if is_converted else each.other_share for each in contrasts]
    counts = [each.converted if is_converted else each.others for each in contrasts]
    return go.Scatter(
        name="converted" if is_converted else "not converted",
        mode="markers",
        x=shares,
        y=list(range(len(contrasts))),
        cliponaxis=False,
        customdata=[
            [each.source, each.target, outcome, f"{figure_text(way)}: {number(count)} leads, {percent(share)}"]
            for each, way, count, share in zip(contrasts, ways, counts, shares, strict=True)
        ],
        marker={
            "symbol": "circle" if is_converted else "circle-open",
            "size": 12,
            "color": WON if is_converted else OPEN,
            "line": {"width": 2, "color": WON if is_converted else OPEN},
        },
        hovertemplate="%{customdata[3]}<br>Click to open them.<extra></extra>",
    )


def _between(place: int, each: Contrast) -> dict[str, object]:
    """The line from one dot to the other; faint where no difference can be told."""
    line = {"width": 3, "color": faded(NEUTRAL, opacity=0.9 if each.is_told else 0.3)}
    return {"type": "line", "x0": each.other_share, "x1": each.converted_share, "y0": place, "y1": place,
            "line": line, "layer": "below"}  # fmt: skip


def _way(each: Contrast, options: PathOptions) -> str:
    return f"{step_name(each.source, options)} → {step_name(each.target, options)}"


def _list(shown: Shown, source: str, target: str, outcome: str) -> LeadList:
    return paths_list(replace(shown.options, outcome=outcome), shown.zone, edge=(source, target))


def _picture(shown: Shown, figure: go.Figure) -> None:
    clicked = st.plotly_chart(
        figure, key="paths_contrast", on_select="rerun", selection_mode="points", width="stretch",
        config={"displayModeBar": False}, alt="Share of converted and of other leads that go each way.",
    )  # fmt: skip
    for point in clicked.selection.points:
        open_leads(_list(shown, *point["customdata"][:3]))
    st.caption(
        "A faint line: no difference can be told (Fisher's exact test, Benjamini-Hochberg at 0.1 over all ways). "
        "The others may still convert as long as they are open."
    )


def _table(shown: Shown, contrasts: Sequence[Contrast]) -> None:
    """One row a way; choosing one opens the converted leads that go it."""
    rows = [
        {"way": _way(each, shown.options), "converted": round(each.converted_share, 3),
         "others": round(each.other_share, 3), "difference": _points(each), "told": "yes" if each.is_told else "no"}
        for each in contrasts
    ]  # fmt: skip
    column = st.column_config
    chosen = st.dataframe(
        pd.DataFrame(rows), key="paths_contrasts", hide_index=True, width="stretch", height=420,
        on_select="rerun", selection_mode="single-row",
        column_config={
            "converted": column.NumberColumn("converted", width=80, format="percent"),
            "others": column.NumberColumn("others", width=60, format="percent"),
            "difference": column.TextColumn("difference [95 %]", width=170, help="In points; Newcombe's interval."),
            "told": column.TextColumn("sure", width=45, help="Whether the difference can be told from chance."),
        },
    )  # fmt: skip
    for row in chosen.selection.rows:
        open_leads(_list(shown, contrasts[row].source, contrasts[row].target, _SIDES[0]))


def _points(each: Contrast) -> str:
    low, high = each.interval
    return f"{each.difference * 100:+.1f} [{low * 100:+.1f}, {high * 100:+.1f}]"
