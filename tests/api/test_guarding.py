"""What passes the guards: everything else asks for a session that was given, and says which site it comes from."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import Message

from api.guards import Guards
from db.access.sessions import give_session
from db.store.running import running_store
from journey_core.errors import StoreError

HERE = "http://localhost:8501"
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE"]
GUARDED = [
    *(
        "/media/x",
        "/prefix/media/x",
        "/component/x",
        "/app/static/x",
        "/static",
        "/nothing",
        "/leads/x",
        "//leads",
        "/leads//",
    ),
    *("/_stcore/upload_file/a/b", "/_stcore/metrics", "/st/_stcore/metrics", "/_stcore/agent/interact"),
    *("/_stcore/bidi-components/x", "/api/export/leads.csv", "/api/anything"),
]


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("JOURNEY_STORE", f"sqlite:///{tmp_path / 'store'}")
    return give_session(running_store())


def answered(
    path: str, method: str = "GET", *, scheme: str = "http", server: str = "127.0.0.1", **headers: str
) -> tuple[int, dict[str, str]]:
    """Status and headers of one request past the guards; whatever passes is answered with 200."""
    page = HTMLResponse("<p>page</p>") if path in {"/", "/leads"} else PlainTextResponse("something")
    route = Route("/{path:path}", lambda _: page, methods=METHODS)
    app = Guards(Starlette(routes=[route]), pages=["leads"])
    sent: list[Message] = []
    named = {"host": "localhost:8501", **{name.replace("_", "-"): value for name, value in headers.items()}}
    kind = "websocket" if scheme in {"ws", "wss"} else "http"
    scope = {
        "type": kind, "method": method, "http_version": "1.1", "scheme": scheme, "path": path, "root_path": "",
        "raw_path": path.encode(), "query_string": b"", "subprotocols": [], "server": (server, 8501),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "websocket.connect"} if kind == "websocket" else {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    if kind == "websocket":
        return (403 if sent[0]["type"] == "websocket.close" and sent[0].get("reason") else 200), {}
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def cookie(session: str) -> str:
    return f"journey_session={session}"


@pytest.mark.parametrize(
    "path", ["/", "/leads", "/static/js/index.js", "/_stcore/health", "/leads/_stcore/host-config"]
)
def test_what_is_public_needs_no_session(session: str, path: str) -> None:
    assert answered(path)[0] == 200


@pytest.mark.parametrize("path", GUARDED)
@pytest.mark.parametrize("method", METHODS)
def test_everything_else_is_refused_without_one(session: str, path: str, method: str) -> None:
    """Deny by default: also below a prefix that a setting of the server would add."""
    assert answered(path, method, origin=HERE)[0] == 403
    assert answered(path, method, origin=HERE, cookie=cookie("A" * 43))[0] == 403
    assert answered(path, method, origin=HERE, cookie=cookie(session))[0] == 200


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"origin": HERE}, True),
        ({"sec_fetch_site": "same-origin"}, True),
        ({}, False),
        ({"origin": ""}, False),
        ({"origin": "null"}, False),
        ({"origin": "https://localhost:8501"}, False),
        ({"origin": "http://localhost:8502"}, False),
        ({"origin": "http://localhost"}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "http://evil.example", "sec_fetch_site": "same-origin"}, False),
        ({"sec_fetch_site": "same-site"}, False),
        ({"sec_fetch_site": "none"}, False),
    ],
)
def test_a_change_says_that_it_comes_from_here(session: str, headers: dict[str, str], passes: bool) -> None:
    assert answered("/_stcore/upload_file/a/b", "PUT", cookie=cookie(session), **headers)[0] == (200 if passes else 403)


@pytest.mark.parametrize(
    ("origin", "passes"), [(HERE, True), ("", False), ("https://localhost:8501", False), (None, False)]
)
def test_a_socket_says_so_too(session: str, origin: str | None, passes: bool) -> None:
    headers = {} if origin is None else {"origin": origin}
    assert answered("/_stcore/stream", scheme="ws", cookie=cookie(session), **headers)[0] == (200 if passes else 403)
    assert answered("/_stcore/stream", scheme="ws", **headers)[0] == 403


def test_behind_a_proxy_the_public_address_counts(session: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNEY_PUBLIC_URL", "https://leads.example")
    asked = {"host": "leads.example", "cookie": cookie(session)}
    assert answered("/_stcore/upload_file/a/b", "PUT", origin="https://leads.example", **asked)[0] == 200
    assert answered("/_stcore/upload_file/a/b", "PUT", origin="https://evil.example", **asked)[0] == 403


def test_a_page_gives_a_session_once_and_one_that_is_known_stays(session: str) -> None:
    given = answered("/leads")[1]["set-cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in given.split(";")}
    assert "Secure" not in given
    assert "Secure" in answered("/leads", scheme="https")[1]["set-cookie"]
    assert "set-cookie" not in answered("/leads", cookie=cookie(session))[1]
    assert "set-cookie" in answered("/leads", cookie=cookie("A" * 43))[1]
    assert "set-cookie" not in answered("/static/x.js")[1]


def test_only_the_frontend_may_be_kept_by_caches(session: str) -> None:
    assert answered("/leads")[1]["cache-control"] == "no-store"
    assert answered("/media/x", cookie=cookie(session))[1]["cache-control"] == "no-store"
    assert "cache-control" not in answered("/static/x.js")[1]


def test_only_this_machine_is_served_however_the_server_was_started(
    session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where no setting says on which address it listens, as under a server of ASGI programs."""
    assert answered("/leads", server="192.0.2.2")[0] == 403
    assert answered("/_stcore/stream", scheme="ws", server="192.0.2.2", origin=HERE, cookie=cookie(session))[0] == 403
    monkeypatch.setenv("JOURNEY_TRUST_NETWORK", "1")
    assert answered("/leads", server="192.0.2.2")[0] == 200


def test_what_can_only_be_read_is_shown_with_a_session_in_memory(session: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, a busy directory and a folder for reading only are all no reason to show nothing."""
    directory = running_store().directory
    monkeypatch.setattr(type(directory), "write", refuses)
    given = answered("/leads")[1]["set-cookie"].partition(";")[0]
    assert answered("/media/x", cookie=given)[0] == 200
    assert answered("/media/x", cookie=cookie(session))[0] == 200, "that it was seen can't be noted"


@contextmanager
def refuses(*_: object, **__: object) -> Iterator[None]:
    raise StoreError("The disk is full.")
    yield
