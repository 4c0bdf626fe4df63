"""The finer parts of a funnel as flags and addresses say them: `2`, `2:3:kind=lost`, `3:2d`; each reads back."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from journey_core.calendar.parsing import duration, duration_text
from journey_core.errors import BadInput, brief
from journey_core.funnel.options import STEP_LIMIT, Exclusion
from journey_core.log.predicates import Predicate

StepWindows = tuple[timedelta | None, ...]


def step_number(text: str) -> int:
    """The number of a step; raises BadInput."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(STEP_LIMIT))):
        raise BadInput(f"“{brief(text)}” is no number of a step; write one from 1 to {STEP_LIMIT}.")
    return int(text)


def exclusion(text: str) -> Exclusion:
    """The exclusion of `2:3:kind=lost`: no such interaction between steps 2 and 3; raises BadInput."""
    after, _, rest = text.partition(":")
    before, colon, predicate = rest.partition(":")
    if not colon:
        raise BadInput(f"“{brief(text)}” is no exclusion; write step:step:predicate, such as 1:2:kind=lost.")
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
            raise BadInput(f"“{brief(text)}” is no window of a step; write step:duration, such as 2:3d.")
        if not 1 <= step_number(number) <= steps:
            raise BadInput(f"This funnel has the steps 1 to {steps}; there is no step {number}.")
        if windows[step_number(number) - 1] is not None:
            raise BadInput(f"Step {step_number(number)} has two windows; a step takes one.")
        windows[step_number(number) - 1] = duration(span)
    return tuple(windows) if any(windows) else ()


def step_window_texts(windows: Sequence[timedelta | None]) -> list[str]:
    """What `step_windows` reads back."""
    return [f"{number}:{duration_text(window)}" for number, window in enumerate(windows, start=1) if window]
