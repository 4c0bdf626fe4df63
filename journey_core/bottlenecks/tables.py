"""Stays at a stage counted by a code (the week they began in, an owner, a channel), and how long they took."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.bottlenecks.at_stage import StageStays
from journey_core.leads.stage_visits import OPEN
from journey_core.log.arrays import Flags, Ints
from journey_core.statistics.intervals import Interval, wilson
from journey_core.statistics.survival import Causes, medians

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


def counts_by(code: Codes, codes: int, what: Codes, counted: Flags) -> Ints:
    """int64[codes, 4]: the stays that are counted by a code 0..codes-1 and by `what` of 0..3, their Ending or their
    Fate; one entry a stay in every array.
    """
    cell = code[counted].astype(np.int64) * 4 + what[counted]
    return np.bincount(cell, minlength=codes * 4).reshape(codes, 4)


def as_counts(endings: Ints) -> Counts:
    """The counts of int64[4], one an Ending."""
    still, advanced, lost, back = (int(count) for count in endings)
    return Counts(still + advanced + lost + back, still, advanced, lost, back)


def usual_time(stays: StageStays) -> UsualTime:
    """The usual time of all stays at a stage."""
    return _usual(medians(stays.duration, has_ended(stays), np.array([0, len(stays.duration)])))[0]


def usual_times(stays: StageStays, code: Codes, codes: int) -> list[UsualTime]:
    """The usual time of each code 0..codes-1; code: one a stay."""
    order = np.argsort(code.astype(np.int16 if codes < 2**15 else np.int64), kind="stable")  # radix sort when small
    edges = np.searchsorted(code[order], np.arange(codes + 1))
    return _usual(medians(stays.duration[order], has_ended(stays)[order], edges))


def _usual(found: Ints) -> list[UsualTime]:
    return [UsualTime(*(None if each < 0 else span(each) for each in row)) for row in found.tolist()]


def has_ended(stays: StageStays) -> Causes:
    """uint8: 1 for stays that ended, however they did."""
    ended: Causes = (stays.ending != OPEN).astype(np.uint8)
    return ended


def span(microseconds: int | None) -> Span:
    """A column's duration as one."""
    return None if microseconds is None else timedelta(microseconds=microseconds)
