"""Open leads compared day by day: by the definition in pure Python, by hand, by statsmodels and scipy."""

from math import erfc, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.stats.contingency_tables import StratifiedTable

from journey_core.statistics.at_risk import NO_TRAIT, AtRisk, joined
from journey_core.statistics.poisson_binomial import doubled_tail
from journey_core.statistics.risk_sets import RateRatios, rate_ratios
from tests.journey_core.statistics.day_by_day import Lead, compared

DAY, TRAITS = 86_400_000, 4


def at_risk(leads: list[Lead]) -> AtRisk:
    changes = [change for lead in leads for change in lead.changes]
    traits = [NO_TRAIT if trait is None else trait for *_, trait in changes]
    return AtRisk(
        np.array([lead.number for lead in leads], np.int64),
        np.array([lead.took for lead in leads], np.int64),
        np.array([lead.is_converted for lead in leads], bool),
        np.array([lead.place for lead in leads], np.uint16),
        np.cumsum([0, *(len(lead.changes) for lead in leads)]),
        np.array([change[0] for change in changes], np.int64),
        np.array([change[1] for change in changes], np.uint16),
        np.array([change[2] for change in changes], bool),
        np.array(traits, np.int32),
    )


def drawn_lead(number: int, drawn: np.random.Generator, places: int) -> Lead:
    """A lead whose stay, changes and outcome are drawn, on a coarse clock so that much falls on one instant."""
    took = int(drawn.integers(0, 40)) * (DAY // 2)
    at = np.sort(drawn.integers(0, took // (DAY // 2) + 1, int(drawn.integers(0, 20)))) * (DAY // 2)
    fresh, changes = iter(drawn.permutation(TRAITS).tolist()), []
    for age in at.tolist():
        trait = next(fresh, None) if drawn.random() < 0.5 else None
        changes.append((age, int(drawn.integers(0, places)), bool(drawn.random() < 0.8), trait))
    return Lead(number, took, bool(drawn.random() < 0.5), int(drawn.integers(0, places)), tuple(changes))


def drawn_leads(seed: int, count: int = 80, places: int = 12) -> list[Lead]:
    drawn = np.random.default_rng(seed)
    return [drawn_lead(number, drawn, places) for number in range(count)]


@given(seed=st.integers(0, 10_000), places=st.sampled_from([1, 3, 12]))
def test_every_number_is_that_of_the_definition(seed: int, places: int) -> None:
    leads = drawn_leads(seed, places=places)
    found = rate_ratios(at_risk(leads), TRAITS)
    told = [trait for trait in range(TRAITS) if compared(leads, trait).variance >= 1]
    assert found.trait.tolist() == told
    for place, trait in enumerate(told):
        by_hand = compared(leads, trait)
        assert found.ratio[place] == pytest.approx(by_hand.ratio)
        assert found.interval[place].tolist() == pytest.approx(by_hand.interval)
        assert found.p[place] >= erfc(by_hand.z / sqrt(2)) - 1e-12


def test_leads_and_days_are_counted_with_the_trait_and_without() -> None:
    leads = drawn_leads(1)
    found = rate_ratios(at_risk(leads), TRAITS)
    for place, trait in enumerate(found.trait.tolist()):
        gained = {lead.number: change[0] for lead in leads for change in lead.changes if change[3] == trait}
        sides = [
            sum((lead.number in gained) == has and lead.is_converted == came for lead in leads)
            for has in (True, False)
            for came in (True, False)
        ]
        days = sum(lead.took - gained[lead.number] for lead in leads if lead.number in gained) / DAY
        assert [counts[place] for counts in found.leads] == sides
        assert found.days_with[place] == pytest.approx(days)
        assert found.days_with[place] + found.days_without[place] == pytest.approx(sum(x.took for x in leads) / DAY)


def plain(days_with: int, came_with: int, days_without: int, came_without: int) -> list[Lead]:
    """One cell: leads of one day each, those with the trait from the start on, all converting in the second half."""
    with_trait = [Lead(n, DAY, n < came_with, 0, ((0, 0, False, 0),)) for n in range(days_with)]
    return with_trait + [Lead(10_000 + n, DAY, n < came_without) for n in range(days_without)]


def test_one_cell_worked_by_hand() -> None:
    """100 days with 30 conversions, 300 days with 30: p = 1/4, R = 30 x 3/4, Q = 30/4, (22.5 + .5)/(7.5 + .5)."""
    found = rate_ratios(at_risk(plain(100, 30, 300, 30)), 1)
    assert found.ratio.tolist() == [pytest.approx(23 / 8)]
    # Expected are 15 of 60; the binomial of 60 tries at 1/4 gives twice the chance of 30 and more.
    assert found.p[0] >= 2 * binom.sf(29, 60, 0.25) > 0
    assert found.p[0] < 1e-3


def test_where_days_are_many_the_ratio_is_that_of_stratified_tables() -> None:
    """With few conversions among many days a rate is a risk, so Mantel and Haenszel's odds ratio comes close."""
    strata = [(4_000, 120, 9_000, 90), (6_000, 60, 3_000, 20)]
    leads = []
    for place, (days_with, came_with, days_without, came_without) in enumerate(strata):
        for lead in plain(days_with, came_with, days_without, came_without):
            moved = tuple((age, place, touched, trait) for age, _, touched, trait in lead.changes)
            leads.append(Lead(lead.number + 100_000 * place, DAY, lead.is_converted, place, moved))
    tables = [np.array([[b, a - b], [d, c - d]]) for a, b, c, d in strata]
    found = rate_ratios(at_risk(leads), 1)
    assert found.ratio[0] == pytest.approx(StratifiedTable(tables).oddsratio_pooled, rel=0.05)


def same(one: RateRatios, other: RateRatios) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in vars(one))


@given(seed=st.integers(0, 10_000), cut=st.integers(0, 80), order=st.randoms(use_true_random=False))
def test_leads_in_any_order_and_in_any_parts_give_the_same_bit_for_bit(seed: int, cut: int, order: object) -> None:
    leads = drawn_leads(seed)
    shuffled = leads.copy()
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    whole = rate_ratios(at_risk(leads), TRAITS)
    assert same(rate_ratios(joined([at_risk(shuffled[:cut]), at_risk(shuffled[cut:])]), TRAITS), whole)


@given(seed=st.integers(0, 10_000), numbers=st.permutations(range(TRAITS)))
def test_other_numbers_for_the_traits_change_no_number_of_theirs(seed: int, numbers: list[int]) -> None:
    leads = drawn_leads(seed)
    renamed = [
        Lead(each.number, each.took, each.is_converted, each.place,
             tuple((*change[:3], None if change[3] is None else numbers[change[3]]) for change in each.changes))
        for each in leads
    ]  # fmt: skip
    before, after = rate_ratios(at_risk(leads), TRAITS), rate_ratios(at_risk(renamed), TRAITS)
    places = [after.trait.tolist().index(numbers[trait]) for trait in before.trait]
    for name in ("ratio", "p", "interval", "days_with"):
        assert getattr(after, name)[places] == pytest.approx(getattr(before, name), rel=1e-12)


def test_a_trait_that_everybody_has_or_nobody_or_that_no_conversion_meets_is_not_told_of() -> None:
    assert rate_ratios(at_risk(plain(50, 20, 0, 0)), 1).trait.tolist() == []
    assert rate_ratios(at_risk(plain(0, 0, 50, 20)), 1).trait.tolist() == []
    assert rate_ratios(at_risk(plain(50, 0, 50, 0)), 1).trait.tolist() == []
    assert rate_ratios(at_risk([]), 3).trait.tolist() == []


@pytest.mark.parametrize(("tries", "chance"), [(40, 0.07), (40, 0.93), (7, 0.5), (3_000, 0.9995)])
def test_the_tail_of_equal_chances_is_that_of_the_binomial(tries: int, chance: float) -> None:
    for hits in {0, tries // 2, int(tries * chance), tries}:
        tail = 2 * min(binom.cdf(hits, tries, chance), binom.sf(hits - 1, tries, chance))
        found = doubled_tail(hits, np.array([tries]), np.array([chance]))
        assert found == pytest.approx(min(1, tail), rel=1e-6, abs=1e-14)


def test_the_tail_of_unequal_chances_is_counted_over_all_outcomes() -> None:
    chances = [0.1, 0.3, 0.5, 0.8, 0.95]
    weights = np.zeros(6)
    for outcome in range(32):
        hit = [bool(outcome >> k & 1) for k in range(5)]
        weights[sum(hit)] += np.prod([p if h else 1 - p for p, h in zip(chances, hit, strict=True)])
    for hits in range(6):
        expected = min(1, 2 * min(weights[: hits + 1].sum(), weights[hits:].sum()))
        assert doubled_tail(hits, np.ones(5, np.int64), np.array(chances)) == pytest.approx(expected)
