"""What is said of leads, by hand; and never because of a row that comes later."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.leads.scoring import scores
from journey_core.log.times import microseconds
from journey_core.reasons.facts import facts
from journey_core.reasons.next_steps import NextStep, plans
from journey_core.reasons.reasons import Reasons, reasons
from journey_core.reasons.rules import RULES
from tests.builders import at
from tests.journey_core.reasons.reason_logs import DAY, Row, conversation, drawn_rows, log_of, row, said, seen

TODAY = date(2024, 1, 10)
STEP = NextStep(1, 1, "Sam", "call back", TODAY, "", at(0))


def told(found: Reasons) -> list[list[tuple[str, str]]]:
    """Rule and sentence of every reason of every lead, and its last touch."""
    return [
        [(each.rule, each.sentence) for each in found.of(lead)]
        + [("", found.first(lead)), ("", found.last_touch(lead))]
        for lead in range(found.known.columns.lead_count)
    ]


@given(drawn_rows, st.integers(0, 10))
def test_reasons_at_an_instant_are_those_of_the_log_cut_there(rows: list[Row], day: int) -> None:
    as_of, leads = at(day * DAY), (1, 2, 3)
    whole = reasons(facts(log_of(rows, leads=leads), as_of=as_of))
    cut = reasons(facts(log_of([each for each in rows if each[1] <= day], leads=leads), as_of=as_of))
    assert told(whole) == told(cut)
    assert np.array_equal(whole.raised_at, cut.raised_at)


@given(drawn_rows, st.integers(0, 10), st.randoms())
def test_ids_and_the_order_within_an_instant_change_no_sentence(rows: list[Row], day: int, random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    ids, leads = {1: 9, 2: 8, 3: 7}, (1, 2, 3)
    one = reasons(facts(log_of(rows, leads=leads), as_of=at(day * DAY)))
    other = reasons(facts(log_of(shuffled, ids=ids, leads=leads), as_of=at(day * DAY)))
    assert told(one) == told(other)[::-1]


@given(drawn_rows, st.integers(0, 10))
def test_rules_hold_where_a_plain_reading_of_the_rows_says_so(rows: list[Row], day: int) -> None:
    log, as_of = log_of(rows), at(day * DAY)
    found = reasons(facts(log, as_of=as_of))
    score = scores(log, as_of=as_of).score
    for lead in range(log.lead_count):
        plain, stage = conversation(log, lead, as_of), log.words.word("stage", int(found.known.stands.stage[lead]))
        known = log.occurred_at[log.offsets[lead]] <= microseconds(as_of)
        still = known and stage not in {"won", "lost"}
        used = {log.words.word("channel", int(log.channel[i])) for i in range(log.offsets[lead], log.offsets[lead + 1])
                if log.occurred_at[i] <= microseconds(as_of)}  # fmt: skip
        expected = {
            "waiting": plain.waiting_since is not None,
            "opened": still and stage == "proposal" and plain.opens >= 2,
            "unreached": still and plain.calls >= 3,
            "engaged": still and stage != "proposal" and score[lead] > 0.8,
            "channels": still and {"call", "email"} <= used,
            "due": False, "stalled": False, "cooling": False,
        }  # fmt: skip
        assert {name: bool(held[lead]) for name, held in found.holds.items()} == expected


def test_somebody_who_waits_is_told_first_with_how_long() -> None:
    found = seen(
        [row(1, 2, "email_replied", "email", "inbound"), row(1, 2, "call_attempted", "call", "inbound")], 2.625
    )
    assert said(found) == ["replied 15 h ago, not answered", "Multi-channel engagement - strong buying signals"]
    [reason, _] = found.of(0)
    assert reason.document() == {"rule": "waiting", "sentence": reason.sentence, "raised_at": at(2 * DAY)}


@pytest.mark.parametrize(
    ("kind", "channel", "sentence"),
    [("form_submitted", "web", "sent a form"), ("call_attempted", "call", "called"), ("chat", "", "chat"),
     ("email_sent", "email", "wrote")],
)  # fmt: skip
def test_what_the_lead_did_is_said_in_words(kind: str, channel: str, sentence: str) -> None:
    assert said(seen([row(1, 1, kind, channel, "inbound")], 3))[0] == f"{sentence} 2 days ago, not answered"


def test_mails_opened_again_while_the_proposal_is_open() -> None:
    moved = row(1, 1, "stage_changed", stage="proposal")
    opened = [row(1, day, "email_opened", "email") for day in (0, 2, 4)]
    assert said(seen([moved, *opened], 4.5)) == ["proposal open, our mails opened twice since Wednesday"]
    assert said(seen([moved, *opened], 2.5)) == []
    assert said(seen([moved, *opened, row(1, 5, "email_sent", "email")], 5.5)) == []


def stays(days: list[int]) -> list[Row]:
    """Leads 11, 12 … that came to proposal on day 0 and were won after so many days each."""
    return [
        each
        for lead, length in enumerate(days, start=11)
        for each in (row(lead, 0, "stage_changed", stage="proposal"), row(lead, length, "converted"))
    ]


def test_longer_at_a_stage_than_three_quarters_of_those_who_went_on() -> None:
    rows = [row(1, 28, "stage_changed", stage="proposal"), *stays([2, 3, 4, 5, 5, 6, 7, 8, 9, 30])]
    half = "12 days; half of them went on within 6 days"
    sentence = f"longer at proposal than three quarters of those who went on ({half})"
    assert said(seen(rows, 40)) == [sentence], "nine of eleven, as this one will go on as well"
    assert said(seen(rows, 36)) == [], "eight of eleven"
    assert said(seen(rows[:-2], 40)) == [], "nine that went on are too few"


def test_calls_that_reached_nobody_are_counted_since_the_lead_last_spoke() -> None:
    calls = [row(1, day, "call_attempted", "call", "outbound") for day in (1, 3, 4, 5)]
    assert said(seen(calls[:3], 6)) == ["called three times without an answer"]
    assert said(seen([*calls, row(1, 2, "sms_replied", "sms")], 6)) == ["called three times without an answer"]
    assert said(seen([*calls[:3], row(1, 2, "sms_replied", "sms")], 6)) == []


def eager(count: int = 10, channels: int = 5, *, stage: str = "contacted") -> list[Row]:
    """A lead that was active so often on day 1, in so many channels."""
    used = ("web", "sms", "chat", "event", "email")[:channels]
    return [row(1, 0, "stage_changed", stage=stage)] + [
        row(1, 1, "page_viewed", used[number % channels]) for number in range(count)
    ]


def test_high_engagement_is_told_before_proposal_and_in_the_words_of_the_mission() -> None:
    assert said(seen(eager(), 2)) == ["High engagement - consider moving to proposal stage"]
    assert said(seen(eager(stage="proposal"), 2)) == []


@pytest.mark.parametrize(
    ("lead", "rest"),
    [((10, 5), ""), ((9, 5), ", score falls under .60 on 29 Jan"), ((4, 2), ", score falls under .30 on 27 Jan")],
)
def test_a_warm_lead_is_going_cold_after_three_weeks(lead: tuple[int, int], rest: str) -> None:
    assert said(seen(eager(*lead), 22)) == [f"going cold: no activity for 21 days{rest}"]
    assert said(seen(eager(*lead), 21.9)) == []


def test_what_was_cold_before_or_has_been_for_long_is_not_going_cold() -> None:
    assert said(seen(eager(2, 1), 22)) == []
    assert said(seen(eager(), 91)) == ["going cold: no activity for 90 days"]
    assert said(seen(eager(), 92)) == []


def test_a_next_step_is_told_on_its_day_and_after_it() -> None:
    def on(day: float, step: NextStep = STEP) -> list[str]:
        log, as_of = log_of([row(1, 0, "page_viewed")]), at(day * DAY)
        return said(reasons(facts(log, as_of=as_of, plans=plans(log, [step], as_of=as_of))))

    assert on(8.9) == []
    assert on(9) == on(9.9) == ["next step due today: call back"]
    assert on(10) == ["next step due since 10 Jan: call back"]
    late = datetime(2024, 1, 12, 8, tzinfo=UTC)
    assert on(12, replace(STEP, done_at=late)) == []
    snoozed = replace(STEP, snoozed_at=at(9 * DAY), snoozed_until=TODAY + timedelta(days=2))
    assert on(10, snoozed) == []
    assert on(11, snoozed) == ["next step due today: call back"]


def test_without_a_reason_the_last_touch_is_told() -> None:
    found = seen([row(1, 1, "email_opened", "email"), row(1, 2, "page_viewed", "web")], 5)
    assert (found.of(0), found.first(0)) == ((), "page viewed 3 days ago, at new")
    assert seen([row(1, 1, "stage_changed", stage="qualified")], 20).first(0) == "moved to qualified on 2 Jan"


def test_a_threshold_is_data() -> None:
    calls = [row(1, day, "call_attempted", "call", "outbound") for day in (1, 3)]
    known = facts(log_of(calls), as_of=at(4 * DAY))
    assert [each.rule for each in reasons(known).of(0)] == []
    assert said(reasons(known, thresholds={"unreached": 2})) == ["called twice without an answer"]


def test_rules_are_named_by_themselves_and_rank_as_the_table_has_them() -> None:
    assert all(name == rule.name for name, rule in RULES.items())
    assert list(RULES)[:2] == ["due", "waiting"]


def test_a_lead_without_interactions_gives_no_reason() -> None:
    found = reasons(facts(log_of([], leads=(1,)), as_of=at(0)))
    assert (found.of(0), found.first(0)) == ((), "")
