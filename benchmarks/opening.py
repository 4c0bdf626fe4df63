"""Opening a snapshot: memory-mapping its columns and checking every checksum."""

from pathlib import Path
from typing import Final

from benchmarks.report import Row, milliseconds
from benchmarks.timing import medians, seconds
from db.columns.files import opened
from db.columns.snapshot import folder_of, forget, journeys
from db.store.workspaces import Workspace

ROUNDS: Final = 21
GOAL: Final = 0.05
NOTE: Final = (
    f"Opening: median of {ROUNDS} with the files in the system's page cache; every byte is read for its checksum. "
    "Building is what the first look after a write costs."
)


def opening(workspace: Workspace, *, rounds: int = ROUNDS) -> list[Row]:
    """How long building the columns takes, and how long opening them."""
    forget(workspace)
    built = seconds(lambda: journeys(workspace))
    folder = folder_of(workspace)
    if opened(folder) is None:
        raise RuntimeError("the snapshot that was just built can't be opened")
    (mapping,) = medians([lambda: opened(folder)], rounds=rounds)
    size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    return [
        Row(
            f"open a snapshot of {size / 1e6:.0f} MB, checksums included", milliseconds(mapping),
            goal=f"under {GOAL * 1000:.0f} ms", is_met=mapping < GOAL,
        ),
        Row("build it from the log", f"{built:.1f} s"),
    ]  # fmt: skip
