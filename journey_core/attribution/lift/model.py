"""Lift (hazard), the data-driven model: what each channel adds to the chance to convert, beside what comes anyway.

The daily hazard of converting is logistic in how fresh each channel's touches are (adstocks) and in what tells the
lead's intent (how often it was touched at all, the age of its spell, the weekday). Attributes of leads count only where
the caller gives them: what people ask gives none, since an attribute does not say since when it holds (decision 12).
Each conversion is shared out by exact Shapley values of the hazard of its day; the hazard without any channel is the
baseline. Effects are estimated from all leads up to `as_of`, so that the credit of two periods adds up to that of both;
the period chooses which conversions are shared out.

This is observational: what drives both touches and conversions and shows in none of the columns is credited to the
channels. Of what channels do that leads choose themselves, a part counts as a symptom of intent; credit is drawn toward
the baseline by how unsure it is; and what the baseline rests on is said beside it (decision 30).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from journey_core.attribution.baseline_doubts import Doubts
from journey_core.attribution.lift.chosen import Chosen, chosen_channels
from journey_core.attribution.lift.design import Plan, design
from journey_core.attribution.lift.doubts import doubts, no_doubts
from journey_core.attribution.lift.fits import Fits, fits
from journey_core.attribution.lift.lead_days import Moments, Risk, moments, stretches
from journey_core.attribution.lift.mixture import first_mixture, kept_parts, mixed_shares
from journey_core.attribution.lift.replicates import replicate_mixtures, replicate_sums, unsure_of_form
from journey_core.attribution.lift.silence import silence
from journey_core.attribution.touchpoints import Scope
from journey_core.calendar.weeks import UTC_ZONE, weekdays
from journey_core.errors import Refused
from journey_core.log.arrays import Floats, Ints
from journey_core.log.journeys import Journeys
from journey_core.statistics.logistic import Sample

ROOM: Final = 75_000_000
"""Numbers in the design of the lead-days looked at, at most about so many: 300 MB."""
LEAST: Final = 10
"""Conversions that an estimate needs."""
MOST_CHANNELS: Final = 64
"""Channels that are told apart: for so many the shares of a conversion are exact."""
OWN_REPLICATES: Final = 50
"""So many first replicates tell how unsure a channel's credit is, however many are asked for."""


@dataclass(frozen=True, eq=False)
class LiftResult:
    """What channels did for conversions. K channels have touchpoints: codes int64[K].

    sums float64[1 + replicates, 2, K + 1]: credit and value of each channel, and last of the baseline, of the log and
    of each bootstrap replicate; what one replicate holds adds up to its conversions and their value.
    One entry a conversion, in order of leads: lead_id int64; interaction_id int64; shares float64[n, K], the part of it
    that is each channel's, the rest being the baseline's.
    """

    codes: Ints
    sums: Floats
    lead_id: Ints
    interaction_id: Ints
    shares: Floats
    doubts: Doubts


@dataclass(frozen=True, eq=False)
class _Looked:
    """The lead-days looked at: the stretches they lie in, their columns and the leads they are of."""

    risk: Risk
    moments: Moments
    sample: Sample
    lead_id: Ints


def lift(
    journeys: Journeys,
    scope: Scope,
    *,
    zone: ZoneInfo = UTC_ZONE,
    marked: Sequence[str] = (),
    attributes: Floats | None = None,
    replicates: int = 200,
    threads: int | None = None,
) -> LiftResult:
    """The credit of every channel and of the baseline; equal on any number of threads.

    zone: weekdays are those of its calendar. marked: channels that leads choose themselves, beside those in which most
    touchpoints are inbound. attributes: float64[n_leads, a], what else tells the leads' intent, about as large as 1. No
    conversions give empty sums; raises Refused where there are fewer than 10 up to `scope.as_of`, or where more than 64
    channels have a touchpoint.
    """
    risk = stretches(journeys, scope, threads=threads)
    if 0 < risk.conversion_count < LEAST:
        raise Refused(
            f"The model lift needs at least {LEAST} conversions to learn from, and there are {risk.conversion_count} "
            "here so far. The rule models work from the first one."
        )
    chosen = chosen_channels(journeys, scope, risk, marked)
    codes = chosen.codes
    if len(codes) > MOST_CHANNELS:
        raise Refused(
            f"The model lift tells at most {MOST_CHANNELS} channels apart, and {len(codes)} have touchpoints here. Say "
            "which of them count as touchpoints, or choose another model."
        )
    if not risk.conversion_count:
        return _nothing(chosen, replicates)
    plan = Plan(codes, np.zeros((journeys.lead_count, 0)) if attributes is None else attributes)
    looked = _looked(journeys, scope, risk, plan, zone, threads)
    fitted = fits(looked.sample, looked.lead_id, plan, chosen.is_chosen, threads=threads)
    return _shared_out(journeys, scope, looked, fitted, plan, chosen, replicates, threads)


def _nothing(chosen: Chosen, replicates: int) -> LiftResult:
    none, width = np.zeros(0, np.int64), len(chosen.codes)
    sums = np.zeros((1 + replicates, 2, width + 1))
    return LiftResult(chosen.codes, sums, none, none, np.zeros((0, width)), no_doubts(chosen))


def _looked(journeys: Journeys, scope: Scope, risk: Risk, plan: Plan, zone: ZoneInfo, threads: int | None) -> _Looked:
    found = moments(journeys, risk, most=ROOM // plan.width)
    columns = design(
        journeys, scope, risk, plan, found.stretch, found.at, weekdays(found.at, zone), threads=threads
    )  # fmt: skip
    sample = Sample(columns, found.is_conversion, found.weight)
    return _Looked(risk, found, sample, journeys.lead_id[risk.lead[found.stretch]])


def _shared_out(
    journeys: Journeys, scope: Scope, looked: _Looked, fitted: Fits, plan: Plan, chosen: Chosen, replicates: int,
    threads: int | None,
) -> LiftResult:  # fmt: skip
    """The conversions of the period shared out, once as the log says and once for every replicate."""
    is_conversion, quiet = looked.moments.is_conversion, silence(journeys, looked.risk, as_of=scope.as_of)
    at, lead_id = looked.moments.at[is_conversion], looked.lead_id[is_conversion]
    row = looked.risk.conversion[looked.moments.stretch[is_conversion]]
    is_asked = (at >= scope.since) & (at < scope.until)
    columns, worth = looked.sample.design[is_conversion], journeys.value[row]
    mixture = first_mixture(fitted, plan, chosen.is_discounted)
    count = max(replicates, OWN_REPLICATES)
    mixtures = replicate_mixtures(
        looked.sample, fitted, looked.lead_id, plan, chosen.is_discounted, count, threads=threads
    )
    shares = mixed_shares(columns, mixture, plan, threads=threads)
    sums = replicate_sums(columns, shares, worth, is_asked, lead_id, mixtures, plan, threads=threads)
    credit = sums[:, :, 0, :-1].sum(axis=1)
    deviation = credit[1 : 1 + OWN_REPLICATES].std(axis=0)
    kept = kept_parts(credit, deviation)
    asked = sums[: 1 + replicates, 1]
    asked[:, :, :-1] *= kept[: 1 + replicates, None]
    asked[1:] = unsure_of_form(asked[1:])
    asked[:, :, -1] -= asked[:, :, :-1].sum(axis=2)
    return LiftResult(
        codes=plan.codes,
        sums=asked,
        lead_id=lead_id[is_asked],
        interaction_id=journeys.interaction_id[row[is_asked]],
        shares=shares[is_asked] * kept[0],
        doubts=doubts(columns, is_asked, mixture, fitted, plan, chosen, deviation, quiet, threads=threads),
    )
