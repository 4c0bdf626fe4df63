"""Two sides of a funnel beside each other, two periods or two segments: what differs, and whether that can be told.

Sides that share no lead are independent: the difference of two rates has Newcombe's hybrid score interval (Newcombe
1998, method 10). Sides that share leads are not, and get a paired bootstrap over leads: a replicate draws a lead as
often for one side as for the other.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from journey_core.breakdown import places
from journey_core.definition import length
from journey_core.errors import BadInput
from journey_core.funnel import FunnelOptions, FunnelResult
from journey_core.groups import Grouping
from journey_core.intervals import (
    NOTHING_TOLD,
    Interval,
    newcombe,
    percentile_interval,
    replicate_totals,
    wilson,
)
from journey_core.journeys import Ints, microseconds

Method = Literal["Newcombe", "paired bootstrap"]


@dataclass(frozen=True, eq=False)
class Side:
    """One side: who came how far. reached[k]: ids of the leads that reached step k + 1, ascending; `undecided`: those
    of them that entered less than the window before as_of, so that they may still come further.
    """

    name: str
    reached: tuple[Ints, ...]
    undecided: int = 0


@dataclass(frozen=True)
class ComparedStep:
    """One step on both sides: counts, rates of the entrants with Wilson's intervals, the second rate minus the first
    and the 95 % interval of that difference.
    """

    step: str
    counts: tuple[int, int]
    rates: tuple[float, float]
    intervals: tuple[Interval, Interval]
    difference: float
    interval: Interval

    @property
    def is_told(self) -> bool:
        """Whether the interval leaves out 0."""
        return not self.interval[0] <= 0 <= self.interval[1]


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

    def reached(self, side: int, step: int) -> Ints:
        """Ids of the leads of side 0 or 1 that reached a step, counted from 1; as many as its count."""
        if side not in {0, 1} or not 1 <= step <= len(self.steps):
            raise BadInput(f"There are the sides 0 and 1 and the steps 1 to {len(self.steps)}, not {side} and {step}.")
        return self.sides[side].reached[step - 1]


def side_of(result: FunnelResult, options: FunnelOptions, name: str) -> Side:
    """A whole funnel as a side, such as that of another period; `options` gave the result."""
    return _side(result, options, name, [result.reached(k + 1) for k in range(len(result.steps))])


def side_within(result: FunnelResult, options: FunnelOptions, grouping: Grouping, key: str, name: str) -> Side:
    """Those of a funnel's leads that are in a group, such as a segment."""
    ids = [result.reached(k + 1) for k in range(len(result.steps))]
    return _side(result, options, name, [each[grouping.inside(places(result, each), key)] for each in ids])


def compare(result: FunnelResult, first: Side, second: Side, *, replicates: int = 200) -> Comparison:
    """The two sides, step by step; `result` is a funnel over the same leads, for its steps and definition."""
    shared = len(np.intersect1d(first.reached[0], second.reached[0], assume_unique=True))
    differences = _bootstrap(first, second, replicates) if shared else _newcombe_all(first, second)
    method: Method = "paired bootstrap" if shared else "Newcombe"
    steps = tuple(
        _step(step.step, first.reached[k], second.reached[k], first, second, differences[k])
        for k, step in enumerate(result.steps)
    )
    return Comparison(
        definition=f"{result.definition} {_told(method, first, second, shared)}",
        as_of=result.as_of,
        method=method,
        shared_leads=shared,
        steps=steps,
        sentence=_sentence(steps[-1], first, second),
        sides=(first, second),
    )


def _side(result: FunnelResult, options: FunnelOptions, name: str, reached: list[Ints]) -> Side:
    entry_at = result.entry_at[places(result, reached[0])]
    is_open = entry_at + length(options.window) > microseconds(options.as_of)
    return Side(name, tuple(reached), int(is_open.sum()))


def _newcombe_all(first: Side, second: Side) -> list[Interval]:
    n = len(first.reached[0]), len(second.reached[0])
    return [newcombe((len(a), len(b)), n) for a, b in zip(first.reached, second.reached, strict=True)]


def _bootstrap(first: Side, second: Side, replicates: int) -> list[Interval]:
    """The percentile interval of the difference at every step."""
    leads = np.union1d(first.reached[0], second.reached[0])
    columns = [*first.reached, *second.reached]
    came = np.stack([np.isin(leads, ids, assume_unique=True) for ids in columns], axis=1).astype(np.float64)
    totals = replicate_totals(leads, np.zeros(len(leads), np.int64), came, 1, replicates)[:, 0, :]
    steps = len(first.reached)
    rates = [_rates(totals[:, side : side + steps]) for side in (0, steps)]
    return [percentile_interval(rates[1][:, k] - rates[0][:, k]) or NOTHING_TOLD for k in range(steps)]


def _rates(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64[replicates, steps]: of the entrants; not a number where a replicate drew none."""
    rates: NDArray[np.float64] = np.divide(
        counts, counts[:, :1], out=np.full_like(counts, np.nan), where=counts[:, :1] > 0
    )
    return rates


def _step(name: str, a: Ints, b: Ints, first: Side, second: Side, interval: Interval) -> ComparedStep:
    n = len(first.reached[0]), len(second.reached[0])
    rates = len(a) / n[0] if n[0] else 0.0, len(b) / n[1] if n[1] else 0.0
    intervals = wilson(len(a), n[0]), wilson(len(b), n[1])
    return ComparedStep(name, (len(a), len(b)), rates, intervals, rates[1] - rates[0], interval)


def _told(method: Method, first: Side, second: Side, shared: int) -> str:
    if method == "Newcombe":
        how = "no lead is on both, so the interval of the difference is Newcombe's for independent groups"
    else:
        how = f"{shared:,} are on both, so the interval of the difference is a paired bootstrap over leads"
    return f"{first.name} against {second.name}: {how}."


def _sentence(last: ComparedStep, first: Side, second: Side) -> str:
    if 0 in (len(first.reached[0]), len(second.reached[0])):
        return "No difference can be told: nobody entered on one side."
    low, high = (f"{bound * 100:+.1f}" for bound in last.interval)
    rates = f"{last.rates[0]:.1%} of “{first.name}” and {last.rates[1]:.1%} of “{second.name}” came through"
    if not last.is_told:
        return f"{rates}: no difference can be told (95 % interval {low} to {high} points)."
    word = "more" if last.difference > 0 else "fewer"
    return f"{rates}: {abs(last.difference) * 100:.1f} points {word} (95 % interval {low} to {high})."
