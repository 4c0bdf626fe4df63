"""How the times and values of a file are written: as its mapping says, else as the whole columns show, else asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from journey_core.errors import AskZone
from journey_core.intake.cells.date_formats import DateEvidence
from journey_core.intake.cells.dates import ISO, clock_reader
from journey_core.intake.cells.iso import read_one
from journey_core.intake.cells.numbers import NumberEvidence, is_number_cell
from journey_core.intake.cells.zones import named_zone
from journey_core.intake.headings.zones import zone_in
from journey_core.intake.rows.mapping import JOIN, Mapping, check, complete
from journey_core.intake.rows.sources import Source, source_of
from journey_core.intake.table.recognise import Recognised, blocks

Evidence = TypeVar("Evidence", DateEvidence, NumberEvidence)


@dataclass(frozen=True)
class _Look(Generic[Evidence]):
    """A field whose texts have to be looked at, and what they say."""

    read: Source
    evidence: Evidence


def settled(path: Path, recognised: Recognised, mapping: Mapping, *, zone: str) -> Mapping:
    """The whole mapping, with the formats that the file's columns show, in one pass where one is needed. Raises
    BadInput for a mapping that does not fit, and for what a person has to say.
    """
    whole = complete(mapping, recognised.header)
    check(whole, recognised.header)
    whole = replace(whole, timezone=_declared_zone(whole, recognised.header))
    dates = _dates(recognised, whole, named_zone(whole.timezone or zone), is_checked_later=True)
    numbers = _numbers(recognised, whole, is_checked_later=True)
    _look_through(path, recognised, [each for each in (dates, numbers) if isinstance(each, _Look)])
    return replace(whole, date_format=_date_format(dates), number_format=_number_format(numbers))


def has_dates_to_check(recognised: Recognised, mapping: Mapping) -> bool:
    """Whether a spreadsheet may have turned days of the file into others, and nobody has said how they are written."""
    return recognised.format == "xlsx" and not mapping.date_format


def file_date_format(path: Path, recognised: Recognised, mapping: Mapping, *, zone: str) -> str:
    """The format of the times. Raises AskDateFormat, AskZone, TurnedDates and UnknownDates."""
    declared = named_zone(_declared_zone(mapping, recognised.header) or zone)
    dates = _dates(recognised, mapping, declared)
    _look_through(path, recognised, [dates] if isinstance(dates, _Look) else [])
    return _date_format(dates)


def file_number_format(path: Path, recognised: Recognised, mapping: Mapping) -> str | None:
    """The convention of the values, None where no column has any. Raises AskNumberFormat."""
    numbers = _numbers(recognised, mapping)
    _look_through(path, recognised, [numbers] if isinstance(numbers, _Look) else [])
    return _number_format(numbers)


def _declared_zone(mapping: Mapping, header: Sequence[str]) -> str | None:
    """The zone that the heading of the times names, “Date (UTC)”, else that of the mapping. Raises AskZone for a
    heading with a word that is not one place's, “Date (PST)”, where the mapping names none.
    """
    named = {column: zone_in(column) for column in mapping.sources("occurred_at", header)}
    if zone := next(filter(None, named.values()), None):
        return zone
    for column, zone in named.items():
        if zone == "" and not mapping.timezone:
            raise AskZone(column, column, column)
    return mapping.timezone


def _dates(
    recognised: Recognised, mapping: Mapping, zone: ZoneInfo, *, is_checked_later: bool = False
) -> str | _Look[DateEvidence]:
    """The format, or the look that has to tell it.

    ISO 8601 can be read in one way only, so a sample in ISO settles it without a pass over the file. The date cells of
    a workbook are all ISO, also those that a spreadsheet turned into other days; whoever reads the rows sees that, too.
    """
    if mapping.date_format:
        clock_reader(mapping.date_format, zone)
        return mapping.date_format
    read, columns = _texts(mapping, recognised, "occurred_at")
    if not columns:
        return ISO
    is_workbook = recognised.format == "xlsx"
    values = _sample(recognised, read)
    if values and all(map(read_one, values)) and (is_checked_later or not is_workbook):
        return ISO
    return _Look(read, DateEvidence(JOIN.join(columns), is_workbook=is_workbook, zone=zone))


def _numbers(
    recognised: Recognised, mapping: Mapping, *, is_checked_later: bool = False
) -> str | _Look[NumberEvidence] | None:
    """The convention, or the look that has to tell it.

    Number cells of a workbook have none. Where its sample holds nothing else, a text further down that reads two ways
    is left out and told when the rows are read.
    """
    read, columns = _texts(mapping, recognised, "value")
    if mapping.number_format or not columns:
        return mapping.number_format
    if is_checked_later and recognised.format == "xlsx":
        values = _sample(recognised, read)
        if values and all(map(is_number_cell, values)):
            return None
    return _Look(read, NumberEvidence(JOIN.join(columns), is_workbook=recognised.format == "xlsx"))


def _sample(recognised: Recognised, read: Source) -> list[str]:
    """What the first rows say in a field, where they say anything."""
    width = len(recognised.header)
    rows = [[*row[:width], *[""] * (width - len(row))] for row in recognised.sample]
    texts = read(list(zip(*rows, strict=True)), len(rows)) if rows else ()
    return [text.strip() for text in texts if text.strip()]


def _look_through(
    path: Path, recognised: Recognised, looks: Sequence[_Look[DateEvidence] | _Look[NumberEvidence]]
) -> None:
    """One pass over the file for all of them."""
    for block in blocks(path, recognised) if looks else ():
        for look in looks:
            look.evidence.add(look.read(block.columns, len(block.row_number)))


def _date_format(dates: str | _Look[DateEvidence]) -> str:
    return dates if isinstance(dates, str) else dates.evidence.format()


def _number_format(numbers: str | _Look[NumberEvidence] | None) -> str | None:
    return numbers.evidence.convention() if isinstance(numbers, _Look) else numbers


def _texts(mapping: Mapping, recognised: Recognised, name: str) -> tuple[Source, tuple[str, ...]]:
    """What reads a field's texts as they stand in the file, and its columns; the values that a mapping gives them are
    in words of its own.
    """
    columns = mapping.sources(name, recognised.header)
    plain = Mapping(columns={name: JOIN.join(columns)} if columns else {})
    return source_of(plain, recognised.header, name, is_workbook=recognised.format == "xlsx"), columns
