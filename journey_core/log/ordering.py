"""Shortcuts for ordering: the first few of many without sorting everything, and places found in one pass."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Ints


def first_by(keys: Sequence[NDArray[Any]], count: int) -> Ints:
    """int64[at most count]: the places of the entries that come first, in order. The first key counts most and ties
    keep their order: `np.lexsort(keys[::-1])[:count]`.
    """
    sure, undecided, wanted = [], np.arange(len(keys[0])), max(count, 0)
    for key in keys if wanted else ():
        if len(undecided) <= wanted:
            break
        values = key[undecided]
        bound = np.partition(values, wanted - 1)[wanted - 1]
        sure.append(undecided[values < bound])
        undecided, wanted = undecided[values == bound], wanted - len(sure[-1])
    chosen = np.sort(np.concatenate((*sure, undecided[:wanted])))
    return chosen[np.lexsort([key[chosen] for key in reversed(keys)])]


@njit(cache=True, nogil=True)
def places(known: Ints, wanted: Ints) -> Ints:
    """int64, one entry per wanted value: the last place in `known` that is not above it, as `np.searchsorted(known,
    wanted, side="right") - 1` says. Both are ascending, and no wanted value is below the first known one.
    """
    found, place = np.empty(len(wanted), np.int64), 0
    for i in range(len(wanted)):
        while place + 1 < len(known) and known[place + 1] <= wanted[i]:
            place += 1
        found[i] = place
    return found
