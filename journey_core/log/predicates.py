"""Predicates: which interactions a funnel step or a goal accepts, and their compiled form for kernels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.errors import BadInput, UnknownName, brief
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import DIRECTIONS, WordList, Words, fold, spoken

FIELDS: Final = ("kind", "channel", "stage", "campaign", "direction")
Masks = NDArray[np.uint32]

_NOUNS: Final = {"stage_changed": "change of stage", "converted": "conversion", "lost": "loss"}
"""Of kinds that are spoken as what happened; “note” and the others are things as they are."""


@dataclass(frozen=True)
class Predicate:
    """What an interaction must be; a field that is None accepts anything. At least one field is given."""

    kind: str | None = None
    channel: str | None = None
    stage: str | None = None
    campaign: str | None = None
    direction: str | None = None

    def __post_init__(self) -> None:
        if not any(getattr(self, name) for name in FIELDS):
            raise BadInput(f"A predicate needs at least one of {', '.join(FIELDS)}, such as “kind=form_submitted”.")

    @classmethod
    def parse(cls, text: str) -> "Predicate":
        """The predicate of `field=value,field=value`; raises BadInput. A comma inside a value is kept."""
        given: dict[str, str] = {}
        for part in re.split(r",(?=\s*[^,=\s]+\s*=)", text):
            name, equals, value = (piece.strip() for piece in part.partition("="))
            if not equals or not value or name not in FIELDS:
                raise BadInput(
                    f"“{brief(part.strip())}” is not field=value with one of the fields {', '.join(FIELDS)}."
                )
            if name in given:
                raise BadInput(f"“{brief(text)}” names {name} twice; a predicate takes each field once.")
            given[name] = value
        return cls(**given)

    def __str__(self) -> str:
        """The text that `parse` reads back."""
        return ",".join(f"{name}={getattr(self, name)}" for name in FIELDS if getattr(self, name))

    def sentence(self) -> str:
        """The same for people: “inbound email replied via paid search”, “moved to proposal”."""
        thing = spoken(self.kind or "") or ("interaction" if self.direction else "")
        return self._joined(thing, self._circumstances(), f"moved to {self.stage}" if self.stage else "")

    def noun(self) -> str:
        """The same where a sentence needs a thing, as after “no”: “email replied”, “loss”, “move to lost”."""
        move = f"move to {self.stage}" if self.stage else ""
        kind = self.kind or ""
        thing = _NOUNS.get(kind) or spoken(kind) or ("" if move else "interaction")
        return self._joined(thing, move, self._circumstances())

    def _circumstances(self) -> str:
        """“via paid search in campaign Spring”."""
        via = f"via {spoken(self.channel)}" if self.channel else ""
        return " ".join(filter(None, [via, f"in campaign {self.campaign}" if self.campaign else ""]))

    def _joined(self, *said: str) -> str:
        return " ".join(filter(None, [self.direction, *said]))


USUAL_GOAL: Final = Predicate(kind="converted")
"""What a conversion is where nobody says otherwise."""


class StepTables(NamedTuple):
    """One table a field: bit k of table[code] is set when predicate k accepts that code. A table without entries
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
    """uint32[codes of the field], or nothing when no predicate asks for it."""
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
