"""Lift (hazard), the data-driven model: what each channel adds to the chance to convert, beside what comes anyway.

The daily hazard of converting is logistic in how fresh each channel's touches are (adstocks) and in what tells the
lead's intent (how often it was touched at all, the age of its spell, the weekday). Attributes of leads count only where
the caller gives them: what people ask gives none, since an attribute does not say since when it holds (decision 12).
Each conversion is shared out by exact Shapley values of the hazard of its day; the hazard without any channel is the
baseline. Effects are estimated from all leads up to `as_of`, so that the credit of two periods adds up to that of both;
the period chooses which conversions are shared out.

This is observational: what drives both touches and conversions and shows in none of the columns is credited to the
channels. Channels in which most touchpoints are inbound, which leads choose themselves, are named as confounded.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from journey_core.attribution.lift.credit import hazard_shares
from journey_core.attribution.lift.design import Plan, design
from journey_core.attribution.lift.half_lives import chosen_half_lives
from journey_core.attribution.lift.lead_days import Moments, Risk, moments, stretches
from journey_core.attribution.lift.replicates import replicate_coefficients, replicate_sums
from journey_core.attribution.touchpoints import TOUCHPOINT, Scope
from journey_core.calendar.weeks import UTC_ZONE, weekdays
from journey_core.errors import Refused
from journey_core.log.arrays import Floats, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import Direction
from journey_core.statistics.logistic import Design, Fit, Sample, fit

HALF_LIVES: Final = (timedelta(days=1), timedelta(days=5), timedelta(days=25))
ROOM: Final = 75_000_000
"""Numbers in the design of the lead-days looked at, at most about so many: 300 MB."""
LEAST: Final = 10
"""Conversions that an estimate needs."""
MOST_CHANNELS: Final = 64
"""Channels that are told apart: for so many the shares of a conversion are exact."""


@dataclass(frozen=True, kw_only=True)
class LiftOptions:
    """How the model is fitted. half_lives: those that a channel may have; penalty: ridge, on every coefficient but that
    of the ones (1 says that an effect of e-fold hazard is as surprising as one standard deviation); zone: weekdays are
    those of its calendar.
    """

    half_lives: tuple[timedelta, ...] = HALF_LIVES
    penalty: float = 1.0
    zone: ZoneInfo = UTC_ZONE


@dataclass(frozen=True, eq=False)
class LiftResult:
    """What channels did for conversions. K channels have touchpoints: codes int64[K], confounded is a part of them.

    sums float64[1 + replicates, 2, K + 1]: credit and value of each channel, and last of the baseline, of the log and
    of each bootstrap replicate; what one replicate holds adds up to its conversions and their value.
    One entry a conversion, in order of leads: lead_id int64; interaction_id int64; shares float64[n, K], the part of it
    that is each channel's, the rest being the baseline's.
    effects float64[K]: the log of how many times as likely a day with fresh touches is; half_lives of each channel.
    """

    codes: Ints
    sums: Floats
    lead_id: Ints
    interaction_id: Ints
    shares: Floats
    effects: Floats
    half_lives: tuple[timedelta, ...]
    confounded: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class _Fitted:
    """The fit with what it was made of."""

    risk: Risk
    moments: Moments
    sample: Sample
    plan: Plan
    fit: Fit


def lift(
    journeys: Journeys,
    scope: Scope,
    options: LiftOptions | None = None,
    *,
    attributes: Floats | None = None,
    replicates: int = 200,
    threads: int | None = None,
) -> LiftResult:
    """The credit of every channel and of the baseline; equal on any number of threads.

    attributes: float64[n_leads, a], what else tells the leads' intent, about as large as 1. Intervals of the replicates
    cover the luck of the sample only, not what the model leaves out. No conversions give empty sums; raises Refused
    where there are fewer than 10 up to `scope.as_of`, or where more than 64 channels have a touchpoint.
    """
    options = options or LiftOptions()
    risk = stretches(journeys, scope, threads=threads)
    if 0 < risk.conversion_count < LEAST:
        raise Refused(
            f"The model lift needs at least {LEAST} conversions to learn from, and there are {risk.conversion_count} "
            "here so far. The rule models work from the first one."
        )
    codes, confounded = _channels(journeys, scope, risk)
    if len(codes) > MOST_CHANNELS:
        raise Refused(
            f"The model lift tells at most {MOST_CHANNELS} channels apart, and {len(codes)} have touchpoints here. Say "
            "which of them count as touchpoints, or choose another model."
        )
    if attributes is None:
        attributes = np.zeros((journeys.lead_count, 0))
    if not risk.conversion_count:
        return _nothing(codes, confounded, replicates)
    plan = Plan(codes, np.zeros(len(codes)), attributes)
    fitted = _fitted(journeys, scope, risk, plan, options, threads)
    return replace(_shared_out(journeys, scope, fitted, replicates, threads), confounded=confounded)


def _channels(journeys: Journeys, scope: Scope, risk: Risk) -> tuple[Ints, tuple[int, ...]]:
    """int64[K]: codes of the channels with a touchpoint; and of those in which most touchpoints are inbound."""
    is_touchpoint = ((risk.roles & TOUCHPOINT) != 0) & (journeys.occurred_at <= scope.as_of)
    channel = journeys.channel[is_touchpoint]
    is_inbound = journeys.direction[is_touchpoint] == int(Direction.INBOUND)
    every, inbound = (np.bincount(some, minlength=256) for some in (channel, channel[is_inbound]))
    return np.flatnonzero(every), tuple(np.flatnonzero(2 * inbound > every).tolist())


def _nothing(codes: Ints, confounded: tuple[int, ...], replicates: int) -> LiftResult:
    none, width = np.zeros(0, np.int64), len(codes)
    sums = np.zeros((1 + replicates, 2, width + 1))
    return LiftResult(codes, sums, none, none, np.zeros((0, width)), np.zeros(width), (), confounded)


def _fitted(
    journeys: Journeys, scope: Scope, risk: Risk, plan: Plan, options: LiftOptions, threads: int | None
) -> _Fitted:
    """The fit under the half-lives that held-out leads choose."""
    looked = moments(journeys, risk, most=ROOM // plan.width)
    weekday = weekdays(looked.at, options.zone)

    def drawn(plan: Plan, rows: Ints | slice) -> Design:
        stretch, at, day = (column[rows] for column in (looked.stretch, looked.at, weekday))
        return design(journeys, scope, risk, plan, stretch, at, day, threads=threads)

    candidates = np.array([length // timedelta(microseconds=1) for length in options.half_lives], np.float64)
    lead_id = journeys.lead_id[risk.lead[looked.stretch]]
    half_life = chosen_half_lives(
        plan, looked, lead_id, drawn, candidates, penalty=options.penalty, threads=threads
    )  # fmt: skip
    plan = replace(plan, half_life=half_life)
    sample = Sample(drawn(plan, slice(None)), looked.is_conversion, looked.weight)
    return _Fitted(
        risk, looked, sample, plan, fit(sample, penalty=options.penalty, positive=len(plan.codes), threads=threads)
    )


def _shared_out(journeys: Journeys, scope: Scope, fitted: _Fitted, replicates: int, threads: int | None) -> LiftResult:
    """The conversions of the period shared out, once as the log says and once for every replicate."""
    channels, coefficients = len(fitted.plan.codes), fitted.fit.coefficients
    lead = fitted.risk.lead[fitted.moments.stretch]
    at = fitted.moments.at
    is_chosen = fitted.moments.is_conversion & (at >= scope.since) & (at < scope.until)
    row = fitted.risk.conversion[fitted.moments.stretch[is_chosen]]
    lead_id, rows = journeys.lead_id[lead[is_chosen]], fitted.sample.design[is_chosen]
    shares = hazard_shares(rows, coefficients, channels, threads=threads)
    turned = replicate_coefficients(
        fitted.sample, fitted.fit, journeys.lead_id[lead], replicates, positive=channels, threads=threads
    )
    sums = replicate_sums(rows, shares, journeys.value[row], lead_id, turned, threads=threads)
    sums[:, :, -1] -= sums[:, :, :-1].sum(axis=2)
    return LiftResult(
        codes=fitted.plan.codes,
        sums=sums,
        lead_id=lead_id,
        interaction_id=journeys.interaction_id[row],
        shares=shares,
        effects=coefficients[:channels],
        half_lives=tuple(timedelta(microseconds=int(length)) for length in fitted.plan.half_life),
        confounded=(),
    )
