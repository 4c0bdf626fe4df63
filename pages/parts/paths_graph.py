"""The map of journeys: a circle a step, a line an edge, and a marker on its middle that opens its leads."""

from collections.abc import Mapping, Sequence
from typing import Final

import plotly.graph_objects as go

from journey_core.definition import counted
from journey_core.paths import PathEdge, PathNode, PathOptions, PathsResult
from journey_core.vocabulary import Words
from pages.parts.colours import BACKGROUND, OPEN, faded
from pages.parts.formats import duration, figure_text, percent, shortened
from pages.parts.paths_layout import EDGE, Curve, Point, curve, places
from pages.parts.paths_words import step_colours, step_name
from pages.parts.readable import readable

EDGES, STEPS = 0, 1
"""Traces of the figure, in order."""

_HEIGHT: Final = 560
_NAME_LENGTH: Final = 22
_WIDEST: Final = 9
_LARGEST: Final = 34
_HANDLE: Final = 0.28
_CROWN: Final = 0.7
"""How high steps stand whose names lie beside each other."""

_ROOM: Final = 4
"""Names that fit beside each other."""

_LINE: Final = 18


def paths_graph(result: PathsResult, edges: Sequence[PathEdge], options: PathOptions, words: Words) -> go.Figure:
    """A point of EDGES is one of `edges`, one of STEPS one of `drawn_steps`, in their order."""
    nodes = drawn_steps(result, edges)
    placed = places([node.name for node in nodes], result.flow, options)
    colours = step_colours({node.name for node in nodes}, options, words)
    lifts = _lifts(placed)
    curves = [curve(placed[edge.source], placed[edge.target]) for edge in edges]
    figure = go.Figure([_markers(edges, curves, colours, options), _steps(nodes, placed, colours, options)])
    reach = EDGE + 0.4
    figure.update_layout(
        height=_HEIGHT,
        margin={"l": 0, "r": 0, "t": 8, "b": 8},
        showlegend=False,
        hovermode="closest",
        shapes=[_line(edge, way, colours) for edge, way in zip(edges, curves, strict=True)],
        annotations=[
            *(_arrow(edge, way, colours) for edge, way in zip(edges, curves, strict=True)),
            *(_label(node, placed[node.name], options, lift=lifts.get(node.name, 0)) for node in nodes),
        ],
        xaxis={"visible": False, "range": [-reach, reach], "fixedrange": True},
        yaxis={"visible": False, "range": [-1.25, 1.25], "fixedrange": True},
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
    side = 1 if y > 0 else -1
    shift = side * (_size(node) / 2 + 1 + lift)
    return {"x": x, "y": y, "text": figure_text(shortened(step_name(node.name, options), _NAME_LENGTH)),
            "showarrow": False, "yanchor": "bottom" if side > 0 else "top", "yshift": shift,
            "borderpad": 1, "bgcolor": BACKGROUND, "opacity": 0.85, "captureevents": False}  # fmt: skip


def _lifts(placed: Mapping[str, Point]) -> dict[str, int]:
    """Step -> pixels that its name stands further out: every second one of a row, where names would touch."""
    rows = (
        [name for name in placed if placed[name][1] > _CROWN],
        [name for name in placed if placed[name][1] < -_CROWN],
    )
    crowded = [sorted(row, key=lambda name: placed[name]) for row in rows if len(row) > _ROOM]
    return {name: _LINE for row in crowded for name in row[1::2]}


def _size(node: PathNode) -> float:
    """Pixels across a step's circle: its area grows with its leads."""
    return 10 + _LARGEST * float(node.share) ** 0.5


def _told(edge: PathEdge, options: PathOptions) -> str:
    ends = " → ".join(figure_text(step_name(step, options)) for step in (edge.source, edge.target))
    took = f", median {duration(edge.median_seconds)}" if edge.median_seconds is not None else ""
    return f"{ends}: {counted(edge.leads, 'lead')}, {percent(edge.share)}{took}"
