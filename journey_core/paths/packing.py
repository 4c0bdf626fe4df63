"""Sequences of steps as a few bytes each, so that equal sequences are equal numbers, in any columns."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numba import njit

from journey_core.log.arrays import Ints
from journey_core.paths.compiled import BEFORE, LONGEST, SIDE
from journey_core.paths.nodes import SPECIAL

Packed = tuple[np.uint64, np.uint64]
"""A byte a step, in order, 0 where there is none, the first eight in the first number and four in the second; the last
byte of the second says whether there are more steps.
"""

_FIRST_WORD: Final = len(SPECIAL)
_A_NUMBER: Final = 8
_MORE_BYTE: Final = 7


@njit(cache=True, nogil=True)
def packed(node: Ints, steps: int, numbers: Ints) -> Packed:
    """The steps that tell the variant of a path apart, the first ones, or the last ones before an anchor."""
    kept = min(steps, numbers[LONGEST])
    low = steps - kept if numbers[SIDE] == BEFORE else 0
    first, second = np.uint64(0), np.uint64(0)
    for place in range(kept):
        step = np.uint64(node[low + place] - _FIRST_WORD + 1)
        if place < _A_NUMBER:
            first |= step << np.uint64(8 * place)
        else:
            second |= step << np.uint64(8 * (place - _A_NUMBER))
    if kept < steps:
        second |= np.uint64(1) << np.uint64(8 * _MORE_BYTE)
    return first, second


def pack(nodes: Sequence[int], *, is_cut: bool) -> Packed:
    """The same of the nodes of a variant, at most twelve; `is_cut` where its leads have more steps."""
    written = bytearray(16)
    written[: len(nodes)] = bytes(node - _FIRST_WORD + 1 for node in nodes)
    written[_A_NUMBER + _MORE_BYTE] = is_cut
    first, second = np.frombuffer(written, "<u8")
    return np.uint64(first), np.uint64(second)


def unpacked(first: int, second: int) -> tuple[list[int], bool]:
    """The nodes of a packed sequence, and whether there are more steps."""
    written = first.to_bytes(8, "little") + second.to_bytes(8, "little")
    steps = [step + _FIRST_WORD - 1 for step in written[:-1] if step]
    return steps, written[-1] == 1
