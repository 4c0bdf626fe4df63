"""Journeys and options for tests of the lift model."""

import numpy as np

from journey_core.attribution.lift.lead_days import DAY
from journey_core.attribution.touchpoints import Scope
from journey_core.log.predicates import Predicate
from journey_core.log.times import microseconds
from tests.builders import at, journeys

DAYS = 24 * 60
"""Minutes of a day."""


def scope(seen=30 * DAYS, **changed):
    asked = {"goal": Predicate(kind="converted"), "lookback": 90 * DAY, "since": -(2**61), "until": 2**61}
    return Scope(**asked | {"as_of": microseconds(at(seen))} | changed)


def busy(leads=60, seed=3):
    """Leads with some touches, of whom half convert; a value of 10 each."""
    rng = np.random.default_rng(seed)
    rows = []
    for lead in range(1, leads + 1):
        channels = rng.choice(["web", "email", "call"], rng.integers(1, 6))
        minutes = np.sort(rng.integers(0, 20 * DAYS, len(channels)))
        rows += [(lead, int(minute), "page_viewed", str(name)) for minute, name in zip(minutes, channels, strict=True)]
        rows += [(lead, int(minutes[-1]) + 90, "converted")] if lead % 2 else []
    won = {number: 10.0 for number, row in enumerate(rows) if row[2] == "converted"}
    return journeys(rows, value=won)
