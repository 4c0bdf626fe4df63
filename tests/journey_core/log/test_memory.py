"""Freed memory is kept where the C library can do it; columns reuse the memory of older ones."""

import gc
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from ctypes import CDLL
from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest
from numba import njit
from numpy.typing import NDArray

from journey_core.log.memory import keep_freed_memory, room

LENGTH = 2**20
LONG = np.dtype("<i8")


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


@njit
def passed_through(column: NDArray[np.int64]) -> NDArray[np.int64]:
    return column[3:]


VIEWS: dict[str, Callable[[NDArray[np.int64]], object]] = {
    "a slice": lambda column: column[5:],
    "a slice of a slice": lambda column: column[5:][::2][1:],
    "another type": lambda column: column.view("u1"),
    "a view of another type's slice": lambda column: column.view("<u4")[7:].view("u1")[1:],
    "a shape": lambda column: column.reshape(2, -1).T,
    "strides": lambda column: np.lib.stride_tricks.as_strided(column, (3,), (16,)),
    "a subclass": lambda column: column.view(np.recarray),
    "an iterator": lambda column: column.flat,
    "a buffer": lambda column: memoryview(column)[5:],
    "an array of a buffer": lambda column: np.frombuffer(column.data, "u1"),
    "a pickle's buffer": pickle.PickleBuffer,
    "an array of Arrow": pa.array,
    "what a kernel returns": passed_through,
    "what a kernel returns of a view": lambda column: passed_through(column[2:])[1:],
}
"""The ways in which memory is shared other than by name."""


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_whatever_is_made_from_memory_keeps_it(view: Callable[[NDArray[np.int64]], object]) -> None:
    column = room(LENGTH, LONG)
    address = column.ctypes.data
    held = view(column)
    del column
    others = [room(LENGTH, LONG) for _ in range(3)]
    assert address not in {other.ctypes.data for other in others}
    del held
    assert room(LENGTH, LONG).ctypes.data == address


@pytest.mark.parametrize("copied", [np.copy, lambda column: pickle.loads(pickle.dumps(column)), list])
def test_a_copy_keeps_nothing(copied: Callable[[NDArray[np.int64]], object]) -> None:
    column = room(2**17, LONG)
    column[:] = 7
    address, copy = column.ctypes.data, copied(column)
    del column
    again = room(2**17, LONG)
    assert again.ctypes.data == address
    again[:] = 8
    assert set(np.asarray(copy).tolist()) == {7}


def test_a_failure_gives_memory_back_once_it_has_been_dealt_with() -> None:
    def fails() -> None:
        column = room(LENGTH, LONG)
        seen.append(column.ctypes.data)
        raise ZeroDivisionError

    seen: list[int] = []
    try:
        fails()
    except ZeroDivisionError:  # the traceback holds the frame, and so the column
        assert room(LENGTH, LONG).ctypes.data != seen[0]
    assert seen[0] in {each.ctypes.data for each in [room(LENGTH, LONG), room(LENGTH, LONG)]}


def test_a_circle_gives_memory_back_when_it_is_collected() -> None:
    gc.disable()  # it is collected only when the test says so
    try:
        circle: list[object] = [room(LENGTH, LONG)]
        circle.append(circle)
        address = circle[0].ctypes.data  # type: ignore[attr-defined]
        del circle
        assert room(LENGTH, LONG).ctypes.data != address
        gc.collect()
        assert address in {each.ctypes.data for each in [room(LENGTH, LONG), room(LENGTH, LONG)]}
    finally:
        gc.enable()


def test_threads_that_take_and_drop_never_share_memory() -> None:
    def work(number: int) -> bool:
        kept: list[NDArray[np.int64]] = []
        for turn in range(40):
            column = room(2**17 + turn % 3, LONG)
            column[:] = number
            kept = [*kept[-2:], column[turn:]]
            if not all((each == number).all() for each in kept):
                return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(16)))


def test_memory_that_another_thread_lets_go_is_used_again() -> None:
    with ThreadPoolExecutor(1) as pool:
        held = [room(LENGTH, LONG)]
        address = held[0].ctypes.data
        pool.submit(held.clear).result()
    assert room(LENGTH, LONG).ctypes.data == address
