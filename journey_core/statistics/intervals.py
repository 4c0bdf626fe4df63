"""Intervals around rates and sums, and the bootstrap weights of leads."""

from math import ceil, exp, factorial, inf, sqrt
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

Interval = tuple[float, float]
UNKNOWN: Final[Interval] = (0.0, 1.0)
"""The interval of a rate without any observations: it could be anything."""
NOTHING_TOLD: Final[Interval] = (-1.0, 1.0)
"""The interval of a difference of rates where one side is empty: it could be anything."""

LEAST_PAIRS: Final = 4
"""Of neighbouring weeks, to say how counts scatter."""

Z_95: Final = 1.959963984540054
"""What a standard normal variable exceeds, in either direction, one time in twenty."""
_LINE = 64
"""Bytes in a line of the processor's cache."""
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S27, _S30, _S31 = (np.uint64(bits) for bits in (27, 30, 31))
_WEIGHT_FROM = tuple(ceil(65536 * sum(exp(-1) / factorial(k) for k in range(upto))) for upto in range(1, 8))
"""Poisson(1) by inversion: the weight that 16 random bits stand for is how many of these bounds they reach."""


def wilson(successes: float, n: float) -> Interval:
    """The 95 % score interval of successes/n (Wilson 1927); (0, 1) when n is 0. Both need not be whole: n may be how
    many independent observations there are in effect.
    """
    if n == 0:
        return UNKNOWN
    rate, spread = successes / n, Z_95 * Z_95 / n
    middle = (rate + spread / 2) / (1 + spread)
    half = sqrt(spread * (rate * (1 - rate) + spread / 4)) / (1 + spread)
    low = 0.0 if successes == 0 else middle - half
    return low, 1.0 if successes == n else middle + half


def newcombe(successes: tuple[int, int], n: tuple[int, int], *, correlation: float = 0.0) -> Interval:
    """The 95 % interval of the second rate minus the first from the Wilson intervals of both: of independent groups
    (Newcombe 1998a, method 10), or of rates with this correlation, -1..1 (Newcombe 1998b, method 10, for pairs; Zou and
    Donner 2008 for any two); (-1, 1) when a group is empty.
    """
    if 0 in n:
        return NOTHING_TOLD
    first, second = successes[0] / n[0], successes[1] / n[1]
    (low_1, high_1), (low_2, high_2) = wilson(successes[0], n[0]), wilson(successes[1], n[1])
    difference = second - first
    down = _distance(second - low_2, high_1 - first, correlation)
    up = _distance(high_2 - second, first - low_1, correlation)
    return difference - down, difference + up


def _distance(one: float, other: float, correlation: float) -> float:
    """The root of the sum of squares of two deviations, less what they have in common."""
    return sqrt(max(one * one + other * other - 2 * correlation * one * other, 0.0))


def scaled_poisson_interval(total: float, scale: float) -> Interval:
    """The 95 % score interval of the mean of a total, at least 0, of Poisson many amounts, whose variance is `scale`
    times its mean: where (total - mean)^2 = z^2 scale mean. With scale 1 that of a count (Rao 1948).
    """
    half = Z_95 * Z_95 * scale / 2
    off = sqrt(total * scale * Z_95 * Z_95 + half * half)
    return max(total + half - off, 0.0), total + half + off


def change_interval(now: float, before: float, n: float) -> Interval | None:
    """The 95 % interval of now/before - 1, of totals, none below 0, that n independent observations of one size stand
    behind: Wilson's of the share of `now` in both, turned into a ratio. Its upper end is infinite where nothing rules
    out that there was nothing before; None where there is nothing at all.
    """
    if now < 0 or before < 0 or now + before <= 0:
        return None
    share = now / (now + before)
    low, high = wilson(share * n, n)
    return low / (1 - low) - 1, high / (1 - high) - 1 if high < 1 else inf


def effective_count(amounts: NDArray[np.float64]) -> float:
    """How many equal amounts would scatter like these (Kish 1965); 0 for none."""
    squares = float((amounts**2).sum())
    return float(amounts.sum()) ** 2 / squares if squares else 0.0


def dispersion(counts: NDArray[np.integer]) -> float:
    """How many times as much as independent events counts of neighbouring weeks scatter, at least 1 (by successive
    differences, von Neumann 1941): a slow rise or fall hardly counts. Weeks up to the first with any are left out;
    fewer than LEAST_PAIRS pairs say nothing: 1.
    """
    begun = counts[np.flatnonzero(counts)[0] + 1 :] if counts.any() else counts[:0]
    steps, sums = np.diff(begun), begun[:-1] + begun[1:]
    if len(steps) < LEAST_PAIRS or not sums.any():
        return 1.0
    return max(float((steps**2).sum() / sums.sum()), 1.0)


def percentile_interval(replicates: NDArray[np.float64]) -> Interval | None:
    """The middle 95 % of bootstrap replicates, without those that are not numbers; None when no replicate is left."""
    known = replicates[np.isfinite(replicates)]
    if len(known) == 0:
        return None
    low, high = np.quantile(known, (0.025, 0.975))
    return float(low), float(high)


def replicate_totals(
    lead_id: NDArray[np.int64],
    cell: NDArray[np.integer],
    amount: NDArray[np.float64],
    cells: int,
    replicates: int,
) -> NDArray[np.float64]:
    """float64[replicates, cells, measures]: what every bootstrap replicate adds up to in every cell.

    One entry per lead and cell, sorted by lead: lead_id[i] adds amount[i, :] to cell[i] as often as a replicate draws
    it.
    """
    return weighted_sums(lead_id, cell, amount, cells, replicates)[1:]


def weighted_sums(
    lead_id: NDArray[np.int64],
    cell: NDArray[np.integer],
    amount: NDArray[np.float64],
    cells: int,
    replicates: int,
) -> NDArray[np.float64]:
    """float64[1 + replicates, cells, measures]: the total of every cell, then `replicate_totals`."""
    amounts = np.ascontiguousarray(amount, _narrowest(amount))
    rows = _in_lines(1 + cells * amount.shape[1], 1 + replicates, amounts.dtype)
    weights, sums = rows[0], rows[1:].reshape(cells, amount.shape[1], rows.shape[1])
    _add_weighted(np.ascontiguousarray(lead_id), np.asarray(cell, np.int64), amounts, replicates, weights, sums)
    return np.ascontiguousarray(sums[:, :, : 1 + replicates].transpose(2, 0, 1), np.float64)


def _narrowest(amount: NDArray[np.float64]) -> type[np.floating[Any]]:
    """float32, which adds up in half the time, where it holds every sum exactly: whole numbers of up to 24 bits."""
    is_exact = np.abs(amount).sum() * len(_WEIGHT_FROM) < 2**24 and (np.trunc(amount) == amount).all()
    return np.float32 if is_exact else np.float64


def _in_lines(rows: int, columns: int, dtype: np.dtype[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Zeros, [rows, columns or a few more]; each row begins where a line of the processor's cache does, which makes
    adding them up a quarter faster.
    """
    line = _LINE // dtype.itemsize
    width = -(-columns // line) * line
    room = np.zeros(rows * width + line, dtype)
    skipped = -room.ctypes.data // dtype.itemsize % line
    return room[skipped : skipped + rows * width].reshape(rows, width)


@njit(cache=True, nogil=True)
def _add_weighted(
    lead_id: NDArray[np.int64],
    cell: NDArray[np.int64],
    amount: NDArray[np.floating[Any]],
    replicates: int,
    weights: NDArray[np.floating[Any]],
    sums: NDArray[np.floating[Any]],
) -> None:
    """Adds each entry to its cell's row of `sums` as often as `weights` says, which is filled anew for each lead."""
    scratch = weights_scratch(replicates)
    weights[0] = 1
    for i in range(len(lead_id)):
        if replicates and (i == 0 or lead_id[i] != lead_id[i - 1]):
            replicate_weights(lead_id[i], scratch, weights[1 : 1 + replicates])
        for measure in range(amount.shape[1]):
            added, into = amount[i, measure], sums[cell[i], measure]
            if added != 0:
                for r in range(len(weights)):
                    into[r] += added * weights[r]


@njit(cache=True, nogil=True)
def weights_scratch(replicates: int) -> NDArray[np.uint64]:
    """The working memory of `replicate_weights`, for this many replicates."""
    return np.empty(replicates // 2 + 2, np.uint64)


@njit(cache=True, nogil=True)
def replicate_weights(lead_id: int, scratch: NDArray[np.uint64], weights: NDArray[np.floating[Any]]) -> None:
    """Fills weights[r] with how often replicate r draws this lead: Poisson(1), a pure function of the lead and r, so
    that replicates of shards add up to replicates of the whole.
    """
    seed, blocks = lead_hash(lead_id), (len(weights) + 3) // 4
    for block in range(blocks):
        scratch[block] = _scramble(seed + np.uint64(block + 1) * _GOLDEN)
    bits, drawn = scratch[:blocks].view(np.uint16), scratch[blocks:].view(np.uint8)
    for r in range(len(weights)):  # in narrow integers first: a core compares many of them at once
        reached = 0
        for least in _WEIGHT_FROM:
            reached += bits[r] >= least
        drawn[r] = reached
    for r in range(len(weights)):
        weights[r] = drawn[r]


@njit(cache=True, nogil=True)
def lead_hash(lead_id: int) -> np.uint64:
    """A well-mixed function of a lead's id."""
    return _scramble(np.uint64(lead_id) + _GOLDEN)


@njit(cache=True, nogil=True)
def _scramble(x: np.uint64) -> np.uint64:
    """A well-mixed function of 64 bits (the finaliser of splitmix64, Steele, Lea, Flood 2014)."""
    x = (x ^ (x >> _S30)) * _MIX_1
    x = (x ^ (x >> _S27)) * _MIX_2
    return x ^ (x >> _S31)
