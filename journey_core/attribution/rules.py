"""The rule models: each says which weight the touchpoints of a conversion get. One function and one line of RULES each.

A weight function takes paths and the question and gives float64[n_touchpoints]; the weights of one path add up to 1,
but for participation. Formulas: DESIGN 6.2.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.attribution.custom import CustomWeights
from journey_core.attribution.question import Question
from journey_core.attribution.touchpoints import Paths
from journey_core.vocabulary import CHANNELS

Weights = NDArray[np.float64]
Weigh = Callable[[Paths, Question], Weights]

DIRECT: Final = CHANNELS.index("direct") + 1
W_SHAPED: Final = CustomWeights(first=0.3, lead_creation=0.3, opportunity=0.3, last=0.0, middle=0.1)
FULL_PATH: Final = CustomWeights(first=0.225, lead_creation=0.225, opportunity=0.225, last=0.225, middle=0.1)


def first(paths: Paths, _: Question) -> Weights:
    weights = np.zeros(len(paths.channel))
    weights[paths.begin] = 1.0
    return weights


def last(paths: Paths, _: Question) -> Weights:
    weights = np.zeros(len(paths.channel))
    weights[paths.end] = 1.0
    return weights


def last_non_direct(paths: Paths, _: Question) -> Weights:
    weights = np.zeros(len(paths.channel))
    places = np.where(paths.channel == DIRECT, -1, np.arange(len(paths.channel)))
    newest = np.maximum.reduceat(places, paths.begin) if len(paths.begin) else places
    weights[np.where(newest < 0, paths.end, newest)] = 1.0
    return weights


def linear(paths: Paths, _: Question) -> Weights:
    return paths.spread(1.0 / _counts(paths))


def position_based(paths: Paths, _: Question) -> Weights:
    return _by_ends(paths, 0.4, 0.4)


def j_shaped(paths: Paths, _: Question) -> Weights:
    return _by_ends(paths, 0.2, 0.6)


def inverse_j(paths: Paths, _: Question) -> Weights:
    return _by_ends(paths, 0.6, 0.2)


def w_shaped(paths: Paths, _: Question) -> Weights:
    return _by_places(paths, W_SHAPED)


def full_path(paths: Paths, _: Question) -> Weights:
    return _by_places(paths, FULL_PATH)


def custom(paths: Paths, question: Question) -> Weights:
    return _by_places(paths, question.weights)


def time_decay(paths: Paths, question: Question) -> Weights:
    # Ages count from the last touchpoint: normalising cancels the difference, and the largest weight never underflows.
    raw = np.exp2((paths.spread(paths.age[paths.end]) - paths.age) / question.half_life)
    weights: Weights = raw / paths.spread(_sums(paths, raw))
    return weights


def participation(paths: Paths, _: Question) -> Weights:
    return paths.is_new.astype(np.float64)


def shapley(paths: Paths, _: Question) -> Weights:
    # In the game v(S) = conversions of journeys whose channels all lie in S, each conversion is a game of its own, in
    # which every channel of its journey is needed: by symmetry they share it equally (tested against the formula).
    is_new = paths.is_new.astype(np.float64)
    weights: Weights = is_new / paths.spread(_sums(paths, is_new))
    return weights


RULES: Final[tuple[tuple[str, str, Weigh, str], ...]] = (
    ("first", "First touch", first, "all to the first touchpoint"),
    ("last", "Last touch", last, "all to the last touchpoint"),
    ("last_non_direct", "Last non-direct", last_non_direct, "all to the last touchpoint that is not direct, if any"),
    ("linear", "Linear", linear, "the same to every touchpoint"),
    ("position_based", "Position-based (U)", position_based, "40 % to the first, 40 % to the last, 20 % between"),
    (
        "j_shaped",
        "J-shaped",
        j_shaped,
        "20 % to the first, 60 % to the last, 20 % between; of two 25 % and 75 % (Amplitude gives 30 % and 70 %)",
    ),
    (
        "inverse_j",
        "Inverse J",
        inverse_j,
        "60 % to the first, 20 % to the last, 20 % between; of two 75 % and 25 % (Amplitude gives 70 % and 30 %)",
    ),
    ("w_shaped", "W-shaped", w_shaped, "30 % each to first touch, lead creation and opportunity, 10 % to the others"),
    (
        "full_path",
        "Full path",
        full_path,
        "22.5 % each to first touch, lead creation, opportunity and last touch, 10 % to the others",
    ),
    ("time_decay", "Time decay", time_decay, "half as much for every half-life before the conversion"),
    ("participation", "Participation", participation, "a whole conversion to every channel that took part"),
    ("custom", "Custom weights", custom, "by the workspace's own weights"),
    ("shapley", "Shapley, conversions", shapley, "fair shares of what sets of channels convert together"),
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


def _by_places(paths: Paths, weights: CustomWeights) -> Weights:
    """The weights of the places that each touchpoint holds, divided by their sum in the path."""
    filled = paths.length > 0
    creation = np.where(paths.creation < 0, paths.offsets[:-1], paths.creation)[filled]
    opportunity = paths.opportunity[filled]
    is_place, raw = np.zeros(len(paths.channel), np.bool_), np.zeros(len(paths.channel))
    for places, weight in (
        (paths.begin, weights.first),
        (creation, weights.lead_creation),
        (opportunity[opportunity >= 0], weights.opportunity),
        (paths.end, weights.last),
    ):
        if weight:
            raw[places] += weight
            is_place[places] = True
    others = _counts(paths) - _sums(paths, is_place.astype(np.float64))
    raw += np.where(is_place, 0.0, paths.spread(weights.middle / np.maximum(others, 1)))
    sums = _sums(paths, raw)
    has_some, divisor = paths.spread((sums > 0).astype(np.int64)), np.where(sums > 0, sums, _counts(paths))
    shares: Weights = np.where(has_some, raw, 1.0) / paths.spread(divisor)
    return shares


def _sums(paths: Paths, amounts: Weights) -> Weights:
    """float64[paths with a touchpoint]: what the touchpoints of each add up to."""
    return np.add.reduceat(amounts, paths.begin) if len(paths.begin) else np.zeros(0)


def _counts(paths: Paths) -> NDArray[np.int64]:
    """int64[paths with a touchpoint]: how many each has."""
    counts: NDArray[np.int64] = paths.end - paths.begin + 1
    return counts
