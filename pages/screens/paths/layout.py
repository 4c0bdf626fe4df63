"""Where the steps of a map stand: what comes early in paths on the left, what comes late on the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import Final

from journey_core.paths.options import PathOptions
from journey_core.paths.results import FlowEdge

Point = tuple[float, float]

EDGE: Final = 1.9
"""How far start and ends stand from the middle."""

LOOP: Final = 0.4
"""How far the ends of the handles of an edge to its own place lie from it."""

_WIDTH: Final = 1.45
"""Half the width of the ellipse that steps stand on; half its height is 1."""

_ARROW: Final = 0.05
"""Length of the arrow on an edge's middle."""

_ENDS: Final = ("(converted)", "(open)", "(lost)")
_STAGE_ENDS: Final = ("won", "(open)", "lost")
_BEND: Final = 0.16
"""How far an edge bends to its right, as a share of its length, so that there and back stay apart."""


@dataclass(frozen=True)
class Curve:
    """An edge as a quadratic curve, with its middle and the tip of the arrow that begins there."""

    start: Point
    control: Point
    end: Point
    middle: Point
    tip: Point


def places(steps: Sequence[str], flow: Sequence[FlowEdge], options: PathOptions) -> dict[str, Point]:
    """Step -> its place. Words stand around an ellipse in the order of their mean place, above and below in turns."""
    ends = _STAGE_ENDS if options.over == "stage" and not options.is_before else _ENDS
    words = [step for step in steps if not step.startswith("(") and step not in ends]
    mean = _mean_places(flow, options)
    words.sort(key=lambda word: (mean.get(word, 0.0), word))
    placed = {word: _on_ellipse(number, len(words)) for number, word in enumerate(words)}
    left = ["(anchor)" if options.is_after else "(start)"]
    right = ["(anchor)"] if options.is_before else [end for end in ends if end in steps]
    placed |= dict.fromkeys(left, (-EDGE, 0.0))
    heights = [(len(right) - 1) / 2 - number for number in range(len(right))]
    placed |= {step: (EDGE, height * 0.55) for step, height in zip(right, heights, strict=True)}
    rest = [step for step in steps if step not in placed]
    return placed | {step: (0.0, 0.25 * number) for number, step in enumerate(rest)}


def curve(start: Point, end: Point) -> Curve:
    """The edge between two places; one to its own place is a loop towards the middle."""
    (x0, y0), (x1, y1) = start, end
    length = hypot(x1 - x0, y1 - y0)
    if length == 0:
        inwards = -1 if y0 > 0 else 1
        middle = (x0, y0 + LOOP * 0.75 * inwards)
        return Curve(start, (x0, y0 + LOOP * inwards), end, middle, (x0 + _ARROW, middle[1]))
    control = ((x0 + x1) / 2 + (y1 - y0) * _BEND * 2, (y0 + y1) / 2 - (x1 - x0) * _BEND * 2)
    middle = ((x0 + 2 * control[0] + x1) / 4, (y0 + 2 * control[1] + y1) / 4)
    tip = (middle[0] + (x1 - x0) / length * _ARROW, middle[1] + (y1 - y0) / length * _ARROW)
    return Curve(start, control, end, middle, tip)


def _mean_places(flow: Sequence[FlowEdge], options: PathOptions) -> Mapping[str, float]:
    """Step -> its mean place in the paths, as far as places are counted; later is more."""
    sums: dict[str, float] = {}
    leads: dict[str, int] = {}
    for edge in flow:
        step, place = (edge.source, -edge.place) if options.is_before else (edge.target, edge.place)
        sums[step] = sums.get(step, 0.0) + place * edge.leads
        leads[step] = leads.get(step, 0) + edge.leads
    return {step: sums[step] / leads[step] for step in sums}


def _on_ellipse(number: int, count: int) -> Point:
    """From the left to the right, above and below in turns, all equally far apart."""
    turn = pi * (number + 0.5) / count
    side = -1 if number % 2 else 1
    return -_WIDTH * cos(turn), side * sin(turn)
