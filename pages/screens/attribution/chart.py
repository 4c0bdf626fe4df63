"""The picture of an attribution: channels down, one dot per model, so that disagreement is the first thing seen."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import plotly.graph_objects as go

from journey_core.attribution.channel_credit import BASELINE, NO_CHANNEL
from journey_core.attribution.models import MODELS
from journey_core.attribution.results import AttributionResult, ChannelCredit
from journey_core.lead_lists import LeadList
from journey_core.log.vocabulary import spoken
from journey_core.wording import counted
from pages.kit.colours import NEUTRAL, channel_colour, faded
from pages.kit.formats import figure_text, number, percent, shortened
from pages.kit.linked_table import Dot
from pages.kit.readable import LEGEND, readable, row_axis, whiskers

_SYMBOLS: Final = (
    "circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "x", "pentagon", "hexagon", "star",
    "star-square", "bowtie", "hourglass", "triangle-left", "triangle-right", "star-diamond",
)  # fmt: skip
"""One marker per model, in the order of MODELS."""

_MODEL_HEIGHT: Final = 12
_LABEL_LENGTH: Final = 18


def attribution_chart(answers: Mapping[str, AttributionResult], chosen: str) -> go.Figure:
    """One row per channel, in the order of the chosen model, the baseline below a line of its own; that model's dots
    are large, and in the channel's colour unless another channel can't be told apart: then hollow and grey.
    """
    channels = _channels(answers, chosen)
    places = {name: _offset(list(answers), name) for name in answers}
    placebo = _placebo(answers[chosen], channels, places[chosen])
    ticks = [figure_text(shortened(spoken(channel), _LABEL_LENGTH)) for channel in channels]
    figure = go.Figure(
        [*placebo, *(_dots(answers[name], channels, places[name], name == chosen) for name in _drawn(answers, chosen))],
        {
            "height": 120 + len(channels) * (_MODEL_HEIGHT * len(answers) + 10),
            "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
            "legend": LEGEND,
            "xaxis": {"title": "conversions credited", "rangemode": "tozero", "fixedrange": True},
            "yaxis": row_axis(ticks) | {"showgrid": False},
            "shapes": [_rule(at + 0.5, is_strong=channels[at + 1] == BASELINE) for at in range(len(channels) - 1)],
            "hovermode": "closest",
        },
    )
    return readable(figure)


def attribution_lists(
    answers: Mapping[str, AttributionResult], chosen: str, leads: Callable[[str], LeadList]
) -> dict[Dot, LeadList]:
    """The leads behind every dot: whichever the model, those that `leads` has for its channel."""
    placebos = 1 if any(row.placebo for row in answers[chosen].credit) else 0
    return {
        (trace, place): leads(row.channel)
        for trace, name in enumerate(_drawn(answers, chosen), start=placebos)
        for place, row in enumerate(answers[name].rows)
    }


def _drawn(answers: Mapping[str, AttributionResult], chosen: str) -> list[str]:
    """The models in the order of their traces: the chosen one over the others."""
    return [name for name in answers if name != chosen] + [chosen]


def _channels(answers: Mapping[str, AttributionResult], chosen: str) -> list[str]:
    """Those of the chosen model, then what only others credit, the baseline last."""
    rows = [row.channel for name in (chosen, *answers) for row in answers[name].rows]
    named = [channel for channel in dict.fromkeys(rows) if channel != BASELINE]
    return [*named, BASELINE] if BASELINE in rows else named


def _offset(names: Sequence[str], name: str) -> float:
    """Where a model stands inside a channel's row, -0.4 to 0.4."""
    return 0.0 if len(names) == 1 else (names.index(name) / (len(names) - 1) - 0.5) * 0.72


def _placebo(answer: AttributionResult, channels: Sequence[str], offset: float) -> list[go.Scatter]:
    """A broad band per channel: what it would get if channels made no difference; nothing where that was not asked."""
    rows = [row for row in answer.credit if row.placebo]
    if not rows:
        return []
    x: list[float | None] = []
    y: list[float | None] = []
    for row in rows:
        low, high = row.placebo.interval if row.placebo else (0.0, 0.0)
        x += [low, high, None]
        y += [channels.index(row.channel) + offset] * 2 + [None]
    line = {"width": 14, "color": faded(NEUTRAL, opacity=0.4)}
    name = "if channels made no difference"
    return [go.Scatter(name=name, mode="lines", x=x, y=y, line=line, hoverinfo="skip", legendrank=2000)]


def _dots(answer: AttributionResult, channels: Sequence[str], offset: float, is_chosen: bool) -> go.Scatter:
    shown = answer.rows
    title = MODELS[answer.model].title
    colours = [_colour(row) if is_chosen else NEUTRAL for row in shown]
    symbol = _SYMBOLS[list(MODELS).index(answer.model) % len(_SYMBOLS)]
    symbols = [symbol if is_chosen and not row.indistinct else f"{symbol}-open" for row in shown]
    return go.Scatter(
        name=f"<b>{title}</b>" if is_chosen else title,
        mode="markers",
        cliponaxis=False,
        legendrank=list(MODELS).index(answer.model),
        x=[row.credit for row in shown],
        y=[channels.index(row.channel) + offset for row in shown],
        customdata=[_hover(row) for row in shown],
        marker={
            "symbol": symbols,
            "size": 13 if is_chosen else 8,
            "color": colours,
            "line": {"width": 1.5, "color": colours},
        },
        error_x=_whiskers(shown, is_chosen=is_chosen),
        hovertemplate="%{customdata}<br>Click to open them.<extra>" + title + "</extra>",
    )


def _whiskers(shown: Sequence[ChannelCredit], *, is_chosen: bool) -> dict[str, object]:
    colour, width = (NEUTRAL, 2.5) if is_chosen else (faded(NEUTRAL, opacity=0.55), 1)
    return whiskers([row.credit for row in shown], map(_bounds, shown), colour=colour, width=width)


def _colour(row: ChannelCredit) -> str:
    return NEUTRAL if row.indistinct or row.channel in {NO_CHANNEL, BASELINE} else channel_colour(row.channel)


def _bounds(row: ChannelCredit) -> tuple[float, float]:
    return row.interval or (row.credit, row.credit)


def _hover(row: ChannelCredit) -> str:
    low, high = _bounds(row)
    return (
        f"{figure_text(spoken(row.channel))}: {number(row.credit, digits=1)} conversions "
        f"[{number(low, digits=1)} to {number(high, digits=1)}],<br>"
        f"{percent(row.share)} of all. {counted(row.leads, 'lead')} behind it."
    )


def _rule(height: float, *, is_strong: bool) -> dict[str, object]:
    """A thin line between two channels, a thick one above what is not a channel."""
    line = {"width": 2, "color": NEUTRAL} if is_strong else {"width": 1, "color": faded(NEUTRAL)}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": height, "y1": height, "line": line}
