"""Where the text of a field comes from: a constant, a column, the mapped values of a column, several columns joined."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from journey_core.intake.cells.readings import Remembered
from journey_core.intake.rows.mapping import Mapping

Source = Callable[[Sequence[Sequence[str]], int], Sequence[str]]
"""(the file's columns, number of rows) -> the text of one field in every row"""
_MIDNIGHT: Final = re.compile(r"[ T]0?0:00(?::00(?:\.0+)?)?$")
_DAY_OF_NO_DATE: Final = re.compile(r"^(?:1899-12-3[01]|1900-01-0[01])[ T](?=\d)")
_FRACTION: Final = re.compile(r"0?\.\d+", re.ASCII)


def source_of(mapping: Mapping, header: Sequence[str], name: str, *, is_workbook: bool = False) -> Source:
    """The source of a field that the mapping names. Only in a workbook is 0.5 noon, and not half past midnight."""
    if name in mapping.constants:
        constant = mapping.constants[name]
        return lambda _, count: [constant] * count
    places = [list(header).index(column) for column in mapping.sources(name, header)]
    if name in mapping.values:
        remembered = Remembered[str, str](mapping.values[name])
        return lambda cells, _: remembered.column(cells[places[0]])
    if len(places) == 1:
        return lambda cells, _: cells[places[0]]
    join = partial(joined_time, is_workbook=is_workbook) if name == "occurred_at" else joined
    return lambda cells, _: [join(row) for row in zip(*(cells[place] for place in places), strict=True)]


def shown_column(mapping: Mapping, name: str) -> str:
    """The file's column that a reason should name; the field where it is a constant."""
    if name in mapping.values:
        return mapping.values[name].column
    return mapping.columns.get(name) or name


def joined(cells: Sequence[str]) -> str:
    """The cells that say something, with spaces between them."""
    return " ".join(filter(None, map(str.strip, cells)))


def joined_time(cells: Sequence[str], *, is_workbook: bool = False) -> str:
    """A day, a time of day and whatever else tells the time, from cells of their own.

    A workbook gives its days a midnight, and its times of day the day of number 0, or a fraction of a day.
    """
    day, *rest = map(str.strip, cells)
    times = [_clock(_DAY_OF_NO_DATE.sub("", cell), is_workbook=is_workbook) for cell in rest]
    return joined([_MIDNIGHT.sub("", day) if any(times) else day, *times])


def _clock(cell: str, *, is_workbook: bool) -> str:
    if not is_workbook or not _FRACTION.fullmatch(cell):
        return cell
    minutes, seconds = divmod(round(float(cell) * 86_400), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
