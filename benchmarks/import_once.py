"""One import in a process of its own, so that its memory is its own: `python -m benchmarks.import_once STORE FILE`."""

import json
import resource
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from db.engine import Context, Store, open_workspace
from db.imports import import_file
from journey_core.intake.mapping import Mapping

WORKSPACE = "Bench"


@dataclass(frozen=True)
class Imported:
    """What one import did: seconds inside `import_file`, and the most memory that its processes ever held."""

    rows: int
    created: int
    seconds: float
    peak_bytes: int


def main() -> None:
    store_url, file = sys.argv[1:]
    store = Store.open(store_url)
    store.add_workspace(WORKSPACE)
    workspace = open_workspace(Context(store, WORKSPACE))
    started = perf_counter()
    result = import_file(workspace, Path(file), mapping=Mapping())
    seconds = perf_counter() - started
    store.close()
    print(json.dumps(asdict(Imported(result.rows, result.created, seconds, peak_bytes()))))


def peak_bytes() -> int:
    """The most memory that this process and the largest it started ever held, as if both had peaked at once.

    Linux hands a new program its parent's mark in getrusage, so there the mark of the own memory map is read.
    """
    unit = 1 if sys.platform == "darwin" else 1024
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit + started
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 + started


if __name__ == "__main__":
    main()
