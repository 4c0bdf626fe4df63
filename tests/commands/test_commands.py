"""The terminal's contract: one JSON document and nothing else, the file's numbers, and which workspace is meant."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.commands.terminal import answer, commands, placed, refusal, run, sales_store


@pytest.fixture
def store(tmp_path: Path) -> str:
    return sales_store(tmp_path)


DOCUMENTS = {
    ("setup",): {"store", "workspaces"},
    ("import", "FOLDER/rows.csv"): {
        "import_id", "rows", "created", "duplicate", "rejected", "leads_created", "new_words", "seconds",
    },
    ("imports", "undo", "1"): {"import_id", "interactions", "leads"},
    ("log", "--lead", "ada", "--channel", "call", "--kind", "call_connected"): {"interaction_id", "created"},
    ("journey", "ada"): {"lead", "interactions", "score", "stage"},
    ("funnel", "--step", "channel=web", "--step", "kind=converted"): {"definition", "as_of", "steps"},
    ("attribution", "--model", "first"): {
        "definition", "as_of", "model", "conversions", "value", "baseline", "credit",
    },
    ("paths", "--over", "kind", "--min-share", "0.3"): {
        "definition", "as_of", "leads", "nodes", "edges", "hidden", "variants",
    },
    ("score",): {"as_of", "leads"},
    ("score", "ada"): {"lead", "as_of", "score"},
    ("export", "leads", "--out", "FOLDER/leads.csv"): {"file", "rows"},
    ("check",): {"ok", "differences", "notices"},
    ("workspace", "add", "Second"): {"workspace"},
    ("workspace", "remove", "Sales", "--yes"): {"workspace", "removed"},
    ("demo", "--leads", "60", "-w", "Show"): {"workspace", "leads", "interactions"},
}  # fmt: skip
LISTS = {
    ("workspace", "list"): {"workspace"},
    ("imports", "list"): {"import_id", "rows", "created", "duplicate", "rejected"},
    ("leads",): {"lead", "name", "score", "stage", "interactions", "last_at"},
}


@pytest.mark.parametrize("arguments", DOCUMENTS, ids=" ".join)
def test_json_is_one_document_with_the_names_of_the_contract(
    store: str, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    result = run(*placed(arguments, tmp_path), "--store", store, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert DOCUMENTS[arguments] <= set(json.loads(result.stdout))


@pytest.mark.parametrize("arguments", LISTS, ids=" ".join)
def test_json_of_a_list_is_one_list(store: str, arguments: tuple[str, ...]) -> None:
    listed = answer(*arguments, "--store", store)
    assert listed
    assert all(LISTS[arguments] <= set(each) for each in listed)


@pytest.mark.parametrize("arguments", [*DOCUMENTS, *LISTS], ids=" ".join)
def test_without_json_it_speaks_to_people(store: str, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run(*placed(arguments, tmp_path), "--store", store)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.strip()
    assert result.stdout[0] not in "{["


def test_the_numbers_of_the_answers_are_those_of_the_file(store: str, tmp_path: Path) -> None:
    again = answer("import", tmp_path / "rows.csv", "--store", store)
    assert [again[name] for name in ("import_id", "rows", "created", "duplicate", "rejected")] == [1, 5, 0, 4, 1]
    steps = ("--step", "channel=web", "--step", "kind=converted")
    through = answer("funnel", *steps, "--leads-at", "2", "--store", store)
    assert through["leads"] == ["ada"]
    first, last = through["steps"]
    assert (first["count"], first["median_seconds"]) == (2, None)
    assert (last["count"], last["rate"], last["step_rate"], last["median_seconds"]) == (1, 0.5, 0.5, 172_800.0)
    assert last["interval"] == pytest.approx([0.0945, 0.9055], abs=1e-4)
    credit = answer("attribution", "--model", "linear", "--store", store)
    assert (credit["conversions"], credit["value"]) == (1, 90)
    assert {row["channel"]: (row["credit"], row["value"]) for row in credit["credit"]} == {
        "web": (0.5, 45.0), "email": (0.5, 45.0),
    }  # fmt: skip
    parts = answer("score", "ada", "--as-of", "2024-03-02T10:00Z", "--store", store)
    assert parts["score"] == pytest.approx(0.4 + 0.4 * 2 / 10 + 0.2 * 2 / 5)


def test_a_mapping_kept_by_name_reads_a_file_as_its_document_does(store: str, tmp_path: Path) -> None:
    document = {"columns": {"lead": "lead"}, "constants": {"owner": "Sam"}}
    (tmp_path / "calls.json").write_text(json.dumps(document))
    kept = answer("mapping", "save", "Calls", tmp_path / "calls.json", "--store", store)
    assert kept == {"mapping": "Calls", "fields": ["lead", "owner"]}
    assert answer("mapping", "list", "--store", store) == [kept]
    shown = answer("mapping", "show", "Calls", "--store", store)
    assert {name: shown[name] for name in document} == document
    by_file = answer("import", tmp_path / "rows.csv", "--mapping", tmp_path / "calls.json", "--store", store)
    by_name = answer("import", tmp_path / "rows.csv", "--mapping", "Calls", "--store", store)
    assert (by_file["is_repeat"], by_name["is_repeat"]) == (False, True)
    answer("mapping", "remove", "Calls", "--store", store)
    assert answer("mapping", "list", "--store", store) == []


def test_as_of_hides_what_came_later(store: str) -> None:
    seen = answer("journey", "ada", "--as-of", "2024-03-02", "--store", store)
    assert [each["kind"] for each in seen["interactions"]] == ["page_viewed", "email_sent"]
    assert (seen["stage"], answer("journey", "ada", "--store", store)["stage"]) == ("new", "won")


def test_one_of_a_thing_is_said_as_one(store: str, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("lead,occurred_at,kind\ncy,2024-03-01T10:00Z,note\n")
    assert "1 row = 1 created" in run("import", tmp_path / "one.csv", "--store", store).stdout
    undone = run("imports", "undo", "2", "--store", store).stdout
    assert undone == "Import 2 is undone: 1 interaction and 1 lead removed.\n"


def test_spend_is_said_in_the_words_of_the_page(store: str, tmp_path: Path) -> None:
    march = ("--channel", "display", "--amount", "1200", "--first-day", "2024-03-01", "--last-day", "2024-03-31")
    for said in ("kept", "that was kept already"):
        expected = f"1,200.00 EUR for display, 2024-03-01 to 2024-03-31: {said}.\n"
        assert run("spend", "add", *march, "--store", store).stdout == expected
    (tmp_path / "spend.csv").write_text("channel,first_day,last_day,amount\ndisplay,2024-03-01,2024-03-31,1200\n")
    brought = run("spend", "import", tmp_path / "spend.csv", "--store", store).stdout
    assert brought == "1 row = 0 kept + 1 known already + 0 rejected.\n"
    assert run("spend", "remove", "1", "--store", store).stdout == "Spend 1 is removed.\n"


def test_rejects_come_as_csv_and_into_a_file(store: str, tmp_path: Path) -> None:
    printed = run("imports", "rejects", "1", "--store", store)
    assert printed.stdout.splitlines()[1].startswith("bob,someday")
    answer("imports", "rejects", "1", "--out", tmp_path / "bad.csv", "--store", store)
    told = answer("imports", "rejects", "1", "--store", store)["csv"]
    assert (tmp_path / "bad.csv").read_bytes() == told.encode()


@pytest.mark.parametrize("name", ["leads.csv", "leads.xlsx", "leads.parquet"])
def test_exports_are_written_in_three_forms(store: str, tmp_path: Path, name: str) -> None:
    assert answer("export", "leads", "--out", tmp_path / name, "--store", store)["rows"] == 2
    assert (tmp_path / name).stat().st_size > 0


def test_without_w_it_is_the_only_workspace_and_else_the_list_is_shown(store: str) -> None:
    assert len(answer("leads", "--store", store)) == 2
    answer("workspace", "add", "Support", "--store", store)
    line = refusal("leads", "--store", store, status=2)
    assert "Sales, Support" in line
    assert answer("leads", "--store", store, "-w", "Support") == []
    assert len(answer("leads", "--store", store, "--workspace", "SALES")) == 2


def test_the_store_may_come_from_the_environment(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNEY_STORE", store)
    assert len(answer("leads")) == 2


def test_the_same_call_logged_twice_is_one_interaction(store: str) -> None:
    call = ("log", "--lead", "ada", "--channel", "call", "--kind", "call_connected", "--at", "2024-03-05T10:00Z")
    first, again = answer(*call, "--store", store), answer(*call, "--store", store)
    assert (first["created"], again["created"]) == (True, False)
    assert first["interaction_id"] == again["interaction_id"]
    assert len(answer("journey", "ada", "--store", store)["interactions"]) == 4


def test_a_move_to_won_and_lost_is_logged_as_such(store: str) -> None:
    answer("log", "--lead", "bob", "--stage", "won", "--value", "12.5", "--at", "2024-03-04", "--store", store)
    newest = answer("journey", "bob", "--store", store)["interactions"][-1]
    assert (newest["kind"], newest["stage"], newest["value"]) == ("converted", "won", 12.5)
    answer("log", "--lead", "bob", "--stage", "lost", "--note", "too dear", "--at", "2024-03-05", "--store", store)
    assert answer("journey", "bob", "--store", store)["stage"] == "lost"


def test_a_dry_run_keeps_nothing(store: str, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("lead,occurred_at,kind\neve,2024-01-01,dreamt\n")
    tried = answer("import", tmp_path / "more.csv", "--dry-run", "--store", store)
    assert (tried["import_id"], tried["created"], tried["new_words"]) == (None, 1, {"kind": ["dreamt"]})
    assert len(answer("imports", "list", "--store", store)) == 1


def test_a_demo_only_if_the_store_is_empty(store: str) -> None:
    assert answer("demo", "--if-empty", "--store", store)["workspace"] is None
    assert len(answer("workspace", "list", "--store", store)) == 1


def test_a_demo_of_one_seed_and_day_is_always_the_same(tmp_path: Path) -> None:
    made = []
    for place in ("a", "b"):
        url, out = f"sqlite:///{tmp_path / place}", tmp_path / f"{place}.csv"
        answer("demo", "--leads", "60", "--seed", "3", "--until", date(2024, 6, 1).isoformat(), "--store", url)
        answer("export", "interactions", "--out", out, "--store", url)
        made.append(out.read_bytes())
    assert made[0] == made[1]


def test_every_command_takes_the_shared_options(store: str) -> None:
    """Each command's help names them, also within the command groups, and no switch that takes another one back."""
    names = [(name, below) if below else (name,) for name, group in commands().items() for below in group]
    assert len(names) > 12
    for name in names:
        shown = run(*name, "--help").stdout
        assert all(option in shown for option in ("--store", "--workspace", "-w", "--json")), name
        assert "--no-" not in shown, name
