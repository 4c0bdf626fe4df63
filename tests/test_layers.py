"""The layers of the house: app, cli (with its commands) -> pages, api -> db -> journey_core; never back or sideways."""

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

MAY_IMPORT = {
    "journey_core": {"journey_core"},
    "db": {"db", "journey_core"},
    "api": {"api", "db", "journey_core"},
    "pages": {"pages", "db", "journey_core"},
    "app": {"api", "pages", "db", "journey_core"},
    "commands": {"commands", "db", "journey_core"},
    "cli": {"commands", "pages", "api", "db", "journey_core"},
    "benchmarks": {"benchmarks", "app", "cli", "commands", "pages", "api", "db", "journey_core"},
    "docs": set(),
    "tests": {"tests", "benchmarks", "app", "cli", "commands", "pages", "api", "db", "journey_core"},
}
"""Layer -> the layers that its modules may import. A folder or module that is not here has no place in the house."""

ONLY_IN = {
    "streamlit": {"pages", "app", "tests", "benchmarks"},
    "plotly": {"pages", "app", "tests", "benchmarks"},
    "altair": {"pages", "app", "tests", "benchmarks"},
    "sqlmodel": {"db", "tests", "benchmarks"},
    "sqlalchemy": {"db", "tests", "benchmarks"},
    "alembic": {"db", "tests", "benchmarks"},
    "starlette": {"api", "app", "tests", "benchmarks"},
    "kaleido": {"api"},
    "vl_convert": {"api"},
    "typer": {"cli", "commands", "tests"},
}


def modules() -> list[Path]:
    """Every module of the repository, relative to its root."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.py"))
    return sorted(path for path in found if not path.parts[0].startswith(".") and path.parts[0] != "node_modules")


def layer(path: Path) -> str:
    return path.parts[0].removesuffix(".py")


def imports(source: str) -> set[str]:
    """Dotted names that a module imports, also inside functions and under TYPE_CHECKING."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names} if not node.level else {"." * node.level}
    return names


def faults(path: Path, source: str) -> list[str]:
    """Every import of a module that the layers don't allow."""
    here = layer(path)
    if here not in MAY_IMPORT:
        return [f"{path}: {here} has no place in the layers"]
    wrong = []
    for name in sorted(imports(source)):
        top = name.split(".")[0]
        is_ours = top in MAY_IMPORT and top not in MAY_IMPORT[here]
        is_kept = here not in ONLY_IN.get(top, {here})
        is_sideways = here == "pages" and top == "pages" and not name.startswith("pages.parts")
        if is_ours or is_kept or is_sideways or name.startswith("."):
            wrong.append(f"{path}: imports {name}")
    return wrong


@pytest.mark.parametrize("path", modules(), ids=str)
def test_a_module_imports_only_what_its_layer_may(path: Path) -> None:
    assert faults(path, (ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("journey_core/funnel.py", "from db.engine import Store"),
        ("journey_core/funnel.py", "def f():\n    import streamlit"),
        ("db/read.py", "from pages.parts import formats"),
        ("api/rest.py", "import sqlalchemy.orm"),
        ("pages/sell/lead.py", "from pages.sell import leads"),
        ("pages/sell/lead.py", "from sqlmodel import select"),
        ("pages/parts/urls.py", "import app"),
        ("db/read.py", "from . import engine"),
        ("misc/thing.py", "import os"),
    ],
)
def test_an_import_against_the_layers_is_found(path: str, source: str) -> None:
    assert faults(Path(path), source)


def test_imports_along_the_layers_are_no_fault() -> None:
    assert faults(Path("pages/sell/lead.py"), "from pages.parts import urls\nfrom db.read import feed") == []
