"""What channels cost, as people enter it or import it from a file."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import itemgetter
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, select, update

from db.log.words import words_in
from db.store.dialects import upsert
from db.store.tables import SPEND, STATE
from db.store.workspaces import Workspace
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.spend import Spend, spent
from journey_core.calendar.parsing import day
from journey_core.errors import BadInput, JourneyError, brief
from journey_core.intake.cells.numbers import NumberEvidence, number_reading
from journey_core.intake.cells.safe_text import forbidden_reason, storable, unguarded
from journey_core.intake.table.recognise import Recognised, blocks, recognise
from journey_core.intake.table.rejects import Reject
from journey_core.log.vocabulary import Words
from journey_core.wording import counted

Amounts = Callable[[str], float | None]
COLUMNS: Final = ("channel", "first_day", "last_day", "amount")
MOST_ROWS: Final = 100_000


@dataclass(frozen=True)
class SpendRecord:
    """One row as it is kept."""

    spend_id: int
    spend: Spend


@dataclass(frozen=True)
class SpendImport:
    """What a file brought: rows = saved + unchanged + rejected; `rejects` has (row number, reason), one per row."""

    rows: int
    saved: int
    unchanged: int
    rejects: tuple[tuple[int, str], ...]

    @property
    def rejected(self) -> int:
        return len(self.rejects)

    @property
    def sentence(self) -> str:
        """“3 rows = 1 kept + 1 known already + 1 rejected.”"""
        kept = f"{self.saved:,} kept + {self.unchanged:,} known already + {self.rejected:,} rejected"
        return f"{counted(self.rows, 'row')} = {kept}."


def spend_records(workspace: Workspace) -> tuple[SpendRecord, ...]:
    """Everything entered, the newest period first, channels of one period by name."""
    with workspace.read("see") as connection:
        known = words_in(connection, workspace)
        rows = connection.execute(select(SPEND).where(workspace.owns(SPEND))).all()
    records = [
        SpendRecord(row.spend_id, Spend(known.word("channel", row.channel), row.first_day, row.last_day, row.amount))
        for row in rows
    ]
    by_name = sorted(records, key=lambda each: each.spend.channel)
    return tuple(sorted(by_name, key=lambda each: each.spend.first_day, reverse=True))


def attributed_spend(workspace: Workspace, options: AttributionOptions, zone: ZoneInfo) -> dict[str, float]:
    """Channel -> what it cost on the days of an attribution's period, up to the day it looks from; a day that is only
    partly in the period counts whole.
    """
    ends = (options.as_of, *([options.until - timedelta(microseconds=1)] if options.until else []))
    return spent(
        [each.spend for each in spend_records(workspace)],
        since=options.since.astimezone(zone).date() if options.since else None,
        until=min(ends).astimezone(zone).date() + timedelta(days=1),
    )


def save_spend(workspace: Workspace, spend: Spend) -> bool:
    """Keeps what a channel cost in a period, in place of what was said of the same channel and period before; False if
    that was already the same. Raises UnknownName for a channel that the workspace does not have.
    """
    with workspace.write("enter spend") as connection:
        return _save(connection, workspace, words_in(connection, workspace), spend)


def remove_spend(workspace: Workspace, spend_id: int) -> None:
    """Forgets one row; raises BadInput if no row has this number."""
    with workspace.write("enter spend") as connection:
        if spend_id not in connection.scalars(select(SPEND.c.spend_id).where(workspace.owns(SPEND))).all():
            raise BadInput(f"There is no spend with number {spend_id}.")
        connection.execute(delete(SPEND).where(workspace.owns(SPEND), SPEND.c.spend_id == spend_id))


def import_spend(
    workspace: Workspace, path: Path, *, filename: str | None = None, number_format: str | None = None
) -> SpendImport:
    """Imports a file: one row per channel and period, columns channel, first_day, last_day, amount in any order. Good
    rows come in, the others are reported; the same file again changes nothing. Raises BadFile or BadInput for a file
    that is not such a table, AskNumberFormat where its amounts can be read in two ways and number_format, one of
    CONVENTIONS, does not say how.
    """
    recognised = recognise(path)
    places = _places(recognised.header, filename or path.name)
    number_format = number_format or _number_format(path, recognised, places[-1])
    amounts = number_reading(number_format, is_workbook=recognised.format == "xlsx").read
    outcomes: list[bool] = []
    rejects: list[tuple[int, str]] = []
    with workspace.write("enter spend") as connection:
        words = words_in(connection, workspace)
        for number, row in _rows(path, recognised):
            if number > MOST_ROWS:
                raise BadInput(f"A file of spend has at most {MOST_ROWS:,} rows; this one has more.")
            try:
                outcomes.append(_save(connection, workspace, words, _spend(row, places, amounts)))
            except JourneyError as error:
                rejects.append((number, str(error)))
    return SpendImport(len(outcomes) + len(rejects), sum(outcomes), outcomes.count(False), tuple(rejects))


def _places(header: Sequence[str], filename: str) -> list[int]:
    """Where each of COLUMNS stands; raises BadInput. Names that the file repeats arrive numbered: “amount (2)”."""
    names = [re.sub(r" \(\d+\)$", "", name).strip().lower().replace(" ", "_") for name in header]
    if missing := [name for name in COLUMNS if name not in names]:
        raise BadInput(f"{filename} has no column {', '.join(missing)}; it needs {', '.join(COLUMNS)}.")
    if doubled := [name for name in COLUMNS if names.count(name) > 1]:
        raise BadInput(f"{filename} has more than one column {', '.join(doubled)}; it can't be told which one counts.")
    return [names.index(name) for name in COLUMNS]


def _number_format(path: Path, recognised: Recognised, place: int) -> str:
    """The convention that the column in this place shows; raises AskNumberFormat."""
    evidence = NumberEvidence(recognised.header[place], is_workbook=recognised.format == "xlsx")
    for block in blocks(path, recognised):
        evidence.add(block.columns[place])
    return evidence.convention()


def _rows(path: Path, recognised: Recognised) -> Iterator[tuple[int, list[str] | Reject]]:
    """Every row with its number, including those that can't be split into cells."""
    for block in blocks(path, recognised):
        broken = ((each.row_number, each) for each in block.rejects)
        whole = zip(block.row_number, map(list, zip(*block.columns, strict=True)), strict=True)
        rows: list[tuple[int, list[str] | Reject]] = [*broken, *whole]
        yield from sorted(rows, key=itemgetter(0))


def _spend(row: list[str] | Reject, places: list[int], amounts: Amounts) -> Spend:
    if isinstance(row, Reject):
        raise BadInput(f"{row.reason[:1].upper()}{row.reason[1:]}.")
    cells = [unguarded(row[place]).strip() for place in places]
    for cell in cells:
        if reason := forbidden_reason(cell):
            raise BadInput(f"“{brief(storable(cell))}” holds {reason}.")
    channel, first, last, amount = cells
    return Spend(channel, day(first), day(last), _amount(amount, amounts))


def _amount(text: str, amounts: Amounts) -> float:
    try:
        amount = amounts(text)
    except BadInput as error:
        raise BadInput(f"{error}.") from error
    if amount is None or "%" in text:
        raise BadInput(f"“{brief(text)}” is not an amount; write 1234.50.")
    return amount


def _save(connection: Connection, workspace: Workspace, words: Words, spend: Spend) -> bool:
    channel = words.code("channel", spend.channel)
    key = {"workspace_id": workspace.id, "channel": channel, "first_day": spend.first_day, "last_day": spend.last_day}
    same = [SPEND.c[name] == value for name, value in key.items()]
    if connection.scalar(select(SPEND.c.amount).where(*same)) == spend.amount:
        return False
    values = key | {"spend_id": _next_id(connection, workspace), "amount": spend.amount}
    insertion = upsert(connection, SPEND).values(values)
    connection.execute(insertion.on_conflict_do_update(index_elements=list(key), set_={"amount": spend.amount}))
    return True


def _next_id(connection: Connection, workspace: Workspace) -> int:
    """A number that no row has had: removing a row by its number never removes another one that came since."""
    spend_id = int(connection.scalar(select(STATE.c.last_spend_id).where(workspace.owns(STATE))) or 0) + 1
    connection.execute(update(STATE).where(workspace.owns(STATE)).values(last_spend_id=spend_id))
    return spend_id
