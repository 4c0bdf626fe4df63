"""Funnels: how many leads came through a row of steps, how sure that is, and which leads they were.

Ordered mode (DESIGN 6.1): a lead reached step k if k different interactions match the steps 1..k in time order, the
last at most the window after the first; interactions at one instant count in either order. Strict, any order and
stage become further passes beside `ordered.ordered_runs`, with the same depth and step times as their answer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.definition import bounds, length, require_positive, require_zones, spoken_duration, spoken_moment
from journey_core.definition import spoken_period as period
from journey_core.errors import BadInput
from journey_core.intervals import UNKNOWN, Interval, percentile_interval, replicate_totals, wilson
from journey_core.journeys import Ints, Journeys, microseconds
from journey_core.ordered import ordered_runs
from journey_core.predicate import Predicate, StepTables, matches, tables

STEP_LIMIT: Final = 20


@dataclass(frozen=True, kw_only=True)
class FunnelOptions:
    """The question: a lead enters at since <= t < until; nothing after `as_of` is seen."""

    steps: tuple[Predicate, ...]
    as_of: datetime
    window: timedelta = timedelta(days=14)
    since: datetime | None = None
    until: datetime | None = None
    replicates: int = 200

    def __post_init__(self) -> None:
        if not 1 <= len(self.steps) <= STEP_LIMIT:
            raise BadInput(f"A funnel has 1 to {STEP_LIMIT} steps, not {len(self.steps)}.")
        require_positive("window", self.window)
        require_zones(since=self.since, until=self.until, as_of=self.as_of)


@dataclass(frozen=True)
class FunnelStep:
    """One step: `rate` of the entrants and `step_rate` of those at the step before, 0 where there are none.

    `interval` is Wilson's around `rate`, `bootstrap` the percentile interval of `rate` over leads (None without
    replicates); `median_seconds` counts from step 1 over the leads that came this far, None at step 1.
    """

    step: str
    count: int
    rate: float
    step_rate: float
    interval: Interval
    bootstrap: Interval | None
    median_seconds: float | None


@dataclass(frozen=True, eq=False)
class FunnelResult:
    """The answer, with the leads behind every number.

    lead_id, depth (int8), entry_at: one entry a lead, 0 in the last two for leads that did not enter;
    step_at: int64[n_leads, n_steps], microseconds, 0 beyond the depth.
    """

    definition: str
    as_of: datetime
    entrants: int
    steps: tuple[FunnelStep, ...]
    lead_id: Ints
    depth: NDArray[np.int8]
    entry_at: Ints
    step_at: Ints

    def reached(self, step: int) -> Ints:
        """Ids of the leads that reached a step, counted from 1; as many as its count."""
        ids: Ints = self.lead_id[self.depth >= self._known(step)]
        return ids

    def dropped_after(self, step: int) -> Ints:
        """Ids of the leads that reached a step and not the next one."""
        ids: Ints = self.lead_id[self.depth == self._known(step)]
        return ids

    def _known(self, step: int) -> int:
        if not 1 <= step <= len(self.steps):
            raise BadInput(f"This funnel has the steps 1 to {len(self.steps)}; there is no step {step}.")
        return step


@dataclass(frozen=True, eq=False)
class FunnelSummary:
    """What a range of leads says: per-lead runs, and replicate counts by depth (float64[replicates, steps + 1])."""

    depth: NDArray[np.int8]
    step_at: Ints
    replicate_depths: NDArray[np.float64]

    def __add__(self, later: "FunnelSummary") -> "FunnelSummary":
        return total([self, later])


def funnel(journeys: Journeys, options: FunnelOptions, *, threads: int | None = None) -> FunnelResult:
    """The funnel of all leads; equal on any number of threads. Raises UnknownName for unknown words."""
    accepts = tables(options.steps, journeys.words)
    summaries = journeys.each_shard(
        lambda first, past: summarize(journeys, options, accepts, first, past), threads=threads
    )
    return finish(journeys.lead_id, options, total(summaries))


def summarize(journeys: Journeys, options: FunnelOptions, accepts: StepTables, first: int, past: int) -> FunnelSummary:
    """The summary of the leads number first..past-1."""
    since, until = bounds(options.since, options.until)
    depth, step_at = ordered_runs(
        matches(journeys, accepts, int(journeys.offsets[first]), int(journeys.offsets[past])),
        journeys.offsets,
        journeys.occurred_at,
        first,
        past,
        len(options.steps),
        length(options.window),
        since,
        until,
        microseconds(options.as_of),
    )
    entered = depth > 0
    ones = np.ones((int(entered.sum()), 1))
    replicate_depths = replicate_totals(
        journeys.lead_id[first:past][entered], depth[entered], ones, len(options.steps) + 1, options.replicates
    )
    return FunnelSummary(depth, step_at, replicate_depths[:, :, 0])


def total(summaries: list[FunnelSummary]) -> FunnelSummary:
    """The summary of consecutive ranges together."""
    if len(summaries) == 1:
        return summaries[0]
    return FunnelSummary(
        np.concatenate([each.depth for each in summaries]),
        np.concatenate([each.step_at for each in summaries]),
        np.sum([each.replicate_depths for each in summaries], axis=0),
    )


def finish(lead_id: Ints, options: FunnelOptions, summary: FunnelSummary) -> FunnelResult:
    """The answer that a summary of all leads gives."""
    by_depth = np.bincount(summary.depth, minlength=len(options.steps) + 1)
    counts = [int(count) for count in by_depth[::-1].cumsum()[::-1][1:]]
    return FunnelResult(
        definition=_definition(options),
        as_of=options.as_of,
        entrants=counts[0],
        steps=tuple(_step(options, summary, counts, k) for k in range(len(counts))),
        lead_id=lead_id,
        depth=summary.depth,
        entry_at=summary.step_at[:, 0],
        step_at=summary.step_at,
    )


def _step(options: FunnelOptions, summary: FunnelSummary, counts: list[int], k: int) -> FunnelStep:
    """Step number k, counted from 0."""
    entrants, count, before = counts[0], counts[k], counts[max(k - 1, 0)]
    return FunnelStep(
        step=str(options.steps[k]),
        count=count,
        rate=count / entrants if entrants else 0.0,
        step_rate=count / before if before else 0.0,
        interval=wilson(count, entrants),
        bootstrap=_bootstrap(summary.replicate_depths, k),
        median_seconds=_median_seconds(summary, k),
    )


def _bootstrap(replicate_depths: NDArray[np.float64], k: int) -> Interval | None:
    """The percentile interval of the rate of step k over the replicates; (0, 1) if nobody entered."""
    if len(replicate_depths) == 0:
        return None
    entered, came = replicate_depths[:, 1:].sum(axis=1), replicate_depths[:, k + 1 :].sum(axis=1)
    rates = np.divide(came, entered, out=np.full(len(came), np.nan), where=entered > 0)
    return percentile_interval(rates) or UNKNOWN


def _median_seconds(summary: FunnelSummary, k: int) -> float | None:
    came = summary.depth > k
    if k == 0 or not came.any():
        return None
    return float(np.median(summary.step_at[came, k] - summary.step_at[came, 0])) / 1e6


def _definition(options: FunnelOptions) -> str:
    steps = ", then ".join(step.sentence() for step in options.steps)
    return (
        f"Leads that entered{period(options.since, options.until)} with {steps}: different interactions in order of "
        f"time, the last within {spoken_duration(options.window)} of the first; "
        f"as of {spoken_moment(options.as_of)}."
    )
