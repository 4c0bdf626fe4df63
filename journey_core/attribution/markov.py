"""Markov attribution of order 1, exact: transition counts, and removal effects by one matrix inverse.

States are START, the channels, CONVERTED and NULL. Removing a channel sends what enters it to NULL (Anderl, Becker,
von Wangenheim, Schumann 2016). A path converts without channel k unless it visits k and converts from there, so with
N = (I - Q)^-1 the removal effect is N[START, k] / N[k, k] * b[k] / b[START], b being the probability to convert.
Repeats of one channel in a row change none of this and are not counted.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.attribution.touchpoints import Paths, Scope, converted_paths, open_paths
from journey_core.intervals import replicate_totals
from journey_core.journeys import Ints, Journeys

Floats = NDArray[np.float64]


def transitions(journeys: Journeys, scope: Scope, first: int, past: int, *, replicates: int) -> Floats:
    """float64[1 + replicates, channels, channels + 2]: how often one state follows another, by the code of both.

    The first is the log's own count, the others are those of bootstrap replicates; counts of ranges of leads add up.
    Row 0 is START, the last two columns are CONVERTED and NULL, column 0 stays empty. Empty paths are left out.
    """
    channels = len(journeys.words.lists["channel"])
    width = channels + 2
    counts = np.zeros((1 + replicates, channels * width))
    for collect, end in ((converted_paths, channels), (open_paths, channels + 1)):
        lead, cell = _steps(collect(journeys, scope, first, past), end, width=width)
        ones = np.ones((len(cell), 1))
        counts[0] += np.bincount(cell, minlength=counts.shape[1])
        counts[1:] += replicate_totals(journeys.lead_id[lead], cell, ones, counts.shape[1], replicates)[:, :, 0]
    return counts.reshape(1 + replicates, channels, width)


def conversions(counts: Floats) -> Floats:
    """float64[n]: paths that ended in CONVERTED."""
    total: Floats = counts[:, :, -2].sum(axis=1)
    return total


@njit(cache=True, nogil=True)
def removal_effects(counts: Floats) -> tuple[Floats, Floats]:
    """Of float64[n, channels, channels + 2] transitions: the probability to convert, float64[n], and by which share
    it falls without each channel, float64[n, channels], START's being 0. Zeros where nothing converts.
    """
    size = counts.shape[1]
    baseline, effects = np.zeros(len(counts)), np.zeros((len(counts), size))
    for n in range(len(counts)):
        inverse, exits = np.eye(size), np.zeros(size)
        stays = np.eye(size)
        for state in range(size):
            leaving = counts[n, state].sum()
            if leaving > 0:
                stays[state] -= counts[n, state, :size] / leaving
                exits[state] = counts[n, state, size] / leaving
        _invert(stays, inverse)
        converts = np.zeros(size)
        for state in range(size):
            converts[state] = (inverse[state] * exits).sum()
        baseline[n] = converts[0]
        if baseline[n] > 0:
            for k in range(1, size):
                effects[n, k] = inverse[0, k] / inverse[k, k] * converts[k] / baseline[n]
    return baseline, effects


def _steps(paths: Paths, end: int, *, width: int) -> tuple[Ints, Ints]:
    """Lead number and cell (row times width plus column) of every transition of non-empty paths; repeats left out."""
    channel = paths.channel.astype(np.int64)
    before = np.roll(channel, 1)
    before[paths.begin] = 0
    moved = before != channel
    filled = paths.lead[paths.length > 0]
    lead = np.concatenate((paths.spread(filled)[moved], filled))
    return lead, np.concatenate(((before * width + channel)[moved], channel[paths.end] * width + end))


@njit(cache=True, nogil=True)
def _invert(matrix: Floats, inverse: Floats) -> None:
    """Turn `inverse` (the identity) into the inverse of I - Q by Gauss-Jordan elimination, in place.

    Every state leads to an end, so the pivots of this M-matrix stay positive without exchanging rows.
    """
    for pivot in range(len(matrix)):
        scale = 1 / matrix[pivot, pivot]
        matrix[pivot] *= scale
        inverse[pivot] *= scale
        for row in range(len(matrix)):
            if row != pivot and matrix[row, pivot] != 0:
                factor = matrix[row, pivot]
                matrix[row] -= factor * matrix[pivot]
                inverse[row] -= factor * inverse[pivot]
