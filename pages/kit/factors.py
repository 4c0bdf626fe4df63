"""Factors, how many times as much or as often: how they read, and how they are drawn with their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Final

import plotly.graph_objects as go

from journey_core.statistics.intervals import Interval
from journey_core.wording import spoken_factor
from pages.kit.colours import ACCENT, NEUTRAL, faded
from pages.kit.formats import figure_text, number, shortened
from pages.kit.readable import readable, row_axis, whiskers

_ROW_HEIGHT: Final = 26
_NAME_LENGTH: Final = 34
_LEAST_Q: Final = 0.001


@dataclass(frozen=True)
class FactorRow:
    """One row of the chart: what has the factor, the factor with its interval, what a pointer on it says."""

    name: str
    factor: float
    interval: Interval
    hover: str


def factor_chart(rows: Sequence[FactorRow], *, title: str) -> go.Figure:
    """One dot a row with its 95 % interval, on a scale of factors; 1 is no difference. title: of the scale."""
    factors = [row.factor for row in rows]
    figure = go.Figure(
        go.Scatter(
            mode="markers",
            x=factors,
            y=list(range(len(rows))),
            marker={"size": 10, "color": ACCENT, "symbol": ["circle" if each > 1 else "diamond" for each in factors]},
            error_x=whiskers(factors, [row.interval for row in rows]),
            customdata=[f"{figure_text(row.name)}: {_told(row)}<br>{row.hover}" for row in rows],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    figure.add_vline(1, line={"color": NEUTRAL, "dash": "dot", "width": 1})
    figure.update_layout(
        height=80 + _ROW_HEIGHT * len(rows),
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        xaxis={"title": title, "type": "log", "fixedrange": True, "dtick": _decades(rows), "tickangle": 0},
        yaxis=row_axis([figure_text(shortened(row.name, _NAME_LENGTH)) for row in rows]),
        yaxis_gridcolor=faded(NEUTRAL, opacity=0.15),
        hovermode="closest",
    )
    return readable(figure)


def factor_range(bounds: Interval) -> str:
    """“1.6 to 2.5”."""
    return f"{spoken_factor(bounds[0])} to {spoken_factor(bounds[1])}"


def q_value(q: float) -> str:
    """“0.012”, “< 0.001”."""
    return f"{q:.3f}" if q >= _LEAST_Q else f"< {_LEAST_Q}"


def days_text(days: float) -> str:
    """Lead-days, “1,204 d”."""
    return f"{number(days)} d"


def _told(row: FactorRow) -> str:
    return f"{spoken_factor(row.factor)} times [{factor_range(row.interval)}]"


def _decades(rows: Sequence[FactorRow]) -> int | str:
    """Powers of ten from one number of the axis to the next, about three of them on a telephone; within one power 1, 2
    and 5 times it.
    """
    low = min((row.interval[0] for row in rows), default=1.0)
    high = max((row.interval[1] for row in rows), default=1.0)
    decades = round(log10(high / low) / 3)
    return decades if decades >= 1 else "D2"
