"""Why a touchpoint has the weight it has, in words. A model without a sentence here says the place of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.rules import DIRECT, FULL_PATH, W_SHAPED
from journey_core.attribution.touchpoints import Paths
from journey_core.wording import counted, spoken_duration

DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """Where a touchpoint stands among the `count` of its conversion, numbered from 1: its own number, and the first and
    last number that its instant takes; how long before it; which of the anchors its instant holds; whether its channel
    comes first in its instant, one of `channels`, with how many `alike` of that channel and instant; whether it is
    direct; the number of the last that is not, and with how many others of its instant that are not either.
    """

    number: int
    low: int
    high: int
    count: int
    before: timedelta
    is_creation: bool
    is_opportunity: bool
    is_new: bool
    channels: int
    alike: int
    is_direct: bool
    last_non_direct: int
    others_not_direct: int

    @property
    def others(self) -> int:
        """How many others its instant has."""
        return self.high - self.low


def place_of(paths: Paths, path: int, i: int) -> Place:
    """The place of touchpoint i of a path."""
    begin, end = int(paths.offsets[path]), int(paths.offsets[path + 1])
    channel, age = paths.channel[begin:end], paths.age[begin:end]
    instant, creation = np.flatnonzero(age == paths.age[i]), int(paths.creation[path]) - begin
    not_direct = np.flatnonzero(channel != DIRECT)
    return Place(
        number=i - begin + 1,
        low=int(instant[0]) + 1,
        high=int(instant[-1]) + 1,
        count=end - begin,
        before=timedelta(microseconds=int(paths.age[i])),
        is_creation=max(creation, 0) in instant,
        is_opportunity=int(paths.opportunity[path]) - begin in instant,
        is_new=bool(paths.is_new[i]),
        channels=len(np.unique(channel)),
        alike=int((channel[instant] == paths.channel[i]).sum()) - 1,
        is_direct=bool(paths.channel[i] == DIRECT),
        last_non_direct=int(not_direct[-1]) + 1 if len(not_direct) else 0,
        others_not_direct=int((channel[instant] != DIRECT).sum()) - 1,
    )


def reason(options: AttributionOptions, place: Place) -> str:
    """The reason in words for the weight that the model of the options gives to this place."""
    say = REASONS.get(options.model)
    return say(options, place) if say else _numbered(place)


def _numbered(place: Place) -> str:
    return "only touchpoint" if place.count == 1 else f"touchpoint {place.number} of {place.count}"


def _shared(said: str, others: int) -> str:
    """The reason, and with how many others of the same instant the touchpoint shares it."""
    return f"{said}, shares with {counted(others, 'other')} of the same instant" if others else said


def _at_end(_: AttributionOptions, place: Place) -> str:
    """First, last, or one of those between."""
    if place.count == 1:
        return "only touchpoint"
    held = ["first"] * (place.low == 1) + ["last"] * (place.high == place.count)
    between = f"{place.number - 1} of {place.count - 2} in between"
    return _shared(f"{' and '.join(held)} touchpoint" if held else between, place.others)


def _last_non_direct(_: AttributionOptions, place: Place) -> str:
    if place.last_non_direct == 0:
        is_last = place.high == place.count
        return _shared("last touchpoint, all are direct", place.others) if is_last else "an earlier direct one"
    if place.low <= place.last_non_direct <= place.high:
        is_held = _shared("last touchpoint that is not direct", place.others_not_direct)
        return "direct, beside the last that is not" if place.is_direct else is_held
    return "after the last that is not direct" if place.number > place.last_non_direct else "an earlier one"


def _half_life(options: AttributionOptions, place: Place) -> str:
    return f"half-life {spoken_duration(options.half_life)}, {place.before / DAY:.1f} days before"


def _by_places(options: AttributionOptions, place: Place) -> str:
    weights = {"w_shaped": W_SHAPED, "full_path": FULL_PATH}.get(options.model, options.weights)
    held = [
        name
        for name, weight, is_held in (
            ("first touchpoint", weights.first, place.low == 1),
            ("lead creation anchor", weights.lead_creation, place.is_creation),
            ("opportunity anchor", weights.opportunity, place.is_opportunity),
            ("last touchpoint", weights.last, place.high == place.count),
        )
        if weight and is_held
    ]
    return _shared(", ".join(held) or "one of the others", place.others)


def _part_taken(_: AttributionOptions, place: Place) -> str:
    first = f"first of its channel, one of {place.channels}"
    return _shared(first, place.alike) if place.is_new else "its channel has its part already"


REASONS: Final[Mapping[str, Callable[[AttributionOptions, Place], str]]] = {
    **dict.fromkeys(("first", "last", "position_based", "j_shaped", "inverse_j"), _at_end),
    **dict.fromkeys(("w_shaped", "full_path", "custom"), _by_places),
    **dict.fromkeys(("participation", "shapley"), _part_taken),
    "last_non_direct": _last_non_direct,
    "time_decay": _half_life,
}
