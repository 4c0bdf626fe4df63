"""The terminal: everything the app can do, for scripts and cron jobs. `python cli.py --help` lists it."""

import gc
from typing import Final

import typer

from commands.lazy import Line, lazy_group
from journey_core.analyses import ANALYSES

LOG: Final = {
    "setup": Line(
        "Makes the store if there is none, and compiles the analyses, so that the first click need not wait.",
        "commands.setup",
    ),
    "demo": Line("Makes a workspace with invented leads whose journeys tell stories.", "commands.setup"),
    "export": Line("Writes interactions, leads or journeys to a file.", "commands.export"),
    "check": Line(
        "Derives everything anew from the log and reports what differs, and what looks odd in the data.",
        "commands.check",
    ),
    "import": Line("Reads a file of interactions into the log.", "commands.imports"),
    "log": Line("Logs one interaction. The same one again changes nothing.", "commands.log"),
    "leads": Line("Leads, the warmest or the newest first, or those to call.", "commands.leads"),
    "journey": Line(
        "One lead's interactions, oldest first, with stage, score, reasons and next step.", "commands.leads"
    ),
    "task": Line("Next steps of leads: add, list, done, snooze, undo.", "commands.tasks"),
    "score": Line("The engagement score with its parts, as of any instant.", "commands.leads"),
}
"""The store, the log and its leads."""

REST: Final = {
    "workspace": Line("Workspaces: list, add, remove.", "commands.workspaces"),
    "imports": Line("The history of imports: list, rejects, warnings, undo.", "commands.imports"),
    "mapping": Line("Mappings of files, kept by name: list, show, save, remove.", "commands.mappings"),
    "views": Line("Saved views: list, save, remove.", "commands.views"),
    "spend": Line("What channels cost: list, add, import, remove.", "commands.spend"),
}
"""What comes after the analyses in the help."""


def commands() -> dict[str, Line]:
    """Every command in the order of the help, which does not import what the commands run."""
    of_analyses = {name: Line(each.help, "commands.analyses", of_table=True) for name, each in ANALYSES.items()}
    return LOG | of_analyses | REST


app = typer.Typer(
    cls=lazy_group(commands),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.callback()(lambda: None)  # without one, Typer takes a program that registers no command to be empty

if __name__ == "__main__":
    # Most of a short run is imports, which never become garbage; looking through them took an eighth of it.
    gc.set_threshold(50_000)
    app()
