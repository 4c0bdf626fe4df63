"""What comes from a form or a program instead of a file; the same readings decide what is accepted."""

from collections.abc import Callable
from collections.abc import Mapping as AnyMapping

from journey_core.errors import BadInput
from journey_core.intake.cells.dates import ISO
from journey_core.intake.cells.numbers import POINT
from journey_core.intake.cells.safe_text import forbidden_reason, unguarded, without_directions
from journey_core.intake.cells.zones import named_zone
from journey_core.intake.rows.column_reader import ColumnReader
from journey_core.intake.rows.columns import Columns
from journey_core.intake.rows.fields import How, field_readings
from journey_core.intake.rows.mapping import Mapping, check, check_field, complete
from journey_core.log.vocabulary import LEAD_COLUMNS


def read_entry(
    cells: AnyMapping[str, str], *, source: str, phone_region: str | None, is_older: bool = False
) -> Columns:
    """Columns of one row from field -> text (fields as in a mapping). Raises BadInput with field and reason, also for
    what a file's row would come in without: whoever enters it can mend it.
    """
    given = {name: without_directions(unguarded(text)) for name, text in cells.items() if text}
    for name, text in given.items():
        if reason := forbidden_reason(text):
            raise BadInput(f"{name}: {reason}.")
    mapping = complete(Mapping(), tuple(given))
    check(mapping, tuple(given))
    how = How(ISO, named_zone("UTC"), source, number_format=POINT, phone_region=phone_region)
    reader = ColumnReader(mapping, tuple(given), how, is_older=is_older)
    columns, faults, told = reader.read([[text] for text in given.values()], 1)
    for column, reason in [*faults.values(), *((column, reason) for _, column, reason, _ in told)]:
        raise BadInput(f"{column}: {reason}.")
    return columns


def read_attributes(told: AnyMapping[str, str], *, phone_region: str | None) -> dict[str, str]:
    """What is said of a lead, attribute -> text, read as a cell of that column in a file would be; an empty text stays.

    Raises BadInput with field and reason.
    """
    stripped = {name.strip(): text for name, text in told.items()}
    fields = {name: name if name in LEAD_COLUMNS else f"lead.{name}" for name in stripped}
    how = How(ISO, named_zone("UTC"), "", phone_region=phone_region, keeps=True)  # a person may mean them
    readings = field_readings(list(fields.values()), how)
    return {name: _read_one(fields[name], text, readings[fields[name]].read) for name, text in stripped.items()}


def _read_one(field: str, text: str, read: Callable[[str], str]) -> str:
    check_field(field)
    text = without_directions(text)
    if reason := forbidden_reason(text):
        raise BadInput(f"{field}: {reason}.")
    try:
        return read(text)
    except BadInput as problem:
        raise BadInput(f"{field}: {problem}.") from problem
