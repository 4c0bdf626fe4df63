"""Steps 3 and 4 of an upload: a dry run that shows what would happen, then the import itself."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from db.log.imports import ImportResult, import_file
from db.store.workspaces import Workspace
from journey_core.errors import JourneyError
from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.table.recognise import Recognised
from journey_core.wording import counted
from pages.kit.background import Job, watch
from pages.kit.export_menu import Export, exports
from pages.kit.formats import escape, number
from pages.screens.imports.counts import counts_sentence
from pages.screens.upload.file import HeldFile


@dataclass(frozen=True)
class Reading:
    """A file and everything that decides how its rows are read."""

    held: HeldFile
    recognised: Recognised
    mapping: Mapping
    source: str

    def key(self) -> str:
        """Equal for equal readings: what a dry run said holds as long as this stays."""
        found = self.recognised
        return repr(
            (
                found.sha256,
                found.encoding,
                found.delimiter,
                found.sheet,
                found.header_line,
                self.mapping.to_json(),
                self.source,
            )
        )


def check_step(workspace: Workspace, reading: Reading) -> ImportResult | None:
    """The dry run of this reading, None until it is made."""
    if st.button("Check the file", type="secondary" if _job("upload_check", reading) else "primary"):
        st.session_state.pop("upload_import", None)
        _start("upload_check", reading, lambda job: _import(workspace, reading, dry_run=True, progress=job))
    return _finished("upload_check", reading, "Checking")


def import_step(workspace: Workspace, reading: Reading, checked: ImportResult) -> ImportResult | None:
    """The import of this reading; before it is made, what it would do and the button that does it."""
    if _job("upload_import", reading):
        return _finished("upload_import", reading, "Importing")
    forecast(workspace, checked, reading.recognised.header)
    accepted = checked.created + checked.duplicate
    if st.button(f"Import {counted(accepted, 'row')}", type="primary", disabled=not accepted):
        _start("upload_import", reading, lambda job: _import(workspace, reading, dry_run=False, progress=job))
        st.rerun()
    return None


def forecast(workspace: Workspace, checked: ImportResult, header: tuple[str, ...]) -> None:
    """What a dry run found: counts, reasons, new words, some of the rejected rows, and what to think of first."""
    st.caption(f"Nothing has been written yet. If you import it: {counts_sentence(checked)}.")
    with st.container(horizontal=True, gap="large"):
        for name in ("created", "duplicate", "rejected", "warnings", "leads_created"):
            label = "new leads" if name == "leads_created" else name
            st.metric(label, number(getattr(checked, name)), width="content")
    for note in checked.notes:
        st.warning(escape(note))
    for name, added in checked.new_words.items():
        more = f" and {number(len(added) - 20)} more" if len(added) > 20 else ""
        st.caption(f"New {name}s: {escape(', '.join(added[:20]))}{more}")
    if checked.rejected:
        reasons = pd.DataFrame(checked.reject_reasons.items(), columns=["Why rows are rejected", "Rows"])
        _told(workspace, reasons, "The first rejected rows", _reject_frame(checked, header))
    if checked.warnings:
        st.caption("Rows with a warning come in, without what can't be read of them.")
        reasons = pd.DataFrame(checked.warning_reasons.items(), columns=["Warnings", "Cells"])
        _told(workspace, reasons, "The first warnings", _warning_frame(checked))


def _told(workspace: Workspace, reasons: pd.DataFrame, title: str, first: pd.DataFrame) -> None:
    """How often each reason came, and the first cases."""
    st.dataframe(reasons, hide_index=True, width="stretch")
    with st.expander(title):
        st.dataframe(first, hide_index=True, width="stretch")
    exports(workspace, str(reasons.columns[0]), frame=reasons, also=(Export(title, first),))


def _warning_frame(checked: ImportResult) -> pd.DataFrame:
    """One row per cell that is not taken as it stands: where, why, and what it holds."""
    return pd.DataFrame(
        [
            {"Row": each.row_number, "Line": each.line, "Column": each.column, "Reason": each.reason, "Cell": each.text}
            for each in checked.sample_warnings
        ]
    )


def _reject_frame(checked: ImportResult, header: tuple[str, ...]) -> pd.DataFrame:
    """One row per rejected row: where, why, and its cells under the file's header."""
    rows = [
        {"Row": each.row_number, "Line": each.line, "Column": each.column, "Reason": each.reason}
        | {f"“{name}”": cell for name, cell in zip(header, each.cells, strict=False)}
        for each in checked.sample_rejects
    ]
    return pd.DataFrame(rows)


def _import(
    workspace: Workspace, reading: Reading, *, dry_run: bool, progress: Callable[[float], None]
) -> ImportResult:
    found = reading.recognised
    return import_file(
        workspace,
        reading.held.path,
        mapping=reading.mapping,
        filename=reading.held.name,
        source=reading.source,
        encoding=found.encoding or None,
        delimiter=found.delimiter or None,
        sheet=found.sheet or None,
        header_line=found.header_line,
        dry_run=dry_run,
        progress=progress,
    )


def _start(name: str, reading: Reading, work: Callable[[Callable[[float], None]], ImportResult]) -> None:
    st.session_state[name] = (reading.key(), Job(work).start())


def _job(name: str, reading: Reading) -> Job[ImportResult] | None:
    """The work of this name if it was started for this reading."""
    key, job = st.session_state.get(name, ("", None))
    return job if key == reading.key() else None


def _finished(name: str, reading: Reading, doing: str) -> ImportResult | None:
    """The result of the work on this reading; while it runs, how far it is; its error as a sentence."""
    job = _job(name, reading)
    if job is None:
        return None
    if not job.is_done:
        watch(job, doing)
        return None
    try:
        return job.outcome()
    except JourneyError as error:
        st.error(escape(str(error)))
        return None
