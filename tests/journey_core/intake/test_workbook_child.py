"""The process that opens workbooks: however it ends, it costs one sentence and leaves nothing behind."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest

from journey_core.errors import BadFile
from journey_core.intake.table import workbook
from journey_core.intake.table.recognise import blocks, recognise
from journey_core.intake.table.workbook import sheet_names, sheet_rows
from tests.journey_core.intake.samples import gzip_bytes, workbook_bytes, written

HEAVY = {"numpy", "numba", "pandas", "orjson", "journey_core"}
Children = list[subprocess.Popen[bytes]]


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> Children:
    """Every child that is started from here on."""
    started: Children = []
    start: Callable[..., subprocess.Popen[bytes]] = workbook._started
    monkeypatch.setattr(workbook, "_started", lambda *asked: started.append(start(*asked)) or started[-1])
    return started


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import os; os.kill(os.getpid(), 9)", "its reader broke down"),
        ("import os; os.kill(os.getpid(), 11)", "its reader broke down"),
        ("import os; os.abort()", "that takes more than 528 MB of memory; save it as CSV or split it"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "that takes too long"),
        ("import time; time.sleep(60)", "that takes too long"),
        ("import time; print('{', flush=True, end=''); time.sleep(60)", "that takes too long"),
        ("raise SystemExit(3)", "its reader broke down"),
        ("print('x' * 100)", "its reader broke down"),
        ("print('[1, 2]')", "its reader broke down"),
        ("print('{\"names\": 5}')", "its reader broke down"),
        ('print(\'{"names": ["S"]}\')', "its reader broke down"),
        ("print('{\"names\": [\"S\"]}')\nprint('{\"na', end='')", "its reader broke down"),
        ("while True: print('x' * 1_000_000, end='')", "its reader broke down"),
        ("import sys; sys.stdout.buffer.write(bytes(range(256)) * 1000)", "its reader broke down"),
    ],
)
def test_a_child_that_dies_stops_or_talks_nonsense_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, children: Children, program: str, said: str
) -> None:
    monkeypatch.setattr(workbook, "_CHILD", written(tmp_path, program, "child.py"))
    monkeypatch.setattr(workbook, "WAIT_SECONDS", 0.3 if "sleep" in program else 30)
    with pytest.raises(BadFile) as refusal:
        sheet_names(written(tmp_path, workbook_bytes(), "w.xlsx"))
    assert str(refusal.value) == f"“w.xlsx” can't be read as a workbook: {said}."
    assert [is_gone(child) for child in children] == [True]


def is_gone(child: subprocess.Popen[bytes]) -> bool:
    """Whether a process has ended and is not even a zombie."""
    try:
        os.kill(child.pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_child_that_keeps_the_processor_busy_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = f"import resource, runpy; runpy.run_path({str(workbook._CHILD)!r})['_limit'](resource.RLIMIT_CPU, 1)"
    monkeypatch.setattr(workbook, "_CHILD", written(tmp_path, f"{limit}\nwhile True: pass", "child.py"))
    with pytest.raises(BadFile, match="that takes too long"):
        sheet_names(written(tmp_path, workbook_bytes()))


def test_who_stops_reading_ends_the_child(tmp_path: Path, children: Children) -> None:
    rows = sheet_rows(written(tmp_path, workbook_bytes([["x" * 30_000]] * 300)), "Log")
    assert next(rows)[0] == 1
    rows.close()
    assert [is_gone(child) for child in children] == [True]


def test_reading_to_the_end_leaves_no_process(tmp_path: Path, children: Children) -> None:
    path = written(tmp_path, workbook_bytes())
    list(blocks(path, recognise(path)))
    assert [is_gone(child) for child in children] == [True] * 3


def test_a_child_starts_without_what_is_slow_to_import(tmp_path: Path) -> None:
    look = "import runpy, sys; runpy.run_path(sys.argv[1]); print(*sys.modules)"
    command = [sys.executable, "-I", "-c", look, str(workbook._CHILD)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert {name.partition(".")[0] for name in done.stdout.split()} & HEAVY == set()


@pytest.mark.parametrize("packed", [bytes, gzip_bytes])
def test_a_path_may_be_relative_and_have_blanks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: Callable[[bytes], bytes]
) -> None:
    (tmp_path / "two words").mkdir()
    monkeypatch.chdir(tmp_path / "two words")
    assert sheet_names(written(Path(), packed(workbook_bytes()), "of leads")) == ("Log",)


def test_a_file_that_is_gone_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"“w\.xlsx” can't be read: No such file or directory"):
        sheet_names(tmp_path / "w.xlsx")


def test_stretches_of_rows_number_on_and_blank_rows_only_count_as_lines(tmp_path: Path) -> None:
    rows = [row for number in range(100) for row in ([], [f"L{number}", "x" * 30_000])]
    path = written(tmp_path, workbook_bytes([["lead", "content"], *rows]))
    found = list(blocks(path, recognise(path)))
    assert len(found) > 2
    assert [number for block in found for number in block.row_number] == list(range(1, 101))
    assert [line for block in found for line in block.line] == list(range(3, 203, 2))
    assert [lead for block in found for lead in block.columns[0]] == [f"L{number}" for number in range(100)]


def test_cells_of_every_type_have_one_text(tmp_path: Path) -> None:
    cells = ['naïve\n"café" 🙂', 7, 2.5, 1e20, True, datetime(2024, 5, 1, 10, 30), date(2024, 5, 2), time(9, 15)]
    ((number, texts),) = sheet_rows(written(tmp_path, workbook_bytes([cells])), "Log")
    assert number == 1
    assert texts[:5] == ['naïve\n"café" 🙂', "7", "2.5", "1e+20", "true"]
    assert texts[5:] == ["2024-05-01T10:30:00", "2024-05-02", "09:15:00"]


def test_a_sheet_that_says_one_long_text_again_and_again_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "TEXT_LIMIT", 4 << 20)
    path = written(tmp_path, workbook_bytes([["lead", "content"], *[["L", "x" * 30_000]] * 200]))
    assert path.stat().st_size < 20_000
    with pytest.raises(BadFile, match="a sheet with more than 4 MB of text: save it as CSV"):
        list(sheet_rows(path, "Log"))


def test_a_row_that_is_too_long_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, workbook_bytes([["a"] * 70, [], ["x" * 30_000] * 70]))
    with pytest.raises(BadFile, match="has more than 2,000,000 characters in row 3"):
        list(sheet_rows(path, "Log"))
