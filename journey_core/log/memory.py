"""How a long-running process treats memory that it is done with."""

import ctypes
import sys
import threading
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_M_TRIM_THRESHOLD: Final = -1
_M_TOP_PAD: Final = -2
_M_MMAP_THRESHOLD: Final = -3

_LARGE: Final = 2**20
_ALONE: Final = 3
"""References to a block that nobody uses: the list of blocks, who looks, and the call that counts."""

_blocks: list[NDArray[np.uint8]] = []
_handing_out = threading.Lock()


def keep_freed_memory() -> bool:
    """Lets the process keep up to 512 MB of what it has freed for the next answer; False where there is no glibc.

    Every answer needs some tens of megabytes for a moment. Given back each time, they come again page by page, filled
    with zeros by the kernel: measured at a million interactions, that was 40 % of the time of five attribution models,
    and what kept a second core from helping.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):
        return False
    settings = ((_M_MMAP_THRESHOLD, 32 << 20), (_M_TRIM_THRESHOLD, 512 << 20), (_M_TOP_PAD, 64 << 20))
    return all(mallopt(name, size) == 1 for name, size in settings)


def room(length: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    """An array of any content, in memory of an earlier one where nobody holds that any more.

    Columns of a large log that follow it would else take hundreds of megabytes from the kernel for every write, which
    fills them with zeros first. Every view of a block counts as a reference to it, so one without any is free.
    """
    size = length * dtype.itemsize
    if size < _LARGE:
        return np.empty(length, dtype)
    with _handing_out:
        for block in _blocks:
            if size <= len(block) <= 2 * size and sys.getrefcount(block) == _ALONE:
                return block[:size].view(dtype)
        _blocks[:] = [block for block in _blocks if sys.getrefcount(block) > _ALONE]
        block = np.empty(size + size // 16 & ~7, np.uint8)
        _blocks.append(block)
        return block[:size].view(dtype)
