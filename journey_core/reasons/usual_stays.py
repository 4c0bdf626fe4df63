"""How long leads that go on from a stage stay there; those still there count for as long as they have stayed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from journey_core.leads.stage_visits import ADVANCED, visits
from journey_core.log.arrays import Bytes, Floats, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import WON
from journey_core.statistics.survival import aalen_johansen, tally

LEAST: Final = 10
"""How many stays must have gone on before anything is said of how long they usually take."""


@dataclass(frozen=True, eq=False)
class StayLengths:
    """One stage: share float64[n], of the stays that go on, those that have by each of the ascending `times` (int64
    microseconds) · median: microseconds by which half of them have · went_on: how many have so far.
    """

    times: Ints
    share: Floats
    median: int
    went_on: int

    def share_by(self, durations: Ints) -> Floats:
        """float64: the share of those who go on that had gone after each of these microseconds."""
        return np.concatenate(([0.0], self.share))[np.searchsorted(self.times, durations, side="right")]


UsualStays = Mapping[int, StayLengths]
"""By the code of a stage before won; a stage that fewer than LEAST stays have gone on from is missing."""


def usual_stays(journeys: Journeys, *, as_of: datetime, threads: int | None = None) -> UsualStays:
    """The lengths of stays as of an instant. A stay that goes on is censored, not left out: leads that came lately and
    were quick would otherwise make every stage look quicker than it is.
    """
    stays = visits(journeys, as_of=as_of, threads=threads)
    found = {}
    for stage in journeys.words.stage_order:
        here = stays.stage == stage
        if stage != WON and np.count_nonzero(stays.ending[here] == ADVANCED) >= LEAST:
            found[stage] = _lengths((stays.until - stays.since)[here], stays.ending[here])
    return found


def _lengths(durations: Ints, ending: Bytes) -> StayLengths:
    """Aalen-Johansen: those lost or moved back before they could go on are competing ends, not censored ones."""
    counts = tally(durations, ending, causes=3)
    gone = aalen_johansen(counts).share[ADVANCED - 1]
    is_step = counts.events[ADVANCED - 1] > 0
    times, share = counts.times[is_step], gone[is_step] / gone[-1]
    went_on = int(counts.events[ADVANCED - 1].sum())
    return StayLengths(times, share, int(times[np.searchsorted(share, 0.5 - 1e-12)]), went_on)
