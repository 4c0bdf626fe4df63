"""What the lift model knows of a lead-day: how fresh each channel's touches are, and what tells the lead's intent.

Columns, for K channels that have a touchpoint, with the adstock A(t) = sum of 2^(-(t - t_j) / half-life) over the
channel's touchpoints j of the spell up to t and within the lookback: K delayed reaches 1 - exp(-4 (A6 - A3)), which are
0 at the touch and highest six days after it; 3 K reaches 1 - exp(-A) of half-lives of 1, 5 and 25 days; K intents
log((n + 0.5) / (age + 10)) with n the channel's touchpoints of the spell up to t and the age of the spell in days; of
log(age + 1) itself and what it is above the logarithms of 4, 15 and 45; six weekdays (Monday is the one that is left
out); whether the lead has converted before; what else is given of the lead; 1.
"""

from dataclasses import dataclass
from math import exp, exp2, log
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.attribution.lift.lead_days import Risk
from journey_core.attribution.touchpoints import TOUCHPOINT, Scope
from journey_core.calendar.weeks import DAY
from journey_core.log.arrays import Bytes, Floats, Ints
from journey_core.log.blocks import each_block, row_blocks
from journey_core.log.journeys import Journeys
from journey_core.statistics.logistic import BLOCK, Design

WEEKDAYS: Final = 6
HALF_LIVES: Final = np.array([1.0, 5.0, 25.0, 3.0, 6.0]) * DAY
"""In microseconds: of the three reaches, and of the two adstocks whose difference is the delayed one."""
REACHES: Final = 3
HINGES: Final = np.log([4.0, 15.0, 45.0])
"""Of log(age + 1): where its slope may change."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What the columns are made of: the codes of the channels, int64[K]; and what else is given of the leads,
    float64[n_leads, attributes].
    """

    codes: Ints
    attributes: Floats

    @property
    def channels(self) -> int:
        return len(self.codes)

    @property
    def intents(self) -> slice:
        """The columns of the channels' intents; those before it are the reaches, the delayed ones first."""
        return slice((1 + REACHES) * self.channels, self.age)

    @property
    def age(self) -> int:
        """The column of log(age + 1)."""
        return (2 + REACHES) * self.channels

    @property
    def width(self) -> int:
        return self.age + 1 + len(HINGES) + WEEKDAYS + 2 + int(self.attributes.shape[1])


def design(
    journeys: Journeys, scope: Scope, risk: Risk, plan: Plan, stretch: Ints, at: Ints, weekday: Ints,
    *, threads: int | None = None,
) -> Design:  # fmt: skip
    """float32[moments, plan.width]: the columns at the instant `at` of each stretch, which lies on that weekday."""
    filled = np.zeros((len(at), plan.width), np.float32)
    place = np.full(256, -1, np.int64)
    place[plan.codes] = np.arange(plan.channels)
    begin, end, start = (column[stretch] for column in (risk.begin, risk.end, risk.start))
    fixed = plan.width - 2 - plan.attributes.shape[1]
    filled[:, fixed] = risk.repeat[stretch]
    filled[:, fixed + 1 : -1] = plan.attributes[risk.lead[stretch]]
    filled[:, -1] = 1

    def of_block(first: int, past: int) -> None:
        rows = slice(first, past)
        _fill(
            risk.roles, journeys.occurred_at, journeys.channel, begin[rows], end[rows], start[rows], at[rows],
            weekday[rows], place, plan.channels, scope.lookback, filled[rows],
        )  # fmt: skip

    each_block(row_blocks(len(at), BLOCK), of_block, threads=threads)
    return filled


@njit(cache=True, nogil=True)
def _fill(
    roles: Bytes, occurred_at: Ints, channel: Bytes, begin: Ints, end: Ints, start: Ints, at: Ints, weekday: Ints,
    place: Ints, channels: int, lookback: int, filled: Design,
) -> None:  # fmt: skip
    """Write what the spell's touchpoints and the calendar say. Moments of one spell in a row rise in time: each goes on
    from the one before, so that a lead with thousands of touchpoints is walked through once.
    """
    adstock, count, fresh = np.zeros((len(HALF_LIVES), channels)), np.zeros(channels), np.zeros(channels)
    row, oldest, then = 0, 0, 0
    for i in range(len(at)):
        if i == 0 or begin[i] != begin[i - 1] or at[i] < then:
            adstock[:], count[:], fresh[:] = 0, 0, 0
            row, oldest, then = begin[i], begin[i], at[i]
        if at[i] > then:
            for h in range(len(HALF_LIVES)):
                adstock[h] *= exp2(-(at[i] - then) / HALF_LIVES[h])
        then = at[i]
        while oldest < row and then - occurred_at[oldest] > lookback:
            if roles[oldest] & TOUCHPOINT:
                _forget(place[channel[oldest]], then - occurred_at[oldest], adstock, fresh)
            oldest += 1
        while row < end[i] and occurred_at[row] <= then:
            age = then - occurred_at[row]
            if roles[row] & TOUCHPOINT:
                k = place[channel[row]]
                count[k] += 1
                if age <= lookback:
                    fresh[k] += 1
                    for h in range(len(HALF_LIVES)):
                        adstock[h, k] += exp2(-age / HALF_LIVES[h])
            row += 1
            oldest = row if age > lookback else oldest
        _write(adstock, count, (then - start[i]) / DAY, weekday[i], filled[i])


@njit(cache=True, nogil=True)
def _write(adstock: Floats, count: Floats, age: float, weekday: int, columns: NDArray[np.float32]) -> None:
    """The columns of one moment that follow from adstocks, counts, the spell's age in days and the weekday."""
    channels = len(count)
    for k in range(channels):
        columns[k] = 1 - exp(-4 * max(adstock[REACHES + 1, k] - adstock[REACHES, k], 0.0))
        for h in range(REACHES):
            columns[(1 + h) * channels + k] = 1 - exp(-adstock[h, k])
        columns[(1 + REACHES) * channels + k] = log((count[k] + 0.5) / (age + 10))
    first, older = (2 + REACHES) * channels, log(age + 1)
    columns[first] = older
    for hinge in range(len(HINGES)):
        columns[first + 1 + hinge] = max(older - HINGES[hinge], 0.0)
    if weekday > 0:
        columns[first + len(HINGES) + weekday] = 1


@njit(cache=True, nogil=True)
def _forget(k: int, age: int, adstock: Floats, fresh: Floats) -> None:
    """Take out a touch of channel number k; of touches that are all gone no digit stays."""
    fresh[k] -= 1
    for h in range(len(HALF_LIVES)):
        adstock[h, k] = max(adstock[h, k] - exp2(-age / HALF_LIVES[h]), 0.0) if fresh[k] > 0 else 0.0
