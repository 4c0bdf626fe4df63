"""REST: the program's health, a workspace's data as files, what is on the screen as files. Every answer is one call."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from api.files.pictures import PICTURES, picture
from api.guards import session_of
from db.exports.tables import export
from db.log.rejects import rejects_csv
from db.sessions.access import context_of
from db.sessions.screen_contents import file_name, kept_list, shown_figure, write_shown
from db.store.running import running_store
from db.store.workspaces import Workspace, open_workspace
from journey_core.errors import JourneyError, UnknownName

MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


def routes() -> list[BaseRoute]:
    """Everything below /api."""
    return [
        Route("/health", health),
        Route("/export/{what}.{suffix}", export_file),
        Route("/imports/{import_id:int}/rejects.csv", rejects),
        Route("/kept/{name}.{suffix}", kept_file),
        Route("/figures/{name}.{suffix}", figure_file),
    ]


def health(_: Request) -> Response:
    """200 {"status": "ok"} when the store opens, else 503 with the reason."""
    try:
        running_store().workspaces()
    except JourneyError as error:
        return JSONResponse({"status": "unavailable", "reason": str(error)}, status_code=503)
    return JSONResponse({"status": "ok"})


def export_file(request: Request) -> Response:
    """The session's workspace as one file; written to a temporary folder first, so that an error is still an answer."""
    what: str = request.path_params["what"]

    def write(path: Path) -> str:
        export(_workspace(request), what, path, only=_only(request))
        return what

    return _file(request.path_params["suffix"], write)


def kept_file(request: Request) -> Response:
    """A table that the session has on its screen, as one file."""
    name, session = request.path_params["name"], session_of(request.headers)
    return _file(request.path_params["suffix"], lambda path: write_shown(_workspace(request), session, name, path))


def figure_file(request: Request) -> Response:
    """A figure that the session has on its screen, as a picture."""
    name, suffix = request.path_params["name"], request.path_params["suffix"]
    try:
        figure = shown_figure(_workspace(request), session_of(request.headers), name)
        drawn = picture(figure, suffix)
    except JourneyError as error:
        return _refused(error)
    disposition = {"Content-Disposition": f'attachment; filename="{file_name(figure.title, suffix)}"'}
    return Response(drawn, media_type=PICTURES[suffix], headers=disposition)


def rejects(request: Request) -> Response:
    """The rejected rows of one import, as CSV, in a stream."""
    import_id = request.path_params["import_id"]
    try:
        lines = _started(rejects_csv(_workspace(request), import_id))
    except JourneyError as error:
        return _refused(error)
    disposition = {"Content-Disposition": f'attachment; filename="rejects-{import_id}.csv"'}
    return StreamingResponse(lines, media_type=MEDIA_TYPES["csv"], headers=disposition)


def _file(suffix: str, write: Callable[[Path], str]) -> Response:
    """What `write` puts at a path, under the title that it returns; the temporary folder lasts for the answer."""
    folder = tempfile.TemporaryDirectory(prefix="journey-export-")
    path = Path(folder.name) / f"export.{suffix}"
    try:
        if suffix not in MEDIA_TYPES:
            raise UnknownName("file format", suffix, MEDIA_TYPES)
        name = file_name(write(path), suffix)
    except JourneyError as error:
        folder.cleanup()
        return _refused(error)
    return FileResponse(path, media_type=MEDIA_TYPES[suffix], filename=name, background=BackgroundTask(folder.cleanup))


def _only(request: Request) -> frozenset[int] | None:
    """The leads of the list that the request names, None if it names none."""
    name = request.query_params.get("list")
    if not name:
        return None
    return frozenset(kept_list(_workspace(request), session_of(request.headers), name).tolist())


def _workspace(request: Request) -> Workspace:
    """The workspace that the request's session chose; no part of the address ever names one."""
    return open_workspace(context_of(running_store(), session_of(request.headers)))


def _started(lines: Iterator[str]) -> Iterator[str]:
    """`lines` with the first one already read, so that a refusal comes before the answer's headers are sent."""
    first = next(lines, "")
    return itertools.chain([first], lines)


def _refused(error: JourneyError) -> Response:
    status = 404 if isinstance(error, UnknownName) else 409
    return JSONResponse({"error": str(error)}, status_code=status)
