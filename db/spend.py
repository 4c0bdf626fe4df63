"""What channels cost, as people enter it or bring it in a file."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, func, select

from db.engine import Workspace
from db.statements import upsert
from db.tables import SPEND
from db.words import words_in
from journey_core.errors import BadInput, JourneyError
from journey_core.intake.recognise import read_table, recognise
from journey_core.moments import day
from journey_core.spend import Spend
from journey_core.vocabulary import Words

COLUMNS: Final = ("channel", "first_day", "last_day", "amount")
MOST_ROWS: Final = 100_000


@dataclass(frozen=True)
class SpendRecord:
    """One row as it is kept."""

    spend_id: int
    spend: Spend


@dataclass(frozen=True)
class SpendImport:
    """What a file brought: rows = saved + unchanged + rejected; `rejects` has line-by-line (row number, reason)."""

    rows: int
    saved: int
    unchanged: int
    rejects: tuple[tuple[int, str], ...]

    @property
    def rejected(self) -> int:
        return len(self.rejects)


def spend_records(workspace: Workspace) -> tuple[SpendRecord, ...]:
    """Everything entered, the newest period first, channels of one period by name."""
    with workspace.read() as connection:
        known = words_in(connection, workspace)
        rows = connection.execute(select(SPEND).where(workspace.owns(SPEND))).all()
    records = [
        SpendRecord(row.spend_id, Spend(known.word("channel", row.channel), row.first_day, row.last_day, row.amount))
        for row in rows
    ]
    by_name = sorted(records, key=lambda each: each.spend.channel)
    return tuple(sorted(by_name, key=lambda each: each.spend.first_day, reverse=True))


def save_spend(workspace: Workspace, spend: Spend) -> bool:
    """Keeps what a channel cost in a period, instead of what was said of the same channel and period before; False if
    that was the same already. Raises UnknownName for a channel that the workspace does not have.
    """
    with workspace.write() as connection:
        return _save(connection, workspace, words_in(connection, workspace), spend)


def remove_spend(workspace: Workspace, spend_id: int) -> None:
    """Forgets one row; raises BadInput if there is none of this number."""
    with workspace.write() as connection:
        removed = connection.execute(delete(SPEND).where(workspace.owns(SPEND), SPEND.c.spend_id == spend_id))
        if not removed.rowcount:
            raise BadInput(f"There is no spend of number {spend_id}.")


def import_spend(workspace: Workspace, path: Path, *, filename: str | None = None) -> SpendImport:
    """Brings a file in: one row a channel and period, columns channel, first_day, last_day, amount in any order. Good
    rows come in, the others are told of; the same file again changes nothing. Raises BadFile or BadInput for a file
    that is no such table.
    """
    recognised = recognise(path)
    header = [name.strip().lower().replace(" ", "_") for name in recognised.header]
    if missing := [name for name in COLUMNS if name not in header]:
        raise BadInput(f"{filename or path.name} has no column {', '.join(missing)}; it needs {', '.join(COLUMNS)}.")
    places = [header.index(name) for name in COLUMNS]
    outcomes: list[bool] = []
    rejects: list[tuple[int, str]] = []
    with workspace.write() as connection:
        words = words_in(connection, workspace)
        for number, cells in enumerate(islice(read_table(path, recognised), MOST_ROWS + 1), start=1):
            if number > MOST_ROWS:
                raise BadInput(f"A file of spend has at most {MOST_ROWS:,} rows; this one has more.")
            try:
                outcomes.append(_save(connection, workspace, words, _spend(cells, places, len(header))))
            except JourneyError as error:
                rejects.append((number, str(error)))
    return SpendImport(len(outcomes) + len(rejects), sum(outcomes), outcomes.count(False), tuple(rejects))


def _spend(cells: list[str], places: list[int], width: int) -> Spend:
    if len(cells) != width:
        raise BadInput(f"The row has {len(cells)} cells, not {width}.")
    channel, first, last, amount = (cells[place].strip() for place in places)
    return Spend(channel, day(first), day(last), _amount(amount))


def _amount(text: str) -> float:
    try:
        if not text.isascii() or "_" in text:
            raise ValueError
        return float(text)
    except ValueError as error:
        raise BadInput(f"“{text}” is no amount; write 1234.50.") from error


def _save(connection: Connection, workspace: Workspace, words: Words, spend: Spend) -> bool:
    channel = words.code("channel", spend.channel)
    key = {"workspace_id": workspace.id, "channel": channel, "first_day": spend.first_day, "last_day": spend.last_day}
    same = [SPEND.c[name] == value for name, value in key.items()]
    if connection.scalar(select(SPEND.c.amount).where(*same)) == spend.amount:
        return False
    next_id = (connection.scalar(select(func.max(SPEND.c.spend_id)).where(workspace.owns(SPEND))) or 0) + 1
    insertion = upsert(connection, SPEND).values(key | {"spend_id": next_id, "amount": spend.amount})
    connection.execute(insertion.on_conflict_do_update(index_elements=list(key), set_={"amount": spend.amount}))
    return True
