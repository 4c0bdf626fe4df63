"""REST: is the program well, and a workspace's data as files. Thin: every answer is one call into db."""

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from api.guards import session_of
from db.access import context_of
from db.engine import Workspace, open_workspace
from db.exports import EXPORTS, export
from db.lists import kept_list
from db.rejects import rejects_csv
from db.running import running_store
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
        Route("/export/{what}.{format}", export_file),
        Route("/imports/{import_id:int}/rejects.csv", rejects),
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
    what, suffix = request.path_params["what"], request.path_params["format"]
    folder = tempfile.TemporaryDirectory(prefix="journey-export-")
    path = Path(folder.name) / f"{what}.{suffix}"
    try:
        _check(what, suffix)
        export(_workspace(request), what, path, only=_only(request))
    except JourneyError as error:
        folder.cleanup()
        return _refused(error)
    return FileResponse(
        path, media_type=MEDIA_TYPES[suffix], filename=path.name, background=BackgroundTask(folder.cleanup)
    )


def rejects(request: Request) -> Response:
    """The rejected rows of one import, as CSV, in a stream."""
    import_id = request.path_params["import_id"]
    try:
        lines = _started(rejects_csv(_workspace(request), import_id))
    except JourneyError as error:
        return _refused(error)
    disposition = {"Content-Disposition": f'attachment; filename="rejects-{import_id}.csv"'}
    return StreamingResponse(lines, media_type=MEDIA_TYPES["csv"], headers=disposition)


def _check(what: str, suffix: str) -> None:
    if what not in EXPORTS:
        raise UnknownName("export", what, EXPORTS)
    if suffix not in MEDIA_TYPES:
        raise UnknownName("file format", suffix, MEDIA_TYPES)


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
    """`lines` with the first one already read, so that a refusal comes before the answer's head is sent."""
    first = next(lines, "")
    return itertools.chain([first], lines)


def _refused(error: JourneyError) -> Response:
    status = 404 if isinstance(error, UnknownName) else 409
    return JSONResponse({"error": str(error)}, status_code=status)
