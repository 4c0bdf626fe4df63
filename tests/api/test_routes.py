"""What a session has on its screen comes as a file to that session, and to nobody else; every refusal is a sentence."""

import asyncio
import json
import re
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

import altair as alt
import numpy as np
import pandas as pd
import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import Message

from api import rest
from api.files import pictures
from api.guards import Guards
from api.rest import routes
from db.access import sessions
from db.access.roles import as_operator
from db.access.sessions import ADDRESS, TOKEN, give_session, link_token
from db.log.imports import import_file
from db.sessions.screen_contents import keep_figure, keep_list, keep_table
from db.store.running import running_store
from db.store.workspaces import Workspace, open_workspace
from journey_core.intake.rows.mapping import Mapping

SESSION, OTHER = "A" * 43, "B" * 43
FRAME = pd.DataFrame({"step": ["=1+1"], "leads": [3]})


@dataclass(frozen=True)
class Answer:
    """A status, its headers in lower case, and its body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def error(self) -> str:
        return str(json.loads(self.body)["error"])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The workspace that both sessions look at."""
    monkeypatch.setenv("JOURNEY_STORE", f"sqlite:///{tmp_path / 'store'}")
    store = running_store()
    store.add_workspace("Test")
    for each in (SESSION, OTHER):
        monkeypatch.setattr(sessions, "new_id", lambda each=each: each)
        give_session(store)
    return open_workspace(as_operator(store, "Test"))


def link(here: Workspace, path: str, *, session: str = SESSION) -> str:
    """A link to a file as the session's page shows it in this workspace."""
    bound = f"{ADDRESS}={here.address}&{TOKEN}={link_token(session, here.address)}"
    return f"{path}{'&' if '?' in path else '?'}{bound}"


def ask(path: str, *, session: str = SESSION) -> Answer:
    """One GET at the whole program's routes, past its guards."""
    app = Guards(Starlette(routes=[Mount("/api", routes=routes())]))
    path, _, query = path.partition("?")
    headers = [(b"host", b"localhost"), *([(b"cookie", f"journey_session={session}".encode())] if session else [])]
    scope = {
        "type": "http", "method": "GET", "http_version": "1.1", "scheme": "http", "path": path, "root_path": "",
        "raw_path": path.encode(), "query_string": query.encode(), "headers": headers,
    }  # fmt: skip
    sent: list[Message] = []

    async def receive() -> Message:
        """Never disconnects: the client stays until the answer is complete."""
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    named = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], named, b"".join(each.get("body", b"") for each in sent))


def chart() -> str:
    return str(alt.Chart(pd.DataFrame({"a": [1, 2], "b": [2, 5]})).mark_bar().encode(x="a:O", y="b:Q").to_json())


def test_a_kept_table_comes_as_a_file_that_runs_nothing(here: Workspace) -> None:
    name = keep_table(here, SESSION, "Steps of ../x", FRAME)
    answer = ask(link(here, f"/api/kept/{name}.csv"))
    assert (answer.status, answer.body) == (200, "step,leads\r\n'\u2060=1+1,3\r\n".encode())
    assert answer.headers["content-disposition"] == 'attachment; filename="steps-of-x.csv"'
    assert ask(link(here, f"/api/kept/{name}.xlsx")).body[:2] == b"PK"
    assert ask(link(here, f"/api/kept/{name}.parquet")).body[:4] == b"PAR1"


@pytest.mark.parametrize("kind", ["kept/{}.csv", "figures/{}.svg", "export/leads.csv?list={}"])
def test_another_session_and_no_session_get_nothing(here: Workspace, kind: str) -> None:
    names = {
        "kept/{}.csv": keep_table(here, SESSION, "t", FRAME),
        "figures/{}.svg": keep_figure(here, SESSION, "t", "vega", chart()),
        "export/leads.csv?list={}": keep_list(here, SESSION, np.array([1, 2])),
    }
    path = f"/api/{kind.format(names[kind])}"
    assert ask(link(here, path), session=OTHER).status == 404
    refused = ask(link(here, path, session=OTHER), session=OTHER)
    assert (refused.status, "not kept any more" in refused.error) == (409, True)


@pytest.mark.parametrize("nobody", ["", "C" * 43])
def test_an_id_that_was_never_given_gets_nothing(here: Workspace, nobody: str) -> None:
    """ATTACKS 33: not even with a link that is made for it."""
    path = f"/api/kept/{keep_table(here, nobody, 't', FRAME)}.csv"
    assert ask(link(here, path, session=nobody or SESSION), session=nobody).status == 403


def test_in_another_workspace_the_same_session_gets_nothing(here: Workspace) -> None:
    """ATTACKS 31 and 35: neither by a link made there nor by naming it in a link made here."""
    here.store.add_workspace("Other")
    other = open_workspace(as_operator(here.store, "Other"))
    path = f"/api/kept/{keep_table(here, SESSION, 't', FRAME)}.csv"
    assert ask(link(here, path)).status == 200
    assert "not kept any more" in ask(link(other, path)).error
    moved = ask(link(here, path).replace(here.address, other.address))
    assert (moved.status, "made in another workspace" in moved.error) == (409, True)


@pytest.mark.parametrize("lost", [ADDRESS, TOKEN])
@pytest.mark.parametrize("instead", ["", "x"])
def test_a_link_without_what_binds_it_leads_nowhere(here: Workspace, lost: str, instead: str) -> None:
    path = f"/api/kept/{keep_table(here, SESSION, 't', FRAME)}.csv"
    assert ask(re.sub(f"{lost}=[^&]*", f"{lost}={instead}", link(here, path))).status == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("kept/{table}.exe", 404),
        ("kept/{table}", 404),
        ("figures/{figure}.gif", 404),
        ("kept/{figure}.csv", 409),
        ("figures/{table}.png", 409),
        ("kept/" + "x" * 5_000 + ".csv", 409),
        ("kept/%2e%2e.csv", 409),
        ("kept/../../etc/passwd.csv", 404),
    ],
)
def test_what_is_not_there_is_refused(here: Workspace, path: str, status: int) -> None:
    names = {"table": keep_table(here, SESSION, "t", FRAME), "figure": keep_figure(here, SESSION, "t", "vega", chart())}
    assert ask(link(here, f"/api/{path.format(**names)}")).status == status


def test_a_chart_comes_as_picture_without_a_browser(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "BROWSERS", ())
    monkeypatch.delenv("JOURNEY_CHROMIUM", raising=False)
    name = keep_figure(here, SESSION, "Curve", "vega", chart())
    drawn = ask(link(here, f"/api/figures/{name}.png"))
    assert (drawn.status, drawn.body[:8], drawn.headers["content-type"]) == (200, b"\x89PNG\r\n\x1a\n", "image/png")
    assert ask(link(here, f"/api/figures/{name}.svg")).body.startswith(b"<svg")


def test_a_figure_that_needs_a_browser_says_so_where_there_is_none(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "BROWSERS", ())
    monkeypatch.delenv("JOURNEY_CHROMIUM", raising=False)
    refused = ask(link(here, f"/api/figures/{keep_figure(here, SESSION, 'Funnel', 'plotly', '{}')}.png"))
    assert (refused.status, "install the system's package chromium" in refused.error) == (409, True)


def test_a_picture_that_takes_too_long_is_given_up(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LIMIT_SECONDS", 0.01)
    refused = ask(link(here, f"/api/figures/{keep_figure(here, SESSION, 'Curve', 'vega', chart())}.png"))
    assert (refused.status, "was given up" in refused.error) == (409, True)


def test_a_chart_asks_no_other_host_for_data(here: Workspace) -> None:
    spec = json.loads(chart()) | {"data": {"url": "http://127.0.0.1:9/x.csv"}}
    refused = ask(link(here, f"/api/figures/{keep_figure(here, SESSION, 'Curve', 'vega', json.dumps(spec))}.svg"))
    assert (refused.status, "can't be drawn" in refused.error) == (409, True)


def test_more_files_at_once_than_can_be_made_are_asked_to_come_again(here: Workspace) -> None:
    for _ in range(rest.FILES_AT_ONCE):
        assert rest._WRITING.acquire(blocking=False)
    try:
        refused = ask(link(here, "/api/export/leads.csv"))
        assert (refused.status, refused.headers["retry-after"]) == (503, "5")
        assert "Too many files" in refused.error
    finally:
        for _ in range(rest.FILES_AT_ONCE):
            rest._WRITING.release()
    assert ask(link(here, "/api/export/leads.csv")).status == 200


def test_a_busy_store_is_a_503_and_no_error_page(here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise PoolTimeout

    asked = link(here, "/api/export/leads.csv")
    monkeypatch.setattr(here.store.directory.reader, "connect", busy)
    answer = ask(asked)
    assert (answer.status, answer.body) == (503, b"Too many people are reading at once; try again in a moment.")
    assert ask("/api/health").status == 503


def test_what_a_failed_export_began_is_removed(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(rest, "export", full)
    answer = ask(link(here, "/api/export/leads.csv"))
    assert (answer.status, "No space left on device" in answer.error) == (503, True)
    assert list(tmp_path.glob("journey-files-*")) == []


def test_health_reads_a_workspace_and_logs_why_it_can_not(here: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    assert ask("/api/health", session="").status == 200
    assert here.database.file
    here.database.file.unlink()
    here.database.file.write_bytes(b"")
    answer = ask("/api/health", session="")
    assert (answer.status, json.loads(answer.body)) == (503, {"status": "unavailable"})
    assert "cut short" in caplog.text


def test_a_download_beyond_what_is_sent_at_once_is_asked_to_come_again(
    here: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rest, "_SENDING", BoundedSemaphore(1))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert rest._SENDING.acquire(blocking=False)
    assert ask(link(here, "/api/export/leads.csv")).status == 503
    rest._SENDING.release()
    assert ask(link(here, "/api/export/leads.csv")).status == 200
    assert list(tmp_path.glob("journey-files-*")) == []


@pytest.mark.parametrize("what", ["rejects", "warnings"])
def test_the_number_of_an_import_may_be_of_any_length(here: Workspace, what: str) -> None:
    for number in ("9" * 5_000, "-1", "x", "\u0661"):
        assert ask(link(here, f"/api/imports/{number}/{what}.csv")).status == 404


@pytest.mark.parametrize("what", ["rejects", "warnings"])
def test_what_stayed_out_of_the_other_workspace_is_unknown_by_its_number(
    here: Workspace, tmp_path: Path, what: str
) -> None:
    """ATTACKS 36."""
    here.store.add_workspace("Other")
    other = open_workspace(as_operator(here.store, "Other"))
    path = tmp_path / "rows.csv"
    path.write_text("lead,occurred_at,kind,value\nada,2024-01-01,note,canary\nbob,canary,note,\n")
    number = import_file(other, path, mapping=Mapping()).import_id
    assert "canary" in ask(link(other, f"/api/imports/{number}/{what}.csv")).body.decode()
    assert ask(link(here, f"/api/imports/{number}/{what}.csv")).status == 404
