"""The analyses in the terminal: a command for each line of the table, its flags made of what its address can say."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Annotated, Any, Final, Protocol

import typer

from commands.face import Face, Moment, as_of_moment, command, table
from commands.options import flag, said
from db.questions.ask import Asked, question
from db.questions.parts.table import PARTS, parts_asked, whole_document
from journey_core.analyses import ANALYSES, Analysis
from journey_core.answers import Answer
from journey_core.parameters import Parameter

LINES: Final[Mapping[str, str]] = {
    "funnel": "commands.funnel",
    "attribution": "commands.attribution",
    "paths": "commands.paths",
    "bottlenecks": "commands.bottlenecks",
    "reconcile": "commands.reconcile",
}
"""The analyses whose module words the answer for people; the others are shown as plain tables."""


class Lines(Protocol):
    """An answer and its parts, as lines for people."""

    def __call__(self, asked: Asked[Any, Any], parts: Mapping[str, Answer]) -> list[str]: ...


def add(app: typer.Typer, name: str) -> None:
    """Adds the command of an analysis."""
    command(app, name)(_run(ANALYSES[name]))


def _run(analysis: Analysis) -> Callable[..., None]:
    """What a command does, with the flags of the analysis and its parts as its signature."""
    known = [*analysis.entry.parameters, *(each for part in PARTS.get(analysis.name, ()) for each in part.parameters)]

    def run(face: Face, *, as_of: str | None, **flags: Any) -> None:
        given = said(**{each.terminal_name: _texts(each, flags[each.terminal_name]) for each in known})
        given = {each.name: given[each.terminal_name] for each in known if each.terminal_name in given}
        if analysis.entry.check:
            analysis.entry.check(given, _flag_of(known))
        asked = question(face.workspace, analysis.name, given, as_of=as_of_moment(face, as_of))
        parts = parts_asked(asked)
        face.answer(whole_document(asked, parts), _lines(analysis)(asked, parts))

    run.__doc__ = analysis.help
    shared = (inspect.Parameter("face", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Face),)
    seen = inspect.Parameter("as_of", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Moment)
    run.__signature__ = inspect.Signature([*shared, *map(_parameter, known), seen])  # type: ignore[attr-defined]
    return run


def _parameter(of: Parameter) -> inspect.Parameter:
    """A flag as Typer reads it from a signature."""
    kind: Any = list[of.kind] if of.is_many else of.kind  # type: ignore[name-defined]
    default: Any = inspect.Parameter.empty if of.is_required else None
    if of.switch:
        kind, default = bool, False
    elif not of.is_required:
        kind = kind | None
    annotation = Annotated[kind, typer.Option(flag(of.terminal_name), help=of.help)]
    return inspect.Parameter(of.terminal_name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _texts(of: Parameter, value: Any) -> Sequence[str] | None:
    """What a flag says, as an address would; None for nothing."""
    if of.switch:
        return [of.switch] if value else None
    if value is None:
        return None
    values = value if of.is_many else [value]
    return [f"{each:g}" if isinstance(each, float) else str(each) for each in values]


def _flag_of(known: Sequence[Parameter]) -> Callable[[str], str]:
    """How people type the parameter with this name."""
    flags = {each.name: flag(each.terminal_name) for each in known}
    return lambda name: flags[name]


def _lines(analysis: Analysis) -> Lines:
    if analysis.name in LINES:
        found: Lines = import_module(LINES[analysis.name]).lines
        return found
    return _as_tables


def _as_tables(asked: Asked[Any, Any], parts: Mapping[str, Answer]) -> list[str]:
    """The definition and the table of the answer, and those of its parts."""
    lines: list[str] = []
    for answer in (asked.answer, *parts.values()):
        frame = answer.frame()
        cells = frame.astype(object).where(frame.notna(), "").to_numpy().tolist()
        lines += ["", answer.definition, *table(list(frame.columns), cells)]
    return lines[1:]
