"""From the options of a funnel to its answer: a pass over leads that adds up, then counts, rates and intervals."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from operator import add
from os import cpu_count

import numpy as np
from numpy.typing import NDArray

from journey_core.funnel.compiled import NO_INTERACTION, Compiled
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.orders import ORDERS
from journey_core.funnel.orders.runs import all_runs
from journey_core.funnel.results import FunnelResult, FunnelStep
from journey_core.funnel.wording import definition, step_names
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.log.times import LATEST, bounds, length, microseconds
from journey_core.log.vocabulary import Words
from journey_core.statistics.intervals import UNKNOWN, Interval, percentile_interval, replicate_totals, wilson
from journey_core.statistics.medians import median


@dataclass(frozen=True, eq=False)
class FunnelSummary:
    """What some leads say: who they are, lead_id int64[leads], and their runs, as in `Runs`, the times of each step in
    pieces; and how many leads of each replicate reached every step, float64[replicates, steps].
    """

    lead_id: Ints
    depth: NDArray[np.int8]
    interaction: Ints
    entry_at: Ints
    took: tuple[tuple[Ints, ...], ...]
    replicate_counts: NDArray[np.float64]

    def __add__(self, other: "FunnelSummary") -> "FunnelSummary":
        """The summary of these leads and others."""
        names = ("lead_id", "depth", "interaction", "entry_at")
        together = {name: np.concatenate([getattr(self, name), getattr(other, name)]) for name in names}
        took = tuple(tuple(chain(*pieces)) for pieces in zip(self.took, other.took, strict=True))
        return FunnelSummary(**together, took=took, replicate_counts=self.replicate_counts + other.replicate_counts)


def funnel(journeys: Journeys, options: FunnelOptions, *, threads: int | None = None) -> FunnelResult:
    """The funnel of all leads; equal on any number of threads. Raises UnknownName for unknown words, BadInput for
    steps that the order can't take.
    """
    return finish(summarize_all(journeys, options, threads=threads), options, threads=threads)


def summarize_all(journeys: Journeys, options: FunnelOptions, *, threads: int | None = None) -> FunnelSummary:
    """The summary of all leads, on all cores."""
    parts = journeys.each_shard(lambda first, past: summarize(journeys, options, first, past), threads=threads)
    return reduce(add, parts)


def summarize(journeys: Journeys, options: FunnelOptions, first: int = 0, past: int | None = None) -> FunnelSummary:
    """The summary of the leads number first..past-1, by default of all."""
    past = journeys.lead_count if past is None else past
    asked = compiled(options, journeys.words)
    runs = all_runs(ORDERS[options.order].kernel, journeys, asked, first, past)
    lead_id, steps = journeys.lead_id[first:past], len(options.steps)
    counts = np.zeros((0, steps))
    if options.replicates:
        is_in = runs.depth > 0
        ids = lead_id[is_in]
        came = _replicated(ids, runs.depth[is_in], steps, options.replicates)
        counts = came[:, ::-1].cumsum(axis=1)[:, ::-1]
        for step in asked.optional:
            did = runs.interaction[:, step] != NO_INTERACTION
            counts[:, step] = _replicated(ids[did], np.ones(did.sum(), np.int8), 1, options.replicates)[:, 0]
    took = tuple((times,) for times in runs.took)
    return FunnelSummary(lead_id, runs.depth, runs.interaction, runs.entry_at, took, counts)


def finish(summary: FunnelSummary, options: FunnelOptions, *, threads: int | None = None) -> FunnelResult:
    """The answer that a summary of all leads gives, in whatever order they were added."""
    with ThreadPoolExecutor(threads or cpu_count()) as pool:
        later = list(pool.map(_count_and_median, summary.took))
    counts = [len(summary.entry_at), *(count for count, _ in later)]
    medians = [None, *(middle for _, middle in later)]
    ordered = _by_lead(summary)
    return FunnelResult(
        definition=definition(options),
        as_of=options.as_of,
        options=options,
        entrants=counts[0],
        steps=tuple(_step(options, summary, counts, k, middle) for k, middle in enumerate(medians)),
        lead_id=ordered.lead_id,
        depth=ordered.depth,
        interaction=ordered.interaction,
        entered_at=ordered.entry_at,
        took=tuple(np.concatenate(pieces) for pieces in ordered.took),
    )


def _by_lead(summary: FunnelSummary) -> FunnelSummary:
    """The same with its leads in ascending order, as shards of one log come."""
    if (np.diff(summary.lead_id) > 0).all():
        return summary
    leads = np.argsort(summary.lead_id)
    entrant = np.cumsum(summary.depth > 0) - 1
    runs = entrant[leads[summary.depth[leads] > 0]]
    did = summary.interaction[:, 1:] != NO_INTERACTION
    took = []
    for step, pieces in enumerate(summary.took):
        times = np.zeros(len(did), np.int64)
        times[did[:, step]] = np.concatenate(pieces)
        took.append((times[runs][did[runs, step]],))
    return replace(
        summary,
        lead_id=summary.lead_id[leads],
        depth=summary.depth[leads],
        interaction=summary.interaction[runs],
        entry_at=summary.entry_at[runs],
        took=tuple(took),
    )


def compiled(options: FunnelOptions, words: Words) -> Compiled:
    """The options in the units of columns and the codes of a workspace. Raises UnknownName, BadInput."""
    steps = range(len(options.steps))
    required = [step for step in steps if step + 1 not in options.optional]
    optional = [step for step in steps if step + 1 in options.optional]
    since, until = bounds(options.since, options.until)
    accepted = [options.steps[step] for step in (*required, *optional)]
    order = ORDERS[options.order]
    limits = [options.step_window(step + 1) for step in steps]
    return Compiled(
        required=np.array(required, np.int64),
        optional=np.array(optional, np.int64),
        accepts=order.tables([*accepted, *(each.predicate for each in options.exclusions)], words),
        window=length(options.window),
        since=since,
        until=until,
        as_of=microseconds(options.as_of),
        step_windows=np.array([LATEST if limit is None else length(limit) for limit in limits], np.int64),
        after=np.array([required.index(each.after - 1) for each in options.exclusions], np.int64),
        before=np.array([required.index(each.before - 1) for each in options.exclusions], np.int64),
        starts_there=order.starts_there(options.steps, words),
    )


def _replicated(lead_id: Ints, depth: NDArray[np.int8], deepest: int, replicates: int) -> NDArray[np.float64]:
    """float64[replicates, deepest]: how many of these leads each replicate draws at the depths 1..deepest."""
    totals = replicate_totals(lead_id, depth, np.ones((len(lead_id), 1)), deepest + 1, replicates)
    return totals[:, 1:, 0]


def _count_and_median(pieces: tuple[Ints, ...]) -> tuple[int, float | None]:
    """How many times there are, and their median in seconds."""
    took = np.concatenate(pieces)
    return len(took), median(took) / 1e6 if len(took) else None


def _step(
    options: FunnelOptions, summary: FunnelSummary, counts: list[int], k: int, middle: float | None
) -> FunnelStep:
    """Step number k, counted from 0."""
    entrants, count = counts[0], counts[k]
    before = next((counts[step] for step in range(k - 1, 0, -1) if step + 1 not in options.optional), entrants)
    return FunnelStep(
        step=step_names(options)[k],
        count=count,
        rate=count / entrants if entrants else 0.0,
        step_rate=count / before if before else 0.0,
        interval=wilson(count, entrants),
        step_interval=wilson(count, before),
        bootstrap=_bootstrap(summary.replicate_counts, k),
        median_seconds=middle,
    )


def _bootstrap(replicate_counts: NDArray[np.float64], k: int) -> Interval | None:
    """The percentile interval of the rate of step k over the replicates; (0, 1) if nobody entered."""
    if len(replicate_counts) == 0:
        return None
    entered, came = replicate_counts[:, 0], replicate_counts[:, k]
    rates = np.divide(came, entered, out=np.full(len(came), np.nan), where=entered > 0)
    return percentile_interval(rates) or UNKNOWN
