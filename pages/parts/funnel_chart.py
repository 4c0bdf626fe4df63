"""The picture of a funnel: one bar a step, what was lost before it beside it, the interval as whiskers."""

from itertools import pairwise
from typing import Final

import plotly.graph_objects as go

from journey_core.funnel import FunnelResult
from pages.parts.colours import ACCENT, faded
from pages.parts.formats import figure_text, interval, number, percent

REACHED, LOST_BEFORE = 0, 1
"""Traces of the figure, in order: what a click's curve number means."""

_BAR_HEIGHT: Final = 56


def funnel_chart(result: FunnelResult) -> go.Figure:
    """Horizontal bars, first step on top. Point number k of a trace is step k + 1."""
    labels = [f"{place}. {figure_text(step.step)}" for place, step in enumerate(result.steps, start=1)]
    figure = go.Figure([_reached(result, labels), _lost_before(result, labels)])
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
        insidetextanchor="start",
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


def _lost_before(result: FunnelResult, labels: list[str]) -> go.Bar:
    """Beside each step, up to the length of the one before: the leads that did not come this far."""
    counts = [step.count for step in result.steps]
    return go.Bar(
        name="stopped at the step before",
        orientation="h",
        y=labels,
        x=[0, *(before - here for before, here in pairwise(counts))],
        marker={"color": faded(ACCENT), "pattern": {"shape": "/"}},
        hovertemplate="%{x:,} leads stopped at the step before<extra></extra>",
    )
