"""What separates leads: who is watched, and when a trait counts; by the definition, row by row."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.funnel.answer import funnel
from journey_core.funnel.differences import AT_ENTRY
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.separation import entry_groups, separation
from journey_core.funnel.watch_window import watched
from journey_core.leads.groups import text_groups
from journey_core.log.journeys import empty
from journey_core.log.predicates import Predicate
from journey_core.log.times import microseconds
from tests.builders import at, journeys
from tests.journey_core.funnel.watching import watched_leads
from tests.journey_core.statistics.day_by_day import compared

DAY, CROWD = 24 * 60, 20
STEPS = (Predicate(kind="form_submitted"), Predicate(kind="converted"))
REPLIED = "kind email replied after entering"


def options_of(steps=STEPS, *, as_of_day=100, **more):
    return FunnelOptions(steps=steps, as_of=at(as_of_day * DAY), window=timedelta(days=14), replicates=0, **more)


def ask(log, attributes=(), *, least=1, options=None, **more):
    options = options or options_of()
    return separation(log, funnel(log, options), options, attributes, least=least, **more)


def found(answer):
    """Trait -> with it: came through and not; without it: came through and not."""
    return {
        each.trait.sentence(): (each.with_converted, each.with_not, each.without_converted, each.without_not)
        for each in answer.differences
    }


def story(lead, day, *, replied=None, viewed=None, won=None, lost=None):
    """A lead that enters on a day and is told of in days from there."""
    moments = (
        ("email_replied", "email", replied), ("page_viewed", "web", viewed), ("converted", "", won), ("lost", "", lost),
    )  # fmt: skip
    later = [(lead, (day + after) * DAY, kind, channel) for kind, channel, after in moments if after is not None]
    return [(lead, day * DAY, "form_submitted", "web"), *later]


def crowd(*stories):
    """CROWD leads of each story; and as many each that replied or viewed a page, and converted or not, so that there is
    something to tell.
    """
    background = [story(1, 0, won=won, **{did: 1}) for did in ("replied", "viewed") for won in (2, None)]
    rows = []
    for number, each in enumerate([*background, *stories], start=1):
        rows += [(1000 * number + copy, *row[1:]) for copy in range(CROWD) for row in each]
    return rows


def counted(*stories, options=None):
    """The four counts of replies that one lead of each of these stories adds."""
    alone = found(ask(journeys(crowd()), options=options))[REPLIED]
    together = found(ask(journeys(crowd(*stories)), options=options))[REPLIED]
    return tuple((more - less) / CROWD for more, less in zip(together, alone, strict=True))


def test_what_a_lead_did_after_entering_and_before_its_time_ended_counts():
    assert found(ask(journeys(crowd())))[REPLIED] == (CROWD,) * 4


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        (story(1, 5, replied=-1, won=2), (0, 0, 1, 0)),  # before entering
        (story(1, 5, replied=0, won=2), (0, 0, 1, 0)),  # at it
        (story(1, 5, replied=2, won=2), (0, 0, 1, 0)),  # at the last step
        (story(1, 5, replied=3, won=2), (0, 0, 1, 0)),  # after it
        (story(1, 5, replied=3, lost=2), (0, 0, 0, 1)),  # after a loss
        (story(1, 5, replied=15), (0, 0, 0, 1)),  # after the window
        (story(1, 5, replied=3), (0, 1, 0, 0)),
        (story(1, 5, replied=1, lost=2, won=4), (0, 1, 0, 0)),  # opened again: not in the time that it was watched
        (story(1, 5, replied=1, won=16), (0, 1, 0, 0)),  # too late
        (story(1, 5, replied=1, won=14), (1, 0, 0, 0)),  # the window holds its end
        ([*story(1, 5, replied=1), *story(1, 12, won=4)], (1, 0, 0, 0)),  # a second entry, still in the window
        ([*story(1, 5, replied=1), *story(1, 25, won=4)], (0, 1, 0, 0)),  # one long after
        (story(1, 90, replied=2), (0, 1, 0, 0)),  # too young to tell: watched until now
        (story(1, 99, replied=2), (0, 0, 0, 1)),  # nothing after now is seen
    ],
)  # fmt: skip
def test_a_trait_counts_while_the_lead_could_come_through(told, counts):
    assert counted(told) == counts


def test_leads_that_may_still_come_through_are_told_apart():
    answer = ask(journeys([*crowd(), *story(1, 90), *story(2, 90, won=1), *story(3, 90, lost=1)]))
    assert (answer.still_open, answer.compared - answer.ended) == (1, 3)


def test_days_are_those_that_leads_were_watched():
    days = next(each for each in ask(journeys(crowd())).differences if each.trait.sentence() == REPLIED)
    assert (days.days_with, days.days_without) == (CROWD * (1 + 13), CROWD * (2 * 1 + 2 + 14))


def test_interactions_of_later_steps_and_records_are_no_traits():
    steps = (STEPS[0], Predicate(kind="email_replied"), STEPS[1])
    notes = [(row[0], row[1] + 30, "note", "call") for row in crowd()]
    calls = [(row[0], row[1] + 60, "call_connected" if row[0] % 2 else "meeting_held", "") for row in crowd()]
    more = [*notes, *calls]
    traits = found(ask(journeys([*crowd(), *more]), options=options_of(steps)))
    assert {"kind call connected after entering"} <= traits.keys()
    assert not {REPLIED, "kind note after entering"} & traits.keys()


def test_in_any_order_no_step_is_a_trait_not_even_the_first():
    again = journeys([*crowd(), *((row[0], row[1] + 60, "form_submitted", "chat") for row in crowd() if row[0] % 2)])
    assert REPLIED in found(ask(again, options=options_of(order="any")))
    assert "channel chat after entering" not in found(ask(again, options=options_of(order="any")))
    assert "channel chat after entering" in found(ask(again))


def test_a_loss_that_a_step_asks_for_ends_nothing():
    steps = (STEPS[0], Predicate(kind="lost"), STEPS[1])
    told = [story(1, 0, lost=1, **{did: 2}, won=won) for did in ("replied", "viewed") for won in (4, None)]
    counts = found(ask(journeys(crowd(*told)), options=options_of(steps)))[REPLIED]
    assert counts == (CROWD, 3 * CROWD, CROWD, 3 * CROWD)


def test_what_leads_are_and_entered_with_is_compared_where_the_window_is_over():
    log = journeys([*story(1, 0, won=2), *story(2, 0, won=3), *story(3, 0), *story(4, 95), *story(5, 0, won=20)])
    cities = text_groups("city", log.lead_id, {1: "Rome", 2: "Rome", 3: "Oslo", 4: "Oslo", 5: "Oslo"})
    answer = ask(log, [("lead.city", cities), ("entry.owner", cities)])
    assert found(answer)["city is Rome"] == (2, 0, 0, 2)
    assert "entered with owner Oslo" in found(answer)
    assert {each.comparison for each in answer.differences} == {AT_ENTRY}
    assert (answer.ended, answer.ended_converted) == (4, 2)


def test_traits_known_at_entry_that_too_few_have_or_lack_are_no_candidates():
    log = journeys([row for lead in range(1, 21) for row in story(lead, 0, won=2 if lead % 2 else None)])
    cities = [("lead.city", text_groups("city", log.lead_id, dict.fromkeys(range(1, 10), "Rome")))]
    assert "city is Rome" in found(ask(log, cities, least=9))
    assert found(ask(log, cities, least=10)) == {}


def test_the_first_entry_names_what_a_lead_entered_with():
    log = journeys([(1, 0, "form_submitted", "email"), *story(1, 5, won=2), *story(2, 0)])
    options = options_of()
    channel = entry_groups(log, funnel(log, options), options, "channel")
    assert [channel.groups[code].name for code in channel.code] == ["email", "web"]


def test_where_all_or_none_came_through_there_is_nothing_to_separate():
    answer = ask(journeys(story(1, 0, replied=1, won=2)))
    assert (answer.differences, answer.sentence()[:18]) == ((), "Nothing to compare")
    assert ask(journeys(story(1, 0, replied=1))).differences == ()
    assert ask(empty()).compared == 0


STAGES = (Predicate(stage="contacted"), Predicate(stage="won"))
KINDS = ("form_submitted", "email_replied", "page_viewed", "converted", "lost", "stage_changed")
ROWS = st.tuples(st.integers(1, 40), st.integers(0, 12), st.sampled_from(KINDS), st.sampled_from(["web", "email"]))
ORDERS = {
    "ordered": (STEPS[0], Predicate(kind="email_replied"), STEPS[1]),
    "any": (STEPS[0], Predicate(kind="email_replied")),
}


@pytest.mark.parametrize("order", ORDERS)
@given(given_rows=st.lists(ROWS, min_size=120, max_size=250))
def test_every_row_is_that_of_the_definition(order, given_rows):
    rows = [row if row[2] in KINDS[:3] else (*row[:3], "") for row in given_rows]
    stages = {number: "qualified" for number, row in enumerate(rows) if row[2] == "stage_changed"}
    log, options = (
        journeys([(a, b * DAY, c, d) for a, b, c, d in rows], stage=stages),
        options_of(ORDERS[order], order=order),
    )
    numbers = {("kind", word): n for n, word in enumerate(KINDS)} | {("channel", "web"): 8, ("channel", "email"): 9}
    leads = watched_leads(log, funnel(log, options), options, numbers)
    answer = ask(log, options=options)
    assert (answer.compared, answer.converted) == (len(leads), sum(lead.is_converted for lead in leads))
    by_hand = {trait: compared(leads, number) for trait, number in numbers.items()}
    told = {(each.trait.source.removeprefix("during."), each.trait.group.name): each for each in answer.differences}
    assert told.keys() == {trait for trait, each in by_hand.items() if each.variance >= 1}
    for trait, each in told.items():
        assert each.ratio == pytest.approx(by_hand[trait].ratio)
        assert each.interval == pytest.approx(by_hand[trait].interval)


def staged(*moves, replies=()):
    """CROWD leads of each journey of moves (lead, day, stage), with e-mails replied to (lead, day)."""
    rows, stage = [], {}
    for copy in range(CROWD):
        for lead, day, to in moves:
            stage[len(rows)] = to
            rows.append((1000 * lead + copy, day * DAY, "stage_changed", ""))
        rows += [(1000 * lead + copy, day * DAY, "email_replied", "email") for lead, day in replies]
    return journeys(rows, stage=stage)


def entered(log, **changed):
    """The days that leads were watched in the order “stage”, one of CROWD copies each."""
    options = replace(options_of(STAGES), order="stage", **changed)
    watch = watched(log, funnel(log, options), options)
    return ((watch.since[::CROWD] - microseconds(at(0))) // 86_400_000_000).tolist()


def test_in_the_order_stage_leads_are_watched_from_their_first_entry_by_whatever_move():
    back = [(1, 0, "qualified"), (1, 2, "lost"), (1, 3, "qualified"), (1, 4, "won")]
    assert entered(staged(*back, (2, 6, "contacted"))) == [0, 6]


def test_in_the_order_stage_a_move_back_within_the_funnel_is_no_entry():
    inside = [(1, 0, "qualified"), (1, 2, "contacted"), (1, 4, "lost"), (1, 5, "contacted"), (1, 6, "won")]
    assert entered(staged(*inside, (2, 5, "contacted")), since=at(DAY)) == [5, 5]
