"""What every section of a report is made of: a frame with heading, words, picture and table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from db.leads.rows import LeadRows
from db.questions.ask import Asked, question
from db.store.settings import Settings
from db.store.workspaces import Workspace
from journey_core.parameters import Query
from pages.kit.cached import cached
from pages.kit.formats import escape

SHEET: Final = 720
"""Pixels of a section: what fits on a sheet of A4 between its margins."""

WIDTH: Final = 640
"""Pixels of a picture, inside its frame."""

Rows = Callable[[datetime], LeadRows]


@dataclass(frozen=True, eq=False)
class Section:
    """What a section answers, under a title: the question at an address of a page, as seen from an instant, which the
    address may name itself.
    """

    workspace: Workspace
    usual: Settings
    rows: Rows
    page: str
    given: Query
    as_of: datetime
    title: str
    description: str = ""

    def asked(self) -> Asked[Any, Any]:
        """The question, of the analysis whose page it is."""
        return question(self.workspace, self.page, self.given, as_of=self.as_of, memo=cached)


def sheet(
    section: Section,
    definition: str = "",
    *,
    said: str = "",
    figure: go.Figure | None = None,
    rows: Iterable[Mapping[str, str]] = (),
) -> None:
    """Title, words, picture and table in a frame. Browsers print a frame with a picture on one sheet if it fits on one,
    and a table as a whole: one that is too long for that follows by `numbers`, with a head that says what it is.
    """
    with st.container(border=True):
        st.header(escape(section.title), anchor=False)
        for words in (section.description, said):
            if words:
                st.markdown(escape(words))
        if definition:
            st.caption(escape(definition))
        if figure is not None:
            key = f"report {section.page} {section.title}"
            st.plotly_chart(figure, key=key, width=WIDTH, config={"staticPlot": True})
        numbers(rows)


def numbers(rows: Iterable[Mapping[str, str]]) -> None:
    """A plain table, because a browser prints all of its rows; its cells read Markdown, so all text is escaped.

    Few columns, of short words: a table that is wider than a telephone can't be moved there without a mouse.
    """
    escaped = [{name: escape(cell) for name, cell in row.items()} for row in rows]
    if escaped:
        st.table(pd.DataFrame(escaped), hide_index=True, border="horizontal")
