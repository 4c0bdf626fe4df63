"""Columns of dates of which a spreadsheet of another language turned some into other days, and left the rest as text.

Where the program expects the month first, `04/03/2024` becomes the third of April without a word, while `13/04/2024`
stays text. So the dates that it turned have only days up to 12, and the texts have only numbers over 12 where it
expects the month. The turned ones can't be trusted, and nothing in the file says so but this pattern.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

_ISO: Final = re.compile(r"\d{4}-\d\d-(\d\d)(?:[T ].*)?", re.ASCII)
"""A date cell as a workbook's cells come as text. Few people type dates so, and nobody beside dates of another form."""
_TYPED: Final = re.compile(r"(\d\d?)([-/. ])(\d\d?)\2(?:\d{4}|\d\d)(?:[ ,T].*)?", re.ASCII)


@dataclass
class TurnedEvidence:
    """What the values of a workbook's column, seen in any number of stretches, say; empty values say nothing."""

    cell_days: set[int] = field(default_factory=set)
    """The days of its date cells."""
    over_12: set[tuple[bool, bool]] = field(default_factory=set)
    """Of each date that is text: whether its first number is over 12, and whether its second is."""

    def add(self, values: Iterable[str]) -> None:
        for value in {value.strip() for value in values}:
            if found := _ISO.fullmatch(value):
                self.cell_days.add(int(found[1]))
            elif found := _TYPED.fullmatch(value):
                self.over_12.add((int(found[1]) > 12, int(found[3]) > 12))

    @property
    def is_half_turned(self) -> bool:
        """Whether some dates are cells with days up to 12, and all others texts with the same number over 12."""
        is_one_number = self.over_12 in ({(True, False)}, {(False, True)})
        return is_one_number and bool(self.cell_days) and max(self.cell_days) <= 12
