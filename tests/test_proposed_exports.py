"""The mapping that is proposed for each of forty files of other systems, against what is right for them."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from tests.exports.scoring import Score, score

FOLDER: Final = Path(__file__).parent / "exports"
EXPORTS: Final[dict[str, dict[str, Any]]] = {
    export["file"]: export for export in json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
}
FEWEST_RIGHT: Final = 36


@cache
def scored(name: str) -> Score:
    return score(FOLDER / name, EXPORTS[name])


@pytest.mark.parametrize("name", EXPORTS)
def test_nothing_of_any_file_would_come_in_wrong_without_a_word(name: str) -> None:
    assert scored(name).silent == []


def test_most_files_are_proposed_wholly_right() -> None:
    faults = {name: [*scored(name).silent, *scored(name).amiss] for name in EXPORTS}
    not_right = {name: found for name, found in faults.items() if found}
    assert len(EXPORTS) - len(not_right) >= FEWEST_RIGHT, not_right
