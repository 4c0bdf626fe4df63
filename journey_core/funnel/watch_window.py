"""Who is watched on the way through a funnel, from when until when.

A funnel's run is chosen by how far it came, so its start depends on the outcome: of three visits before a purchase it
is the last, of three without one the first. Here everybody is watched from the first interaction that matches the first
step (in the order “stage” from the first entry, a move from outside to the first step's stage or to a later one), at
most for the window. A lead that enters again later may still come through, but not in the time that it is watched; to
count that would give time to those who come back only.
"""

from dataclasses import dataclass, replace

import numpy as np

from journey_core.funnel.answer import funnel
from journey_core.funnel.breakdown import places
from journey_core.funnel.located import first_rows, last_rows, run_rows
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult
from journey_core.log.arrays import Flags, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matches, tables
from journey_core.log.times import LATEST, bounds, length, microseconds


@dataclass(frozen=True, eq=False)
class Watch:
    """One entry a lead that entered, in order of leads, times in microseconds. lead: int64, its number · row: int64, of
    its first entry · since: int64, the time of it · closes: int64, when the window from there is over · came_at: int64,
    when it came through, LATEST if it did not by `as_of`.
    """

    lead: Ints
    row: Ints
    since: Ints
    closes: Ints
    came_at: Ints
    as_of: int

    @property
    def has_ended(self) -> Flags:
        """bool[entrants]: whether the window from the first entry is over."""
        ended: Flags = self.closes <= self.as_of
        return ended

    @property
    def came(self) -> Flags:
        """bool[entrants]: whether the lead came through in the window from its first entry."""
        came: Flags = self.came_at <= self.closes
        return came


def watched(journeys: Journeys, result: FunnelResult, options: FunnelOptions) -> Watch:
    """Who is watched, and how long at most."""
    row = entry_rows(journeys, result, options)
    since, came_at = journeys.occurred_at[row], np.full(len(row), LATEST)
    came = np.searchsorted(result.entrant, places(result, result.reached(len(result.steps))))
    came_at[came] = journeys.occurred_at[last_rows(run_rows(journeys, result))[came]]
    closes = since + length(options.window)
    return Watch(result.entrant.astype(np.int64), row, since, closes, came_at, microseconds(options.as_of))


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
