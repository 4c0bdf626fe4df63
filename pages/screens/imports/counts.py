"""What became of a file's rows, in one sentence that adds up."""

from typing import Protocol

import streamlit as st

from db.log.rejects import kept_count, kept_sentence
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


def counts_sentence(counts: Counted) -> str:
    """“6 rows = 3 created + 1 duplicate + 2 rejected; 2 new leads”."""
    parts = (
        f"{number(counts.created)} created + {number(counts.duplicate)} duplicate + {number(counts.rejected)} rejected"
    )
    return f"{counted(counts.rows, 'row')} = {parts}; {counted(counts.leads_created, 'new lead')}"


def rejects_link(import_id: int, rejected: int) -> None:
    """A link to the rejected rows as a file, where there are any."""
    if rejected:
        label = f"Download {counted(kept_count(rejected), 'reject')}"
        address = session.file_link(f"/api/imports/{import_id}/rejects.csv")
        help_text = " ".join(["Original rows with row number, column and reason.", kept_sentence(rejected)]).strip()
        st.link_button(label, address, help=help_text)
