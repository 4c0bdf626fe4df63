"""What became of a file's rows, in one sentence that adds up."""

from typing import Protocol

import streamlit as st

from db.log.rejects import kept_count, kept_sentence
from db.log.warnings import MOST_KEPT
from journey_core.wording import counted
from pages.kit import session
from pages.kit.formats import number


class Counted(Protocol):
    """The counts of a dry run, an import or a line of the history."""

    @property
    def rows(self) -> int: ...
    @property
    def created(self) -> int: ...
    @property
    def duplicate(self) -> int: ...
    @property
    def rejected(self) -> int: ...
    @property
    def leads_created(self) -> int: ...
    @property
    def warnings(self) -> int: ...


def counts_sentence(counts: Counted) -> str:
    """“6 rows = 3 created + 1 duplicate + 2 rejected; 2 new leads, 1 warning”."""
    parts = (
        f"{number(counts.created)} created + {number(counts.duplicate)} duplicate + {number(counts.rejected)} rejected"
    )
    warnings = f", {counted(counts.warnings, 'warning')}" if counts.warnings else ""
    return f"{counted(counts.rows, 'row')} = {parts}; {counted(counts.leads_created, 'new lead')}{warnings}"


def files_of_import(import_id: int, *, rejected: int, warnings: int) -> None:
    """Links to the rejected rows and to the warnings as files, where there are any."""
    if rejected:
        label = f"Download {counted(kept_count(rejected), 'reject')}"
        address = session.file_link(f"/api/imports/{import_id}/rejects.csv")
        about = (
            "Original rows with row number, column and reason. Mend them in a spreadsheet and upload the file again."
        )
        st.link_button(label, address, help=" ".join([about, kept_sentence(rejected)]).strip())
    if warnings:
        label = f"Download {counted(min(warnings, MOST_KEPT), 'warning')}"
        address = session.file_link(f"/api/imports/{import_id}/warnings.csv")
        st.link_button(label, address, help="Cells of rows that came in, which were not taken as they stand, and why.")
