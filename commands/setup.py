"""Making the store, and a demo in it: setup, demo."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from commands.face import Face, command
from db.access.roles import as_operator
from db.columns.snapshot import journeys
from db.demo.making import demo_day, make_demo
from db.store.workspaces import open_workspace
from journey_core.calendar.parsing import day
from journey_core.warm import warm
from journey_core.wording import counted

DEMO = "Demo"


def add(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    command(app, "setup")(setup_command)
    command(app, "demo")(demo_command)


def setup_command(face: Face) -> None:
    """Makes the store if there is none, and compiles the analyses, so that the first click need not wait."""
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
        face.answer({"workspace": None, "leads": 0, "interactions": 0}, "The store already has workspaces.")
        return
    last = day(until) if until else demo_day(datetime.now(UTC))
    face.store.add_workspace(name)
    workspace = open_workspace(as_operator(face.store, name))
    make_demo(workspace, leads=leads, seed=seed, until=last)
    made = journeys(workspace)
    leads_made, rows_made = counted(made.lead_count, "lead"), counted(made.interaction_count, "interaction")
    document = {"workspace": name, "leads": made.lead_count, "interactions": made.interaction_count}
    face.answer(document, f"Made {name}: {leads_made}, {rows_made}.")
