"""A whole mapping is proposed with its reasons, from headings, values and words; a person says what is not clear."""

from pathlib import Path

import pytest

from journey_core.intake.proposal.propose import Proposal, missing, propose
from journey_core.intake.rows.mapping import Mapping, ValueMap, from_json
from journey_core.intake.table.recognise import recognise
from journey_core.log.vocabulary import BUILT_IN, Words
from tests.journey_core.intake.samples import workbook_bytes, written


def proposed(folder: Path, *lines: str, **options: object) -> Proposal:
    """The proposal for a file of these lines."""
    path = written(folder, "\n".join(lines))
    return propose(path, recognise(path), **options)  # type: ignore[arg-type]


def columns(proposal: Proposal) -> dict[str, str]:
    """Field -> column, of those that come from one, by words or as written."""
    plain = {name: column for name, column in proposal.mapping.columns.items() if column}
    return plain | {name: each.column for name, each in proposal.mapping.values.items()}


def test_a_heading_maps_by_itself_only_if_its_values_agree(tmp_path: Path) -> None:
    agreed = proposed(tmp_path, "Lead ID,Timestamp,E-Mail Address", "1,2024-01-01,ada@example.org")
    assert columns(agreed) == {"lead": "Lead ID", "occurred_at": "Timestamp", "email": "E-Mail Address"}
    assert agreed.reasons["email"] == "by its heading and values"
    other = proposed(tmp_path, "Lead ID,Timestamp,E-Mail Address", "1,soon,yes", "2,later,no")
    assert columns(other) == {"lead": "Lead ID"}
    assert "occurred_at" not in other.possible


def test_a_heading_without_values_and_a_similar_heading_are_suggestions(tmp_path: Path) -> None:
    found = proposed(tmp_path, "lead,occurred_at,kind,Telephone,Campain", "ada,2024-01-01,note,,Spring")
    assert {"phone", "campaign"}.isdisjoint(columns(found))
    assert (found.possible["phone"], found.possible["campaign"]) == (("Telephone",), ("Campain",))


@pytest.mark.parametrize(
    ("heading", "value", "field"),
    [
        ("Email Opt Out", "ada@example.org", "email"), ("Owner Email", "uma@firm.example", "email"),
        ("Correo del responsable", "uma@firm.example", "email"), ("Company phone", "+44 20 7946 0001", "phone"),
        ("Last Modified", "2024-03-06", "occurred_at"), ("Geburtsdatum", "1980-03-06", "occurred_at"),
        ("Endet am", "2024-03-06", "occurred_at"), ("CC", "bob@example.org", "email"),
    ],
)  # fmt: skip
def test_what_is_about_something_else_is_not_taken(tmp_path: Path, heading: str, value: str, field: str) -> None:
    assert field not in columns(proposed(tmp_path, f"Ref,{heading}", f"1,{value}", f"2,{value.replace('a', 'o')}"))


def test_when_it_happened_beats_when_it_was_created_and_that_when_it_was_changed(tmp_path: Path) -> None:
    row = "ada,2024-03-06,2024-03-01,2024-03-04"
    found = proposed(tmp_path, "Lead,Last Modified,Create Date,Activity Date", row)
    assert columns(found)["occurred_at"] == "Activity Date"
    assert found.reasons["occurred_at"] == (
        "by its heading and values: when it happened, before “Create Date” (when it was created) and “Last Modified” "
        "(when it was last changed)"
    )
    assert columns(proposed(tmp_path, "Lead,Last Modified,Create Date", row[:25]))["occurred_at"] == "Create Date"


def test_the_id_of_the_activity_and_that_of_the_contact_are_told_apart(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Activity ID,Contact ID,Email", "A1,C1,ada@example.org", "A2,C1,ada@example.org")
    assert columns(found) == {"external_id": "Activity ID", "lead": "Contact ID", "email": "Email"}
    repeated = proposed(tmp_path, "Activity ID,Contact ID", "A1,C1", "A1,C1")
    assert "external_id" not in columns(repeated)


def test_a_column_of_our_name_with_other_values_is_left_out_and_stays_out(tmp_path: Path) -> None:
    found = proposed(tmp_path, "lead,occurred_at,kind,email", "ada,2024-01-01,note,yes")
    assert found.mapping.columns["email"] == ""
    assert found.reasons["email"] == "the values of “email” are something else"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Prénom;Nom;E-mail", "Prénom+Nom"), ("Nachname;Vorname;E-Mail", "Vorname+Nachname"),
        ("Vorname;Name;E-Mail", "Vorname+Name"),
        ("Nombre;Apellidos;E-mail", "Nombre+Apellidos"), ("Voornaam;Plaats;E-mail", None),
    ],
)  # fmt: skip
def test_first_and_last_name_are_one_name_and_neither_is_alone(tmp_path: Path, header: str, name: str | None) -> None:
    assert columns(proposed(tmp_path, header, "Ada;Ort;ada@example.org")).get("name") == name


def test_a_bare_name_is_whole_where_no_other_part_is_there(tmp_path: Path) -> None:
    assert columns(proposed(tmp_path, "Nom;Courriel", "Ada Ort;ada@example.org"))["name"] == "Nom"


def test_names_are_the_lead_only_where_nothing_else_says_who_it_is(tmp_path: Path) -> None:
    alone = proposed(tmp_path, "Kontakt;Datum;Aktivität", "Ada Ort;2024-03-04;Anruf", "Bo Ort;2024-03-05;Anruf")
    assert columns(alone)["lead"] == "Kontakt"
    assert "people of one name are one" in alone.reasons["lead"]
    both = proposed(tmp_path, "Kontakt;E-Mail", "Ada Ort;ada@example.org")
    assert columns(both) == {"name": "Kontakt", "email": "E-Mail"}


def test_values_alone_propose_where_one_column_holds_nothing_else(tmp_path: Path) -> None:
    found = proposed(tmp_path, "X1,X2,X3", "ada@example.org,2024-01-01,Email", "bob@example.com,2024-01-02,Call")
    assert columns(found) == {"email": "X1", "occurred_at": "X2", "kind": "X3", "channel": "X3"}
    assert found.reasons["email"] == found.reasons["occurred_at"] == "by its values"


def test_two_columns_with_equal_claims_are_suggestions(tmp_path: Path) -> None:
    found = proposed(tmp_path, "X1,X2", "ada@example.org,uma@example.org", "bob@example.org,pia@example.org")
    assert columns(found) == {}
    assert found.possible["email"] == ("X1", "X2")
    assert "who the lead is (lead, e-mail or phone)" in found.missing


def test_a_vague_heading_counts_with_words_that_are_known(tmp_path: Path) -> None:
    calls = proposed(tmp_path, "lead,occurred_at,Type,Status", "ada,2024-01-01,Call,Won", "bob,2024-01-01,Email,Lost")
    assert columns(calls)["kind"] == "Type"
    others = proposed(tmp_path, "lead,occurred_at,Type,Status", "ada,2024-01-01,A,sent on", "bob,2024-01-01,B,waiting")
    assert {"kind", "stage"}.isdisjoint(columns(others))


def test_words_become_ours_and_others_stay_as_written(tmp_path: Path) -> None:
    rows = ("ada,2024-01-01,Anruf", "bob,2024-01-02,Mittagessen", "bob,2024-01-03,note")
    found = proposed(tmp_path, "lead,occurred_at,kind", *rows)
    assert found.mapping.values["kind"] == ValueMap("kind", {"Anruf": "call_connected"})
    assert found.mapping.values["channel"] == ValueMap("kind", {"Anruf": "call"}, "")
    assert found.reasons["kind"] == "by its name, 1 word translated"


def test_words_beyond_the_sample_are_proposed_too(tmp_path: Path) -> None:
    rows = [f"ada,2024-01-01,{'Anruf' if row < 400 else 'Termin'}" for row in range(500)]
    found = proposed(tmp_path, "lead,occurred_at,kind", *rows)
    assert found.mapping.values["kind"].map == {"Anruf": "call_connected", "Termin": "meeting_held"}


def test_a_word_that_the_workspace_has_already_stays_as_written(tmp_path: Path) -> None:
    words = Words({name: ("", *known, *(["Anruf"] if name == "kind" else [])) for name, known in BUILT_IN.items()})
    found = proposed(tmp_path, "lead,occurred_at,kind", "ada,2024-01-01,Anruf", words=words)
    assert found.mapping.values == {}


def test_a_stage_beside_a_call_is_where_the_lead_stands_and_no_move(tmp_path: Path) -> None:
    header = "lead,occurred_at,Activity,Deal Stage"
    standing = proposed(tmp_path, header, "ada,2024-01-01,Call,Proposal", "bob,2024-01-02,Email,New")
    assert "stage" not in columns(standing)
    assert standing.possible["stage"] == ("Deal Stage",)
    assert standing.reasons["stage"] == "it stands beside “Call”, which is no move to a stage"
    moves = proposed(tmp_path, header, "ada,2024-01-01,Call,", "bob,2024-01-02,Stage change,Proposal")
    assert columns(moves)["stage"] == "Deal Stage"


def test_a_stage_is_no_move_where_the_only_time_is_when_the_lead_was_created(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Email,Create Date,Lead Status", "ada@example.org,2024-01-01,Qualified")
    assert "stage" not in columns(found)
    assert found.missing == ("what happened (kind or channel)",)


def test_a_day_and_a_time_of_day_are_proposed_together(tmp_path: Path) -> None:
    row = "K-1;04.03.2024;09:15;04.03.2024;10:15"
    found = proposed(tmp_path, "Kunden-ID;Beginnt am;Beginnt um;Endet am;Endet um", row)
    assert columns(found)["occurred_at"] == "Beginnt am+Beginnt um"
    whole = proposed(tmp_path, "Kunden-ID;Datum;Uhrzeit", "K-1;2024-03-04 09:15;09:15")
    assert columns(whole)["occurred_at"] == "Datum"
    path = written(tmp_path, workbook_bytes([("Lead", "Date", "Time"), ("ada", "2024-03-04", "9:15 AM")]), "a.xlsx")
    assert columns(propose(path, recognise(path)))["occurred_at"] == "Date+Time"


def test_a_day_and_a_time_that_can_not_be_joined_are_told(tmp_path: Path) -> None:
    found = proposed(tmp_path, "lead;Date (GMT+1);Time", "ada;2024-03-04;09:15")
    assert columns(found)["occurred_at"] == "Date (GMT+1)"
    assert found.asks[0].startswith("the time of day")


def test_placeholders_speak_neither_for_a_heading_nor_against_it(tmp_path: Path) -> None:
    found = proposed(tmp_path, "E-Mail Address;Phone Number", "ada@example.org;n/a", "n/a;n/a", "-;null")
    assert columns(found) == {"email": "E-Mail Address"}


def test_a_zone_in_the_heading_is_proposed_or_asked_for(tmp_path: Path) -> None:
    found = proposed(tmp_path, "lead,Create Date (GMT+1)", "ada,2024-03-04 09:15")
    assert (columns(found)["occurred_at"], found.mapping.timezone) == ("Create Date (GMT+1)", "Etc/GMT-1")
    other = proposed(tmp_path, "lead,Date (EST)", "ada,2024-03-04 09:15")
    assert other.mapping.timezone is None
    assert other.asks == ("the zone that the heading “Date (EST)” names",)


def test_dates_that_read_two_ways_will_be_asked_for(tmp_path: Path) -> None:
    (asked,) = proposed(tmp_path, "Lead,Date", "ada,04/03/2024").asks
    assert "4 March 2024" in asked
    assert "3 April 2024" in asked


def test_the_document_is_a_mapping_with_reasons(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Kontakt-ID;Datum;Aktivität", "K-1;2024-03-04;Anruf")
    assert from_json(found.document()) == found.mapping
    assert found.document()["reasons"]["lead"] == "by its heading and values"


def test_saved_mappings_that_fit_are_named(tmp_path: Path) -> None:
    saved = {"fits": Mapping({"lead": "A", "occurred_at": "B"}, {"kind": "note"}), "other": Mapping({"lead": "Z"})}
    assert proposed(tmp_path, "A,B", "1,2", saved=saved).fitting == ("fits",)


def test_what_is_missing_is_named() -> None:
    assert len(missing(Mapping())) == 3
    assert missing(Mapping({"lead": "Who", "occurred_at": "when"}, {"kind": "note"})) == ()
    assert missing(Mapping({"lead": "Who", "occurred_at": "when"}, {"kind": " "})) != ()


def test_an_empty_table_is_proposed_nothing(tmp_path: Path) -> None:
    found = proposed(tmp_path, "A,B")
    assert (columns(found), len(found.missing)) == ({}, 3)
