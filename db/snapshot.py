"""The log as columns: memory-mapped files beside the store, rebuilt when the data version changed.

A generation is a folder of plain arrays and a manifest with their sizes and checksums; it is written under another
name and renamed when complete, so a reader sees a whole generation or none. One that is missing, stale or damaged is
built again from the log.
"""

import shutil
import threading
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, func, select

from db.engine import Workspace
from db.tables import INTERACTION, LEAD
from db.words import words_in
from journey_core.journeys import COLUMN_TYPES, Journeys, build
from journey_core.vocabulary import Words

FORMAT = 1
FETCH_ROWS = 100_000
PAGE_BYTES = 4096
READ_COLUMNS = (
    "lead_id", "occurred_at", "interaction_id", "channel", "kind", "direction", "stage", "source", "campaign", "owner",
)  # fmt: skip

_held: dict[Path, tuple[int, Journeys]] = {}
_building = threading.Lock()


def journeys(workspace: Workspace) -> Journeys:
    """The workspace's journeys as of its newest write. Cheap while nothing was written since the last call."""
    folder = folder_of(workspace)
    version = workspace.data_version()
    held = _held.get(folder)
    if held and held[0] == version:
        return held[1]
    with _building:
        held = _held.get(folder)
        if not held or held[0] < version:
            held = open_generation(folder, version) or _rebuilt(workspace, folder)
            _held[folder] = held
        return held[1]


def forget(workspace: Workspace) -> None:
    """Lets go of the columns in memory and on disk; they are built again when asked for."""
    _held.pop(folder_of(workspace), None)
    shutil.rmtree(folder_of(workspace), ignore_errors=True)


def read_journeys(connection: Connection, workspace: Workspace) -> Journeys:
    """Journeys straight from the log, as this transaction sees it."""
    rows = select(*(INTERACTION.c[name] for name in READ_COLUMNS), func.coalesce(INTERACTION.c.value, 0.0))
    codes = _fetch(connection, rows.where(workspace.owns(INTERACTION)), (*READ_COLUMNS, "value"))
    leads = _fetch(connection, select(LEAD.c.lead_id).where(workspace.owns(LEAD)), ("lead_id",))
    lead_id, occurred_at, interaction_id = (codes.pop(name) for name in READ_COLUMNS[:3])
    return build(
        leads=leads["lead_id"],
        lead_id=lead_id,
        occurred_at=occurred_at,
        interaction_id=interaction_id,
        codes=codes,
        words=words_in(connection, workspace),
    )


def open_generation(folder: Path, version: int) -> tuple[int, Journeys] | None:
    """The newest complete generation if it is of this data version and undamaged; else None."""
    try:
        manifest = orjson.loads((folder / "manifest.json").read_bytes())
        if manifest["format"] != FORMAT or manifest["data_version"] != version:
            return None
        columns = {name: _opened(folder / manifest["generation"], name, manifest["columns"]) for name in COLUMN_TYPES}
        words = Words({name: tuple(words) for name, words in manifest["words"].items()}, tuple(manifest["stage_order"]))
        return version, Journeys(words=words, **columns)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def folder_of(workspace: Workspace) -> Path:
    return workspace.store.columns_folder / str(workspace.id)


def _fetch(connection: Connection, rows: Select[Any], names: tuple[str, ...]) -> dict[str, NDArray[Any]]:
    """The columns of a query, as arrays."""
    parts: dict[str, list[NDArray[Any]]] = {name: [np.zeros(0, COLUMN_TYPES[name])] for name in names}
    result = connection.execution_options(stream_results=True).execute(rows)
    for some in result.partitions(FETCH_ROWS):
        for name, values in zip(names, zip(*some, strict=True), strict=True):
            parts[name].append(np.array(values, COLUMN_TYPES[name]))
    return {name: np.concatenate(arrays) for name, arrays in parts.items()}


def _rebuilt(workspace: Workspace, folder: Path) -> tuple[int, Journeys]:
    """Builds a generation from the log and opens it; without a place to write, the columns stay in memory."""
    with workspace.read() as connection:
        version = workspace.version_in(connection)
        built = read_journeys(connection, workspace)
    try:
        _write(folder, version, built)
    except OSError:
        return version, built
    return open_generation(folder, version) or (version, built)


def _write(folder: Path, version: int, built: Journeys) -> None:
    generation = f"{version}-{uuid4().hex[:8]}"
    (folder / generation).mkdir(parents=True)
    described = {}
    for name, dtype in COLUMN_TYPES.items():
        column = np.ascontiguousarray(getattr(built, name), dtype)
        (folder / generation / name).write_bytes(column.tobytes())
        described[name] = {"length": len(column), "checksum": checksum(column)}
    manifest = {
        "format": FORMAT, "data_version": version, "generation": generation, "columns": described,
        "words": built.words.lists, "stage_order": built.words.stage_order,
    }  # fmt: skip
    draft = folder / f"{generation}.json"
    draft.write_bytes(orjson.dumps(manifest))
    draft.replace(folder / "manifest.json")
    for old in folder.iterdir():  # who has an old generation open keeps it until it lets go
        if old.is_dir() and old.name != generation:
            shutil.rmtree(old, ignore_errors=True)


def _opened(generation: Path, name: str, described: dict[str, dict[str, int]]) -> NDArray[Any]:
    """One column, memory-mapped; ValueError when its bytes are not those that were written."""
    length, expected = described[name]["length"], described[name]["checksum"]
    path, dtype = generation / name, np.dtype(COLUMN_TYPES[name])
    if path.stat().st_size != length * dtype.itemsize:
        raise ValueError(f"{name} is cut short")
    column = np.asarray(np.memmap(path, dtype, "r", shape=(length,))) if length else np.zeros(0, dtype)
    if checksum(column) != expected:
        raise ValueError(f"{name} is damaged")
    return column


def checksum(column: NDArray[Any]) -> int:
    """A hash of the sums of the column's pages as 64-bit words: as fast as memory can be read, and it notices every
    changed byte and pages that are lost or change places. It is no defence against intent.
    """
    data = column.view(np.uint8)
    whole = len(data) // PAGE_BYTES * PAGE_BYTES
    pages = data[:whole].view(np.uint64).reshape(-1, PAGE_BYTES // 8).sum(axis=1, dtype=np.uint64)
    digest = blake2b(pages.tobytes() + data[whole:].tobytes() + len(data).to_bytes(8, "little"), digest_size=8)
    return int.from_bytes(digest.digest(), "little")
