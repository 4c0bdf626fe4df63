"""Questions to the core as an address says them: funnels and attributions to parameters, and back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.attribution.custom import CustomWeights
from journey_core.attribution.options import AttributionOptions
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.calendar.business_hours import BusinessHours
from journey_core.calendar.parsing import duration, duration_text, start_of
from journey_core.errors import BadInput, UnknownName, brief
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.parameters import exclusion, exclusion_text, step_number, step_window_texts, step_windows
from journey_core.log.predicates import USUAL_GOAL, Predicate
from journey_core.paths.options import PathOptions
from journey_core.reconcile.results import ReconcileOptions

Query = Mapping[str, Sequence[str]]
"""An address's parameters: every name with all its values."""

FUNNEL: Final = ("step", "order", "optional", "exclude", "window", "step_window", "since", "until")
TIMES: Final = ("from_step", "to_step")
AGAINST: Final = ("compare", "compare_since", "compare_until")
PATHS: Final = ("over", "anchor", "side", "repeats", "outcome", "goal", "since", "until")
BOTTLENECKS: Final = ("counting", "threshold", "goal", "since", "until")
ATTRIBUTION: Final = (
    "model", "goal", "lookback", "half_life", "chain", "weights", "opportunity", "touchpoints", "since", "until",
)  # fmt: skip
RECONCILE: Final = tuple(dict.fromkeys((*FUNNEL, *ATTRIBUTION)))

REPEATS: Final = ("once", "each")
"""How repeats in a row count in a path."""

COUNTING: Final = ("all", "business")
"""Which hours of a stay count."""

EVERY: Final = "every"
"""The word for touchpoints that no predicate narrows, where a workspace usually narrows them."""


def first(given: Query, name: str, default: str = "") -> str:
    """The first value of a parameter."""
    values = given.get(name, ())
    return values[0] if values else default


def choice(given: Query, name: str, choices: Sequence[str], default: str) -> str:
    """A parameter that must be one of the choices, else the default: addresses are typed by hand, too."""
    value = first(given, name, default)
    return value if value in choices else default


def whole_number(given: Query, name: str, default: int) -> int:
    """A parameter that is a whole number from 0 to 999,999; raises BadInput."""
    value = first(given, name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) <= 6):
        raise BadInput(f"“{brief(value)}” is no number that {name.replace('_', ' ')} can be.")
    return int(value)


def share(given: Query, name: str, default: float) -> float:
    """A parameter that is a share from 0 to 1; raises BadInput."""
    text = first(given, name, str(default))
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise BadInput(f"“{brief(text)}” is no share; write a number from 0 to 1, such as 0.05.")
    return value


def funnel_parameters(options: FunnelOptions, zone: ZoneInfo) -> dict[str, list[str]]:
    """A funnel as an address says it; `as_of` stands beside it."""
    finer = {
        "order": [options.order] if options.order != "ordered" else [],
        "optional": [str(number) for number in sorted(options.optional)],
        "exclude": [exclusion_text(each) for each in options.exclusions],
        "step_window": step_window_texts(options.step_windows),
    }
    return {
        "step": [str(step) for step in options.steps],
        "window": [duration_text(options.window)],
        **{name: texts for name, texts in finer.items() if texts},
        **_period(options.since, options.until, zone),
    }


def funnel_options(given: Query, *, zone: ZoneInfo, as_of: datetime) -> FunnelOptions:
    """The funnel of an address; raises BadInput or UnknownName for anything that can't be read."""
    steps = given.get("step", ())
    return FunnelOptions(
        steps=tuple(Predicate.parse(step) for step in steps),
        order=first(given, "order", "ordered"),
        optional=frozenset(map(step_number, given.get("optional", ()))),
        exclusions=tuple(map(exclusion, given.get("exclude", ()))),
        window=duration(first(given, "window", "14d")),
        step_windows=step_windows(given.get("step_window", ()), len(steps)),
        since=_start(given, "since", zone),
        until=_start(given, "until", zone),
        as_of=as_of,
    )


def steps_between(given: Query, steps: int) -> tuple[int, int]:
    """From which step to which of so many an address measures times, by default through all; raises BadInput."""
    return whole_number(given, "from_step", 1), whole_number(given, "to_step", steps)


def attribution_parameters(options: AttributionOptions, zone: ZoneInfo) -> dict[str, list[str]]:
    """An attribution as an address says it; `as_of` and the zone of weekdays stand beside it."""
    return {
        "model": [options.model],
        "goal": [str(options.goal)],
        "lookback": [duration_text(options.lookback)],
        "half_life": [duration_text(options.half_life)],
        "chain": [str(options.order)],
        "weights": [str(options.weights)],
        "opportunity": [options.opportunity_stage],
        "touchpoints": [str(each) for each in options.touchpoints] or [EVERY],
        **_period(options.since, options.until, zone),
    }


def attribution_options(given: Query, *, zone: ZoneInfo, as_of: datetime) -> AttributionOptions:
    """The attribution of an address; raises BadInput or UnknownName for anything that can't be read."""
    weights = first(given, "weights")
    return AttributionOptions(
        model=first(given, "model", "linear"),
        goal=Predicate.parse(first(given, "goal", str(USUAL_GOAL))),
        lookback=duration(first(given, "lookback", "90d")),
        half_life=duration(first(given, "half_life", "7d")),
        order=whole_number(given, "chain", 1),
        weights=CustomWeights.parse(weights) if weights else CustomWeights(),
        opportunity_stage=first(given, "opportunity", "proposal"),
        zone=zone,
        touchpoints=touchpoints(given.get("touchpoints", ())),
        since=_start(given, "since", zone),
        until=_start(given, "until", zone),
        as_of=as_of,
    )


def touchpoints(written: Sequence[str]) -> tuple[Predicate, ...]:
    """The predicates that say what a touchpoint is, () for every interaction that can be one; raises BadInput."""
    return tuple(Predicate.parse(each) for each in written if each != EVERY)


def path_parameters(options: PathOptions, zone: ZoneInfo) -> dict[str, list[str]]:
    """A journey map as an address says it; `as_of` stands beside it."""
    anchor = {"anchor": [str(options.anchor)], "side": [options.side]} if options.anchor else {}
    return {
        "over": [options.over],
        **anchor,
        "repeats": [REPEATS[0 if options.collapse else 1]],
        "outcome": [options.outcome],
        "goal": [str(options.goal)],
        **_period(options.since, options.until, zone),
    }


def path_options(given: Query, *, zone: ZoneInfo, as_of: datetime) -> PathOptions:
    """The journey map of an address; raises BadInput or UnknownName for anything that can't be read."""
    anchor, repeats = first(given, "anchor"), first(given, "repeats", REPEATS[0])
    if repeats not in REPEATS:
        raise UnknownName("way to count repeats", repeats, REPEATS)
    return PathOptions(
        over=first(given, "over", "channel"),
        anchor=Predicate.parse(anchor) if anchor else None,
        side=first(given, "side", "after"),
        collapse=repeats == REPEATS[0],
        outcome=first(given, "outcome", "all"),
        goal=Predicate.parse(first(given, "goal", str(USUAL_GOAL))),
        since=_start(given, "since", zone),
        until=_start(given, "until", zone),
        as_of=as_of,
    )


def bottleneck_parameters(options: BottleneckOptions, zone: ZoneInfo) -> dict[str, list[str]]:
    """A question of bottlenecks as an address says it; `as_of` and which hours are worked stand beside it."""
    return {
        "counting": [COUNTING[1 if options.hours else 0]],
        "threshold": [f"{options.threshold:g}"],
        "goal": [str(options.goal)],
        **_period(options.since, options.until, zone),
    }


def bottleneck_options(given: Query, *, zone: ZoneInfo, as_of: datetime, hours: BusinessHours) -> BottleneckOptions:
    """The question of bottlenecks of an address; raises BadInput or UnknownName for anything that can't be read."""
    counting = first(given, "counting", COUNTING[0])
    if counting not in COUNTING:
        raise UnknownName("way to count hours", counting, COUNTING)
    return BottleneckOptions(
        zone=zone,
        hours=hours if counting == COUNTING[1] else None,
        threshold=share(given, "threshold", 0.3),
        goal=Predicate.parse(first(given, "goal", str(USUAL_GOAL))),
        since=_start(given, "since", zone),
        until=_start(given, "until", zone),
        as_of=as_of,
    )


def reconcile_parameters(options: ReconcileOptions, zone: ZoneInfo) -> dict[str, list[str]]:
    """A funnel and an attribution of one period as one address says them; `as_of` stands beside it."""
    return funnel_parameters(options.funnel, zone) | attribution_parameters(options.attribution, zone)


def reconcile_options(given: Query, *, zone: ZoneInfo, as_of: datetime) -> ReconcileOptions:
    """Both of an address; raises BadInput or UnknownName for anything that can't be read."""
    return ReconcileOptions(
        funnel=funnel_options(given, zone=zone, as_of=as_of),
        attribution=attribution_options(given, zone=zone, as_of=as_of),
    )


def _period(since: datetime | None, until: datetime | None, zone: ZoneInfo) -> dict[str, list[str]]:
    bounds = (("since", since), ("until", until))
    return {name: [moment.astimezone(zone).isoformat()] for name, moment in bounds if moment}


def _start(given: Query, name: str, zone: ZoneInfo) -> datetime | None:
    text = first(given, name)
    return start_of(text, zone) if text else None
