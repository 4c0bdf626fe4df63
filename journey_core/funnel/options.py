"""The question of a funnel, as people ask it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from journey_core.errors import BadInput, UnknownName
from journey_core.funnel.orders import ORDERS
from journey_core.log.predicates import Predicate
from journey_core.wording import require_period, require_positive

STEP_LIMIT: Final = 20
EXCLUSION_LIMIT: Final = 12
"""Exclusions of one funnel, at most: with the steps they fill the 32 bits of a row's mask."""


@dataclass(frozen=True)
class Exclusion:
    """No interaction that matches the predicate at a time strictly between the steps `after` and `before` of a run.

    A run with one does not reach `before`. Interactions at the instant of either step do not lie between them.
    """

    predicate: Predicate
    after: int
    before: int


@dataclass(frozen=True, kw_only=True)
class FunnelOptions:
    """The question: a lead enters at since <= t < until; nothing after `as_of` is seen.

    order: a name of ORDERS. optional: numbers of the steps that may be skipped, never the first; they change nothing
    for the other steps. step_windows: one a step, None for no limit, the first always None: how long a step may come
    after the one before, inclusive (of a step that may be skipped: after the last one done; of another: after the
    last one that may not be skipped). Raises BadInput for options that the order gives no meaning.
    """

    steps: tuple[Predicate, ...]
    as_of: datetime
    window: timedelta = timedelta(days=14)
    since: datetime | None = None
    until: datetime | None = None
    order: str = "ordered"
    optional: frozenset[int] = frozenset()
    exclusions: tuple[Exclusion, ...] = ()
    step_windows: tuple[timedelta | None, ...] = ()
    replicates: int = 200

    def __post_init__(self) -> None:
        if not 1 <= len(self.steps) <= STEP_LIMIT:
            raise BadInput(f"A funnel has 1 to {STEP_LIMIT} steps, not {len(self.steps)}.")
        if self.order not in ORDERS:
            raise UnknownName("order", self.order, ORDERS)
        require_positive("window", self.window)
        require_period(self)
        self._require_meaning()
        self._require_optional()
        self._require_exclusions()
        self._require_step_windows()

    def step_window(self, step: int) -> timedelta | None:
        """The longest time from the step before to this one, counted from 1; None for no limit."""
        return self.step_windows[step - 1] if self.step_windows else None

    def _require_meaning(self) -> None:
        """Raises BadInput for a limit that the order gives no meaning."""
        order = ORDERS[self.order]
        words = {"optional": "optional steps", "exclusions": "exclusions", "step_windows": "windows of single steps"}
        for name, word in words.items():
            if getattr(self, name) and name not in order.takes:
                able = [each.name for each in ORDERS.values() if name in each.takes]
                does = "does" if len(able) == 1 else "do"
                raise BadInput(f"The order “{order.name}” takes no {word}; {' and '.join(able)} {does}.")

    def _require_optional(self) -> None:
        for step in sorted(self.optional):
            self._require_step(step)
            if step == 1:
                raise BadInput("Step 1 can't be optional: it is where leads enter.")

    def _require_exclusions(self) -> None:
        if len(self.exclusions) > EXCLUSION_LIMIT:
            raise BadInput(f"A funnel has at most {EXCLUSION_LIMIT} exclusions, not {len(self.exclusions)}.")
        for each in self.exclusions:
            self._require_step(each.after)
            self._require_step(each.before)
            if each.after >= each.before:
                raise BadInput(
                    f"An exclusion lies after one step and before a later one, not {each.after} and {each.before}."
                )
            for step in sorted({each.after, each.before} & self.optional):
                raise BadInput(f"An exclusion lies between steps that can't be skipped; step {step} is optional.")

    def _require_step_windows(self) -> None:
        if self.step_windows and len(self.step_windows) != len(self.steps):
            raise BadInput(f"Give a window or none for each of {len(self.steps)} steps, not {len(self.step_windows)}.")
        if self.step_windows and self.step_windows[0] is not None:
            raise BadInput("Step 1 has no window of its own: there is no step before it.")
        for window in self.step_windows:
            if window is not None:
                require_positive("window of a step", window)

    def _require_step(self, step: int) -> None:
        if not 1 <= step <= len(self.steps):
            raise BadInput(f"This funnel has the steps 1 to {len(self.steps)}; there is no step {step}.")
