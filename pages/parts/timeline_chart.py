"""The picture of one journey: stages behind, a lane a channel, filled marks inbound, hollow ones outbound."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import plotly.graph_objects as go

from journey_core.journeys import instant, microseconds
from journey_core.timeline import BINS, NO_LANE, Timeline
from journey_core.vocabulary import Direction, Words
from pages.parts.colours import NEUTRAL, channel_colour, channel_marker, faded, stage_colours
from pages.parts.formats import duration, exact, figure_text, number
from pages.parts.word_labels import spoken

LANE_HEIGHT: Final = 44
TICKS: Final = 6
_SPOKE: Final = {Direction.NONE: "", Direction.INBOUND: "inbound", Direction.OUTBOUND: "outbound"}


def timeline_chart(picture: Timeline, words: Words, zone: ZoneInfo) -> go.Figure:
    """One trace a lane. A drag draws a box; a click can't select beside it in this version of Plotly."""
    lanes = [words.word("channel", code) for code in picture.lanes]
    drawn = _strips if picture.density is not None else _marks
    figure = go.Figure(drawn(picture, lanes, zone))
    for band in picture.bands:
        _draw_band(figure, picture, words, band.stage, band.start, band.end)
    for begin, end in picture.axis.folds:
        _draw_fold(figure, picture, begin, end)
    places, times = picture.axis.ticks(TICKS)
    figure.update_layout(
        height=96 + LANE_HEIGHT * max(len(lanes), 1),
        margin={"l": 0, "r": 8, "t": 28, "b": 8},
        showlegend=False,
        dragmode="select",
        selectdirection="h",
        hovermode="closest",
        barmode="overlay",
        bargap=0,
        xaxis={
            "range": [-0.01 * picture.axis.width, 1.01 * picture.axis.width],
            "tickvals": places.tolist(),
            "ticktext": [_tick(instant(int(at)), zone, picture) for at in times],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            "range": [len(lanes) - 0.5, -0.5],
            "tickvals": list(range(len(lanes))),
            "ticktext": [figure_text(spoken(lane) or NO_LANE) for lane in lanes],
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    )
    return figure


def _marks(picture: Timeline, lanes: list[str], zone: ZoneInfo) -> list[go.Scatter]:
    """Marks grow with what they stand for."""
    marks = picture.marks
    traces = []
    for place, lane in enumerate(lanes):
        here = np.flatnonzero(marks.lane == place)
        symbol, colour = (channel_marker(lane), channel_colour(lane)) if lane else ("circle", NEUTRAL)
        hollow = marks.direction[here] == Direction.OUTBOUND
        traces.append(
            go.Scatter(
                x=marks.x[here].tolist(),
                y=[place] * len(here),
                mode="markers",
                cliponaxis=False,
                name=figure_text(lane),
                marker={
                    "symbol": [f"{symbol}-open" if is_hollow else symbol for is_hollow in hollow],
                    "size": ((10 if lane else 7) + 4 * np.log2(marks.count[here])).clip(max=30).tolist(),
                    "color": colour,
                    "opacity": 1,
                    "line": {"width": 2, "color": colour},
                },
                text=[_told(picture, mark, lane, zone) for mark in here],
                hovertemplate="%{text}<extra></extra>",
            )
        )
    return traces


def _told(picture: Timeline, mark: int, lane: str, zone: ZoneInfo) -> str:
    marks = picture.marks
    count, spoke = int(marks.count[mark]), _SPOKE[Direction(int(marks.direction[mark]))]
    first, last = (instant(int(at[mark])) for at in (marks.first_at, marks.last_at))
    when = exact(first, zone) if count == 1 else f"{exact(first, zone)} to<br>{exact(last, zone)}"
    return f"{count} {spoke} {figure_text(spoken(lane))}".replace("  ", " ") + f"<br>{when}"


def _strips(picture: Timeline, lanes: list[str], zone: ZoneInfo) -> list[go.Bar]:
    """Above a few thousand interactions a lane is a strip, as high as it is dense."""
    width = picture.axis.width / BINS
    begins = picture.axis.time(np.arange(BINS) * width)
    density = picture.density if picture.density is not None else np.zeros((0, BINS), np.int64)
    traces = []
    for place, (lane, counts) in enumerate(zip(lanes, density, strict=True)):
        busy = np.flatnonzero(counts)
        height = 0.8 * counts[busy] / max(int(counts.max()), 1)
        traces.append(
            go.Bar(
                x=((busy + 0.5) * width).tolist(),
                y=(-height).tolist(),
                base=[place + 0.4] * len(busy),
                width=width,
                name=figure_text(lane),
                marker={"color": channel_colour(lane) if lane else NEUTRAL, "line": {"width": 0}},
                text=[f"{number(int(counts[bin]))} from {exact(instant(int(begins[bin])), zone)}" for bin in busy],
                textposition="none",
                hovertemplate="%{text}<extra></extra>",
            )
        )
    return traces


def _draw_band(figure: go.Figure, picture: Timeline, words: Words, stage: int, start: datetime, end: datetime) -> None:
    """A stage behind the lanes, named where there is room."""
    left, right = picture.axis.x(np.array([microseconds(start), microseconds(end)]))
    name = words.word("stage", stage)
    colour = stage_colours([*words.stages(), "lost"]).get(name, NEUTRAL)
    figure.add_shape(
        type="rect", xref="x", yref="paper", x0=left, x1=right, y0=0, y1=1, layer="below",
        line={"width": 0}, fillcolor=faded(colour, opacity=0.16),
    )  # fmt: skip
    if right - left > 0.02 * picture.axis.width * len(name):
        figure.add_annotation(
            x=left, y=1, xref="x", yref="paper", text=figure_text(spoken(name)), showarrow=False, xanchor="left",
            yanchor="bottom", font={"size": 12},
        )  # fmt: skip


def _draw_fold(figure: go.Figure, picture: Timeline, begin: int, end: int) -> None:
    """Where the axis leaves out a silence: a dotted line that says how long it was."""
    middle = float(picture.axis.x(np.array([begin, end])).mean())
    silence = duration((end - begin) / 1e6).split(" ")
    figure.add_shape(
        type="line", xref="x", yref="paper", x0=middle, x1=middle, y0=0, y1=1, layer="below",
        line={"width": 1, "dash": "dot", "color": NEUTRAL},
    )  # fmt: skip
    figure.add_annotation(
        x=middle, y=0, xref="x", yref="paper", text=" ".join(silence[:2]), showarrow=False, yanchor="bottom",
        textangle=-90, xanchor="right", font={"size": 10, "color": NEUTRAL},
    )  # fmt: skip


def _tick(at: datetime, zone: ZoneInfo, picture: Timeline) -> str:
    """Days for long spans, times of day for short ones."""
    local, span = at.astimezone(zone), int(picture.axis.times[-1] - picture.axis.times[0]) / 86_400e6
    if span < 2:
        return f"{local:%H:%M}<br>{local:%-d %b}"
    return f"{local:%-d %b}<br>{local:%Y}"
