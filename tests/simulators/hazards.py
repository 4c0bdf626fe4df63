"""Worlds that are told by the chance to convert on each day, for whichever channels had been left out.

Every lead enters on a day of its own and has one chance a day, at a moment of its own, until the window ends. What is
true of the window (conversions that there would have been) and of the day (hazard on the days of the conversions that
there were) both follow from `hazard(stay)`, exactly: nothing is estimated by drawing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from journey_core.log.arrays import Flags, Floats, Ints
from tests.simulators.truth import CHANNELS, Touches, World, log, shapley

Stay = tuple[int, ...]
Worth = Callable[[Stay], float]
EVERYTHING: Stay = tuple(range(len(CHANNELS)))


@dataclass(frozen=True, eq=False)
class DailyWorld(World):
    """`true` and `baseline` are shares of the conversions of the window; beside them those of the day: the mean over
    conversions of the hazard without channels over that with them, and each channel's Shapley share of the hazard.

    expected: conversions that the world brings on average, of these leads with these touches; hazard: as in
    `daily_world`; converted float64[leads]: the day of it, inf for none; touches: all, also after a conversion.
    """

    day_true: dict[str, float]
    day_baseline: float
    expected: float
    hazard: Callable[[Stay], Floats]
    converted: Floats
    touches: "Visits"


@dataclass(frozen=True, eq=False)
class Visits(Touches):
    """Touches, of which some would not be there but for another channel: brought_by int64, else their own channel."""

    brought_by: Ints

    def only(self, stay: Stay) -> "Visits":
        """Those that are there where only some channels are."""
        kept = np.isin(self.channel, stay) & np.isin(self.brought_by, stay)
        return Visits(self.lead[kept], self.channel[kept], self.day[kept], self.brought_by[kept])

    def kept(self, channel: int, stay: Stay) -> Flags:
        """bool[n]: those of a channel in `stay` that are there where only the channels in `stay` are."""
        return (self.channel == channel) & np.isin(self.brought_by, stay)


@dataclass(frozen=True, eq=False)
class Calendar:
    """When leads come in (entered float64[leads], days) and the moment of each of their chances (float64[leads, days],
    in days since the start of the window).
    """

    entered: Floats
    moment: Floats

    @property
    def age(self) -> Floats:
        """float64[leads, days]: days since the lead came in, negative before."""
        return self.moment - self.entered[:, None]

    @property
    def step(self) -> Floats:
        """float64[leads, days]: days from the last chance, or from coming in, to this one."""
        return np.diff(np.maximum(self.age, 0), axis=1, prepend=0)

    def cell(self, touches: Touches) -> Ints:
        """int64[n]: the day whose chance is the first after each touch; the number of days for those after the last."""
        day = touches.day.astype(np.int64)
        return day + (touches.day > self.moment[touches.lead, day])


def drawn_calendar(rng: np.random.Generator, leads: int, days: int) -> Calendar:
    """Leads come in evenly over the first third of the window."""
    return Calendar(rng.random(leads) * days / 3, np.arange(days) + rng.random((leads, days)))


def drawn_visits(
    rng: np.random.Generator, calendar: Calendar, rates: Floats, *, brings: tuple[int, int, float] | None = None
) -> Visits:
    """Touches by a Poisson process, rates float64[channels, leads, days] a day, from the day a lead comes in, on which
    one of its channels is the first. brings: (channel, the one it brings, how many touches of it within three days).
    """
    counts = rng.poisson(rates)
    channel, lead, day = (index.ravel().repeat(counts.ravel()) for index in np.indices(rates.shape))
    at = day + rng.random(len(day))
    after = at > calendar.entered[lead]
    leads = np.arange(rates.shape[1])
    first = rates[:, leads, calendar.entered.astype(np.int64)]
    opening = (rng.random(len(leads)) > np.cumsum(first / first.sum(axis=0), axis=0)).sum(axis=0)
    channel = np.concatenate((opening, channel[after]))
    touches = Visits(
        np.concatenate((leads, lead[after])), channel, np.concatenate((calendar.entered, at[after])), channel
    )
    return _with_brought(rng, touches, *brings, until=rates.shape[2]) if brings else touches


def _with_brought(
    rng: np.random.Generator, touches: Visits, cause: int, brought: int, mean: float, *, until: int
) -> Visits:
    of = np.flatnonzero(touches.channel == cause)
    of = of.repeat(rng.poisson(mean, len(of)))
    day = touches.day[of] + 3 * rng.random(len(of))
    of, day = of[day < until], day[day < until]
    same = np.full(len(of), brought)
    return Visits(
        np.concatenate((touches.lead, touches.lead[of])),
        np.concatenate((touches.channel, same)),
        np.concatenate((touches.day, day)),
        np.concatenate((touches.brought_by, np.full(len(of), cause))),
    )


def daily_world(
    rng: np.random.Generator,
    calendar: Calendar,
    touches: Visits,
    hazard: Callable[[Stay], Floats],
    *,
    matters: Stay = EVERYTHING,
    has_directions: bool = True,
) -> DailyWorld:
    """The log of one draw and the truth.

    hazard(channels that stay): float64[leads, days], the chance to convert at the day's moment of a lead that has not
    converted before, 0 until it comes in. It is the same without the channels that are not in `matters`.
    """
    full = hazard(EVERYTHING)
    happens = rng.random(full.shape) < full
    moment = calendar.moment[np.arange(len(full)), happens.argmax(axis=1)]
    converted = np.where(happens.any(axis=1), moment, np.inf)
    of_window, of_day = _worths(hazard, full, matters)
    true, baseline = _shares(of_window)
    day_true, day_baseline = _shares(of_day)
    return DailyWorld(
        journeys=log(CHANNELS, touches, converted, has_directions=has_directions),
        channels=CHANNELS,
        true=true,
        baseline=baseline,
        day_true=day_true,
        day_baseline=day_baseline,
        expected=of_window(EVERYTHING),
        hazard=hazard,
        converted=converted,
        touches=touches,
    )


def _worths(hazard: Callable[[Stay], Floats], full: Floats, matters: Stay) -> tuple[Worth, Worth]:
    """What the channels that stay are worth: conversions of the window; and the sum of their hazard over the days that
    leads, with all channels, get to without having converted.
    """
    survives = np.cumprod(1 - full, axis=1)
    still = np.concatenate((np.ones((len(full), 1)), survives[:, :-1]), axis=1)

    @cache
    def worths(stay: Stay) -> tuple[float, float]:
        left = hazard(stay)
        return float((1 - np.prod(1 - left, axis=1)).sum()), float((still * left).sum())

    def those(stay: Stay) -> Stay:
        return tuple(k for k in stay if k in matters)

    return lambda stay: worths(those(stay))[0], lambda stay: worths(those(stay))[1]


def _shares(worth: Worth) -> tuple[dict[str, float], float]:
    """What each channel adds to what all are worth, and what is there without any, as parts of it."""
    whole = worth(EVERYTHING)
    values = shapley(len(CHANNELS), worth) / whole
    return dict(zip(CHANNELS, values.tolist(), strict=True)), worth(()) / whole
