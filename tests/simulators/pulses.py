"""A world of another form: every touch may trigger the conversion after a delay, beside what intent does by itself.

The hazard is a sum: base exp(pull intent) + sum over touches of strength_k exp(0.5 intent) f(t - t_j), with f the
density of a Gamma(2) delay. Nothing in it is logistic, an adstock or a product of channels.
"""

import numpy as np

from journey_core.log.arrays import Floats
from tests.simulators.truth import CHANNELS, PULLS, RATES, World, drawn_touches, world


def pulse_world(
    seed: int, *, leads: int, days: int = 90, strengths: tuple[float, ...] = (0.02, 0.06, 0.008, 0.0, 0.0),
    delay: tuple[float, ...] = (2.0, 4.0, 1.0, 3.0, 3.0), base: float = 0.0012, intent_pull: float = 0.9,
) -> World:  # fmt: skip
    rng = np.random.default_rng(seed)
    intent = rng.standard_normal(leads)
    touches = drawn_touches(rng, intent, RATES, PULLS, days)
    mass = np.array(strengths)[touches.channel] * np.exp(0.5 * intent)[touches.lead]
    scale = np.array(delay)[touches.channel]
    calm = base * np.exp(intent_pull * intent)
    converted = rng.exponential(1 / calm)
    shots = rng.poisson(mass)
    touch = np.arange(len(mass)).repeat(shots)
    np.minimum.at(converted, touches.lead[touch], touches.day[touch] + rng.gamma(2, scale[touch]))
    left = (days - touches.day) / scale
    by_channel = np.zeros((len(CHANNELS), leads))
    np.add.at(by_channel, (touches.channel, touches.lead), mass * (1 - (1 + left) * np.exp(-left)))

    def expected(stay: tuple[int, ...]) -> float:
        total: Floats = calm * days + by_channel[list(stay)].sum(axis=0)
        return float((1 - np.exp(-total)).sum())

    return world(CHANNELS, touches, np.where(converted < days, converted, np.inf), expected)
