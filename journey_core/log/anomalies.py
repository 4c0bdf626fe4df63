"""What looks odd in the data without being a fault of the log: rows that a person may want to look at."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.log.times import microseconds
from journey_core.log.vocabulary import RECORD_KINDS, KindCode


def converted_before_first_touch(journeys: Journeys) -> Ints:
    """Ids of the leads whose first conversion is earlier than their first interaction that is not of a record kind."""
    records = [journeys.words.code("kind", kind) for kind in RECORD_KINDS]
    touched, touched_at = _first(journeys, ~np.isin(journeys.kind, records))
    converted, converted_at = _first(journeys, journeys.kind == KindCode.CONVERTED)
    both, ours, theirs = np.intersect1d(converted, touched, assume_unique=True, return_indices=True)
    ids: Ints = journeys.lead_id[both[converted_at[ours] < touched_at[theirs]]]
    return ids


def in_the_future(journeys: Journeys, now: datetime) -> Ints:
    """Ids of the leads with an interaction after `now`."""
    ids: Ints = journeys.lead_id[_first(journeys, journeys.occurred_at > microseconds(now))[0]]
    return ids


def _first(journeys: Journeys, wanted: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """The numbers of the leads that have a wanted row, and the time of each lead's first one."""
    rows = np.flatnonzero(wanted)
    leads, places = np.unique(np.searchsorted(journeys.offsets, rows, side="right") - 1, return_index=True)
    return leads, journeys.occurred_at[rows[places]]
