"""Text in charts that can be read: Streamlit's grey has a contrast of 3.7:1 on white; small text needs 4.5:1."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import plotly.graph_objects as go

from pages.kit.colours import BACKGROUND, NEUTRAL, TEXT
from pages.kit.formats import percent

PAPER = "#ffffff"
_COUNTS: Final = 6
"""Marks of an axis of numbers."""

_WEEK: Final = 7 * 86_400_000
"""Milliseconds, Plotly's unit of time."""

_MONTHS: Final = 26
"""Weeks of an axis that is marked by month."""

_EDGE: Final = 16
"""Pixels around a picture, where a page has its own."""

_GRID: Final = "#e4e7ec"
_AXIS: Final = {
    "automargin": True, "gridcolor": _GRID, "zerolinecolor": _GRID, "tickcolor": _GRID, "tickfont": {"size": 12},
}  # fmt: skip
PRINT: Final = {
    "layout": {
        "font": {"size": 12},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "xaxis": _AXIS | {"showgrid": False, "zeroline": False, "title": {"font": {"size": 14}, "standoff": 20}},
        "yaxis": _AXIS | {"title": {"font": {"size": 14}, "standoff": 24}},
    }
}
"""Plotly's template of a picture: what Streamlit's script in the browser says of axes, above all that they make room
for their labels. The template that Python knows leaves that out."""

PLAIN_CONFIG: Final[dict[str, Any]] = {"displayModeBar": False}
"""How figures look on a page: without Plotly's bar of tools."""

LEGEND: Final = {
    "orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "itemclick": False, "itemdoubleclick": False,
}  # fmt: skip
"""A line of names above the figure, to be read and not clicked."""


def share_ticks(parts: int) -> dict[str, list[Any]]:
    """Marks along an axis of rates, 0..1 in so many equal parts, as `percent` writes them; Plotly leaves no space."""
    rates = [place / parts for place in range(parts + 1)]
    return {"tickvals": rates, "ticktext": [percent(rate, digits=0) for rate in rates]}


def lead_axis(most: int) -> dict[str, Any]:
    """An axis that counts leads, 0 to `most`: only whole numbers are marked."""
    axis = {"title": "leads", "rangemode": "tozero", "nticks": _COUNTS, "tickformat": ",d"}
    return axis | {"dtick": 1} if most <= _COUNTS else axis


def week_axis(mondays: Sequence[date], *, ticks: int) -> dict[str, Any]:
    """An axis of weeks by the days that they begin on, about so many of them marked; months where they are many.

    Left alone, Plotly marks Sundays, or days amid a week.
    """
    axis = {"type": "date", "nticks": ticks, "fixedrange": True}
    weeks = (max(mondays) - min(mondays)).days // 7 if mondays else _MONTHS
    if weeks >= _MONTHS:
        return axis
    step = _WEEK * max(1, -(-weeks // ticks))
    return axis | {"tick0": min(mondays).isoformat(), "dtick": step, "tickformat": "%-d %b<br>%Y"}


def readable(figure: go.Figure) -> go.Figure:
    """The same figure, its texts and axes in the theme's strong text."""
    figure.update_layout(font={"color": TEXT})
    figure.update_xaxes(tickfont={"color": TEXT}, title={"font": {"color": TEXT}})
    figure.update_yaxes(tickfont={"color": TEXT}, title={"font": {"color": TEXT}})
    return figure


def row_axis(names: Sequence[str]) -> dict[str, Any]:
    """A vertical axis with one row per name, the first on top; `names` have been through `figure_text`."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "range": [len(names) - 0.5, -0.5],
        "automargin": True,
        "fixedrange": True,
        "zeroline": False,
    }


def whiskers(
    values: Iterable[float], bounds: Iterable[Sequence[float]], *, colour: str = NEUTRAL, width: float = 2, cap: int = 0
) -> dict[str, Any]:
    """Error bars from each value to the ends of its interval, all in the units of the axis; `cap`: pixels across."""
    pairs = list(zip(values, bounds, strict=True))
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - value for value, (_, high) in pairs],
        "arrayminus": [value - low for value, (low, _) in pairs],
        "thickness": width,
        "width": cap,
        "color": colour,
    }


def on_paper(drawing: str) -> str:
    """A figure's JSON for a picture: on white, with room for its axes, where no browser puts the theme in. Text stays
    near black.
    """
    drawn = json.loads(drawing.replace(BACKGROUND, PAPER))
    if "layout" in drawn:  # Plotly's; Vega's charts make room by themselves
        drawn["layout"] = _framed(drawn["layout"]) | {"template": PRINT}
    return json.dumps(drawn, separators=(",", ":"))


def _framed(layout: dict[str, Any]) -> dict[str, Any]:
    """The layout with an edge on every side; the picture grows by it, so that rows keep their height."""
    given = {side: layout.get("margin", {}).get(side, 0) for side in "lrtb"}
    edges = {side: max(room, _EDGE) for side, room in given.items()}
    grown = {"height": layout["height"] + sum(edges[side] - given[side] for side in "tb")} if "height" in layout else {}
    return layout | grown | {"margin": {"pad": 8} | edges}
