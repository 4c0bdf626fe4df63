"""How long a touch lasts, channel by channel: the half-lives under which held-out leads are the least surprising."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from numba import njit

from journey_core.attribution.lift.design import Plan
from journey_core.attribution.lift.lead_days import Moments
from journey_core.log.arrays import Floats, Ints
from journey_core.statistics.intervals import lead_hash
from journey_core.statistics.logistic import Design, Sample, fit, log_likelihood

FOLDS: Final = 3
ROWS: Final = 60_000
"""About so many lead-days are looked at to choose, all of those of some leads; fewer where they have many columns."""
NUMBERS: Final = 3_000_000
"""In the design of the lead-days looked at to choose, at most about."""
OWN: Final = 12
"""So many channels may leave the half-life of the others, those that touched most of the lead-days looked at."""
MARGIN: Final = 1.0
"""A channel leaves the half-life of the others for a gain in held-out log-likelihood of more than this."""
CLOSE: Final = 0.01 * MARGIN
"""How near a fit must come to its best to tell that."""


def chosen_half_lives(
    plan: Plan,
    moments: Moments,
    lead_id: Ints,
    draw: Callable[[Plan, Ints], Design],
    candidates: Floats,
    *,
    penalty: float,
    threads: int | None = None,
) -> Floats:
    """float64[K]: one of the candidates for each channel. First the best for all, then each channel's own if it gains
    more than MARGIN. `lead_id`: of each moment; `draw(plan, rows)`: the design of some moments.
    """
    channels = len(plan.codes)
    if len(candidates) == 1 or not channels:
        return np.full(channels, candidates[0])
    dice = lead_dice(lead_id)
    wanted = min(ROWS, NUMBERS // plan.width)
    rows = np.flatnonzero(dice % 4096 < max(1, round(4096 * wanted / max(len(dice), 1))))
    designs = [draw(replace(plan, half_life=np.full(channels, length)), rows) for length in candidates]
    trial = _Trial(designs, moments, rows, dice[rows] // 4096 % FOLDS, penalty, threads)
    best = max(range(len(candidates)), key=lambda which: trial.likelihood(np.full(channels, which)))
    choice = np.full(channels, best)
    height = trial.likelihood(choice)
    for channel in busiest(designs[0][:, :channels]):
        for which in range(len(candidates)):
            other = choice.copy()
            other[channel] = which
            if (reached := trial.likelihood(other)) > height + MARGIN:
                choice, height = other, reached
    chosen: Floats = candidates[choice]
    return chosen


def busiest(reach: Design) -> list[int]:
    """The OWN columns of reach, float32[moments, K], that are not 0 in most moments, in the order of columns."""
    touched = np.count_nonzero(reach, axis=0)
    return sorted(np.argsort(-touched, kind="stable")[:OWN].tolist())


class _Trial:
    """Held-out log-likelihoods of choices, each computed once and started from the last fit of its fold."""

    def __init__(
        self, designs: list[Design], moments: Moments, rows: Ints, fold: Ints, penalty: float, threads: int | None
    ) -> None:
        self.designs, self.fold, self.penalty, self.threads = designs, fold, penalty, threads
        self.is_conversion, self.weight = moments.is_conversion[rows], moments.weight[rows]
        self.known: dict[tuple[int, ...], float] = {}
        self.start: list[Floats | None] = [None] * FOLDS

    def likelihood(self, choice: Ints) -> float:
        """Of all folds together, each under the fit of the others; `choice`: the place of each channel's candidate."""
        key = tuple(choice.tolist())
        if key not in self.known:
            design = self.designs[0].copy()
            for channel, which in enumerate(key):
                design[:, channel] = self.designs[which][:, channel]
            sample = Sample(design, self.is_conversion, self.weight)
            self.known[key] = sum(self._held_out(sample, fold, len(choice)) for fold in range(FOLDS))
        return self.known[key]

    def _held_out(self, sample: Sample, fold: int, channels: int) -> float:
        is_out = self.fold == fold
        fitted = fit(
            sample.rows(~is_out), penalty=self.penalty, positive=channels, start=self.start[fold], close=CLOSE,
            threads=self.threads,
        )  # fmt: skip
        self.start[fold] = fitted.coefficients
        return log_likelihood(sample.rows(is_out), fitted.coefficients, threads=self.threads)


@njit(cache=True, nogil=True)
def lead_dice(lead_id: Ints) -> Ints:
    """int64[n]: a throw for every lead, the same wherever the lead stands."""
    dice = np.zeros(len(lead_id), np.int64)
    for i in range(len(lead_id)):
        dice[i] = lead_hash(lead_id[i]) >> np.uint64(24)
    return dice
