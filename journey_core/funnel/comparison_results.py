"""What a comparison of two sides of a funnel holds, and the sentence that says what can be told."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from journey_core.answers import Row, table
from journey_core.errors import BadInput
from journey_core.log.arrays import Ints
from journey_core.statistics.intervals import Interval
from journey_core.wording import counted, signed, spoken_percent

if TYPE_CHECKING:
    import pandas as pd

Method = Literal["Newcombe", "Newcombe with correlation"]
LEAST: Final = 5
"""Entrants on each side, below which no difference is told."""


@dataclass(frozen=True, eq=False)
class Side:
    """One side: who came how far. reached[k]: ids of the leads that reached step k + 1, ascending; `open_ids`: those
    of them that entered less than the window before as_of and have not come through, so that they still may;
    `is_of_journey`: who is on it was chosen by what leads have done or where they stand, not by what they were before.
    """

    name: str
    reached: tuple[Ints, ...]
    open_ids: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    is_of_journey: bool = False

    @property
    def undecided(self) -> int:
        """How many may still come through."""
        return len(self.open_ids)


@dataclass(frozen=True)
class ComparedStep:
    """One step on both sides: counts, rates of the entrants with Wilson's intervals, the second rate minus the first
    and the 95 % interval of that difference; (-1, 1) where a side has fewer than LEAST entrants. `is_told`: the
    interval leaves out 0, the sides can be compared, and the difference holds whoever may still come through.
    """

    step: str
    counts: tuple[int, int]
    rates: tuple[float, float]
    intervals: tuple[Interval, Interval]
    difference: float
    interval: Interval
    is_told: bool


@dataclass(frozen=True, eq=False)
class Comparison:
    """One row a step; `sentence` says what the last one shows."""

    definition: str
    as_of: datetime
    method: Method
    shared_leads: int
    steps: tuple[ComparedStep, ...]
    sentence: str
    sides: tuple[Side, Side]

    def document(self) -> Row:
        """The answer as JSON says it; a side that nobody entered has no rates, and no difference can be told."""
        return {
            "definition": self.definition,
            "sides": [side.name for side in self.sides],
            "undecided": [side.undecided for side in self.sides],
            "shared_leads": self.shared_leads,
            "method": self.method,
            "sentence": self.sentence,
            "steps": [self._row(step) for step in self.steps],
        }

    def frame(self) -> "pd.DataFrame":
        """One row a step."""
        return table([self._row(step) for step in self.steps])

    def rates(self, step: ComparedStep) -> tuple[float | None, float | None]:
        """A step's rate on both sides; None on one that nobody entered."""
        first, second = (
            rate if len(side.reached[0]) else None for rate, side in zip(step.rates, self.sides, strict=True)
        )
        return first, second

    def difference(self, step: ComparedStep) -> float | None:
        """The second rate minus the first; None if nobody entered one of the sides."""
        return None if None in self.rates(step) else step.difference

    def _row(self, step: ComparedStep) -> Row:
        return {
            "step": step.step,
            "counts": list(step.counts),
            "rates": list(self.rates(step)),
            "intervals": [list(interval) for interval in step.intervals],
            "difference": self.difference(step),
            "interval": list(step.interval),
            "is_told": step.is_told,
        }

    def reached(self, side: int, step: int) -> Ints:
        """Ids of the leads of side 0 or 1 that reached a step, counted from 1; as many as its count."""
        if side not in {0, 1} or not 1 <= step <= len(self.steps):
            raise BadInput(f"There are the sides 0 and 1 and the steps 1 to {len(self.steps)}, not {side} and {step}.")
        return self.sides[side].reached[step - 1]


def told(first: Side, second: Side, shared: int) -> str:
    if not shared:
        how = "no lead is on both, so the interval of the difference is Newcombe's for independent groups"
    else:
        on_both = "1 lead is" if shared == 1 else f"{shared:,} leads are"
        how = f"{on_both} on both, so the interval of the difference is Newcombe's with the correlation of the rates"
    return f"The sides are “{first.name}” and “{second.name}”: {how}."


def sentence(last: ComparedStep, first: Side, second: Side) -> str:
    fewest = min(len(first.reached[0]), len(second.reached[0]))
    if fewest < LEAST:
        who = f"fewer than {LEAST} leads" if fewest else "nobody"
        return f"No difference can be told: {who} entered on one side."
    low, high = (signed(bound * 100, digits=1) for bound in last.interval)
    first_rate, second_rate = map(spoken_percent, last.rates)
    rates = f"{first_rate} of “{first.name}” and {second_rate} of “{second.name}” came through"
    if first.is_of_journey or second.is_of_journey:
        return f"{rates}. {_chosen_by_journey(first, second)}"
    if covers_none(last.interval):
        return f"{rates}: no difference can be told (95 % interval {low} to {high} points)."
    if not last.is_told:
        behind = first if last.difference > 0 else second
        return (
            f"{rates}: no difference can be told yet, since {counted(behind.undecided, 'lead')} of “{behind.name}” may "
            "still come through."
        )
    word = "more" if last.difference > 0 else "fewer"
    return f"{rates}: {abs(last.difference) * 100:.1f} points {word} (95 % interval {low} to {high})."


def _chosen_by_journey(first: Side, second: Side) -> str:
    """Why the rates of these sides say nothing about what makes a difference."""
    named = " and ".join(f"“{side.name}”" for side in (first, second) if side.is_of_journey)
    was = "was" if first.is_of_journey != second.is_of_journey else "were"
    return (
        f"{named} {was} chosen by what leads have done or where they stand by now. Whoever came through had more time "
        "to do it, so the sides differ by that choice alone, and no difference can be told."
    )


def covers_none(interval: Interval) -> bool:
    """Whether a difference of 0 lies in the interval."""
    return interval[0] <= 0 <= interval[1]
