"""One import in a process of its own: `python -m benchmarks.import_once STORE FILE`."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from db.access.roles import as_operator
from db.log.imports import import_file
from db.store.store import Store
from db.store.workspaces import open_workspace
from journey_core.intake.rows.mapping import Mapping

WORKSPACE = "Bench"


@dataclass(frozen=True)
class Imported:
    """What one import did, and its seconds inside `import_file`."""

    rows: int
    created: int
    seconds: float


def main() -> None:
    store_url, file = sys.argv[1:]
    store = Store.open(store_url)
    store.add_workspace(WORKSPACE)
    workspace = open_workspace(as_operator(store, WORKSPACE))
    started = perf_counter()
    result = import_file(workspace, Path(file), mapping=Mapping())
    seconds = perf_counter() - started
    store.close()
    print(json.dumps(asdict(Imported(result.rows, result.created, seconds))))


if __name__ == "__main__":
    main()
