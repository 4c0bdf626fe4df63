"""Lift against worlds of other forms than its own: its interval of the baseline, and what it says where nothing works.

Elsewhere than under `make prove` three worlds of each form are drawn twice, with a quarter of the leads.
"""

from functools import cache
from typing import Final

import numpy as np
import pytest
from scipy.stats import binom

from tests.proofs import IN_FULL, cases
from tests.simulators.judged import FORMS, WORLDS, judged, table

SAMPLES: Final = cases(20)
LEADS: Final = 8000 if IN_FULL else 2000
BRIEFLY: Final = ("usual", "nothing works", "inbound only a symptom")
JUDGED: Final = (
    [[name] for name, world in WORLDS.items() if not world.expected_to_fail]
    if IN_FULL
    else [[f"{form}: {name}" for form in FORMS] for name in BRIEFLY]
)
"""Worlds that are judged together: each by itself, and where there are few samples those alike in all forms."""
MOST_MISSES: Final = 3
"""Of 20 samples of one world: intervals that hold the truth in 17."""

pytestmark = pytest.mark.proof


@cache
def found(name):
    return judged(name, SAMPLES, leads=LEADS)


def everything():
    """The table of all worlds, for the message of a claim that fails."""
    return "\n" + table({name: found(name) for names in JUDGED for name in names})


def holds(names):
    return np.concatenate([found(name).holds for name in names])


def chance_misses(count, chance):
    """The most misses in so many intervals of coverage .9 that are not rarer than this chance."""
    return int(binom.isf(chance, count, 0.1))


@pytest.mark.parametrize("names", JUDGED, ids=" and ".join)
def test_the_interval_of_the_baseline_holds_the_truth_in_each_world(names):
    held = holds(names)
    misses = int((~held).sum())
    assert misses <= (MOST_MISSES if IN_FULL else chance_misses(len(held), 0.005)), everything()


def test_the_intervals_of_all_worlds_together_hold_the_truth():
    held = holds([name for names in JUDGED for name in names])
    misses = int((~held).sum())
    assert misses <= chance_misses(len(held), 0.001), everything()


@pytest.mark.parametrize("name", [name for names in JUDGED for name in names if "nothing works" in name])
def test_where_nothing_works_the_baseline_has_almost_everything(name):
    said = float(found(name).said.mean())
    assert said >= 0.85, everything()


def test_a_few_misses_are_chance_and_many_are_not():
    asked = ((4, 0.005), (12, 0.001), (360, 0.001))
    assert [chance_misses(*each) for each in asked] == [2, 5, 55]
