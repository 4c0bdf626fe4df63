"""What the terminal refuses: in one line with its status, naming what was wrong and what would help."""

from pathlib import Path

import pytest

from commands import leads
from db.access.roles import as_operator
from db.leads.cards import find_lead
from db.store.store import Store
from db.store.workspaces import open_workspace
from tests.commands.terminal import answer, placed, refusal, run, sales_store


@pytest.fixture
def store(tmp_path: Path) -> str:
    return sales_store(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("import", "nowhere.csv"), "nowhere.csv"),
        (("import", "FOLDER/rows.csv", "--map", "lead=Nobody"), "Nobody"),
        (("import", "FOLDER/rows.csv", "--map", "colour=name"), "colour"),
        (("import", "FOLDER/rows.csv", "--map", "lead"), "not a pair"),
        (("import", "FOLDER/rows.csv", "--mapping", "FOLDER/rows.csv"), "not a JSON document"),
        (("import", "FOLDER/rows.csv", "--mapping", "Bank"), "no mapping or file “Bank”"),
        (("mapping", "show", "Bank"), "Bank"),
        (("mapping", "save", "Bank", "FOLDER/none.json"), "none.json"),
        (("mapping", "remove", "Bank"), "Bank"),
        (("import", "FOLDER/rows.csv", "--timezone", "Mars"), "Mars"),
        (("import", "FOLDER/rows.csv", "--set", "owner=Kim", "--all-or-nothing"), "nothing was imported"),
        (("import", "FOLDER"), "FOLDER"),
        (("imports", "undo", "7"), "7"),
        (("imports", "rejects", "7"), "7"),
        (("journey", "nobody"), "nobody"),
        (("score", "nobody"), "nobody"),
        (("log", "--lead", "ada"), "kind or channel"),
        (("log", "--lead", "ada", "--kind", "note", "--at", "soon"), "soon"),
        (("log", "--lead", "ada", "--kind", "note", "--direction", "up"), "up"),
        (("funnel", "--step", "kind=nothing"), "nothing"),
        (("funnel", "--step", "web"), "web"),
        (("funnel", "--step", "kind=note", "--window", "14"), "14"),
        (("funnel", "--step", "kind=note", "--leads-at", "3"), "3"),
        (("funnel", "--step", "kind=note", "--order", "sideways"), "sideways"),
        (("funnel", "--step", "kind=note", "--since", "once"), "once"),
        (("attribution", "--model", "best"), "best"),
        (("leads", "--sort", "luck"), "luck"),
        (("export", "everything", "--out", "FOLDER/x.csv"), "everything"),
        (("export", "leads", "--out", "FOLDER/x.doc"), "doc"),
        (("export", "leads", "--out", "FOLDER/no/such/x.csv"), "no/such"),
        (("check", "-w", "Elsewhere"), "Elsewhere"),
        (("workspace", "add", "sales"), "sales"),
        (("workspace", "remove", "Elsewhere", "--yes"), "Elsewhere"),
        (("demo", "--until", "someday"), "someday"),
        (("demo", "-w", "Sales"), "Sales"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else part,
)
def test_what_is_refused_is_refused_in_one_line_with_status_1(
    store: str, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    line = refusal(*placed(arguments, tmp_path), "--store", store, status=1)
    assert told.replace("FOLDER", str(tmp_path)) in line


@pytest.mark.parametrize(
    "url", ["mysql://localhost/x", "nonsense", "sqlite:////proc/none", "postgresql://127.0.0.1:1/x"]
)
def test_a_store_that_cannot_be_opened_is_refused_in_one_line(url: str) -> None:
    assert refusal("leads", "--store", url, status=1)


@pytest.mark.parametrize(
    "arguments",
    [("funnel",), ("import",), ("nothing",), ("leads", "--limit", "0"), ("log", "--kind", "note"),
     ("leads", "--colour"), ("imports", "undo", "first"), ("workspace", "remove", "Sales")],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_ends_with_status_2(store: str, arguments: tuple[str, ...]) -> None:
    result = run(*arguments, *(["--store", store] if arguments != ("nothing",) else []))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["journey", "score"])
def test_a_lead_that_was_taken_back_meanwhile_is_not_taken_for_another(
    store: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = find_lead(open_workspace(as_operator(Store(store), "Sales")), "ada")
    monkeypatch.setattr(leads, "find_lead", lambda *_: card)
    run("imports", "undo", "1", "--store", store)
    answer("log", "--lead", "cy", "--kind", "note", "--store", store)
    assert refusal(command, "ada", "--store", store, status=1) == "The lead “ada” is not in the log any more.\n"


def test_dates_that_read_two_ways_are_asked_for_with_the_flag_that_answers(store: str, tmp_path: Path) -> None:
    for times in ("01/02/2020", "someday"):
        (tmp_path / "days.csv").write_text(f"lead,occurred_at,kind\ncy,{times},note\n")
        said = refusal("import", tmp_path / "days.csv", "--store", store, status=1)
        assert said.endswith("Say which date format is meant. (--date-format)\n")


def test_amounts_that_read_two_ways_are_asked_for_with_the_flag_that_answers(store: str, tmp_path: Path) -> None:
    file = tmp_path / "spend.csv"
    file.write_text("channel,first_day,last_day,amount\nemail,2024-03-01,2024-03-31,3.000\n")
    said = refusal("spend", "import", file, "--store", store, status=1)
    assert said == (
        "“3.000” in “amount” is 3 with a decimal point and 3,000 with a decimal comma. "
        "Say which number format is meant. (--number-format)\n"
    )
    assert "Known: point, comma" in refusal(
        "spend", "import", file, "--number-format", "dot", "--store", store, status=1
    )
    answer("spend", "import", file, "--number-format", "comma", "--store", store)
    assert answer("spend", "list", "--store", store)[0]["amount"] == 3000


def test_a_store_without_a_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    assert "workspace add" in refusal("leads", "--store", f"sqlite:///{tmp_path}", status=2)


@pytest.mark.parametrize("name", ["two\nlines", "\x1b[31mred", "\u202etfel", "\t"])
def test_a_refusal_is_one_line_that_can_not_steer_the_terminal(store: str, name: str) -> None:
    assert refusal("journey", name, "--store", store, status=1).rstrip("\n").isprintable()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("spend", "import"), "There is no file “x"),
        (("import",), "There is no file “x"),
        (("import", "--mapping"), "There is no mapping or file “x"),
        (("export", "leads", "--out"), "can't be written"),
    ],
)
def test_a_name_that_no_system_takes_is_no_file(
    store: str, tmp_path: Path, command: tuple[str, ...], said: str
) -> None:
    file = [str(tmp_path / "rows.csv")] if "--mapping" in command else []
    assert said in refusal(command[0], *file, *command[1:], "x" * 5_000 + "/rows.csv", "--store", store, status=1)
