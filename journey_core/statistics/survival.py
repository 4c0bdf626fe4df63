"""How long something takes when it has not happened to all yet: Kaplan-Meier, and Aalen-Johansen for several ends."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Floats, Ints
from journey_core.statistics.intervals import Z_95

Causes = NDArray[np.uint8]

CENSORED = 0
"""The cause of a duration after which nothing had happened and nothing more is known."""

_EXACT = 1e-12
_SETTLED = 0.97


@dataclass(frozen=True, eq=False)
class Tally:
    """One entry per duration at which something happened, ascending: times int64[n]; waiting int64[n], those that had
    waited at least that long; events int64[causes, n], how many ended by each cause, cause 1 in row 0.
    """

    times: Ints
    waiting: Ints
    events: Ints


@dataclass(frozen=True, eq=False)
class Survival:
    """The share still waiting after each of the ascending `times`, and what its band is made of.

    share: float64[n] · spread: float64[n], Greenwood's sum (1926), of relative variance · waiting: int64[n], those that
    had waited at least that long.
    """

    times: Ints
    share: Floats
    spread: Floats
    waiting: Ints

    @property
    def band(self) -> tuple[Floats, Floats]:
        """The 95 % bounds of the share, float64[n] each, on the log-log scale (Kalbfleisch, Prentice 1980). At the end,
        where all who waited have gone at once, the upper bound is the one before times the share that could still have
        gone on (Clopper, Pearson 1934).
        """
        low, high = _band(self.share, self.spread, self.waiting)
        return low, high

    def quantile(self, gone: float) -> int | None:
        """The first time by which at least this share has gone; None while fewer have."""
        reached = np.flatnonzero(self.share <= 1 - gone + _EXACT)
        return int(self.times[reached[0]]) if len(reached) else None

    @property
    def settled(self) -> int | None:
        """The time by which nearly all of those who go in the end have gone, as the last few may take very long; None
        where nobody has gone.
        """
        return self.quantile(_SETTLED * (1 - float(self.share[-1]))) if len(self.share) else None

    def at(self, steps: Ints) -> "Survival":
        """The same at only some of its times."""
        return Survival(self.times[steps], self.share[steps], self.spread[steps], self.waiting[steps])


@dataclass(frozen=True, eq=False)
class Incidence:
    """The share that had ended by each cause after each of the ascending `times`: share and se float64[causes, n]."""

    times: Ints
    share: Floats
    se: Floats

    @property
    def waiting(self) -> Floats:
        """float64[n]: the share that had not ended by any cause after each time."""
        left: Floats = 1 - self.share.sum(axis=0)
        return left

    def at(self, steps: Ints) -> "Incidence":
        """The same at only some of its times."""
        return Incidence(self.times[steps], self.share[:, steps], self.se[:, steps])


def tally(durations: Ints, cause: Causes, *, causes: int = 1) -> Tally:
    """What happened when: cause 0 is CENSORED, 1..causes are the ends that are told apart."""
    order = np.argsort(durations)  # which of equal ones comes first changes no count
    return sorted_tally(durations[order], cause[order], causes=causes)


def sorted_tally(durations: Ints, cause: Causes, *, causes: int = 1) -> Tally:
    """The same for durations that are already ascending."""
    return Tally(*_tally(durations, cause, causes))


def kaplan_meier(counts: Tally) -> Survival:
    """The share still waiting, all causes together (Kaplan, Meier 1958)."""
    return Survival(counts.times, *_shares(counts.waiting, counts.events), counts.waiting)


def aalen_johansen(counts: Tally) -> Incidence:
    """The cumulative incidence of each cause (Aalen, Johansen 1978) with its delta-method standard error
    (Klein, Moeschberger 2003). The incidences and the share still waiting add up to 1.
    """
    return Incidence(counts.times, *_incidences(counts.waiting, counts.events))


def medians(durations: Ints, cause: Causes, edges: Ints) -> Ints:
    """int64[groups, 3]: the Kaplan-Meier median of each group and its 95 % interval, where the band crosses one half
    (Brookmeyer, Crowley 1982); -1 for what has not been seen.

    Group g is edges[g] <= i < edges[g + 1]; durations ascend within a group.
    """
    found: Ints = _medians(durations, cause, edges)
    return found


def median_survival(durations: Ints, is_observed: NDArray[np.bool_]) -> int | None:
    """The first duration by which at least half have seen it happen; None while fewer have.

    is_observed is False for a duration after which it had not happened and nothing more is known.
    """
    return kaplan_meier(tally(durations, is_observed.astype(np.uint8))).quantile(0.5)


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
def _shares(waiting: Ints, events: Ints) -> tuple[Floats, Floats]:
    share, spread = np.empty(len(waiting)), np.empty(len(waiting))
    now, sum_now = 1.0, 0.0
    for step in range(len(waiting)):
        now, sum_now = _after(now, sum_now, events[:, step].sum(), waiting[step])
        share[step], spread[step] = now, sum_now
    return share, spread


@njit(cache=True, nogil=True)
def _after(share: float, spread: float, ended: int, waiting: int) -> tuple[float, float]:
    """Share and spread once `ended` of those who waited have gone."""
    if ended == waiting:
        return 0.0, spread
    return share * (1 - ended / waiting), spread + ended / (waiting * float(waiting - ended))


@njit(cache=True, nogil=True)
def _bounds(share: float, spread: float, waiting: int, highest: float) -> tuple[float, float]:
    """The bounds after one time; `highest` is the upper one of the time before."""
    if share == 0:
        return 0.0, highest * (1 - 0.025 ** (1 / waiting))
    half = np.exp(Z_95 * np.sqrt(spread) / -np.log(share))
    return share**half, min(highest, share ** (1 / half))


@njit(cache=True, nogil=True)
def _band(share: Floats, spread: Floats, waiting: Ints) -> tuple[Floats, Floats]:
    low, high, highest = np.empty(len(share)), np.empty(len(share)), 1.0
    for step in range(len(share)):
        low[step], highest = _bounds(share[step], spread[step], waiting[step], highest)
        high[step] = highest
    return low, high


@njit(cache=True, nogil=True)
def _medians(durations: Ints, cause: Causes, edges: Ints) -> Ints:
    found = np.full((len(edges) - 1, 3), -1, np.int64)
    for group in range(len(edges) - 1):
        place, end = edges[group], edges[group + 1]
        share, spread, highest = 1.0, 0.0, 1.0
        while place < end and found[group, 2] < 0:
            begin, ended = place, 0
            while place < end and durations[place] == durations[begin]:
                ended += cause[place] != CENSORED
                place += 1
            if ended == 0:
                continue
            share, spread = _after(share, spread, ended, end - begin)
            low, highest = _bounds(share, spread, end - begin, highest)
            for bound, level in enumerate((share, low, highest)):
                if found[group, bound] < 0 and level <= 0.5 + _EXACT:
                    found[group, bound] = durations[begin]
    return found


@njit(cache=True, nogil=True)
def _incidences(waiting: Ints, events: Ints) -> tuple[Floats, Floats]:
    """Incidence and standard error, float64[causes, n] each; in its variance, with sums over earlier times j, the
    squares (I - I_j)² are multiplied out.
    """
    causes, steps = events.shape
    share, se = np.empty((causes, steps)), np.empty((causes, steps))
    for end in range(causes):
        before, now, gone, once, twice, own, risen, product = 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for step in range(steps):
            there, ended = float(waiting[step]), float(events[:, step].sum())
            rise = before * events[end, step] / there
            now += rise
            hazard = ended / (there * (there - ended)) if ended < there else 0.0
            gone, once, twice = gone + hazard, once + now * hazard, twice + now * now * hazard
            own += rise * before * (there - events[end, step]) / (there * there)
            risen, product = risen + rise / there, product + now * rise / there
            variance = now * now * gone - 2 * now * once + twice + own - 2 * (now * risen - product)
            share[end, step], se[end, step] = now, np.sqrt(max(variance, 0.0))
            before *= 1 - ended / there
    return share, se
