"""A funnel's answer, with the leads behind every number."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from journey_core.errors import BadInput
from journey_core.funnel.compiled import NO_ROW, Rows
from journey_core.log.arrays import Ints
from journey_core.log.predicates import Predicate
from journey_core.statistics.intervals import Interval


@dataclass(frozen=True)
class FunnelStep:
    """One step: `rate` of the entrants and `step_rate` of those at the step before, 0 where there are none.

    The step before is the last one that may not be skipped. `interval` and `step_interval` are Wilson's around the two
    rates, `bootstrap` the percentile interval of `rate` over leads (None without replicates); `median_seconds` counts
    from step 1 over the leads that came this far, None at step 1.
    """

    step: str
    count: int
    rate: float
    step_rate: float
    interval: Interval
    step_interval: Interval
    bootstrap: Interval | None
    median_seconds: float | None

    def sentence(self) -> str:
        """The step as people say it: “moved to won”, in any order “any 2 of 3”."""
        return Predicate.parse(self.step).sentence() if "=" in self.step else self.step


@dataclass(frozen=True, eq=False)
class FunnelResult:
    """The answer. Arrays named after a lead have one entry a lead of `lead_id`.

    depth: int8[n_leads], the number of the deepest step that may not be skipped, 0 for leads that did not enter.
    rows: int32[entrants, n_steps], for each lead of `entrant` the row (an index into the columns of Journeys) that is
    step k of its run, -1 where there is none.
    occurred_at: the column of the journeys that were asked. optional: the numbers of the steps that may be skipped.
    """

    definition: str
    as_of: datetime
    entrants: int
    steps: tuple[FunnelStep, ...]
    lead_id: Ints
    depth: NDArray[np.int8]
    rows: Rows
    occurred_at: Ints
    optional: frozenset[int]

    @cached_property
    def entrant(self) -> Ints:
        """int64[entrants]: the places in `lead_id` of the leads that entered."""
        places: Ints = np.flatnonzero(self.depth)
        return places

    @cached_property
    def last_step(self) -> NDArray[np.int8]:
        """int8[entrants]: the number of the last step that each run did, whether it may be skipped or not."""
        last = self.depth[self.entrant].copy()
        for step in self.optional:
            did = self.rows[:, step - 1] != NO_ROW
            last[did] = np.maximum(last[did], step)
        return last

    @cached_property
    def step_at(self) -> Ints:
        """int64[n_leads, n_steps]: the time of step k of a lead's run in microseconds, 0 where there is none."""
        spread = np.zeros((len(self.lead_id), len(self.steps)), np.int64)
        spread[self.entrant] = self.times
        return spread

    @cached_property
    def entry_at(self) -> Ints:
        """int64[n_leads]: the time of entry in microseconds, 0 for leads that did not enter."""
        spread = np.zeros(len(self.lead_id), np.int64)
        spread[self.entrant] = self.occurred_at[self.rows[:, 0]]
        return spread

    @cached_property
    def times(self) -> Ints:
        """int64[entrants, n_steps]: the time of every step of a run in microseconds, 0 where there is none."""
        if len(self.occurred_at) == 0:
            return np.zeros(self.rows.shape, np.int64)
        return np.where(self.rows == NO_ROW, 0, self.occurred_at[self.rows])

    def reached(self, step: int) -> Ints:
        """Ids of the leads that reached a step, counted from 1; as many as its count. Of a step that may be skipped:
        of those that did it in their run.
        """
        places: Ints = np.flatnonzero(self.depth >= self._known(step))
        if step in self.optional:
            places = self.entrant[self.rows[:, step - 1] != NO_ROW]
        ids: Ints = self.lead_id[places]
        return ids

    def dropped_after(self, step: int) -> Ints:
        """Ids of the leads that reached a step and went no further: it is the last that their run did, so that each
        lead that entered is at one step.
        """
        ids: Ints = self.lead_id[self.entrant[self.last_step == self._known(step)]]
        return ids

    def _known(self, step: int) -> int:
        if not 1 <= step <= len(self.steps):
            raise BadInput(f"This funnel has the steps 1 to {len(self.steps)}; there is no step {step}.")
        return step
