"""What becomes of a file: created, duplicate, rejected, and nothing twice."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.checks.check import check
from db.columns.snapshot import journeys
from db.leads.cards import find_lead
from db.leads.feed import feed
from db.log import rejects
from db.log.import_history import imports
from db.log.imports import import_file
from db.log.rejects import rejects_csv
from db.log.undo import undo
from db.log.words import words
from db.store.workspaces import Workspace
from journey_core.errors import AskDateFormat, BadInput, Refused, UnknownName
from journey_core.intake.rows.mapping import Mapping, from_json
from tests.db.conftest import Load

HEADER = "lead,occurred_at,channel,kind"


def test_identical_rows_of_one_file_are_two_interactions_and_the_same_file_again_is_none(
    workspace: Workspace, load: Load
) -> None:
    text = f"{HEADER}\nada,2024-01-01T10:00Z,email,email_sent\nada,2024-01-01T10:00Z,email,email_sent\n"
    first, again = load(text), load(text)
    assert (first.created, first.duplicate, first.leads_created) == (2, 0, 1)
    assert (again.import_id, again.created, again.duplicate, again.is_repeat) == (first.import_id, 0, 2, True)
    assert journeys(workspace).interaction_count == 2
    assert len(imports(workspace)) == 1


def test_the_same_rows_in_another_file_are_duplicates_that_both_files_claim(workspace: Workspace, load: Load) -> None:
    first = load(f"{HEADER}\nada,2024-01-01T10:00Z,email,email_sent\n")
    second = load(f"{HEADER}\nada,2024-01-01T10:00Z,EMAIL,email_sent\nbob,2024-01-02T10:00Z,call,call_connected\n")
    assert (second.created, second.duplicate, second.leads_created) == (1, 1, 1)
    undo(workspace, first.import_id or 0)
    assert journeys(workspace).interaction_count == 2
    undone = undo(workspace, second.import_id or 0)
    assert (undone.interactions, undone.leads) == (2, 2)
    assert journeys(workspace).lead_count == 0


def test_an_external_id_with_other_content_is_rejected_and_with_the_same_content_a_duplicate(
    workspace: Workspace, load: Load
) -> None:
    head = f"{HEADER},external_id"
    load(f"{head}\nada,2024-01-01T10:00Z,email,email_sent,m1\n")
    result = load(
        f"{head}\nada,2024-01-01T10:00Z,email,email_sent,m1\nada,2024-01-01T10:00Z,call,call_connected,m1\n"
        "eve,2024-01-03T10:00Z,email,email_sent,m2\neve,2024-01-03T10:00Z,email,email_sent,m2\n"
        "new,2024-01-03T10:00Z,sms,sms_sent,m2\n"
    )
    assert (result.rows, result.created, result.duplicate, result.rejected) == (5, 1, 2, 2)
    rejected = list(csv.reader(io.StringIO("".join(rejects_csv(workspace, result.import_id or 0)))))
    assert [row[:2] for row in rejected[1:]] == [["ada", "2024-01-01T10:00Z"], ["new", "2024-01-03T10:00Z"]]
    assert {row[-1] for row in rejected[1:]} == {
        "id already used: a row with this external id and other content is in the log"
    }
    assert [find_lead(workspace, key).key for key in ("ada", "eve")] == ["ada", "eve"]
    assert journeys(workspace).lead_count == 2, "a rejected row makes no lead"
    assert check(workspace).differences == ()


def test_counts_add_up_and_rejects_keep_their_cells(workspace: Workspace, load: Load) -> None:
    result = load(
        f"{HEADER}\nada,2024-01-01,email,email_sent\nbad,no date,email,email_sent\nshort,2024-01-01\n"
        ",2024-01-01,web,page_viewed\n"
    )
    assert (result.rows, result.created, result.rejected) == (4, 1, 3)
    rejected = list(csv.reader(io.StringIO("".join(rejects_csv(workspace, result.import_id or 0)))))
    assert [row[0] for row in rejected[1:]] == ["bad", "short", ""]


def test_all_or_nothing_and_dry_run_leave_nothing(workspace: Workspace, load: Load) -> None:
    text = f"{HEADER}\nada,2024-01-01,email,email_sent\nbad,no date,carrier pigeon,email_sent\n"
    before = workspace.data_version()
    with pytest.raises(Refused, match="1 of 2 rows"):
        load(text, all_or_nothing=True)
    dry = load(text.replace("no date", "2024-01-02"), dry_run=True)
    assert (dry.created, dry.new_words) == (2, {"channel": ["carrier pigeon"]})
    assert workspace.data_version() == before
    assert imports(workspace) == []
    assert "carrier pigeon" not in words(workspace).lists["channel"]


def test_imports_fill_empty_attributes_only_and_undo_puts_them_back(workspace: Workspace, load: Load) -> None:
    head = f"{HEADER},name,company"
    first = load(
        f"{head}\nada,2024-01-01,email,email_sent,Ada,\nada,2024-01-03,email,email_sent,Ada L.,\n"
        "ada,2024-01-02,web,page_viewed,A.,\n"
    )
    load(f"{head}\nada,2024-02-01,email,email_sent,Countess,Engines\n")
    card = find_lead(workspace, "ada")
    assert (card.name, card.company) == ("Ada L.", "Engines"), "the newest of the first file, then what was empty"
    undo(workspace, first.import_id or 0)
    card = find_lead(workspace, "ada")
    assert (card.name, card.company) == ("Countess", "Engines"), "as if the first file had never been there"


def test_undo_removes_words_that_nothing_uses_any_more(workspace: Workspace, load: Load) -> None:
    first = load(f"{HEADER}\nada,2024-01-01,Fax,fax_sent\n")
    load(f"{HEADER}\nbob,2024-01-01,FAX,fax_sent\n")
    assert first.new_words == {"channel": ["Fax"], "kind": ["fax_sent"]}
    undo(workspace, first.import_id or 0)
    assert "Fax" in words(workspace).lists["channel"], "the second file still uses it"
    undo(workspace, 2)
    assert "Fax" not in words(workspace).lists["channel"]
    with pytest.raises(Refused, match="already been undone"):
        undo(workspace, 2)


def test_unknown_stages_stand_before_won_and_a_move_to_won_is_a_conversion(workspace: Workspace, load: Load) -> None:
    load(
        "lead,occurred_at,stage,value\nada,2024-01-01,Demo,\nada,2024-01-02,Trial,\nada,2024-01-03,Won,500\nbob,2024-01-03,LOST,\n"
    )
    assert words(workspace).stages() == ("new", "contacted", "qualified", "proposal", "Demo", "Trial", "won")
    kinds = [(item.kind, item.value) for item in feed(workspace, find_lead(workspace, "ada").lead_id)]
    assert kinds == [("converted", 500.0), ("stage_changed", None), ("stage_changed", None)]
    assert [item.kind for item in feed(workspace, find_lead(workspace, "bob").lead_id)] == ["lost"]


def test_a_date_that_reads_two_ways_is_asked(load: Load) -> None:
    text = f"{HEADER}\nada,03/04/2024,email,email_sent\n"
    with pytest.raises(AskDateFormat, match="Say which date format is meant"):
        load(text)
    assert load(text, mapping=from_json({"date_format": "%d/%m/%Y"})).created == 1


def test_too_many_channels_are_refused_and_nothing_is_written(workspace: Workspace, load: Load) -> None:
    rows = "".join(f"ada,2024-01-01,campaign {number},page_viewed\n" for number in range(60))
    with pytest.raises(Refused, match="at most 63"):
        load(f"{HEADER}\n{rows}")
    assert imports(workspace) == []
    assert check(workspace).differences == ()


def test_rejects_of_an_import_that_is_not_there_are_refused_however_long_its_number_is(workspace: Workspace) -> None:
    for number in (-1, 7, 2**63, 10**40):
        with pytest.raises(UnknownName, match=str(number)):
            list(rejects_csv(workspace, number))


def test_what_names_an_import_is_kept_clean(workspace: Workspace, load: Load) -> None:
    with pytest.raises(BadInput, match=r"source.*U\+0000"):
        load(f"{HEADER}\n", source="a\0")
    load(f"{HEADER}\nada,2024-01-01,email,email_sent\n", filename="a\udcff\x1b.csv")
    assert imports(workspace)[0].filename == "a\ufffd\ufffd.csv"


def test_one_time_for_all_rows_can_be_a_constant(workspace: Workspace, load: Load) -> None:
    at_once = Mapping(columns={"occurred_at": ""}, constants={"occurred_at": "2024-05-01T12:00Z"})
    assert load(f"{HEADER}\nada,nonsense,email,email_sent\n", at_once).created == 1
    assert feed(workspace, find_lead(workspace, "ada").lead_id)[0].occurred_at == datetime(2024, 5, 1, 12, tzinfo=UTC)


def test_an_undo_takes_thousands_of_new_words_back_and_leaves_those_in_use(workspace: Workspace, load: Load) -> None:
    load(f"{HEADER},campaign\nada,2024-01-01,email,email_sent,c7\n")
    before = words(workspace)
    rows = "".join(f"ada,2024-01-02,email,email_sent,c{number}\n" for number in range(3000))
    many = load(f"{HEADER},campaign\n{rows}")
    assert len(many.new_words["campaign"]) == 2999
    assert len(undo(workspace, many.import_id or 0).words) == 2999
    assert words(workspace) == before


def test_times_that_the_clock_shows_twice_and_guessed_encodings_are_told(
    workspace: Workspace, load: Load, tmp_path: Path
) -> None:
    berlin = from_json({"timezone": "Europe/Berlin"})
    result = load(f"{HEADER}\nada,2024-10-27T02:30:00,email,email_sent\n", mapping=berlin)
    assert [note.split()[:2] for note in result.notes] == [["1", "row"]]
    path = tmp_path / "western.csv"
    path.write_bytes(f"{HEADER}\nJosé,2024-01-01,email,email_sent\n".encode("cp1252"))
    assert ["cp1252 is a guess" in note for note in import_file(workspace, path, mapping=berlin).notes] == [True]
    assert (
        import_file(workspace, path, mapping=berlin, encoding="latin-1")
        .notes[0]
        .startswith("This file was imported already")
    )


def test_of_very_many_rejects_the_first_are_kept_and_it_is_said(
    workspace: Workspace, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejects, "MOST_KEPT", 3)
    result = load("lead,occurred_at,kind\nada,2024-01-01,note\n" + "bob,never,note\n" * 5)
    assert (result.rows, result.created, result.rejected) == (6, 1, 5)
    assert "Of 5 rejected rows the first 3 are kept to download; the rest is only counted." in result.notes
    assert "".join(rejects_csv(workspace, result.import_id or 0)).count("bob") == 3
    assert check(workspace).differences == ()
