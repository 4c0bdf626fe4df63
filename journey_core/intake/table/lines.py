"""From text to whole lines."""

import io
from collections.abc import Iterable, Iterator
from typing import Final

RECORD_LIMIT: Final = 2_000_000
"""The most characters in one record."""


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends, which are LF, CR or CR LF and nothing else."""
    return list(io.StringIO(text, newline=""))


def from_line(texts: Iterable[tuple[str, int]], line: int) -> Iterator[tuple[str, int]]:
    """Text that is cut after line ends, from a line on; lines are counted from 1."""
    above = line - 1
    for text, position in texts:
        if not above:
            yield text, position
            continue
        lines = lines_of(text)
        if below := "".join(lines[above:]):
            yield below, position
        above = max(above - len(lines), 0)


def whole_lines(texts: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """The same text, cut after line ends. What a line has past RECORD_LIMIT is left out: it is rejected anyway."""
    pending, position = "", 0
    for text, position in texts:
        pending += text
        # A CR at the very end may be half of a CR LF.
        cut = max(pending.rfind("\n"), pending.rfind("\r", 0, max(len(pending) - 1, 0))) + 1
        if cut:
            yield pending[:cut], position
            pending = pending[cut:]
        elif len(pending) > RECORD_LIMIT:
            pending = pending[: RECORD_LIMIT + 1]
    if pending:
        yield pending, position
