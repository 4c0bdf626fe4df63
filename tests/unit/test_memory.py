"""Freed memory is kept where the C library knows how, and asking is harmless where it does not."""

import sys
from ctypes import CDLL

import pytest

from journey_core.memory import keep_freed_memory


@pytest.mark.parametrize("again", [False, True])
def test_a_linux_process_keeps_what_it_frees(again: bool) -> None:
    has_mallopt = sys.platform.startswith("linux") and hasattr(CDLL("libc.so.6"), "mallopt")
    assert keep_freed_memory() is has_mallopt


def test_another_system_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert keep_freed_memory() is False
