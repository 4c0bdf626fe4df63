"""Which column says what: the document that the upload page saves and `--mapping` reads."""

import json
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from journey_core.errors import BadInput, brief
from journey_core.intake.cells.identities import is_region
from journey_core.intake.cells.numbers import COMMA, POINT
from journey_core.intake.cells.placeholders import KEEP
from journey_core.intake.cells.safe_text import forbidden_reason
from journey_core.intake.cells.zones import named_zone
from journey_core.intake.headings.zones import name_in
from journey_core.log.comparison import fold

FIELDS: Final = (
    "lead", "occurred_at", "kind", "channel", "direction", "stage", "value", "owner", "name", "email", "phone",
    "company", "campaign", "source", "external_id", "content",
)  # fmt: skip
_HOW: Final = ("timezone", "date_format", "number_format", "phone_region", "placeholders")
_PARTS: Final = ("columns", "constants", "values", *_HOW)
_PASSED_OVER: Final = ("reasons",)
"""Parts of a proposed mapping that are meant for people."""
JOIN: Final = "+"
"""Stands between the columns that one field is joined from."""
_NAME_LIMIT: Final = 100


@dataclass(frozen=True)
class ValueMap:
    """One field from the values of a column: `map` raw -> value; any other value becomes `otherwise`, or stays as
    written where that is None.
    """

    column: str
    map: AnyMapping[str, str]
    otherwise: str | None = None

    def __call__(self, raw: str) -> str:
        trimmed = raw.strip()
        return self.map.get(trimmed, trimmed if self.otherwise is None else self.otherwise)


@dataclass(frozen=True)
class Mapping:
    """Where every field comes from: a column, a constant, or the mapped values of a column.

    columns: field -> column, or several as “Date+Time”; "" for a field that is to stay empty although a column has its
    name. placeholders: KEEP, or None where n/a, null and the like say nothing.
    """

    columns: AnyMapping[str, str] = field(default_factory=dict)
    constants: AnyMapping[str, str] = field(default_factory=dict)
    values: AnyMapping[str, ValueMap] = field(default_factory=dict)
    timezone: str | None = None
    date_format: str | None = None
    number_format: str | None = None
    phone_region: str | None = None
    placeholders: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The document; `from_json` reads it back to an equal mapping."""
        return {
            "columns": dict(self.columns),
            "constants": dict(self.constants),
            "values": {name: _value_map_json(value_map) for name, value_map in self.values.items()},
            "timezone": self.timezone,
            "date_format": self.date_format,
            # What is not said stays out: the document tells whether a file came in before, and older ones lack it.
            **{name: getattr(self, name) for name in _HOW[2:] if getattr(self, name) is not None},
        }

    def fields(self) -> tuple[str, ...]:
        """Every field that has a source."""
        named = [name for name, column in self.columns.items() if column]
        return tuple(dict.fromkeys([*named, *self.constants, *self.values]))

    def sources(self, name: str, header: Sequence[str]) -> tuple[str, ...]:
        """The columns of the file that a field comes from; empty for a constant, and for columns that are not there."""
        given = self.values[name].column if name in self.values else self.columns.get(name, "")
        if whole := _column(given, header):
            return (whole,)
        parts = tuple(_column(part, header) for part in given.split(JOIN))
        return parts if name in self.columns and len(parts) > 1 and all(parts) else ()


def _column(given: str, header: Sequence[str]) -> str:
    """The column of this name, else the only one whose name is the same word; "" if there is none."""
    if given in header:
        return given
    alike = [column for column in header if fold(column) == fold(given)] if given.strip() else []
    return alike[0] if len(alike) == 1 else ""


def from_json(document: str | AnyMapping[str, Any]) -> Mapping:
    """The mapping of a document, as the how-to for operations shows one; BadInput names key and choices."""
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except (ValueError, RecursionError) as problem:
            raise BadInput(f"The mapping is not a JSON document: {problem}.") from problem
    parts = _object(document, "The mapping")
    for key in parts:
        if key not in (*_PARTS, *_PASSED_OVER):
            raise BadInput(f"The mapping has no part “{brief(key)}”. Its parts: {', '.join(_PARTS)}.")
    mapping = Mapping(
        _texts(parts.get("columns"), "columns"),
        _texts(parts.get("constants"), "constants"),
        {name: _value_map(given, name) for name, given in _object(parts.get("values"), "“values”").items()},
        **{how: _optional_text(parts.get(how), how) for how in _HOW},
    )
    for name in [*mapping.columns, *mapping.constants, *mapping.values]:
        check_field(name)
    return mapping


def complete(mapping: Mapping, header: Sequence[str], *, exactly: bool = False) -> Mapping:
    """The mapping with every column added whose name is a field's and that has no other source. A zone or currency at
    the end of a heading is no part of its name, unless names are taken `exactly`, as they once were.
    """
    taken = {*mapping.columns, *mapping.constants, *mapping.values}
    found: dict[str, str] = {}
    for column in header:
        own = column.strip().startswith(("lead.", "detail."))
        name = column.strip() if own else fold(column if exactly else name_in(column))
        if name not in taken and name not in found and _is_field(name):
            found[name] = column
    return replace(mapping, columns={**mapping.columns, **found})


def check(mapping: Mapping, header: Sequence[str]) -> None:
    """Raises BadInput if a column does not exist, a field has two sources or lacks one, the zone is unknown, or a text
    meant for every row is not allowed in any.
    """
    _check_columns(mapping, header)
    _check_texts(mapping)
    given = set(mapping.fields())
    hint = f"Map it with --map FIELD=COLUMN, or see what --propose suggests; the columns: {_listed(header)}."
    if "occurred_at" not in given:
        raise BadInput(f"No column says when it happened (occurred_at). {hint}")
    if not given & {"lead", "email", "phone"}:
        raise BadInput(f"No column says who the lead is (lead, email or phone). {hint}")
    if not given & {"kind", "channel", "stage"}:
        raise BadInput(f"No column says what happened (kind or channel). {hint}")
    if mapping.timezone is not None:
        named_zone(mapping.timezone)
    if mapping.phone_region is not None and not is_region(mapping.phone_region):
        raise BadInput(f"“{brief(mapping.phone_region)}” is not a country: write two letters, such as DE.")
    for how, choices in (("number_format", (POINT, COMMA)), ("placeholders", (KEEP,))):
        if (said := getattr(mapping, how)) not in (None, *choices):
            raise BadInput(f"“{brief(said)}” is not known as {how.replace('_', ' ')}. Known: {', '.join(choices)}.")


def _check_columns(mapping: Mapping, header: Sequence[str]) -> None:
    used = {**{name: column for name, column in mapping.columns.items() if column}}
    for name, column in [*used.items(), *((name, value_map.column) for name, value_map in mapping.values.items())]:
        check_field(name)
        if not mapping.sources(name, header):
            raise BadInput(
                f"“{brief(name)}” is to come from column “{brief(column)}”, which is not in the file: "
                f"{_listed(header)}."
            )
    for name in [*mapping.constants]:
        check_field(name)
    for name in set(mapping.fields()):
        if (name in used) + (name in mapping.constants) + (name in mapping.values) > 1:
            raise BadInput(f"“{brief(name)}” has two sources: choose one of column, constant and value map.")


def _check_texts(mapping: Mapping) -> None:
    said = [*mapping.constants.items()]
    for name, value_map in mapping.values.items():
        said += [(name, text) for text in (*value_map.map.values(), value_map.otherwise or "")]
    for name, text in said:
        if reason := forbidden_reason(text):
            raise BadInput(f"In the mapping, “{brief(name)}” holds {reason}.")


def _is_field(name: str) -> bool:
    if name in FIELDS:
        return True
    prefix, dot, own = name.partition(".")
    return prefix in ("lead", "detail") and bool(dot) and 0 < len(own.strip()) <= _NAME_LIMIT and own.isprintable()


def check_field(name: str) -> None:
    if not _is_field(name):
        choices = f"{', '.join(FIELDS)}, lead.NAME, detail.NAME"
        raise BadInput(f"There is no field “{brief(name)}”. Fields: {choices}.")


def _object(given: object, what: str) -> dict[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise BadInput(f"{what} must be an object of names and values, not {json.dumps(given, default=str)[:60]}.")
    return given


def _texts(given: object, part: str) -> dict[str, str]:
    said = _object(given, f"“{part}”")
    return {_text(name, f"a name in “{part}”"): _text(value, f"“{part}”, “{name}”") for name, value in said.items()}


def _text(given: object, what: str) -> str:
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise BadInput(f"In the mapping, {what} must be text, not {json.dumps(given, default=str)[:60]}.")
    text = str(given)
    if not _is_unicode(text):
        raise BadInput(f"In the mapping, {what} is not text: it holds half a character.")
    return text


def _is_unicode(text: str) -> bool:
    """Whether the text is free of lone surrogates, which JSON can spell but no file or database can hold."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _optional_text(given: object, what: str) -> str | None:
    return None if given is None else _text(given, f"“{what}”")


def _value_map(given: object, name: str) -> ValueMap:
    parts = _object(given, f"“values”, “{name}”")
    for key in parts:
        if key not in ("from", "map", "else"):
            raise BadInput(
                f"In the mapping, “values”, “{brief(name)}” has “{brief(key)}”; it may have from, map and else."
            )
    if "from" not in parts:
        raise BadInput(f"In the mapping, “values”, “{brief(name)}” does not say “from” which column.")
    pairs = {raw.strip(): value for raw, value in _texts(parts.get("map"), f"values.{name}.map").items()}
    return ValueMap(_text(parts["from"], f"“{brief(name)}”, “from”"), pairs, _optional_text(parts.get("else"), "else"))


def _value_map_json(value_map: ValueMap) -> dict[str, Any]:
    document: dict[str, Any] = {"from": value_map.column, "map": dict(value_map.map)}
    return document if value_map.otherwise is None else {**document, "else": value_map.otherwise}


def _listed(header: Sequence[str]) -> str:
    return ", ".join(header[:20]) + (" …" if len(header) > 20 else "")
