"""What the lift model knows of a lead-day: how fresh each channel's touches are, and what tells the lead's intent.

Columns, for K channels that have a touchpoint: K reaches s = 1 - exp(-A) with the adstock A(t) = sum of
2^(-(t - t_j) / half-life) over the channel's touchpoints j of the spell up to t and within the lookback; K intents
log((n + 0.5) / (age + 10)) with n the channel's touchpoints of the spell up to t and the age of the spell in days;
log(age + 1); six weekdays (Monday is the one that is left out); whether the lead has converted before; what else is
given of the lead; 1.
"""

from dataclasses import dataclass
from math import exp, exp2, log
from typing import Final

import numpy as np
from numba import njit

from journey_core.attribution.lift.lead_days import Risk
from journey_core.attribution.touchpoints import TOUCHPOINT, Scope
from journey_core.calendar.weeks import DAY
from journey_core.log.arrays import Bytes, Floats, Ints
from journey_core.log.blocks import each_block, row_blocks
from journey_core.log.journeys import Journeys
from journey_core.statistics.logistic import BLOCK, Design

WEEKDAYS: Final = 6


@dataclass(frozen=True, eq=False)
class Plan:
    """What the columns are made of: the codes of the channels, int64[K]; their half-lives in microseconds, float64[K];
    and what else is given of the leads, float64[n_leads, attributes].
    """

    codes: Ints
    half_life: Floats
    attributes: Floats

    @property
    def width(self) -> int:
        return 2 * len(self.codes) + WEEKDAYS + 3 + int(self.attributes.shape[1])


def design(
    journeys: Journeys, scope: Scope, risk: Risk, plan: Plan, stretch: Ints, at: Ints, weekday: Ints,
    *, threads: int | None = None,
) -> Design:  # fmt: skip
    """float32[moments, plan.width]: the columns at the instant `at` of each stretch, which lies on that weekday."""
    filled = np.zeros((len(at), plan.width), np.float32)
    place = np.full(256, -1, np.int64)
    place[plan.codes] = np.arange(len(plan.codes))
    begin, end, start = (column[stretch] for column in (risk.begin, risk.end, risk.start))
    fixed = 2 * len(plan.codes) + 1 + WEEKDAYS
    filled[:, fixed] = risk.repeat[stretch]
    filled[:, fixed + 1 : -1] = plan.attributes[risk.lead[stretch]]
    filled[:, -1] = 1

    def of_block(first: int, past: int) -> None:
        rows = slice(first, past)
        _fill(
            risk.roles, journeys.occurred_at, journeys.channel, begin[rows], end[rows], start[rows], at[rows],
            weekday[rows], place, plan.half_life, scope.lookback, filled[rows],
        )  # fmt: skip

    each_block(row_blocks(len(at), BLOCK), of_block, threads=threads)
    return filled


@njit(cache=True, nogil=True)
def _fill(
    roles: Bytes, occurred_at: Ints, channel: Bytes, begin: Ints, end: Ints, start: Ints, at: Ints, weekday: Ints,
    place: Ints, half_life: Floats, lookback: int, filled: Design,
) -> None:  # fmt: skip
    """Write what the spell's touchpoints and the calendar say. Moments of one spell in a row rise in time: each goes on
    from the one before, so that a lead with thousands of touchpoints is walked through once.
    """
    channels = len(half_life)
    adstock, count, fresh = np.zeros(channels), np.zeros(channels), np.zeros(channels)
    row, oldest, then = 0, 0, 0
    for i in range(len(at)):
        if i == 0 or begin[i] != begin[i - 1] or at[i] < then:
            adstock[:], count[:], fresh[:] = 0, 0, 0
            row, oldest, then = begin[i], begin[i], at[i]
        _age(adstock, half_life, at[i] - then)
        then = at[i]
        while oldest < row and then - occurred_at[oldest] > lookback:
            if roles[oldest] & TOUCHPOINT:
                _forget(place[channel[oldest]], then - occurred_at[oldest], half_life, adstock, fresh)
            oldest += 1
        while row < end[i] and occurred_at[row] <= then:
            age = then - occurred_at[row]
            if roles[row] & TOUCHPOINT:
                k = place[channel[row]]
                count[k] += 1
                if age <= lookback:
                    fresh[k] += 1
                    adstock[k] += exp2(-age / half_life[k])
            row += 1
            oldest = row if age > lookback else oldest
        age_days = (then - start[i]) / DAY
        for k in range(channels):
            filled[i, k] = 1 - exp(-adstock[k])
            filled[i, channels + k] = log((count[k] + 0.5) / (age_days + 10))
        filled[i, 2 * channels] = log(age_days + 1)
        if weekday[i] > 0:
            filled[i, 2 * channels + weekday[i]] = 1


@njit(cache=True, nogil=True)
def _forget(k: int, age: int, half_life: Floats, adstock: Floats, fresh: Floats) -> None:
    """Take out a touch of channel number k; of touches that are all gone no digit stays."""
    fresh[k] -= 1
    adstock[k] = max(adstock[k] - exp2(-age / half_life[k]), 0.0) if fresh[k] > 0 else 0.0


@njit(cache=True, nogil=True)
def _age(adstock: Floats, half_life: Floats, passed: int) -> None:
    """What is left of each adstock after a while."""
    for k in range(len(adstock)):
        if passed > 0 and adstock[k] > 0:
            adstock[k] *= exp2(-passed / half_life[k])
