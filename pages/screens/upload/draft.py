"""A mapping in the making: plain steps from one mapping to the next, without anything of the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from journey_core.intake.rows.mapping import FIELDS, ValueMap, complete
from journey_core.intake.rows.mapping import Mapping as FileMapping

LABELS: Final = {
    "lead": "Lead", "email": "E-mail", "phone": "Phone", "occurred_at": "When", "kind": "Kind", "channel": "Channel",
    "direction": "Direction", "stage": "Stage", "value": "Value", "owner": "Owner", "name": "Name",
    "company": "Company", "campaign": "Campaign", "source": "Source", "external_id": "Row's own id",
    "content": "Note",
}  # fmt: skip
MEANINGS: Final = {
    "lead": "Their id of the lead; without it the e-mail or phone is the id",
    "email": "Identifies the lead where no id is given",
    "phone": "With country code, or national with a phone region in the settings",
    "occurred_at": "Day or instant of the interaction",
    "kind": "What happened: email_opened, call_connected, converted …",
    "channel": "What it came through: email, call, web …",
    "direction": "inbound or outbound",
    "stage": "The stage that the lead moves to",
    "value": "Money, as a plain decimal number",
    "owner": "Who takes care of the lead",
    "name": "Name of the lead",
    "company": "Firm of the lead",
    "campaign": "Campaign that the interaction belongs to",
    "source": "System that reported it, row by row",
    "external_id": "Tells rows apart; the same id twice is one interaction",
    "content": "What was said: a note, subject or message",
}
ESSENTIAL: Final = ("lead", "email", "occurred_at", "kind", "channel")
TRANSLATABLE: Final = ("kind", "channel", "direction", "stage")


def column_of(mapping: FileMapping, name: str) -> str:
    """The column that a field comes from, translated or not; "" if none."""
    return mapping.values[name].column if name in mapping.values else mapping.columns.get(name, "")


def source_of(mapping: FileMapping, name: str) -> tuple[str, str]:
    """Where a field comes from: its column and its constant, either of them ""."""
    return column_of(mapping, name), mapping.constants.get(name, "")


def with_column(mapping: FileMapping, name: str, column: str) -> FileMapping:
    """The field comes from this column. A translation of the same column stays."""
    if name in mapping.values and mapping.values[name].column == column:
        return mapping
    cleared = _without(mapping, name)
    return replace(cleared, columns={**cleared.columns, name: column})


def without(mapping: FileMapping, name: str, header: Sequence[str]) -> FileMapping:
    """The field stays empty, even where a column has its name."""
    cleared = _without(mapping, name)
    if name not in complete(cleared, header).columns:
        return cleared
    return replace(cleared, columns={**cleared.columns, name: ""})


def with_constant(mapping: FileMapping, name: str, value: str) -> FileMapping:
    """The field says the same in every row."""
    cleared = _without(mapping, name)
    return replace(cleared, constants={**cleared.constants, name: value})


def with_translation(
    mapping: FileMapping, name: str, pairs: Mapping[str, str] | None, otherwise: str | None = None
) -> FileMapping:
    """The field comes from its column by a table of values; None: as written."""
    column = column_of(mapping, name)
    cleared = _without(mapping, name)
    if pairs is None:
        return replace(cleared, columns={**cleared.columns, name: column})
    return replace(cleared, values={**cleared.values, name: ValueMap(column, dict(pairs), otherwise)})


def own_columns(mapping: FileMapping, prefix: str) -> list[str]:
    """The columns that are kept as `lead.NAME` or `detail.NAME`."""
    return [column for name, column in mapping.columns.items() if name.startswith(f"{prefix}.") and column]


def with_own_columns(mapping: FileMapping, prefix: str, columns: Iterable[str]) -> FileMapping:
    """Exactly these columns are kept under their own names, as attributes (`lead`) or details (`detail`)."""
    others = {name: column for name, column in mapping.columns.items() if not name.startswith(f"{prefix}.")}
    own = {f"{prefix}.{column.removeprefix(f'{prefix}.')[:100]}": column for column in columns}
    return replace(mapping, columns={**others, **own})


def unused(mapping: FileMapping, header: Sequence[str]) -> list[str]:
    """The columns that no field comes from; those kept under their own names count as unused."""
    used = {column for name in FIELDS for column in mapping.sources(name, header)}
    return [column for column in header if column not in used]


def _without(mapping: FileMapping, name: str) -> FileMapping:
    """The mapping in which the field has no source."""
    return replace(
        mapping,
        columns={other: column for other, column in mapping.columns.items() if other != name},
        constants={other: value for other, value in mapping.constants.items() if other != name},
        values={other: value_map for other, value_map in mapping.values.items() if other != name},
    )
