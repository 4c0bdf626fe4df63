"""Views: questions that people keep under a name, each a page with the parameters of its address.

A view belongs to the user who saved it. Nobody else sees it unless it is shared; an administrator may also pin and
remove a shared one.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, update

from db.store.tables import SAVED_VIEW
from db.store.workspaces import Workspace
from journey_core.analyses import ANALYSES
from journey_core.errors import BadInput, Refused, UnknownName
from journey_core.intake.cells.safe_text import storable
from journey_core.parameters import Query

NAME_LIMIT: Final = 100
DESCRIPTION_LIMIT: Final = 1_000
QUERY_LIMIT: Final = 20_000
"""The most letters in an address; browsers give up soon after."""
VIEW_LIMIT: Final = 500
"""The most views of one owner: every page that names them reads them all."""


@dataclass(frozen=True)
class View:
    """One saved view, as its reader sees it. `query` is the address: every parameter with all its values."""

    view_id: int
    name: str
    description: str
    page: str
    query: tuple[tuple[str, tuple[str, ...]], ...]
    is_shared: bool
    is_pinned: bool
    is_own: bool
    created_at: datetime

    @property
    def parameters(self) -> dict[str, list[str]]:
        """The address as `questions` and links read it."""
        return {name: list(values) for name, values in self.query}


def pages_of_views() -> tuple[str, ...]:
    """The pages whose questions can be kept."""
    return ("leads", *ANALYSES)


def views(workspace: Workspace, *, page: str = "", only_pinned: bool = False) -> list[View]:
    """The user's own views and those that others share, by name; only those of one page if it is named."""
    return _found(workspace, *_of_page(page), *([SAVED_VIEW.c.is_pinned] if only_pinned else []))


def view_names(workspace: Workspace, *, page: str = "") -> tuple[str, ...]:
    """The names of the same views, in the same order, each once."""
    rows = select(SAVED_VIEW.c.name).where(workspace.owns(SAVED_VIEW), _is_visible(workspace), *_of_page(page))
    with workspace.read("see") as connection:
        names = set(connection.scalars(rows))
    return tuple(sorted(names, key=lambda name: (name.casefold(), name)))


def view(workspace: Workspace, name: str, *, page: str = "") -> View:
    """The view of this name, the user's own before a shared one; raises UnknownName."""
    if found := _found(workspace, SAVED_VIEW.c.name == name, *_of_page(page)):
        return found[0]
    raise UnknownName("segment" if page == "leads" else "saved view", name, view_names(workspace, page=page))


def save_view(
    workspace: Workspace,
    name: str,
    *,
    page: str,
    query: Query,
    description: str = "",
    is_shared: bool = False,
    is_pinned: bool = False,
) -> View:
    """Keeps a question under a name; the user's own view of that name is replaced. Raises BadInput, UnknownName, and
    Refused beyond VIEW_LIMIT or where another page's view has that name: it may be a segment in use.
    """
    name, kept = _checked_name(name), _checked_query(query)
    if page not in pages_of_views():
        raise UnknownName("page to keep a question of", page, pages_of_views())
    document = {"description": storable(description.strip())[:DESCRIPTION_LIMIT], "page": page,
                "query": orjson.dumps(kept).decode(), "is_shared": is_shared, "is_pinned": is_pinned}  # fmt: skip
    whose = {"workspace_id": workspace.id, "owner": workspace.user, "name": name}
    # A random number, so that a link to a removed view never opens another one.
    fresh = {"view_id": secrets.randbelow(2**31 - 1) + 1, "created_at": datetime.now(UTC)}
    same = (workspace.owns(SAVED_VIEW), SAVED_VIEW.c.owner == workspace.user, SAVED_VIEW.c.name == name)
    with workspace.write("save views") as connection:
        stands = connection.scalar(select(SAVED_VIEW.c.page).where(*same))
        if stands not in {None, page}:
            raise Refused(f"“{name}” is already a saved view of yours, of the page {stands}; choose another name.")
        if not connection.execute(update(SAVED_VIEW).where(*same).values(document)).rowcount:
            _check_room(connection, workspace)
            connection.execute(insert(SAVED_VIEW).values(whose | fresh | document))
    return view(workspace, name)


def pin_view(workspace: Workspace, view_id: int, *, is_pinned: bool = True) -> None:
    """Puts a view on the overview, or takes it off; raises UnknownName, Refused."""
    _check_may_change(workspace, view_id)
    with workspace.write("save views") as connection:
        row = (workspace.owns(SAVED_VIEW), SAVED_VIEW.c.view_id == view_id)
        connection.execute(update(SAVED_VIEW).where(*row).values(is_pinned=is_pinned))


def remove_view(workspace: Workspace, view_id: int) -> None:
    """Forgets a view; raises UnknownName, Refused."""
    _check_may_change(workspace, view_id)
    with workspace.write("save views") as connection:
        connection.execute(delete(SAVED_VIEW).where(workspace.owns(SAVED_VIEW), SAVED_VIEW.c.view_id == view_id))


def _found(workspace: Workspace, *conditions: ColumnElement[bool]) -> list[View]:
    """The views that the user sees and that meet these conditions, by name, own ones first."""
    rows = select(SAVED_VIEW).where(workspace.owns(SAVED_VIEW), _is_visible(workspace), *conditions)
    with workspace.read("see") as connection:
        found = [_view(row, workspace) for row in connection.execute(rows)]
    return sorted(found, key=lambda view: (view.name.casefold(), view.name, not view.is_own, view.view_id))


def _of_page(page: str) -> list[ColumnElement[bool]]:
    return [SAVED_VIEW.c.page == page] if page else []


def _is_visible(workspace: Workspace) -> Any:
    return or_(SAVED_VIEW.c.owner == workspace.user, SAVED_VIEW.c.is_shared)


def _view(row: Row[Any], workspace: Workspace) -> View:
    query = tuple((name, tuple(values)) for name, values in orjson.loads(row.query).items())
    return View(
        row.view_id, row.name, row.description, row.page, query, row.is_shared, row.is_pinned,
        row.owner == workspace.user, row.created_at,
    )  # fmt: skip


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        raise BadInput(f"“{name[:NAME_LIMIT]}” can't name a view: 1 to {NAME_LIMIT} printable characters.")
    return name


def _checked_query(query: Query) -> dict[str, list[str]]:
    kept = {storable(name): [storable(value) for value in values] for name, values in query.items() if values}
    length = sum(len(name) + len(value) for name, values in kept.items() for value in values)
    if length > QUERY_LIMIT:
        raise BadInput(f"An address of {length:,} letters is too long to keep; at most {QUERY_LIMIT:,}.")
    return kept


def _check_room(connection: Connection, workspace: Workspace) -> None:
    own = (workspace.owns(SAVED_VIEW), SAVED_VIEW.c.owner == workspace.user)
    if (connection.scalar(select(func.count()).where(*own)) or 0) >= VIEW_LIMIT:
        raise Refused(f"You have {VIEW_LIMIT} saved views already; remove one that is no longer needed.")


def _check_may_change(workspace: Workspace, view_id: int) -> None:
    if not (found := _found(workspace, SAVED_VIEW.c.view_id == view_id)):
        raise UnknownName("saved view", str(view_id), view_names(workspace))
    if not found[0].is_own and "change views" not in workspace.role.may:
        raise Refused(f"“{found[0].name}” was saved by somebody else; only they or an administrator can change it.")
