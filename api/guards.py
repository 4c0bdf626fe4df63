"""What every request passes before a route or the page's script sees it: host, origin, session, response headers.

Everything asks for a session that was given, but for what is listed as public here.
"""

import base64
import hashlib
import os
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from db.access.network import is_loopback, public_origin, trusts_network
from db.access.sessions import ABSOLUTE, SESSION_COOKIE, Session, give_session, session_of
from db.store.running import running_store
from journey_core.errors import StoreError

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
SAFE: Final = frozenset({"GET", "HEAD"})

_FRONTEND: Final = re.compile(r"/(?:static/.*|favicon\.png|manifest\.json)")
"""Streamlit's own scripts, styles and pictures: the same for everybody."""
_PROBES: Final = re.compile(r"(?:/\w+)?/_stcore/(?:health|host-config)|/api/health")
"""Whether the program runs; Streamlit asks below the page's address first, where it finds nothing."""

_HOST: Final = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")
_SESSION_ID: Final = re.compile(r"[A-Za-z0-9_-]{43}")

# Styles come inline from Streamlit's components and from Plotly, images as data: from charts. Nothing may come from
# another host, and no text may become a script: Streamlit's Vega runs its interpreter, Plotly draws without `eval`.
_POLICY: Final = (
    "default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "connect-src 'self' ws://{host} wss://{host}; frame-src 'self'; frame-ancestors 'none'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'"
)


class Guards:
    """ASGI middleware. Refuses unknown hosts and foreign origins, gives and asks for sessions, sets headers.

    `pages`: the addresses of pages, which anybody may load, as a page without a session shows nothing; `page_html`:
    what is served there, whose inline scripts are the only ones that the policy lets run.
    """

    def __init__(self, app: ASGIApp, *, pages: Iterable[str] = (), page_html: str = "") -> None:
        self.app = app
        self.pages = frozenset({"", *(f"/{page}" for page in pages)})
        self.scripts = " ".join(script_hashes(page_html))
        self.hosts, self.origins = allowed_hosts(), frozenset(filter(None, [public_origin()]))
        self.trusts_network = trusts_network()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal, status, session = self._foreign(scope, headers), 403, None
        try:
            if not refusal and not _FRONTEND.fullmatch(scope["path"]):
                session = await run_in_threadpool(session_asking, headers)
            if not refusal and session is None and not self._is_public(scope):
                refusal = "Open the app in this browser first: the request has no session."
        except StoreError as error:
            refusal, status = str(error), 503
        if scope["type"] == "websocket":
            closed = WebSocketClose(code=1008, reason=refusal[:120])
            await (closed(scope, receive, send) if refusal else self.app(scope, receive, send))
        elif refusal:
            sent = self._with_headers(send, scope, host="", gives_session=False)
            await PlainTextResponse(refusal, status_code=status)(scope, receive, sent)
        else:
            gives_session = session is None and scope["method"] == "GET" and self._is_page(scope["path"])
            await self.app(scope, receive, self._with_headers(send, scope, headers["host"], gives_session))

    def _foreign(self, scope: Scope, headers: Headers) -> str:
        """Why the request is refused whoever asks, "" if it is not."""
        if scope.get("server") and not (self.trusts_network or is_loopback(scope["server"][0])):
            return "Only this machine is served, as there are no accounts yet; JOURNEY_TRUST_NETWORK=1 changes that."
        if host_name(headers.get("host", "")) not in self.hosts:
            return "This host name is not served here; JOURNEY_ALLOWED_HOSTS adds one."
        is_safe = scope["type"] == "http" and scope["method"] in SAFE
        is_ours = headers.get("sec-fetch-site") == "same-origin" and scope["type"] == "http"
        if "origin" in headers:
            scheme = scope["scheme"].replace("ws", "http")
            is_ours = headers["origin"] in self.origins | {f"{scheme}://{headers['host']}"}
            if not is_ours:
                return "Requests from another site's page are refused."
        if not is_safe and not is_ours:
            return "The request does not say which site's page it comes from."
        return ""

    def _is_public(self, scope: Scope) -> bool:
        path = scope["path"]
        if scope["type"] != "http" or scope["method"] not in SAFE:
            return False
        return self._is_page(path) or bool(_FRONTEND.fullmatch(path) or _PROBES.fullmatch(path))

    def _is_page(self, path: str) -> bool:
        return path.removesuffix("/") in self.pages

    def _with_headers(self, send: Send, scope: Scope, host: str, gives_session: bool) -> Send:
        """`send` that adds the security headers, and the cookie of a new session to a page of HTML."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = _POLICY.format(host=host, scripts=self.scripts)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                if not _FRONTEND.fullmatch(scope["path"]):
                    headers["Cache-Control"] = "no-store"
                if gives_session and headers.get("content-type", "").startswith("text/html"):
                    headers.append("Set-Cookie", await run_in_threadpool(new_cookie, scope["scheme"]))
            await send(message)

        return send_with_headers


def session_asking(headers: Headers) -> Session | None:
    """The session of a request's cookie; None unless it was given and is not over."""
    given = session_id_of(headers)
    return session_of(running_store(), given) if given else None


def new_cookie(scheme: str) -> str:
    """The Set-Cookie header of a new session."""
    session_id = give_session(running_store())
    secure = "; Secure" if scheme == "https" else ""
    age = int(ABSOLUTE.total_seconds())
    return f"{SESSION_COOKIE}={session_id}; HttpOnly; SameSite=Lax; Path=/; Max-Age={age}{secure}"


def allowed_hosts() -> frozenset[str]:
    """Loopback names, those of JOURNEY_ALLOWED_HOSTS (separated by commas) and of JOURNEY_PUBLIC_URL, without ports."""
    added = os.environ.get("JOURNEY_ALLOWED_HOSTS", "").split(",")
    public = urlsplit(public_origin()).hostname or ""
    return LOOPBACK | {name.strip().casefold() for name in [*added, public] if name.strip()}


def host_name(host: str) -> str:
    """The name of a Host header without its port, lower case; "" for anything that is not just name and port."""
    found = _HOST.fullmatch(host)
    return found[1].strip("[]").casefold() if found else ""


def session_id_of(headers: Headers) -> str | None:
    """The session id of a request's cookie, None unless it has the form that this program gives."""
    session = cookie_parser(headers.get("cookie", "")).get(SESSION_COOKIE, "")
    return session if _SESSION_ID.fullmatch(session) else None


def script_hashes(page_html: str) -> list[str]:
    """The policy's source expression of every inline script of a page."""
    scripts = re.findall(r"<script>(.*?)</script>", page_html, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts]
