"""`import FILE --propose` prints a mapping document that `--mapping` reads as it is, and writes nothing."""

import json
from pathlib import Path

import pytest

from tests.commands.terminal import answer, run

FRENCH = (
    "ID client;Date et heure;Activité;Sens;Montant\n"
    "K-1;2024-03-14 09:00;Appel;Entrant;\nK-1;2024-03-14 10:00;Réunion;;\nK-2;2024-03-14 11:00;Déjeuner;Sortant;\n"
)


@pytest.fixture
def store(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'store'}"
    answer("workspace", "add", "Sales", "--store", url)
    (tmp_path / "calls.csv").write_text(FRENCH, encoding="utf-8")
    return url


def test_what_is_proposed_is_printed_and_nothing_is_written(store: str, tmp_path: Path) -> None:
    said = answer("import", tmp_path / "calls.csv", "--propose", "--store", store)
    assert said["columns"] == {"lead": "ID client", "occurred_at": "Date et heure"}
    assert said["values"]["kind"] == {"from": "Activité", "map": {"Appel": "call_connected", "Réunion": "meeting_held"}}
    assert said["reasons"]["kind"] == "by its heading and values, 2 words translated"
    assert answer("imports", "list", "--store", store) == []
    assert answer("leads", "--store", store) == []


def test_the_proposal_is_a_mapping_as_it_is(store: str, tmp_path: Path) -> None:
    printed = run("import", tmp_path / "calls.csv", "--propose", "--store", store)
    (tmp_path / "calls.json").write_text(printed.stdout, encoding="utf-8")
    done = answer("import", tmp_path / "calls.csv", "--mapping", tmp_path / "calls.json", "--store", store)
    assert (done["created"], done["rejected"], done["new_words"]) == (3, 0, {"kind": ["Déjeuner"]})
    kinds = [each["kind"] for each in answer("journey", "K-1", "--store", store)["interactions"]]
    assert sorted(kinds) == ["call_connected", "meeting_held"]


def test_with_and_without_json_it_is_the_same_document(store: str, tmp_path: Path) -> None:
    plain = run("import", tmp_path / "calls.csv", "--propose", "--store", store)
    assert json.loads(plain.stdout) == answer("import", tmp_path / "calls.csv", "--propose", "--store", store)


def test_a_mapping_that_fits_is_named_beside_the_proposal(store: str, tmp_path: Path) -> None:
    mapping = {"columns": {"lead": "ID client", "occurred_at": "Date et heure"}, "constants": {"kind": "note"}}
    (tmp_path / "ours.json").write_text(json.dumps(mapping), encoding="utf-8")
    answer("mapping", "save", "Ours", tmp_path / "ours.json", "--store", store)
    assert answer("import", tmp_path / "calls.csv", "--propose", "--store", store)["reasons"]["saved"] == ["Ours"]


def test_a_day_and_a_time_in_two_columns_are_imported_as_proposed(store: str, tmp_path: Path) -> None:
    (tmp_path / "days.csv").write_text("Client;Date;Heure;Activité\nK-1;14/03/2024;9h15;Appel\n", encoding="utf-8")
    printed = run("import", tmp_path / "days.csv", "--propose", "--store", store)
    (tmp_path / "days.json").write_text(printed.stdout, encoding="utf-8")
    answer("import", tmp_path / "days.csv", "--mapping", tmp_path / "days.json", "--store", store)
    (only,) = answer("journey", "K-1", "--store", store)["interactions"]
    assert (only["occurred_at"][:16], only["kind"]) == ("2024-03-14T09:15", "call_connected")
