"""Mappings kept by name, for pages and terminal alike: mapping."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from commands.face import Face, command, is_file, table
from db.log.mappings import remove_mapping, save_mapping, saved_mappings
from db.store.workspaces import Workspace
from journey_core.errors import PATH, BadInput, UnknownName, brief
from journey_core.intake.rows.mapping import Mapping, from_json

Name = Annotated[str, typer.Argument(help="The name that the mapping is kept under.")]


def add(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    mappings = typer.Typer(no_args_is_help=True, help="Mappings of files, kept by name: list, show, save, remove.")
    command(mappings, "list")(list_command)
    command(mappings, "show")(show_command)
    command(mappings, "save")(save_command)
    command(mappings, "remove")(remove_command)
    app.add_typer(mappings, name="mapping")


def chosen_mapping(workspace: Workspace, given: str) -> Mapping:
    """The mapping in the file with this name if there is one, else the mapping kept under the name."""
    if is_file(Path(given)):
        return _read(Path(given))
    known = saved_mappings(workspace)
    if given not in known:
        raise UnknownName("mapping or file", given, known)
    return known[given]


def list_command(face: Face) -> None:
    """The mappings by name, with the fields that each one fills."""
    known = saved_mappings(face.workspace)
    documents = [{"mapping": name, "fields": each.fields()} for name, each in known.items()]
    face.answer(documents, table(["mapping", "fields"], ([name, ", ".join(known[name].fields())] for name in known)))


def show_command(face: Face, name: Name) -> None:
    """The document of a mapping, as `import --mapping` reads it from a file."""
    known = saved_mappings(face.workspace)
    if name not in known:
        raise UnknownName("saved mapping", name, known)
    document = known[name].to_json()
    face.answer(document, orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())


def save_command(face: Face, name: Name, file: Annotated[Path, typer.Argument(help="Its document (JSON).")]) -> None:
    """Keeps a mapping under a name, in place of one that has the name already."""
    mapping = _read(file)
    save_mapping(face.workspace, name, mapping)
    face.answer({"mapping": name.strip(), "fields": mapping.fields()}, f"Kept the mapping {name.strip()}.")


def remove_command(face: Face, name: Name) -> None:
    """Forgets a mapping; what was imported with it stays."""
    remove_mapping(face.workspace, name)
    face.answer({"mapping": name, "removed": True}, f"Forgot the mapping {name}.")


def _read(file: Path) -> Mapping:
    try:
        return from_json(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeError) as error:
        raise BadInput(f"The mapping “{brief(file, most=PATH)}” can't be read: {error}.") from None
