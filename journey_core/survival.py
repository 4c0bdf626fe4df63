"""How long something takes when some of it has not happened yet: Kaplan-Meier, and Aalen-Johansen for several ends."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.journeys import Ints

Floats = NDArray[np.float64]
Causes = NDArray[np.uint8]

CENSORED = 0
"""The cause of a duration after which nothing had happened and nothing more is known."""

_Z = 1.959963984540054
_EXACT = 1e-12


@dataclass(frozen=True, eq=False)
class Tally:
    """One entry a rising duration at which something happened: times int64[n]; waiting int64[n], those not yet
    through it; events int64[causes, n], how many ended by each cause, cause 1 in row 0.
    """

    times: Ints
    waiting: Ints
    events: Ints


@dataclass(frozen=True, eq=False)
class Survival:
    """The share still waiting after each of the rising `times`, with its 95 % band: float64[n] each."""

    times: Ints
    share: Floats
    low: Floats
    high: Floats

    def quantile(self, gone: float) -> int | None:
        """The first time by which at least this share has gone; None while fewer have."""
        return _first_at(self.times, self.share, 1 - gone)

    def quantile_interval(self, gone: float) -> tuple[int | None, int | None]:
        """The 95 % interval of `quantile`, where the band crosses it (Brookmeyer, Crowley 1982); None: beyond what
        has been seen.
        """
        return _first_at(self.times, self.low, 1 - gone), _first_at(self.times, self.high, 1 - gone)


@dataclass(frozen=True, eq=False)
class Incidence:
    """The share that had ended by each cause after each of the rising `times`: share and se float64[causes, n]."""

    times: Ints
    share: Floats
    se: Floats


def tally(durations: Ints, cause: Causes, *, causes: int = 1) -> Tally:
    """What happened when: cause 0 is CENSORED, 1..causes are the ends told apart."""
    order = np.argsort(durations, kind="stable")
    return sorted_tally(durations[order], cause[order], causes=causes)


def sorted_tally(durations: Ints, cause: Causes, *, causes: int = 1) -> Tally:
    """The same of durations that rise already."""
    return Tally(*_tally(durations, cause, causes))


def kaplan_meier(counts: Tally) -> Survival:
    """The share still waiting, all causes together (Kaplan, Meier 1958), with the band from Greenwood's variance
    (1926) on the log-log scale (Kalbfleisch, Prentice 1980). At the end, where all that waited have gone at once, it
    is as high as before times the share that could have gone on all the same (Clopper, Pearson 1934).
    """
    return Survival(counts.times, *_curve(counts.waiting, counts.events.sum(axis=0)))


def medians(durations: Ints, cause: Causes, edges: Ints) -> Ints:
    """int64[groups, 3]: the Kaplan-Meier median of each group and its interval, -1 for what has not been seen.

    Group g is edges[g] <= i < edges[g + 1]; inside a group durations rise.
    """
    found: Ints = _medians(durations, cause, edges)
    return found


def aalen_johansen(counts: Tally) -> Incidence:
    """The cumulative incidence of each cause (Aalen, Johansen 1978) with its delta-method standard error
    (Klein, Moeschberger 2003). The incidences and the share still waiting add up to 1.
    """
    ended, waiting = counts.events.sum(axis=0), counts.waiting
    share = np.cumprod(1 - ended / waiting)
    before = np.concatenate(([1.0], share[:-1]))
    risen = before * counts.events / waiting
    incidence = np.cumsum(risen, axis=1)
    return Incidence(counts.times, incidence, np.sqrt(np.maximum(_variance(counts, before, incidence), 0)))


def survival_curve(durations: Ints, is_observed: NDArray[np.bool_]) -> tuple[Ints, Floats]:
    """Rising durations at which something happened, and the share still waiting after each.

    is_observed is False for a duration after which it had not happened and nothing more is known.
    """
    curve = kaplan_meier(tally(durations, is_observed.astype(np.uint8)))
    return curve.times, curve.share


def median_survival(durations: Ints, is_observed: NDArray[np.bool_]) -> int | None:
    """The first duration by which at least half have seen it happen; None while fewer have."""
    return kaplan_meier(tally(durations, is_observed.astype(np.uint8))).quantile(0.5)


def _variance(counts: Tally, before: Floats, incidence: Floats) -> Floats:
    """float64[causes, n]: of each incidence; with sums over earlier times j, (I - I_j)² is multiplied out."""
    waiting, events = counts.waiting.astype(np.float64), counts.events
    ended = events.sum(axis=0)
    gone = np.divide(ended, waiting * (waiting - ended), where=ended < waiting, out=np.zeros(len(waiting)))
    step = before / waiting * events / waiting
    own = (before / waiting) ** 2 * (waiting - events) * events / waiting

    def upto(each: Floats) -> Floats:
        return np.cumsum(each, axis=-1)

    squares = incidence**2 * upto(gone) - 2 * incidence * upto(incidence * gone) + upto(incidence**2 * gone)
    variance: Floats = squares + upto(own) - 2 * (incidence * upto(step) - upto(incidence * step))
    return variance


@njit(cache=True, nogil=True)
def _tally(durations: Ints, cause: Causes, causes: int) -> tuple[Ints, Ints, Ints]:
    times, waiting = np.empty(len(durations), np.int64), np.empty(len(durations), np.int64)
    events = np.zeros((len(durations), causes), np.int64)
    found, place = 0, 0
    while place < len(durations):
        begin, ended = place, 0
        while place < len(durations) and durations[place] == durations[begin]:
            if cause[place] != CENSORED:
                events[found, cause[place] - 1] += 1
                ended += 1
            place += 1
        if ended:
            times[found], waiting[found] = durations[begin], len(durations) - begin
            found += 1
    return times[:found].copy(), waiting[:found].copy(), events[:found].T.copy()


@njit(cache=True, nogil=True)
def _curve(waiting: Ints, ended: Ints) -> tuple[Floats, Floats, Floats]:
    """The columns of `Survival`."""
    share, low, high = np.ones((3, len(waiting)))
    now, spread, highest = 1.0, 0.0, 1.0
    for step in range(len(waiting)):
        now *= 1 - ended[step] / waiting[step]
        if ended[step] < waiting[step]:
            spread += ended[step] / (waiting[step] * (waiting[step] - ended[step]))
            half = np.exp(_Z * np.sqrt(spread) / -np.log(now))
            low[step], highest = now**half, min(highest, now ** (1 / half))
        else:
            now, low[step] = 0.0, 0.0
            highest *= 1 - 0.025 ** (1 / waiting[step])
        share[step], high[step] = now, highest
    return share, low, high


@njit(cache=True, nogil=True)
def _medians(durations: Ints, cause: Causes, edges: Ints) -> Ints:
    found = np.full((len(edges) - 1, 3), -1, np.int64)
    for group in range(len(edges) - 1):
        own = slice(edges[group], edges[group + 1])
        times, waiting, events = _tally(durations[own], cause[own], 1)
        share, low, high = _curve(waiting, events[0])
        for step in range(len(times) - 1, -1, -1):
            if share[step] <= 0.5 + _EXACT:
                found[group, 0] = times[step]
            if low[step] <= 0.5 + _EXACT:
                found[group, 1] = times[step]
            if high[step] <= 0.5 + _EXACT:
                found[group, 2] = times[step]
    return found


def _first_at(times: Ints, share: Floats, level: float) -> int | None:
    reached = np.flatnonzero(share <= level + _EXACT)
    return int(times[reached[0]]) if len(reached) else None
