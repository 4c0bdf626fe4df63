"""The house: what is planted against a contract of pyproject.toml is found, and so is what no contract covers."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import grimp
import pytest

from tests.conftest import ROOT

CONTRACTS: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
PACKAGES: Final = frozenset(CONTRACTS["root_packages"])
FENCED: Final = {library for each in CONTRACTS["contracts"] for library in each.get("protected_modules", ())}

MOST_MODULES: Final = 25
"""The most modules in one folder, besides its __init__.py; other files and folders don't count."""

MOST_LINES: Final = 250
MOST_LINES_OF_TESTS: Final = 300
MOST_LINES_OF_A_FUNCTION: Final = 40
"""Every line counts, also empty ones; of a function its decorators, signature and docstring as well."""

LONG_FUNCTIONS: Final = {
    "db/migrations/workspace/versions/0001_workspace_the_log_and_what_is_derived_from_it.py: upgrade": "every table",
    "db/migrations/workspace/versions/0002_workspace_changes_spend_saved_views.py: upgrade": "every table",
    "tests/commands/test_commands_refused.py: test_what_is_refused_is_refused_in_one_line_with_status_1": "the cases",
}
"""Functions that are longer, and what makes them long."""

OUTSIDE: Final = {
    "app.py": {"api", "db", "journey_core", "pages", "starlette", "streamlit"},
    "cli.py": {"commands", "journey_core", "typer"},
    "docs": set(),
    "db/migrations": {"db", "journey_core", "alembic", "sqlalchemy", "sqlmodel"},
    "tests": {"app", "cli", "tests", *PACKAGES, *FENCED} - {"kaleido", "vl_convert"},
}
"""What import-linter can't look at, as it is not in a package -> what it may import of ours and of fenced libraries."""

PLANTED: Final = (
    ("house", "journey_core/paths/steps.py", "from db.store.workspaces import Store"),
    ("house", "db/leads/rows.py", "from pages.kit import formats"),
    ("house", "api/rest.py", "from pages.kit import urls"),
    ("top", "pages/kit/urls.py", "import app"),
    ("core", "journey_core/log/times.py", "from journey_core.funnel import answer"),
    ("core", "journey_core/attic.py", ""),
    ("store", "db/store/seed.py", "from db.log import record"),
    ("store", "db/attic.py", ""),
    ("pages", "pages/kit/links.py", "from pages.screens.lead import feed_table"),
    ("pages", "pages/attic.py", ""),
    ("scripts", "pages/sell/lead.py", "from pages.sell import leads"),
    ("screens", "pages/screens/lead/header.py", "from pages.screens.leads import table"),
    ("screens", "pages/screens/attic.py", ""),
    ("commands", "commands/log.py", "from commands import leads"),
    ("commands", "commands/attic.py", ""),
    ("api", "api/guards.py", "from api import rest"),
    ("api", "api/attic.py", ""),
    ("circles", "db/kept/views.py", "from db.kept import spend"),
    ("circles", "db/kept/spend.py", "from db.kept import views"),
    ("drawing", "journey_core/funnel/answer.py", "def planted():\n    import streamlit"),
    ("tables", "api/rest.py", "import sqlalchemy.orm"),
    ("tables", "pages/sell/lead.py", "from sqlmodel import select"),
    ("web", "db/leads/rows.py", "from starlette.requests import Request"),
    ("pictures", "pages/kit/formats.py", "import kaleido"),
    ("terminal", "pages/kit/urls.py", "import typer"),
)
"""The contract that breaks, the module that is planted or added to, the import. An attic is a room without a place."""


def modules(root: Path = ROOT) -> list[Path]:
    """Every module under a folder, relative to it."""
    found = (path.relative_to(root) for path in root.rglob("*.py"))
    return sorted(path for path in found if not path.parts[0].startswith(".") and path.parts[0] != "node_modules")


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Everything in a module."""
    return list(ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))))


def imports(path: Path) -> Iterator[str]:
    """The modules that a module imports, also inside functions and under TYPE_CHECKING."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def whole_imports(path: Path) -> Iterator[str]:
    """Those of ours that import a module as a whole: `import db.store.tables`."""
    dotted = (alias.name for node in nodes(path) if isinstance(node, ast.Import) for alias in node.names)
    yield from (name for name in dotted if name.partition(".")[0] in PACKAGES and "." in name)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, methods and inner ones too."""
    yield from (node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Its length in lines from the first decorator to the last statement."""
    return (function.end_lineno or 0) - min(each.lineno for each in (function, *function.decorator_list)) + 1


def outside(path: Path) -> str:
    """The place outside the packages that a module stands in, empty for those that stand in one."""
    return next((place for place in OUTSIDE if path.is_relative_to(place)), "")


def crowded(root: Path) -> list[str]:
    """The folders that hold too many modules."""
    counted = [path.parent for path in modules(root) if path.name != "__init__.py"]
    return [str(folder) for folder in sorted(set(counted)) if counted.count(folder) > MOST_MODULES]


def lint(root: Path) -> tuple[int, dict[str, str]]:
    """Exit status of import-linter in a folder, and what it says of each broken contract by its id."""
    command = "from importlinter.cli import lint_imports_command as lint; lint()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-logo", "--no-cache"],
        cwd=root, env=os.environ | {"COLUMNS": "300"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    _, *said = re.split(r"^(.+)\n-{3,}\n", done.stdout, flags=re.MULTILINE)
    by_name = dict(zip(said[::2], said[1::2], strict=True))
    assert "Contracts" in by_name, done.stdout + done.stderr
    names = {each["id"]: each["name"] for each in CONTRACTS["contracts"]}
    return done.returncode, {identifier: by_name[name] for identifier, name in names.items() if name in by_name}


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages and their contracts as they are."""
    root = tmp_path_factory.mktemp("house")
    for path in [Path("pyproject.toml"), *(path for path in modules() if path.parts[0] in PACKAGES)]:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes((ROOT / path).read_bytes())
    return root


@pytest.fixture(scope="module")
def broken(copied: Path) -> dict[str, str]:
    """What import-linter says about every contract that the planted modules and imports break."""
    assert lint(copied) == (0, {})
    for _, path, source in PLANTED:
        with (copied / path).open("a", encoding="utf-8") as module:
            module.write(f"\n{source}\n")
    status, said = lint(copied)
    assert status == 1
    return said


@pytest.mark.parametrize(("contract", "path", "source"), PLANTED, ids=lambda said: said.split("\n")[0])
def test_what_is_planted_breaks_its_contract(broken: dict[str, str], contract: str, path: str, source: str) -> None:
    module = path.removesuffix(".py").replace("/", ".")
    found = "No cycles are allowed in db.kept" if contract == "circles" else f"{module} -> " if source else module
    assert found in broken[contract]


def test_every_contract_is_tried() -> None:
    assert {contract for contract, _, _ in PLANTED} == {each["id"] for each in CONTRACTS["contracts"]}


def test_every_module_stands_where_a_contract_looks_at_it_or_is_known_to_stand_outside() -> None:
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    names = {path: ".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in modules()}
    unseen = [path for path, name in names.items() if name not in graph.modules]
    assert [str(path) for path in unseen if not outside(path)] == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Nor by way of its own package, which import-linter takes to be its parent and not a sibling."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    try:
        TopologicalSorter({name: graph.find_modules_directly_imported_by(name) for name in graph.modules}).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_what_stands_outside_the_packages_keeps_to_the_layers_too() -> None:
    ours = {"app", "cli", "docs", "tests", *PACKAGES, *FENCED}
    imported = {(path, name.split(".")[0]) for path in modules() for name in imports(path) if outside(path)}
    assert [(str(path), name) for path, name in sorted(imported) if name in ours - OUTSIDE[outside(path)]] == []


def test_no_import_is_relative() -> None:
    assert [str(path) for path in modules() if any(name.startswith(".") for name in imports(path))] == []


def test_imports_name_what_they_take() -> None:
    """All except the one that makes the tables known to Alembic."""
    found = {f"{path}: {name}" for path in modules() for name in whole_imports(path)}
    assert found == {"db/migrations/env.py: db.store.directory_tables", "db/migrations/env.py: db.store.tables"}


def test_no_folder_is_crowded_and_one_more_module_would_be_found(tmp_path: Path) -> None:
    assert crowded(ROOT) == []
    for name in ("__init__", *(f"module_{number}" for number in range(MOST_MODULES))):
        (tmp_path / f"{name}.py").touch()
    assert crowded(tmp_path) == []
    (tmp_path / "one_more.py").touch()
    assert crowded(tmp_path) == ["."]


def test_no_module_is_long() -> None:
    lines = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in modules()}
    most = {path: MOST_LINES_OF_TESTS if path.parts[0] == "tests" else MOST_LINES for path in lines}
    assert [f"{path}: {count}" for path, count in lines.items() if count > most[path]] == []


def test_no_function_is_long_without_a_reason() -> None:
    lengths = {f"{path}: {each.name}": length(each) for path in modules() for each in functions(path)}
    assert {name for name, lines in lengths.items() if lines > MOST_LINES_OF_A_FUNCTION} == LONG_FUNCTIONS.keys()
