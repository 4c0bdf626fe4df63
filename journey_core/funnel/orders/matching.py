"""Giving steps to interactions, each interaction to one step: bipartite matching, one step at a time."""

import numpy as np
from numba import njit

from journey_core.funnel.compiled import Rows
from journey_core.log.arrays import Ints, Masks


@njit(cache=True, nogil=True)
def matched_bases(masks: Masks, may_start: bool, steps: int, row: int, given: Rows) -> Ints:
    """int64[steps + 1]: for every k the smallest base such that the interactions of an instant, the first in `row`,
    can stand for the steps base+1..k, one each; k itself where there is none. given[k, step - 1]: the row of each step.
    """
    holder = np.zeros(len(masks), np.int64)
    place = np.full(steps + 1, -1, np.int64)
    base_of = np.zeros(steps + 1, np.int64)
    base = 0 if may_start else 1
    for k in range(base + 1, steps + 1):
        while base < k and not augment(k, masks, holder, place):
            base += 1
            if place[base] >= 0:
                holder[place[base]] = 0
                place[base] = -1
        base_of[k] = base
        for step in range(base + 1, k + 1):
            given[k, step - 1] = row + place[step]
    if not may_start and steps:
        base_of[1] = 1
    return base_of


@njit(cache=True, nogil=True)
def augment(step: int, masks: Masks, holder: Ints, place: Ints) -> bool:
    """Give `step` an interaction of its own, moving other steps if needed (Kuhn 1955); False if there is none.

    masks[i]: the steps that interaction i matches, bit step - 1. holder[i]: the step that interaction i stands for, 0
    if free. place[step]: its interaction, -1 if none.
    """
    asked_by = np.zeros(len(masks), np.int64)
    queue = np.zeros(len(place), np.int64)
    queue[0] = step
    head, tail = 0, 1
    while head < tail:
        asking = queue[head]
        head += 1
        for i in range(len(masks)):
            if asked_by[i] == 0 and (np.int64(masks[i]) >> (asking - 1)) & 1:
                asked_by[i] = asking
                if holder[i] == 0:
                    _hand_over(i, step, asked_by, holder, place)
                    return True
                queue[tail] = holder[i]
                tail += 1
    return False


@njit(cache=True, nogil=True)
def _hand_over(free: int, step: int, asked_by: Ints, holder: Ints, place: Ints) -> None:
    """Shift every step on the way from `step` to the free interaction to the one it asked for."""
    i = free
    while True:
        taker = asked_by[i]
        left = place[taker]
        holder[i] = taker
        place[taker] = i
        if taker == step:
            return
        i = left
