"""Columns as files: one generation of them, memory-mapped, and segments of what changed since it was written.

A generation is a folder of plain arrays; segments are further files in it, one for each time that columns followed the
log. A manifest names them all, in order, with sizes and checksums. It is replaced as a whole when everything is in
place, so a reader sees a complete state or none.
"""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import orjson
from numpy.typing import NDArray

from db.store.locks import locked
from db.store.private import private_folder, write_private
from journey_core.errors import StoreError
from journey_core.log.journeys import COLUMN_TYPES, Journeys
from journey_core.log.merging import CHANGE, Changes, combined, merged
from journey_core.log.vocabulary import Words

FORMAT = 4
MOST_SEGMENTS = 64
"""As soon as there are more segments than this, they become one."""
PAGE_BYTES = 4096
MANIFEST, LOCK = "manifest.json", "lock"
Described = dict[str, Any]
"""A file: its name, length and checksum."""


@dataclass(frozen=True, eq=False)
class Columns:
    """Journeys of a data version, and how much changed since their generation, which is "" without files."""

    version: int
    journeys: Journeys
    generation: str = ""
    changed: int = 0


def opened(folder: Path) -> Columns | None:
    """The columns that the files hold; None when they are missing or damaged."""
    try:
        with locked(folder / LOCK):  # nobody removes a file that the manifest names
            manifest = _manifest(folder)
            generation = folder / manifest["generation"]
            columns = {
                name: _mapped(generation, dtype, manifest["columns"][name]) for name, dtype in COLUMN_TYPES.items()
            }
            changes = _segments(generation, manifest["segments"])
        words = Words({name: tuple(words) for name, words in manifest["words"].items()}, tuple(manifest["stage_order"]))
        journeys = Journeys(words=words, **columns)
        journeys = merged(journeys, changes, words=words) if len(changes) else journeys
        return Columns(int(manifest["data_version"]), journeys, generation.name, len(changes))
    except (OSError, ValueError, KeyError, TypeError, StoreError):
        return None


def write_generation(folder: Path, version: int, journeys: Journeys) -> Columns:
    """Writes all columns anew and opens them; where they can't be written, they stay in memory."""
    generation = folder / f"{version}-{uuid4().hex[:8]}"
    try:
        private_folder(generation)
        described = {
            name: _written(generation / name, np.ascontiguousarray(getattr(journeys, name), dtype))
            for name, dtype in COLUMN_TYPES.items()
        }
        with locked(folder / LOCK):
            _name(generation, version, journeys.words, described, [])
            for old in folder.iterdir():  # a process that has an old generation open keeps it until it lets go
                if old.is_dir() and old != generation:
                    shutil.rmtree(old, ignore_errors=True)
    except (OSError, StoreError):
        shutil.rmtree(generation, ignore_errors=True)
        return Columns(version, journeys)
    found = opened(folder)
    return found if found and found.version == version else Columns(version, journeys)


def write_segment(folder: Path, columns: Columns, changes: Changes, *, since: int) -> None:
    """Writes what changed after the data version `since` and made these columns.

    Where another process has replaced the generation or is as far as this one, its files stay. One that is not as far
    may have written some of the same changes; these are then there twice, and the newer ones count.
    """
    try:
        with locked(folder / LOCK):
            manifest, generation = _manifest(folder), folder / columns.generation
            is_next = since <= manifest["data_version"] < columns.version
            if manifest["generation"] != generation.name or not is_next:
                return
            older = manifest["segments"]
            if len(older) >= MOST_SEGMENTS:
                changes, older = combined(_segments(generation, older), changes), []
            name = f"segment-{columns.version}-{uuid4().hex[:8]}"
            segments = [*older, _written(generation / name, changes)] if len(changes) else older
            _name(generation, columns.version, columns.journeys.words, manifest["columns"], segments)
            for each in manifest["segments"] if not older else ():
                (generation / each["file"]).unlink()
    except (OSError, ValueError, KeyError, TypeError, StoreError):
        return  # the files stay behind, or are found damaged when they are opened


def remove(folder: Path) -> None:
    """Removes all files; the manifest first, so that a program that is killed meanwhile leaves none that it names."""
    with suppress(OSError):
        (folder / MANIFEST).unlink()
    shutil.rmtree(folder, ignore_errors=True)


def checksum(column: NDArray[Any]) -> int:
    """A hash of the sums of the column's pages as 64-bit words: as fast as memory can be read, and it notices every
    changed byte and pages that are lost or change places. It does not protect against intent.
    """
    data = column.view(np.uint8)
    whole = len(data) // PAGE_BYTES * PAGE_BYTES
    pages = data[:whole].view(np.uint64).reshape(-1, PAGE_BYTES // 8).sum(axis=1, dtype=np.uint64)
    digest = blake2b(pages.tobytes() + data[whole:].tobytes() + len(data).to_bytes(8, "little"), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


def _manifest(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = orjson.loads((folder / MANIFEST).read_bytes())
    if manifest["format"] != FORMAT:
        raise ValueError(f"format {manifest['format']} is not {FORMAT}")
    if manifest.pop("checksum") != _seal(manifest):
        raise ValueError("the manifest is damaged")
    return manifest


def _name(
    generation: Path, version: int, words: Words, columns: dict[str, Described], segments: list[Described]
) -> None:
    """Replaces the manifest with one that names these files."""
    manifest = {
        "format": FORMAT, "data_version": version, "generation": generation.name, "columns": columns,
        "segments": segments, "words": words.lists, "stage_order": words.stage_order,
    }  # fmt: skip
    draft = generation / MANIFEST
    write_private(draft, orjson.dumps({**manifest, "checksum": _seal(manifest)}))
    draft.replace(generation.parent / MANIFEST)


def _seal(manifest: dict[str, Any]) -> str:
    """A hash of everything that a manifest says: its words are in no other file."""
    return blake2b(orjson.dumps(manifest), digest_size=8).hexdigest()


def _segments(generation: Path, described: list[Described]) -> Changes:
    """What all segments say: the newest of each interaction and lead."""
    return combined(*(_mapped(generation, CHANGE, each) for each in described))


def _written(path: Path, column: NDArray[Any]) -> Described:
    write_private(path, column.tobytes())
    return {"file": path.name, "length": len(column), "checksum": checksum(column)}


def _mapped(generation: Path, dtype: Any, described: Described) -> NDArray[Any]:
    """One column, memory-mapped; ValueError when its bytes are not those that were written."""
    path, length, dtype = generation / described["file"], described["length"], np.dtype(dtype)
    if path.stat().st_size != length * dtype.itemsize:
        raise ValueError(f"{path.name} is cut short")
    column = np.asarray(np.memmap(path, dtype, "r", shape=(length,))) if length else np.zeros(0, dtype)
    if checksum(column) != described["checksum"]:
        raise ValueError(f"{path.name} is damaged")
    return column
