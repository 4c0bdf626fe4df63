"""What separates leads: counted by hand, found where it is planted, and not found where there is nothing."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from journey_core.errors import UnknownName
from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.separation import entry_groups, separation, trait_leads
from journey_core.leads.groups import text_groups
from journey_core.log.journeys import empty
from journey_core.log.predicates import Predicate
from tests.builders import at, journeys

DAY = 24 * 60
STEPS = (Predicate(kind="form_submitted"), Predicate(kind="converted"))
KNOWN = journeys([(1, 0, "form_submitted", "web"), (1, 0, "email_replied", "email")]).words


def options_of(steps=STEPS, *, as_of_day=100):
    return FunnelOptions(steps=steps, as_of=at(as_of_day * DAY), window=timedelta(days=14), replicates=0)


def ask(log, attributes=(), *, least=1, options=None, **more):
    options = options or options_of()
    return separation(log, funnel(log, options), options, attributes, least=least, **more)


def found(answer):
    """Trait -> with it: came through and not; without it: came through and not."""
    return {
        each.trait.sentence(): (each.with_converted, each.with_not, each.without_converted, each.without_not)
        for each in answer.differences
    }


def story(lead, day, *, replied=None, won=None):
    rows = [(lead, day * DAY, "form_submitted", "web")]
    rows += [(lead, (day + replied) * DAY, "email_replied", "email")] if replied is not None else []
    return rows + ([(lead, (day + won) * DAY, "converted", "")] if won is not None else [])


def test_what_lies_between_the_first_step_and_the_last_counts():
    log = journeys([*story(1, 0, replied=1, won=2), *story(2, 0, won=2), *story(3, 0, replied=1), *story(4, 0)])
    expected = {"kind email replied after entering": (1, 1, 1, 1), "channel email after entering": (1, 1, 1, 1)}
    assert found(ask(log)) == expected


def test_what_comes_before_entry_at_it_or_after_the_last_step_does_not_count():
    won = [*story(1, 5, replied=-1, won=2), *story(2, 0, replied=2, won=2), *story(3, 0, replied=3, won=2)]
    assert found(ask(journeys([*won, *story(4, 0, replied=0)]))) == {}


def test_who_did_not_come_through_is_watched_no_longer_than_one_who_did():
    log = journeys([*story(1, 0, replied=1, won=2), *story(2, 0, replied=3), *story(3, 0, replied=1)])
    assert found(ask(log))["kind email replied after entering"] == (1, 1, 0, 1)


def test_everybody_is_watched_from_the_first_step_done_first_not_from_that_of_the_run():
    won = [(1, 0, "form_submitted", "email"), *story(1, 5, replied=-2, won=2)]
    log = journeys([*won, *story(2, 0, replied=1), (2, 9 * DAY, "form_submitted", "web"), *story(3, 0)])
    assert found(ask(log))["kind email replied after entering"] == (1, 1, 0, 1)
    options = options_of()
    channel = entry_groups(log, funnel(log, options), options, "channel")
    assert [channel.groups[code].name for code in channel.code] == ["email", "web", "web"]


def test_leads_whose_window_is_open_are_left_out_even_if_they_came_through():
    log = journeys([*story(1, 0, replied=1, won=2), *story(2, 0), *story(3, 90, won=1), *story(4, 90)])
    answer = ask(log)
    assert (answer.compared, answer.converted, answer.too_young) == (2, 1, 2)


def test_interactions_of_later_steps_and_records_are_no_traits():
    steps = (STEPS[0], Predicate(kind="email_replied"), STEPS[1])
    rows = [*story(1, 0, replied=1, won=2), *story(2, 0, replied=1), *story(3, 0), (3, 60, "note", "call")]
    assert found(ask(journeys(rows), options=options_of(steps))) == {}


def test_in_any_order_no_step_is_a_trait_not_even_the_first():
    steps = (STEPS[0], Predicate(kind="email_replied"), STEPS[1])
    options = FunnelOptions(steps=steps, as_of=at(100 * DAY), order="any", replicates=0)
    entered = [(lead, 0, "email_replied", "email") for lead in (1, 2)]
    log = journeys([*entered, (1, DAY, "form_submitted", "web"), (1, 2 * DAY, "converted"), (2, DAY, "call_connected")])
    assert list(found(ask(log, options=options))) == ["kind call connected after entering"]


def test_attributes_and_how_leads_entered_are_traits_too():
    log = journeys([*story(1, 0, won=2), *story(2, 0, won=3), *story(3, 0)])
    cities = text_groups("city", log.lead_id, {1: "Rome", 2: "Rome", 3: "Oslo"})
    answer = ask(log, [("lead.city", cities), ("entry.owner", cities)])
    assert found(answer)["city is Rome"] == (2, 0, 0, 1)
    assert "entered with owner Oslo" in found(answer)


def test_traits_that_too_few_have_or_lack_are_no_candidates():
    log = journeys([row for lead in range(1, 21) for row in story(lead, 0, replied=1 if lead < 10 else None, won=2)]
                   + [row for lead in range(21, 40) for row in story(lead, 0)])  # fmt: skip
    assert found(ask(log, least=9))
    assert not found(ask(log, least=10))


def test_where_all_or_none_came_through_there_is_nothing_to_separate():
    assert ask(journeys(story(1, 0, replied=1, won=2))).differences == ()
    assert ask(journeys(story(1, 0, replied=1), known=KNOWN)).differences == ()
    assert ask(empty()).compared == 0


def noise(seed, *, boost=0.0):
    """1,500 leads: e-mails, calls, visits and further forms at random for forty days; 30 % convert on a random day of
    the first two weeks. An SMS comes to three in ten and adds `boost` to that chance.
    """
    rng, rows = np.random.default_rng(seed), []
    for lead in range(1, 1501):
        again = rng.uniform(1, 40 * DAY, rng.poisson(2))
        rows += [(lead, minute, "form_submitted", "web") for minute in (0, *again)]
        for kind, channel in (("email_opened", "email"), ("call_connected", "call"), ("page_viewed", "chat")):
            rows += [(lead, minute, kind, channel) for minute in rng.uniform(1, 40 * DAY, rng.poisson(3))]
        has_sms = rng.random() < 0.3
        rows += [(lead, 1, "sms_sent", "sms")] if has_sms else []
        if rng.random() < 0.3 + boost * has_sms:
            rows.append((lead, rng.uniform(2, 14 * DAY), "converted", ""))
    return journeys(rows)


def test_a_planted_effect_comes_first_with_its_odds():
    best = ask(noise(1, boost=0.3), least=10).differences[0]
    assert best.trait.group.name in {"sms", "sms_sent"}
    assert best.q < 1e-6
    assert best.interval[0] < (0.6 / 0.4) / (0.3 / 0.7) < best.interval[1]


def test_where_nothing_separates_hardly_anything_is_found():
    found_anything = sum(any(each.q < 0.1 for each in ask(noise(seed), least=10).differences) for seed in range(2, 12))
    assert found_anything <= 3


def test_q_values_are_those_of_statsmodels_and_order_the_rows():
    answer = ask(noise(3, boost=0.1), least=10)
    p, q = (np.array([getattr(each, name) for each in answer.differences]) for name in ("p", "q"))
    assert q == pytest.approx(multipletests(p, method="fdr_bh")[1], abs=1e-9)
    assert list(q) == sorted(q)


def test_any_number_of_threads_gives_the_same_answer():
    log = noise(4, boost=0.1)
    one, many = (ask(log, threads=threads) for threads in (1, 3))
    assert one == many


rows = st.tuples(
    st.integers(1, 9), st.integers(0, 30), st.sampled_from(["form_submitted", "email_replied", "converted"])
)


@given(st.lists(rows, min_size=20, max_size=60))
def test_every_cell_is_the_length_of_its_list(given_rows):
    log = journeys([(lead, day * DAY, kind, "web") for lead, day, kind in given_rows])
    options = options_of()
    result = funnel(log, options)
    cities = [("lead.city", text_groups("city", log.lead_id, {1: "Rome", 2: "Oslo", 3: "Oslo"}))]
    for each in ask(log, cities).differences:
        cells = [(has, came) for has in (True, False) for came in (True, False)]
        trait = (each.trait.source, each.trait.group.key)
        listed = [
            trait_leads(log, result, options, trait, cities, has_trait=has, has_converted=came) for has, came in cells
        ]
        assert [len(ids) for ids in listed] == list(found(ask(log, cities))[each.trait.sentence()])
        assert sum(map(len, listed)) == ask(log, cities).compared


@pytest.mark.parametrize("source", ["during.owner", "lead.city", "entry.channel", "nonsense"])
def test_a_trait_that_is_not_there_is_refused(source):
    log = journeys(story(1, 0, won=1))
    options = options_of()
    with pytest.raises(UnknownName):
        trait_leads(log, funnel(log, options), options, (source, "=x"), has_trait=True, has_converted=True)


STAGES = (Predicate(stage="contacted"), Predicate(stage="won"))


def staged(*moves, replies=()):
    """Journeys of moves (lead, day, stage) and e-mails replied to (lead, day)."""
    rows = [(lead, day * DAY, "stage_changed", "") for lead, day, _ in moves]
    rows += [(lead, day * DAY, "email_replied", "email") for lead, day in replies]
    return journeys(rows, stage={number: stage for number, (_, _, stage) in enumerate(moves)})


def by_stage(log, **changed):
    return found(ask(log, options=replace(options_of(STAGES), order="stage", **changed)))


def test_in_the_order_stage_leads_are_watched_from_their_first_entry_by_whatever_move():
    back = [(1, 0, "qualified"), (1, 2, "lost"), (1, 3, "qualified"), (1, 4, "won")]
    log = staged(*back, (2, 0, "contacted"), replies=[(1, 1)])
    assert by_stage(log)["kind email replied after entering"] == (1, 0, 0, 1)


def test_in_the_order_stage_a_move_back_within_the_funnel_is_no_entry():
    inside = [(1, 0, "qualified"), (1, 2, "contacted"), (1, 4, "lost"), (1, 5, "contacted"), (1, 6, "won")]
    log = staged(*inside, (2, 5, "contacted"), replies=[(1, 3)])
    assert "kind email replied after entering" not in by_stage(log, since=at(DAY))
