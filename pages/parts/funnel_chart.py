"""The picture of a funnel: one bar a step, what was lost beside it, the interval as whiskers."""

from itertools import pairwise
from typing import Final

import plotly.graph_objects as go

from journey_core.funnel import FunnelResult
from pages.parts.colours import ACCENT, faded
from pages.parts.formats import figure_text, interval, number, percent

REACHED, DROPPED = 0, 1
"""Traces of the figure, in order: what a click's curve number means."""

_BAR_HEIGHT: Final = 56


def funnel_chart(result: FunnelResult) -> go.Figure:
    """Horizontal bars, first step on top. Point number k of a trace is step k + 1."""
    labels = [f"{place}. {figure_text(step.step)}" for place, step in enumerate(result.steps, start=1)]
    figure = go.Figure([_reached(result, labels), _dropped(result, labels)])
    figure.update_layout(
        barmode="stack",
        height=90 + _BAR_HEIGHT * len(labels),
        margin={"l": 0, "r": 16, "t": 8, "b": 8},
        legend={"orientation": "h", "y": -0.08},
        xaxis={"title": "leads", "rangemode": "tozero"},
        yaxis={"autorange": "reversed", "type": "category", "automargin": True},
        hovermode="closest",
    )
    return figure


def _reached(result: FunnelResult, labels: list[str]) -> go.Bar:
    steps, entrants = result.steps, result.entrants
    return go.Bar(
        name="reached",
        orientation="h",
        y=labels,
        x=[step.count for step in steps],
        text=[f"{number(step.count)}  ·  {percent(step.rate)}" for step in steps],
        textposition="auto",
        marker={"color": ACCENT},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [(step.interval[1] - step.rate) * entrants for step in steps],
            "arrayminus": [(step.rate - step.interval[0]) * entrants for step in steps],
            "thickness": 1.5,
            "color": "#84898f",
        },
        customdata=[[interval(step.interval), percent(step.step_rate)] for step in steps],
        hovertemplate="%{x:,} leads, %{customdata[0]} of those that entered<br>%{customdata[1]} of the step before"
        "<extra></extra>",
    )


def _dropped(result: FunnelResult, labels: list[str]) -> go.Bar:
    """What stopped at each step; nothing can stop at the last one."""
    counts = [step.count for step in result.steps]
    lost = [here - after for here, after in pairwise(counts)] + [0]
    return go.Bar(
        name="stopped here",
        orientation="h",
        y=labels,
        x=lost,
        marker={"color": faded(ACCENT), "pattern": {"shape": "/"}},
        hovertemplate="%{x:,} leads went no further<extra></extra>",
    )
