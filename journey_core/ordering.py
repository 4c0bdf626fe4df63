"""The first few of many: what sorting everything would put first, without sorting everything."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journey_core.journeys import Ints


def first_by(keys: Sequence[NDArray[Any]], count: int) -> Ints:
    """int64[at most count]: the places of the entries that come first, in order. The first key counts most, ties keep
    their order: `np.lexsort(keys[::-1])[:count]`.
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
