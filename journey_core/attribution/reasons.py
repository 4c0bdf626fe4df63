"""Why a touchpoint has the weight it has, in words. A model without a sentence here says the place of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.rules import DIRECT, FULL_PATH, W_SHAPED
from journey_core.attribution.touchpoints import Paths
from journey_core.wording import spoken_duration

DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """Where a touchpoint stands among the `count` of its conversion, numbered from 1; how long before it; which of the
    anchors it holds; whether it is the first of its channel, one of `channels`; the number of the last not direct.
    """

    number: int
    count: int
    before: timedelta
    is_creation: bool
    is_opportunity: bool
    is_new: bool
    channels: int
    last_non_direct: int


def place_of(paths: Paths, path: int, i: int) -> Place:
    """The place of touchpoint i of a path."""
    begin, end = int(paths.offsets[path]), int(paths.offsets[path + 1])
    creation = int(paths.creation[path])
    others = [place for place in range(begin, end) if paths.channel[place] != DIRECT]
    return Place(
        number=i - begin + 1,
        count=end - begin,
        before=timedelta(microseconds=int(paths.age[i])),
        is_creation=i == (creation if creation >= 0 else begin),
        is_opportunity=i == int(paths.opportunity[path]),
        is_new=bool(paths.is_new[i]),
        channels=int(paths.is_new[begin:end].sum()),
        last_non_direct=others[-1] - begin + 1 if others else 0,
    )


def reason(options: AttributionOptions, place: Place) -> str:
    """The reason in words for the weight that the model of the options gives to this place."""
    say = REASONS.get(options.model)
    return say(options, place) if say else _numbered(place)


def _numbered(place: Place) -> str:
    return "only touchpoint" if place.count == 1 else f"touchpoint {place.number} of {place.count}"


def _at_end(_: AttributionOptions, place: Place) -> str:
    """First, last, or one of those between."""
    if place.count == 1:
        return "only touchpoint"
    if place.number in {1, place.count}:
        return "first touchpoint" if place.number == 1 else "last touchpoint"
    return f"{place.number - 1} of {place.count - 2} in between"


def _last_non_direct(_: AttributionOptions, place: Place) -> str:
    if place.last_non_direct == 0:
        return "last touchpoint, all are direct" if place.number == place.count else "an earlier direct one"
    if place.number == place.last_non_direct:
        return "last touchpoint that is not direct"
    return "after the last that is not direct" if place.number > place.last_non_direct else "an earlier one"


def _half_life(options: AttributionOptions, place: Place) -> str:
    return f"half-life {spoken_duration(options.half_life)}, {place.before / DAY:.1f} days before"


def _by_places(options: AttributionOptions, place: Place) -> str:
    weights = {"w_shaped": W_SHAPED, "full_path": FULL_PATH}.get(options.model, options.weights)
    held = [
        name
        for name, weight, is_held in (
            ("first touchpoint", weights.first, place.number == 1),
            ("lead creation anchor", weights.lead_creation, place.is_creation),
            ("opportunity anchor", weights.opportunity, place.is_opportunity),
            ("last touchpoint", weights.last, place.number == place.count),
        )
        if weight and is_held
    ]
    return ", ".join(held) or "one of the others"


def _part_taken(_: AttributionOptions, place: Place) -> str:
    return f"first of its channel, one of {place.channels}" if place.is_new else "its channel has its part already"


REASONS: Final[Mapping[str, Callable[[AttributionOptions, Place], str]]] = {
    **dict.fromkeys(("first", "last", "position_based", "j_shaped", "inverse_j"), _at_end),
    **dict.fromkeys(("w_shaped", "full_path", "custom"), _by_places),
    **dict.fromkeys(("participation", "shapley"), _part_taken),
    "last_non_direct": _last_non_direct,
    "time_decay": _half_life,
}
