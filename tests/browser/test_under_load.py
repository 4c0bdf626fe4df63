"""Nothing that many visitors do at once brings the program down: slow readers, and sessions that come and go."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from db.access.sessions import ADDRESS, SESSION_COOKIE, TOKEN, link_token
from db.log.imports import import_file
from db.store.store import Store
from db.store.workspaces import Workspace
from journey_core.intake.rows.mapping import Mapping
from tests.browser.conftest import answers, newcomer, serving, visit, workspace_of
from tests.proofs import cases

SLOW_READERS = 60
ROWS = 20_000
AT_ONCE, WAVES = cases(30) * 2 if cases(30) < 30 else 30, cases(20) + 4 if cases(20) < 20 else 20
"""Thirty sessions at once in twenty waves; elsewhere six in six."""


@pytest.fixture(scope="module")
def shown(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace whose interactions fill more than a socket's buffers, and with rejects to download."""
    made = workspace_of(store, "Loaded")
    path = tmp_path_factory.mktemp("load") / "rows.csv"
    rows = [f"lead {row % 500},2026-01-{1 + row % 28:02},email_sent,{'note ' * 40}{row}" for row in range(ROWS)]
    bad = [f"lead {row},someday,email_sent,{'note ' * 40}" for row in range(5_000)]
    path.write_text("\n".join(["lead,occurred_at,kind,content", *rows, *bad]))
    import_file(made, path, mapping=Mapping())
    return made


def read_slowly(url: str, path: str, cookie: str) -> socket.socket:
    """A client that asks for a file and does not read it."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    host = urlsplit(url).netloc
    client.connect((str(urlsplit(url).hostname), int(urlsplit(url).port or 0)))
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {SESSION_COOKIE}={cookie}\r\n\r\n".encode())
    return client


@pytest.mark.parametrize("file", ["/api/export/interactions.csv", "/api/imports/1/rejects.csv"])
def test_a_page_opens_beside_sixty_slow_readers(page: Page, app_url: str, shown: Workspace, file: str) -> None:
    session_id = newcomer(shown)
    bound = urlencode({ADDRESS: shown.address, TOKEN: link_token(session_id, shown.address)})
    with ExitStack() as readers:
        for _ in range(SLOW_READERS):
            readers.enter_context(read_slowly(app_url, f"{file}?{bound}", session_id))
            time.sleep(0.02)
        assert answers(f"{app_url}/api/health")
        visit(page, f"{app_url}/leads")
        expect(page.get_by_text("Showing 500 of 500 leads")).to_be_visible(timeout=30_000)


@pytest.fixture
def fresh(shown: Workspace, tmp_path: Path) -> Iterator[tuple[str, int]]:
    """The address of a server of its own, and the number of its process. What left is kept for a second there."""
    shortly = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "1"}
    server = serving("app.py", log=tmp_path / "log", JOURNEY_STORE=shown.store.url, **shortly)
    with server as url:
        yield url, server.process.pid


@pytest.mark.proof
def test_sessions_that_come_and_go_leave_nothing_behind(fresh: tuple[str, int], shown: Workspace) -> None:
    url, process = fresh
    used: list[tuple[int, int]] = []
    with ThreadPoolExecutor(AT_ONCE) as visitors:
        for _ in range(WAVES):
            done = list(visitors.map(lambda _: look_at_leads(url, shown), range(AT_ONCE)))
            assert all(done)
            time.sleep(1.5)
            used.append((descriptors(process), megabytes(process)))
    settled = used[2]
    assert used[-1][0] <= settled[0] + AT_ONCE, used
    assert used[-1][1] <= settled[1] * 1.1 + 20, used


def look_at_leads(url: str, shown: Workspace) -> bool:
    """One visit: the page of leads is asked for over a socket, shown, and left."""
    host = urlsplit(url).netloc
    headers = {"Cookie": f"{SESSION_COOKIE}={newcomer(shown)}"}
    with connect(
        f"ws://{host}/_stcore/stream", origin=url, additional_headers=headers, max_size=None, subprotocols=["streamlit"]
    ) as stream:
        asked = BackMsg()
        asked.rerun_script.page_name = "leads"
        asked.rerun_script.query_string = f"w={shown.address}"
        stream.send(asked.SerializeToString())
        seen = False
        while True:
            message = ForwardMsg()
            message.ParseFromString(bytes(stream.recv(timeout=120)))
            seen = seen or "500" in str(message.delta)
            if message.WhichOneof("type") == "script_finished":
                return seen


def descriptors(process: int) -> int:
    return sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())


def megabytes(process: int) -> int:
    """Resident memory."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024
