"""Files without a column that says what happened: their headings say it, and who of two parties is the lead."""

from pathlib import Path

import pytest

from journey_core.intake.proposal.propose import Proposal, propose
from journey_core.intake.rows.mapping import ValueMap
from journey_core.intake.table.recognise import recognise
from tests.journey_core.intake.samples import written

US, ADA, BOB = "+15005550006", "+14155550101", "+14155550102"


def proposed(folder: Path, *lines: str) -> Proposal:
    """The proposal for a file of these lines."""
    path = written(folder, "\n".join(lines))
    return propose(path, recognise(path))


@pytest.mark.parametrize(
    ("header", "row", "kind", "channel"),
    [
        ("Invitee Name,Invitee Email,Start Date & Time", "Ada,ada@example.org,2024-03-04", "meeting_booked", "meeting"),
        ("Email,Form name,Submitted on", "ada@example.org,Contact,2024-03-04", "form_submitted", "web"),
        ("E-Mail,Formularname,Datum", "ada@example.org,Kontakt,2024-03-04", "form_submitted", "web"),
        ("Client ID,Date,Landing page,Sessions", "1234567.1709546700,20240304,/home,1", "page_viewed", "web"),
        ("Email,Created Time,Ad name,Form ID", "ada@example.org,2024-03-04,Blue,9", "form_submitted", "paid_social"),
        ("Telefon,Datum,Anrufdauer", f"{ADA},2024-03-04,00:03:10", "call_connected", "call"),
        ("Téléphone,Date,Durée de l'appel", f"{ADA},2024-03-04,00:03:10", "call_connected", "call"),
        ("Correo,Asunto,De,Fecha", "ada@example.org,Hola,Uma,2024-03-04", "email_sent", "email"),
    ],
)  # fmt: skip
def test_headings_tell_what_every_row_is(tmp_path: Path, header: str, row: str, kind: str, channel: str) -> None:
    found = proposed(tmp_path, header, row)
    assert found.mapping.constants == {"kind": kind, "channel": channel}
    assert found.reasons["kind"].startswith("the same in every row: the headings are those of ")
    assert found.missing == ()


def test_a_column_that_says_what_happened_goes_before_the_headings(tmp_path: Path) -> None:
    header = "Contact ID,Activity date,Call outcome,Call duration"
    found = proposed(tmp_path, header, "C1,2024-03-04,Connected,00:03:10", "C2,2024-03-05,No answer,00:00:10")
    assert found.mapping.values["kind"].map == {"Connected": "call_connected", "No answer": "call_attempted"}
    assert found.mapping.constants == {"channel": "call"}


def messages(folder: Path, *rows: tuple[str, str, str]) -> Proposal:
    """The proposal for text messages: (from, to, direction)."""
    lines = [f"{sender},{to},Hi,2024-03-04T10:00:0{place}Z,1,{way}" for place, (sender, to, way) in enumerate(rows)]
    return proposed(folder, "From,To,Body,SentDate,NumSegments,Direction", *lines)


def test_messages_that_all_go_out_are_to_the_lead(tmp_path: Path) -> None:
    found = messages(tmp_path, (US, ADA, "outbound-api"), (US, BOB, "outbound-api"))
    assert found.mapping.columns["phone"] == "To"
    assert found.mapping.values["kind"] == ValueMap("Direction", {"outbound-api": "sms_sent"})
    assert found.reasons["phone"] == "every row is outbound"


def test_messages_that_all_come_in_are_from_the_lead(tmp_path: Path) -> None:
    found = messages(tmp_path, (ADA, US, "inbound"), (BOB, US, "inbound"))
    assert found.mapping.columns["phone"] == "From"
    assert found.mapping.values["kind"].map == {"inbound": "sms_replied"}


def test_messages_both_ways_are_left_to_a_person(tmp_path: Path) -> None:
    found = messages(tmp_path, (US, ADA, "outbound-api"), (BOB, US, "inbound"))
    assert "phone" not in found.mapping.columns
    assert found.missing == ("who the lead is (lead, e-mail or phone)",)
    assert set(found.possible["phone"]) == {"From", "To"}


def test_a_side_that_is_the_same_in_every_row_is_us(tmp_path: Path) -> None:
    header = "Subject,From: (Address),To: (Address),Received"
    rows = ("Hi,ada@example.org,uma@firm.example,2024-03-04", "Yo,bob@example.org,uma@firm.example,2024-03-05")
    found = proposed(tmp_path, header, *rows)
    assert found.mapping.columns["email"] == "From: (Address)"
    assert found.mapping.constants == {"kind": "email_replied", "channel": "email", "direction": "inbound"}
    assert found.reasons["email"] == "“To: (Address)” is the same in every row, so it is us"


def test_one_row_tells_nothing_of_who_is_us(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Subject,From,To,Received", "Hi,ada@example.org,uma@firm.example,2024-03-04")
    assert "email" not in found.mapping.columns


def test_a_call_is_connected_or_not_as_its_outcome_says(tmp_path: Path) -> None:
    header = "Call Sid,To,StartTime,Status,Direction"
    found = proposed(
        tmp_path, header, f"CA1,{ADA},2024-03-04,completed,outbound", f"CA2,{BOB},2024-03-05,no-answer,outbound"
    )
    assert found.mapping.values["kind"].map == {"completed": "call_connected", "no-answer": "call_attempted"}
    assert found.mapping.constants == {"channel": "call"}


def test_calls_of_no_time_are_not_said_to_be_connected(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Telefon,Datum,Anrufdauer", f"{ADA},2024-03-04,00:03:10", f"{BOB},2024-03-05,00:00:00")
    assert found.mapping.constants == {"channel": "call"}
    assert found.reasons["kind"].startswith("not said")


def test_a_closed_deal_is_won_or_lost_whatever_stage_it_was_in(tmp_path: Path) -> None:
    header = "Email,Deal Stage,Status,Close Date"
    found = proposed(tmp_path, header, "ada@example.org,Proposal,Won,2024-03-04", "bob@example.org,New,Lost,2024-03-05")
    assert found.mapping.columns["stage"] == "Status"


def test_a_bare_id_is_that_of_the_row_where_rows_are_interactions_and_it_does_not_count_them(tmp_path: Path) -> None:
    header = "ID,Email,Form name,Submitted on"
    rows = ("ada@example.org,Demo,2024-03-04", "bob@example.org,Demo,2024-03-05")
    found = proposed(tmp_path, header, f"871,{rows[0]}", f"902,{rows[1]}")
    assert found.mapping.columns["external_id"] == "ID"
    counted = proposed(tmp_path, header, f"1,{rows[0]}", f"2,{rows[1]}")
    assert "external_id" not in counted.mapping.columns
    contacts = proposed(
        tmp_path, "ID,Email,Create Date", "871,ada@example.org,2024-03-04", "902,bob@example.org,2024-03-05"
    )
    assert "external_id" not in contacts.mapping.columns
