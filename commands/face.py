"""What every command shares: where the store is, which workspace, how to answer, how to refuse.

Exit status: 0 done, 1 refused with one line on stderr, 2 wrong usage.
"""

import functools
import inspect
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import orjson
import typer

from commands.options import said
from db.access.roles import as_operator
from db.store.locks import PATIENCE
from db.store.settings import settings
from db.store.store import DEFAULT_URL, Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.calendar.parsing import end_of, start_of
from journey_core.errors import (
    AskDateFormat,
    AskNumberFormat,
    AskZone,
    JourneyError,
    TurnedDates,
    UnknownDates,
    UnknownName,
)
from journey_core.intake.cells.safe_text import storable

WAITS_SECONDS = 7 * 86_400
"""A command waits for whoever writes, and says so; somebody who no longer wants to wait can end it."""

StoreUrl = Annotated[
    str, typer.Option("--store", envvar="JOURNEY_STORE", help="sqlite:///FOLDER or postgresql://…", show_default=True)
]
WorkspaceName = Annotated[str | None, typer.Option("--workspace", "-w", help="Name of the workspace.")]
Moment = Annotated[str | None, typer.Option(help="ISO 8601, or a date in the workspace's zone.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")]

SHARED = [
    inspect.Parameter("store", inspect.Parameter.KEYWORD_ONLY, default=DEFAULT_URL, annotation=StoreUrl),
    inspect.Parameter("workspace", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=WorkspaceName),
    inspect.Parameter("as_json", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=AsJson),
]

_FLAGS: Final = {
    AskDateFormat: "--date-format", UnknownDates: "--date-format", TurnedDates: "--date-format",
    AskNumberFormat: "--number-format", AskZone: "--timezone",
}  # fmt: skip
"""What answers a question that a file asks."""


class WrongUsage(JourneyError):
    """The command line lacks something that only the person who typed it can add."""


@dataclass(frozen=True)
class Face:
    """The surroundings of one call; `as_json` chooses how it answers."""

    store_url: str
    workspace_name: str | None
    as_json: bool

    @functools.cached_property
    def store(self) -> Store:
        return Store.open(self.store_url)

    @functools.cached_property
    def workspace(self) -> Workspace:
        """The workspace named with -w, else the only one."""
        names = self.store.workspaces()
        if self.workspace_name is None and len(names) != 1:
            known = f"name one with -w: {', '.join(names)}" if names else "make one with `workspace add` or `demo`"
            raise WrongUsage(f"This store has {len(names)} workspaces; {known}.")
        return open_workspace(as_operator(self.store, self.workspace_name or names[0]))

    def answer(self, document: Any, text: str | Iterable[str]) -> None:
        """Prints the document as JSON, or the text for people."""
        if self.as_json:
            options = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS | orjson.OPT_INDENT_2
            sys.stdout.write(orjson.dumps(document, option=options).decode() + "\n")
        else:
            for line in [text] if isinstance(text, str) else text:
                sys.stdout.write(line + "\n")


def command(app: typer.Typer, name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Registers `function(face, …)` as a command with the shared options, and turns its errors into exit statuses."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def run(*, store: str, workspace: str | None, as_json: bool, **options: Any) -> None:
            PATIENCE.seconds, PATIENCE.tell = WAITS_SECONDS, _tell
            try:
                function(Face(store, workspace, as_json), **options)
            except JourneyError as error:
                sys.stderr.write(_one_line(error))
                raise typer.Exit(2 if isinstance(error, WrongUsage) else 1) from None

        own = [each for each in inspect.signature(function, eval_str=True).parameters.values() if each.name != "face"]
        run.__signature__ = inspect.Signature([*own, *SHARED])  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in [*own, *SHARED]}
        app.command(name)(run)
        return run

    return register


def _tell(said: str) -> None:
    """Says on the terminal why a command waits."""
    sys.stderr.write(f"{storable(said)}\n")


def _one_line(error: JourneyError) -> str:
    """The sentence as one line that can't steer the terminal, whatever name it quotes; and the flag that answers it."""
    flag = next((f" ({flag})" for kind, flag in _FLAGS.items() if isinstance(error, kind)), "")
    return " ".join(storable(str(error)).split()) + f"{flag}\n"


def is_file(path: Path) -> bool:
    """Whether there is a file with this name; False for a name that the system refuses."""
    try:
        return path.is_file()
    except OSError:
        return False


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Lines of a plain table; numbers are aligned to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    if not cells:
        return ["nothing yet"]
    widths = [max(len(row[place]) for row in [list(header), *cells]) for place in range(len(header))]
    is_number = [
        all(cell.replace(",", "").replace(".", "").lstrip("-").rstrip(" %").isdigit() for cell in column if cell)
        for column in zip(*cells, strict=True)
    ]

    def line(row: Sequence[str]) -> str:
        return "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, is_number, strict=True)
        ).rstrip()

    return [line(list(header)), *(line(row) for row in cells)]


def one_of(what: str, name: str, choices: Iterable[str]) -> str:
    """The name if it is among the choices, else UnknownName."""
    choices = list(choices)
    if name not in choices:
        raise UnknownName(what, name, choices)
    return name


def moment(face: Face, text: str | None) -> datetime | None:
    """A moment as typed; a bare date is its start in the workspace's zone."""
    return None if text is None else start_of(text, settings(face.workspace).tz)


def as_of_moment(face: Face, text: str | None) -> datetime:
    """The instant that an answer is true for; a bare date means its end, nothing means now."""
    said(as_of=text)
    return datetime.now(UTC) if text is None else end_of(text, settings(face.workspace).tz)
