"""Markov attribution, exact: by how much fewer journeys would convert without a channel, order 1 to 4.

Removing a channel sends what enters it to NULL (Anderl, Becker, von Wangenheim, Schumann 2016): for a chain of order k,
every state whose newest channel it is. Credit = conversions times removal effect over the sum of all removal effects.
A path converts without channel k of a chain of order 1 unless it visits k and converts from there, so with
N = (I - Q)^-1 the removal effect is N[START, k] / N[k, k] * b[k] / b[START], b being the probability to convert.
Repeats of one channel in a row change none of this at order 1. Higher orders are solved by `walks`.
"""

import numpy as np
from numba import njit

from journey_core.attribution.cell_sums import CellSums
from journey_core.attribution.compiled import Compiled, Count, Totals
from journey_core.attribution.markov.chains import Alphabet, ChainSteps, alphabet_of, conversions, end_states, steps
from journey_core.attribution.markov.higher_orders import effects_of_walks
from journey_core.attribution.placebo import drawn_cells
from journey_core.log.arrays import Floats
from journey_core.log.journeys import Journeys


def chain_steps(journeys: Journeys, compiled: Compiled) -> Count:
    """Counts the steps of a chain; those of every lower order are in them."""
    alphabet = alphabet_of(journeys, compiled.scope, compiled.order)
    return lambda paths: ChainSteps(alphabet, steps(journeys, paths, alphabet, replicates=compiled.replicates))


def explained_by_chain(found: ChainSteps, compiled: Compiled, linear: Totals, threads: int | None) -> Totals:
    """Share out by removal effects what touchpoints explain; what none explains stays as in the linear model."""
    chain = found.of_order(compiled.order)
    shares = _shares(chain.counted, chain.alphabet, len(linear.credit), threads)
    return shared_out(shares, conversions(chain.counted, chain.alphabet), linear)


def chain_placebo(
    journeys: Journeys, compiled: Compiled, found: ChainSteps, linear: Totals, threads: int | None
) -> Floats:
    """float64[draws, channels]: credit if other journeys that end in the same states had converted."""
    chain = found.of_order(compiled.order)
    drawn = drawn_cells(journeys, compiled, lambda paths: end_states(paths, chain.alphabet), threads=threads)
    retold = _retold(chain.counted, drawn, chain.alphabet)
    won = float(conversions(chain.counted, chain.alphabet)[0])
    placebo: Floats = _shares(retold, chain.alphabet, len(linear.credit), threads) * won
    return placebo


def _shares(counted: CellSums, alphabet: Alphabet, channels: int, threads: int | None) -> Floats:
    """float64[n, channels]: the part of all removal effects that each channel has, by code."""
    _, effects = effects_of(counted, alphabet, threads=threads)
    sums = effects.sum(axis=1, keepdims=True)
    shares = np.zeros((len(effects), channels))
    shares[:, list(alphabet.channels)] = np.divide(effects, sums, out=np.zeros_like(effects), where=sums > 0)
    return shares


def _retold(counted: CellSums, drawn: CellSums, alphabet: Alphabet) -> CellSums:
    """The steps of the log with other ends: `drawn` of the journeys that end in each state convert, the rest do not."""
    won = drawn.cell * (alphabet.base + 1) + alphabet.base - 1
    cell = np.union1d(np.union1d(counted.cell, won), won + 1)
    sums = np.zeros((len(drawn.sums), len(cell)))
    sums[:, np.searchsorted(cell, counted.cell)] = counted.sums[0, :, 0]
    at_won, at_null = np.searchsorted(cell, won), np.searchsorted(cell, won + 1)
    ended = sums[:, at_won] + sums[:, at_null]
    sums[:, at_won], sums[:, at_null] = drawn.sums[:, :, 0], ended - drawn.sums[:, :, 0]
    return CellSums(cell, sums[:, :, None])


def effects_of(counted: CellSums, alphabet: Alphabet, *, threads: int | None = 1) -> tuple[Floats, Floats]:
    """The probability to convert, float64[n], and by which share it falls without each channel of the alphabet,
    float64[n, channels]. Zeros where nothing converts.
    """
    if alphabet.order > 1:
        return effects_of_walks(counted, alphabet, threads=threads)
    width = alphabet.base + 1
    dense = np.zeros((len(counted.sums[:, :, 0]), alphabet.base * width))
    dense[:, counted.cell] = counted.sums[:, :, 0]
    baseline, effects = removal_effects(dense.reshape(-1, alphabet.base, width))
    return baseline, effects[:, 1:]


def shared_out(shares: Floats, explained: Floats, linear: Totals) -> Totals:
    """Totals by float64[1 + replicates, channels] shares of conversions that have touchpoints."""
    count = len(shares) - 1
    credit = shares * explained[:, None]
    worth = np.concatenate(([linear.value[1:].sum()], linear.value_replicates[:count, 1:].sum(axis=1)))
    value = shares * worth[:, None]
    credit[:, 0] = np.concatenate((linear.credit[:1], linear.replicates[:count, 0]))
    value[:, 0] = np.concatenate((linear.value[:1], linear.value_replicates[:count, 0]))
    return Totals(credit[0], value[0], credit[1:], value[1:])


@njit(cache=True, nogil=True)
def removal_effects(counts: Floats) -> tuple[Floats, Floats]:
    """Of float64[n, states, states + 1] steps from START and the channels to the channels, CONVERTED and NULL: the
    probability to convert, float64[n], and by which share it falls without each state, float64[n, states], START's
    being 0.
    """
    size = counts.shape[1]
    baseline, effects = np.zeros(len(counts)), np.zeros((len(counts), size))
    for n in range(len(counts)):
        inverse, exits = np.eye(size), np.zeros(size)
        stays = np.eye(size)
        for state in range(size):
            leaving = counts[n, state].sum()
            if leaving > 0:
                stays[state, 1:] -= counts[n, state, : size - 1] / leaving
                exits[state] = counts[n, state, size - 1] / leaving
        _invert(stays, inverse)
        converts = np.zeros(size)
        for state in range(size):
            converts[state] = (inverse[state] * exits).sum()
        baseline[n] = converts[0]
        if baseline[n] > 0:
            for k in range(1, size):
                effects[n, k] = inverse[0, k] / inverse[k, k] * converts[k] / baseline[n]
    return baseline, effects


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
