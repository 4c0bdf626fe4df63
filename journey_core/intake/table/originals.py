"""Rows of a file as they stood in it, for those that turn out faulty after the file was read."""

from collections.abc import Set as AbstractSet
from pathlib import Path

from journey_core.intake.table.recognise import Recognised, blocks


def originals(
    path: Path, recognised: Recognised, row_numbers: AbstractSet[int]
) -> dict[int, tuple[int, tuple[str, ...]]]:
    """Row number -> (line, cells) of some rows; one more pass over the file, needed rarely."""
    found: dict[int, tuple[int, tuple[str, ...]]] = {}
    for block in blocks(path, recognised):
        for place, row_number in enumerate(block.row_number):
            if row_number in row_numbers:
                found[row_number] = (block.line[place], tuple(column[place] for column in block.columns))
        if len(found) == len(row_numbers):
            break
    return found
