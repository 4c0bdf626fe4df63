"""Reading in a process of its own gives what reading here gives."""

import gzip
from pathlib import Path

import pytest

from journey_core.errors import BadFile, BadInput
from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.rows.rows import read_batches
from journey_core.intake.rows.subprocess_reader import read_ahead
from journey_core.intake.table.recognise import recognise

ROWS = "".join(
    f"lead {n},2024-01-{1 + n % 28:02}T10:00:00Z,email,sent,{n}.5\n" + ("bad\n" if n % 50 == 0 else "")
    for n in range(900)
)
HEADER = "lead,occurred_at,channel,kind,value\n"
HOW = {"zone": "UTC", "source": "csv"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a folder" / "rows.csv"
    path.parent.mkdir()
    path.write_text(HEADER + ROWS, encoding="utf-8")
    return path


def test_batches_are_those_of_reading_here(file: Path) -> None:
    recognised = recognise(file)
    ahead = list(read_ahead(file, recognised, Mapping(), **HOW))
    here = list(read_batches(file, recognised, Mapping(), **HOW))
    assert ahead == here
    assert sum(len(batch.rejects) for batch in ahead) == 18


def test_what_can_be_refused_is_refused_before_the_first_batch(file: Path) -> None:
    with pytest.raises(BadInput, match="not in the file"):
        read_ahead(file, recognise(file), Mapping(columns={"owner": "nobody"}), **HOW)


def test_a_file_that_breaks_off_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress((HEADER + ROWS * 40).encode()))
    recognised = recognise(path)
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(BadFile):
        list(read_ahead(path, recognised, Mapping(), **HOW))


def test_giving_up_early_ends_the_reader(file: Path) -> None:
    batches = read_ahead(file, recognise(file), Mapping(), **HOW)
    next(batches)
    batches.close()  # type: ignore[attr-defined]
    with pytest.raises(StopIteration):
        next(batches)
