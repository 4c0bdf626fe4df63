"""What channels cost: spend."""

from pathlib import Path
from typing import Annotated

import typer

from commands.face import Face, command, is_file, one_of, table
from db.kept.spend import import_spend, remove_spend, save_spend, spend_records
from db.store.settings import settings
from journey_core.attribution.spend import Spend, overlapping
from journey_core.calendar.parsing import day
from journey_core.errors import PATH, BadFile, brief
from journey_core.intake.cells.numbers import CONVENTIONS


def add(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    spend = typer.Typer(no_args_is_help=True, help="What channels cost: list, add, import, remove.")
    command(spend, "list")(list_command)
    command(spend, "add")(add_command)
    command(spend, "import")(import_command)
    command(spend, "remove")(remove_command)
    app.add_typer(spend, name="spend")


def list_command(face: Face) -> None:
    """Everything entered, the newest period first; rows that share days with another of their channel all count."""
    records = spend_records(face.workspace)
    shared = set(overlapping([each.spend for each in records]))
    document = [
        {"spend_id": each.spend_id, **vars(each.spend), "shares_days": each.spend in shared} for each in records
    ]
    rows = [
        (each.spend_id, each.spend.channel, each.spend.first_day, each.spend.last_day, f"{each.spend.amount:,.2f}",
         "shares days" if each.spend in shared else "")
        for each in records
    ]  # fmt: skip
    header = ("id", "channel", "first day", "last day", settings(face.workspace).currency, "")
    face.answer(document, table(header, rows))


def add_command(
    face: Face,
    channel: Annotated[str, typer.Option(help="The channel that cost it.")],
    amount: Annotated[float, typer.Option(help="In the workspace's currency.")],
    first_day: Annotated[str, typer.Option(help="First day of the period, such as 2024-03-01.")],
    last_day: Annotated[str, typer.Option(help="Last day of the period.")],
) -> None:
    """Keeps what a channel cost in a period, in place of what was said of the two before."""
    is_new = save_spend(face.workspace, Spend(channel, day(first_day), day(last_day), amount))
    what = f"{amount:,.2f} {settings(face.workspace).currency} for {channel}, {first_day} to {last_day}"
    face.answer({"saved": int(is_new)}, f"{what}: kept." if is_new else f"{what}: that was kept already.")


def import_command(
    face: Face,
    file: Annotated[Path, typer.Argument(help="A table with the columns channel, first_day, last_day, amount")],
    number_format: Annotated[
        str | None, typer.Option(help="The decimal mark of the amounts, point or comma, when they don't show it.")
    ] = None,
) -> None:
    """Imports a file of spend: good rows are kept, the others are reported."""
    if not is_file(file):
        raise BadFile(f"There is no file “{brief(file, most=PATH)}”.")
    chosen = number_format and one_of("number format", number_format, CONVENTIONS)
    brought = import_spend(face.workspace, file, number_format=chosen)
    rejects = [{"row": number, "reason": reason} for number, reason in brought.rejects]
    names = ("rows", "saved", "unchanged", "rejected")
    document = {name: getattr(brought, name) for name in names}
    told = [f"row {number}: {reason}" for number, reason in brought.rejects]
    face.answer(document | {"rejects": rejects}, [brought.sentence, *told])


def remove_command(
    face: Face, spend_id: Annotated[int, typer.Argument(help="The id that `spend list` shows.")]
) -> None:
    """Forgets one row."""
    remove_spend(face.workspace, spend_id)
    face.answer({"removed": spend_id}, f"Spend {spend_id} is removed.")
