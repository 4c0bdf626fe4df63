"""Files in, and their history: import, imports."""

import sys
from pathlib import Path
from typing import Annotated, TypedDict

import orjson
import typer

from commands.face import Face, command, is_file, table
from commands.mappings import chosen_mapping
from db.log.import_history import imports
from db.log.imports import ImportResult, import_file
from db.log.mappings import saved_mappings
from db.log.rejects import rejects_csv
from db.log.undo import undo
from db.log.warnings import warnings_csv
from db.log.words import words
from journey_core.errors import PATH, BadFile, BadInput, brief
from journey_core.intake.proposal.propose import propose
from journey_core.intake.rows.mapping import Mapping, from_json
from journey_core.intake.table.recognise import Recognised, recognise
from journey_core.wording import counted, spoken_percent


class Reading(TypedDict):
    """What a person says about how the file is to be split."""

    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header_line: int | None


def add(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    command(app, "import")(import_command)
    history = typer.Typer(no_args_is_help=True, help="The history of imports: list, rejects, warnings, undo.")
    command(history, "list")(list_command)
    command(history, "rejects")(rejects_command)
    command(history, "warnings")(warnings_command)
    command(history, "undo")(undo_command)
    app.add_typer(history, name="imports")


def import_command(
    face: Face,
    file: Annotated[Path, typer.Argument(help="CSV, TSV or XLSX, also as .gz")],
    map_: Annotated[list[str] | None, typer.Option("--map", help="field=Column, may be repeated")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="field=constant, may be repeated")] = None,
    mapping: Annotated[str | None, typer.Option(help="A mapping document (JSON), or the name of a saved one.")] = None,
    source: Annotated[str, typer.Option(help="The system that the rows come from.")] = "csv",
    timezone: Annotated[str | None, typer.Option(help="Zone of times without one, such as Europe/Berlin.")] = None,
    date_format: Annotated[str | None, typer.Option(help="How dates are written, such as %d-%m-%y.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding, when it can't be told.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="Delimiter, when it can't be told.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook; default the first.")] = None,
    header_line: Annotated[int | None, typer.Option(help="Line of the column names, when it can't be told.")] = None,
    number_format: Annotated[str | None, typer.Option(help="point (1,234.5) or comma (1.234,5).")] = None,
    phone_region: Annotated[str | None, typer.Option(help="Country of national phone numbers, such as DE.")] = None,
    placeholders: Annotated[str | None, typer.Option(help="keep: take n/a, null and the like as they are.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count everything, keep nothing.")] = False,
    all_or_nothing: Annotated[bool, typer.Option("--all-or-nothing", help="Refuse a file with a bad row.")] = False,
    proposes: Annotated[bool, typer.Option("--propose", help="Print a mapping for the file, import nothing.")] = False,
) -> None:
    """Reads a file of interactions into the log."""
    if not is_file(file):
        raise BadFile(f"There is no file “{brief(file, most=PATH)}”.")
    reading: Reading = {"encoding": encoding, "delimiter": delimiter, "sheet": sheet, "header_line": header_line}
    if proposes:
        _print_proposal(face, file, recognise(file, **reading))
        return
    how = {"timezone": timezone, "date_format": date_format, "number_format": number_format}
    how |= {"phone_region": phone_region, "placeholders": placeholders}
    result = import_file(
        face.workspace,
        file,
        mapping=_mapping(face, mapping, map_ or [], set_ or [], how),
        source=source,
        dry_run=dry_run,
        all_or_nothing=all_or_nothing,
        progress=None if face.as_json or not sys.stderr.isatty() else _show_progress,
        **reading,
    )
    face.answer(_import_document(result), _import_text(result, dry_run))


def _print_proposal(face: Face, file: Path, found: Recognised) -> None:
    """The mapping document that the file suggests, the same with and without --json: `--mapping` reads it."""
    proposal = propose(file, found, saved=saved_mappings(face.workspace), words=words(face.workspace))
    document = proposal.document()
    face.answer(document, orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())


def _mapping(
    face: Face,
    given: str | None,
    columns: list[str],
    constants: list[str],
    how: dict[str, str | None],
) -> Mapping:
    """The mapping of that file or name, with what the command line says added."""
    base = chosen_mapping(face.workspace, given).to_json() if given else {}
    base["columns"] = base.get("columns", {}) | _pairs("--map", columns)
    base["constants"] = base.get("constants", {}) | _pairs("--set", constants)
    base |= {name: value for name, value in how.items() if value}
    return from_json(base)


def _pairs(option: str, pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise BadInput(f"“{brief(pair)}” after {option} is not a pair; expected field=something.")
        found[name.strip()] = value
    return found


def _show_progress(share: float) -> None:
    sys.stderr.write(f"\r{spoken_percent(share, digits=0):>5}" + ("\r     \r" if share >= 1 else ""))
    sys.stderr.flush()


def _import_document(result: ImportResult) -> dict[str, object]:
    names = (
        "import_id",
        "rows",
        "created",
        "duplicate",
        "rejected",
        "warnings",
        "leads_created",
        "new_words",
        "seconds",
    )
    more = {
        "is_repeat": result.is_repeat, "reject_reasons": result.reject_reasons,
        "warning_reasons": result.warning_reasons, "notes": list(result.notes),
    }  # fmt: skip
    return {name: getattr(result, name) for name in names} | more


def _import_text(result: ImportResult, dry_run: bool) -> list[str]:
    if result.is_repeat:
        return [f"This file was imported already, as import {result.import_id}; nothing was written."]
    title = "Dry run, nothing kept" if dry_run else f"Import {result.import_id}"
    lines = [
        f"{title}: {counted(result.rows, 'row')} = {result.created:,} created + {result.duplicate:,} duplicate + "
        f"{result.rejected:,} rejected; {counted(result.leads_created, 'new lead')}, {result.seconds:.1f} s"
    ]
    lines += [f"  rejected {count:,}: {reason}" for reason, count in result.reject_reasons.items()]
    lines += [f"  warning {count:,}: {reason}" for reason, count in result.warning_reasons.items()]
    lines += [f"  new {name}s: {', '.join(added[:20])}" for name, added in result.new_words.items()]
    return lines + [f"  note: {note}" for note in result.notes]


def list_command(face: Face) -> None:
    """The imports, newest first."""
    records = imports(face.workspace)
    names = ("import_id", "filename", "created_at", "rows", "created", "duplicate", "rejected", "warnings", "is_undone")
    documents = [{name: getattr(each, name) for name in names} for each in records]
    face.answer(documents, table(names, (list(document.values()) for document in documents)))


def rejects_command(
    face: Face, import_id: int, out: Annotated[Path | None, typer.Option(help="File to write, else stdout.")] = None
) -> None:
    """The rejected rows of an import as CSV, with row, line, column and reason."""
    _hand_out(face, "".join(rejects_csv(face.workspace, import_id)), out)


def warnings_command(
    face: Face, import_id: int, out: Annotated[Path | None, typer.Option(help="File to write, else stdout.")] = None
) -> None:
    """The cells of an import that were not taken as they stand, as CSV: row, line, column, reason, cell."""
    _hand_out(face, "".join(warnings_csv(face.workspace, import_id)), out)


def _hand_out(face: Face, text: str, out: Path | None) -> None:
    """A CSV file to a place, or to stdout."""
    if out:
        try:
            out.write_text(text, encoding="utf-8", newline="")
        except OSError as problem:
            raise BadInput(f"“{brief(out, most=PATH)}” can't be written: {problem.strerror or problem}.") from problem
        face.answer({"file": str(out)}, f"Written to {out}.")
    elif face.as_json:
        face.answer({"csv": text}, "")
    else:
        sys.stdout.write(text)


def undo_command(face: Face, import_id: int) -> None:
    """Takes an import back."""
    done = undo(face.workspace, import_id)
    removed = f"{counted(done.interactions, 'interaction')} and {counted(done.leads, 'lead')} removed"
    face.answer(
        {"import_id": import_id, "interactions": done.interactions, "leads": done.leads, "words": list(done.words)},
        f"Import {import_id} is undone: {removed}.",
    )
