"""A world of the form that the model assumes: a daily hazard that is logistic in adstocks and in the lead's intent."""

import numpy as np

from journey_core.log.arrays import Floats
from tests.simulators.truth import CHANNELS, PULLS, RATES, Touches, World, drawn_touches, world


def adstock_world(
    seed: int, *, leads: int, days: int = 90, effects: tuple[float, ...] = (1.6, 2.2, 0.8, 0.0, 0.0),
    half_life: tuple[float, ...] = (5.0,) * 5, start: float = -6.3, intent_pull: float = 0.9,
) -> World:  # fmt: skip
    rng = np.random.default_rng(seed)
    intent = rng.standard_normal(leads)
    touches = drawn_touches(rng, intent, RATES, PULLS, days)
    reach = reached(touches, leads, len(CHANNELS), days, np.array(half_life))
    calm = start + intent_pull * intent[:, None] + np.zeros(days)

    def hazard(stay: tuple[int, ...]) -> Floats:
        score = calm.copy()
        for k in stay:
            score += effects[k] * reach[k]
        return 1 / (1 + np.exp(-score))

    happens = rng.random((leads, days)) < hazard(tuple(range(len(CHANNELS))))
    converted = np.where(happens.any(axis=1), happens.argmax(axis=1) + 1.0, np.inf)
    return world(CHANNELS, touches, converted, lambda stay: float((1 - np.prod(1 - hazard(stay), axis=1)).sum()))


def reached(touches: Touches, leads: int, channels: int, days: int, half_life: Floats) -> Floats:
    """float64[channels, leads, days]: 1 - exp(-adstock) at the end of every day."""
    fresh = np.zeros((channels, leads, days))
    last = touches.day.astype(np.int64)
    np.add.at(
        fresh, (touches.channel, touches.lead, last), 2 ** (-(last + 1 - touches.day) / half_life[touches.channel])
    )
    keep = 2 ** (-1 / half_life)[:, None]
    for day in range(1, days):
        fresh[:, :, day] += fresh[:, :, day - 1] * keep
    return 1 - np.exp(-fresh)
