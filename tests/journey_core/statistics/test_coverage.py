"""How often a 95 % interval holds the truth: samples are drawn from leads whose credit and rates are known."""

from functools import cache

import numpy as np
import pytest

from journey_core.attribution.answer import attribute_all
from journey_core.attribution.options import AttributionOptions
from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.log.journeys import Journeys, build
from journey_core.log.predicates import Predicate
from journey_core.log.times import microseconds
from tests.builders import EPOCH, MINUTE, at, words

LEADS, SAMPLE, SAMPLES = 20_000, 400, 300
MODELS = ("first", "last", "linear")
CHANNELS = ("email", "web", "call", "display")
LOW, HIGH = 0.90, 0.98
STEPS = tuple(Predicate(channel=channel) for channel in CHANNELS[:3])
WORDS = words()


@cache
def population() -> tuple[np.ndarray, np.ndarray]:
    """Channel codes int64[leads, 5], 0 after the last touchpoint, and who converted: more of those who had a call."""
    rng = np.random.default_rng(5)
    codes = np.array([WORDS.code("channel", channel) for channel in CHANNELS])
    touched = codes[rng.choice(4, (LEADS, 5), p=(0.4, 0.3, 0.2, 0.1))]
    touched[np.arange(5) >= rng.integers(1, 6, LEADS)[:, None]] = 0
    called = (touched == codes[2]).any(axis=1)
    return touched, rng.random(LEADS) < np.where(called, 0.3, 0.1)


def log_of(leads: np.ndarray, ids: np.ndarray) -> Journeys:
    """These leads of the population under these ids: touchpoints a minute apart, the conversion after them."""
    touched, converted = population()[0][leads], population()[1][leads]
    lead, minute = np.nonzero(touched)
    won = np.flatnonzero(converted)
    at_minute = np.concatenate((minute, np.full(len(won), 9)))
    viewed, won_kind = WORDS.code("kind", "page_viewed"), WORDS.code("kind", "converted")
    return build(
        leads=np.sort(ids),
        lead_id=ids[np.concatenate((lead, won))],
        occurred_at=microseconds(EPOCH) + at_minute * MINUTE,
        interaction_id=np.arange(len(at_minute)),
        codes={
            "channel": np.concatenate((touched[lead, minute], np.zeros(len(won)))),
            "kind": np.repeat((viewed, won_kind), (len(lead), len(won))),
        },
        words=WORDS,
    )


def credits(log: Journeys, replicates: int) -> dict[tuple[str, str], tuple]:
    """(model, channel) -> credit and interval."""
    options = AttributionOptions(as_of=at(99), replicates=replicates)
    answers = attribute_all(log, options, models=MODELS, threads=1)
    return {(model, row.channel): (row.credit, row.interval) for model in MODELS for row in answers[model].credit}


def rates(log: Journeys) -> list[tuple]:
    """The rate, Wilson's interval and the bootstrap's, for the steps after the first."""
    answer = funnel(log, FunnelOptions(steps=STEPS, as_of=at(99)), threads=1)
    return [(step.rate, step.interval, step.bootstrap) for step in answer.steps[1:]]


@cache
def held() -> dict[str, float]:
    """The share of intervals that held the truth, by what they are for."""
    everyone = log_of(np.arange(LEADS), np.arange(LEADS))
    true_credit = {key: credit / LEADS * SAMPLE for key, (credit, _) in credits(everyone, 0).items()}
    true_rates = [rate for rate, *_ in rates(everyone)]
    rng, hits = np.random.default_rng(11), {name: [] for name in (*MODELS, "wilson", "bootstrap")}
    for _ in range(SAMPLES):
        log = log_of(rng.integers(0, LEADS, SAMPLE), rng.integers(0, 2**62, SAMPLE))
        for key, (_, (low, high)) in credits(log, 200).items():
            hits[key[0]].append(low <= true_credit[key] <= high)
        for truth, (_, wilson, bootstrap) in zip(true_rates, rates(log), strict=True):
            hits["wilson"].append(wilson[0] <= truth <= wilson[1])
            hits["bootstrap"].append(bootstrap[0] <= truth <= bootstrap[1])
    return {name: float(np.mean(each)) for name, each in hits.items()}


@pytest.mark.parametrize("what", [*MODELS, "wilson", "bootstrap"])
def test_a_95_percent_interval_holds_the_truth_about_as_often_as_it_says(what: str) -> None:
    assert LOW <= held()[what] <= HIGH
