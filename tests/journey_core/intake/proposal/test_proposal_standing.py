"""Rows of other systems that say where a lead stands, what became of a call, or who wrote: proposed or left open."""

from pathlib import Path

import pytest

from tests.journey_core.intake.proposal.test_proposal import columns, proposed

ADA, BOB = "ada@example.org", "bob@example.org"


def test_a_day_of_closing_is_when_it_happened_only_where_all_that_has_one_is_closed(tmp_path: Path) -> None:
    header = "Email,Deal stage,Close date,Create date"
    expected = proposed(tmp_path, header, f"{ADA},Proposal,2024-05-01,2024-01-02", f"{BOB},Won,2024-03-04,2024-01-02")
    assert columns(expected)["occurred_at"] == "Create date"
    closed = proposed(tmp_path, header, f"{ADA},Proposal,,2024-01-02", f"{BOB},Won,2024-03-04,2024-01-02")
    assert columns(closed)["occurred_at"] == "Close date"


@pytest.mark.parametrize(
    "entered", ["Date entered current stage", "Letzter Phasenwechsel", "Date d’entrée dans la phase actuelle"]
)
def test_the_day_a_stage_was_entered_goes_before_all_other_days_of_a_deal(tmp_path: Path, entered: str) -> None:
    rows = (f"{ADA},Won,2024-03-04,2024-02-01,2024-01-02", f"{BOB},Lost,2024-03-05,2024-02-02,2024-01-03")
    found = proposed(tmp_path, f"Email,Deal stage,Close date,{entered},Create date", *rows)
    assert columns(found)["occurred_at"] == entered
    assert found.reasons["occurred_at"].startswith("by its heading and values: when the stage was entered, before")


def test_the_last_activity_of_a_lead_is_a_note_and_its_stage_no_move(tmp_path: Path) -> None:
    header = "Email,Lead status,Create date,Last activity date"
    found = proposed(tmp_path, header, f"{ADA},New,2024-01-02,2024-03-04", f"{BOB},Contacted,2024-01-03,2024-03-05")
    assert columns(found) == {"email": "Email", "occurred_at": "Last activity date"}
    assert found.mapping.constants == {"kind": "note"}
    assert found.reasons["stage"].endswith("the only time is when something last happened")


def test_the_last_activity_of_a_lead_is_not_when_something_else_happened(tmp_path: Path) -> None:
    header = "Email,Activity type,Create date,Last activity date"
    found = proposed(tmp_path, header, f"{ADA},Call,2024-01-02,2024-03-04", f"{BOB},Email,2024-01-03,2024-03-05")
    assert columns(found)["occurred_at"] == "Create date"


def test_calls_that_nobody_answered_are_not_connected_where_another_column_says_so(tmp_path: Path) -> None:
    header = "Email,Date,Activity type,Call result"
    row = f"{ADA},2024-03-04"
    found = proposed(tmp_path, header, f"{row},Call,Busy", f"{row},Call,Connected", f"{row},Email,", f"{row},Lunch,")
    assert found.mapping.values["kind"].map == {"Busy": "call_attempted", "Connected": "call_connected"}
    assert found.mapping.values["channel"].column == "Activity type"
    assert found.mapping.values["channel"].map == {"Call": "call", "Email": "email"}
    assert found.mapping.values["channel"].otherwise == "other"
    assert "which calls were answered, “Activity type” does not say" in found.reasons["kind"]


def test_a_name_beside_both_parts_of_one_is_that_of_something_else(tmp_path: Path) -> None:
    found = proposed(tmp_path, "First name,Last name,Name,Email", f"Ada,Ort,March mailing,{ADA}")
    assert columns(found)["name"] == "First name+Last name"


def test_words_tell_a_way_of_contact_from_what_happened(tmp_path: Path) -> None:
    ways = proposed(tmp_path, "Email,Date,Contact type", f"{ADA},2024-03-04,Phone", f"{BOB},2024-03-04,Trade fair")
    assert columns(ways)["channel"] == "Contact type"
    assert "kind" not in columns(ways)
    kinds = proposed(tmp_path, "Email,Date,Contact type", f"{ADA},2024-03-04,Left voicemail", f"{BOB},2024-03-04,Call")
    assert columns(kinds)["kind"] == "Contact type"


@pytest.mark.parametrize("heading", ["Esito", "Ergebnis", "Résultat", "Resultado", "Outcome"])
def test_an_outcome_is_a_stage_where_its_words_are_those_of_stages(tmp_path: Path, heading: str) -> None:
    rows = [f"{ADA};2024-03-04;{word}" for word in ("Nuovo", "Contattato", "Proposta inviata", "Vinto")]
    assert columns(proposed(tmp_path, f"E-mail;Data;{heading}", *rows))["stage"] == heading


def test_a_lead_beside_a_person_with_an_address_is_an_enquiry_of_theirs(tmp_path: Path) -> None:
    header, row = "Lead - ID,Lead - Created,{} - Email,Channel", f"a51f,2024-03-04,{ADA},Phone"
    assert "lead" not in columns(proposed(tmp_path, header.format("Person"), row))
    assert columns(proposed(tmp_path, header.format("Lead"), row))["lead"] == "Lead - ID"


def test_words_of_messages_tell_who_wrote(tmp_path: Path) -> None:
    header = "Contact ID,Sent,Email subject,Email direction"
    found = proposed(tmp_path, header, "C1,2024-03-04,Hi,EMAIL", "C1,2024-03-05,Re: Hi,INCOMING_EMAIL")
    assert found.mapping.values["direction"].map == {"EMAIL": "outbound", "INCOMING_EMAIL": "inbound"}
    assert found.mapping.values["kind"].map == {"EMAIL": "email_sent", "INCOMING_EMAIL": "email_replied"}


@pytest.mark.parametrize(
    ("header", "field", "sender", "kind"),
    [
        ("Von;Betreff;Empfangen", "lead", "Ada Ort", "email_replied"),
        ("From;Subject;Received", "email", ADA, "email_replied"),
        ("An;Betreff;Gesendet", "lead", "Ada Ort", "email_sent"),
    ],
)  # fmt: skip
def test_of_one_side_alone_the_time_tells_who_wrote(
    tmp_path: Path, header: str, field: str, sender: str, kind: str
) -> None:
    found = proposed(tmp_path, header, f"{sender};Hallo;2024-03-04")
    assert columns(found)[field] == header.partition(";")[0]
    assert found.mapping.constants["kind"] == kind


def test_one_side_alone_with_any_other_time_is_left_to_a_person(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Von;Betreff;Datum", "Ada Ort;Hallo;2024-03-04")
    assert found.missing == ("who the lead is (lead, e-mail or phone)",)
    assert found.possible["lead"] == ("Von",)


def test_a_time_under_the_heading_of_its_day_belongs_to_it(tmp_path: Path) -> None:
    found = proposed(tmp_path, "E-Mail,Beginn,Beginn,Ende,Ende", f"{ADA},2024-03-04,09:15,2024-03-05,10:15")
    assert columns(found)["occurred_at"] == "Beginn+Beginn (2)"


def test_a_history_of_stages_is_read_by_its_new_values_and_that_of_amounts_is_not(tmp_path: Path) -> None:
    header = "Contact: Email,Old Value,New Value,Edit Date,Created Date"
    found = proposed(tmp_path, header, f"{ADA},New,Contacted,2024-03-04,2024-01-01")
    assert (columns(found)["stage"], columns(found)["occurred_at"]) == ("New Value", "Edit Date")
    mixed = proposed(
        tmp_path, header, f"{ADA},New,Contacted,2024-03-04,2024-01-01", f"{ADA},50,60,2024-03-04,2024-01-01"
    )
    assert "stage" not in columns(mixed)


def test_a_cell_with_several_ids_is_told(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Associated Contact IDs,Date,Activity", "301;302,2024-03-04,Call", "303,2024-03-05,Call")
    assert found.reasons["lead"] == "by its heading and values; “301;302” names several and comes in as one"
