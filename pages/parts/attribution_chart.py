"""The picture of an attribution: channels down, one dot a model, so that disagreement is the first thing seen."""

from collections.abc import Mapping, Sequence
from typing import Final

import plotly.graph_objects as go

from journey_core.attribution import MODELS, NO_CHANNEL, AttributionResult, ChannelCredit
from pages.parts.colours import NEUTRAL, channel_colour, faded
from pages.parts.formats import figure_text, number, percent, shortened
from pages.parts.word_labels import spoken

_SYMBOLS: Final = (
    "circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "x", "pentagon", "hexagon", "star",
)  # fmt: skip
"""One marker a model, in the order of MODELS."""

_MODEL_HEIGHT: Final = 12
_LABEL_LENGTH: Final = 18


def attribution_chart(answers: Mapping[str, AttributionResult], chosen: str) -> go.Figure:
    """One row a channel, in the order of the chosen model; that model's dots are large and in the channel's colour.

    `customdata` of every dot is the channel.
    """
    channels = [row.channel for row in answers[chosen].credit]
    names = [name for name in answers if name != chosen] + [chosen]
    figure = go.Figure([_dots(answers[name], channels, _offset(list(answers), name), name == chosen) for name in names])
    ticks = [figure_text(shortened(spoken(channel), _LABEL_LENGTH)) for channel in channels]
    figure.update_layout(
        height=110 + len(channels) * (_MODEL_HEIGHT * len(answers) + 10),
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        legend={
            "orientation": "h",
            "y": 1.0,
            "yanchor": "bottom",
            "x": 0,
            "itemclick": False,
            "itemdoubleclick": False,
        },
        xaxis={"title": "conversions credited", "rangemode": "tozero", "fixedrange": True},
        yaxis={
            "tickvals": list(range(len(channels))),
            "ticktext": ticks,
            "range": [len(channels) - 0.5, -0.5],
            "fixedrange": True,
            "automargin": True,
            "zeroline": False,
            "showgrid": False,
        },
        shapes=[_rule(place + 0.5) for place in range(len(channels) - 1)],
        hovermode="closest",
    )
    return figure


def _offset(names: Sequence[str], name: str) -> float:
    """Where a model stands inside a channel's row, -0.4 to 0.4."""
    return 0.0 if len(names) == 1 else (names.index(name) / (len(names) - 1) - 0.5) * 0.72


def _dots(answer: AttributionResult, channels: Sequence[str], offset: float, is_chosen: bool) -> go.Scatter:
    rows = {row.channel: row for row in answer.credit}
    shown = [rows[channel] for channel in channels if channel in rows]
    title = MODELS[answer.model].title
    colours = [_colour(row.channel) if is_chosen else NEUTRAL for row in shown]
    symbol = _SYMBOLS[list(MODELS).index(answer.model) % len(_SYMBOLS)]
    return go.Scatter(
        name=f"<b>{title}</b>" if is_chosen else title,
        mode="markers",
        cliponaxis=False,
        legendrank=list(MODELS).index(answer.model),
        x=[row.credit for row in shown],
        y=[channels.index(row.channel) + offset for row in shown],
        customdata=[[row.channel, _hover(row)] for row in shown],
        marker={
            "symbol": symbol if is_chosen else f"{symbol}-open",
            "size": 13 if is_chosen else 8,
            "color": colours,
            "line": {"width": 1.5, "color": colours},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [_bounds(row)[1] - row.credit for row in shown],
            "arrayminus": [row.credit - _bounds(row)[0] for row in shown],
            "thickness": 2.5 if is_chosen else 1,
            "width": 0,
            "color": NEUTRAL if is_chosen else faded(NEUTRAL, opacity=0.55),
        },
        hovertemplate="%{customdata[1]}<extra>" + title + "</extra>",
    )


def _colour(channel: str) -> str:
    return NEUTRAL if channel == NO_CHANNEL else channel_colour(channel)


def _bounds(row: ChannelCredit) -> tuple[float, float]:
    return row.interval or (row.credit, row.credit)


def _hover(row: ChannelCredit) -> str:
    low, high = _bounds(row)
    return (
        f"{figure_text(spoken(row.channel))}: {number(row.credit, digits=1)} conversions "
        f"[{number(low, digits=1)} to {number(high, digits=1)}],<br>{percent(row.share)} of all"
    )


def _rule(height: float) -> dict[str, object]:
    """A thin line between two channels."""
    line = {"width": 1, "color": faded(NEUTRAL)}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": height, "y1": height, "line": line}
