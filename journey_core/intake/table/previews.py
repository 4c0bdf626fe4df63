"""What a person looks at to decide how a file is to be read: values of a column, one line in several encodings."""

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from journey_core.intake.table.opening import byte_chunks
from journey_core.intake.table.recognise import Recognised, blocks
from journey_core.intake.table.utf8 import utf8_evidence

LIKELY_ENCODINGS: Final = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "mac-roman", "cp850", "shift_jis", "gb18030",
)  # fmt: skip
_DISTINCT_LIMIT: Final = 5_000
_AROUND: Final = 24


def column_values(path: Path, recognised: Recognised, column: str, *, limit: int = 200) -> list[tuple[str, int]]:
    """values_of_columns of one column."""
    return values_of_columns(path, recognised, [column], limit=limit)[column]


def values_of_columns(
    path: Path, recognised: Recognised, columns: Sequence[str], *, limit: int = 200
) -> dict[str, list[tuple[str, int]]]:
    """Column -> its most common values, trimmed, with their counts of rows, most common first; empty ones left out.

    Reads the whole file once, unless no columns are given. Values of a column beyond its first 5,000 distinct ones are
    not counted.
    """
    places = {column: recognised.header.index(column) for column in columns}
    counts: dict[str, Counter[str]] = {column: Counter() for column in columns}
    for block in blocks(path, recognised) if columns else ():
        for column, place in places.items():
            _count(block.columns[place], counts[column])
    return {
        column: sorted(each.items(), key=lambda item: (-item[1], item[0]))[:limit] for column, each in counts.items()
    }


def _count(cells: Iterable[str], counts: Counter[str]) -> None:
    for cell, count in Counter(cells).items():
        value = cell.strip()
        if value and (value in counts or len(counts) < _DISTINCT_LIMIT):
            counts[value] += count


def sample_values(recognised: Recognised, column: str, *, count: int = 3) -> list[str]:
    """The first distinct values of a column that are not empty."""
    place = recognised.header.index(column)
    values = (row[place].strip() for row in recognised.sample if len(row) > place)
    return list(dict.fromkeys(value for value in values if value))[:count]


def encoding_readings(path: Path, encodings: Iterable[str] = LIKELY_ENCODINGS) -> dict[str, str]:
    """Encoding -> how the first text of the file that is not ASCII reads in it; encodings that read it alike share one
    entry, those that can't read it have no entry. UTF-8 comes first, broken bytes and all, if the file is mostly that.
    """
    found = _first_foreign(path)
    readings: dict[str, str] = {}
    if found and utf8_evidence(path).is_likely:
        readings["utf-8"] = codecs.utf_8_decode(found, "replace", False)[0].strip()
    for encoding in encodings:
        try:
            # Not final: the bytes may end within a character.
            text = codecs.getincrementaldecoder(encoding)("strict").decode(found).strip()
        except UnicodeDecodeError:
            continue
        if text and text.isprintable() and text not in readings.values():
            readings[encoding] = text
    return readings


def _first_foreign(path: Path) -> bytes:
    """Some bytes of one line around the first that is not ASCII; empty if all are."""
    for data, _ in byte_chunks(path):
        if foreign := re.search(rb"[\x80-\xff]", data):
            place = foreign.start()
            before = re.split(rb"[\r\n]", data[max(0, place - _AROUND) : place])[-1]
            return before + re.split(rb"[\r\n]", data[place : place + _AROUND])[0]
    return b""
