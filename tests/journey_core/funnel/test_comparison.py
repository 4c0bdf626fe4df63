"""Two sides of a funnel: intervals as published, pairs as pairs, and a sentence that claims no more than they hold."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from journey_core.errors import BadInput
from journey_core.funnel.answer import funnel
from journey_core.funnel.comparison import compare, recent_entrants, side_of, side_within
from journey_core.funnel.comparison_results import Side
from journey_core.funnel.options import FunnelOptions
from journey_core.leads.groups import list_groups
from journey_core.log.journeys import empty
from journey_core.log.predicates import Predicate
from journey_core.statistics.intervals import newcombe
from tests.builders import at, journeys
from tests.proofs import cases

STEPS = (Predicate(kind="email_opened"), Predicate(kind="form_submitted"))


def options_of(**options):
    options = {"as_of": at(1e6), "window": timedelta(days=1), "steps": STEPS} | options
    return FunnelOptions(replicates=0, **options)


def ask(log, **options):
    return funnel(log, options_of(**options))


def side(name, first, entrants, came):
    """A side whose leads have the numbers from `first` on; the first `came` of them came through."""
    return Side(name, (np.arange(first, first + entrants), np.arange(first, first + came)))


def compared(a, b):
    return compare(ask(empty()), a, b)


@pytest.mark.parametrize(
    ("successes", "n", "published"),
    [
        ((48, 56), (80, 70), (0.0524, 0.3339)),
        ((3, 9), (10, 10), (0.1705, 0.8090)),
        ((0, 5), (29, 56), (-0.0381, 0.1926)),
        ((0, 10), (10, 10), (0.6075, 1.0)),
    ],
)
def test_newcombe_s_interval_is_the_published_one(successes, n, published):
    assert newcombe(successes, n) == pytest.approx(published, abs=5e-5)


@given(st.integers(1, 400), st.integers(1, 400), st.floats(0, 1), st.floats(0, 1))
def test_newcombe_s_interval_is_that_of_statsmodels(n_1, n_2, share_1, share_2):
    a, b = round(n_1 * share_1), round(n_2 * share_2)
    expected = confint_proportions_2indep(b, n_2, a, n_1, method="newcomb", compare="diff")
    assert newcombe((a, b), (n_1, n_2)) == pytest.approx(expected, abs=1e-9)


def test_sides_without_a_common_lead_are_independent():
    answer = compared(side("old", 0, 80, 48), side("new", 100, 70, 56))
    last = answer.steps[1]
    assert (answer.method, answer.shared_leads) == ("Newcombe", 0)
    assert (last.counts, last.rates) == ((48, 56), (0.6, 0.8))
    assert last.interval == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert answer.sentence == (
        "60.0 % of “old” and 80.0 % of “new” came through: 20.0 points more (95 % interval +5.2 to +33.4)."
    )


def test_no_difference_is_told_of_a_side_that_was_chosen_by_what_its_leads_have_done():
    called = replace(side("had a call", 0, 80, 20), is_of_journey=True)
    answer = compared(called, side("industry is Steel", 100, 70, 56))
    assert not any(step.is_told for step in answer.steps)
    assert answer.sentence == (
        "25.0 % of “had a call” and 80.0 % of “industry is Steel” came through. “had a call” was chosen by what leads "
        "have done or where they stand by now. Whoever came through had more time to do it, so the sides differ by "
        "that choice alone, and no difference can be told."
    )
    both = compared(called, replace(called, name="score over .6"))
    assert "“had a call” and “score over .6” were chosen" in both.sentence


def test_the_definition_names_the_sides_in_a_sentence_of_its_own():
    answer = compared(side("entered from 2024-01-01", 0, 80, 48), side("new", 100, 70, 56))
    assert ". The sides are “entered from 2024-01-01” and “new”: no lead is on both" in answer.definition


def test_no_difference_is_told_where_the_interval_covers_none():
    answer = compared(side("old", 0, 20, 10), side("new", 100, 20, 11))
    assert not answer.steps[1].is_told
    assert "no difference can be told" in answer.sentence


def test_sides_with_common_leads_are_compared_lead_by_lead():
    everybody, some = side("all", 0, 400, 200), side("some", 0, 380, 195)
    answer = compared(everybody, some)
    assert answer.method == "Newcombe with correlation"
    assert answer.shared_leads == 380
    low, high = answer.steps[1].interval
    assert low < answer.steps[1].difference < high
    independent = newcombe((200, 195), (400, 380))
    assert high - low < (independent[1] - independent[0]) / 3


def test_the_same_leads_twice_show_no_difference():
    last = compared(side("a", 0, 50, 20), side("b", 0, 50, 20)).steps[1]
    assert last.difference == 0
    assert not last.is_told
    assert -0.05 < last.interval[0] <= 0 <= last.interval[1] < 0.05


@pytest.mark.parametrize(("a", "b"), [((1, 1), (2, 0)), ((4, 0), (4, 4)), ((1, 1), (900, 0))])
def test_a_handful_of_leads_tells_nothing(a, b):
    for first in (0, 5000):
        answer = compared(side("a", 0, *a), side("b", first, *b))
        assert not answer.steps[1].is_told
        assert answer.sentence == "No difference can be told: fewer than 5 leads entered on one side."


def test_rates_of_0_and_1_keep_the_width_of_independent_sides_whoever_is_on_both():
    together, apart = (compared(side("a", 0, 8, 8), side("b", first, 9, 0)).steps[1] for first in (7, 50))
    assert together.interval == apart.interval
    low, high = together.interval
    assert high - low > 0.3


@pytest.mark.parametrize(
    ("both", "first_alone", "second_alone", "neither"),
    [(14, 5, 0, 22), (20, 10, 12, 58), (3, 0, 1, 90), (30, 1, 1, 0), (2, 20, 20, 3)],
)
def test_of_leads_that_are_all_on_both_sides_it_is_newcombe_s_interval_for_pairs(
    both, first_alone, second_alone, neither
):
    came = [np.arange(both + first_alone), np.r_[:both, both + first_alone : both + first_alone + second_alone]]
    everybody = np.arange(both + first_alone + second_alone + neither)
    answer = compared(*(Side(name, (everybody, ids)) for name, ids in zip("ab", came, strict=True)))
    expected = pairs(both, first_alone, second_alone, neither)
    assert answer.steps[1].interval == pytest.approx(expected, abs=1e-9)


def pairs(r: int, s: int, t: int, u: int) -> tuple[float, float]:
    """Newcombe's interval for pairs as his formula has it, from the four cells of the table."""
    n = r + s + t + u
    product = (r + s) * (t + u) * (r + t) * (s + u)
    crossed = r * u - s * t
    phi = (crossed if crossed < 0 else max(crossed - n / 2, 0)) / product**0.5 if product else 0
    (p, low_p, high_p), (q, low_q, high_q) = (
        (count / n, *proportion_confint(count, n, method="wilson")) for count in (r + s, r + t)
    )
    down = (q - low_q) ** 2 - 2 * phi * (q - low_q) * (high_p - p) + (high_p - p) ** 2
    up = (high_q - q) ** 2 - 2 * phi * (high_q - q) * (p - low_p) + (p - low_p) ** 2
    return q - p - down**0.5, q - p + up**0.5


@pytest.mark.proof
@pytest.mark.parametrize("rate", [0.05, 0.1, 0.5, 0.95])
@pytest.mark.parametrize(
    ("alone", "shared", "copied"), [((100, 100), 100, 1.0), ((300, 0), 100, 1.0), ((0, 0), 150, 0.3)]
)
def test_an_interval_of_sides_with_common_leads_holds_the_truth_as_often_as_it_says(alone, shared, copied, rate):
    """A lead on both sides has one outcome (segments), or the same in three cases of ten (periods); none differ."""
    rng, held = np.random.default_rng(8), []
    ids = np.arange(sum(alone) + shared)
    sides = ids[: alone[0] + shared], ids[alone[0] :]
    result = ask(empty())
    for _ in range(cases(10_000)):
        first, second = rng.random((2, len(ids))) < rate
        second = np.where(rng.random(len(ids)) < copied, first, second)
        came = (side[which[side]] for side, which in zip(sides, (first, second), strict=True))
        answer = compare(result, *(Side("", (side, ids)) for side, ids in zip(sides, came, strict=True)))
        held.append(not answer.steps[1].is_told)
    assert 0.90 <= np.mean(held) <= 0.98


def test_a_side_without_anybody_tells_nothing():
    answer = compared(side("a", 0, 0, 0), side("b", 0, 5, 2))
    assert answer.steps[1].interval == (-1, 1)
    assert "nobody entered on one side" in answer.sentence


def test_every_count_opens_its_leads():
    log = journeys([(lead, lead % 7, "email_opened") for lead in range(1, 30)] + [(3, 50, "form_submitted")])
    result = ask(log)
    lists = list_groups("segment", log.lead_id, {"low": np.arange(1, 9), "high": np.arange(5, 40)})
    sides = (side_within(result, lists, f"={name}", name, recent=np.zeros(0, np.int64)) for name in ("low", "high"))
    answer = compare(result, *sides)
    for k, step in enumerate(answer.steps, start=1):
        assert step.counts == tuple(len(answer.reached(which, k)) for which in (0, 1))
    assert answer.reached(0, 2).tolist() == [3]
    with pytest.raises(BadInput, match="sides 0 and 1"):
        answer.reached(2, 1)


def side_asked(log, name="", **options):
    asked = options_of(**options)
    return side_of(funnel(log, asked), name, recent=recent_entrants(log, asked))


def test_two_periods_are_two_funnels_and_say_who_may_still_come():
    log = journeys([(1, 0, "email_opened"), (1, 5, "form_submitted"), (2, 100, "email_opened")])
    late = options_of(since=at(50), as_of=at(1500))
    sides = (side_asked(log, as_of=at(1500), **period) for period in ({"until": at(50)}, {"since": at(50)}))
    answer = compare(funnel(log, late), *sides)
    assert [step.counts for step in answer.steps] == [(1, 1), (1, 0)]
    assert [side.undecided for side in answer.sides] == [0, 1]


def test_fewer_is_not_told_while_those_that_may_still_come_could_make_up_for_it():
    old, new = side("old", 0, 100, 40), side("new", 200, 100, 20)
    assert compared(old, new).steps[1].is_told
    waiting = replace(new, open_ids=np.arange(240, 300))
    assert not compared(old, waiting).steps[1].is_told
    assert compared(old, waiting).sentence.endswith(
        "no difference can be told yet, since 60 leads of “new” may still come through."
    )
    assert compared(waiting, replace(old, open_ids=waiting.open_ids - 200)).sentence.count("60 leads of “new”") == 1
    assert compared(old, replace(new, open_ids=np.arange(290, 300))).steps[1].is_told
    assert compared(old, replace(new, reached=(new.reached[0], new.reached[0]))).steps[1].is_told


def test_a_period_that_is_still_open_is_rarely_told_from_one_that_is_over_where_nothing_differs():
    """Leads that entered over the last 30 days, a third of whom come through within 30 days, against older ones."""
    rng, told, worlds = np.random.default_rng(4), 0, cases(2_000)
    result = ask(empty())
    for _ in range(worlds):
        came_after = np.where(rng.random(600) < 1 / 3, rng.random(600) * 30, np.inf)
        age = np.append(np.full(300, 99.0), rng.random(300) * 30)
        came = came_after < age
        old, new = (
            Side(name, (ids, ids[came[ids]]), ids[(age[ids] < 30) & ~came[ids]])
            for name, ids in (("old", np.arange(300)), ("new", np.arange(300, 600)))
        )
        told += compare(result, old, new).steps[1].is_told
    assert told / worlds <= 0.05


def test_who_came_through_is_decided_however_lately_it_entered():
    log = journeys([(1, 0, "email_opened"), (1, 5, "form_submitted"), (2, 0, "email_opened")])
    assert side_asked(log, as_of=at(30)).undecided == 1


@pytest.mark.parametrize("order", ["ordered", "strict", "any"])
def test_who_entered_again_lately_may_still_come_after_an_old_run_that_was_deeper(order):
    steps = (*STEPS, Predicate(kind="meeting_held"))
    log = journeys([(1, 0, "email_opened"), (1, 5, "form_submitted"), (1, 2000, "email_opened")])
    asked = options_of(order=order, as_of=at(2100), steps=steps)
    result = funnel(log, asked)
    assert result.reached(2).tolist() == [1]
    assert side_of(result, "", recent=recent_entrants(log, asked)).undecided == 1


def test_by_stage_a_move_further_on_is_no_new_entry():
    steps = (Predicate(stage="contacted"), Predicate(stage="won"))
    moves = {0: "contacted", 1: "qualified", 2: "contacted", 3: "lost", 4: "contacted"}
    rows = [(1, 0, "stage_changed"), (1, 2000, "stage_changed"), (2, 0, "stage_changed"), (2, 9, "lost"),
            (2, 2000, "stage_changed")]  # fmt: skip
    asked = options_of(order="stage", steps=steps, as_of=at(2100))
    assert recent_entrants(journeys(rows, stage=moves), asked).tolist() == [2]


def test_in_a_window_longer_than_the_calendar_everybody_may_still_come():
    log = journeys([(1, 0, "email_opened"), (2, 0, "form_submitted")])
    assert recent_entrants(log, options_of(window=timedelta(days=999_999))).tolist() == [1]
