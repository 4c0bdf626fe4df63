"""Freed memory is kept where the C library knows how; columns use the memory of older ones again."""

import sys
from ctypes import CDLL
from itertools import combinations

import numpy as np
import pytest

from journey_core.log.memory import keep_freed_memory, room


@pytest.mark.parametrize("again", [False, True])
def test_a_linux_process_keeps_what_it_frees(again: bool) -> None:
    has_mallopt = sys.platform.startswith("linux") and hasattr(CDLL("libc.so.6"), "mallopt")
    assert keep_freed_memory() is has_mallopt


def test_another_system_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert keep_freed_memory() is False


def test_memory_is_used_again_once_nobody_holds_a_view_of_it():
    length = 2**20
    first = room(length, np.dtype("<i8"))
    address, part = first.ctypes.data, first[5:]
    del first
    assert room(length, np.dtype("<i8")).ctypes.data != address
    del part
    assert room(length, np.dtype("<i8")).ctypes.data == address


def test_two_that_are_held_never_share_memory():
    held = [room(2**19 + count, np.dtype(dtype)) for count in range(6) for dtype in ("<i8", "<i4", "u1")]
    assert not any(np.shares_memory(one, other) for one, other in combinations(held, 2))
    assert [len(each) for each in held[:3]] == [2**19] * 3
