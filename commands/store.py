"""The store itself: setup, demo, workspace, export, check."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from commands.face import Face, WrongUsage, command, table
from db.checks.check import check
from db.columns.snapshot import journeys
from db.demo.making import demo_day, make_demo
from db.exports.tables import EXPORTS, export
from db.store.workspaces import Context, open_workspace
from journey_core.calendar.parsing import day
from journey_core.warm import warm
from journey_core.wording import counted

DEMO = "Demo"


def add(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    command(app, "setup")(setup_command)
    command(app, "demo")(demo_command)
    command(app, "export")(export_command)
    command(app, "check")(check_command)
    workspaces = typer.Typer(no_args_is_help=True, help="Workspaces: list, add, remove.")
    command(workspaces, "list")(list_command)
    command(workspaces, "add")(add_command)
    command(workspaces, "remove")(remove_command)
    app.add_typer(workspaces, name="workspace")


def setup_command(face: Face) -> None:
    """Makes the store if there is none, and compiles the analyses, so that no first click waits for it."""
    names = face.store.workspaces()
    warm()
    face.answer({"store": face.store.shown_url, "workspaces": names}, f"Ready: {face.store.shown_url}.")


def demo_command(
    face: Face,
    leads: Annotated[int, typer.Option(min=50, max=200_000, help="How many leads.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed on the same day makes the same workspace.")] = 7,
    until: Annotated[str | None, typer.Option(help="Last day of the demo, default today.")] = None,
    if_empty: Annotated[bool, typer.Option("--if-empty", help="Only when the store has no workspace.")] = False,
) -> None:
    """Makes a workspace with invented leads whose journeys tell stories."""
    name = face.workspace_name or DEMO
    if if_empty and face.store.workspaces():
        face.answer({"workspace": None, "leads": 0, "interactions": 0}, "The store has workspaces already.")
        return
    last = day(until) if until else demo_day(datetime.now(UTC))
    face.store.add_workspace(name)
    workspace = open_workspace(Context(face.store, name))
    make_demo(workspace, leads=leads, seed=seed, until=last)
    made = journeys(workspace)
    leads_made, rows_made = counted(made.lead_count, "lead"), counted(made.interaction_count, "interaction")
    document = {"workspace": name, "leads": made.lead_count, "interactions": made.interaction_count}
    face.answer(document, f"Made {name}: {leads_made}, {rows_made}.")


def export_command(
    face: Face,
    what: Annotated[str, typer.Argument(help=" | ".join(EXPORTS))],
    out: Annotated[Path, typer.Option(help="File to write; .csv, .xlsx or .parquet.")],
) -> None:
    """Writes interactions, leads or journeys to a file."""
    rows = export(face.workspace, what, out)
    face.answer({"file": str(out), "rows": rows}, f"{counted(rows, 'row')} written to {out}.")


def check_command(face: Face) -> None:
    """Derives everything anew from the log and reports what differs, and what looks odd in the data."""
    report = check(face.workspace)
    notices = [f"{notice.what}: {', '.join(notice.leads[:20])}" for notice in report.notices]
    document = {
        "ok": not report.differences,
        "differences": list(report.differences),
        "notices": [
            {"what": notice.what, "count": len(notice.leads), "leads": notice.leads} for notice in report.notices
        ],
    }
    face.answer(document, [*(report.differences or ["All derived values agree with the log."]), *notices])
    if report.differences:
        raise typer.Exit(1)


def list_command(face: Face) -> None:
    """The names of all workspaces."""
    names = face.store.workspaces()
    face.answer([{"workspace": name} for name in names], table(["workspace"], [[name] for name in names]))


def add_command(face: Face, name: str) -> None:
    """Makes an empty workspace."""
    face.store.add_workspace(name)
    face.answer({"workspace": name}, f"Made the workspace {name}.")


def remove_command(
    face: Face, name: str, yes: Annotated[bool, typer.Option("--yes", help="Really remove everything in it.")] = False
) -> None:
    """Removes a workspace with everything in it."""
    if not yes:
        raise WrongUsage(f"This removes {name} and everything in it for good; say --yes to do so.")
    face.store.remove_workspace(name)
    face.answer({"workspace": name, "removed": True}, f"Removed the workspace {name}.")
