"""Files in: one transaction per file, all or nothing; and their history."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select, update

from db.log.changes import note
from db.log.file_reading import Reading
from db.log.lead_lists import SENTENCE, LeadListLoading
from db.log.loading import Loading
from db.log.rejects import Rejects, kept_sentence
from db.log.warnings import Warnings, kept_warnings
from db.store.settings import settings
from db.store.tables import IMPORT, STATE
from db.store.workspaces import Workspace
from journey_core.errors import BadInput, Refused
from journey_core.intake.cells.safe_text import forbidden_reason, storable
from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.rows.mapping import complete as complete_mapping
from journey_core.intake.rows.warnings import CellWarning
from journey_core.intake.table.originals import originals
from journey_core.intake.table.recognise import recognise
from journey_core.intake.table.rejects import Reject
from journey_core.wording import counted

Progress = Callable[[float], None]
PARSING_SHARE = 0.6
"""The share of an import's time that passes before the last row is staged, for the progress bar."""


@dataclass(frozen=True)
class ImportResult:
    """What became of a file; rows = created + duplicate + rejected. warnings: cells of created and duplicate rows that
    were not taken as they stand. `import_id` is None for a dry run.
    """

    import_id: int | None
    rows: int = 0
    created: int = 0
    duplicate: int = 0
    rejected: int = 0
    warnings: int = 0
    leads_created: int = 0
    new_words: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0
    is_repeat: bool = False
    reject_reasons: dict[str, int] = field(default_factory=dict)
    sample_rejects: tuple[Reject, ...] = ()
    warning_reasons: dict[str, int] = field(default_factory=dict)
    sample_warnings: tuple[CellWarning, ...] = ()
    notes: tuple[str, ...] = ()


class _DryRunEnds(Exception):
    """Not an error: it carries the result of a dry run past the rollback."""

    def __init__(self, result: ImportResult) -> None:
        self.result = result


def import_file(
    workspace: Workspace,
    path: Path,
    *,
    mapping: Mapping,
    filename: str | None = None,
    source: str = "csv",
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_line: int | None = None,
    dry_run: bool = False,
    all_or_nothing: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Reads a file into the log in one transaction, and says what became of its rows.

    The same file with the same mapping and options as an import that still stands answers with that import's id and
    writes nothing. `dry_run` does everything and keeps nothing. `all_or_nothing` refuses a file with a rejected row.
    Raises BadFile, BadInput (AskDateFormat among them) or Refused before anything is written.
    """
    if reason := forbidden_reason(source):
        raise BadInput(f"The source holds {reason}.")
    recognised = recognise(path, encoding=encoding, delimiter=delimiter, sheet=sheet, header_line=header_line)
    whole, once = (complete_mapping(mapping, recognised.header, exactly=exactly) for exactly in (False, True))
    reading = Reading(path, recognised, whole, once, source, storable(filename or path.name), settings(workspace))
    try:
        with workspace.write("import") as connection:
            if repeated := _standing(connection, workspace, reading):
                return repeated
            result = _import(connection, workspace, reading, progress or (lambda _share: None))
            if dry_run:
                raise _DryRunEnds(replace(result, import_id=None))
            if all_or_nothing:
                _refuse_rejects(result)
            return result
    except _DryRunEnds as ended:
        return ended.result


def _refuse_rejects(result: ImportResult) -> None:
    if result.rejected:
        raise Refused(
            f"{result.rejected} of {result.rows} rows would be rejected, so nothing was imported; first reason: "
            f"{next(iter(result.reject_reasons))}."
        )


def _standing(connection: Connection, workspace: Workspace, reading: Reading) -> ImportResult | None:
    """The import that stands for the same bytes read the same way."""
    options = {reading.options(reading.mapping), reading.options(reading.once)}
    same = (IMPORT.c.sha256 == reading.recognised.sha256, IMPORT.c.options.in_(options))
    found = select(IMPORT).where(workspace.owns(IMPORT), *same, IMPORT.c.undone_at.is_(None))
    row = connection.execute(found).first()
    if row is None:
        return None
    accepted = row.rows - row.rejected
    return ImportResult(row.import_id, row.rows, 0, accepted, row.rejected, row.warnings, is_repeat=True)


def _import(connection: Connection, workspace: Workspace, reading: Reading, progress: Progress) -> ImportResult:
    started = monotonic()
    import_id = _open_import(connection, workspace, reading)
    twice = 0
    rejects = Rejects(connection, workspace, import_id)
    warnings = Warnings(connection, workspace, import_id)
    loading = (LeadListLoading if reading.is_lead_list else Loading)(connection, workspace, import_id)
    size = max(reading.path.stat().st_size, 1)
    for batch in reading.batches(is_older=loading.is_older):
        taken = loading.add(batch)
        warnings.add(batch.warnings, rejected=set(taken))
        rejects.add(batch.rejects)
        twice += batch.ambiguous_times
        progress(PARSING_SHARE * min(batch.bytes_read / size, 1.0))
    loading.finish()
    rejects.add(_refused(reading, loading.taken, *loading.refused))
    result = ImportResult(
        import_id=import_id,
        rows=loading.created + loading.duplicate + rejects.count,
        created=loading.created,
        duplicate=loading.duplicate,
        rejected=rejects.count,
        warnings=warnings.count,
        leads_created=loading.leads_created,
        new_words=loading.coding.new_words,
        seconds=round(monotonic() - started, 3),
        reject_reasons=dict(sorted(rejects.reasons.items(), key=lambda item: -item[1])),
        sample_rejects=tuple(rejects.sample),
        warning_reasons=dict(sorted(warnings.reasons.items(), key=lambda item: -item[1])),
        sample_warnings=tuple(warnings.sample),
        notes=tuple(_notes(connection, workspace, reading, rejects, warned=warnings.count, twice=twice)),
    )
    _close_import(connection, workspace, result)
    note(connection, workspace, loading.changed, told=loading.told)
    progress(1.0)
    return result


def _open_import(connection: Connection, workspace: Workspace, reading: Reading) -> int:
    """Writes the import's row, still without counts; returns its id, which is never used again."""
    import_id = int(connection.scalar(select(STATE.c.last_import_id).where(workspace.owns(STATE))) or 0) + 1
    connection.execute(update(STATE).where(workspace.owns(STATE)).values(last_import_id=import_id))
    connection.execute(
        insert(IMPORT).values(
            workspace_id=workspace.id, import_id=import_id, filename=reading.filename, source=reading.source,
            sha256=reading.recognised.sha256, options=reading.options(reading.mapping), created_at=datetime.now(UTC),
            seconds=0.0, rows=0, created=0, duplicate=0, rejected=0, warnings=0, leads_created=0,
            header=orjson.dumps(reading.recognised.header).decode(), new_words="{}",
        )
    )  # fmt: skip
    return import_id


def _close_import(connection: Connection, workspace: Workspace, result: ImportResult) -> None:
    counts = ("rows", "created", "duplicate", "rejected", "warnings", "leads_created", "seconds")
    values: dict[str, Any] = {name: getattr(result, name) for name in counts}
    values["new_words"] = orjson.dumps(result.new_words).decode()
    row = (workspace.owns(IMPORT), IMPORT.c.import_id == result.import_id)
    connection.execute(update(IMPORT).where(*row).values(values))


def _notes(
    connection: Connection, workspace: Workspace, reading: Reading, left: Rejects, *, warned: int, twice: int
) -> Iterator[str]:
    """What a person should know about this reading; `twice` rows have a time that the clock shows twice."""
    if reading.is_lead_list:
        yield SENTENCE
    if not reading.recognised.encoding_sure:
        yield f"The encoding {reading.recognised.encoding} is a guess; if letters look wrong, undo and name another."
    yield from filter(None, [kept_sentence(left.count), kept_warnings(warned)])
    if twice:
        yield f"{counted(twice, 'row')} in the hour that the clock shows twice in autumn, read as the first one."
    same_bytes = (IMPORT.c.sha256 == reading.recognised.sha256, IMPORT.c.import_id != left.import_id)
    others = select(IMPORT.c.import_id).where(workspace.owns(IMPORT), *same_bytes, IMPORT.c.undone_at.is_(None))
    for other in connection.scalars(others).all():
        yield (
            f"This file was imported already, as import {other}, with another mapping. Rows that now say something "
            f"else count as new; undo import {other} first if this one is to replace it."
        )


def _refused(reading: Reading, row_numbers: list[int], name: str, reason: str) -> list[Reject]:
    """The rows with these numbers, refused by what the log has, for a reason about one field."""
    if not row_numbers:
        return []
    column = reading.mapping.columns.get(name, name)
    found = originals(reading.path, reading.recognised, set(row_numbers))
    return [Reject(number, found[number][0], column, reason, found[number][1]) for number in row_numbers]
