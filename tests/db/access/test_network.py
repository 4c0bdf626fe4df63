"""What browsers call the app, as they write it."""

import pytest

from db.access.network import is_loopback, public_origin
from journey_core.errors import BadInput


@pytest.mark.parametrize(
    ("address", "is_here"),
    [("127.0.0.1", True), ("127.0.0.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("", False),
     (None, False), ("10.0.0.3", False), ("leads.example", False)],
)  # fmt: skip
def test_loopback_is_this_machine_alone(address: str | None, is_here: bool) -> None:
    assert is_loopback(address) == is_here


@pytest.mark.parametrize(
    ("given", "origin"),
    [("", ""), ("https://leads.example", "https://leads.example"), ("https://Leads.Example:443/app", "https://leads.example"),
     ("http://leads.example:8080/", "http://leads.example:8080"), ("http://[::1]:80", "http://[::1]")],
)  # fmt: skip
def test_an_origin_is_written_as_browsers_do(given: str, origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNEY_PUBLIC_URL", given)
    assert public_origin() == origin


@pytest.mark.parametrize("given", ["leads.example", "ftp://leads.example", "http://[x", "https://", "http://a:b"])
def test_what_is_no_address_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNEY_PUBLIC_URL", given)
    with pytest.raises(BadInput, match="JOURNEY_PUBLIC_URL"):
        public_origin()
