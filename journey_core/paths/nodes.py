"""Nodes of a journey map: where paths begin and end, and one node a word."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.errors import UnknownName
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import FIRST_RECORD, LAST_RECORD, LOST_STAGE, WON, WordList, set_apart
from journey_core.paths.options import PathOptions

START, CONVERTED_END, LOST_END, OPEN_END, ANCHOR, MORE = range(6)
SPECIAL: Final = ("(start)", "(converted)", "(lost)", "(open)", "(anchor)", "(more)")
"""Nodes that are no word, by number: the start, the three ends, the anchor, and what lies beyond the steps counted."""

OTHER: Final = "(other)"
"""The node of all kinds that are too rare for one of their own."""

WORD_LIMIT: Final = 250
"""Words with a node of their own; a workspace may have thousands of kinds, a map may not."""


@dataclass(frozen=True, eq=False)
class Nodes:
    """Every node by number. of_code: uint32[codes], the node of each code of the words, 0 where it is no step."""

    names: tuple[str, ...]
    of_code: NDArray[np.uint32]

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


def nodes(journeys: Journeys, options: PathOptions) -> Nodes:
    """The nodes of a question."""
    words = journeys.words.lists[_word_list(options.over)]
    codes = _own_nodes(journeys, options.over, len(words))
    of_code = np.zeros(len(words), np.uint32)
    of_code[codes] = np.arange(len(SPECIAL), len(SPECIAL) + len(codes))
    names = [*SPECIAL, *(set_apart(words[code], (*SPECIAL, OTHER)) for code in codes)]
    rest = [code for code in _step_codes(options.over, len(words)) if of_code[code] == 0]
    if rest:
        of_code[rest] = len(names)
        names.append(OTHER)
    of_code.flags.writeable = False
    return Nodes(tuple(names), of_code)


def closing(known: Nodes, options: PathOptions) -> tuple[int, int]:
    """The nodes of won and lost, which end a path over stages by themselves; -1 for other paths."""
    if options.over != "stage":
        return -1, -1
    return int(known.of_code[WON]), int(known.of_code[LOST_STAGE])


def _word_list(over: str) -> WordList:
    lists: dict[str, WordList] = {"channel": "channel", "kind": "kind", "stage": "stage"}
    return lists[over]


def _step_codes(over: str, codes: int) -> list[int]:
    """The codes that can be steps."""
    records = range(FIRST_RECORD, LAST_RECORD + 1) if over == "kind" else ()
    return [code for code in range(1, codes) if code not in records]


def _own_nodes(journeys: Journeys, over: str, codes: int) -> list[int]:
    """The codes with a node of their own: all, or of too many kinds the most frequent."""
    steps = _step_codes(over, codes)
    if len(steps) <= WORD_LIMIT:
        return steps
    often: Ints = np.bincount(journeys.kind, minlength=codes)
    return sorted(sorted(steps, key=lambda code: (-int(often[code]), code))[: WORD_LIMIT - 1])
