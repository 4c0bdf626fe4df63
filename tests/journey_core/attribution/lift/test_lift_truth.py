"""The lift model against the truth of simulated worlds, in which intent drives both touches and conversions."""

from functools import cache

import numpy as np
import pytest

from journey_core.attribution.answer import attribute_all
from journey_core.attribution.lift.model import lift
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.touchpoints import Scope
from journey_core.log.predicates import Predicate
from journey_core.log.times import instant
from tests.simulators.adstock import adstock_world
from tests.simulators.pulses import pulse_world
from tests.simulators.truth import DAY, START

END = START + 90 * DAY
WORLDS = {
    "adstocks": lambda: adstock_world(1, leads=3000),
    "adstocks that last differently": lambda: adstock_world(2, leads=3000, half_life=(1.0, 25.0, 5.0, 5.0, 5.0)),
    "pulses": lambda: pulse_world(3, leads=3000),
    "pulses that last differently": lambda: pulse_world(4, leads=3000, delay=(0.5, 10.0, 2.0, 3.0, 3.0)),
}


def lifted(world, replicates=0):
    scope = Scope(Predicate(kind="converted"), 90 * DAY, -(2**61), 2**61, END)
    return lift(world.journeys, scope, replicates=replicates)


def error(world, shares):
    """Total variation between shares of all conversions and the truth, over the channels and the baseline."""
    true = {**world.true, "": world.baseline}
    return sum(abs(true.get(name, 0) - shares.get(name, 0)) for name in true | shares) / 2


@cache
def errors(name):
    world = WORLDS[name]()
    result = lifted(world)
    names = [world.journeys.words.word("channel", int(code)) for code in result.codes]
    shares = result.sums[0, 0] / result.sums[0, 0].sum()
    options = AttributionOptions(as_of=instant(END), replicates=0)
    others = attribute_all(world.journeys, options, models=("markov", "last"))
    found = {name: error(world, {row.channel: row.share for row in other.credit}) for name, other in others.items()}
    return found | {"lift": error(world, dict(zip([*names, ""], shares.tolist(), strict=True)))}


@pytest.mark.parametrize("other", ["markov", "last"])
@pytest.mark.parametrize("name", WORLDS)
def test_its_error_is_at_most_six_tenths_of_the_others(name, other):
    assert errors(name)["lift"] <= 0.6 * errors(name)[other]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_any_effect_most_stays_with_the_baseline(seed):
    sums = lifted(adstock_world(seed, leads=3000, effects=(0.0,) * 5, start=-5.5)).sums[0, 0]
    assert sums[-1] >= 0.85 * sums.sum()


def test_intervals_are_as_wide_as_the_answers_of_other_samples_differ():
    """Nine worlds of other leads scatter as far as the replicates of one say, in round figures."""
    several = np.array([lifted(adstock_world(seed, leads=800)).sums[0, 0] for seed in range(9)])
    replicates = lifted(adstock_world(20, leads=800), replicates=100).sums[1:, 0]
    ratio = replicates.std(axis=0)[[0, 1, 5]] / several.std(axis=0)[[0, 1, 5]]
    assert ratio.min() > 0.5
    assert ratio.max() < 2


def test_the_truth_of_a_world_adds_up():
    for make in WORLDS.values():
        world = make()
        assert sum(world.true.values()) + world.baseline == pytest.approx(1)
