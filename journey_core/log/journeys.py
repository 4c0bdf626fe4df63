"""Journeys: every interaction of a workspace as columns sorted by lead and time, in `one_instant` by what rows say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from os import cpu_count
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Ints
from journey_core.log.blocks import Part, each_block
from journey_core.log.one_instant import Told, ordered, told
from journey_core.log.times import instant
from journey_core.log.vocabulary import CONVERTED, LOST, LOST_STAGE, WON, Words

COLUMN_TYPES: Final[Mapping[str, str]] = {
    "lead_id": "<i8",
    "offsets": "<i8",
    "occurred_at": "<i8",
    "interaction_id": "<i8",
    "channel": "u1",
    "kind": "<u2",
    "stage": "u1",
    "direction": "u1",
    "source": "<u2",
    "campaign": "<i4",
    "owner": "<i4",
    "value": "<f8",
    "given_stage": "u1",
}
"""Every column with its dtype: the first two by lead (offsets with one more entry), the others by interaction."""


@dataclass(frozen=True, eq=False)
class Journeys:
    """All interactions of a workspace. Row i of lead number k lies in offsets[k] <= i < offsets[k + 1].

    Arrays are read-only (one signature for every kernel, whether the columns come from memory or from a file):
    lead_id: int64[n_leads], ascending · offsets: int64[n_leads + 1] · occurred_at: int64[n], microseconds UTC ·
    interaction_id: int64[n] · channel, kind, stage, direction, source, campaign, owner: codes of `words`, 0 = none ·
    value: float64[n], 0 where there is none.
    `stage` is the stage that the row moved its lead to, 0 where the lead stood there already; every `converted`
    carries won and every `lost` carries lost. `given_stage` is the stage as the row names it, for `db` to follow the
    log with; analyses count moves.
    """

    lead_id: Ints
    offsets: Ints
    occurred_at: Ints
    interaction_id: Ints
    channel: NDArray[np.uint8]
    kind: NDArray[np.uint16]
    stage: NDArray[np.uint8]
    direction: NDArray[np.uint8]
    source: NDArray[np.uint16]
    campaign: NDArray[np.int32]
    owner: NDArray[np.int32]
    value: NDArray[np.float64]
    given_stage: NDArray[np.uint8]
    words: Words

    def __post_init__(self) -> None:
        for column in fields(self):
            if column.name != "words":
                getattr(self, column.name).flags.writeable = False

    @property
    def lead_count(self) -> int:
        return len(self.lead_id)

    @property
    def interaction_count(self) -> int:
        return len(self.occurred_at)

    @property
    def byte_count(self) -> int:
        """How much memory the columns take."""
        return sum(getattr(self, name).nbytes for name in COLUMN_TYPES)

    @cached_property
    def newest_at(self) -> datetime | None:
        """The time of the newest interaction."""
        return instant(int(self.occurred_at.max())) if self.interaction_count else None

    def position(self, lead_id: int) -> int | None:
        """The number of a lead in `lead_id` and `offsets`."""
        found = int(np.searchsorted(self.lead_id, lead_id))
        return found if found < self.lead_count and self.lead_id[found] == lead_id else None

    def shards(self, count: int) -> list[tuple[int, int]]:
        """At most `count` ranges of leads [first, past the last) with about equally many interactions each."""
        cuts = np.searchsorted(self.offsets, np.linspace(0, self.interaction_count, count + 1)[1:-1])
        edges = np.unique(np.concatenate(([0], np.minimum(cuts, self.lead_count), [self.lead_count])))
        return [(int(first), int(last)) for first, last in pairwise(edges)]

    def each_shard(self, summarize: Callable[[int, int], Part], *, threads: int | None = None) -> list[Part]:
        """`summarize(first_lead, past_last_lead)` of every shard, on `threads` cores (default all), in order of leads.

        Summaries of shards add up to the summary of the whole; a shard is empty only if there are no leads at all.
        """
        shards = self.shards(threads or cpu_count() or 1) or [(0, 0)]
        return each_block(shards, summarize, threads=len(shards))


def build(
    *,
    leads: Ints,
    lead_id: Ints,
    occurred_at: Ints,
    interaction_id: Ints,
    codes: Mapping[str, NDArray[np.generic]],
    words: Words,
) -> Journeys:
    """Journeys from unsorted rows. `leads`: every lead's id, also of those without a row; the other arrays have one
    entry per row; `codes` holds the remaining columns of COLUMN_TYPES by name, the stage as given under `stage`;
    missing ones are empty (code or value 0).
    """
    leads, none = np.unique(np.concatenate((leads, lead_id))), np.zeros(len(lead_id), np.uint8)
    given = {"given_stage": codes.get("stage", none), "interaction_id": interaction_id, **codes}
    columns = {name: np.asarray(given.get(name, none), COLUMN_TYPES[name]) for name in Told._fields}
    order = ordered(lead_id, occurred_at, told(columns), words)
    columns = {name: column[order] for name, column in columns.items()}
    sorted_rows = Journeys(
        lead_id=leads,
        offsets=np.concatenate(([0], np.searchsorted(lead_id[order], leads, side="right"))).astype(np.int64),
        occurred_at=occurred_at[order],
        stage=columns["given_stage"],
        words=words,
        **columns,
    )
    return with_moves(sorted_rows, leads=np.arange(len(leads)))


def empty(words: Words | None = None) -> Journeys:
    """No leads at all."""
    none = np.zeros(0, np.int64)
    return build(leads=none, lead_id=none, occurred_at=none, interaction_id=none, codes={}, words=words or Words())


def with_moves(journeys: Journeys, *, leads: Ints) -> Journeys:
    """The same journeys, with the stages that rows moved their lead to worked out anew for these leads.

    leads: int64[m], numbers of leads in `lead_id`. Rows at one instant count in the order of their stages, so where
    they name several, each is a move.
    """
    stage = journeys.stage.copy()
    ranks = journeys.words.stage_rank
    _move_stages(leads, journeys.offsets, journeys.occurred_at, journeys.kind, journeys.given_stage, ranks, stage)
    return replace(journeys, stage=stage)


@njit(cache=True, nogil=True)
def _move_stages(
    leads: Ints,
    offsets: Ints,
    occurred_at: Ints,
    kind: NDArray[np.uint16],
    given: NDArray[np.uint8],
    rank: Ints,
    stage: NDArray[np.uint8],
) -> None:
    for lead in leads:
        current = 0
        row = offsets[lead]
        while row < offsets[lead + 1]:
            end, highest, is_move = row, 0, False
            while end < offsets[lead + 1] and occurred_at[end] == occurred_at[row]:
                stage[end] = given[end]
                if kind[end] == CONVERTED:
                    stage[end] = WON
                elif kind[end] == LOST:
                    stage[end] = LOST_STAGE
                is_move |= stage[end] != 0 and stage[end] != current
                if stage[end] != 0 and rank[stage[end]] > rank[highest]:
                    highest = int(stage[end])
                end += 1
            if not is_move:
                for same in range(row, end):
                    if kind[same] != CONVERTED and kind[same] != LOST:
                        stage[same] = 0
            if highest != 0:
                current = highest
            row = end
