"""What no cell may hold is taken out where that changes nothing, told where it does, or costs its row."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from journey_core.intake.cells.safe_text import forbidden_reason, plain_space, unguarded, without_directions
from journey_core.intake.rows.warnings import Told
from journey_core.intake.table.records import Block

Faults = dict[int, tuple[str, str]]
"""row -> (column, reason)"""
_BROKEN: Final = ("\ud800", "\udfff")


def cleaned(
    block: Block, header: Sequence[str], *, used: Collection[str], essential: Collection[str]
) -> tuple[Block, Faults, list[Told]]:
    """The block without our guards and marks that turn the direction of text, and with spaces for control characters.

    A broken byte costs its row, and so does a control character in an `essential` column; in other columns that are
    `used` it is told.
    """
    faults: Faults = {}
    told: list[Told] = []
    columns: list[Sequence[str]] = [
        _column(name, column, faults, told if name in used else [], is_essential=name in essential)
        for name, column in zip(header, block.columns, strict=True)
    ]
    return replace(block, columns=columns), faults, told


def _column(name: str, column: Sequence[str], faults: Faults, told: list[Told], *, is_essential: bool) -> list[str]:
    cells = [without_directions(unguarded(cell)) for cell in column]
    for row, cell in enumerate(cells):
        reason = forbidden_reason(cell)
        if reason is None:
            continue
        if is_essential or any(_BROKEN[0] <= letter <= _BROKEN[1] for letter in cell):
            faults.setdefault(row, (name, reason))
        else:
            cells[row] = plain_space(cell)
            told.append((row, name, f"{reason}: a space stands in its place", cell))
    return cells
