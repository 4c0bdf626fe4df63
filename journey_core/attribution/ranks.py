"""Ranks: which channel earned most, how often the replicates agree, and which channels can't be told apart.

Every pair of channels is a comparison, and five channels are ten of them: where each pair is held to one in twenty, a
third of the logs in which all channels are alike show a difference (simulated: 28 to 40 %). So all pairs are one family
of Benjamini and Hochberg's, and two channels are told apart where the share of chance among such finds is at most 0.1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import erfc, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.attribution.channel_credit import Touched
from journey_core.attribution.compiled import Totals
from journey_core.attribution.results import ChannelCredit
from journey_core.log.arrays import Floats, Ints
from journey_core.statistics.multiple_tests import benjamini_hochberg

_MIDDLE: Final = (0.025, 0.975)

TOLD_BELOW: Final = 0.1
"""The false discovery rate up to which two channels are told apart."""

DIGITS: Final = 9
"""Credit that is equal in so many decimals is equal: where leads come in another order, sums of fractions differ by
less than that.
"""


def ranked(
    rows: Mapping[int, ChannelCredit], totals: Totals, touched: Touched, *, is_uneven: bool = False
) -> list[ChannelCredit]:
    """The rows with what is said about their order; what no touchpoint explains has no rank. is_uneven: credit is a sum
    of gains and losses, whose replicates scatter less than it does itself, so that intervals must lie apart.
    """
    codes = [code for code, row in sorted(rows.items(), key=lambda item: most_first(item[1])) if code]
    own = _ranks(totals.credit[None, codes])[0]
    drawn = totals.replicates[:, codes]
    drawn = drawn[np.isfinite(drawn).all(axis=1)]
    if len(drawn) == 0:
        return [replace(row, rank=int(own[codes.index(code)])) if code else row for code, row in rows.items()]
    ranks = _ranks(drawn)
    low, high = np.quantile(ranks, _MIDDLE, axis=0, method="inverted_cdf").astype(np.int64)
    keeps = (ranks == own).mean(axis=0)
    alike = _overlapping([rows[code] for code in codes]) if is_uneven else _indistinct(totals.credit[codes], drawn)
    told = {
        code: replace(
            rows[code],
            rank=int(own[place]),
            rank_interval=(int(low[place]), int(high[place])),
            rank_stability=float(keeps[place]),
            indistinct=tuple(touched.channel_name(codes[other]) for other in np.flatnonzero(alike[place]).tolist()),
        )
        for place, code in enumerate(codes)
    }
    return [told.get(code, row) for code, row in rows.items()]


def most_first(row: ChannelCredit) -> tuple[float, str]:
    """What puts rows in order: the most credited first, equal ones by name."""
    return -round(row.credit, DIGITS), row.channel


def _ranks(credit: Floats) -> Ints:
    """int64[n, channels]: 1 + how many channels earn more; equal credit is an equal rank."""
    credit = credit.round(DIGITS)
    ranks: Ints = 1 + (credit[:, None, :] > credit[:, :, None]).sum(axis=2)
    return ranks


def _indistinct(credit: Floats, drawn: Floats) -> NDArray[np.bool_]:
    """bool[channels, channels]: whether the difference of two channels may be chance; a channel is not compared with
    itself. A pair's p-value is that of its difference over the standard deviation of the replicates' differences; a
    difference that no replicate changes is sure.
    """
    one, other = np.triu_indices(len(credit), 1)
    difference = np.abs(credit[one] - credit[other]).round(DIGITS)
    spread = (drawn[:, one] - drawn[:, other]).std(axis=0)
    z = difference / np.maximum(spread, np.finfo(float).tiny)
    q = benjamini_hochberg(np.array([erfc(each / sqrt(2)) for each in z.tolist()]))
    alike = np.zeros((len(credit), len(credit)), np.bool_)
    alike[one, other] = alike[other, one] = q > TOLD_BELOW
    return alike


def _overlapping(rows: Sequence[ChannelCredit]) -> NDArray[np.bool_]:
    """The same of channels whose intervals are not apart."""
    low, high = np.array([row.interval or (-np.inf, np.inf) for row in rows]).reshape(-1, 2).T
    alike: NDArray[np.bool_] = (low[:, None] <= high) & (low <= high[:, None]) & ~np.eye(len(rows), dtype=np.bool_)
    return alike
