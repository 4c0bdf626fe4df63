"""The README says what is there, all of it and nothing else, and its commands run."""

import re
import shlex
import struct
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from db.exports.files import WRITERS
from db.exports.tables import EXPORTS
from db.store.store import Store
from journey_core.attribution.models import MODELS
from pages.kit.scripts import sections, title_of
from tests.commands.terminal import commands as all_commands

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")])
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
KILOBYTE = 1000


def section(title: str) -> str:
    """The text under a heading, up to the next one of the same level."""
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def first_cells(title: str) -> list[str]:
    """The first column of a section's table, without code marks."""
    rows = [line for line in section(title).splitlines() if line.startswith("| ")]
    return [row.split("|")[1].strip().strip("`") for row in rows[1:]]


def page_titles() -> list[str]:
    """The titles of all pages, in the order of the menu."""
    return [title_of(address) for addresses in sections().values() for address in addresses]


def targets() -> set[str]:
    """The documented targets of the Makefile."""
    return set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def commands() -> dict[str, set[str]]:
    """The name of every command, with the names of its subcommands."""
    return {name: set(below) - {""} for name, below in all_commands().items()}


def said_commands(text: str) -> Iterator[tuple[str, str]]:
    """Command and the word after it, wherever a document calls the terminal."""
    yield from re.findall(r"cli\.py ([a-z-]+)(?: ([a-z]+))?", text)


def test_the_pages_named_are_the_pages_there_are() -> None:
    assert first_cells("What it answers") == page_titles()


def test_the_commands_named_are_the_commands_there_are() -> None:
    assert sorted(first_cells("The terminal")) == sorted(commands())


def test_every_command_has_an_example() -> None:
    examples = set(said_commands(section("The terminal")))
    assert {name for name, _ in examples} == set(commands())
    for group, below in commands().items():
        assert below <= {word for name, word in examples if name == group}


def test_the_models_named_are_the_models_there_are() -> None:
    assert sorted(first_cells("Attribution models")) == sorted(MODELS)


def test_every_make_target_is_named() -> None:
    assert targets() - {"help"} <= set(re.findall(r"make ([a-z]+)", README))


def test_what_make_test_leaves_to_make_check_is_marked_and_said() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    left = re.search(r"^ELSEWHERE := (.+)$", makefile, re.MULTILINE)
    assert left
    markers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]["markers"]
    known = {marker.partition(":")[0] for marker in markers}
    assert set(left[1].split(" or ")) == known - {"proof"}
    said = re.search(r'echo "Left to make check: (.+)"', makefile)
    assert said
    assert [word for word in ("browser", "PostgreSQL", "kill", "real data") if word not in said[1]] == []


def test_what_can_be_exported_is_named() -> None:
    assert all(what in README + (ROOT / "docs/how-to/analyst.md").read_text() for what in (*EXPORTS, *WRITERS))


@pytest.mark.parametrize("name", NAMES)
def test_documents_name_no_target_and_no_command_that_is_not_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert set(re.findall(r"`make ([a-z]+)", text)) <= targets()
    for command, word in said_commands(text):
        assert command in commands()
        assert not commands()[command] or word in commands()[command]


@pytest.mark.parametrize("name", NAMES)
def test_links_of_documents_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)", (ROOT / name).read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (ROOT / name).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("name", ["lead", "funnel", "paths"])
def test_pictures_are_wide_and_light(name: str) -> None:
    assert f"docs/images/{name}.png" in README
    content = (ROOT / "docs" / "images" / f"{name}.png").read_bytes()
    assert (content[:8], struct.unpack(">I", content[16:20])) == (b"\x89PNG\r\n\x1a\n", (1440,))
    assert len(content) < 400 * KILOBYTE


def test_speed_is_quoted_from_what_was_measured() -> None:
    quoted = README.split("<!-- bench:start -->")[1].split("<!-- bench:end -->")[0]
    measured = [file.read_text(encoding="utf-8") for file in (ROOT / "docs").glob("benchmarks*.md")]
    rows = {line for line in quoted.splitlines() if line.startswith("|")}
    assert rows <= {line for each in measured for line in each.splitlines()}


@pytest.fixture
def beginner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A terminal in an empty folder with a small demo, the README's file and a mapping for it."""
    monkeypatch.setenv("JOURNEY_STORE", f"sqlite:///{tmp_path / 'store'}")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "calls.csv").write_text(README.split("```csv\n")[1].split("```")[0])
    (tmp_path / "spend.csv").write_text("channel,first_day,last_day,amount\nemail,2026-01-01,2026-01-31,80\n")
    (tmp_path / "calls.json").write_text('{"columns": {"lead": "lead"}, "constants": {"owner": "Sam"}}')
    runner = CliRunner()
    assert runner.invoke(cli.app, ["demo", "--leads", "50", "--seed", "7"]).exit_code == 0
    return runner


def run(terminal: CliRunner, line: str) -> str:
    """The answer of a command line of the README."""
    done = terminal.invoke(cli.app, shlex.split(line.split("cli.py ")[1]))
    assert done.exit_code == 0, f"{line}: {done.output}"
    return str(done.output)


def test_the_ten_lines_of_what_to_do_next_run(beginner: CliRunner, tmp_path: Path) -> None:
    lines = section("What to do next").split("```sh\n")[1].split("```")[0].splitlines()
    assert len(lines) == 10
    answers = [run(beginner, line) for line in lines]
    assert "Clara Winter" in answers[1]
    assert Store.open(f"sqlite:///{tmp_path / 'store'}").workspaces() == ["Demo"]


def test_the_examples_of_the_commands_run(beginner: CliRunner) -> None:
    examples = re.findall(r"`(cli\.py [^`]+)`", section("The terminal").split("\n\nSteps")[0].split("|---|---|")[1])
    assert len(examples) >= len(commands())
    for example in examples:
        demo = "" if " -w " in example or "workspace " in example else " -w Demo"
        assert run(beginner, example + demo)


def test_the_smallest_file_needs_no_further_word(beginner: CliRunner) -> None:
    assert "2 rows = 2 created + 0 duplicate + 0 rejected" in run(beginner, "cli.py import calls.csv")


def test_typer_knows_every_option_that_documents_use() -> None:
    """An option that is removed or misspelt in a place that no example above runs."""
    every = [each for below in all_commands().values() for each in below.values()]
    known = {option for each in every for parameter in each.params for option in parameter.opts}
    used = {each for name in NAMES for line in (ROOT / name).read_text().splitlines() if "cli.py" in line
            for each in re.findall(r"(?<!\S)(--[a-z-]+)", line.split("cli.py", 1)[1])}  # fmt: skip
    assert used <= known
