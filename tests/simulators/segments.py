"""Worlds of leads in segments nobody sees, whose time to convert touches speed up: nothing in them is logistic.

A lead is ready, curious or will never buy. Each has a clock, which runs 1 + sum over channels of boost_k 2^(-age of the
last touch of k / half-life) times as fast as the calendar; ready leads convert when the clock reaches a log-logistic
time, curious ones a Weibull time (accelerated failure time). Two touches of a channel do no more than the later one.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np

from journey_core.log.arrays import Floats
from tests.simulators.hazards import (
    EVERYTHING,
    Calendar,
    DailyWorld,
    Stay,
    Visits,
    daily_world,
    drawn_calendar,
    drawn_visits,
)
from tests.simulators.truth import CHANNELS

EMAIL, WEB = CHANNELS.index("email"), CHANNELS.index("web")
NEVER, CURIOUS, READY = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Segments:
    """One entry a channel: touches a day of a curious lead, the log of how many times as often a ready lead is touched
    (and a curious one more often than one that never buys), boosts, and half-lives in days.

    shares: of leads that never buy, are curious, are ready; times: days of the clock, median of ready leads and scale
    of curious ones; shapes of both. brings: as in `drawn_visits`. expected_to_fail: lift is known not to tell it.
    """

    rates: tuple[float, ...] = (0.032, 0.016, 0.028, 0.024, 0.020)
    pulls: tuple[float, ...] = (0.0, 0.3, 0.5, 0.0, 0.6)
    boosts: tuple[float, ...] = (1.8, 3.5, 0.9, 0.0, 0.0)
    half_lives: tuple[float, ...] = (5.0, 4.0, 3.0, 4.0, 4.0)
    shares: tuple[float, ...] = (0.35, 0.45, 0.20)
    times: tuple[float, float] = (160.0, 900.0)
    shapes: tuple[float, float] = (1.5, 1.2)
    brings: tuple[int, int, float] | None = None
    expected_to_fail: bool = False


USUAL: Final = Segments()
SEGMENTS: Final = {
    "usual": USUAL,
    "touches at random": replace(USUAL, pulls=(0.0,) * 5),
    "nothing works": replace(USUAL, boosts=(0.0,) * 5, times=(110.0, 500.0)),
    "nothing works, touches at random": replace(USUAL, boosts=(0.0,) * 5, pulls=(0.0,) * 5, times=(110.0, 500.0)),
    "strong effects": replace(USUAL, boosts=(6.0, 12.0, 3.0, 0.0, 0.0), times=(320.0, 1800.0)),
    "weak effects": replace(USUAL, boosts=(0.5, 0.8, 0.25, 0.0, 0.0), times=(125.0, 650.0)),
    "inbound only a symptom": replace(USUAL, pulls=(0.0, 0.3, 1.0, 0.0, 1.1), boosts=(2.0, 4.0, 0.0, 0.0, 0.0)),
    "few convert": replace(USUAL, shares=(0.85, 0.11, 0.04)),
    "many convert": replace(USUAL, shares=(0.10, 0.30, 0.60), times=(110.0, 600.0)),
    "effects last 35 days": replace(
        USUAL, half_lives=(35.0, 35.0, 3.0, 4.0, 4.0), boosts=(0.8, 1.6, 0.9, 0.0, 0.0), expected_to_fail=True
    ),
    "email works by bringing visits": replace(
        USUAL, boosts=(0.0, 2.0, 4.0, 0.0, 0.0), brings=(EMAIL, WEB, 0.6), expected_to_fail=True
    ),
}  # fmt: skip


def segment_world(
    seed: int,
    setting: Segments = USUAL,
    *,
    leads: int = 8000,
    days: int = 90,
    stay: Stay = EVERYTHING,
    has_directions: bool = True,
) -> DailyWorld:
    """stay: the channels that are there; the same seed gives the same leads, luck and other touches."""
    rng = np.random.default_rng(seed)
    segment = rng.choice(3, leads, p=setting.shares)
    calendar = drawn_calendar(rng, leads, days)
    by_lead = np.array(setting.rates)[:, None] * np.exp(np.outer(setting.pulls, segment - 1))
    rates = np.repeat(by_lead[:, :, None], days, axis=2)
    touches = drawn_visits(rng, calendar, rates, brings=setting.brings).only(stay)

    @cache
    def speed(channel: int, stay: Stay) -> Floats:
        return setting.boosts[channel] * freshness(calendar, touches, channel, stay, setting.half_lives[channel])

    def hazard(stay: Stay) -> Floats:
        clock = np.cumsum(calendar.step * (1 + sum(speed(k, stay) for k in stay)), axis=1)
        stays = survival(segment, clock, setting)
        before = np.concatenate((np.ones((leads, 1)), stays[:, :-1]), axis=1)
        return 1 - stays / before

    works = tuple(k for k, boost in enumerate(setting.boosts) if boost)
    matters = tuple({*works, *(setting.brings or ())[:1]})
    return daily_world(rng, calendar, touches, hazard, matters=matters, has_directions=has_directions)


def survival(segment: Floats, clock: Floats, setting: Segments) -> Floats:
    """float64[leads, days]: the chance that a lead of a segment has not converted when its clock shows so much."""
    stays = np.ones(clock.shape)
    ready, curious = segment == READY, segment == CURIOUS
    stays[ready] = 1 / (1 + (clock[ready] / setting.times[0]) ** setting.shapes[0])
    stays[curious] = np.exp(-((clock[curious] / setting.times[1]) ** setting.shapes[1]))
    return stays


def freshness(calendar: Calendar, touches: Visits, channel: int, stay: Stay, half_life: float) -> Floats:
    """float64[leads, days]: 2^(-age of the last touch / half-life) at every chance, 0 before the first."""
    kept = touches.kept(channel, stay)
    leads, days = calendar.moment.shape
    last = np.full((leads, days + 1), -np.inf)
    np.maximum.at(last, (touches.lead[kept], calendar.cell(touches)[kept]), touches.day[kept])
    last = np.maximum.accumulate(last[:, :days], axis=1)
    return 2 ** (-(calendar.moment - last) / half_life)
