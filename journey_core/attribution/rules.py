"""The rule models: each says which weight the touchpoints of a conversion get. One function and one line of RULES each.

A weight function takes paths and the half-life in microseconds and gives float64[n_touchpoints]; the weights of one
path add up to 1, but for participation. Formulas: DESIGN 6.2.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.attribution.touchpoints import Paths
from journey_core.vocabulary import CHANNELS

Weights = NDArray[np.float64]
Weigh = Callable[[Paths, int], Weights]

DIRECT: Final = CHANNELS.index("direct") + 1


def first(paths: Paths, _: int) -> Weights:
    weights = np.zeros(len(paths.channel))
    weights[paths.begin] = 1.0
    return weights


def last(paths: Paths, _: int) -> Weights:
    weights = np.zeros(len(paths.channel))
    weights[paths.end] = 1.0
    return weights


def last_non_direct(paths: Paths, _: int) -> Weights:
    weights = np.zeros(len(paths.channel))
    places = np.where(paths.channel == DIRECT, -1, np.arange(len(paths.channel)))
    newest = np.maximum.reduceat(places, paths.begin) if len(paths.begin) else places
    weights[np.where(newest < 0, paths.end, newest)] = 1.0
    return weights


def linear(paths: Paths, _: int) -> Weights:
    return paths.spread(1.0 / _counts(paths))


def position_based(paths: Paths, _: int) -> Weights:
    return _by_ends(paths, 0.4, 0.4)


def j_shaped(paths: Paths, _: int) -> Weights:
    return _by_ends(paths, 0.2, 0.6)


def inverse_j(paths: Paths, _: int) -> Weights:
    return _by_ends(paths, 0.6, 0.2)


def time_decay(paths: Paths, half_life: int) -> Weights:
    # Ages count from the last touchpoint: normalising cancels the difference, and the largest weight never underflows.
    raw = np.exp2((paths.spread(paths.age[paths.end]) - paths.age) / half_life)
    totals = np.add.reduceat(raw, paths.begin) if len(paths.begin) else raw
    weights: Weights = raw / paths.spread(totals)
    return weights


def participation(paths: Paths, _: int) -> Weights:
    return paths.is_new.astype(np.float64)


RULES: Final[tuple[tuple[str, str, Weigh, str], ...]] = (
    ("first", "First touch", first, "all to the first touchpoint"),
    ("last", "Last touch", last, "all to the last touchpoint"),
    ("last_non_direct", "Last non-direct", last_non_direct, "all to the last touchpoint that is not direct, if any"),
    ("linear", "Linear", linear, "the same to every touchpoint"),
    ("position_based", "Position-based (U)", position_based, "40 % to the first, 40 % to the last, 20 % between"),
    ("j_shaped", "J-shaped", j_shaped, "20 % to the first, 60 % to the last, 20 % between"),
    ("inverse_j", "Inverse J", inverse_j, "60 % to the first, 20 % to the last, 20 % between"),
    ("time_decay", "Time decay", time_decay, "half as much for every half-life before the conversion"),
    ("participation", "Participation", participation, "a whole conversion to every channel that took part"),
)
"""Name, title, weight function and how it shares a conversion out: what pages, terminal and tests iterate."""


def _by_ends(paths: Paths, at_first: float, at_last: float) -> Weights:
    """Fixed shares for the ends, the rest equally between; two touchpoints renormalise, a single one gets all."""
    counts = _counts(paths)
    ends = np.where(counts > 2, 1.0, at_first + at_last)
    weights = paths.spread((1 - at_first - at_last) / np.maximum(counts - 2, 1))
    weights[paths.begin] = at_first / ends
    weights[paths.end] = np.where(counts == 1, 1.0, at_last / ends)
    return weights


def _counts(paths: Paths) -> NDArray[np.int64]:
    """int64[paths with a touchpoint]: how many each has."""
    counts: NDArray[np.int64] = paths.end - paths.begin + 1
    return counts
