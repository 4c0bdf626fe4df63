"""How much memory a program holds, with the programs it starts; from Linux's /proc."""

import subprocess
import time
from pathlib import Path
from typing import Final

EVERY_SECONDS: Final = 0.05


def peak_bytes(process: subprocess.Popen[str]) -> int:
    """The most bytes that a process and its children held at one moment until it ended, 0 without /proc."""
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(_resident, [process.pid, *_children(process.pid)])))
        time.sleep(EVERY_SECONDS)
    return peak


def _children(pid: int) -> list[int]:
    try:
        lists = [task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:  # it has just ended
        return []
    return [int(child) for listed in lists for child in listed.split()]


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)
