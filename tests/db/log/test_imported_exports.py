"""Fifty-six files of other systems, imported as proposed: rows add up, and what came in once does not come in again."""

import json
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from typing import Any, Final
from zipfile import ZipFile

import pytest

from db.access.roles import as_operator
from db.log.imports import import_file
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.errors import AskDateFormat
from journey_core.intake.proposal.propose import propose
from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.table.recognise import recognise

FOLDER: Final = Path(__file__).parents[2] / "exports"
EXPORTS: Final[list[dict[str, Any]]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One for all files: each comes from a source of its own."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('exports') / 'store'}")
    store.add_workspace("Exports")
    return open_workspace(as_operator(store, "Exports"))


def proposed(path: Path, export: dict[str, Any]) -> Mapping:
    """The mapping as proposed, in the zone of the truth, with its answer."""
    mapping = propose(path, recognise(path)).mapping
    answers = {export["asks"]["question"]: export["asks"]["answer"]} if export["asks"] else {}
    return replace(mapping, timezone=mapping.timezone or export["zone"], **answers)


def answered(workspace: Workspace, path: Path, mapping: Mapping, source: str) -> Mapping:
    """The mapping with the likeliest reading of the dates, where the truth leaves open whether they are asked for."""
    try:
        import_file(workspace, path, mapping=mapping, source=source, dry_run=True)
    except AskDateFormat as question:
        return replace(mapping, date_format=next(iter(question.readings)))
    return mapping


def saved_again(path: Path, folder: Path, encoding: str | None) -> Path:
    """The same content in other bytes and under another name: with a blank line at the end, or a comment in a zip."""
    again = folder / f"again_{path.name}"
    copyfile(path, again)
    if encoding is None:
        with ZipFile(again, "a") as book:
            book.comment = b"saved again"
    else:
        with again.open("ab") as file:
            file.write("\r\n".encode({"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}.get(encoding, encoding)))
    return again


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export["file"])
def test_rows_add_up_and_a_second_import_creates_nothing(
    export: dict[str, Any], workspace: Workspace, tmp_path: Path
) -> None:
    path, source = FOLDER / export["file"], export["file"]
    mapping = answered(workspace, path, proposed(path, export), source)
    first = import_file(workspace, path, mapping=mapping, source=source)
    assert first.rows == first.created + first.duplicate + first.rejected == export["rows"]
    assert (first.created, first.rejected) == (export["rows"] - export["rejected"], export["rejected"])

    repeated = import_file(workspace, path, mapping=mapping, source=source)
    assert repeated.is_repeat
    assert (repeated.import_id, repeated.rows) == (first.import_id, first.rows)

    again = saved_again(path, tmp_path, export["read_as"].get("encoding"))
    mapping = answered(workspace, again, proposed(again, export), source)
    second = import_file(workspace, again, mapping=mapping, source=source)
    assert not second.is_repeat
    assert (second.created, second.leads_created) == (0, 0)
    assert (second.rows, second.duplicate, second.rejected) == (first.rows, first.created, first.rejected)
