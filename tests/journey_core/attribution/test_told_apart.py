"""Channels are told apart where they differ, and rarely where all are alike."""

import numpy as np
import pytest
from scipy.stats import binomtest

from journey_core.attribution.answer import attribute_all
from journey_core.attribution.options import AttributionOptions
from journey_core.log.journeys import Journeys, build
from journey_core.log.times import microseconds
from tests.builders import EPOCH, MINUTE, at, words
from tests.proofs import cases

MODELS = ("first", "last", "linear", "time_decay", "markov", "shapley")
CHANNELS = ("email", "web", "call", "display", "meeting")
WORDS = words()


def log_of(seed: int, leads: int, *, shares: tuple[float, ...] = (0.2,) * 5) -> Journeys:
    """Leads with about three touches each, of channels as often as their shares say; a quarter converts by chance."""
    rng = np.random.default_rng(seed)
    touched = np.repeat(np.arange(1, leads + 1), 1 + rng.poisson(2, leads))
    won = np.flatnonzero(rng.random(leads) < 0.25) + 1
    codes = np.array([WORDS.code("channel", channel) for channel in CHANNELS])
    minute = np.append(rng.integers(0, 10_000, len(touched)), np.full(len(won), 10_000))
    viewed, converted = WORDS.code("kind", "page_viewed"), WORDS.code("kind", "converted")
    return build(
        leads=np.arange(1, leads + 1),
        lead_id=np.append(touched, won),
        occurred_at=microseconds(EPOCH) + minute * MINUTE,
        interaction_id=np.arange(len(minute)),
        codes={
            "channel": np.append(rng.choice(codes, len(touched), p=shares), np.zeros(len(won))),
            "kind": np.repeat((viewed, converted), (len(touched), len(won))),
        },
        words=WORDS,
    )


def told_apart(log: Journeys) -> dict[str, set[tuple[str, str]]]:
    """The pairs of channels that each model tells apart."""
    answers = attribute_all(log, AttributionOptions(as_of=at(99_999)), models=MODELS, threads=1)
    named = {model: [row for row in answers[model].credit if row.rank is not None] for model in MODELS}
    return {
        model: {(a.channel, b.channel) for a in rows for b in rows if a is not b and b.channel not in a.indistinct}
        for model, rows in named.items()
    }


@pytest.mark.proof
@pytest.mark.parametrize("leads", [300, 2_000])
def test_channels_that_are_all_alike_are_rarely_told_apart(leads):
    worlds = cases(200)
    found = [told_apart(log_of(seed, leads)) for seed in range(worlds)]
    seen = {model: sum(bool(each[model]) for each in found) for model in MODELS}
    too_many = [model for model in MODELS if binomtest(seen[model], worlds, 0.10, alternative="greater").pvalue < 0.01]
    assert not too_many, f"of {worlds} logs of {leads:,} leads a difference is seen in {seen}"


@pytest.mark.proof
def test_a_channel_with_half_as_much_again_is_told_from_every_other():
    shares = (0.28, 0.18, 0.18, 0.18, 0.18)
    worlds = cases(100)
    found = [told_apart(log_of(seed, 4_000, shares=shares)) for seed in range(worlds)]
    ahead = {("email", other) for other in CHANNELS[1:]}
    seen = {model: sum(ahead <= each[model] for each in found) for model in MODELS}
    too_few = [model for model in MODELS if binomtest(seen[model], worlds, 0.85, alternative="less").pvalue < 0.01]
    assert not too_few, f"of {worlds} logs email is told from all others in {seen}"
