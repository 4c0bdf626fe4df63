"""The picture of one journey: stages behind, a lane for each channel, filled marks inbound, hollow ones outbound."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import plotly.graph_objects as go

from journey_core.leads.timeline import BINS, NO_LANE, StageBand, Timeline
from journey_core.log.times import instant, microseconds
from journey_core.log.vocabulary import Direction, Words, spoken
from pages.kit.colours import NEUTRAL, channel_colour, channel_marker, faded, stage_colours
from pages.kit.formats import duration, exact, figure_text, number, shortened
from pages.kit.readable import readable

LANE_HEIGHT: Final = 44
TICKS: Final = 6
LABEL_HEIGHT: Final = 16
LABEL_ROWS: Final = 3
LONGEST: Final = 24
LETTER: Final = 0.026
"""Width of a letter of a stage's name, as a share of the picture's width at 390 pixels."""
_SPOKE: Final = {Direction.NONE: "", Direction.INBOUND: "inbound", Direction.OUTBOUND: "outbound"}


def timeline_chart(picture: Timeline, words: Words, zone: ZoneInfo) -> go.Figure:
    """One trace per lane. A drag draws a box; a click can't select beside it in this version of Plotly."""
    lanes = [words.word("channel", code) for code in picture.lanes]
    drawn = _strips if picture.density is not None else _marks
    figure = go.Figure(drawn(picture, lanes, zone))
    top = 10 + LABEL_HEIGHT * _draw_bands(figure, picture, words)
    for begin, end in picture.axis.folds:
        _draw_fold(figure, picture, begin, end)
    places, times = picture.axis.ticks(TICKS)
    figure.update_layout(
        height=68 + top + LANE_HEIGHT * max(len(lanes), 1),
        margin={"l": 0, "r": 8, "t": top, "b": 8},
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
    return readable(figure)


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
                text=[_told(picture, mark, lane, zone) for mark in here.tolist()],
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
    begins = picture.axis.time(np.arange(BINS, dtype=np.float64) * width)
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


def _draw_bands(figure: go.Figure, picture: Timeline, words: Words) -> int:
    """The stages behind the lanes and their names above them; how many rows of names there are, at least one."""
    names = [shortened(spoken(words.word("stage", band.stage)), LONGEST) for band in picture.bands]
    for band in picture.bands:
        _draw_band(figure, picture, words, band)
    labels = stage_labels(picture, names)
    for label in labels:
        _draw_label(figure, label)
    return 1 + max((label.row for label in labels), default=0)


@dataclass(frozen=True)
class StageLabel:
    """The name of a band: the span of the axis that it needs on a phone, its row above the lanes (0 is the lowest),
    and whether it ends at the right edge instead of beginning with its band.
    """

    text: str
    begin: float
    end: float
    row: int
    is_last: bool


def stage_labels(picture: Timeline, names: Sequence[str]) -> list[StageLabel]:
    """A name for each band where the band begins, or at the right edge where it has no room there, in the lowest row
    where it meets no other on a phone; none where all rows are taken.
    """
    free_from = [-float("inf")] * LABEL_ROWS
    labels = []
    for band, name in zip(picture.bands, names, strict=True):
        width = picture.axis.width * LETTER * (len(name) + 2)
        start = float(picture.axis.x(np.array([microseconds(band.start)]))[0])
        begin = max(0.0, min(start, picture.axis.width - width))
        row = next((row for row, free in enumerate(free_from) if free <= begin), None)
        if row is not None:
            free_from[row] = begin + width
            labels.append(StageLabel(name, begin, begin + width, row, is_last=begin < start))
    return labels


def _draw_band(figure: go.Figure, picture: Timeline, words: Words, band: StageBand) -> None:
    left, right = picture.axis.x(np.array([microseconds(band.start), microseconds(band.end)]))
    colour = stage_colours([*words.stages(), "lost"]).get(words.word("stage", band.stage), NEUTRAL)
    figure.add_shape(
        type="rect", xref="x", yref="paper", x0=left, x1=right, y0=0, y1=1, layer="below",
        line={"width": 0}, fillcolor=faded(colour, opacity=0.16),
    )  # fmt: skip


def _draw_label(figure: go.Figure, label: StageLabel) -> None:
    figure.add_annotation(
        x=label.end if label.is_last else label.begin, xanchor="right" if label.is_last else "left", xref="x",
        y=1, yanchor="bottom", yref="paper", yshift=LABEL_HEIGHT * label.row, text=figure_text(label.text),
        showarrow=False, font={"size": 12},
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
