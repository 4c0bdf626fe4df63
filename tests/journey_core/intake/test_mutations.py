"""Fifty thousand damaged files: each is refused in a sentence, or its rows add up."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from journey_core.errors import JourneyError
from tests.journey_core.intake.samples import csv_bytes, gzip_bytes, joined, read_all, workbook_bytes, written
from tests.proofs import cases

SAMPLES = {
    "csv": csv_bytes(),
    "tsv": csv_bytes(delimiter="\t", line_end="\r\n"),
    "plain": csv_bytes().replace(b'"', b""),
    "latin": csv_bytes(encoding="cp1252"),
    "utf16": csv_bytes(encoding="utf-16"),
    "gzip": gzip_bytes(csv_bytes()),
    "xlsx": workbook_bytes(),
}
DRAWN = sorted(name for name in SAMPLES for _ in range(1 if name == "xlsx" else 10))
"""Fewer workbooks than others: a process is started for each."""
Mutation = Callable[[random.Random, bytes], bytes]


def flip(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


def delete(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + data[place + chance.randrange(1, 9) :]


def insert(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data))
    return (
        data[:place] + chance.choice((b'"', b",", b"\n", b"\r", b"\x00", b"\xff", b"\xe2\x80\xae", b"=")) + data[place:]
    )


def truncate(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def duplicate(chance: random.Random, data: bytes) -> bytes:
    start, end = sorted(chance.choices(range(len(data) + 1), k=2))
    return data[:end] + data[start:end] + data[end:]


def splice(chance: random.Random, data: bytes) -> bytes:
    other = SAMPLES[chance.choice(sorted(SAMPLES))]
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


MUTATIONS: tuple[Mutation, ...] = (flip, delete, insert, truncate, duplicate, splice)


@pytest.mark.proof
@pytest.mark.parametrize("part", range(10))
def test_no_damage_raises_anything_but_a_refusal_and_rows_add_up(tmp_path: Path, part: int) -> None:
    chance, read = random.Random(part), 0
    for _ in range(cases(5000)):
        data = SAMPLES[chance.choice(DRAWN)]
        for _ in range(chance.randrange(1, 4)):
            data = chance.choice(MUTATIONS)(chance, data) or b"x"
        try:
            _, batches = read_all(written(tmp_path, data))
        except JourneyError as refusal:
            assert str(refusal).endswith(".")
            continue
        numbers = joined(batches, "row_number") + [reject.row_number for reject in joined(batches, "rejects")]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
        read += 1
    assert read > cases(1000)
