"""A command imports only what it runs: the help imports none of it, and logging one interaction no analysis."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import typer
from typer.main import get_command, get_group
from typer.testing import CliRunner

import cli
from commands.lazy import Line
from journey_core.analyses import ANALYSES
from tests.commands.terminal import sales_store
from tests.conftest import ROOT

ANALYSING = {"numba", "llvmlite", "scipy", "pandas", "pyarrow"}
SHOWING = {"streamlit", "plotly", "altair", "starlette", "kaleido", "vl_convert", "xlsxwriter"}
READING = {"python_calamine", "rapidfuzz", "phonenumbers", "email_validator"}
STORING = {"sqlalchemy", "sqlmodel", "pydantic", "alembic", "orjson", "numpy"}

IMPORTED = """
import sys
from cli import app
try:
    app(sys.argv[1:])
finally:
    print(*sys.modules, file=sys.stderr)
"""


def imported(*arguments: str) -> set[str]:
    """The modules that a process has imported after this call of the terminal, with the top package of each."""
    line = [sys.executable, "-c", IMPORTED, *arguments]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    modules = set(done.stderr.split())
    return modules | {name.split(".")[0] for name in modules}


@pytest.fixture
def store(tmp_path: Path) -> str:
    return sales_store(tmp_path)


def test_the_help_imports_no_library_of_what_commands_do() -> None:
    found = imported("--help")
    assert found & (ANALYSING | SHOWING | READING | STORING) == set()
    ours = {name for name in found if name.startswith(("commands.", "db", "journey_core."))}
    assert ours == {"commands.lazy", "journey_core.analyses", "journey_core.kernel_cache"}


def test_logging_an_interaction_imports_no_analysis(store: str) -> None:
    found = imported("log", "--lead", "ada", "--channel", "web", "--kind", "page_viewed", "--store", store)
    assert "sqlalchemy" in found
    assert found & (ANALYSING | SHOWING | READING | {"alembic"}) == set()


def test_the_list_of_leads_imports_neither_frames_nor_what_pages_draw_with(store: str) -> None:
    found = imported("leads", "--limit", "3", "--store", store)
    assert "numba" in found
    assert found & ({"pandas", "pyarrow", "alembic"} | SHOWING | READING) == set()


def test_the_help_says_of_each_command_what_the_command_says() -> None:
    documented = {name: command.help for name, command in get_command(cli.app).commands.items()}  # type: ignore[attr-defined]
    assert documented == {name: line.help for name, line in cli.commands().items()}


def test_every_command_that_a_module_adds_is_in_the_list() -> None:
    made = typer.Typer()
    for path in (ROOT / "commands").glob("*.py"):
        if "def add(app: typer.Typer) ->" in path.read_text(encoding="utf-8"):
            import_module(f"commands.{path.stem}").add(made)
    assert set(get_group(made).commands) | set(ANALYSES) == set(cli.commands())


def test_a_line_that_is_added_later_is_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    program = get_command(cli.app)
    monkeypatch.setitem(cli.REST, "spend", Line("What it cost.", "commands.spend"))
    monkeypatch.setitem(cli.REST, "absent", Line("Nobody wrote it.", "commands.absent"))
    shown = CliRunner().invoke(cli.app, ["--help"]).stdout
    assert shown.endswith("  spend        What it cost.\n  absent       Nobody wrote it.\n")
    assert list(program.commands)[-2:] == ["spend", "absent"]  # type: ignore[attr-defined]
