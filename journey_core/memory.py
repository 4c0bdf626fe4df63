"""How a long-running process treats memory that it is done with."""

import ctypes
import sys
from typing import Final

_M_TRIM_THRESHOLD: Final = -1
_M_TOP_PAD: Final = -2
_M_MMAP_THRESHOLD: Final = -3


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
