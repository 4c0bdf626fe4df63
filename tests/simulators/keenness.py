"""Worlds whose keenness drifts from day to day, in which touches wear out and the calendar counts.

The log of a lead's keenness is a random walk that is drawn back to the lead's own level. It drives conversions, visits
and, a day later, whom sales people call. A touch after n others of its channel does wear^n as much as the first and
fades with a half-life; what a channel does is dose^3 / (dose^3 + threshold^3), so that little does nothing and much
does not do more; all channels together reach a ceiling. Weekends and holidays slow everybody down.
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
from tests.simulators.truth import CHANNELS, INBOUND

EMAIL, WEB = CHANNELS.index("email"), CHANNELS.index("web")
WEEK: Final = (1.0, 1.2, 1.2, 1.1, 0.9, 0.35, 0.25)
"""How busy the days are, from Monday, the first day of the window."""
HOLIDAYS: Final = (0, 40, 41, 42, 66)
QUIET: Final = 0.15


@dataclass(frozen=True, kw_only=True)
class Keenness:
    """One entry a channel: touches a day of a lead of usual keenness, how much keenness (its log) multiplies them,
    strengths (how many times the hazard without channels is added at most) and half-lives in days.

    base: chance to convert a day without touches; keenness: standard deviations of the log of its level, and of what
    it drifts in a day. brings: as in `drawn_visits`. expected_to_fail: lift is known not to tell it.
    """

    rates: tuple[float, ...] = (0.038, 0.020, 0.033, 0.028, 0.023)
    pulls: tuple[float, ...] = (0.0, 0.4, 0.6, 0.0, 0.6)
    strengths: tuple[float, ...] = (3.0, 6.0, 1.5, 0.0, 0.0)
    half_lives: tuple[float, ...] = (5.0, 4.0, 3.0, 4.0, 4.0)
    base: float = 0.0009
    level: float = 0.6
    drift: float = 0.15
    wear: float = 0.75
    threshold: float = 0.5
    ceiling: float = 12.0
    brings: tuple[int, int, float] | None = None
    expected_to_fail: bool = False


USUAL: Final = Keenness()
KEENNESS: Final = {
    "usual": USUAL,
    "touches at random": replace(USUAL, pulls=(0.0,) * 5),
    "nothing works": replace(USUAL, strengths=(0.0,) * 5, base=0.0019),
    "nothing works, touches at random": replace(USUAL, strengths=(0.0,) * 5, pulls=(0.0,) * 5, base=0.0019),
    "strong effects": replace(USUAL, strengths=(9.0, 18.0, 4.0, 0.0, 0.0), base=0.0004, ceiling=40.0),
    "weak effects": replace(USUAL, strengths=(0.8, 1.6, 0.4, 0.0, 0.0), base=0.0015),
    "inbound only a symptom": replace(USUAL, pulls=(0.0, 0.4, 1.0, 0.0, 1.0), strengths=(3.5, 7.0, 0.0, 0.0, 0.0)),
    "few convert": replace(USUAL, base=0.00019),
    "many convert": replace(USUAL, base=0.0045),
    "effects last 35 days": replace(
        USUAL, half_lives=(35.0, 35.0, 3.0, 4.0, 4.0), strengths=(1.0, 2.0, 1.5, 0.0, 0.0), expected_to_fail=True
    ),
    "email works by bringing visits": replace(
        USUAL, strengths=(0.0, 4.0, 6.0, 0.0, 0.0), brings=(EMAIL, WEB, 0.6), expected_to_fail=True
    ),
}  # fmt: skip


def keen_world(
    seed: int,
    setting: Keenness = USUAL,
    *,
    leads: int = 8000,
    days: int = 90,
    stay: Stay = EVERYTHING,
    has_directions: bool = True,
) -> DailyWorld:
    """stay: the channels that are there; the same seed gives the same leads, luck and other touches."""
    rng = np.random.default_rng(seed)
    keen = drifting(rng, setting, leads, days)
    calendar = drawn_calendar(rng, leads, days)
    touches = drawn_visits(rng, calendar, touch_rates(setting, keen), brings=setting.brings).only(stay)
    calm = setting.base * np.exp(keen) * busyness(days) * (calendar.age > 0)

    @cache
    def gain(channel: int, stay: Stay) -> Floats:
        cubed = dose(calendar, touches, channel, stay, setting) ** 3
        return setting.strengths[channel] * cubed / (cubed + setting.threshold**3)

    def hazard(stay: Stay) -> Floats:
        gains = np.zeros(calm.shape) + sum(gain(k, stay) for k in stay)
        return 1 - np.exp(-calm * (1 + setting.ceiling * (1 - np.exp(-gains / setting.ceiling))))

    works = tuple(k for k, strength in enumerate(setting.strengths) if strength)
    matters = tuple({*works, *(setting.brings or ())[:1]})
    return daily_world(rng, calendar, touches, hazard, matters=matters, has_directions=has_directions)


def touch_rates(setting: Keenness, keen: Floats) -> Floats:
    """float64[channels, leads, days]: touches a day; visits follow keenness, sales people follow yesterday's."""
    noticed = np.concatenate((keen[:, :1], keen[:, :-1]), axis=1)
    followed = np.array([keen if name in INBOUND else noticed for name in CHANNELS])
    rates, pulls = (np.array(numbers)[:, None, None] for numbers in (setting.rates, setting.pulls))
    return rates * np.exp(pulls * followed) * busyness(keen.shape[1])


def drifting(rng: np.random.Generator, setting: Keenness, leads: int, days: int) -> Floats:
    """float64[leads, days]: the log of keenness on each day."""
    level = setting.level * rng.standard_normal(leads)
    walk = np.zeros((leads, days))
    for day in range(1, days):
        walk[:, day] = 0.97 * walk[:, day - 1] + setting.drift * rng.standard_normal(leads)
    return level[:, None] + walk


def busyness(days: int) -> Floats:
    """float64[days]: how busy each day is."""
    busy = np.resize(WEEK, days)
    busy[[day for day in HOLIDAYS if day < days]] = QUIET
    return busy


def dose(calendar: Calendar, touches: Visits, channel: int, stay: Stay, setting: Keenness) -> Floats:
    """float64[leads, days]: what is left at every chance of a channel's touches, each worn out by those before it."""
    kept = np.flatnonzero(touches.kept(channel, stay))
    kept = kept[np.lexsort((touches.day[kept], touches.lead[kept]))]
    lead, cell = touches.lead[kept], calendar.cell(touches)[kept]
    before = np.arange(len(kept)) - np.searchsorted(lead, lead)
    half_life, (leads, days) = setting.half_lives[channel], calendar.moment.shape
    inside = cell < days
    lead, cell, at, weight = (column[inside] for column in (lead, cell, touches.day[kept], setting.wear**before))
    left = np.zeros((leads, days))
    np.add.at(left, (lead, cell), weight * 2 ** (-(calendar.moment[lead, cell] - at) / half_life))
    keep = 2 ** (-np.diff(calendar.moment, axis=1) / half_life)
    for day in range(1, days):
        left[:, day] += left[:, day - 1] * keep[:, day - 1]
    return left
