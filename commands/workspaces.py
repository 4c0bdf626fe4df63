"""The workspaces of the store: workspace."""

from typing import Annotated

import typer

from commands.face import Face, WrongUsage, command, table


def add(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    workspaces = typer.Typer(no_args_is_help=True, help="Workspaces: list, add, remove.")
    command(workspaces, "list")(list_command)
    command(workspaces, "add")(add_command)
    command(workspaces, "remove")(remove_command)
    app.add_typer(workspaces, name="workspace")


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
        raise WrongUsage(f"This removes {name} and everything in it for good; add --yes to do so.")
    face.store.remove_workspace(name)
    face.answer({"workspace": name, "removed": True}, f"Removed the workspace {name}.")
