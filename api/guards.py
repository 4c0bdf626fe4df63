"""What every request passes before a route or the page's script sees it: host, session cookie, response headers."""

import base64
import hashlib
import os
import re
import secrets
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from db.sessions.access import SESSION_COOKIE

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
NEEDS_SESSION: Final = (
    *("/media", "/_stcore/upload_file", "/_stcore/stream"),
    *("/api/export", "/api/imports", "/api/kept", "/api/figures"),
)
"""Paths that show or take a workspace's data; Streamlit itself answers the first two to anybody."""

SESSION_BYTES: Final = 32
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
    """ASGI middleware. Refuses unknown hosts and foreign origins, gives and asks for the session cookie, sets headers.

    `page_html`: the page that is served; its inline scripts are the only ones that the policy lets run.
    """

    def __init__(self, app: ASGIApp, *, page_html: str = "") -> None:
        self.app = app
        self.scripts = " ".join(script_hashes(page_html))
        self.hosts = allowed_hosts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        session = session_of(headers)
        refusal = self._refusal(headers, path=scope["path"], session=session)
        if refusal and scope["type"] == "websocket":
            await WebSocketClose(code=1008, reason=refusal)(scope, receive, send)
        elif refusal:
            await PlainTextResponse(refusal, status_code=403)(
                scope, receive, self._with_headers(send, host="", session="")
            )
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        else:
            fresh = "" if session or scope["method"] != "GET" else secrets.token_urlsafe(SESSION_BYTES)
            await self.app(scope, receive, self._with_headers(send, host=headers["host"], session=fresh))

    def _refusal(self, headers: Headers, *, path: str, session: str | None) -> str:
        """Why the request is refused, "" if it is not."""
        if host_name(headers.get("host", "")) not in self.hosts:
            return "This host name is not served here; JOURNEY_ALLOWED_HOSTS adds one."
        origin = headers.get("origin")
        if origin and urlsplit(origin).netloc != headers["host"]:
            return "Requests from another site's page are refused."
        if session is None and path.startswith(NEEDS_SESSION):
            return "Open the app in this browser first: the request has no session."
        return ""

    def _with_headers(self, send: Send, *, host: str, session: str) -> Send:
        """`send` that adds the security headers, and the new session's cookie to a page of HTML."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = _POLICY.format(host=host, scripts=self.scripts)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                if session and headers.get("content-type", "").startswith("text/html"):
                    headers.append("Set-Cookie", f"{SESSION_COOKIE}={session}; HttpOnly; SameSite=Lax; Path=/")
                    headers["Cache-Control"] = "no-store"
            await send(message)

        return send_with_headers


def allowed_hosts() -> frozenset[str]:
    """Loopback names and those of JOURNEY_ALLOWED_HOSTS (separated by commas), without ports."""
    added = os.environ.get("JOURNEY_ALLOWED_HOSTS", "").split(",")
    return LOOPBACK | {name.strip().casefold() for name in added if name.strip()}


def host_name(host: str) -> str:
    """The name of a Host header without its port, lower case; "" for anything that is not just name and port."""
    found = _HOST.fullmatch(host)
    return found[1].strip("[]").casefold() if found else ""


def session_of(headers: Headers) -> str | None:
    """The session id of a request's cookie, None unless it has the form that this program gives."""
    session = cookie_parser(headers.get("cookie", "")).get(SESSION_COOKIE, "")
    return session if _SESSION_ID.fullmatch(session) else None


def script_hashes(page_html: str) -> list[str]:
    """The policy's source expression of every inline script of a page."""
    scripts = re.findall(r"<script>(.*?)</script>", page_html, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts]
