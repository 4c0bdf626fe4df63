"""What is found and said: a planted effect with its ratio, nothing where nothing is, every count with its list."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from journey_core.errors import UnknownName
from journey_core.funnel.answer import funnel
from journey_core.funnel.differences import AT_ENTRY, PER_DAY, Separation
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.separation import Attributes, entry_groups, separation, trait_leads
from journey_core.leads.groups import text_groups
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.wording import spoken_factor
from tests.simulators.null_worlds import AS_OF, NullWorld, Planted, null_world

STEPS = (Predicate(kind="form_submitted"), Predicate(kind="converted"))


def ask(log: Journeys, options: FunnelOptions, attributes: Attributes = (), threads: int | None = None) -> Separation:
    return separation(log, funnel(log, options), options, attributes, threads=threads)


def of_world(seed: int, *, planted: Planted | None = None, leads: int = 2_000) -> tuple[Journeys, FunnelOptions]:
    log = null_world(NullWorld(), seed=seed, leads=leads, planted=planted)
    options = FunnelOptions(steps=STEPS, as_of=AS_OF, window=timedelta(days=60), replicates=0)
    return log, options


def test_a_planted_effect_is_the_surest_and_is_said_in_words() -> None:
    log, options = of_world(1, planted=Planted("call", 2.0))
    best = ask(log, options).told[0]
    assert best.comparison == PER_DAY
    assert best.trait.group.name in {"call", "call_connected"}
    assert best.interval[0] < 2 < best.interval[1]
    assert best.sentence().startswith(
        "Of open leads at the same stage and step, as old and touched as often, those that"
    )
    assert f"came through {spoken_factor(best.ratio)} times as often per day" in best.sentence()


def test_an_effect_that_harms_is_less_than_once_as_often() -> None:
    log, options = of_world(2, planted=Planted("call", 0.4))
    best = ask(log, options).told[0]
    assert best.ratio < 1
    assert f"came through {spoken_factor(best.ratio)} times as often" in best.sentence()


def test_where_nothing_is_told_the_answer_says_so() -> None:
    log, options = of_world(3)
    answer = ask(log, options)
    assert answer.told == ()
    assert "none goes together with coming through" in answer.sentence()
    assert all(each.sentence().endswith("which may be chance.") for each in answer.differences)


def test_q_values_are_those_of_statsmodels_over_all_rows_and_order_them() -> None:
    log, options = of_world(4, planted=Planted("sms", 2.0))
    channel = ("entry.channel", entry_groups(log, funnel(log, options), options, "channel"))
    answer = ask(log, options, [channel])
    p, q = (np.array([getattr(each, name) for each in answer.differences]) for name in ("p", "q"))
    assert {each.comparison for each in answer.differences} == {PER_DAY, AT_ENTRY}
    assert q == pytest.approx(multipletests(p, method="fdr_bh")[1], abs=1e-9)
    assert list(q) == sorted(q)


def test_any_number_of_threads_gives_the_same_answer() -> None:
    log, options = of_world(5, leads=400)
    assert ask(log, options, threads=1) == ask(log, options, threads=3)


@pytest.mark.parametrize("order", ["ordered", "any"])
def test_every_count_is_the_length_of_its_list_and_all_lists_together_are_all_leads(order: str) -> None:
    log, options = of_world(6, leads=400)
    options = replace(options, order=order)
    result = funnel(log, options)
    cities = [("lead.city", text_groups("city", log.lead_id, dict.fromkeys(range(1, 200), "Rome")))]
    answer = ask(log, options, cities)
    for each in answer.differences:
        listed = [
            trait_leads(log, result, options, (each.trait.source, each.trait.group.key), cities,
                        has_trait=has, has_converted=came)
            for has in (True, False) for came in (True, False)
        ]  # fmt: skip
        counts = (each.with_converted, each.with_not, each.without_converted, each.without_not)
        assert tuple(map(len, listed)) == counts
        assert sum(map(len, listed)) == (answer.ended if each.comparison == AT_ENTRY else answer.compared)
    assert "lead.city" in {each.trait.source for each in answer.differences}


@pytest.mark.parametrize("source", ["during.owner", "lead.city", "entry.channel", "nonsense"])
def test_a_trait_that_is_not_there_is_refused(source: str) -> None:
    log, options = of_world(7, leads=50)
    with pytest.raises(UnknownName):
        trait_leads(log, funnel(log, options), options, (source, "=x"), has_trait=True, has_converted=True)
