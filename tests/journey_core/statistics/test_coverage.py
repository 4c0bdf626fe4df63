"""How often a 95 % interval of a rate holds the truth: samples are drawn from leads whose rates are known."""

from functools import cache

import numpy as np
import pytest

from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from tests.builders import at
from tests.simulators.touched_leads import CHANNELS, everyone, sample

SAMPLE, SAMPLES = 400, 300
LOW, HIGH = 0.90, 0.98
STEPS = tuple(Predicate(channel=channel) for channel in CHANNELS[:3])


def rates(log: Journeys) -> list[tuple]:
    """The rate, Wilson's interval and the bootstrap's, for the steps after the first."""
    answer = funnel(log, FunnelOptions(steps=STEPS, as_of=at(99)), threads=1)
    return [(step.rate, step.interval, step.bootstrap) for step in answer.steps[1:]]


@cache
def held() -> dict[str, float]:
    """The share of intervals that held the truth, by what they are."""
    true_rates = [rate for rate, *_ in rates(everyone())]
    rng, hits = np.random.default_rng(11), {name: [] for name in ("wilson", "bootstrap")}
    for _ in range(SAMPLES):
        for truth, (_, wilson, bootstrap) in zip(true_rates, rates(sample(rng, SAMPLE)), strict=True):
            hits["wilson"].append(wilson[0] <= truth <= wilson[1])
            hits["bootstrap"].append(bootstrap[0] <= truth <= bootstrap[1])
    return {name: float(np.mean(each)) for name, each in hits.items()}


@pytest.mark.parametrize("what", ["wilson", "bootstrap"])
def test_a_95_percent_interval_holds_the_truth_about_as_often_as_it_says(what: str) -> None:
    assert LOW <= held()[what] <= HIGH
