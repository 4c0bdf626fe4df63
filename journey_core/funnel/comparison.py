"""Two sides of a funnel beside each other, two periods or two segments: what differs, and whether that can be told.

Sides that share no lead are independent: the difference of two rates has Newcombe's hybrid score interval (1998a,
Statistics in Medicine 17, 873-890, method 10). Leads on both sides make the rates move together. The correlation of the
rates p and q is then sum (x - p)(y - q) over the shared leads, x and y saying who came through, divided by the root of
sum (x - p)^2 over the first side times sum (y - q)^2 over the second; where it is positive, one half is taken from the
numerator. If all leads are shared, that is Newcombe's interval for pairs (1998b, Statistics in Medicine 17, 2635-2650,
method 10); that it may be put between any two Wilson intervals is Zou and Donner's (2008, Statistics in Medicine 27,
1693-1702). At rates of 0 and 1 the correlation is 0, and the interval as wide as that of independent sides. Simulated
with half, a quarter and all leads shared and rates of 0.03 to 0.97, it held the truth in 93 to 98 % of samples. With
one to four leads on a side Newcombe's interval sees a difference where there is none up to one time in seven, so
nothing is told of fewer than five.

A side whose leads entered lately is behind one whose windows have ended, even if nothing differs. So “fewer” is told
only if it would hold with those of its leads that may still come through doing so as often as the other side's did;
since they have come through part of their window already, that is more than they will.

Nor is a difference told where a side was chosen by what its leads have done or where they stand by now. Whoever came
through had the time to do more and stands further, so such sides differ where nothing makes a difference.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import ceil, sqrt
from typing import Final

import numpy as np

from journey_core.funnel.answer import funnel
from journey_core.funnel.breakdown import places
from journey_core.funnel.comparison_results import (
    LEAST,
    ComparedStep,
    Comparison,
    Method,
    Side,
    covers_none,
    sentence,
    told,
)
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult
from journey_core.leads.groups import Grouping
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.statistics.intervals import NOTHING_TOLD, newcombe, wilson

MICROSECOND: Final = timedelta(microseconds=1)


def recent_entrants(journeys: Journeys, options: FunnelOptions) -> Ints:
    """Ids of the leads that entered less than the window before as_of, ascending: whatever they did before, they may
    still come as far as from there.
    """
    opened = _window_before(options)
    if options.until is not None and options.until <= opened:
        return np.zeros(0, np.int64)
    since = max(opened, options.since) if options.since else opened
    return funnel(journeys, replace(options, since=since, replicates=0)).reached(1)


def side_of(result: FunnelResult, name: str, *, recent: Ints) -> Side:
    """A whole funnel as a side, such as that of another period; `recent` are its recent entrants."""
    return _side(name, [result.reached(k + 1) for k in range(len(result.steps))], recent)


def side_within(result: FunnelResult, grouping: Grouping, key: str, name: str, *, recent: Ints) -> Side:
    """Those of a funnel's leads that are in a group, such as a segment."""
    ids = [result.reached(k + 1) for k in range(len(result.steps))]
    return _side(name, [each[grouping.inside(places(result, each), key)] for each in ids], recent)


def compare(result: FunnelResult, first: Side, second: Side) -> Comparison:
    """The two sides, step by step; `result` is a funnel over the same leads, for its steps and definition."""
    shared: Ints = np.intersect1d(first.reached[0], second.reached[0], assume_unique=True)
    method: Method = "Newcombe with correlation" if len(shared) else "Newcombe"
    steps = tuple(_step(step.step, k, first, second, shared) for k, step in enumerate(result.steps))
    return Comparison(
        definition=f"{result.definition} {told(first, second, len(shared))}",
        as_of=result.as_of,
        method=method,
        shared_leads=len(shared),
        steps=steps,
        sentence=sentence(steps[-1], first, second),
        sides=(first, second),
    )


def _window_before(options: FunnelOptions) -> datetime:
    """The first instant whose window has not ended at as_of; the first of all for a window longer than the calendar."""
    earliest = datetime.min.replace(tzinfo=UTC)
    return options.as_of - options.window + MICROSECOND if options.window < options.as_of - earliest else earliest


def _side(name: str, reached: list[Ints], recent: Ints) -> Side:
    is_recent, came = (np.isin(reached[0], ids, assume_unique=True) for ids in (recent, reached[-1]))
    return Side(name, tuple(reached), reached[0][is_recent & ~came])


def _step(name: str, k: int, first: Side, second: Side, shared: Ints) -> ComparedStep:
    """Step number k, counted from 0."""
    n = len(first.reached[0]), len(second.reached[0])
    counts = len(first.reached[k]), len(second.reached[k])
    rates = counts[0] / n[0] if n[0] else 0.0, counts[1] / n[1] if n[1] else 0.0
    intervals = wilson(counts[0], n[0]), wilson(counts[1], n[1])
    came = [np.isin(shared, side.reached[k], assume_unique=True) for side in (first, second)]
    together = float((came[0] - rates[0]) @ (came[1] - rates[1]))
    correlation, interval = _correlation(together, n, rates), NOTHING_TOLD
    if min(n) >= LEAST:
        interval = newcombe(counts, n, correlation=correlation)
    is_told = not covers_none(interval) and not first.is_of_journey and not second.is_of_journey
    if is_told:
        behind = 0 if rates[0] < rates[1] else 1
        still = np.setdiff1d((first, second)[behind].open_ids, (first, second)[behind].reached[k], assume_unique=True)
        later = list(counts)
        later[behind] += ceil(len(still) * rates[1 - behind])
        in_the_end = newcombe((later[0], later[1]), n, correlation=correlation)
        is_told = in_the_end[0] > 0 if behind == 0 else in_the_end[1] < 0
    return ComparedStep(name, counts, rates, intervals, rates[1] - rates[0], interval, is_told)


def _correlation(together: float, n: tuple[int, int], rates: tuple[float, float]) -> float:
    """Of two rates, from the sum of products over the leads on both sides; 0 where all or none came through."""
    if together > 0:
        together = max(together - 0.5, 0.0)
    squares = n[0] * rates[0] * (1 - rates[0]) * n[1] * rates[1] * (1 - rates[1])
    return together / sqrt(squares) if squares > 0 else 0.0
