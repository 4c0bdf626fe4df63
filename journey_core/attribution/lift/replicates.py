"""How far the lift model's answer may be off: bootstrap replicates over leads, each with a doubt of its own.

A replicate does not fit anew. From the fits to all leads it goes one Newton step each with its own slope and the
curvature of all leads, within the bounds; its credit is the credit of its leads under the first fits, plus the change
that its own coefficients make, which is looked at on AT_MOST conversions. (How near that comes to fitting anew:
decision 12.) How much of what leads choose is a symptom, and how far the form of the model is off, is drawn for each.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numba import njit

from journey_core.attribution.lift.design import Plan
from journey_core.attribution.lift.fits import Fits, lead_dice, part_of_delayed
from journey_core.attribution.lift.mixture import Mixture, mixed_shares, symptom_parts
from journey_core.log.arrays import Flags, Floats, Ints
from journey_core.log.blocks import each_block
from journey_core.statistics.intervals import replicate_weights, weighted_sums, weights_scratch
from journey_core.statistics.logistic import BLOCK, Design, Fit, Sample, bounded_step, residuals

AT_MOST: Final = 10_000
"""Conversions of the period, and as many others, are looked at under every replicate's coefficients."""
AT_LEAST: Final = 200
SEED: Final = 30
OPEN: Final = 0.4
"""How far what counts as a symptom is drawn toward one half, whatever the coefficients of intent say of it."""
FORM: Final = 0.42
"""Standard deviation of the log odds of all channels together, for a form that the model does not have. This and OPEN
are what held the truth of simulated worlds (decision 30).
"""


def replicate_mixtures(
    sample: Sample, fits: Fits, lead_id: Ints, plan: Plan, is_discounted: Flags, count: int,
    *, threads: int | None = None,
) -> list[Mixture]:  # fmt: skip
    """The mixture of every replicate; `lead_id` of every row of the sample, ascending."""
    absent = np.arange(plan.width) < plan.channels
    bounds = {"positive": plan.intents.stop, "threads": threads}
    plain = replicate_coefficients(sample, fits.plain, lead_id, count, absent=absent, **bounds)
    parts = part_of_delayed(_errors(fits, count))
    delayed = replicate_coefficients(sample, fits.delayed, lead_id, count, **bounds) if parts.any() else plain
    draw = np.random.default_rng(SEED)
    mixtures = []
    for own, late, part in zip(plain, delayed, parts, strict=True):
        usual = (1 - OPEN) * symptom_parts(own, plan, is_discounted) + OPEN / 2
        symptom = np.where(is_discounted, draw.beta(2 * usual, 2 * (1 - usual)), 0)
        mixtures.append(Mixture(own, late, float(part), symptom))
    return mixtures


def _errors(fits: Fits, count: int) -> Floats:
    """float64[count]: how many standard errors the delayed fit gains in every replicate."""
    gain = fits.delayed_gain
    amounts = np.stack((gain, gain**2, np.ones_like(gain)), axis=1)
    total, squares, leads = weighted_sums(fits.lead_id, np.zeros(len(gain), np.int64), amounts, 1, count)[1:, 0].T
    spread = np.sqrt(np.maximum(squares - np.divide(total**2, leads, out=np.zeros(count), where=leads > 0), 0))
    errors: Floats = np.divide(total, spread, out=np.zeros(count), where=spread > 0)
    return errors


def replicate_coefficients(
    sample: Sample, fitted: Fit, lead_id: Ints, count: int,
    *, positive: int, absent: Flags | None = None, threads: int | None = None,
) -> Floats:  # fmt: skip
    """float64[count, columns]: the coefficients of every replicate; `lead_id` of every row of the sample, ascending."""
    size = sample.design.shape[1]
    pull = residuals(sample, fitted.coefficients, threads=threads)
    edges = np.searchsorted(lead_id, lead_id[::BLOCK])
    edges = np.unique(np.append(edges, len(lead_id)))

    def of_leads(first: int, past: int) -> Floats:
        slopes = np.zeros((size, count))
        _add_slopes(sample.design[first:past], pull[first:past], lead_id[first:past], slopes)
        return slopes

    parts = each_block(list(pairwise(edges.tolist())), of_leads, threads=threads)
    slopes = np.sum(parts, axis=0) if parts else np.zeros((size, count))
    shrink = fitted.penalty * fitted.coefficients
    return np.array([
        bounded_step(fitted.coefficients, slope - shrink, fitted.curvature, positive=positive, absent=absent)
        for slope in slopes.T
    ]).reshape(count, size)  # fmt: skip


def replicate_sums(
    design: Design, shares: Floats, worth: Floats, is_asked: Flags, lead_id: Ints, mixtures: Sequence[Mixture],
    plan: Plan, *, threads: int | None = None,
) -> Floats:  # fmt: skip
    """float64[1 + replicates, 2, 2, K + 1]: of the conversions that are not asked about, and of those that are, credit
    and value of every channel and last of all conversions, of the log and of every replicate.

    One entry a conversion: design float32[n, columns]; shares float64[n, K] under the first fits; worth float64[n];
    is_asked bool[n]; lead_id int64[n], ascending.
    """
    channels = plan.channels
    whole = np.concatenate((shares, np.ones((len(shares), 1))), axis=1)
    amounts = np.concatenate((whole, whole * worth[:, None]), axis=1)
    sums = weighted_sums(lead_id, is_asked.astype(np.int64), amounts, 2, len(mixtures)).reshape(-1, 2, 2, channels + 1)
    for cell in (0, 1):
        among = np.flatnonzero(is_asked == cell)
        looked = among[np.sort(np.argsort(lead_dice(lead_id[among]), kind="stable")[: _affordable(shares[among])])]
        amount = len(among) / max(len(looked), 1) * np.stack((np.ones(len(looked)), worth[looked]))
        _add_changes(design[looked], shares[looked], amount, lead_id[looked], mixtures, plan, sums[1:, cell], threads)
    np.maximum(sums[:, :, 0], 0, out=sums[:, :, 0])  # where only some were looked at, a change may overshoot
    return sums


def _add_changes(
    design: Design, shares: Floats, amount: Floats, lead_id: Ints, mixtures: Sequence[Mixture], plan: Plan,
    sums: Floats, threads: int | None,
) -> None:  # fmt: skip
    """Add to float64[replicates, 2, K + 1] what every replicate's own mixture changes of some conversions; amount
    float64[2, n]: for how many, and how much value, each of them stands.
    """
    weights = _weights(lead_id, len(mixtures))

    def change(replicate: int) -> None:
        turned = mixed_shares(design, mixtures[replicate], plan, threads=1) - shares
        sums[replicate, :, :-1] += (amount * weights[:, replicate]) @ turned

    each_block([(replicate,) for replicate in range(len(mixtures) if len(lead_id) else 0)], change, threads=threads)


def unsure_of_form(sums: Floats) -> Floats:
    """float64[replicates, 2, K + 1] with all channels made stronger or weaker alike, the last column standing for all
    conversions: the log odds of their part of them moves by a normal number of each replicate.
    """
    moved = FORM * np.random.default_rng(SEED).standard_normal(len(sums))[:, None]
    whole, by_channels = sums[:, :, -1], sums[:, :, :-1].sum(axis=2)
    part = np.clip(np.divide(by_channels, whole, out=np.zeros_like(whole), where=whole > 0), 0, 1)
    turned = part * np.exp(moved) / (1 - part + part * np.exp(moved))
    scale = np.divide(turned * whole, by_channels, out=np.ones_like(whole), where=by_channels > 0)
    return np.concatenate((sums[:, :, :-1] * scale[:, :, None], sums[:, :, -1:]), axis=2)


def _affordable(shares: Floats) -> int:
    """AT_MOST conversions while seven channels took part in each, fewer where more did: each doubles the work."""
    sets = np.exp2(np.minimum(np.count_nonzero(shares, axis=1), 16)).sum() / max(len(shares), 1)
    return max(AT_LEAST, int(AT_MOST * min(1.0, 2**7 / max(sets, 1))))


@njit(cache=True, nogil=True)
def _add_slopes(design: Design, pull: Floats, lead_id: Ints, slopes: Floats) -> None:
    """Add to float64[columns, replicates] what the rows of some leads pull, as often as a replicate draws the lead."""
    size, count = slopes.shape
    weights, scratch, own = np.zeros(count), weights_scratch(count), np.zeros(size)
    for row in range(len(lead_id)):
        for a in range(size):
            own[a] += pull[row] * design[row, a]
        if row + 1 == len(lead_id) or lead_id[row + 1] != lead_id[row]:
            replicate_weights(lead_id[row], scratch, weights)
            for a in range(size):
                if own[a] != 0:
                    slopes[a] += own[a] * weights
            own[:] = 0


@njit(cache=True, nogil=True)
def _weights(lead_id: Ints, count: int) -> Floats:
    """float64[n, replicates]: how often each replicate draws each lead."""
    drawn, scratch = np.zeros((len(lead_id), count)), weights_scratch(count)
    for i in range(len(lead_id)):
        replicate_weights(lead_id[i], scratch, drawn[i])
    return drawn
