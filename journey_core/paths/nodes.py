"""Nodes of a journey map: where paths begin and end, and one node a word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.errors import UnknownName
from journey_core.log.arrays import Ints
from journey_core.log.vocabulary import FIRST_RECORD, LAST_RECORD, LOST_STAGE, WON, Words, in_order, set_apart

START, CONVERTED_END, LOST_END, OPEN_END, ANCHOR, MORE = range(6)
SPECIAL: Final = ("(start)", "(converted)", "(lost)", "(open)", "(anchor)", "(more)")
"""Nodes besides words, by number: the start, the three ends, the anchor, and what lies beyond the steps counted."""

OTHER: Final = "(other)"
"""The node of all kinds that are too rare for one of their own."""

WORD_LIMIT: Final = 250
"""Kinds with a node of their own; a workspace may have thousands of kinds, a map may not."""


@dataclass(frozen=True, eq=False)
class Nodes:
    """Every node by number, in the order that words have in one instant, so that it is the same in whatever order they
    came. of_code: uint32[codes], the node of each code of the words, 0 where it is not a step. first_stage: the node of
    the first stage, 0 on maps of other words. won, lost: the nodes that end a path over stages by themselves, -1 on
    other maps.
    """

    names: tuple[str, ...]
    of_code: NDArray[np.uint32]
    first_stage: int = 0
    won: int = -1
    lost: int = -1

    @property
    def count(self) -> int:
        return len(self.names)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Number of a node by its name."""
        return {name: number for number, name in reversed(list(enumerate(self.names)))}

    def number(self, name: str) -> int:
        """The number of a node; raises UnknownName with the choices."""
        if name not in self.numbers:
            raise UnknownName("step of these paths", name, self.names)
        return self.numbers[name]


def nodes(words: Words, over: str) -> Nodes:
    """The nodes of channels, of stages, or of at most WORD_LIMIT kinds: one a word, whatever leads are looked at."""
    if over == "stage":
        return _stages(words)
    listed = words.lists["kind" if over == "kind" else "channel"]
    return Nodes(*_numbered(listed, kind_steps(listed) if over == "kind" else in_order("channel", listed)))


def kind_nodes(kinds: Sequence[str], often: Ints) -> Nodes:
    """The nodes of too many kinds for one each: the most frequent have their own, the others share one. often:
    int64[codes], the interactions of each kind in the whole log.
    """
    steps = kind_steps(kinds)
    own = {*sorted(steps, key=lambda code: -int(often[code]))[: WORD_LIMIT - 1]}
    others = [code for code in steps if code not in own]
    return Nodes(*_numbered(kinds, [code for code in steps if code in own], others=others))


def every_kind(kinds: Sequence[str]) -> Nodes:
    """A node for each kind, its number the kind's code, before it is known which are frequent."""
    of_code = np.zeros(len(kinds), np.uint32)
    steps = kind_steps(kinds)
    of_code[steps] = steps
    of_code.flags.writeable = False
    return Nodes(tuple(kinds), of_code)


def kind_steps(kinds: Sequence[str]) -> list[int]:
    """The codes of kinds that can be steps, in the order that they have in one instant."""
    return [code for code in in_order("kind", kinds) if not FIRST_RECORD <= code <= LAST_RECORD]


def has_many_kinds(words: Words, over: str) -> bool:
    """Whether paths run over more kinds than can have nodes of their own."""
    return over == "kind" and len(kind_steps(words.lists["kind"])) > WORD_LIMIT


def _stages(words: Words) -> Nodes:
    listed, order = words.lists["stage"], words.stage_order
    names, of_code = _numbered(listed, sorted(range(1, len(listed)), key=words.ranks["stage"].__getitem__))
    first = int(of_code[order[0]]) if order else 0
    return Nodes(names, of_code, first_stage=first, won=int(of_code[WON]), lost=int(of_code[LOST_STAGE]))


def _numbered(
    words: Sequence[str], codes: Sequence[int], *, others: Sequence[int] = ()
) -> tuple[tuple[str, ...], NDArray[np.uint32]]:
    """Names of nodes, and the node of each code: one for each of `codes`, one for all `others`."""
    of_code = np.zeros(len(words), np.uint32)
    of_code[list(codes)] = np.arange(len(SPECIAL), len(SPECIAL) + len(codes))
    names = [*SPECIAL, *(set_apart(words[code], (*SPECIAL, OTHER)) for code in codes)]
    if others:
        of_code[list(others)] = len(names)
        names.append(OTHER)
    of_code.flags.writeable = False
    return tuple(names), of_code
