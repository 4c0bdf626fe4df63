"""The stays that bottlenecks are counted from: one pass over leads, whose summaries add up."""

from dataclasses import dataclass, fields
from functools import reduce
from operator import add
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.bottlenecks.compiled import Compiled, compiled, stages_before_won
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.recoverable import Fate
from journey_core.errors import UnknownName
from journey_core.leads.stage_visits import ADVANCED, LOST, OPEN, Visits, first_channels, owners_of, some_visits
from journey_core.log.arrays import Bytes, Flags, Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matches
from journey_core.log.times import EARLIEST
from journey_core.log.vocabulary import LOST_STAGE, WordList, Words

BREAKDOWNS: Final[tuple[WordList, ...]] = ("owner", "channel")
"""What stays can be broken down by: the owner named last by the stay's end, the channel of the first touchpoint."""


@dataclass(frozen=True, eq=False)
class BottleneckSummary:
    """What some leads say: their stays at the stages before won, one entry each, in no order that counts.

    words: what the codes of stages, owners and channels stand for, in all summaries that add up · lead_id: int64 ·
    stage: uint8 code · entered: int64 microseconds, the lead's first interaction · since, until: the same of the stay,
    until being `as_of` while it goes on · ending: uint8, an Ending · is_latest: the lead's last stay at the stage, the
    one that decides what became of it there · fate: int8, a Fate, -1 while the stay goes on · owner: int32 code,
    channel: uint8 code, as in BREAKDOWNS.
    """

    words: Words
    lead_id: Ints
    stage: Bytes
    entered: Ints
    since: Ints
    until: Ints
    ending: Bytes
    is_latest: Flags
    fate: NDArray[np.int8]
    owner: NDArray[np.int32]
    channel: Bytes

    def __add__(self, other: "BottleneckSummary") -> "BottleneckSummary":
        """The summary of these leads and others; raises ValueError where codes stand for other words there."""
        if self.words != other.words:
            raise ValueError("Only summaries with the same words add up: codes would mean other stages and owners.")
        columns = [each.name for each in fields(self) if each.name != "words"]
        together = {name: np.concatenate([getattr(self, name), getattr(other, name)]) for name in columns}
        return BottleneckSummary(words=self.words, **together)

    @property
    def stages(self) -> dict[str, int]:
        """The codes of the stages before won by name, in their order."""
        return {self.words.word("stage", code): code for code in stages_before_won(self.words)}

    def at(self, stage: str) -> Flags:
        """Which of the stays were at a stage; raises UnknownName."""
        if stage not in self.stages:
            raise UnknownName("stage before won", stage, self.stages)
        here: Flags = self.stage == self.stages[stage]
        return here


def whole(journeys: Journeys, options: BottleneckOptions, *, threads: int | None = None) -> BottleneckSummary:
    """The summary of all leads; equal on any number of threads. Raises UnknownName."""
    parts = journeys.each_shard(lambda first, past: summarize(journeys, options, first, past), threads=threads)
    return reduce(add, parts)


def summarize(
    journeys: Journeys, options: BottleneckOptions, first: int = 0, past: int | None = None
) -> BottleneckSummary:
    """The summary of the leads number first..past-1, by default of all; raises UnknownName."""
    past = journeys.lead_count if past is None else past
    asked = compiled(options, journeys.words)
    every = some_visits(journeys, first, past, as_of=options.as_of)
    stays = every.of(asked.is_before_won[every.stage] & (every.since >= asked.since) & (every.since < asked.until))
    lead = stays.lead - first
    return BottleneckSummary(
        words=journeys.words,
        lead_id=journeys.lead_id[stays.lead],
        stage=stays.stage,
        entered=journeys.occurred_at[journeys.offsets[stays.lead]],
        since=stays.since,
        until=stays.until,
        ending=stays.ending,
        is_latest=_latest(lead, stays.stage),
        fate=_fates(stays, _lost_now(every, first, past)[lead], _last_conversions(journeys, asked, first, past)[lead]),
        owner=owners_of(journeys, stays),
        channel=first_channels(journeys, first, past, as_of=options.as_of)[lead],
    )


def _fates(stays: Visits, is_lost: Flags, last_at: Ints) -> NDArray[np.int8]:
    """The fates of stays whose leads stand at lost now and converted last at `last_at`, one entry a stay each."""
    went_on = stays.ending == ADVANCED
    fate = np.full(len(stays), Fate.UNDECIDED, np.int8)
    fate[went_on & is_lost] = Fate.LOST_LATER
    fate[went_on & (last_at >= stays.until)] = Fate.WON
    fate[stays.ending == LOST] = Fate.LOST
    fate[stays.ending == OPEN] = -1
    return fate


def _lost_now(every: Visits, first: int, past: int) -> Flags:
    """bool[past - first]: whether each lead stands at lost, of all its visits."""
    lost = np.zeros(past - first, bool)
    lost[every.lead - first] = every.stage == LOST_STAGE  # in order of time, so that the last one of a lead stays
    return lost


def _last_conversions(journeys: Journeys, asked: Compiled, first: int, past: int) -> Ints:
    """int64[past - first]: microseconds of each lead's last conversion by `as_of`; EARLIEST without one."""
    is_goal = matches(journeys, asked.goal, int(journeys.offsets[first]), int(journeys.offsets[past]))
    last_at: Ints = _last_of(journeys.offsets, journeys.occurred_at, is_goal, first, past, asked.as_of)
    return last_at


@njit(cache=True, nogil=True)
def _last_of(offsets: Ints, occurred_at: Ints, is_goal: Masks, first: int, past: int, until: int) -> Ints:
    """The same; `is_goal` begins at the first lead's first row."""
    last_at, skipped = np.full(past - first, EARLIEST, np.int64), offsets[first]
    for lead in range(first, past):
        for row in range(offsets[lead + 1] - 1, offsets[lead] - 1, -1):
            if is_goal[row - skipped] and occurred_at[row] <= until:
                last_at[lead - first] = occurred_at[row]
                break
    return last_at


@njit(cache=True, nogil=True)
def _latest(lead: Ints, stage: Bytes) -> Flags:
    """Which stays, in order of leads and time, are the lead's last at their stage."""
    latest, met = np.zeros(len(lead), np.bool_), np.full(256, -1, np.int64)
    for stay in range(len(lead) - 1, -1, -1):
        latest[stay] = met[stage[stay]] != lead[stay]
        met[stage[stay]] = lead[stay]
    return latest
