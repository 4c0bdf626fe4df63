"""The map of journeys: a circle for each step, a line for each edge, and a marker on it that opens its leads."""

from collections.abc import Mapping, Sequence
from typing import Final

import plotly.graph_objects as go

from journey_core.log.vocabulary import Words
from journey_core.paths.options import PathOptions
from journey_core.paths.results import PathEdge, PathNode, PathsResult
from journey_core.wording import counted
from pages.kit.colours import BACKGROUND, OPEN, faded
from pages.kit.formats import duration, figure_text, percent, shortened
from pages.kit.readable import readable
from pages.screens.paths.layout import EDGE, Curve, Point, curve, places
from pages.screens.paths.words import step_colours, step_name

EDGES, STEPS = 0, 1
"""Traces of the figure, in order."""

_HEIGHT: Final = 560
_NAME_LENGTH: Final = 22
_WIDEST: Final = 9
_LARGEST: Final = 34
_HANDLE: Final = 0.28
_REACH: Final = EDGE + 0.4
_TALL: Final = 1.25

_NARROWEST: Final = 350
"""Pixels across the map on a telephone."""

_LETTER: Final = 6.6
"""Pixels across a letter of a name."""

_LINE: Final = 17
"""Pixels from a line of text to the next."""

_FURTHEST: Final = 48
"""Pixels that a name is moved at most."""


def paths_graph(result: PathsResult, edges: Sequence[PathEdge], options: PathOptions, words: Words) -> go.Figure:
    """A point of EDGES is one of `edges`, one of STEPS one of `drawn_steps`, in their order."""
    nodes = drawn_steps(result, edges)
    placed = places([node.name for node in nodes], result.flow, options)
    colours = step_colours({node.name for node in nodes}, options, words)
    lifts = _lifts(nodes, placed, options)
    curves = [curve(placed[edge.source], placed[edge.target]) for edge in edges]
    figure = go.Figure([_markers(edges, curves, colours, options), _steps(nodes, placed, colours, options)])
    figure.update_layout(
        height=_HEIGHT,
        margin={"l": 0, "r": 0, "t": 8, "b": 8},
        showlegend=False,
        hovermode="closest",
        shapes=[_line(edge, way, colours) for edge, way in zip(edges, curves, strict=True)],
        annotations=[
            *(_arrow(edge, way, colours) for edge, way in zip(edges, curves, strict=True)),
            *(_label(node, placed[node.name], options, lift=lifts[node.name]) for node in nodes),
        ],
        xaxis={"visible": False, "range": [-_REACH, _REACH], "fixedrange": True},
        yaxis={"visible": False, "range": [-_TALL, _TALL], "fixedrange": True},
    )
    return readable(figure)


def drawn_steps(result: PathsResult, edges: Sequence[PathEdge]) -> list[PathNode]:
    """The steps at the ends of these edges, in the order of their circles' trace."""
    seen = {step for edge in edges for step in (edge.source, edge.target)}
    return [node for node in result.nodes if node.name in seen]


def _line(edge: PathEdge, way: Curve, colours: Mapping[str, str]) -> dict[str, object]:
    (x0, y0), (x1, y1), (x, y) = way.start, way.end, way.control
    path = f"M {x0:.4f},{y0:.4f} Q {x:.4f},{y:.4f} {x1:.4f},{y1:.4f}"
    if way.start == way.end:
        path = f"M {x0:.4f},{y0:.4f} C {x0 - _HANDLE:.4f},{y:.4f} {x0 + _HANDLE:.4f},{y:.4f} {x0:.4f},{y0:.4f}"
    line = {"color": faded(colours[edge.source], opacity=0.45), "width": 1 + _WIDEST * edge.share}
    return {"type": "path", "path": path, "line": line, "layer": "below"}


def _arrow(edge: PathEdge, way: Curve, colours: Mapping[str, str]) -> dict[str, object]:
    """The head of an arrow on the middle of the edge, in the direction that leads go."""
    (ax, ay), (x, y) = way.middle, way.tip
    return {"x": x, "y": y, "ax": ax, "ay": ay, "axref": "x", "ayref": "y", "text": "", "showarrow": True,
            "arrowhead": 2, "arrowsize": 1.2, "arrowwidth": 1.5, "arrowcolor": colours[edge.source]}  # fmt: skip


def _markers(
    edges: Sequence[PathEdge], curves: Sequence[Curve], colours: Mapping[str, str], options: PathOptions
) -> go.Scatter:
    """A dot on the middle of every edge, to click."""
    return go.Scatter(
        mode="markers",
        x=[way.middle[0] for way in curves],
        y=[way.middle[1] for way in curves],
        customdata=[_told(edge, options) for edge in edges],
        marker={
            "symbol": "circle",
            "size": [8 + 6 * edge.share for edge in edges],
            "color": [colours[edge.source] for edge in edges],
        },
        hovertemplate="%{customdata}<br>Click to open them.<extra></extra>",
    )


def _steps(
    nodes: Sequence[PathNode], placed: Mapping[str, Point], colours: Mapping[str, str], options: PathOptions
) -> go.Scatter:
    names = [step_name(node.name, options) for node in nodes]
    return go.Scatter(
        mode="markers",
        x=[placed[node.name][0] for node in nodes],
        y=[placed[node.name][1] for node in nodes],
        cliponaxis=False,
        customdata=[
            f"{figure_text(name)}: {counted(node.leads, 'lead')}, {percent(node.share)}"
            for node, name in zip(nodes, names, strict=True)
        ],
        marker={
            "symbol": ["circle-open" if node.name == "(open)" else "circle" for node in nodes],
            "size": [_size(node) for node in nodes],
            "color": [colours[node.name] for node in nodes],
            "line": {"width": [2.5 if node.name == "(open)" else 0 for node in nodes], "color": OPEN},
        },
        hovertemplate="%{customdata}<br>Click to open them.<extra></extra>",
    )


def _label(node: PathNode, place: Point, options: PathOptions, *, lift: int) -> dict[str, object]:
    """The name of a step outside its circle, on the page's background: edges pass under it."""
    x, y = place
    shift = _shift(node, y, lift)
    return {"x": x, "y": y, "text": figure_text(_shown_name(node.name, options)),
            "showarrow": False, "yanchor": "bottom" if shift > 0 else "top", "yshift": shift,
            "borderpad": 1, "bgcolor": BACKGROUND, "opacity": 0.85, "captureevents": False}  # fmt: skip


def _lifts(nodes: Sequence[PathNode], placed: Mapping[str, Point], options: PathOptions) -> dict[str, int]:
    """Step -> pixels that its name is moved out, so that no two overlap on a telephone; names of large circles stay."""
    lifts: dict[str, int] = {}
    names: list[tuple[float, float, float]] = []
    for node in sorted(nodes, key=_size, reverse=True):
        (x, y), width = placed[node.name], _LETTER * len(_shown_name(node.name, options)) + 4
        x, y = x * _NARROWEST / (2 * _REACH), y * _HEIGHT / (2 * _TALL)
        tried = [(lift, (x, y + _shift(node, y, lift + _LINE / 2), width)) for lift in range(0, _FURTHEST, 3)]
        free = [each for each in tried if not any(_touch(each[1], other) for other in names)]
        lifts[node.name], taken = (free or tried)[0]
        names.append(taken)
    return lifts


def _touch(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Whether two names, each with its middle and its width, overlap."""
    return abs(one[0] - other[0]) < (one[2] + other[2]) / 2 and abs(one[1] - other[1]) < _LINE


def _shift(node: PathNode, y: float, further: float) -> float:
    """Pixels from the middle of a step's circle at this height to its name: away from the middle of the map."""
    distance = _size(node) / 2 + 1 + further
    return distance if y > 0 else -distance


def _shown_name(name: str, options: PathOptions) -> str:
    return shortened(step_name(name, options), _NAME_LENGTH)


def _size(node: PathNode) -> float:
    """Pixels across a step's circle: its area grows with its leads."""
    size: float = 10 + _LARGEST * float(node.share) ** 0.5
    return size


def _told(edge: PathEdge, options: PathOptions) -> str:
    ends = " → ".join(figure_text(step_name(step, options)) for step in (edge.source, edge.target))
    took = f", median {duration(edge.median_seconds)}" if edge.median_seconds is not None else ""
    return f"{ends}: {counted(edge.leads, 'lead')}, {percent(edge.share)}{took}"
