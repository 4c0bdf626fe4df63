"""From columns of text to columns of values, one pass per column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from journey_core.errors import TurnedDates
from journey_core.intake.cells.dates import Times, read_times
from journey_core.intake.cells.half_turned import TurnedEvidence
from journey_core.intake.cells.readings import Fault, Reading, Remembered, read_kind_and_stage
from journey_core.intake.rows.columns import Columns
from journey_core.intake.rows.fields import ESSENTIAL, IDENTITIES, How, field_readings, is_attribute
from journey_core.intake.rows.keys import compared_keys, details_texts, lead_ids, lead_key, row_digests, value_texts
from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.rows.older_hashes import older
from journey_core.intake.rows.sources import shown_column, source_of
from journey_core.intake.rows.warnings import Told
from journey_core.log.comparison import comparables, fold

_PLAIN: Final = (
    "channel", "kind", "direction", "stage", "owner", "campaign", "source", "value", "external_id", "content", "email",
    "phone",
)  # fmt: skip
_SEPARATOR: Final = "\x1f"  # a control character, and cells hold none by now

Faults = dict[int, tuple[str, str]]
"""row -> (column, reason)"""
Said = dict[str, list[Any]]
"""field -> what every row says in it"""


@dataclass
class _Reading:
    """Some rows while they are read: what they say, why some can't be accepted, which cells were left out."""

    cells: Sequence[Sequence[str]]
    count: int
    said: Said = field(default_factory=dict)
    faults: Faults = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)


class ColumnReader:
    """Reads rows of cells as a mapping says; remembers what distinct texts say from one stretch to the next."""

    def __init__(self, mapping: Mapping, header: Sequence[str], how: How, *, is_older: bool = False) -> None:
        fields = mapping.fields()
        self._sources = {name: source_of(mapping, header, name, is_workbook=how.is_workbook) for name in fields}
        self._shown = {name: shown_column(mapping, name) for name in fields}
        self._details = sorted(name for name in fields if name.startswith("detail."))
        self._attributes = [name for name in fields if is_attribute(name)]
        self._how, self._is_older = how, is_older
        self._turned = TurnedEvidence() if how.checks_dates else None
        self._readings = field_readings(fields, how)
        self._kinds = Reading[str](lambda pair: read_kind_and_stage(*pair.split(_SEPARATOR)))
        self._folds = Remembered[str, str](fold)
        self.essential = {
            column for name in ESSENTIAL if name in self._sources for column in mapping.sources(name, header)
        }
        """The file's columns that a row can't do without."""
        self.used = {column for name in fields for column in mapping.sources(name, header)}

    def read(self, cells: Sequence[Sequence[str]], count: int) -> tuple[Columns, Faults, list[Told]]:
        """What `count` rows say, given the file's columns; the rows that can't be accepted, and the cells of others
        that are not taken as they stand. Columns has a meaning only if all can be accepted.
        """
        reading = _Reading(cells, count)
        for name in self._readings:
            reading.said[name] = self._field(name, reading)
        times = self._times(reading)
        reading.said["kind"] = self._kind(reading)
        keys = self._lead_keys(reading)
        return self._columns(reading, times, keys), reading.faults, reading.told

    def finish(self) -> None:
        """Raises TurnedDates where the days of all rows say that a spreadsheet turned some of them into others."""
        if self._turned and self._turned.is_half_turned:
            raise TurnedDates(self._shown["occurred_at"])

    def _field(self, name: str, reading: _Reading) -> list[Any]:
        """What every row says in one field, read from its source; empty for a field without a source."""
        if name not in self._sources:
            return ([None] if name == "value" else [self._how.source if name == "source" else ""]) * reading.count
        raw = self._sources[name](reading.cells, reading.count)
        said = self._readings[name].column(raw)
        if self._readings[name].has_faults:
            self._settle(name, said, raw, reading)
        if name == "source":
            return [source or self._how.source for source in said]
        return said

    def _settle(self, name: str, said: list[Any], raw: Sequence[str], reading: _Reading) -> None:
        """Puts into the place of every fault what the cell says all the same, or rejects its row."""
        for row, fault in enumerate(said):
            if type(fault) is not Fault:
                continue
            if fault.instead is None and name in ESSENTIAL:
                reading.faults.setdefault(row, (self._shown[name], str(fault)))
            else:
                reading.told.append((row, self._shown[name], str(fault), raw[row]))
            said[row] = (None if name == "value" else "") if fault.instead is None else fault.instead

    def _times(self, reading: _Reading) -> Times:
        raw = [value.strip() for value in self._sources["occurred_at"](reading.cells, reading.count)]
        if self._turned:
            self._turned.add(raw)
        times = read_times(raw, date_format=self._how.date_format, zone=self._how.zone)
        for row, reason in times.faults.items():
            reading.faults.setdefault(row, (self._shown["occurred_at"], reason))
        return times

    def _kind(self, reading: _Reading) -> list[Any]:
        said, column = reading.said, self._shown.get("kind", "kind")
        kinds = said["kind"]
        if "stage" in self._sources:  # the rules are about stages
            kinds = self._kinds.column(map(_SEPARATOR.join, zip(kinds, said["stage"], strict=True)))
            for row, kind in enumerate(kinds if self._kinds.has_faults else ()):
                if type(kind) is Fault:
                    reading.faults.setdefault(row, (column, str(kind)))
        if "" in kinds:
            for row, (kind, channel) in enumerate(zip(kinds, said["channel"], strict=True)):
                if not kind and not channel:
                    reading.faults.setdefault(row, (column, "neither a kind nor a channel says what happened"))
        return kinds

    def _lead_keys(self, reading: _Reading) -> list[str]:
        said, leads = reading.said, reading.said["lead"]
        if "" not in leads:
            return list(leads)
        keys = list(map(lead_key, leads, said["email"], said["phone"]))
        if "" in keys:
            shown = [self._shown[name] for name in IDENTITIES if name in self._shown]
            told = {row: (column, reason) for row, column, reason, _ in reversed(reading.told) if column in shown}
            for row, key in enumerate(keys):
                if not key:
                    reading.faults.setdefault(row, told.get(row, (shown[0], "nothing says who the lead is")))
        return keys

    def _columns(self, reading: _Reading, times: Times, keys: list[str]) -> Columns:
        said = reading.said
        occurred_at = times.microseconds.tolist()
        details = {name.removeprefix("detail."): said[name] for name in self._details}
        compared = compared_keys(keys)
        digests = row_digests(self._parts(said, occurred_at, compared, details))
        columns = Columns(
            lead_key=keys,
            lead_id=lead_ids(compared),
            occurred_at=occurred_at,
            details=details_texts(details, len(keys)),
            digest=digests,
            attributes={name.removeprefix("lead."): said[name] for name in self._attributes},
            ambiguous_times=len(times.twice),
            older={},
            **{name: said[name] for name in _PLAIN},
        )
        return replace(columns, older=older(columns, self._raw(reading))) if self._is_older else columns

    def _parts(self, said: Said, occurred_at: list[int], keys: Sequence[str], details: Said) -> Iterable[Any]:
        """What the digest of every row is made of, in its order."""
        told = details_texts({name: comparables(texts) for name, texts in details.items()}, len(keys))
        return zip(
            keys, self._folded("channel", said), self._folded("kind", said), said["direction"],
            map(str, occurred_at), self._folded("stage", said), value_texts(said["value"]),
            self._folded("owner", said), self._folded("campaign", said),
            comparables(said["content"]), told, strict=True,
        )  # fmt: skip

    def _folded(self, name: str, said: Said) -> list[str]:
        is_empty = name not in self._sources and name != "kind"
        return said[name] if is_empty else self._folds.column(said[name])

    def _raw(self, reading: _Reading) -> Said:
        """Field -> the text of every row, only trimmed."""
        return {
            name: [text.strip() for text in source(reading.cells, reading.count)]
            for name, source in self._sources.items()
        }
