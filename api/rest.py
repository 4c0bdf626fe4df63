"""REST: the program's health, a workspace's data as files, what is on the screen as files. Every answer is one call."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree
from threading import BoundedSemaphore
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from api.files.pictures import PICTURES, picture
from api.guards import session_asking
from db.access.roles import OPERATOR
from db.access.sessions import ADDRESS, TOKEN, Session, context_of, opened_by_link
from db.exports.tables import export
from db.log.rejects import rejects_csv
from db.log.warnings import warnings_csv
from db.sessions.screen_contents import file_name, kept_list, shown_figure, write_shown
from db.store.running import running_store
from db.store.storage_errors import in_sentences
from db.store.temporary import temporary_folder
from db.store.workspaces import Context, Workspace, open_workspace
from journey_core.errors import JourneyError, NotAllowed, StoreBusy, StoreError, UnknownAddress, UnknownName

MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}

STATUS: Final = {UnknownName: 404, NotAllowed: 403, StoreError: 503}
"""Error -> the status of its answer; every other is 409."""

FILES_AT_ONCE: Final = 4
_WRITING = BoundedSemaphore(FILES_AT_ONCE)
DOWNLOADS_AT_ONCE: Final = 32
_SENDING = BoundedSemaphore(DOWNLOADS_AT_ONCE)
LONGEST_NUMBER: Final = 18
"""Digits; a longer one is no number of an import, and takes long to read."""


def routes() -> list[BaseRoute]:
    """Everything below /api."""
    return [
        Route("/health", health),
        Route("/export/{what}.{suffix}", export_file),
        Route("/imports/{import_id}/rejects.csv", rejects),
        Route("/imports/{import_id}/warnings.csv", warnings),
        Route("/kept/{name}.{suffix}", kept_file),
        Route("/figures/{name}.{suffix}", figure_file),
    ]


def health(_: Request) -> Response:
    """200 {"status": "ok"} when the store and its first workspace can be read, else 503. The reason may name files and
    hosts, and anybody may ask, so it goes to the log.
    """
    try:
        store = running_store()
        for listed in store.listed()[:1]:
            open_workspace(Context(store, listed, OPERATOR, "health")).data_version()
    except JourneyError as error:
        logging.getLogger(__name__).error("Not healthy: %s", error)
        return JSONResponse({"status": "unavailable"}, status_code=503)
    return JSONResponse({"status": "ok"})


def export_file(request: Request) -> Response:
    """The session's workspace as one file; written to a temporary folder first, so that an error is still an answer."""
    what: str = request.path_params["what"]

    def write(path: Path) -> str:
        export(_shown_in(request)[0], what, path, only=_only(request))
        return what

    return _file(request.path_params["suffix"], write)


def kept_file(request: Request) -> Response:
    """A table that the session has on its screen, as one file."""
    name = request.path_params["name"]

    def write(path: Path) -> str:
        workspace, session = _shown_in(request)
        return write_shown(workspace, session.id, name, path)

    return _file(request.path_params["suffix"], write)


def figure_file(request: Request) -> Response:
    """A figure that the session has on its screen, as a picture."""
    name, suffix = request.path_params["name"], request.path_params["suffix"]
    try:
        workspace, session = _shown_in(request)
        figure = shown_figure(workspace, session.id, name)
        drawn = picture(figure, suffix)
    except JourneyError as error:
        return _refused(error)
    disposition = {"Content-Disposition": f'attachment; filename="{file_name(figure.title, suffix)}"'}
    return Response(drawn, media_type=PICTURES[suffix], headers=disposition)


def rejects(request: Request) -> Response:
    """The rejected rows of one import, as CSV."""
    return _of_import(request, "rejects", rejects_csv)


def warnings(request: Request) -> Response:
    """The cells of one import that were not taken as they stand, as CSV."""
    return _of_import(request, "warnings", warnings_csv)


def _of_import(request: Request, what: str, lines: Callable[[Workspace, int], Iterator[str]]) -> Response:
    """Lines about one import as a file."""
    number = request.path_params["import_id"]

    def write(path: Path) -> str:
        if not (number.isdecimal() and number.isascii() and len(number) <= LONGEST_NUMBER):
            raise UnknownName("import", number, ())
        import_id = int(number)
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines(_shown_in(request)[0], import_id))
        return f"{what}-{import_id}"

    return _file("csv", write)


def _file(suffix: str, write: Callable[[Path], str]) -> Response:
    """What `write` puts at a path, under the title that it returns; the temporary folder lasts for the answer.

    It is written as a whole before anything is sent: nobody holds a connection of the store at the pace of a client.
    """
    if not _WRITING.acquire(blocking=False):
        return _refused(StoreBusy("Too many files are being made at once; try again in a moment."))
    try:
        if suffix not in MEDIA_TYPES:
            raise UnknownName("file format", suffix, MEDIA_TYPES)
        with in_sentences():
            folder = temporary_folder()
            path = folder / f"export.{suffix}"
            try:
                name = file_name(write(path), suffix)
            except BaseException:
                rmtree(folder, ignore_errors=True)
                raise
    except JourneyError as error:
        return _refused(error)
    finally:
        _WRITING.release()
    return TemporaryFile(path, media_type=MEDIA_TYPES[suffix], filename=name)


class TemporaryFile(FileResponse):
    """A file whose folder goes when it was sent, or when nobody wants it any more. At most so many wait to be read."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if _SENDING.acquire(blocking=False):
                try:
                    await super().__call__(scope, receive, send)
                finally:
                    _SENDING.release()
            else:
                refused = _refused(StoreBusy("Too many files are being downloaded at once; try again in a moment."))
                await refused(scope, receive, send)
        finally:
            await run_in_threadpool(rmtree, Path(self.path).parent, ignore_errors=True)


def _only(request: Request) -> frozenset[int] | None:
    """The leads of the list that the request names, None if it names none."""
    name = request.query_params.get("list")
    if not name:
        return None
    workspace, session = _shown_in(request)
    return frozenset(kept_list(workspace, session.id, name).tolist())


def _shown_in(request: Request) -> tuple[Workspace, Session]:
    """The workspace and session that the link's token binds it to. Raises Refused, UnknownAddress."""
    store = running_store()
    session = session_asking(request.headers)
    if session is None:
        raise UnknownAddress
    asked = request.query_params
    listed = opened_by_link(store, session, asked.get(ADDRESS, ""), asked.get(TOKEN, ""))
    return open_workspace(context_of(store, session, listed)), session


def _refused(error: JourneyError) -> Response:
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 409)
    headers = {"Retry-After": "5"} if isinstance(error, StoreBusy) else None
    return JSONResponse({"error": str(error)}, status_code=status, headers=headers)
