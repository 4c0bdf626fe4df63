"""Which hosts and sessions pass, and what the policy lets run."""

import base64
import hashlib

import pytest
from starlette.datastructures import Headers

from api.guards import LOOPBACK, allowed_hosts, host_name, script_hashes, session_id_of


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("localhost:8501", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]:8501", "::1"),
        ("LocalHost", "localhost"),
        ("localhost:8501; script-src *", ""),
        ("user@localhost", ""),
        ("localhost/x", ""),
        ("localhost:port", ""),
        ("", ""),
    ],
)
def test_a_host_is_a_name_and_a_port_or_nothing(host: str, name: str) -> None:
    assert host_name(host) == name


def test_only_loopback_is_served_unless_a_host_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOURNEY_ALLOWED_HOSTS", raising=False)
    assert allowed_hosts() == LOOPBACK
    monkeypatch.setenv("JOURNEY_ALLOWED_HOSTS", "crm.example, ,Leads.example")
    assert allowed_hosts() == LOOPBACK | {"crm.example", "leads.example"}


@pytest.mark.parametrize("value", ["", "short", "A" * 44, "A" * 42 + "%", "A" * 42 + "\u00e9"])
def test_a_session_has_the_form_that_the_program_gives(value: str) -> None:
    cookie = {"cookie": f"other=1; journey_session={value}".encode("latin-1").decode("latin-1")}
    assert session_id_of(Headers(cookie)) is None
    assert session_id_of(Headers({"cookie": "journey_session=" + "A" * 43})) == "A" * 43


def test_only_the_page_s_own_inline_scripts_run() -> None:
    page = "<script>\n one() </script><script src='x'></script><script>two()</script>"
    expected = [base64.b64encode(hashlib.sha256(text).digest()).decode() for text in (b"\n one() ", b"two()")]
    assert script_hashes(page) == [f"'sha256-{digest}'" for digest in expected]
    assert script_hashes("") == []
