"""The program does not start where its guards would not hold."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import streamlit as st

from pages.kit.server_options import unsafe_options
from tests.conftest import ROOT


def test_the_settings_of_this_program_are_safe() -> None:
    assert unsafe_options() == []


@pytest.mark.parametrize(
    ("option", "value"),
    [("server.baseUrlPath", "leads"), ("server.enableXsrfProtection", False), ("server.enableCORS", False),
     ("server.corsAllowedOrigins", ["http://evil.example"]), ("server.enableStaticServing", True),
     ("server.enableAgentApi", True), ("server.trustedUserHeaders", {"X-User": "user"}),
     ("client.showErrorDetails", "full"), ("server.address", "0.0.0.0")],
)  # fmt: skip
def test_it_says_why_it_does_not_start(option: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    set_to(monkeypatch, option, value)
    (said,) = unsafe_options()
    assert said.startswith(f"{option} = {value!r} ")


def test_a_network_can_be_trusted_by_saying_so(monkeypatch: pytest.MonkeyPatch) -> None:
    set_to(monkeypatch, "server.address", "0.0.0.0")
    monkeypatch.setenv("JOURNEY_TRUST_NETWORK", "1")
    assert unsafe_options() == []


def set_to(monkeypatch: pytest.MonkeyPatch, option: str, value: object) -> None:
    known = st.get_option
    monkeypatch.setattr(st, "get_option", lambda name: value if name == option else known(name))


def test_the_server_ends_at_once_with_the_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0", "--server.baseUrlPath", "leads"],
        cwd=ROOT, env=os.environ | {"JOURNEY_STORE": f"sqlite:///{tmp_path}"}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert "server.baseUrlPath = 'leads' is not safe" in done.stderr + done.stdout
    assert done.returncode != 0
