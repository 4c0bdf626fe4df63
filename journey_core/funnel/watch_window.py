"""What leads did between their first step and their last: who is watched, for how long, and what counts.

A funnel's run is chosen by how far it came, so its start depends on the outcome: of three visits before a purchase it
is the last, of three without one the first. Here everybody is watched from the first interaction that matches the first
step. Who came through is watched until the last step; who did not has none, and is watched for as long as one who did,
drawn by a hash of the lead: without it a longer watch alone would make every trait look like one of those that failed.
In the order “stage” that first interaction is the first entry, a move from outside to the first step's stage or to a
later one. A lead is compared once the window from there has ended, by what it had done at the instant that is looked
from: one that had not come through and entered again lately may still, and then changes sides. To leave those out would
make entering again look like what separates. Interactions that match a later step are left out, for they make the
funnel (in any order: those that match any step), and so are those that only record a state.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.errors import UnknownName
from journey_core.funnel.answer import funnel
from journey_core.funnel.breakdown import places
from journey_core.funnel.located import first_rows, last_rows, run_rows
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.orders import ORDERS
from journey_core.funnel.results import FunnelResult
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matches, tables
from journey_core.log.times import LATEST, bounds, length, microseconds
from journey_core.log.vocabulary import RECORD_KINDS, WordList
from journey_core.statistics.intervals import lead_hash

DURING: Final[tuple[WordList, ...]] = ("kind", "channel", "campaign")
"""What a lead can have done between its first step and its last."""

Outcomes = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Watch:
    """Who is compared and for how long: one entry a lead. outcome: 1 came through, 0 did not, -1 is not compared;
    its interactions count at after < t < until, microseconds.
    """

    outcome: Outcomes
    after: Ints
    until: Ints
    too_young: int


def watched(journeys: Journeys, result: FunnelResult, options: FunnelOptions) -> Watch:
    """Who is compared, and when what a lead does counts."""
    entered, as_of = result.entrant.astype(np.int64), microseconds(options.as_of)
    after, until = np.full(journeys.lead_count, LATEST), np.full(journeys.lead_count, LATEST)
    after[entered] = journeys.occurred_at[entry_rows(journeys, result, options)]
    is_old = after[entered] + length(options.window) <= as_of
    outcome = np.full(journeys.lead_count, -1, np.int8)
    outcome[entered[is_old]] = 0
    came = places(result, result.reached(len(result.steps)))
    came = came[outcome[came] == 0]
    outcome[came] = 1
    stayed = np.flatnonzero(outcome == 0)
    last = last_rows(run_rows(journeys, result))[np.searchsorted(result.entrant, came)]
    took = journeys.occurred_at[last] - after[came]
    until[came] = after[came] + took
    drawn = _drawn(result.lead_id[stayed], np.sort(took), length(options.window))
    until[stayed] = np.minimum(after[stayed] + drawn, as_of + 1)
    return Watch(outcome, after, until, int((~is_old).sum()))


def entry_rows(journeys: Journeys, result: FunnelResult, options: FunnelOptions) -> Ints:
    """int64[entrants]: the row of the first interaction in the entry period that matches the first step (in any order:
    a step; by stage: of the first entry), at the latest the first of the run.
    """
    if options.order == "stage":
        alone = funnel(journeys, replace(options, steps=options.steps[:1], replicates=0))
        return np.minimum(first_rows(run_rows(journeys, alone)), first_rows(run_rows(journeys, result)))
    steps = options.steps if options.order == "any" else options.steps[:1]
    since, until = bounds(options.since, options.until)
    matching = np.flatnonzero(matches(journeys, tables(steps, journeys.words), 0, journeys.interaction_count))
    at = journeys.occurred_at[matching]
    matching = matching[(at >= since) & (at < until)]
    # The first of them at or after the start of each lead's rows.
    start = np.searchsorted(matching, journeys.offsets[result.entrant])
    first: Ints = np.append(matching, journeys.interaction_count)[start]
    return np.minimum(first, first_rows(run_rows(journeys, result)))


def _drawn(lead_id: Ints, took: Ints, window: int) -> Ints:
    """For each lead how long one of those took that came through; the window where there are none."""
    if len(took) == 0:
        return np.full(len(lead_id), window)
    drawn: Ints = took[(_shares(lead_id) * len(took)).astype(np.int64)]
    return drawn


@njit(cache=True, nogil=True)
def _shares(lead_id: Ints) -> NDArray[np.float64]:
    """float64[n] in 0 <= x < 1: a well-mixed function of each lead."""
    shares = np.zeros(len(lead_id))
    for i in range(len(lead_id)):
        shares[i] = (lead_hash(lead_id[i]) >> np.uint64(11)) / 9007199254740992.0
    return shares


def doing_counts(
    journeys: Journeys, options: FunnelOptions, watch: Watch, *, threads: int | None = None
) -> dict[WordList, Ints]:
    """For every field of DURING int64[words, 2]: the leads that did it and came through, that did it and did not."""
    sizes = [len(journeys.words.lists[field]) for field in DURING]
    parts = journeys.each_shard(
        lambda first, past: _count_traits(
            journeys.offsets, journeys.occurred_at, journeys.kind, journeys.channel, journeys.campaign,
            _left_out(journeys, options, first, past), watch.outcome, watch.after, watch.until, first, past,
            sizes[0], sizes[0] + sizes[1], sum(sizes),
        ),
        threads=threads,
    )  # fmt: skip
    counts = np.sum(parts, axis=0)
    return dict(zip(DURING, np.split(counts, np.cumsum(sizes)[:-1]), strict=True))


def doing(journeys: Journeys, options: FunnelOptions, watch: Watch, field: str, word: str) -> NDArray[np.bool_]:
    """bool[n_leads]: whether a lead did this between its first step and its last."""
    if field not in DURING:
        raise UnknownName("trait", field, DURING)
    code = journeys.words.code(next(name for name in DURING if name == field), word)
    is_left_out = _left_out(journeys, options, 0, journeys.lead_count)
    rows = np.flatnonzero((getattr(journeys, field) == code) & ~is_left_out)
    lead = np.searchsorted(journeys.offsets, rows, side="right") - 1
    at = journeys.occurred_at[rows]
    did = np.zeros(journeys.lead_count, bool)
    did[lead[(at > watch.after[lead]) & (at < watch.until[lead])]] = True
    return did


def _left_out(journeys: Journeys, options: FunnelOptions, first: int, past: int) -> NDArray[np.bool_]:
    """bool[rows of these leads]: whether a row matches a step that comes after entering, or only records a state."""
    rows = slice(int(journeys.offsets[first]), int(journeys.offsets[past]))
    is_record = np.zeros(len(journeys.words.lists["kind"]), bool)
    is_record[[journeys.words.code("kind", kind) for kind in RECORD_KINDS]] = True
    left_out: NDArray[np.bool_] = is_record[journeys.kind[rows]]
    # A move in the order “stage” has the bit of every step that it reaches, and others beside them.
    later = (1 << len(options.steps)) - (1 if options.order == "any" else 2)
    accepts = ORDERS[options.order].tables(options.steps, journeys.words)
    left_out |= matches(journeys, accepts, rows.start, rows.stop) & np.uint32(later) != 0
    return left_out


@njit(cache=True, nogil=True)
def _count_traits(
    offsets: Ints, occurred_at: Ints, kind: NDArray[np.uint16], channel: NDArray[np.uint8],
    campaign: NDArray[np.int32], left_out: NDArray[np.bool_], outcome: Outcomes, after: Ints, until: Ints,
    first: int, past: int, channels_at: int, campaigns_at: int, traits: int,
) -> Ints:  # fmt: skip
    """int64[traits, 2]: leads that did it and came through, and that did it and did not. Traits are the codes of kinds,
    then those of channels, then those of campaigns.
    """
    counts = np.zeros((traits, 2), np.int64)
    counted_for = np.full(traits, -1, np.int64)
    skipped = offsets[first]
    for lead in range(first, past):
        if outcome[lead] < 0:
            continue
        column = 1 - outcome[lead]
        for row in range(offsets[lead], offsets[lead + 1]):
            if occurred_at[row] >= until[lead]:
                break
            if occurred_at[row] <= after[lead] or left_out[row - skipped]:
                continue
            for trait in (np.int64(kind[row]), channels_at + channel[row], campaigns_at + campaign[row]):
                if counted_for[trait] != lead:
                    counted_for[trait] = lead
                    counts[trait, column] += 1
    return counts
