"""What a simulated world is made of, and the credit that is true in it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from journey_core.log.arrays import Floats, Ints
from journey_core.log.journeys import Journeys, build
from journey_core.log.vocabulary import Direction, KindCode, Words

START = 1_704_067_200_000_000
DAY = 86_400_000_000
CHANNELS = ("email", "call", "web", "display", "organic_search")
INBOUND = ("web", "organic_search")
RATES = np.array([0.05, 0.02, 0.06, 0.05, 0.04])
"""Touches per day of a lead with intent 0."""
PULLS = np.array([0.0, 0.3, 0.8, 0.0, 0.9])
"""How much intent multiplies them: leads look things up, and sales people call whoever seems keen."""


@dataclass(frozen=True, eq=False)
class World:
    """A log and its truth: the share of all conversions that each channel caused, and that would have come anyway."""

    journeys: Journeys
    channels: tuple[str, ...]
    true: dict[str, float]
    baseline: float


@dataclass(frozen=True, eq=False)
class Touches:
    """One entry per touch of the whole horizon, converted or not: lead, channel (in `channels`), day float64."""

    lead: Ints
    channel: Ints
    day: Floats


def drawn_touches(rng: np.random.Generator, intent: Floats, rates: Floats, pulls: Floats, days: int) -> Touches:
    """Touches by a Poisson process per channel, rates[k] exp(pulls[k] intent) a day; a lead's first is on day 0."""
    leads, channels = len(intent), len(rates)
    mean = rates * np.exp(np.outer(intent, pulls))
    counts = rng.poisson(mean * days)
    lead, channel = (
        index.repeat(counts.ravel())
        for index in (np.arange(leads).repeat(channels), np.tile(np.arange(channels), leads))
    )
    day = rng.random(len(lead)) * days
    share = np.cumsum(mean / mean.sum(axis=1, keepdims=True), axis=1)
    opening = (rng.random((leads, 1)) > share).sum(axis=1)
    return Touches(
        np.concatenate((np.arange(leads), lead)),
        np.concatenate((opening, channel)),
        np.concatenate((np.zeros(leads), day)),
    )


def world(
    channels: tuple[str, ...], touches: Touches, converted: Floats, expected: Callable[[tuple[int, ...]], float]
) -> World:
    """The log of what happened up to each lead's conversion (a day, inf for none), and the Shapley shares of
    expected(channels that stay), the conversions that there would have been.
    """
    values = shapley(len(channels), expected)
    everything = expected(tuple(range(len(channels))))
    shares = dict(zip(channels, (values / everything).tolist(), strict=True))
    return World(log(channels, touches, converted), channels, shares, expected(()) / everything)


def shapley(players: int, worth: Callable[[tuple[int, ...]], float]) -> Floats:
    """float64[players]: the mean over all orders of what each adds."""
    known = {among: worth(among) for size in range(players + 1) for among in combinations(range(players), size)}
    values = np.zeros(players)
    for among, base in known.items():
        for player in set(range(players)) - set(among):
            weight = 1 / (players * comb(players - 1, len(among)))
            values[player] += weight * (known[tuple(sorted((*among, player)))] - base)
    return values


def log(
    channels: tuple[str, ...], touches: Touches, converted: Floats, *, has_directions: bool = True
) -> Journeys:  # fmt: skip
    """The touches up to each lead's conversion, and the conversions; has_directions: it says who sought whom."""
    words = Words()
    seen = touches.day <= converted[touches.lead]
    won = np.flatnonzero(np.isfinite(converted))
    lead = np.concatenate((touches.lead[seen], won)) + 1
    day = np.concatenate((touches.day[seen], converted[won]))
    code = np.array([words.code("channel", name) for name in channels])[touches.channel[seen]]
    inbound = np.array([name in INBOUND for name in channels])[touches.channel[seen]]
    direction = np.where(inbound, int(Direction.INBOUND), int(Direction.OUTBOUND)) * has_directions
    none = np.zeros(len(won), np.int64)
    return build(
        leads=np.arange(1, len(converted) + 1),
        lead_id=lead,
        occurred_at=START + (day * DAY).astype(np.int64),
        interaction_id=np.arange(1, len(lead) + 1),
        codes={
            "channel": np.concatenate((code, none)),
            "kind": np.concatenate((np.ones(len(code), np.int64), none + int(KindCode.CONVERTED))),
            "direction": np.concatenate((direction, none)),
            "value": np.concatenate((np.zeros(len(code)), none + 10.0)),
        },
        words=words,
    )
