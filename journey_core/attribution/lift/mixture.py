"""How the two fits and the doubt about cause give one answer: the shares of conversions, drawn toward the baseline."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from journey_core.attribution.lift.credit import hazard_shares
from journey_core.attribution.lift.design import REACHES, Plan
from journey_core.attribution.lift.fits import Fits, part_of_delayed, standard_errors
from journey_core.log.arrays import Flags, Floats
from journey_core.statistics.logistic import Design

USUAL_INTENT: Final = 0.07
"""A coefficient of intent at which half of what a channel that leads choose does counts as a symptom."""


@dataclass(frozen=True, eq=False)
class Mixture:
    """The coefficients of the plain and of the delayed fit, float64[columns]; how much the delayed one counts, 0..1;
    and symptom float64[K], the part of each channel's pull that only shows what the lead was about to do.
    """

    plain: Floats
    delayed: Floats
    part: float
    symptom: Floats


def first_mixture(fits: Fits, plan: Plan, is_discounted: Flags) -> Mixture:
    """What all leads say."""
    plain, delayed = fits.plain.coefficients, fits.delayed.coefficients
    part = float(part_of_delayed(np.array(standard_errors(fits.delayed_gain))))
    return Mixture(plain, delayed, part, symptom_parts(plain, plan, is_discounted))


def symptom_parts(coefficients: Floats, plan: Plan, is_discounted: Flags) -> Floats:
    """float64[K]: g^2 / (g^2 + USUAL_INTENT^2) with g the coefficient of a channel's intent; 0 for those that are not
    discounted. Where having come through a channel says much about intent, coming through it just now does, too.
    """
    square = coefficients[plan.intents] ** 2
    parts: Floats = np.where(is_discounted, square / (square + USUAL_INTENT**2), 0.0)
    return parts


def mixed_shares(
    design: Design, mixture: Mixture, plan: Plan, *, lasting: Flags | None = None, threads: int | None = None
) -> Floats:
    """float64[conversions, K]: each channel's part of each conversion. lasting, bool[K]: channels whose touches also
    count for ever, as far as having been touched at all goes with converting.
    """
    parts = (1 - mixture.part, mixture.plain), (mixture.part, mixture.delayed)
    return sum(
        (
            part * hazard_shares(*_pulls(design, coefficients, mixture.symptom, plan, lasting), threads=threads)
            for part, coefficients in parts
            if part
        ),
        start=np.zeros((len(design), plan.channels)),
    )


def _pulls(
    design: Design, coefficients: Floats, symptom: Floats, plan: Plan, lasting: Flags | None
) -> tuple[Floats, Floats]:
    """What every channel adds to the score, float64[conversions, K], and the score without it, float64[conversions]."""
    reaches, intents = slice(0, plan.intents.start), plan.intents
    pull = (design[:, reaches] * coefficients[reaches]).reshape(len(design), 1 + REACHES, -1).sum(axis=1)
    calm = design[:, intents.start :] @ coefficients[intents.start :] + pull @ symptom
    pull = pull * (1 - symptom)
    if lasting is not None:
        untouched = np.log(0.5 / (np.exp(design[:, [plan.age]]) + 9))
        stays = np.where(lasting, coefficients[intents] * np.maximum(design[:, intents] - untouched, 0), 0)
        pull, calm = pull + stays, calm - stays.sum(axis=1)
    return pull, calm


def kept_parts(credit: Floats, deviation: Floats) -> Floats:
    """credit^2 / (credit^2 + deviation^2): how much of an estimate to keep that is as unsure as that, 0..1; both
    float64[..., K].
    """
    square = credit**2
    return np.divide(square, square + deviation**2, out=np.zeros_like(square), where=square > 0)
