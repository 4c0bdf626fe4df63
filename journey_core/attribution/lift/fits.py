"""What the hazard is fitted by: a plain fit, one that also knows delayed reaches, and how much each of them counts.

Leads that a fit has not seen decide, in three folds: what a fit gains on them over another one, per lead.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit

from journey_core.attribution.lift.design import Plan
from journey_core.log.arrays import Flags, Floats, Ints
from journey_core.statistics.intervals import lead_hash
from journey_core.statistics.logistic import Fit, Sample, fit, log_likelihoods, without_each

REACH_RIDGE: Final = 5.0
"""On the effect of a reach: so many channels and reaches are asked about that each must show what it does."""
RIDGE: Final = 1.0
"""On any other coefficient: an effect of e-fold hazard is as surprising as one standard deviation."""
FOLDS: Final = 3
TURN: Final = 3.0
"""How many standard errors the delayed fit must gain to count half."""
STEEPNESS: Final = 2.0
"""How much the log odds that it counts rise with every standard error."""
LEAST_PART: Final = 0.01
"""A fit that would count less than this counts nothing, and need not be looked at."""


@dataclass(frozen=True, eq=False)
class Fits:
    """The plain and the delayed fit. One entry a lead that was looked at, in order of leads: lead_id int64;
    delayed_gain float64, by how much the delayed fit to other leads says its days better than the plain one;
    reach_gain float64, the same of the plain fit over one in which only channels that leads choose have an effect.
    """

    plain: Fit
    delayed: Fit
    lead_id: Ints
    delayed_gain: Floats
    reach_gain: Floats


def fits(sample: Sample, lead_id: Ints, plan: Plan, is_chosen: Flags, *, threads: int | None = None) -> Fits:
    """`lead_id` of every row of the sample, ascending; is_chosen bool[K], the channels that leads choose themselves."""
    nothing = np.zeros(plan.width, bool)
    is_delayed, is_tried = nothing.copy(), nothing.copy()
    is_delayed[: plan.channels] = True
    is_tried[: plan.intents.start] = np.tile(~is_chosen, plan.intents.start // max(plan.channels, 1))
    penalty = np.full(plan.width, RIDGE)
    penalty[: plan.intents.start] = REACH_RIDGE
    first = np.unique(lead_id, return_index=True)[1]
    fold = lead_dice(lead_id) % FOLDS

    def both(absent: Flags, start: Floats | None) -> tuple[Fit, Floats]:
        """The fit to all leads, and the log-likelihood of each lead by that to the other folds."""
        bounds = {"positive": plan.intents.stop, "absent": absent, "threads": threads}
        whole = fit(sample, penalty=penalty, start=start, **bounds)
        told = np.zeros(len(lead_id))
        for out, others in enumerate(without_each(sample, whole, fold, FOLDS, **bounds)):
            told[fold == out] = log_likelihoods(sample.rows(fold == out), others, threads=threads)
        return whole, np.add.reduceat(told, first) if len(first) else told

    plain, by_plain = both(is_delayed, None)
    delayed, by_delayed = both(nothing, plain.coefficients)
    _, without = both(is_delayed | is_tried, np.where(is_tried, 0.0, plain.coefficients))
    return Fits(plain, delayed, lead_id[first], by_delayed - by_plain, by_plain - without)


def standard_errors(gain: Floats) -> float:
    """How many of its standard errors the sum of float64[leads] is; 0 for a gain that is the same for all."""
    spread = float(np.sqrt(len(gain)) * gain.std()) if len(gain) else 0.0
    return float(gain.sum()) / spread if spread > 0 else 0.0


def part_of_delayed(errors: Floats) -> Floats:
    """How much the delayed fit counts, 0..1, where it gains so many standard errors on leads it has not seen; not at
    all where that would be less than LEAST_PART.
    """
    counts = (1 + np.tanh(STEEPNESS / 2 * (errors - TURN))) / 2
    return np.where(counts < LEAST_PART, 0.0, counts)


@njit(cache=True, nogil=True)
def lead_dice(lead_id: Ints) -> Ints:
    """int64[n]: a throw for every lead, the same wherever the lead stands."""
    dice = np.zeros(len(lead_id), np.int64)
    for i in range(len(lead_id)):
        dice[i] = lead_hash(lead_id[i]) >> np.uint64(24)
    return dice
