"""A funnel as an address says it, its finer parts as `2`, `2:3:kind=lost`, `3:2d`; each reads back."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.calendar.parsing import duration, duration_text
from journey_core.errors import BadInput, brief
from journey_core.funnel.options import STEP_LIMIT, Exclusion, FunnelOptions
from journey_core.funnel.orders import ORDERS
from journey_core.log.predicates import Predicate
from journey_core.parameters import PERIOD, Clock, Parameter, Parameters, Query, first, period, start

StepWindows = tuple[timedelta | None, ...]

PARAMETERS: Final = (
    Parameter(
        "step", "A predicate such as kind=form_submitted,channel=web; repeat it.", is_many=True, is_required=True
    ),
    Parameter("order", "How steps follow each other: " + " | ".join(ORDERS) + "."),
    Parameter("window", "From the first step to the last, such as 14d."),
    Parameter("optional", "Number of a step that may be skipped; repeat it.", is_many=True, kind=int),
    Parameter("exclude", "2:3:kind=lost: none of that after step 2 and before step 3; repeat it.", is_many=True),
    Parameter("step_window", "3:2d: step 3 at most two days after the one before; repeat it.", is_many=True),
    *PERIOD,
)


def funnel_options(given: Query, clock: Clock) -> FunnelOptions:
    """The funnel of an address; raises BadInput or UnknownName for anything that can't be read."""
    steps = given.get("step", ())
    return FunnelOptions(
        steps=tuple(Predicate.parse(step) for step in steps),
        order=first(given, "order", "ordered"),
        optional=frozenset(map(step_number, given.get("optional", ()))),
        exclusions=tuple(map(exclusion, given.get("exclude", ()))),
        window=duration(first(given, "window", "14d")),
        step_windows=step_windows(given.get("step_window", ()), len(steps)),
        since=start(given, "since", clock),
        until=start(given, "until", clock),
        as_of=clock.as_of,
    )


def funnel_parameters(options: FunnelOptions, zone: ZoneInfo) -> Parameters:
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
        **period(options.since, options.until, zone),
    }


def step_number(text: str) -> int:
    """The number of a step; raises BadInput."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(STEP_LIMIT))):
        raise BadInput(f"“{brief(text)}” is not the number of a step; write one from 1 to {STEP_LIMIT}.")
    return int(text)


def exclusion(text: str) -> Exclusion:
    """The exclusion of `2:3:kind=lost`: no such interaction between steps 2 and 3; raises BadInput."""
    after, _, rest = text.partition(":")
    before, colon, predicate = rest.partition(":")
    if not colon:
        raise BadInput(f"“{brief(text)}” is not an exclusion; write step:step:predicate, such as 1:2:kind=lost.")
    return Exclusion(Predicate.parse(predicate), after=step_number(after), before=step_number(before))


def exclusion_text(each: Exclusion) -> str:
    """What `exclusion` reads back."""
    return f"{each.after}:{each.before}:{each.predicate}"


def step_windows(texts: Iterable[str], steps: int) -> StepWindows:
    """The windows of `3:2d`, one a step, None where no text names it; () without any; raises BadInput."""
    windows: list[timedelta | None] = [None] * steps
    for text in texts:
        number, colon, span = text.partition(":")
        if not colon:
            raise BadInput(f"“{brief(text)}” is not the window of a step; write step:duration, such as 2:3d.")
        if not 1 <= step_number(number) <= steps:
            raise BadInput(f"This funnel has the steps 1 to {steps}; there is no step {number}.")
        if windows[step_number(number) - 1] is not None:
            raise BadInput(f"Step {step_number(number)} has two windows; a step takes one.")
        windows[step_number(number) - 1] = duration(span)
    return tuple(windows) if any(windows) else ()


def step_window_texts(windows: Sequence[timedelta | None]) -> list[str]:
    """What `step_windows` reads back."""
    return [f"{number}:{duration_text(window)}" for number, window in enumerate(windows, start=1) if window]
