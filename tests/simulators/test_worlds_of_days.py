"""The simulators hold themselves: their truth adds up, is what happens, and is what removing touches takes away."""

from functools import cache

import numpy as np
import pytest

from journey_core.log.vocabulary import Direction
from tests.simulators.hazards import EVERYTHING, Calendar, Visits, daily_world
from tests.simulators.judged import WORLDS
from tests.simulators.keenness import Keenness, dose, keen_world
from tests.simulators.segments import CURIOUS, NEVER, READY, Segments, freshness, segment_world, survival
from tests.simulators.truth import CHANNELS, START

CALL, EMAIL = CHANNELS.index("call"), CHANNELS.index("email")
NULL = [name for name in WORLDS if "nothing works" in name]
LEADS = 1000


@cache
def sample(name):
    """One draw of a world."""
    return WORLDS[name].make(1, leads=LEADS)


def converting(hazard):
    """float64[leads]: the chance of each lead to convert within the window."""
    return 1 - np.prod(1 - hazard, axis=1)


@pytest.mark.parametrize("name", WORLDS)
def test_truth_adds_up_and_no_channel_does_harm(name):
    world = sample(name)
    for shares, baseline in ((world.true, world.baseline), (world.day_true, world.day_baseline)):
        assert sum(shares.values()) + baseline == pytest.approx(1)
        assert min(shares.values()) > -0.005
        assert shares["display"] == shares["organic_search"] == 0


@pytest.mark.parametrize("name", NULL)
def test_where_nothing_works_everything_comes_anyway(name):
    world = sample(name)
    assert (world.baseline, world.day_baseline) == (1, 1)


@pytest.mark.parametrize("name", sorted(set(WORLDS) - set(NULL)))
def test_where_channels_work_some_conversions_come_by_them(name):
    world = sample(name)
    assert 0.1 < world.day_baseline < 0.9
    assert world.day_baseline < world.baseline < 0.9


@pytest.mark.parametrize("name", WORLDS)
def test_as_many_convert_as_expected_within_chance(name):
    world = sample(name)
    chances = converting(world.hazard(EVERYTHING))
    assert world.expected == pytest.approx(chances.sum())
    happened = np.isfinite(world.converted).sum()
    assert abs(happened - chances.sum()) < 3.5 * np.sqrt((chances * (1 - chances)).sum())


@pytest.mark.parametrize("name", sorted(set(WORLDS) - set(NULL)))
def test_the_baseline_of_the_day_is_the_mean_over_conversions_of_what_the_hazard_would_have_been(name):
    world = sample(name)
    won = np.flatnonzero(np.isfinite(world.converted))
    day = world.converted[won].astype(int)
    without, whole = (world.hazard(stay)[won, day] for stay in ((), EVERYTHING))
    parts = without / whole
    assert abs(parts.mean() - world.day_baseline) < 3.5 * parts.std() / np.sqrt(len(parts))


@pytest.mark.parametrize("left", [CALL, EMAIL])
@pytest.mark.parametrize("name", ["segments: usual", "keenness: usual"])
def test_leads_without_the_touches_of_a_channel_convert_as_the_truth_says(name, left):
    """The same leads with the same luck, simulated with all touches and again without those of one channel."""
    stay = tuple(k for k in EVERYTHING if k != left)
    lost = noise = said = 0.0
    for seed in range(2):
        full, without = (WORLDS[name].make(seed, leads=5 * LEADS, stay=some) for some in (EVERYTHING, stay))
        assert without.expected == pytest.approx(converting(full.hazard(stay)).sum())
        differ = np.isfinite(full.converted).astype(int) - np.isfinite(without.converted)
        lost, noise = lost + differ.sum(), noise + (differ**2).sum()
        said += full.expected - without.expected
    assert abs(lost - said) < 3.4 * np.sqrt(noise)
    assert said > 4 * np.sqrt(noise), "the channel makes a difference that chance does not"


@pytest.mark.parametrize("name", [name for name in WORLDS if "bringing visits" in name])
def test_visits_that_email_brings_leave_with_it_and_email_does_nothing_where_visits_do_not_count(name):
    full = sample(name)
    without = WORLDS[name].make(1, leads=LEADS, stay=tuple(k for k in EVERYTHING if k != EMAIL))
    web = CHANNELS.index("web")
    assert (without.touches.channel == web).sum() < 0.95 * (full.touches.channel == web).sum()
    assert full.hazard((EMAIL,)) == pytest.approx(full.hazard(()))
    assert full.true["email"] > 0.02


@pytest.mark.parametrize("name", WORLDS)
def test_logs_are_as_busy_as_leads_are(name):
    world = sample(name)
    touches = np.bincount(world.touches.lead, minlength=LEADS)
    assert 8 < touches.mean() < 14
    assert np.quantile(touches, 0.05) >= 3
    few, many = "few convert" in name, "many convert" in name
    low, high = (0.02, 0.04) if few else (0.35, 0.5) if many else (0.08, 0.2)
    assert low < world.expected / LEADS < high


@pytest.mark.parametrize("make", [segment_world, keen_world])
def test_a_log_may_have_no_directions(make):
    with_them, without = (make(6, leads=200, has_directions=flag).journeys.direction for flag in (True, False))
    assert set(with_them) == {0, int(Direction.INBOUND), int(Direction.OUTBOUND)}
    assert set(without) == {0}


def test_a_lead_that_converts_at_its_first_chance_has_the_touches_before_it():
    calendar = Calendar(np.array([0.1]), np.array([[0.5, 1.5]]))
    touches = Visits(np.zeros(3, int), np.array([0, 1, 2]), np.array([0.1, 0.4, 0.6]), np.array([0, 1, 2]))
    world = daily_world(np.random.default_rng(1), calendar, touches, lambda _: np.ones((1, 2)))
    days = (world.journeys.occurred_at - START) / 86_400_000_000
    assert days == pytest.approx([0.1, 0.4, 0.5])
    assert world.day_baseline == world.baseline == world.expected == 1


def hand():
    """One lead with chances at noon of four days: emails at .25, .75 and 1.25, of which a visit brought the last."""
    calendar = Calendar(np.array([0.25]), np.array([[0.5, 1.5, 2.5, 3.5]]))
    day = np.array([1.25, 0.25, 0.75])
    return calendar, Visits(np.zeros(3, int), np.zeros(3, int), day, np.array([2, 0, 0]))


def test_freshness_is_that_of_the_last_touch():
    calendar, touches = hand()
    assert freshness(calendar, touches, 0, (0, 2), 1.0)[0] == pytest.approx(2 ** -np.array([0.25, 0.25, 1.25, 2.25]))
    assert freshness(calendar, touches, 0, (0,), 1.0)[0] == pytest.approx(2 ** -np.array([0.25, 0.75, 1.75, 2.75]))


def test_a_dose_adds_up_touches_that_wear_out():
    calendar, touches = hand()
    setting = Keenness(half_lives=(1.0,) * 5, wear=0.5)
    ages = [(0.25,), (1.25, 0.75, 0.25), (2.25, 1.75, 1.25), (3.25, 2.75, 2.25)]
    by_hand = [sum(0.5**n * 2**-age for n, age in enumerate(each)) for each in ages]
    assert dose(calendar, touches, 0, (0, 2), setting)[0] == pytest.approx(by_hand)
    assert dose(calendar, touches, 0, (0,), setting)[0, -1] == pytest.approx(2**-3.25 + 0.5 * 2**-2.75)


def test_half_of_the_ready_have_converted_at_their_median_and_those_that_never_buy_never():
    clock = np.array([[100.0], [300.0], [1e9]])
    setting = Segments(times=(100.0, 300.0))
    assert survival(np.array([READY, CURIOUS, NEVER]), clock, setting)[:, 0] == pytest.approx([0.5, np.exp(-1), 1])
