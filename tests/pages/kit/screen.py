"""What a run of a page draws and what its menus of exports give, noted while it runs."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.kit import export_menu
from pages.kit.readable import on_paper
from tests.pages.conftest import ROOT

DRAWS: Final = {"dataframe": 0, "data_editor": 0, "table": 0, "plotly_chart": 1, "altair_chart": 1}
"""Streamlit's calls that draw a table (0) or a chart (1)."""

Line = tuple[str, int]


class Screen:
    """Notes, during a test, the tables and charts of every run, and what the opened menus keep."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.lines: set[Line] = set()
        self.menus: set[str] = set()
        self._start()
        for name in DRAWS:
            patch.setattr(st, name, self._noting(name, getattr(st, name)))
        patch.setattr(st, "popover", self._popover(st.popover))
        for name, note in (("keep_table", self._table), ("keep_figure", self._figure), ("keep_list", self._list)):
            patch.setattr(export_menu, name, self._kept(getattr(export_menu, name), note))

    def look(self, page: AppTest) -> AppTest:
        """The page run anew with every menu of exports open; only that run is noted."""
        while True:
            for key in self.menus:
                page.session_state[key] = True
            known = set(self.menus)
            self._start()
            page.run()
            if known == self.menus:
                return page

    @property
    def titles(self) -> frozenset[str]:
        """What the menus of the last run give."""
        return frozenset({*self.kept_tables, *self.kept_figures})

    def kept_frames(self) -> list[pd.DataFrame]:
        """The rows that the menus of the last run give."""
        return [rows for rows in self.kept_tables.values() if isinstance(rows, pd.DataFrame)]

    def without_menu(self) -> list[str]:
        """The tables and charts of the last run that no menu gives, in words."""
        spare = Counter(len(rows) for rows in self.kept_tables.values())
        spare.subtract(len(rows) for rows in self.tables)
        tables = [f"a table of {rows} rows" for rows, count in spare.items() if count < 0]
        return tables + [f"the chart {words(each)}" for each in self.charts if not self._is_kept(each)]

    def _is_kept(self, chart: Any) -> bool:
        """A figure of Plotly leaves as it is drawn; what a chart of Altair draws can be part of a larger picture."""
        if isinstance(chart, go.Figure):
            return on_paper(chart.to_json()) in self.kept_figures.values()
        kept = "".join(self.kept_figures.values())
        return all(f'"{name}"' in kept for name in chart.to_dict()["datasets"])

    def _start(self) -> None:
        self.tables: list[Any] = []
        self.charts: list[Any] = []
        self.kept_tables: dict[str, Any] = {}
        self.kept_figures: dict[str, str] = {}

    def _noting(self, name: str, draw: Callable[..., Any]) -> Callable[..., Any]:
        def noting(what: Any, *args: Any, **options: Any) -> Any:
            caller = sys._getframe(1)
            self.lines.add((Path(caller.f_code.co_filename).relative_to(ROOT).as_posix(), caller.f_lineno))
            (self.charts if DRAWS[name] else self.tables).append(what)
            return draw(what, *args, **options)

        return noting

    def _popover(self, draw: Callable[..., Any]) -> Callable[..., Any]:
        def popover(label: str, **options: Any) -> Any:
            if label == "Export":
                self.menus.add(options["key"])
            return draw(label, **options)

        return popover

    def _kept(self, keep: Callable[..., str], note: Callable[..., None]) -> Callable[..., str]:
        def kept(workspace: object, session_id: object, *what: Any) -> str:
            note(*what)
            return keep(workspace, session_id, *what)

        return kept

    def _table(self, title: str, frame: pd.DataFrame) -> None:
        assert title not in self.kept_tables, "two tables of one title"
        self.kept_tables[title] = frame

    def _figure(self, title: str, _engine: str, spec: str) -> None:
        assert title not in self.kept_figures, "two pictures of one title"
        self.kept_figures[title] = spec

    def _list(self, leads: Iterable[int]) -> None:
        self.kept_tables["leads"] = list(leads)


def words(chart: Any) -> str:
    """What the axes of a chart say."""
    drawn = json.loads(chart.to_json())
    return json.dumps({name: part.get("title") for name, part in drawn.get("layout", {}).items() if "axis" in name})
