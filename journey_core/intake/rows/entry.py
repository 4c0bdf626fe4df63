"""One row that comes from a form or a program instead of a file; the same readings decide what it may say."""

from collections.abc import Mapping as AnyMapping

from journey_core.errors import BadInput
from journey_core.intake.cells.dates import ISO
from journey_core.intake.cells.safe_text import forbidden_reason
from journey_core.intake.rows.columns import ColumnReader, Columns
from journey_core.intake.rows.mapping import Mapping, check, complete, named_zone


def read_entry(cells: AnyMapping[str, str], *, source: str, phone_region: str | None) -> Columns:
    """Columns of one row from field -> text (fields as in a mapping); raises BadInput with field and reason."""
    given = {name: text for name, text in cells.items() if text}
    for name, text in given.items():
        if reason := forbidden_reason(text):
            raise BadInput(f"{name}: {reason}.")
    mapping = complete(Mapping(), tuple(given))
    check(mapping, tuple(given))
    reader = ColumnReader(
        mapping, tuple(given), date_format=ISO, zone=named_zone("UTC"), source=source, phone_region=phone_region
    )
    columns, faults = reader.read([[text] for text in given.values()], 1)
    for column, reason in faults.values():
        raise BadInput(f"{column}: {reason}.")
    return columns
