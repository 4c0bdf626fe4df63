"""What a long-running process does with memory that it no longer needs."""

import ctypes
import sys
import threading
from collections import deque
from typing import Any, Final
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

_M_TRIM_THRESHOLD: Final = -1
_M_TOP_PAD: Final = -2
_M_MMAP_THRESHOLD: Final = -3

_LARGE: Final = 2**20

Block = NDArray[np.uint8]

_free: Final[list[Block]] = []
"""Blocks that no array uses any more; only who holds `_handing_out` may change them."""

_handing_out: Final = threading.Lock()

_returned: Final[deque[Block]] = deque()
"""Blocks whose lease has ended since a block was last handed out. A lease may end in any thread, even in one that is
just handing out a block, so ending one takes no lock.
"""


class _Lease:
    """Some bytes of a block, for the arrays that are made from it. It is the base that numpy keeps for every view, and
    for views of views, so it ends with the last of them, and its block is free then.
    """

    __slots__ = ("__array_interface__", "__weakref__")

    def __init__(self, block: Block, size: int) -> None:
        self.__array_interface__ = {
            "shape": (size,),
            "typestr": "|u1",
            "data": (block.ctypes.data, False),
            "version": 3,
        }
        finalize(self, _returned.append, block).atexit = False


def keep_freed_memory() -> bool:
    """Lets the process keep up to 512 MB of freed memory for the next answer; False where there is no glibc.

    Every answer needs some tens of megabytes for a moment. Memory given back each time comes again page by page, filled
    with zeros by the kernel: measured at a million interactions, that took 40 % of the time of five attribution models,
    and kept a second core from helping.
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
    """An array with arbitrary content, in the memory of an earlier one where that is no longer in use.

    Otherwise the columns of a large log would, after every write, take hundreds of megabytes from the kernel, which
    fills them with zeros first. References are not counted here: whoever holds the array or anything made from its
    memory holds the lease, in whichever thread.
    """
    size = length * dtype.itemsize
    if size < _LARGE:
        return np.empty(length, dtype)
    return np.asarray(_Lease(_block(size), size)).view(dtype)


def _block(size: int) -> Block:
    """A free block of at least so many bytes and at most twice as many; if none fits, the free ones are given up."""
    with _handing_out:
        while _returned:
            _free.append(_returned.popleft())
        for place in reversed(range(len(_free))):  # the last to come back is most likely to be near the processor
            if size <= len(_free[place]) <= 2 * size:
                return _free.pop(place)
        _free.clear()
    return np.empty(size + size // 16 & ~7, np.uint8)
