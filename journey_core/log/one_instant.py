"""The order of a lead's rows of one instant. Nobody knows it, so it is read off what they say, never off their ids.

By the stage that a row names or stands for (none first), the place of its kind in the vocabulary, its channel by word,
then by direction, source, campaign, owner and value. Rows that are equal in all of these are alike to every analysis;
their ids only see to it that columns are the same however they came about.
"""

from typing import Any, Final, NamedTuple, Protocol

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Bytes, Floats, Ints
from journey_core.log.vocabulary import CONVERTED, LOST, LOST_STAGE, WON, Words

MANY: Final = 16
"""Rows of one instant up to which they are put in order one by one."""


class Told(NamedTuple):
    """What rows say, one entry a row: columns of `Journeys` under their names."""

    given_stage: Bytes
    kind: NDArray[np.uint16]
    channel: Bytes
    direction: Bytes
    source: NDArray[np.uint16]
    campaign: NDArray[np.int32]
    owner: NDArray[np.int32]
    value: Floats
    interaction_id: Ints


class Ranks(NamedTuple):
    """int64[codes] of each list of words: `Words.ranks`."""

    stage: Ints
    kind: Ints
    channel: Ints
    source: Ints
    campaign: Ints
    owner: Ints


class _Columns(Protocol):
    def __getitem__(self, name: str, /) -> NDArray[Any]: ...


def told(columns: _Columns) -> Told:
    """These of the columns, each as a read-only array of its own."""
    return Told(*(_read_only(columns[name]) for name in Told._fields))


def ranks(words: Words) -> Ranks:
    """The ranks of all lists."""
    return Ranks(*(words.ranks[name] for name in ("stage", "kind", "channel", "source", "campaign", "owner")))


def ordered(lead_id: Ints, occurred_at: Ints, rows: Told, words: Words) -> Ints:
    """int64[n]: the numbers of the rows by lead and time, those of one instant in order. lead_id, occurred_at:
    int64[n] each.
    """
    order = np.lexsort((occurred_at, lead_id))
    lead_id, occurred_at = lead_id[order], occurred_at[order]
    if ((lead_id[1:] == lead_id[:-1]) & (occurred_at[1:] == occurred_at[:-1])).any():
        _mend(order, lead_id, occurred_at, rows, ranks(words))
    return order


@njit(cache=True, nogil=True)
def is_before(rows: Told, row: int, others: Told, other: int, by: Ranks) -> bool:
    """Whether a row comes before one of the same lead and instant, which may be among others."""
    key, its = _key(rows, row, by), _key(others, other, by)
    return bool(key < its or (key == its and _is_before(rows, row, others, other, by)))


@njit(cache=True, nogil=True)
def _mend(order: Ints, lead_id: Ints, occurred_at: Ints, rows: Told, by: Ranks) -> None:
    """Sort every run of one lead and instant; lead_id and occurred_at are in order already."""
    keys, row = np.empty(MANY, np.int64), 0
    while row < len(order):
        end = row + 1
        while end < len(order) and occurred_at[end] == occurred_at[row] and lead_id[end] == lead_id[row]:
            end += 1
        if end - row > MANY:
            _sort_many(order[row:end], rows, by)
        elif end - row > 1:
            _sort_few(order[row:end], rows, by, keys)
        row = end


@njit(cache=True, nogil=True)
def _sort_few(order: Ints, rows: Told, by: Ranks, keys: Ints) -> None:
    """Sort the rows of one instant in place. keys: int64[MANY], room."""
    for place in range(len(order)):
        row, free = order[place], place
        key = _key(rows, row, by)
        while free > 0 and (
            key < keys[free - 1] or (key == keys[free - 1] and _is_before(rows, row, rows, order[free - 1], by))
        ):
            order[free], keys[free] = order[free - 1], keys[free - 1]
            free -= 1
        order[free], keys[free] = row, key


@njit(cache=True, nogil=True)
def _sort_many(order: Ints, rows: Told, by: Ranks) -> None:
    """The same for rows so many that comparing each with each would take long: by the last key first."""
    keys = np.empty(len(order), np.int64)
    order[:] = order[np.argsort(rows.interaction_id[order], kind="mergesort")]
    order[:] = order[np.argsort(rows.value[order], kind="mergesort")]
    for place in range(len(order)):
        keys[place] = _second_key(rows, order[place], by)
    order[:] = order[np.argsort(keys, kind="mergesort")]
    for place in range(len(order)):
        keys[place] = _key(rows, order[place], by)
    order[:] = order[np.argsort(keys, kind="mergesort")]


@njit(cache=True, nogil=True)
def _key(rows: Told, row: int, by: Ranks) -> int:
    """Stage, kind, channel, direction and source in one number, the first in the highest bits."""
    kind, stage = rows.kind[row], np.int64(rows.given_stage[row])
    if kind == CONVERTED:
        stage = np.int64(WON)
    elif kind == LOST:
        stage = np.int64(LOST_STAGE)
    told_and_how = (by.stage[stage] << 16 | by.kind[kind]) << 8 | by.channel[rows.channel[row]]
    key: int = (told_and_how << 8 | np.int64(rows.direction[row])) << 16 | by.source[rows.source[row]]
    return key


@njit(cache=True, nogil=True)
def _second_key(rows: Told, row: int, by: Ranks) -> int:
    """Campaign and owner in one number."""
    key: int = by.campaign[rows.campaign[row]] << 31 | by.owner[rows.owner[row]]
    return key


@njit(cache=True, nogil=True)
def _is_before(rows: Told, row: int, others: Told, other: int, by: Ranks) -> bool:
    """The same as `is_before` of two rows with equal keys."""
    key, its = _second_key(rows, row, by), _second_key(others, other, by)
    if key != its:
        return bool(key < its)
    if rows.value[row] != others.value[other]:
        return bool(rows.value[row] < others.value[other])
    return bool(rows.interaction_id[row] < others.interaction_id[other])


def _read_only(column: NDArray[Any]) -> NDArray[Any]:
    column = np.ascontiguousarray(column).view()
    column.flags.writeable = False
    return column
