"""`python -m benchmarks [WHICH …]`: measures, prints one table and writes it to benchmarks/results/."""

import argparse
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Final

import orjson

from benchmarks import (
    analysing,
    comparing,
    crediting,
    data,
    extending,
    funnels,
    importing,
    lifting,
    opening,
    pages,
    report,
)
from benchmarks.import_once import WORKSPACE
from db.access.roles import as_operator
from db.columns.snapshot import forget, journeys
from db.store.store import Store
from db.store.workspaces import open_workspace
from journey_core.log.memory import keep_freed_memory

HERE: Final = Path(__file__).parent
RESULTS: Final = HERE / "results"
DOCS: Final = HERE.parent / "docs"
ON_A_STORE: Final = (importing, opening, analysing, pages, extending)
STORES: Final = {1_000_000: (importing, opening, analysing, pages), 10_000_000: (pages, extending)}
"""Interactions of a store, and what is measured on it; building the large one takes minutes."""
IN_MEMORY: Final[Mapping[ModuleType, Callable[[Path], list[report.Row]]]] = {
    funnels: funnels.funnels,
    crediting: crediting.crediting,
    comparing: comparing.comparing,
    lifting: lifting.lifting,
}
"""The benchmarks that make leads of their own."""
WHICH: Final = {each.__name__.rpartition(".")[2]: each for each in (*ON_A_STORE, *IN_MEMORY)}
DOCUMENTS: Final = {DOCS / "benchmarks.md": {*ON_A_STORE}, DOCS / "benchmarks-in-memory.md": {*IN_MEMORY}}
"""What `--write` writes, each from one run of all its benchmarks."""
SEED: Final = 7


def main() -> None:
    options = _options()
    keep_freed_memory()  # as the app does at its start
    which = options.which or list(WHICH)
    RESULTS.mkdir(exist_ok=True)
    rows: list[report.Row] = []
    for document, benchmarks in DOCUMENTS.items():
        names = [name for name in which if WHICH[name] in benchmarks]
        with tempfile.TemporaryDirectory(dir=RESULTS) as folder:
            measured_now = measured(names, Path(folder), rows=options.rows)
        rows += measured_now
        if options.write and len(names) == len(benchmarks):
            notes = [WHICH[name].NOTE for name in names]
            document.write_text(report.as_markdown(measured_now, notes), encoding="utf-8")
    print(f"{report.machine()}\n\n{report.as_text(rows)}")
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    (RESULTS / name).write_bytes(orjson.dumps([asdict(row) for row in rows], option=orjson.OPT_INDENT_2))


def measured(which: list[str], folder: Path, *, rows: int | None) -> list[report.Row]:
    """The rows of the table; on one store of `rows` interactions, or on all of STORES."""
    chosen, table = {WHICH[name] for name in which}, []
    for size, able in STORES.items() if rows is None else [(rows, ON_A_STORE)]:
        if chosen & {*able}:
            table += _on_a_store([each for each in able if each in chosen], folder, rows=size)
    for each, measure in IN_MEMORY.items():
        if each in chosen:
            table += measure(folder)
    return table


def _on_a_store(which: list[ModuleType], folder: Path, *, rows: int) -> list[report.Row]:
    """Importing always comes first: the others look at the store that it leaves."""
    file = folder / "log.csv"
    data.write_csv(data.invented(rows, seed=SEED, until=data.end_of_log()), file)
    table = []
    if importing in which:
        table += importing.importing(file, folder)
    else:
        importing.imported(file, folder)
    file.unlink()
    workspace = open_workspace(as_operator(Store.open(importing.store_url(folder)), WORKSPACE))
    if opening in which:
        table += opening.opening(workspace)
    if analysing in which:
        table += analysing.analysing(journeys(workspace))
    if pages in which:
        table += pages.pages(workspace, folder)
    if extending in which:  # last, because it adds to the log
        table += extending.extending(workspace, folder)
    forget(workspace)
    workspace.store.close()
    return table


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("which", nargs="*", metavar="WHICH", help=f"{', '.join(WHICH)}; default all")
    sizes = " and ".join(f"{rows:,}" for rows in STORES)
    parser.add_argument(
        "--rows", type=int, help=f"interactions of one store for all (default: {sizes}, each for its own)"
    )
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks*.md as well")
    options = parser.parse_args()
    if unknown := set(options.which) - set(WHICH):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(WHICH)}")
    if options.write and not any(
        benchmarks <= {WHICH[name] for name in options.which or WHICH} for benchmarks in DOCUMENTS.values()
    ):
        parser.error("--write needs all benchmarks of a document: it shows one run")
    return options


if __name__ == "__main__":
    main()
