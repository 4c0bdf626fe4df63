"""What has to be said beside the lift model's baseline: whether any effect is shown, and on what it rests."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from journey_core.attribution.lift.chosen import Chosen
from journey_core.attribution.lift.design import Plan
from journey_core.attribution.lift.fits import Fits, standard_errors
from journey_core.attribution.lift.mixture import Mixture, kept_parts, mixed_shares
from journey_core.log.arrays import Flags, Floats
from journey_core.statistics.logistic import Design

SHOWN: Final = 2.5
"""How many standard errors the effects must gain on leads that the fit has not seen."""
FALL: Final = 0.15
"""Of all conversions: by how much less may come anyway, should touches last for ever, before that is said."""


@dataclass(frozen=True, kw_only=True)
class Doubts:
    """How far the baseline can be trusted; amounts in conversions.

    is_shown: channels that leads do not choose themselves have an effect that shows. chosen: codes of the channels that
    leads choose themselves; named: those of them that only their name says it of, from whose credit nothing is taken.
    if_cause, if_symptom: the baseline if what leads choose themselves causes all that it goes with, or nothing of it.
    if_lasting: the baseline if having been touched at all also works, None where that makes little difference.
    """

    is_shown: bool
    chosen: tuple[int, ...]
    named: tuple[int, ...]
    if_cause: float
    if_symptom: float
    if_lasting: float | None


NO_DOUBTS: Final = Doubts(is_shown=True, chosen=(), named=(), if_cause=0.0, if_symptom=0.0, if_lasting=None)


def doubts(
    design: Design, is_asked: Flags, mixture: Mixture, fits: Fits, plan: Plan, chosen: Chosen, deviation: Floats,
    *, threads: int | None = None,
) -> Doubts:  # fmt: skip
    """One entry a conversion: design float32[n, columns]; is_asked bool[n]. deviation float64[K]: of the credit."""

    def baseline(symptom: Floats, lasting: Flags | None = None) -> float:
        shares = mixed_shares(design, replace(mixture, symptom=symptom), plan, lasting=lasting, threads=threads)
        kept = kept_parts(shares.sum(axis=0), deviation)
        return float(is_asked.sum() - (shares[is_asked] * kept).sum())

    usual = baseline(mixture.symptom)
    lasting = baseline(mixture.symptom, ~chosen.is_chosen)
    return Doubts(
        is_shown=standard_errors(fits.reach_gain) >= SHOWN,
        chosen=tuple(chosen.codes[chosen.is_chosen].tolist()),
        named=tuple(chosen.codes[chosen.is_named].tolist()),
        if_cause=baseline(np.zeros(plan.channels)),
        if_symptom=baseline(np.where(chosen.is_chosen, 1.0, 0.0)),
        if_lasting=lasting if usual - lasting > FALL * is_asked.sum() else None,
    )
