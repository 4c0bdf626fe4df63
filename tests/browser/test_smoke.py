"""The program starts, is guarded, keeps to its own host, and shows other people's text as text."""

import http.client
import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.browser.conftest import serving, violations, visit
from tests.pages.kit.test_formats import ATTACKS

ROUTES = (
    "/",
    "/leads",
    "/lead",
    "/funnel",
    "/attribution",
    "/report",
    "/log",
    "/upload",
    "/imports",
    "/spend",
    "/settings",
)


def answer(app_url: str, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(app_url).netloc, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def given_session(app_url: str) -> str:
    """The cookie of a new session."""
    connection = http.client.HTTPConnection(urlsplit(app_url).netloc, timeout=10)
    connection.request("GET", "/")
    cookie = connection.getresponse().headers["Set-Cookie"].partition(";")[0]
    connection.close()
    return cookie


def is_complaint(message: ConsoleMessage) -> bool:
    """An error, but for Streamlit's search for its base path, which asks below the page's address first."""
    probed = re.fullmatch(r"/\w+/_stcore/(health|host-config)", urlsplit(message.location["url"]).path)
    return message.type == "error" and not probed


@pytest.mark.parametrize("path", ROUTES)
def test_every_page_opens_by_its_address_and_asks_no_other_host(page: Page, app_url: str, path: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    listeners = {
        "request": lambda request: asked.append(request.url),
        "console": lambda message: complaints.append(message.text) if is_complaint(message) else None,
        "pageerror": lambda error: complaints.append(str(error)),
    }
    for happening, listener in listeners.items():
        page.on(happening, listener)  # type: ignore[call-overload]
    visit(page, app_url + path)
    for happening, listener in listeners.items():
        page.remove_listener(happening, listener)
    assert page.get_by_test_id("stException").count() == 0
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(app_url).netloc}
    assert complaints == []


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_violation(
    page: Page, app_url: str, axe_source: str, path: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    visit(page, app_url + path)
    assert violations(page, axe_source) == []


def test_the_first_page_gives_a_session_that_scripts_can_t_read(page: Page, app_url: str) -> None:
    page.context.clear_cookies()
    visit(page, app_url)
    cookie = next(cookie for cookie in page.context.cookies() if cookie["name"] == "journey_session")
    assert (cookie["httpOnly"], cookie["sameSite"], len(cookie["value"])) == (True, "Lax", 43)
    visit(page, app_url)
    assert cookie["value"] in {each["value"] for each in page.context.cookies()}


@pytest.mark.parametrize(
    "path",
    ["/media/x", "/_stcore/upload_file/a/b", "/_stcore/stream", "/api/export/leads.csv", "/api/kept/x.csv",
     "/api/figures/x.png"],
)  # fmt: skip
def test_data_paths_refuse_a_request_without_a_session(app_url: str, path: str) -> None:
    assert answer(app_url, path).status == 403
    for never_given in ("short", "A" * 43):
        assert answer(app_url, path, Cookie=f"journey_session={never_given}").status == 403
    assert answer(app_url, path, Cookie=given_session(app_url)).status != 403


def test_a_stream_without_a_session_is_refused_before_any_script_runs(app_url: str) -> None:
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13"}
    key = {"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    assert answer(app_url, "/_stcore/stream", **upgrade, **key).status == 403


def test_other_hosts_and_other_sites_are_refused(app_url: str) -> None:
    assert answer(app_url, "/", Host="evil.example").status == 403
    assert answer(app_url, "/", Host="localhost.evil.example:8501").status == 403
    assert answer(app_url, "/api/health", Origin="http://evil.example").status == 403
    assert answer(app_url, "/api/health", Origin=app_url).status == 200


def test_every_answer_carries_the_policy(app_url: str) -> None:
    for path in ("/", "/api/health", "/api/nothing"):
        headers = answer(app_url, path).headers
        assert "img-src 'self' data: blob:;" in headers["Content-Security-Policy"]
        assert "unsafe-eval" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_text_of_others_is_shown_as_written(page: Page, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys; sys.path.insert(0, '.')\nimport streamlit as st\nfrom pages.kit.formats import escape\n"
        f"for text in {ATTACKS!r}:\n    st.markdown(escape(text))\n"
    )
    with serving(str(script), log=tmp_path / "log") as url:
        visit(page, url)
        shown = page.get_by_test_id("stMarkdownContainer")
        assert [text.replace("\u2060", "") for text in shown.all_inner_texts()] == [
            " ".join(text.split()) for text in ATTACKS
        ]
        assert (
            shown.locator("a, img, h1, code, strong, em, del, li, blockquote, table, .katex, [role=img]").count() == 0
        )
