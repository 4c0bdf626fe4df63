"""What all cores of this machine are worth right now: virtual ones may share the arithmetic units of one real core."""

from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import Final

import numpy as np
from numba import njit

STEPS: Final = 30_000_000
CORES: Final = cpu_count() or 1


def at_once() -> None:
    """The same arithmetic on every core at the same time."""
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(_arithmetic, [STEPS] * CORES))


def in_turn() -> None:
    """The same amount of it on one core."""
    for _ in range(CORES):
        _arithmetic(STEPS)


@njit(cache=True, nogil=True)
def _arithmetic(steps: int) -> np.uint64:
    """Six sums that don't wait for each other, without memory: they keep a core busy."""
    a = b = c = d = e = f = np.uint64(1)
    for step in range(steps):
        now = np.uint64(step)
        a = (a ^ now) + (a >> np.uint64(3))
        b = (b + now) ^ (b << np.uint64(1))
        c = (c ^ now) + (c >> np.uint64(5))
        d = (d + now) ^ (d << np.uint64(2))
        e = (e ^ now) + (e >> np.uint64(7))
        f = (f + now) ^ (f << np.uint64(3))
    return a ^ b ^ c ^ d ^ e ^ f
