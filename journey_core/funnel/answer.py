"""From a question to a funnel's answer: one pass over the leads that adds up, then counts, rates and intervals."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from os import cpu_count

import numpy as np
from numpy.typing import NDArray

from journey_core.funnel.compiled import NO_ROW, Question, Rows
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
    """What a range of leads says: its runs, as in `Runs`, the times of each step in pieces, and how many leads of each
    replicate reached every step, float64[replicates, steps].
    """

    depth: NDArray[np.int8]
    rows: Rows
    took: tuple[tuple[Ints, ...], ...]
    replicate_counts: NDArray[np.float64]

    def __add__(self, later: "FunnelSummary") -> "FunnelSummary":
        return total([self, later])


def funnel(journeys: Journeys, options: FunnelOptions, *, threads: int | None = None) -> FunnelResult:
    """The funnel of all leads; equal on any number of threads. Raises UnknownName for unknown words, BadInput for
    steps that the order can't take.
    """
    asked = question(options, journeys.words)
    summaries = journeys.each_shard(
        lambda first, past: summarize(journeys, options, asked, first, past), threads=threads
    )
    return finish(journeys, options, total(summaries), threads=threads)


def question(options: FunnelOptions, words: Words) -> Question:
    """The options in the units of columns and the codes of a workspace."""
    steps = range(len(options.steps))
    required = [step for step in steps if step + 1 not in options.optional]
    optional = [step for step in steps if step + 1 in options.optional]
    since, until = bounds(options.since, options.until)
    accepted = [options.steps[step] for step in (*required, *optional)]
    order = ORDERS[options.order]
    limits = [options.step_window(step + 1) for step in steps]
    return Question(
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


def summarize(journeys: Journeys, options: FunnelOptions, asked: Question, first: int, past: int) -> FunnelSummary:
    """The summary of the leads number first..past-1."""
    runs = all_runs(ORDERS[options.order].kernel, journeys, asked, first, past)
    took = tuple((times,) for times in runs.took)
    if not options.replicates:
        return FunnelSummary(runs.depth, runs.rows, took, np.zeros((0, len(options.steps))))
    is_in = runs.depth > 0
    ids = journeys.lead_id[first:past][is_in]
    came = _replicated(ids, runs.depth[is_in], len(options.steps), options.replicates)
    counts = came[:, ::-1].cumsum(axis=1)[:, ::-1]
    for step in asked.optional:
        did = runs.rows[:, step] != NO_ROW
        counts[:, step] = _replicated(ids[did], np.ones(did.sum(), np.int8), 1, options.replicates)[:, 0]
    return FunnelSummary(runs.depth, runs.rows, took, counts)


def total(summaries: list[FunnelSummary]) -> FunnelSummary:
    """The summary of consecutive ranges together."""
    if len(summaries) == 1:
        return summaries[0]
    return FunnelSummary(
        np.concatenate([each.depth for each in summaries]),
        np.concatenate([each.rows for each in summaries]),
        tuple(tuple(chain(*pieces)) for pieces in zip(*(each.took for each in summaries), strict=True)),
        np.sum([each.replicate_counts for each in summaries], axis=0),
    )


def finish(
    journeys: Journeys, options: FunnelOptions, summary: FunnelSummary, *, threads: int | None = None
) -> FunnelResult:
    """The answer that a summary of all leads gives."""
    with ThreadPoolExecutor(threads or cpu_count()) as pool:
        later = list(pool.map(_count_and_median, summary.took))
    counts = [len(summary.rows), *(count for count, _ in later)]
    medians = [None, *(middle for _, middle in later)]
    return FunnelResult(
        definition=definition(options),
        as_of=options.as_of,
        entrants=counts[0],
        steps=tuple(_step(options, summary, counts, k, middle) for k, middle in enumerate(medians)),
        lead_id=journeys.lead_id,
        depth=summary.depth,
        rows=summary.rows,
        occurred_at=journeys.occurred_at,
        optional=options.optional,
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
