"""A funnel's steps while they are edited: what is said of a step by its number moves with it. Nothing here draws."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from journey_core.calendar.parsing import duration
from journey_core.errors import JourneyError
from journey_core.funnel.options import STEP_LIMIT, Exclusion
from journey_core.funnel.parameters import exclusion, exclusion_text, step_number, step_window_texts
from journey_core.parameters import Query

Value = TypeVar("Value")
Mover = Callable[[int], int]
"""Where a step's number goes; 0 for nowhere."""


@dataclass(frozen=True)
class StepsDraft:
    """The steps as an address says them; numbers count from 1. Windows are from the step before."""

    steps: tuple[str, ...]
    optional: frozenset[int] = frozenset()
    windows: tuple[tuple[int, timedelta], ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    def query(self) -> dict[str, list[str]]:
        """The parameters that say it; those with nothing to say are empty."""
        windows = dict(self.windows)
        return {
            "step": list(self.steps),
            "optional": [str(number) for number in sorted(self.optional)],
            "step_window": step_window_texts([windows.get(n) for n in range(1, len(self.steps) + 1)]),
            "exclude": [exclusion_text(each) for each in self.exclusions],
        }

    def window(self, number: int) -> timedelta | None:
        return dict(self.windows).get(number)

    def with_step(self, number: int, step: str) -> "StepsDraft":
        return replace(self, steps=(*self.steps[: number - 1], step, *self.steps[number:]))

    def with_optional(self, number: int, *, is_optional: bool) -> "StepsDraft":
        """Exclusions between an optional step and another mean nothing; they go."""
        changed = self.optional | {number} if is_optional else self.optional - {number}
        kept = (each for each in self.exclusions if not {each.after, each.before} & changed)
        return replace(self, optional=changed, exclusions=tuple(kept))

    def with_window(self, number: int, window: timedelta | None) -> "StepsDraft":
        others = {place: span for place, span in self.windows if place != number}
        return replace(self, windows=tuple(sorted((others | ({number: window} if window else {})).items())))

    def added(self, step: str) -> "StepsDraft":
        return replace(self, steps=(*self.steps, step))

    def swapped(self, number: int) -> "StepsDraft":
        """This step and the next one in each other's place. Exclusions stay between the same places."""
        there = {number: number + 1, number + 1: number}
        steps = [self.steps[there.get(place, place) - 1] for place in range(1, len(self.steps) + 1)]
        return self._moved(tuple(steps), lambda place: there.get(place, place), self.exclusions)

    def removed(self, number: int) -> "StepsDraft":
        """Without a step; exclusions that name it go with it."""
        steps = (*self.steps[: number - 1], *self.steps[number:])
        kept = [each for each in self.exclusions if number not in {each.after, each.before}]
        exclusions = (
            replace(each, after=_closed(each.after, number), before=_closed(each.before, number)) for each in kept
        )
        return self._moved(steps, lambda place: 0 if place == number else _closed(place, number), tuple(exclusions))

    def excluding(self, each: Exclusion) -> "StepsDraft":
        return replace(self, exclusions=tuple(dict.fromkeys([*self.exclusions, each])))

    def without_exclusion(self, place: int) -> "StepsDraft":
        return replace(self, exclusions=(*self.exclusions[:place], *self.exclusions[place + 1 :]))

    def _moved(self, steps: tuple[str, ...], moved: Mover, exclusions: tuple[Exclusion, ...]) -> "StepsDraft":
        """What belongs to a step goes where the step goes; nothing can belong to the first one, nor to 0."""
        optional = frozenset(place for place in map(moved, self.optional) if place > 1)
        windows = sorted((moved(place), span) for place, span in self.windows if moved(place) > 1)
        kept = (each for each in exclusions if not {each.after, each.before} & optional)
        return StepsDraft(steps, optional, tuple(windows), tuple(kept))


def draft_of(given: Query) -> StepsDraft:
    """The draft of an address. What can't be read there is left out, so that a change mends it."""
    steps = tuple(given.get("step", ()))[: STEP_LIMIT + 1]
    optional = _read(step_number, given.get("optional", ()))
    windows = dict(_read(_window, given.get("step_window", ())))
    return StepsDraft(
        steps,
        frozenset(number for number in optional if 1 < number <= len(steps)),
        tuple(sorted((number, span) for number, span in windows.items() if 1 < number <= len(steps))),
        tuple(each for each in _read(exclusion, given.get("exclude", ())) if each.before <= len(steps)),
    )


def _closed(place: int, gap: int) -> int:
    """Where a place is once the gap before it is closed."""
    return place - 1 if place > gap else place


def _window(text: str) -> tuple[int, timedelta]:
    number, _, span = text.partition(":")
    return step_number(number), duration(span)


def _read(read: Callable[[str], Value], texts: Iterable[str]) -> Iterator[Value]:
    """What can be read of the texts."""
    for text in texts:
        try:
            yield read(text)
        except JourneyError:
            continue
