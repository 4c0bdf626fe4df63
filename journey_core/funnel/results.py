"""A funnel's answer, with the leads behind every number."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from journey_core.answers import frame_of, rows_of
from journey_core.errors import BadInput
from journey_core.funnel.compiled import NO_INTERACTION
from journey_core.funnel.options import FunnelOptions
from journey_core.log.arrays import Ints
from journey_core.log.predicates import Predicate
from journey_core.statistics.intervals import Interval

if TYPE_CHECKING:
    import pandas as pd


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
    """The answer. Arrays named after a lead have one entry a lead of `lead_id`, which ascends.

    depth: int8[n_leads], the number of the deepest step that may not be skipped, 0 for leads that did not enter.
    interaction: int64[entrants, n_steps], for each lead of `entrant` the id of the interaction that is step k of its
    run, NO_INTERACTION where there is none. entered_at: int64[entrants], the time of step 1, microseconds. took: for
    every step but the first, int64, microseconds from step 1 of the entrants that did it, in order.
    """

    definition: str
    as_of: datetime
    options: FunnelOptions
    entrants: int
    steps: tuple[FunnelStep, ...]
    lead_id: Ints
    depth: NDArray[np.int8]
    interaction: Ints
    entered_at: Ints
    took: tuple[Ints, ...]

    @property
    def optional(self) -> frozenset[int]:
        """The numbers of the steps that may be skipped."""
        return self.options.optional

    @cached_property
    def entrant(self) -> Ints:
        """int64[entrants]: the places in `lead_id` of the leads that entered."""
        places: Ints = np.flatnonzero(self.depth)
        return places

    @cached_property
    def did(self) -> NDArray[np.bool_]:
        """bool[entrants, n_steps]: which steps each run has."""
        did: NDArray[np.bool_] = self.interaction != NO_INTERACTION
        return did

    @cached_property
    def last_step(self) -> NDArray[np.int8]:
        """int8[entrants]: the number of the last step that each run did, whether it may be skipped or not."""
        last = self.depth[self.entrant].copy()
        for step in self.optional:
            did = self.did[:, step - 1]
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
        spread[self.entrant] = self.entered_at
        return spread

    @cached_property
    def times(self) -> Ints:
        """int64[entrants, n_steps]: the time of every step of a run in microseconds, 0 where there is none."""
        times = np.zeros(self.interaction.shape, np.int64)
        times[:, 0] = self.entered_at
        for step, took in enumerate(self.took, start=1):
            did = self.did[:, step]
            times[did, step] = self.entered_at[did] + took
        return times

    def document(self) -> dict[str, Any]:
        """The answer as JSON says it."""
        return {
            "definition": self.definition,
            "as_of": self.as_of,
            "order": self.options.order,
            "optional": sorted(self.optional),
            "steps": rows_of(self.steps),
        }

    def frame(self) -> "pd.DataFrame":
        """One row a step, under the names of the document."""
        return frame_of(FunnelStep, self.steps)

    def reached(self, step: int) -> Ints:
        """Ids of the leads that reached a step, counted from 1; as many as its count. Of a step that may be skipped:
        of those that did it in their run.
        """
        places: Ints = np.flatnonzero(self.depth >= self._known(step))
        if step in self.optional:
            places = self.entrant[self.did[:, step - 1]]
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
