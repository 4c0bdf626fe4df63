"""The flow of journeys: a Sankey, one column per step of the path. Its clicks say nothing, so the table opens leads."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import plotly.graph_objects as go

from journey_core.log.vocabulary import Words
from journey_core.paths.nodes import SPECIAL
from journey_core.paths.options import FLOW_STEPS, PathOptions
from journey_core.paths.results import FlowEdge
from journey_core.wording import counted
from pages.kit.colours import BACKGROUND, TEXT, faded
from pages.kit.formats import figure_text, percent, shortened
from pages.kit.readable import readable
from pages.screens.paths.words import step_colours, step_name

_HEIGHT: Final = 560
_NAME_LENGTH: Final = 18
_LAST: Final = FLOW_STEPS + 1
_HALO: Final = ", ".join([f"0 0 3px {BACKGROUND}"] * 3)
"""Keeps names readable over the links they lie on."""

Stand = tuple[int, str]
"""Column and name."""


def paths_flow(edges: Sequence[FlowEdge], options: PathOptions, words: Words) -> go.Figure:
    """One link per move at a place; start and ends are one node each, a word has a node in every column."""
    ways = [_stands(edge, options) for edge in edges]
    sizes = _sizes(edges, ways)
    stands = list(sizes)
    heights = _heights(sizes)
    colours = step_colours({name for _, name in stands}, options, words)
    figure = go.Figure(
        go.Sankey(
            arrangement="snap",
            textfont={"color": TEXT, "shadow": _HALO},
            node={
                "label": [_label(name, options) for _, name in stands],
                "color": [colours[name] for _, name in stands],
                "x": [_inside(column / _LAST) for column, _ in stands],
                "y": [_inside(heights[stand]) for stand in stands],
                "pad": 14,
                "thickness": 14,
                "line": {"width": 0},
                "customdata": [counted(size, "lead") for size in sizes.values()],
                "hovertemplate": "%{label}: %{customdata}<extra></extra>",
            },
            link={
                "source": [stands.index(source) for source, _ in ways],
                "target": [stands.index(target) for _, target in ways],
                "value": [edge.leads for edge in edges],
                "color": [faded(colours[edge.source], opacity=0.35) for edge in edges],
                "customdata": [f"{counted(edge.leads, 'lead')}, {percent(edge.share)}" for edge in edges],
                "hovertemplate": "%{source.label} → %{target.label}: %{customdata}<extra></extra>",
            },
        )
    )
    figure.update_layout(height=_HEIGHT, margin={"l": 8, "r": 8, "t": 8, "b": 48}, font={"size": 13})
    return readable(figure)


def _label(name: str, options: PathOptions) -> str:
    return "anchor" if name == "(anchor)" else figure_text(shortened(step_name(name, options), _NAME_LENGTH))


def _stands(edge: FlowEdge, options: PathOptions) -> tuple[Stand, Stand]:
    """Column and name of both ends: start on the left, ends on the right, a word in the column of its step."""
    column = FLOW_STEPS - edge.place if options.is_before else edge.place
    return _stand(column, edge.source, 0), _stand(column + 1, edge.target, _LAST)


def _stand(column: int, name: str, side: int) -> Stand:
    return (side if name in SPECIAL else column), name


def _sizes(edges: Sequence[FlowEdge], ways: Sequence[tuple[Stand, Stand]]) -> dict[Stand, int]:
    """Leads that come in or go out, whichever are more, of what is drawn; the largest first."""
    out: Counter[Stand] = Counter()
    into: Counter[Stand] = Counter()
    for edge, (source, target) in zip(edges, ways, strict=True):
        out[source] += edge.leads
        into[target] += edge.leads
    return dict((out | into).most_common())


def _heights(sizes: Mapping[Stand, int]) -> dict[Stand, float]:
    """Where each stands in its column, 0 on top: in order of size, each as high as its share of the column."""
    filled: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for (column, _), size in sizes.items():
        total[column] += size
    heights = {}
    for stand, size in sizes.items():
        column = stand[0]
        heights[stand] = (filled[column] + size / 2) / total[column]
        filled[column] += size
    return heights


def _inside(share: float) -> float:
    """Away from 0 and 1, which Plotly takes for places not given."""
    return min(max(share, 0.001), 0.999)
