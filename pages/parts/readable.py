"""Texts of charts that can be read: Streamlit's grey has 3.7:1 on white, and 4.5:1 is what small text needs."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from pages.parts.colours import BACKGROUND, TEXT

PAPER = "#ffffff"


def readable(figure: go.Figure) -> go.Figure:
    """The same figure, its texts and axes in the theme's strong text."""
    figure.update_layout(font={"color": TEXT})
    figure.update_xaxes(tickfont={"color": TEXT}, title={"font": {"color": TEXT}})
    figure.update_yaxes(tickfont={"color": TEXT}, title={"font": {"color": TEXT}})
    return figure


def row_axis(names: Sequence[str]) -> dict[str, Any]:
    """A vertical axis with one row a name, the first on top; names are as a figure may draw them."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "range": [len(names) - 0.5, -0.5],
        "automargin": True,
        "fixedrange": True,
        "zeroline": False,
    }


def on_paper(drawing: str) -> str:
    """A figure's JSON for a picture: on white, where no browser puts the theme in. Text stays near black."""
    return drawing.replace(BACKGROUND, PAPER)
