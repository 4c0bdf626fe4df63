"""The picture of a funnel: one bar per step, what was lost before it beside it, the interval as whiskers."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import plotly.graph_objects as go

from journey_core.funnel.lists import funnel_list
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult, FunnelStep
from journey_core.funnel.time_to_convert import ConversionTimes
from journey_core.lead_lists import LeadList
from journey_core.wording import counted
from pages.kit.colours import ACCENT, NEUTRAL, faded
from pages.kit.controls import sentence
from pages.kit.formats import duration, figure_text, interval, number, percent, shortened
from pages.kit.linked_table import Dot
from pages.kit.readable import lead_axis, readable, whiskers

REACHED, LOST_BEFORE = 0, 1
"""Traces of the figure, in order."""

_STEP_HEIGHT: Final = 64
_NAME_LENGTH: Final = 30
"""Letters of a step's name over its bar, so that its numbers fit on a telephone."""
_UNITS: Final = (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1))


def funnel_chart(result: FunnelResult) -> go.Figure:
    """Horizontal bars, first step on top, each under its name. Point number k of a trace is step k + 1."""
    places = list(range(1, len(result.steps) + 1))
    figure = go.Figure([_reached(result, places), _lost_before(result, places)])
    figure.update_layout(
        barmode="stack",
        bargap=0.5,
        height=70 + _STEP_HEIGHT * len(places),
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        showlegend=False,
        xaxis=lead_axis(result.entrants) | {"fixedrange": True},
        yaxis={"range": [len(places) + 0.5, 0.35], "visible": False, "fixedrange": True},
        hovermode="closest",
        annotations=[_name(place, step, result) for place, step in zip(places, result.steps, strict=True)],
    )
    return readable(figure)


def funnel_lists(result: FunnelResult, options: FunnelOptions, zone: ZoneInfo) -> dict[Dot, LeadList]:
    """The leads behind each part of a bar."""
    steps = range(len(result.steps))
    came = {(REACHED, place): funnel_list(options, zone, reached=place + 1) for place in steps}
    stopped = {(LOST_BEFORE, place): funnel_list(options, zone, dropped_after=place) for place in steps[1:]}
    return came | stopped


def times_chart(times: ConversionTimes) -> go.Figure:
    """The histogram of the times to convert, the median as a line; needs at least one lead."""
    longest = float(times.edges[-1])
    unit, seconds = next((name, size) for name, size in _UNITS if longest >= size)
    middles, width = (times.edges[:-1] + times.edges[1:]) / 2 / seconds, longest / len(times.counts) / seconds
    spans = pairwise(map(duration, times.edges))
    bars = [
        f"{low} to {high}: {counted(count, 'lead')}" for (low, high), count in zip(spans, times.counts, strict=True)
    ]
    figure = go.Figure(
        go.Bar(
            x=middles,
            y=times.counts,
            width=width,
            marker={"color": ACCENT},
            customdata=bars,
            hovertemplate="%{customdata}.<br>Click to open them.<extra></extra>",
        )
    )
    figure.update_layout(
        height=260,
        margin={"l": 8, "r": 16, "t": 24, "b": 8},
        bargap=0.05,
        xaxis={"title": f"{unit} from step {times.start} to step {times.end}", "rangemode": "tozero"},
        yaxis=lead_axis(int(max(times.counts))),
    )
    if times.quartiles:
        figure.add_vline(times.quartiles[1] / seconds, line={"color": NEUTRAL, "dash": "dash"})
    return readable(figure)


def _reached(result: FunnelResult, places: Sequence[int]) -> go.Bar:
    steps, entrants = result.steps, result.entrants
    return go.Bar(
        orientation="h",
        y=places,
        x=[step.count for step in steps],
        marker={"color": ACCENT},
        error_x=whiskers(
            [step.rate * entrants for step in steps],
            [(low * entrants, high * entrants) for low, high in (step.interval for step in steps)],
            width=1.5,
            cap=4,
        ),
        customdata=[
            f"{counted(step.count, 'lead')} came this far: {interval(step.interval)} of those that entered,<br>"
            f"{percent(step.step_rate)} of the step before"
            for step in steps
        ],
        hovertemplate="%{customdata}. Click to open them.<extra></extra>",
    )


def stopped_before(result: FunnelResult, place: int) -> int:
    """How many leads stopped at the step before this one; none before the first."""
    return len(result.dropped_after(place - 1)) if place > 1 else 0


def _lost_before(result: FunnelResult, places: Sequence[int]) -> go.Bar:
    """Behind each step's bar the leads that stopped at the one before; where no step may be skipped, the two together
    are as long as the bar of that one.
    """
    stopped = [stopped_before(result, place) for place in places]
    return go.Bar(
        orientation="h",
        y=places,
        x=stopped,
        marker={"color": faded(ACCENT), "pattern": {"shape": "/", "fgcolor": NEUTRAL, "fgopacity": 0.5, "size": 6}},
        customdata=[counted(count, "lead") for count in stopped],
        hovertemplate="%{customdata} stopped at the step before. Click to open them.<extra></extra>",
    )


def _name(place: int, step: FunnelStep, result: FunnelResult) -> dict[str, object]:
    """The step's name and numbers over its bar."""
    lost = stopped_before(result, place)
    stopped = f"   −{number(lost)}" if lost else ""
    skipped = " (optional)" if place in result.optional else ""
    name = figure_text(shortened(f"{place}. {sentence(step.step)}", _NAME_LENGTH - len(skipped)) + skipped)
    return {
        "text": f"<b>{name}</b>   {number(step.count)} · {percent(step.rate)}{stopped}",
        "x": 0,
        "y": place - 0.38,
        "xref": "paper",
        "xanchor": "left",
        "align": "left",
        "showarrow": False,
        "font": {"size": 13},
    }
