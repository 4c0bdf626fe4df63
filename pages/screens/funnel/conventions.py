"""What other tools would count on the same leads, beside the chosen definition."""

from typing import Any

import pandas as pd
import streamlit as st

from db.questions.parts.funnel import AskedFunnel, tools
from journey_core.funnel.conventions import OtherTools
from journey_core.funnel.lists import convention_list, funnel_list
from journey_core.funnel.orders import ORDERS
from pages.kit.answer_table import shown
from pages.kit.export_menu import exports
from pages.kit.formats import escape
from pages.kit.linked_table import LinkedTable, linked_table

_OWN = "this page"


def conventions_tab(view: AskedFunnel) -> None:
    """One row per tool, this page first, and what each means."""
    answer = tools(view)
    st.caption(
        "The same steps, window and entry period. Orders, steps that can be skipped, exclusions and windows of single "
        "steps are this page's alone."
    )
    frame = tools_frame(answer, view)
    table = conventions_table(frame, answer, view)
    linked_table(table, key="conventions_table", columns=_columns(table))
    st.caption("Click a count to open its leads; Mixpanel's totals are entries, not leads.")
    with st.expander("What each counts"):
        for each in answer.conventions:
            st.markdown(f"**{escape(each.title)}**: {escape(each.definition)}")
    exports(view.workspace, "Funnel by other conventions", frame=lambda: frame)


def tools_frame(answer: OtherTools, view: AskedFunnel) -> pd.DataFrame:
    """The answer as a table, with this page's own counts before it."""
    title = f"{_OWN}: {ORDERS[view.options.order].title.lower()}"
    counts = {f"counts_{n}": step.count for n, step in enumerate(view.answer.steps, start=1)}
    own = {"name": view.options.order, "title": title, "definition": view.answer.definition, **counts}
    return pd.concat([pd.DataFrame([own]), answer.frame()], ignore_index=True)


def conventions_table(frame: pd.DataFrame, answer: OtherTools, view: AskedFunnel) -> LinkedTable:
    """One row per tool, the page's own count first; one column per step."""
    counts = [f"counts_{n}" for n in range(1, len(view.answer.steps) + 1)]
    lists = {(0, name): funnel_list(view.options, view.zone, reached=n) for n, name in enumerate(counts, start=1)}
    for row, each in enumerate(answer.conventions, start=1):
        if each.depth is not None:
            for n, name in enumerate(counts, start=1):
                lists[row, name] = convention_list(view.options, view.zone, each.name, reached=n)
    return LinkedTable(shown(frame, ("title", *counts)), lists)


def _columns(table: LinkedTable) -> dict[str, Any]:
    number = st.column_config.NumberColumn
    counts = {
        name: number(f"step {n}", format="localized", width=80)
        for n, name in enumerate(table.frame.columns[1:], start=1)
    }
    return {"title": st.column_config.TextColumn("who", width=310), **counts}
