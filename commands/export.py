"""Everything out, as files: export."""

from pathlib import Path
from typing import Annotated

import typer

from commands.face import Face, command
from db.exports.tables import EXPORTS, export
from journey_core.wording import counted


def add(app: typer.Typer) -> None:
    """Adds the command to the program."""
    command(app, "export")(export_command)


def export_command(
    face: Face,
    what: Annotated[str, typer.Argument(help=" | ".join(EXPORTS))],
    out: Annotated[Path, typer.Option(help="File to write; .csv, .xlsx or .parquet.")],
) -> None:
    """Writes interactions, leads or journeys to a file."""
    rows = export(face.workspace, what, out)
    face.answer({"file": str(out), "rows": rows}, f"{counted(rows, 'row')} written to {out}.")
