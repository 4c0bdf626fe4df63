"""Ranks: which channel earned most, how often the replicates agree, and which channels can't be told apart."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from journey_core.attribution.question import Floats, Totals
from journey_core.attribution.results import ChannelCredit
from journey_core.attribution.touched import Touched
from journey_core.journeys import Ints


def ranked(rows: Mapping[int, ChannelCredit], totals: Totals, touched: Touched) -> list[ChannelCredit]:
    """The rows with what is said about their order; what no touchpoint explains has no rank."""
    codes = sorted((code for code in rows if code), key=lambda code: -totals.credit[code])
    own = _ranks(totals.credit[None, codes])[0]
    drawn = totals.replicates[:, codes]
    drawn = drawn[np.isfinite(drawn).all(axis=1)]
    ranks = _ranks(drawn)
    told = {
        code: replace(
            rows[code],
            rank=int(own[place]),
            rank_interval=_rank_interval(ranks[:, place]),
            rank_stability=float((ranks[:, place] == own[place]).mean()) if len(ranks) else None,
            indistinct=tuple(touched.channel_name(codes[other]) for other in _indistinct(drawn, place)),
        )
        for place, code in enumerate(codes)
    }
    return [told.get(code, row) for code, row in rows.items()]


def _ranks(credit: Floats) -> Ints:
    """int64[n, channels]: 1 + how many channels earn more; equal credit is an equal rank."""
    ranks: Ints = 1 + (credit[:, None, :] > credit[:, :, None]).sum(axis=2)
    return ranks


def _rank_interval(ranks: Ints) -> tuple[int, int] | None:
    if len(ranks) == 0:
        return None
    low, high = np.quantile(ranks, (0.025, 0.975), method="inverted_cdf")
    return int(low), int(high)


def _indistinct(drawn: Floats, place: int) -> list[int]:
    """The other channels whose paired difference over the replicates has an interval around 0."""
    if len(drawn) == 0:
        return []
    low, high = np.quantile(drawn[:, place, None] - drawn, (0.025, 0.975), axis=0)
    return [other for other in np.flatnonzero((low <= 0) & (high >= 0)).tolist() if other != place]
