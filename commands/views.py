"""Questions that are kept: list, save, remove."""

from typing import Annotated, Any, Final
from urllib.parse import parse_qs, urlencode

import typer

from commands.face import Face, command, table
from db.kept.views import View, pages_of_views, remove_view, save_view, view, views

NAMES: Final = ("name", "page", "description", "is_shared", "is_pinned", "is_own", "created_at")


def add(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    kept = typer.Typer(no_args_is_help=True, help="Saved views: list, save, remove.")
    command(kept, "list")(list_command)
    command(kept, "save")(save_command)
    command(kept, "remove")(remove_command)
    app.add_typer(kept, name="views")


def list_command(face: Face) -> None:
    """Views saved from the terminal, and those that others share."""
    known = views(face.workspace)
    rows = [
        (
            each.name,
            each.page,
            "shared" if each.is_shared else "private",
            "pinned" if each.is_pinned else "",
            _query(each),
        )
        for each in known
    ]
    face.answer([_document(each) for each in known], table(("name", "page", "shared", "pinned", "query"), rows))


def save_command(
    face: Face,
    name: Annotated[str, typer.Argument(help="What it is called; a view of that name is replaced.")],
    page: Annotated[str, typer.Option(help=" | ".join(pages_of_views()) + "; a view of the leads page is a segment.")],
    query: Annotated[str, typer.Option(help="The page's address, or what stands after its question mark.")] = "",
    description: Annotated[str, typer.Option(help="What it is for.")] = "",
    private: Annotated[bool, typer.Option("--private", help="Only for the terminal.")] = False,
    pin: Annotated[bool, typer.Option("--pin", help="Puts it on the overview.")] = False,
) -> None:
    """Keeps a question under a name."""
    saved = save_view(
        face.workspace, name, page=page, query=_parameters(query),
        description=description, is_shared=not private, is_pinned=pin,
    )  # fmt: skip
    face.answer(_document(saved), f"Saved {saved.name}: /{saved.page}?{_query(saved)}")


def remove_command(face: Face, name: str) -> None:
    """Forgets a view."""
    remove_view(face.workspace, view(face.workspace, name).view_id)
    face.answer({"name": name, "removed": True}, f"Removed the view {name}.")


def _document(of: View) -> dict[str, Any]:
    return {each: getattr(of, each) for each in NAMES} | {"query": of.parameters}


def _query(of: View) -> str:
    return urlencode(of.parameters, doseq=True)


def _parameters(address: str) -> dict[str, list[str]]:
    """What an address asks; one that does not start with “/” or “http” is the part after the question mark."""
    is_whole = address.startswith(("/", "http://", "https://"))
    return parse_qs(address.partition("?")[2] if is_whole else address.removeprefix("?"))
