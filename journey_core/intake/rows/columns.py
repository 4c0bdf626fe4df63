"""From columns of text to columns of values, one pass per column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from journey_core.intake.cells.dates import Times, read_times
from journey_core.intake.cells.numbers import number_reading
from journey_core.intake.cells.readings import (
    CONTENT_LENGTH,
    DETAIL_LENGTH,
    WORD_LENGTH,
    Fault,
    Reading,
    Remembered,
    phone_reading,
    read_direction,
    read_email,
    read_kind_and_stage,
    text_reading,
)
from journey_core.intake.rows.keys import details_text, lead_ids, lead_key, row_digests, value_texts
from journey_core.intake.rows.mapping import Mapping
from journey_core.log.vocabulary import LEAD_COLUMNS, fold

_WORDS: Final = ("lead", "channel", "kind", "stage", "owner", "campaign", "source", "external_id", "name", "company")
_REPEATED: Final = ("channel", "kind", "stage", "owner", "campaign", "source")
_PLAIN: Final = (
    "channel", "kind", "direction", "stage", "owner", "campaign", "source", "value", "external_id", "content", "email",
    "phone",
)  # fmt: skip
_SEPARATOR: Final = "\x1f"  # a control character, and cells hold none by now

Faults = dict[int, tuple[str, str]]
"""row -> (column, reason)"""
Said = dict[str, list[Any]]
"""field -> what every row says in it, or a Fault"""
Source = Callable[[Sequence[Sequence[str]], int], Sequence[str]]
"""(the file's columns, number of rows) -> the text of one field in every row"""


@dataclass(frozen=True)
class Columns:
    """What some rows say: lists of equal length, one entry per row, "" where a row says nothing.

    occurred_at: microseconds UTC · channel, kind, stage, owner, campaign, source: trimmed, as written · direction:
    inbound or outbound · email lower-cased, phone E.164 · details: a JSON object with sorted names · digest:
    row_digest · attributes: of the lead, only those that the mapping names · ambiguous_times: how many of the times the
    clock shows twice.
    """

    lead_key: list[str]
    lead_id: list[int]
    occurred_at: list[int]
    channel: list[str]
    kind: list[str]
    direction: list[str]
    stage: list[str]
    owner: list[str]
    campaign: list[str]
    source: list[str]
    value: list[float | None]
    external_id: list[str]
    content: list[str]
    details: list[str]
    digest: list[bytes]
    email: list[str]
    phone: list[str]
    attributes: dict[str, list[str]]
    ambiguous_times: int


class ColumnReader:
    """Reads rows of cells as a mapping says; remembers what distinct texts say from one stretch to the next."""

    def __init__(
        self,
        mapping: Mapping,
        header: Sequence[str],
        *,
        date_format: str,
        zone: ZoneInfo,
        source: str,
        phone_region: str | None,
    ) -> None:
        fields = mapping.fields()
        self._sources = {name: _source(mapping, header, name) for name in fields}
        self._shown = {name: _shown_column(mapping, name) for name in fields}
        self._details = sorted(name for name in fields if name.startswith("detail."))
        self._attributes = [name for name in fields if name in LEAD_COLUMNS or name.startswith("lead.")]
        self._date_format, self._zone, self._source = date_format, zone, source
        self._readings = field_readings(fields, phone_region)
        self._kinds = Reading[str](lambda pair: read_kind_and_stage(*pair.split(_SEPARATOR)))
        self._folds = Remembered[str, str](fold)

    def read(self, cells: Sequence[Sequence[str]], count: int) -> tuple[Columns, Faults]:
        """What `count` rows say, given the file's columns, and the rows that can't be read; Columns has a meaning only
        if there are no such rows.
        """
        faults: Faults = {}
        said = {name: self._field(name, cells, count, faults) for name in self._readings}
        times = self._times(cells, count, faults)
        said["kind"] = self._kind(said, faults)
        keys = self._lead_keys(said, faults)
        return self._columns(said, times, keys), faults

    def _field(self, name: str, cells: Sequence[Sequence[str]], count: int, faults: Faults) -> list[Any]:
        """What every row says in one field, read from its source; empty for a field without a source."""
        if name not in self._sources:
            return ([None] if name == "value" else [self._source if name == "source" else ""]) * count
        reading = self._readings[name]
        said = reading.column(self._sources[name](cells, count))
        if reading.has_faults:
            _add_faults(said, self._shown[name], faults)
        if name == "source":
            return [source or self._source for source in said]
        return said

    def _times(self, cells: Sequence[Sequence[str]], count: int, faults: Faults) -> Times:
        raw = [value.strip() for value in self._sources["occurred_at"](cells, count)]
        times = read_times(raw, date_format=self._date_format, zone=self._zone)
        for row, reason in times.faults.items():
            faults.setdefault(row, (self._shown["occurred_at"], reason))
        return times

    def _kind(self, said: Said, faults: Faults) -> list[Any]:
        if "stage" in self._sources:
            kinds = self._kinds.column(map(_SEPARATOR.join, zip(said["kind"], said["stage"], strict=True)))
        else:
            kinds = said["kind"]  # the rules are about stages
        column = self._shown.get("kind", "kind")
        if self._kinds.has_faults:
            _add_faults(kinds, column, faults)
        if "" in kinds:
            for row, (kind, channel) in enumerate(zip(kinds, said["channel"], strict=True)):
                if not kind and not channel:
                    faults.setdefault(row, (column, "neither a kind nor a channel says what happened"))
        return kinds

    def _lead_keys(self, said: Said, faults: Faults) -> list[str]:
        leads: list[str] = said["lead"]
        if "" not in leads:
            return leads
        keys = list(map(lead_key, leads, said["email"], said["phone"]))
        column = next(self._shown[name] for name in ("lead", "email", "phone") if name in self._shown)
        for row, key in enumerate(keys):
            if not key:
                faults.setdefault(row, (column, "nothing says who the lead is"))
        return keys

    def _columns(self, said: Said, times: Times, keys: list[str]) -> Columns:
        occurred_at = times.microseconds.tolist()
        details = self._details_column(said, len(keys))
        parts = zip(
            keys, self._folded("channel", said), self._folded("kind", said), said["direction"],
            map(str, occurred_at), self._folded("stage", said), value_texts(said["value"]),
            self._folded("owner", said), self._folded("campaign", said), said["content"], details, strict=True,
        )  # fmt: skip
        return Columns(
            lead_key=keys,
            lead_id=lead_ids(keys),
            occurred_at=occurred_at,
            details=details,
            digest=row_digests(parts),
            attributes={name.removeprefix("lead."): said[name] for name in self._attributes},
            ambiguous_times=len(times.twice),
            **{name: said[name] for name in _PLAIN},
        )

    def _folded(self, name: str, said: Said) -> list[str]:
        is_empty = name not in self._sources and name != "kind"
        return said[name] if is_empty else self._folds.column(said[name])

    def _details_column(self, said: Said, count: int) -> list[str]:
        if not self._details:
            return [""] * count
        names = [name.removeprefix("detail.") for name in self._details]
        rows = zip(*(said[name] for name in self._details), strict=True)
        return [details_text(dict(zip(names, row, strict=True))) for row in rows]


def _source(mapping: Mapping, header: Sequence[str], name: str) -> Source:
    if name in mapping.constants:
        constant = mapping.constants[name]
        return lambda _, count: [constant] * count
    if name in mapping.values:
        remembered = Remembered[str, str](mapping.values[name])
        place = list(header).index(mapping.values[name].column)
        return lambda cells, _: remembered.column(cells[place])
    own_place = list(header).index(mapping.columns[name])
    return lambda cells, _: cells[own_place]


def _shown_column(mapping: Mapping, name: str) -> str:
    """The file's column that a reason should name; the field where it is a constant."""
    if name in mapping.values:
        return mapping.values[name].column
    return mapping.columns.get(name) or name


def field_readings(fields: Sequence[str], phone_region: str | None) -> dict[str, Reading[Any]]:
    """A reading for every field but the time, whether it is in the mapping or not, and for the mapping's own names."""
    own = [name for name in fields if name.startswith(("lead.", "detail."))]
    lengths = {name: DETAIL_LENGTH if name.startswith("detail.") else WORD_LENGTH for name in [*_WORDS, *own]}
    return {
        **{name: text_reading(length, is_word=name in _REPEATED) for name, length in lengths.items()},
        "content": text_reading(CONTENT_LENGTH, is_word=False),
        "direction": Reading(read_direction),
        "value": number_reading(None),
        "email": Reading(read_email),
        "phone": Reading(phone_reading(phone_region)),
    }


def _add_faults(said: list[Any], column: str, faults: Faults) -> None:
    for row, value in enumerate(said):
        if type(value) is Fault:
            faults.setdefault(row, (column, str(value)))
