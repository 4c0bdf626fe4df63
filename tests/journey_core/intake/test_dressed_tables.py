"""However a table is dressed up, its cells come back under their names, or something is asked, refused or rejected."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from journey_core.errors import BadFile
from journey_core.intake.cells.safe_text import has_forbidden
from journey_core.intake.table.recognise import blocks, recognise
from journey_core.intake.table.records import Block
from tests.journey_core.intake.dressed_tables import Table, dressed_tables, dressed_workbooks
from tests.journey_core.intake.samples import written
from tests.proofs import IN_FULL


def outcome(table: Table) -> str:
    """What comes of a table; fails where a cell comes in as another, or a row twice or not at all."""
    with TemporaryDirectory() as folder:
        path = written(Path(folder), table.data)
        try:
            recognised = recognise(path)
        except BadFile:
            return "refused"
        if not recognised.encoding_sure:
            return "asked"
        if not set(table.header) <= set(recognised.header):
            return "a column is missing"  # which whoever maps it is told
        found = {number: cells for block in blocks(path, recognised) for number, cells in numbered(block)}
        rejected = [reject.row_number for block in blocks(path, recognised) for reject in block.rejects]
    assert recognised.header == table.header
    assert sorted([*found, *rejected]) == list(range(1, len(table.rows) + 1))
    assert set(rejected) == table.surplus
    for number, cells in found.items():
        assert cells == table.rows[number - 1] or any(map(has_forbidden, cells))
    return "read"


def numbered(block: Block) -> Iterator[tuple[int, tuple[str, ...]]]:
    return zip(block.row_number, zip(*block.columns, strict=True), strict=True)


@pytest.mark.proof
@settings(max_examples=100_000 if IN_FULL else 400)
@given(dressed_tables())
def test_the_cells_of_a_table_come_back_or_something_is_said(table: Table) -> None:
    assert outcome(table) == "read" or table.is_doubtful


@pytest.mark.proof
@settings(max_examples=100 if IN_FULL else 4)
@given(dressed_workbooks())
def test_the_cells_of_a_sheet_come_back_or_something_is_said(table: Table) -> None:
    assert outcome(table) == "read" or table.is_doubtful
