"""Compiled kernels are found again wherever the code is, and never when any of it has changed."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest

from journey_core import kernel_cache

CALLEE = "from numba import njit\n@njit(cache=True)\ndef doubled(number):\n    return {times} * number\n"
CALLER = """
from numba import njit
from journey_core.rooms.callee import doubled
@njit(cache=True)
def answer(number):
    return doubled(number) + 1
"""
ASK = """
from journey_core.caller import answer
print(answer(20), sum(answer.stats.cache_hits.values()), answer._cache.cache_path)
"""


@pytest.fixture(autouse=True)
def cache_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def clone(folder: Path, times: int) -> Path:
    """A package with this name in which one module's kernel calls another's, which multiplies."""
    rooms = folder / "journey_core" / "rooms"
    rooms.mkdir(parents=True, exist_ok=True)
    for name in ("__init__.py", "kernel_cache.py"):
        copy(kernel_cache.PACKAGE / name, folder / "journey_core" / name)
    (folder / "journey_core" / "caller.py").write_text(CALLER)
    (rooms / "__init__.py").write_text("")
    (rooms / "callee.py").write_text(CALLEE.format(times=times))
    return folder


def ask(folder: Path, program: str = ASK) -> tuple[int, int, Path]:
    """From a new process: the kernel's answer, how often it was found compiled, where it is kept."""
    environment = {name: value for name, value in os.environ.items() if name != kernel_cache.VARIABLE}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    number, hits, path = done.stdout.split(maxsplit=2)
    return int(number), int(hits), Path(path.strip())


def test_a_clone_elsewhere_finds_the_code_compiled(tmp_path: Path, cache_home: Path) -> None:
    number, hits, path = ask(clone(tmp_path / "one", 2))
    assert (number, hits) == (41, 0)
    assert path.parent == cache_home / "lead-journey-tracker" / "kernels"
    assert ask(clone(tmp_path / "other", 2)) == (41, 1, path)


def test_a_change_in_the_module_of_a_callee_compiles_the_caller_anew_and_the_way_back_does_not(tmp_path: Path) -> None:
    answers = [ask(clone(tmp_path / "one", times))[:2] for times in (2, 3, 2)]
    assert answers == [(41, 0), (61, 0), (41, 1)]


def test_it_is_the_same_where_numba_was_there_first(tmp_path: Path, cache_home: Path) -> None:
    assert ask(clone(tmp_path / "one", 2), "import numba\n" + ASK)[2].is_relative_to(cache_home)


def test_numba_s_own_variable_names_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "named"))
    assert kernel_cache._root.__wrapped__() == tmp_path / "named" / "lead-journey-tracker" / "kernels"


def test_where_nothing_can_be_written_kernels_last_as_long_as_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file := tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    monkeypatch.setattr(kernel_cache, "PACKAGE", file)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert [kernel_cache._root.__wrapped__()] == [each for each in tmp_path.iterdir() if each.is_dir()]


def test_what_nobody_used_for_a_month_goes_when_something_new_comes(cache_home: Path) -> None:
    day = 86_400
    root = cache_home / "lead-journey-tracker" / "kernels"
    for name, age in (("old", 31 * day), ("used", 29 * day)):
        (root / name).mkdir(parents=True)
        (root / name / "kernel.nbc").touch()
        os.utime(root / name, (then := (root / name).stat().st_mtime - age, then))
    kernel_cache._clear(root)
    assert [each.name for each in root.iterdir()] == ["used"]


def imported(source: Path) -> Iterator[str]:
    """The modules of the package that a module imports, by its syntax tree."""
    for node in ast.walk(ast.parse(source.read_bytes())):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source} imports by a relative name, which the expression does not know"
            for name in (node.module, *(f"{node.module}.{each.name}" for each in node.names)):
                yield str(name)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def test_the_modules_that_a_stamp_covers_are_those_that_the_syntax_says() -> None:
    sources = [each for each in kernel_cache.PACKAGE.rglob("*.py") if each.name != "__init__.py"]
    files = {".".join(each.relative_to(kernel_cache.PACKAGE.parent).with_suffix("").parts): each for each in sources}
    assert len(files) > 100
    for source in sources:
        needed = {files[name] for name in imported(source) if name in files}
        assert needed <= kernel_cache.reach(source), source
