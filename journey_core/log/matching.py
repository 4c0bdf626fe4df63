"""Which rows predicates accept: their compiled form, look-up tables for kernels, and its use."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.errors import UnknownName
from journey_core.log.arrays import Ints, Masks
from journey_core.log.comparison import fold
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import FIELDS, Predicate
from journey_core.log.vocabulary import DIRECTIONS, WordList, Words


class StepTables(NamedTuple):
    """One table per field: bit k of table[code] is set when predicate k accepts that code. A table without entries
    means that no predicate looks at the field.
    """

    kind: Masks
    channel: Masks
    stage: Masks
    campaign: Masks
    direction: Masks


def tables(predicates: Sequence[Predicate], words: Words) -> StepTables:
    """The predicates as look-up tables; raises UnknownName for a word that the workspace does not have."""
    return StepTables(*(_table([getattr(each, name) for each in predicates], name, words) for name in FIELDS))


def matches(journeys: Journeys, accepts: StepTables, first: int, past: int) -> Masks:
    """uint32[past - first]: for each of the rows first..past-1 the set of predicates that accept it, one bit each."""
    masks = np.full(past - first, 0xFFFFFFFF, np.uint32)
    for name, table in accepts._asdict().items():
        if len(table):
            _keep(masks, getattr(journeys, name)[first:past], table)
    return masks


def matching_rows(journeys: Journeys, predicate: Predicate) -> Ints:
    """int64, ascending: the numbers of all rows that a predicate accepts. Raises UnknownName."""
    accepts = tables([predicate], journeys.words)

    def of_shard(first: int, past: int) -> Ints:
        low, high = int(journeys.offsets[first]), int(journeys.offsets[past])
        return np.flatnonzero(matches(journeys, accepts, low, high)) + low

    return np.concatenate(journeys.each_shard(of_shard))


@njit(cache=True, nogil=True)
def _keep(masks: Masks, codes: NDArray[np.integer], table: Masks) -> None:
    for row in range(len(masks)):
        masks[row] &= table[codes[row]]


def _table(wanted: Sequence[str | None], name: str, words: Words) -> Masks:
    """uint32[codes of the field], or empty when no predicate looks at it."""
    if not any(wanted):
        return np.zeros(0, np.uint32)
    size = len(DIRECTIONS) if name == "direction" else len(words.lists[_word_list(name)])
    table = np.zeros(size, np.uint32)
    for bit, word in enumerate(wanted):
        accepted = _code(word, name, words) if word else slice(None)
        table[accepted] |= np.uint32(1 << bit)
    return table


def _code(word: str, name: str, words: Words) -> int:
    if name != "direction":
        return words.code(_word_list(name), word)
    if fold(word) not in DIRECTIONS[1:]:
        raise UnknownName("direction", word, DIRECTIONS)
    return DIRECTIONS.index(fold(word))


def _word_list(name: str) -> WordList:
    lists: dict[str, WordList] = {"kind": "kind", "channel": "channel", "stage": "stage", "campaign": "campaign"}
    return lists[name]
