"""Whom to call first, who leaves the list, and what brings them back."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.log.journeys import Journeys
from journey_core.log.times import microseconds
from journey_core.reasons.calling import Keys, calls, dealt_with_today, is_to_call
from journey_core.reasons.facts import facts
from journey_core.reasons.next_steps import NextStep, plans
from journey_core.reasons.reasons import Reasons, reasons
from tests.builders import at, journeys
from tests.journey_core.reasons.reason_logs import DAY, Row, conversation, drawn_rows, log_of, row

REPLIED = "email_replied"
LATER = date(2024, 1, 20)


def step(lead: int, day: date, *, set_on: float, **more: object) -> NextStep:
    return replace(NextStep(lead, lead, "", "call", day, "", at(set_on * DAY)), **more)  # type: ignore[arg-type]


def look(log: Journeys, day: float, *steps: NextStep) -> Reasons:
    as_of = at(day * DAY)
    return reasons(facts(log, as_of=as_of, plans=plans(log, steps, as_of=as_of)))


def by_id(log: Journeys) -> Keys:
    """The ids of leads as their keys."""
    return lambda leads: [f"{lead:03}" for lead in log.lead_id[leads]]


def called(rows: list[Row], day: float, *steps: NextStep) -> list[int]:
    """The ids of the leads to call as of a day, in their order."""
    log = log_of(rows)
    return log.lead_id[calls(look(log, day, *steps), by_id(log))].tolist()


def test_what_is_due_comes_before_who_waits_and_both_before_the_warmest() -> None:
    rows = [row(1, 9, "page_viewed", f) for f in ("web", "email", "chat")]
    rows += [row(2, 1, REPLIED), row(3, 2, "page_viewed")]
    assert called(rows, 9.5, step(3, date(2024, 1, 9), set_on=3)) == [3, 2, 1]


def test_who_has_waited_for_over_a_month_comes_by_score_and_is_still_said_to_wait() -> None:
    rows = [row(1, 0, REPLIED), row(2, 40, "page_viewed", "web")]
    assert called(rows, 41) == [2, 1]
    assert look(log_of(rows), 41).first(0) == "replied 41 days ago, not answered"
    assert look(log_of(rows), 91).first(0) == "email replied on 1 Jan, at new", "after 90 days it is no reason any more"


def test_the_same_score_is_decided_by_who_waited_longer() -> None:
    rows = [each for lead, day in ((1, 4), (2, 3), (3, 5)) for each in (row(lead, day, REPLIED), row(lead, 6, REPLIED))]
    assert called(rows, 7) == [2, 1, 3]


def test_a_call_takes_the_lead_off_until_it_speaks_again() -> None:
    rows = [row(1, 2, REPLIED), row(2, 1, "page_viewed")]
    assert called(rows, 3.2) == [1, 2]
    assert called([*rows, row(1, 3, "call_attempted", "call", "outbound")], 3.2) == [2]
    spoke = log_of([*rows, row(1, 3, "call_attempted", "call", "outbound"), row(1, 4, REPLIED)])
    as_of = at(4 * DAY)
    assert calls(look(spoke, 4), by_id(spoke)).tolist() == [0, 1]
    assert not dealt_with_today(reasons(facts(spoke, as_of=as_of)))[0]


def test_a_note_takes_the_lead_off_for_the_day_and_it_is_back_on_the_next() -> None:
    rows = [row(1, 2, REPLIED), row(1, 3, "note")]
    assert (called(rows, 3.9), called(rows, 4)) == ([], [1])


def test_who_writes_again_without_an_answer_is_back_and_has_waited_since_the_first_time() -> None:
    log = journeys([(1, 2 * DAY, REPLIED), (1, 3 * DAY, "note"), (1, 3 * DAY + 60, REPLIED), (2, 3 * DAY + 60, "note")])
    found = look(log, 3.5)
    assert calls(found, by_id(log)).tolist() == [0]
    assert found.first(0) == "replied 36 h ago, not answered"


def test_who_is_lost_is_called_only_when_they_write_again() -> None:
    rows = [row(1, 1, REPLIED), row(1, 2, "lost")]
    assert called(rows, 3) == []
    assert called([*rows, row(1, 3, REPLIED)], 4) == [1]


PLANNED = step(1, LATER, set_on=3)
SNOOZED = step(1, date(2024, 1, 4), set_on=2, snoozed_at=at(3 * DAY), snoozed_until=LATER)


@pytest.mark.parametrize("later", [PLANNED, SNOOZED], ids=["planned", "snoozed"])
def test_a_later_day_takes_the_lead_off_until_then_unless_it_speaks(later: NextStep) -> None:
    rows = [row(1, 2, "page_viewed"), row(2, 1, "page_viewed")]
    assert called(rows, 4, later) == [2]
    assert called([*rows, row(1, 5, REPLIED)], 6, later) == [1, 2]
    assert called(rows, 19, later) == [1, 2], "the twentieth of January begins"


def test_a_plan_is_no_answer_but_who_is_snoozed_rests_until_they_speak_again() -> None:
    rows = [row(1, 2, REPLIED)]
    assert (called(rows, 4, PLANNED), called(rows, 4, SNOOZED)) == ([1], [])
    assert called([*rows, row(1, 4, REPLIED)], 5, SNOOZED) == [1]


def test_a_step_that_is_due_is_on_the_list_whatever_became_of_the_lead() -> None:
    rows = [row(1, 2, "converted"), row(2, 2, "lost")]
    assert called(rows, 4, step(1, date(2024, 1, 5), set_on=3)) == [1]


def test_a_step_done_by_hand_takes_the_lead_off_for_the_day_and_undo_brings_it_back() -> None:
    rows, due = [row(1, 1, "page_viewed")], step(1, date(2024, 1, 5), set_on=2)
    assert called(rows, 4.5, due) == [1]
    assert called(rows, 4.5, replace(due, done_at=at(4.2 * DAY))) == []
    assert called(rows, 5, replace(due, done_at=at(4.2 * DAY))) == [1], "the warmest are there every day"
    assert called(rows, 4.5, replace(due, done_at=None)) == [1]


def test_a_step_set_for_today_after_a_call_of_today_is_still_to_be_done() -> None:
    rows = [row(1, 3, "call_attempted", "call", "outbound")]
    assert called(rows, 3.4, step(1, date(2024, 1, 4), set_on=2)) == []
    assert called(rows, 3.4, step(1, date(2024, 1, 4), set_on=3.2)) == [1]


@given(drawn_rows, st.integers(0, 10), st.randoms())
def test_the_order_is_total_and_hangs_on_nothing_but_what_leads_did(rows: list[Row], day: int, random: object) -> None:
    """Ids are dealt out anew; every lead keeps its key."""
    new = [7, 8, 9]
    random.shuffle(new)  # type: ignore[attr-defined]
    ids, leads, as_of = dict(zip((1, 2, 3), new, strict=True)), (1, 2, 3), at(day * DAY)
    names = {given: lead for lead, given in ids.items()}
    one, other = log_of(rows, leads=leads), log_of(rows, ids=ids, leads=leads)
    first = one.lead_id[calls(reasons(facts(one, as_of=as_of)), by_id(one))]
    old = np.array([names[lead] for lead in other.lead_id.tolist()])
    second = calls(reasons(facts(other, as_of=as_of)), lambda leads: [f"{lead:03}" for lead in old[leads]])
    assert old[second].tolist() == first.tolist()


@given(drawn_rows, st.integers(0, 9))
def test_whom_one_calls_leaves_and_taking_it_back_brings_them_back(rows: list[Row], day: int) -> None:
    before = called(rows, day)
    for lead in before:
        after = called([*rows, row(lead, day, "call_attempted", "call", "outbound")], day)
        assert after == [each for each in before if each != lead]
    assert called(rows, day) == before


@given(drawn_rows, st.integers(0, 10))
def test_who_is_to_call_by_a_plain_reading(rows: list[Row], day: int) -> None:
    log, as_of = log_of(rows), at(day * DAY)
    found = reasons(facts(log, as_of=as_of))
    for lead in range(log.lead_count):
        plain, known = conversation(log, lead, as_of), found.known
        raised = [each.raised_at for each in found.of(lead) if each.raised_at]
        newest = max(map(microseconds, raised), default=None)
        today = plain.dealt_at is not None and plain.dealt_at >= microseconds(at(day * DAY))
        is_dealt = today and (newest is None or plain.dealt_at >= newest)
        stays = bool(known.is_open[lead]) or plain.waiting_since is not None
        assert is_to_call(found)[lead] == (stays and not is_dealt)


def test_the_few_asked_for_are_the_first_of_all_also_where_many_tie() -> None:
    rows = [row(lead, lead % 2, "page_viewed", "web") for lead in range(1, 20)]
    log = log_of(rows)
    found, keys = look(log, 9), by_id(log)
    every = calls(found, keys)
    for count in (0, 1, 5, 10, 19):
        assert calls(found, keys, count=count).tolist() == every[:count].tolist()
    assert calls(found, keys, chosen=log.lead_id > 9).tolist() == [each for each in every if each >= 9]
    backwards = calls(found, lambda leads: [f"{99 - lead:03}" for lead in log.lead_id[leads]], count=5)
    assert log.lead_id[backwards].tolist() == [19, 17, 15, 13, 11]
