"""Two hundred hostile workbooks: each ends in rows or in one sentence, soon and in little memory, and nobody dies."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.journey_core.intake.hostile_workbooks import KINDS
from tests.proofs import cases

READING = """
import json, resource, sys, time
from pathlib import Path
from journey_core.errors import BadFile, BadInput
from journey_core.intake.table.recognise import blocks, recognise

for path in sorted(Path(sys.argv[1]).iterdir()):
    start, said, rows = time.perf_counter(), "", 0
    try:
        recognised = recognise(path)
        rows = sum(len(block.row_number) + len(block.rejects) for block in blocks(path, recognised))
    except (BadFile, BadInput) as refusal:
        said = f"{type(refusal).__name__}: {refusal}"
    print(json.dumps([path.name, said, rows, time.perf_counter() - start]), flush=True)
# Not ru_maxrss, which counts what the process that started this one had when it did.
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps((own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) >> 10))
"""
"""Reads every file of a folder and prints what came of each; at last the highest memory of it and a child, in MB."""

MOST_MEGABYTES = 600
MOST_SECONDS = 15
"""For one file on a busy machine; alone, the slowest takes a fifth of it."""


@pytest.mark.proof
def test_no_workbook_ends_the_process_that_asks_for_it_or_fills_its_memory(tmp_path: Path) -> None:
    for number in range(max(cases(200), len(KINDS))):
        kind = KINDS[number % len(KINDS)]
        (tmp_path / f"{number:03} {kind.__name__}.xlsx").write_bytes(kind(random.Random(number)))
    command = [sys.executable, "-c", READING, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    *ends, megabytes = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0, f"{ends[-1:]} {done.stderr}"
    assert len(ends) == len(list(tmp_path.iterdir()))
    assert [end for end in ends if not is_good_end(*end)] == []
    assert megabytes < MOST_MEGABYTES


def is_good_end(name: str, said: str, rows: int, seconds: Any) -> bool:
    """Whether a file ended in rows or in one sentence that is short, and soon."""
    is_sentence = said.endswith(".") and said.isprintable() and len(said) < 1_500
    return seconds < MOST_SECONDS and (is_sentence or not said)
