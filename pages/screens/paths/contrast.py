"""Ways of those who converted against the others': two dots per way, the difference, and whether it may be chance."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from journey_core.lead_lists import LeadList
from journey_core.paths.lists import paths_list
from journey_core.paths.options import PathOptions
from journey_core.paths.results import Contrast
from journey_core.wording import counted, signed
from pages.kit.answer_table import shown
from pages.kit.cached import cached
from pages.kit.colours import NEUTRAL, OPEN, WON, faded
from pages.kit.export_menu import exports
from pages.kit.formats import PERCENT, figure_text, number, percent, shortened
from pages.kit.linked_table import Dot, LinkedPicture, LinkedTable, linked_picture, linked_table
from pages.kit.readable import LEGEND, readable, row_axis, share_ticks
from pages.screens.paths.map import PathsView
from pages.screens.paths.words import step_name

_DRAWN: Final = 15
_ROW_HEIGHT: Final = 30
_NAME_LENGTH: Final = 34
_SIDES: Final = ("converted", "not_converted")
_SHOWN: Final = ("source", "target", "converted", "converted_share", "others", "other_share", "difference", "q")


def contrast_tab(view: PathsView) -> None:
    """The ways that differ most, then all of them as a table."""
    found = view.visible.contrasts
    if not found:
        st.info("There is nothing to compare: choose all leads, a period in which some converted, or hide less.")
        return
    told = sum(each.is_told for each in found)
    st.text(f"{number(told)} of {number(len(found))} ways differ by more than chance does in so many comparisons.")
    drawn = found[:_DRAWN]
    figure = cached(
        view.workspace, "paths contrast", (view.options, view.min_share),
        lambda: contrast_chart(drawn, view.options),
    )  # fmt: skip
    linked_picture(
        LinkedPicture(figure, _lists(view, drawn)),
        key="paths_contrast",
        alt="Share of converted and of other leads that go each way.",
    )
    st.caption(
        "A faint line: no difference can be told (Fisher's exact test, Benjamini-Hochberg at 0.1 over all ways). "
        "The others may still convert as long as they are open. A dot opens its leads, and so does a count."
    )
    _table(view, found)
    exports(
        view.workspace, "Converted against the others", frame=partial(view.visible.table, "contrasts"), figure=figure
    )


def contrast_chart(contrasts: Sequence[Contrast], options: PathOptions) -> go.Figure:
    """One row per way, the largest difference on top; one trace per side, as in _SIDES."""
    places = list(range(len(contrasts)))
    ways = [_way(each, options) for each in contrasts]
    pairs = [(place, each) for place, each in zip(places, contrasts, strict=True)]
    figure = go.Figure([_dots(contrasts, ways, outcome) for outcome in _SIDES])
    figure.update_layout(
        height=110 + _ROW_HEIGHT * len(places),
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        legend=LEGEND,
        xaxis={"title": "share of that side", "range": [-0.03, 1.03], "fixedrange": True} | share_ticks(2),
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
            f"{figure_text(way)}: {counted(count, 'lead')}, {percent(share)}"
            for way, count, share in zip(ways, counts, shares, strict=True)
        ],
        marker={
            "symbol": "circle" if is_converted else "circle-open",
            "size": 12,
            "color": WON if is_converted else OPEN,
            "line": {"width": 2, "color": WON if is_converted else OPEN},
        },
        hovertemplate="%{customdata}<br>Click to open them.<extra></extra>",
    )


def _between(place: int, each: Contrast) -> dict[str, object]:
    """The line from one dot to the other; faint where no difference can be told."""
    line = {"width": 3, "color": faded(NEUTRAL, opacity=0.9 if each.is_told else 0.3)}
    return {"type": "line", "x0": each.other_share, "x1": each.converted_share, "y0": place, "y1": place,
            "line": line, "layer": "below"}  # fmt: skip


def _way(each: Contrast, options: PathOptions) -> str:
    return f"{step_name(each.source, options)} → {step_name(each.target, options)}"


def _lists(view: PathsView, contrasts: Sequence[Contrast]) -> dict[Dot, LeadList]:
    """The leads behind both dots of every way."""
    return {
        (trace, place): _list(view, each, outcome)
        for trace, outcome in enumerate(_SIDES)
        for place, each in enumerate(contrasts)
    }


def _list(view: PathsView, each: Contrast, outcome: str) -> LeadList:
    return paths_list(replace(view.options, outcome=outcome), view.zone, edge=(each.source, each.target))


def _table(view: PathsView, contrasts: Sequence[Contrast]) -> None:
    """One row per way; a count opens its leads."""
    sides = dict(zip(("converted", "others"), _SIDES, strict=True))
    lists = {
        (row, name): _list(view, each, outcome) for row, each in enumerate(contrasts) for name, outcome in sides.items()
    }
    column = st.column_config
    linked_table(
        LinkedTable(_rows(view, contrasts), lists),
        key="paths_contrasts",
        columns={
            "source": "from",
            "target": "to",
            "converted": column.NumberColumn("converted", width=80, format="localized"),
            "converted_share": column.NumberColumn("share", width=65, format=PERCENT, help="Of all that converted."),
            "others": column.NumberColumn("others", width=65, format="localized"),
            "other_share": column.NumberColumn("share", width=65, format=PERCENT, help="Of all others."),
            "difference": column.TextColumn("difference [95 %]", width=170, help="In points; Newcombe's interval."),
            "q": column.TextColumn("sure", width=45, help="Whether the difference can be told from chance."),
        },
    )


def _rows(view: PathsView, contrasts: Sequence[Contrast]) -> pd.DataFrame:
    """One row per way."""
    frame = shown(view.visible.table("contrasts"), _SHOWN, percents={"converted_share", "other_share"})
    for end in ("source", "target"):
        frame[end] = [step_name(step, view.options) for step in frame[end]]
    frame["difference"] = [_points(each) for each in contrasts]
    frame["q"] = ["yes" if each.is_told else "no" for each in contrasts]
    return frame


def _points(each: Contrast) -> str:
    difference, low, high = (signed(100 * points, digits=1) for points in (each.difference, *each.interval))
    return f"{difference} [{low}, {high}]"
