"""Kaplan-Meier: how long something takes when some of it has not happened yet."""

import numpy as np
from numpy.typing import NDArray

from journey_core.journeys import Ints

Floats = NDArray[np.float64]


def survival_curve(durations: Ints, is_observed: NDArray[np.bool_]) -> tuple[Ints, Floats]:
    """Rising durations at which something happened, and the share still waiting after each (Kaplan, Meier 1958).

    is_observed is False for a duration after which it had not happened and nothing more is known.
    """
    times, place = np.unique(durations, return_inverse=True)
    happened = np.bincount(place, is_observed, len(times))
    waiting = len(durations) - np.concatenate(([0], np.cumsum(np.bincount(place, minlength=len(times)))[:-1]))
    with_event = happened > 0
    share = np.cumprod(1 - happened[with_event] / waiting[with_event])
    return times[with_event], share


def median_survival(durations: Ints, is_observed: NDArray[np.bool_]) -> int | None:
    """The first duration by which at least half have seen it happen; None while fewer have."""
    times, share = survival_curve(durations, is_observed)
    reached = np.flatnonzero(share <= 0.5 + 1e-12)
    return int(times[reached[0]]) if len(reached) else None
