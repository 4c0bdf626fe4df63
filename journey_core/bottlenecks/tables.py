"""Stays counted by stage and by a code (the week they began in, an owner, a channel), and how long they took."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.bottlenecks.stays import Stays
from journey_core.intervals import Interval, wilson
from journey_core.journeys import Ints
from journey_core.survival import Survival, kaplan_meier, sorted_tally
from journey_core.visits import OPEN

Codes = NDArray[np.integer]
Span = timedelta | None


@dataclass(frozen=True)
class Counts:
    """What became of leads by their latest stay at a stage; leads = still + advanced + lost + back.

    drop_off: lost of those that left, None where nobody has; interval: Wilson's around it.
    """

    leads: int
    still: int
    advanced: int
    lost: int
    back: int

    @property
    def left(self) -> int:
        return self.leads - self.still

    @property
    def drop_off(self) -> float | None:
        return self.lost / self.left if self.left else None

    @property
    def interval(self) -> Interval:
        return wilson(self.lost, self.left)


@dataclass(frozen=True)
class UsualTime:
    """The Kaplan-Meier median of a time at a stage with its 95 % interval; None: beyond what has been seen."""

    median: Span
    low: Span
    high: Span


UNKNOWN_TIME: Final = UsualTime(None, None, None)


def counts_by(stays: Stays, code: Codes, codes: int) -> Ints:
    """int64[stages, codes, 4]: leads by stage, by the code of their latest stay there and by its Ending; a code below
    0 is not counted.
    """
    counted = stays.is_latest & (code >= 0)
    cell = (stays.place[counted] * codes + code[counted]) * 4 + stays.visits.ending[counted]
    return np.bincount(cell, minlength=len(stays.codes) * codes * 4).reshape(len(stays.codes), codes, 4)


def as_counts(endings: Ints) -> Counts:
    """The counts of int64[4], one an Ending."""
    still, advanced, lost, back = (int(count) for count in endings)
    return Counts(still + advanced + lost + back, still, advanced, lost, back)


def rising(stays: Stays, place: int) -> Ints:
    """The stays at one stage (their places in `stays`), the shortest first."""
    here = np.flatnonzero(stays.place == place)
    return here[np.argsort(stays.duration[here], kind="stable")]


def survival_of(stays: Stays, risen: Ints) -> Survival:
    """The share still there after each duration, of stays the shortest first."""
    has_ended = (stays.visits.ending[risen] != OPEN).astype(np.uint8)
    return kaplan_meier(sorted_tally(stays.duration[risen], has_ended))


def usual_times(stays: Stays, risen: Ints, code: Codes, codes: int) -> tuple[UsualTime, ...]:
    """The usual time of each code 0..codes-1 at one stage. risen: its stays, the shortest first; code: one each."""
    order = np.argsort(code, kind="stable")
    edges = np.searchsorted(code[order], np.arange(codes + 1))
    return tuple(
        usual_time(survival_of(stays, risen[order[edges[number] : edges[number + 1]]])) for number in range(codes)
    )


def usual_time(survival: Survival) -> UsualTime:
    """The median and its interval as durations."""
    return UsualTime(span(survival.quantile(0.5)), *map(span, survival.quantile_interval(0.5)))


def span(microseconds: int | None) -> Span:
    """A column's duration as one."""
    return None if microseconds is None else timedelta(microseconds=microseconds)
