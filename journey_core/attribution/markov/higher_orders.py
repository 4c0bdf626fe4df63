"""Chains of higher order: the probability to convert with and without each channel, by Gauss-Seidel sweeps.

x = Q x + e is solved for all removals at once, one lane each, over the steps that occur. The error of every lane is
proven: it is at most the largest residual times the largest expected number of steps to an end, and the residual after
a sweep is at most the largest change in it, as rows of Q add up to at most 1.
"""

from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import Final

import numpy as np
from numba import njit

from journey_core.attribution.cell_sums import CellSums
from journey_core.attribution.markov.chains import Alphabet
from journey_core.log.arrays import Floats, Ints

TOLERANCE: Final = 1e-12
"""How far a probability may be from the exact one."""


def effects_of_walks(counted: CellSums, alphabet: Alphabet, *, threads: int | None) -> tuple[Floats, Floats]:
    """What `markov.effects_of` answers, for chains of any order."""
    if len(counted.cell) == 0:
        return np.zeros(len(counted.sums[:, :, 0])), np.zeros((len(counted.sums[:, :, 0]), alphabet.base - 1))
    states, begin, target, newest = _graph(counted.cell, alphabet)
    own = _solved(counted.sums[:, :, 0][:1], begin, target, newest, np.zeros((len(states), alphabet.base)), TOLERANCE)
    parts = np.array_split(counted.sums[:, :, 0][1:], threads or cpu_count() or 1)
    with ThreadPoolExecutor(len(parts)) as pool:
        rest = pool.map(lambda part: _solved(part, begin, target, newest, own[0], TOLERANCE), parts)
        converts = np.concatenate([own, *rest])[:, 0]
    baseline = converts[:, 0]
    kept = np.divide(converts[:, 1:], baseline[:, None], out=np.ones_like(converts[:, 1:]), where=baseline[:, None] > 0)
    return baseline, 1 - kept


def _graph(cell: Ints, alphabet: Alphabet) -> tuple[Ints, Ints, Ints, Ints]:
    """The states that occur, ascending, START first; where the cells of each begin; the state that each cell steps to,
    -1 for CONVERTED and -2 for NULL; and the newest channel of each state, 0 for START.
    """
    state, following = np.divmod(cell, alphabet.base + 1)
    states, begin = np.unique(state, return_index=True)
    entered = (state * alphabet.base + following + 1) % alphabet.states
    target = np.searchsorted(states, entered)
    target[following == alphabet.base - 1], target[following == alphabet.base] = -1, -2
    return states, np.append(begin, len(cell)), target, states % alphabet.base


@njit(cache=True, nogil=True)
def _solved(counts: Floats, begin: Ints, target: Ints, newest: Ints, start: Floats, tolerance: float) -> Floats:
    """float64[n, states, lanes]: from each state, the probability to convert, and to convert without channel 1, 2 …

    `start`, float64[states, lanes], is where the sweeps begin.
    """
    found = np.empty((len(counts), *start.shape))
    for n in range(len(counts)):
        found[n] = start
        share = _shares(counts[n], begin)
        bound = _longest_walk(share, begin, target)
        while _sweep(found[n], share, begin, target, newest) * bound > tolerance:
            pass
    return found


@njit(cache=True, nogil=True)
def _shares(count: Floats, begin: Ints) -> Floats:
    """float64[cells]: of the steps from its state, the part that goes through each cell."""
    share = np.zeros(len(count))
    for state in range(len(begin) - 1):
        leaving = count[begin[state] : begin[state + 1]].sum()
        if leaving > 0:
            share[begin[state] : begin[state + 1]] = count[begin[state] : begin[state + 1]] / leaving
    return share


@njit(cache=True, nogil=True)
def _longest_walk(share: Floats, begin: Ints, target: Ints) -> float:
    """A number that no state's expected number of steps exceeds: h with h - Q h >= 1/2 everywhere is half of one."""
    steps, change = np.zeros(len(begin) - 1), 1.0
    while change > 0.5:
        change = 0.0
        for state in range(len(steps)):
            after = 1.0
            for cell in range(begin[state], begin[state + 1]):
                if target[cell] >= 0:
                    after += share[cell] * steps[target[cell]]
            change = max(change, after - steps[state])
            steps[state] = after
    return float(2 * steps.max())


@njit(cache=True, nogil=True)
def _sweep(x: Floats, share: Floats, begin: Ints, target: Ints, newest: Ints) -> float:
    """Bring every state up to date with those that it steps to; the largest change."""
    lanes, change = x.shape[1], 0.0
    after = np.zeros(lanes)
    for state in range(len(x) - 1, -1, -1):
        after[:] = 0.0
        own = 0.0
        for cell in range(begin[state], begin[state + 1]):
            if target[cell] == -1:
                after += share[cell]
            elif target[cell] == state:
                own = share[cell]
            elif target[cell] >= 0:
                for lane in range(lanes):
                    after[lane] += share[cell] * x[target[cell], lane]
        if newest[state] > 0:
            after[newest[state]] = 0.0
        for lane in range(lanes):
            stepped = after[lane] / (1 - own)
            change = max(change, abs(stepped - x[state, lane]))
            x[state, lane] = stepped
    return change
