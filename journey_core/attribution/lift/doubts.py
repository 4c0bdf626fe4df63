"""What has to be said beside the lift model's baseline: whether any effect is shown, and on what it rests."""

from dataclasses import replace
from typing import Final

import numpy as np

from journey_core.attribution.baseline_doubts import Doubts
from journey_core.attribution.lift.chosen import Chosen
from journey_core.attribution.lift.design import Plan
from journey_core.attribution.lift.fits import Fits, standard_errors
from journey_core.attribution.lift.mixture import Mixture, kept_parts, mixed_shares
from journey_core.attribution.lift.silence import Silence
from journey_core.calendar.weeks import DAY
from journey_core.log.arrays import Flags, Floats
from journey_core.statistics.logistic import Design

SHOWN: Final = 2.5
"""How many standard errors the effects must gain on leads that the fit has not seen."""
FALL: Final = 0.15
"""Of all conversions: by how much less may come anyway, should touches last for ever, before that is said."""


def doubts(
    design: Design, is_asked: Flags, mixture: Mixture, fits: Fits, plan: Plan, chosen: Chosen, deviation: Floats,
    quiet: Silence, *, threads: int | None = None,
) -> Doubts:  # fmt: skip
    """One entry a conversion: design float32[n, columns]; is_asked bool[n]. deviation float64[K]: of the credit; that
    of channels that leads choose is mostly the doubt about cause or symptom, which each of these baselines settles.
    """
    known = np.where(chosen.is_chosen, 0.0, deviation)

    def baseline(symptom: Floats, lasting: Flags | None = None) -> float:
        shares = mixed_shares(design, replace(mixture, symptom=symptom), plan, lasting=lasting, threads=threads)
        kept = kept_parts(shares.sum(axis=0), known)
        return float(is_asked.sum() - (shares[is_asked] * kept).sum())

    usual = baseline(mixture.symptom)
    lasting = baseline(mixture.symptom, ~chosen.is_chosen)
    return replace(
        no_doubts(chosen),
        is_shown=standard_errors(fits.reach_gain) >= SHOWN and not quiet.is_much,
        silent=quiet.silent if quiet.is_much else 0,
        open=quiet.open if quiet.is_much else 0,
        usual_gap_days=quiet.usual / DAY if quiet.is_much else 0.0,
        if_cause=baseline(np.zeros(plan.channels)),
        if_symptom=baseline(np.where(chosen.is_chosen, 1.0, 0.0)),
        if_lasting=lasting if usual - lasting > FALL * is_asked.sum() else None,
    )


def no_doubts(chosen: Chosen) -> Doubts:
    """Where no conversion is shared out."""
    every, named = chosen.named(chosen.is_chosen), chosen.named(chosen.is_named)
    return Doubts(is_shown=True, chosen=every, named=named, if_cause=0.0, if_symptom=0.0, if_lasting=None)
