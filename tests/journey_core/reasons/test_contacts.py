"""Who waits for whom, against a plain reading of the rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.log.times import EARLIEST, microseconds
from journey_core.log.vocabulary import KINDS, Direction
from journey_core.reasons.contacts import Contacts, contacts
from journey_core.reasons.conversation import Part, part_of, parts_table
from tests.builders import at, words
from tests.journey_core.reasons.reason_logs import DAY, Row, conversation, drawn_rows, log_of, row

REPLIED = row(1, 2, "email_replied", "email", "inbound")


def seen(rows: list[Row], day: float = 9) -> Contacts:
    return contacts(log_of(rows), as_of=at(day * DAY))


@given(drawn_rows, st.integers(0, 10))
def test_conversations_are_those_that_a_plain_reading_of_the_rows_finds(rows: list[Row], day: int) -> None:
    log, as_of = log_of(rows), at(day * DAY)
    found = contacts(log, as_of=as_of)
    for lead in range(log.lead_count):
        plain = conversation(log, lead, as_of)
        for name in ("waiting_since", "asked_at", "contacted_at", "dealt_at"):
            assert getattr(found, name)[lead] == (EARLIEST if getattr(plain, name) is None else getattr(plain, name))
        assert (found.calls[lead], found.opens[lead]) == (plain.calls, plain.opens)
        assert found.is_waiting[lead] == (plain.waiting_since is not None)


@given(drawn_rows, st.randoms())
def test_the_order_of_rows_within_an_instant_changes_nothing(rows: list[Row], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = seen(rows), seen(shuffled)
    for name in set(vars(one)) - {"waiting_row"}:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_a_lead_waits_since_the_first_time_it_spoke_unanswered() -> None:
    found = seen([row(1, 1, "email_sent", "email"), REPLIED, row(1, 4, "form_submitted", "web")])
    assert found.waiting_since.tolist() == [microseconds(at(2 * DAY))]


@pytest.mark.parametrize(
    "kind", ["email_sent", "call_attempted", "call_connected", "meeting_booked", "sms_sent", "lost"]
)
def test_what_we_do_answers(kind: str) -> None:
    assert not seen([REPLIED, row(1, 3, kind)]).is_waiting[0]


@pytest.mark.parametrize("kind", ["note", "stage_changed", "email_opened", "page_viewed", "chat"])
def test_a_note_a_move_and_what_nobody_says_is_ours_answer_nothing(kind: str) -> None:
    assert seen([REPLIED, row(1, 3, kind, stage="contacted")]).is_waiting[0]


def test_a_mail_that_goes_to_many_answers_nobody() -> None:
    assert seen([REPLIED, row(1, 3, "email_sent", "email", "outbound", "campaign")]).is_waiting[0]
    assert part_of("email_sent", int(Direction.OUTBOUND), "campaign") == Part.NOTHING
    assert part_of("call_attempted", int(Direction.OUTBOUND), "campaign") == Part.CALLS


def test_an_answer_at_the_very_instant_counts() -> None:
    assert not seen([REPLIED, row(1, 2, "email_sent", "email")]).is_waiting[0]


def test_a_reply_after_the_instant_is_not_known_yet() -> None:
    assert seen([REPLIED], day=2).is_waiting.tolist() == [True]
    assert seen([REPLIED], day=1).is_waiting.tolist() == [False]


def test_the_table_of_a_workspace_says_what_part_of_says_for_every_kind() -> None:
    known = words(kind=["fax", "email_bounced"])
    table = parts_table(known)
    for code, kind in enumerate(known.lists["kind"]):
        assert table[code].tolist() == [part_of(kind, direction) for direction in range(3)]
    assert len(table) == len(KINDS) + 3


def test_one_thread_and_many_agree() -> None:
    log = log_of([row(lead, lead % 9, "email_replied", "email") for lead in range(1, 40)])
    one, many = (contacts(log, as_of=at(5 * DAY), threads=threads) for threads in (1, 4))
    assert all(np.array_equal(getattr(one, name), getattr(many, name)) for name in vars(one))


def test_no_leads_have_no_conversations() -> None:
    assert len(seen([]).waiting_row) == 0
