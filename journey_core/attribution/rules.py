"""The rule models: each says which weight the touchpoints of a conversion get. One line of RULES each.

A weight function takes paths and compiled options and gives float64[n_touchpoints]; the weights of one path add up to
1, but for participation. The line of each rule says its formula. Touchpoints of one instant have no known order: the
places that an instant takes weigh what they weigh together, and its touchpoints share that equally.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.attribution.compiled import Compiled
from journey_core.attribution.custom import CustomWeights
from journey_core.attribution.touchpoints import Paths
from journey_core.log.arrays import Bytes, Flags, Ints
from journey_core.log.vocabulary import CHANNELS

Weights = NDArray[np.float64]
Weigh = Callable[[Paths, Compiled], Weights]

DIRECT: Final = CHANNELS.index("direct") + 1


def places(
    *, first: float = 0, lead_creation: float = 0, opportunity: float = 0, last: float = 0, middle: float = 0
) -> CustomWeights:
    """Weights of places of which those not named have none."""
    return CustomWeights(first=first, lead_creation=lead_creation, opportunity=opportunity, last=last, middle=middle)


def by_places(weights: CustomWeights) -> Weigh:
    """The rule that gives every touchpoint what the places that it holds weigh."""

    def weigh(paths: Paths, _: Compiled) -> Weights:
        return _placed(paths, weights)

    return weigh


FULL_PATH: Final = places(first=0.225, lead_creation=0.225, opportunity=0.225, last=0.225, middle=0.1)
W_SHAPED: Final = places(first=0.3, lead_creation=0.3, opportunity=0.3, middle=0.1)

first, last, linear = by_places(places(first=1)), by_places(places(last=1)), by_places(places(middle=1))
position_based = by_places(places(first=0.4, last=0.4, middle=0.2))
j_shaped = by_places(places(first=0.2, last=0.6, middle=0.2))
inverse_j = by_places(places(first=0.6, last=0.2, middle=0.2))


def custom(paths: Paths, compiled: Compiled) -> Weights:
    return _placed(paths, compiled.weights)


def last_non_direct(paths: Paths, _: Compiled) -> Weights:
    return _to_newest(paths.offsets, paths.age, paths.channel, DIRECT)


def time_decay(paths: Paths, compiled: Compiled) -> Weights:
    # Ages count from the last touchpoint: normalising cancels the difference, and the largest weight never underflows.
    raw = np.exp2((paths.spread(paths.age[paths.end]) - paths.age) / compiled.half_life)
    return _in_shares(paths.offsets, raw)


def participation(paths: Paths, _: Compiled) -> Weights:
    return _parts(paths.offsets, paths.channel, paths.is_new)


def shapley(paths: Paths, _: Compiled) -> Weights:
    # In the game v(S) = conversions of journeys whose channels all lie in S, each conversion is a game of its own, in
    # which every channel of its journey is needed: by symmetry they share it equally (tested against the formula).
    return _in_shares(paths.offsets, _parts(paths.offsets, paths.channel, paths.is_new))


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
    (
        "w_shaped",
        "W-shaped",
        by_places(W_SHAPED),
        "30 % each to first touch, lead creation and opportunity, 10 % to the others",
    ),
    (
        "full_path",
        "Full path",
        by_places(FULL_PATH),
        "22.5 % each to first touch, lead creation, opportunity and last touch, 10 % to the others",
    ),
    ("time_decay", "Time decay", time_decay, "half as much for every half-life before the conversion"),
    ("participation", "Participation", participation, "a whole conversion to every channel that took part"),
    ("custom", "Custom weights", custom, "by the workspace's own weights"),
    ("shapley", "Shapley, conversions", shapley, "fair shares of what sets of channels convert together"),
)
"""Name, title, weight function and how it shares a conversion out: what pages, terminal and tests iterate."""


def _placed(paths: Paths, weights: CustomWeights) -> Weights:
    each = (float(weight) for _, weight in weights.items())  # whole numbers would compile the kernel once more
    return _by_path(paths.offsets, paths.age, paths.creation, paths.opportunity, *each)


@njit(cache=True, nogil=True)
def _by_path(
    offsets: Ints, age: Ints, creation: Ints, opportunity: Ints,
    at_first: float, at_creation: float, at_opportunity: float, at_last: float, between: float,
) -> Weights:  # fmt: skip
    """What `CustomWeights` says of every touchpoint."""
    weights = np.zeros(offsets[-1])
    for path in range(len(offsets) - 1):
        begin, end = offsets[path], offsets[path + 1]
        if begin == end:
            continue
        created, moved = creation[path], opportunity[path]
        total, others = 0.0, end - begin
        for place, weight in (
            (begin, at_first),
            (begin if created < 0 else created, at_creation),
            (end - 1 if moved < 0 else moved, 0.0 if moved < 0 else at_opportunity),
            (end - 1, at_last),
        ):
            others -= weight > 0 and weights[place] == 0
            weights[place] += weight
            total += weight
        rest = between / others if others else 0.0
        total += rest * others
        if total == 0:
            rest, total = 1.0, float(end - begin)
        scale = 1 / total
        for i in range(begin, end):
            weights[i] = (weights[i] if weights[i] > 0 else rest) * scale
        _share(weights, age, begin, end)
    return weights


@njit(cache=True, nogil=True)
def _share(weights: Weights, age: Ints, begin: int, end: int) -> None:
    """Give every touchpoint of the path begin..end-1 the mean of the weights of its instant."""
    while begin < end:
        past, total = begin + 1, weights[begin]
        while past < end and age[past] == age[begin]:
            total += weights[past]
            past += 1
        if past - begin > 1:
            weights[begin:past] = total / (past - begin)
        begin = past


@njit(cache=True, nogil=True)
def _to_newest(offsets: Ints, age: Ints, channel: Bytes, passed_over: int) -> Weights:
    """All to the touchpoints of another channel of the last instant that has any; to those of the last instant if all
    are of it.
    """
    weights = np.zeros(offsets[-1])
    for path in range(len(offsets) - 1):
        begin, newest, without = offsets[path], offsets[path + 1] - 1, passed_over
        while newest >= begin and channel[newest] == passed_over:
            newest -= 1
        if newest < begin:
            newest, without = offsets[path + 1] - 1, -1
        earliest, sharing = newest + 1, 0
        while earliest > begin and age[earliest - 1] == age[newest]:
            earliest -= 1
            sharing += channel[earliest] != without
        for i in range(earliest, newest + 1):
            weights[i] = 1 / sharing if channel[i] != without else 0.0
    return weights


@njit(cache=True, nogil=True)
def _parts(offsets: Ints, channel: Bytes, is_new: Flags) -> Weights:
    """1 for every channel of each path, shared by its touchpoints of the instant that it first comes in."""
    parts, sharing = np.zeros(offsets[-1]), np.zeros(256, np.int64)
    for path in range(len(offsets) - 1):
        for i in range(offsets[path], offsets[path + 1]):
            sharing[channel[i]] += is_new[i]
        for i in range(offsets[path], offsets[path + 1]):
            parts[i] = 1 / sharing[channel[i]] if is_new[i] else 0.0
        for i in range(offsets[path], offsets[path + 1]):
            sharing[channel[i]] = 0
    return parts


@njit(cache=True, nogil=True)
def _in_shares(offsets: Ints, amounts: Weights) -> Weights:
    """The amounts of every path, which are not all 0, divided by their sum."""
    shares = np.empty_like(amounts)
    for path in range(len(offsets) - 1):
        total = 0.0
        for i in range(offsets[path], offsets[path + 1]):
            total += amounts[i]
        scale = 1 / total if total > 0 else 0.0
        for i in range(offsets[path], offsets[path + 1]):
            shares[i] = amounts[i] * scale
    return shares
