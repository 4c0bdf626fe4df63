"""Medians of many groups at once."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.journeys import Ints


def grouped_medians(group: NDArray[np.integer], value: Ints, groups: int) -> NDArray[np.float64]:
    """float64[groups]: the median of the values of each group, NaN for a group without any. One group and one value
    an entry, 0 <= group < groups.
    """
    by_group, ends = _gathered(group.astype(np.int32, copy=False), value, groups)
    medians = np.full(groups, np.nan)
    for number in np.flatnonzero(np.diff(ends)):
        medians[number] = np.median(by_group[ends[number] : ends[number + 1]], overwrite_input=True)
    return medians


@njit(cache=True, nogil=True)
def _gathered(group: NDArray[np.int32], value: Ints, groups: int) -> tuple[Ints, Ints]:
    """The values, those of one group beside each other, and where each group begins, one entry more."""
    begins = np.zeros(groups + 1, np.int64)
    for each in group:
        begins[each + 1] += 1
    for number in range(groups):
        begins[number + 1] += begins[number]
    filled, by_group = begins.copy(), np.empty(len(value), np.int64)
    for place in range(len(value)):
        by_group[filled[group[place]]] = value[place]
        filled[group[place]] += 1
    return by_group, begins
