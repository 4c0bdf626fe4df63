"""Following the log: from 10,000 new rows, each of a different lead, to columns that include them."""

from pathlib import Path
from statistics import median
from typing import Final

import numpy as np

from benchmarks import data
from benchmarks.report import Row, milliseconds
from benchmarks.timing import seconds
from db.columns.snapshot import forget, journeys
from db.log.imports import import_file
from db.store.workspaces import Workspace
from journey_core.intake.rows.mapping import Mapping

ROWS: Final = 10_000
ROUNDS: Final = 7
GOAL: Final = 0.2
SEED: Final = 11
NOTE: Final = (
    f"Following: median of {ROUNDS} imports of {ROWS:,} rows whose times lie anywhere in the log, after one that does "
    "not count; the clock runs from the end of the import to the new columns. It covers reading the changes, merging "
    "them and writing them to a file. “Anew” is what the same costs without anything noted."
)


def extending(workspace: Workspace, folder: Path, *, rounds: int = ROUNDS) -> list[Row]:
    """How long columns take to follow an import, and to be built anew."""
    forget(workspace)
    anew = seconds(lambda: journeys(workspace))
    turns = []
    for number in range(rounds + 1):
        before = journeys(workspace)
        file = folder / f"more-{number}.csv"
        data.write_csv(_rows(before.lead_count, number), file)
        created = import_file(workspace, file, mapping=Mapping()).created
        turns.append(seconds(lambda: journeys(workspace)))
        if journeys(workspace).interaction_count != before.interaction_count + created:
            raise RuntimeError("the columns did not follow the import")
    following = median(turns[1:])
    what = f"{ROWS:,} new rows into columns of {before.interaction_count:,}"
    return [
        Row(what, milliseconds(following), f"{anew:.1f} s (anew)", goal="under 200 ms", is_met=following < GOAL),
    ]


def _rows(leads: int, number: int) -> data.Log:
    """One view of each of ROWS leads, at any time of the span."""
    rng = np.random.default_rng((SEED, number))
    until, span = int(data.end_of_log().timestamp()) * 1000, int(data.SPAN.total_seconds()) * 1000
    nothing = np.zeros(ROWS, np.int64)
    return data.Log(
        lead=rng.choice(leads, ROWS, replace=leads < ROWS),
        occurred_at=until - 1 - rng.integers(0, span, ROWS),
        kind=np.full(ROWS, [name for name, *_ in data.KINDS].index("page_viewed")),
        channel=nothing,
        campaign=nothing,
        value=nothing,
    )
