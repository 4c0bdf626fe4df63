"""Who waits for whom: what of every lead's conversation is still open at an instant, in one pass over the log."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Bytes, Flags, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.times import EARLIEST, microseconds
from journey_core.reasons.conversation import MASS_SOURCE, Part, parts_table

# Kernels take plain integers: Numba does not convert an IntEnum member.
NOTHING, ASKS, REACHES, CALLS, TALKS, CLOSES, OPENS, NOTES = (int(part) for part in Part)


@dataclass(frozen=True, eq=False)
class Contacts:
    """One entry per lead in every array; times are int64 microseconds, EARLIEST for what has not happened.

    waiting_since: the first time the lead spoke since we last answered, or closed the lead · waiting_row: int64, that
    row, -1 if nobody waits · asked_at: the last time it spoke since then · contacted_at: we last spoke or tried to ·
    dealt_at: that, or a note, a move, won or lost · calls: int64, calls that reached nobody since the lead last spoke ·
    opens: int64, how often the lead opened or clicked mails since we last spoke and since its last move · opens_since,
    opened_at: the first and last of these.
    """

    lead_id: Ints
    waiting_since: Ints
    waiting_row: Ints
    asked_at: Ints
    contacted_at: Ints
    dealt_at: Ints
    calls: Ints
    opens: Ints
    opens_since: Ints
    opened_at: Ints

    @property
    def is_waiting(self) -> Flags:
        """bool[n_leads]: leads that spoke and have no answer yet."""
        waits: Flags = self.waiting_row >= 0
        return waits


def contacts(journeys: Journeys, *, as_of: datetime, threads: int | None = None) -> Contacts:
    """The conversations as of an instant, inclusive; the same on any number of threads. Rows of one instant have no
    order: what we say at the instant at which a lead speaks is taken for the answer.
    """
    table, until = parts_table(journeys.words), microseconds(as_of)

    def of_shard(first: int, past: int) -> tuple[Ints, ...]:
        found: tuple[Ints, ...] = _contacts(
            journeys.offsets, journeys.occurred_at, journeys.kind, journeys.direction, journeys.source,
            journeys.channel, journeys.stage, table, first, past, until,
        )  # fmt: skip
        return found

    parts = journeys.each_shard(of_shard, threads=threads)
    return Contacts(journeys.lead_id, *(np.concatenate(columns) for columns in zip(*parts, strict=True)))


@njit(cache=True, nogil=True)
def _contacts(
    offsets: Ints, occurred_at: Ints, kind: NDArray[np.uint16], direction: Bytes, source: NDArray[np.uint16],
    channel: Bytes, stage: Bytes, table: Bytes, first: int, past: int, until: int,
) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints]:  # fmt: skip
    """The arrays of Contacts for the leads first..past-1."""
    times = np.full((6, past - first), EARLIEST, np.int64)
    waiting_since, asked_at, contacted_at, dealt_at, opens_since, opened_at = times
    row_of = np.full(past - first, -1, np.int64)
    calls, opens = np.zeros(past - first, np.int64), np.zeros(past - first, np.int64)
    for lead in range(past - first):
        answered_at = heard_at = settled_at = EARLIEST
        for row in range(offsets[first + lead], offsets[first + lead + 1]):
            moment = occurred_at[row]
            if moment > until:
                break
            part = _part(table[kind[row], direction[row]], source[row])
            if part in (ASKS, TALKS):
                heard_at, calls[lead] = moment, 0
            elif part == CALLS:
                calls[lead] += heard_at < moment
            if part == ASKS and answered_at < moment:
                asked_at[lead] = moment
                if row_of[lead] < 0 or waiting_since[lead] == moment:
                    waiting_since[lead], row_of[lead] = moment, _told(kind, channel, row, row_of[lead])
            if part == OPENS and settled_at < moment:
                opens_since[lead] = opens_since[lead] if opens[lead] else moment
                opens[lead], opened_at[lead] = opens[lead] + 1, moment
            if REACHES <= part <= TALKS:
                contacted_at[lead] = moment
            if REACHES <= part <= CLOSES:
                answered_at, row_of[lead], waiting_since[lead], asked_at[lead] = moment, -1, EARLIEST, EARLIEST
            if answered_at == moment or stage[row]:
                settled_at, opens[lead], opens_since[lead], opened_at[lead] = moment, 0, EARLIEST, EARLIEST
            if answered_at == moment or part == NOTES:
                dealt_at[lead] = moment
    return waiting_since, row_of, asked_at, contacted_at, dealt_at, calls, opens, opens_since, opened_at


@njit(cache=True, nogil=True)
def _part(part: int, source: int) -> int:
    return NOTHING if part == REACHES and source == MASS_SOURCE else part


@njit(cache=True, nogil=True)
def _told(kind: NDArray[np.uint16], channel: Bytes, row: int, other: int) -> int:
    """Of two rows of one instant (-1 for none) the one that is told of: by the place of its kind in the vocabulary,
    then of its channel.
    """
    if other < 0 or kind[row] < kind[other] or (kind[row] == kind[other] and channel[row] < channel[other]):
        return row
    return other
