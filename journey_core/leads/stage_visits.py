"""Visits: every stay of every lead at a stage, when it began and how it ended. Time in stage is counted from them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import IntEnum
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Bytes, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.times import EARLIEST, microseconds
from journey_core.log.vocabulary import FIRST_RECORD, LAST_RECORD, LOST_STAGE

EVERY_STAGE: Final = 0


class Ending(IntEnum):
    """How a visit ended; OPEN while it goes on."""

    OPEN = 0
    ADVANCED = 1
    LOST = 2
    BACK = 3


# Kernels take plain integers: Numba does not convert an IntEnum member.
OPEN, ADVANCED, LOST, BACK = (int(ending) for ending in Ending)


@dataclass(frozen=True, eq=False)
class Visits:
    """One entry per visit, in order of leads and time; a lead that comes back makes another visit.

    lead: int64, number of the lead · stage: uint8 code, won and lost among them · since, until: int64 microseconds,
    until being `as_of` while the visit goes on · ending: uint8, an Ending; only `lost` leads nowhere, and every other
    stage lies before or after · row: int64, the last interaction by the visit's end.
    """

    lead: Ints
    stage: Bytes
    since: Ints
    until: Ints
    ending: Bytes
    row: Ints

    def __len__(self) -> int:
        return len(self.lead)

    def of(self, chosen: NDArray[np.bool_] | Ints) -> "Visits":
        """Some of the visits, chosen by a mask or by their places."""
        return Visits(*(getattr(self, column.name)[chosen] for column in fields(self)))


def visits(journeys: Journeys, *, as_of: datetime, stage: int = EVERY_STAGE, threads: int | None = None) -> Visits:
    """The visits to one stage (its code) or to all, as seen from `as_of`, inclusive; the same on any number of threads.

    A lead is at the first stage from its first interaction on. Moves at one instant count in the order of their stages,
    so a stage that is passed within an instant has no visit.
    """
    return total(
        journeys.each_shard(
            lambda first, past: some_visits(journeys, first, past, as_of=as_of, stage=stage), threads=threads
        )
    )


def some_visits(journeys: Journeys, first: int, past: int, *, as_of: datetime, stage: int = EVERY_STAGE) -> Visits:
    """The same for the leads first..past-1."""
    order, rank = journeys.words.stage_order, journeys.words.stage_rank
    start = order[0] if order else 0
    until = microseconds(as_of)
    return Visits(
        *_visits(journeys.offsets, journeys.occurred_at, journeys.stage, rank, first, past, until, start, stage)
    )


def total(parts: Sequence[Visits]) -> Visits:
    """The visits of consecutive ranges of leads together."""
    if len(parts) == 1:
        return parts[0]
    return Visits(*(np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(Visits)))


def owners_of(journeys: Journeys, stays: Visits) -> NDArray[np.int32]:
    """int32 codes, one per visit: the owner that the lead's interactions named last by the visit's end, else 0."""
    owners: NDArray[np.int32] = _last_owners(journeys.offsets, journeys.owner, stays.lead, stays.row)
    return owners


def first_channels(journeys: Journeys, first: int, past: int, *, as_of: datetime) -> Bytes:
    """uint8 codes, one for each of the leads first..past-1: the channel of its first touchpoint by `as_of`, 0 if it has
    no touchpoint.
    """
    channels: Bytes = _first_channels(
        journeys.offsets, journeys.occurred_at, journeys.kind, journeys.channel, first, past, microseconds(as_of)
    )
    return channels


@njit(cache=True, nogil=True)
def _visits(
    offsets: Ints, occurred_at: Ints, stage: Bytes, rank: Ints, first: int, past: int, until: int, start: int,
    wanted: int,
) -> tuple[Ints, Bytes, Ints, Ints, Bytes, Ints]:  # fmt: skip
    """The columns of `Visits` for the leads first..past-1."""
    most = past - first + np.count_nonzero(stage[offsets[first] : offsets[past]])
    who, began, ended, last = np.empty((4, most), np.int64)
    where, how, found = np.empty(most, np.uint8), np.empty(most, np.uint8), 0
    for lead in range(first, past):
        row, now, since = offsets[lead], start, EARLIEST
        while row < offsets[lead + 1] and occurred_at[row] <= until:
            moment, highest = occurred_at[row], 0
            while row < offsets[lead + 1] and occurred_at[row] == moment:
                if stage[row] and rank[stage[row]] > rank[highest]:
                    highest = int(stage[row])
                row += 1
            if since == EARLIEST:
                now, since = highest or start, moment
            elif highest and highest != now:
                if wanted in (EVERY_STAGE, now):
                    who[found], where[found], began[found], ended[found] = lead, now, since, moment
                    how[found], last[found] = _ending(rank, now, highest), row - 1
                    found += 1
                now, since = highest, moment
        if since > EARLIEST and wanted in (EVERY_STAGE, now):
            who[found], where[found], began[found], ended[found] = lead, now, since, until
            how[found], last[found] = OPEN, row - 1
            found += 1
    return who[:found], where[:found], began[:found], ended[:found], how[:found], last[:found]


@njit(cache=True, nogil=True)
def _ending(rank: Ints, left: int, reached: int) -> int:
    if reached == LOST_STAGE:
        return LOST
    return ADVANCED if rank[reached] > rank[left] else BACK


@njit(cache=True, nogil=True)
def _last_owners(offsets: Ints, owner: NDArray[np.int32], lead: Ints, row: Ints) -> NDArray[np.int32]:
    owners = np.zeros(len(lead), np.int32)
    for visit in range(len(lead)):
        before = row[visit]
        while before >= offsets[lead[visit]] and owner[before] == 0:
            before -= 1
        if before >= offsets[lead[visit]]:
            owners[visit] = owner[before]
    return owners


@njit(cache=True, nogil=True)
def _first_channels(
    offsets: Ints, occurred_at: Ints, kind: NDArray[np.uint16], channel: Bytes, first: int, past: int, until: int
) -> Bytes:
    channels = np.zeros(past - first, np.uint8)
    for lead in range(first, past):
        for row in range(offsets[lead], offsets[lead + 1]):
            if occurred_at[row] > until:
                break
            if channel[row] and not FIRST_RECORD <= kind[row] <= LAST_RECORD:
                channels[lead - first] = channel[row]
                break
    return channels
