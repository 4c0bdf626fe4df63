"""The counts of leads on a page that has run: what each says, which list it opens, and a click on it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs

import pytest
from streamlit.elements.lib.utils import user_key_from_element_id
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from db.questions.lists.resolving import list_in, version_in
from journey_core.lead_lists import LeadList
from pages.kit import clicks, session
from tests.pages.conftest import link_label

LEADS: Final = re.compile(r"([\d,]+) leads?\b")
Said = Callable[[clicks.Place], int]
"""What a place says."""

NO_COUNTS: Final = {"place"}
"""Whole numbers of tables that count no leads: the number of a move."""


@dataclass(frozen=True)
class Number:
    """A count of leads: where it stands, what it says, and the list that it opens in that state of the log."""

    where: str
    count: int
    leads: LeadList
    version: int | None


@dataclass(frozen=True)
class Clickable:
    """A table or picture, as the page drew it in one state of the log."""

    lists: Mapping[clicks.Place, LeadList]
    version: int | None


class Clickables:
    """Notes, during a test, what the tables and pictures of every run open when they are clicked."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.by_key: dict[str, Clickable] = {}
        self._opening = clicks.opening
        patch.setattr(clicks, "opening", self._noting)

    def numbers(self, page: AppTest) -> Iterator[Number]:
        """All counts of the page: of its links, of its tables, of what the pointer over a picture reads."""
        yield from linked(page)
        for key, _, said in self.drawn(page):
            yield from self._counted(key, said).values()

    def largest(self, page: AppTest, key: str) -> tuple[clicks.Place, Number]:
        """The largest count of a table or picture, and where it stands."""
        said = next(said for known, _, said in self.drawn(page) if known == key)
        return max(self._counted(key, said).items(), key=lambda each: each[1].count)

    def _counted(self, key: str, said: Said) -> dict[clicks.Place, Number]:
        drawn = self.by_key[key]
        return {
            place: Number(f"{key} {place}", said(place), leads, drawn.version) for place, leads in drawn.lists.items()
        }

    def drawn(self, page: AppTest) -> Iterator[tuple[str, Any, Said]]:
        """Key and message of whatever can be clicked, and what it says at a place; all of it says what it opens."""
        for table in page.dataframe:
            if table.proto.selection_mode:
                yield str(table.key), table.proto, lambda place, rows=table.value: int(rows[place[1]].iloc[place[0]])
        for chart in page.get("plotly_chart"):
            if chart.proto.selection_mode:
                traces = json.loads(chart.proto.spec)["data"]
                yield (
                    user_key_from_element_id(chart.proto.id) or "",
                    chart.proto,
                    lambda place, t=traces: hovered(t, place),
                )

    def idle_counts(self, page: AppTest) -> list[str]:
        """Whole numbers over 0 in the page's tables that open nothing."""
        return [
            f"{table.key} {table.value.iloc[row, 0]} {name}: {count}"
            for table in page.dataframe
            for name, counts in table.value.select_dtypes("integer").items()
            for row, count in enumerate(counts)
            if count and name not in NO_COUNTS and (row, name) not in self._lists(table.key)
        ]

    def click(self, page: AppTest, key: str, place: clicks.Place) -> AppTest:
        """The page that a click at this place leads to."""
        return click(page, next(message for known, message, _ in self.drawn(page) if known == key), place)

    def _lists(self, key: str | None) -> Mapping[clicks.Place, LeadList]:
        return self.by_key[key].lists if key in self.by_key else {}

    def _noting(self, key: str, lists: Mapping[clicks.Place, LeadList], **filters: str) -> Callable[[], None]:
        self.by_key[key] = Clickable(lists, session.seen_version())
        return self._opening(key, lists, **filters)


def linked(page: AppTest) -> Iterator[Number]:
    """Every link whose text is a count, of leads where it says so."""
    for link in page.get("page_link"):
        given = parse_qs(link.proto.query_string)
        asked, label = list_in(given), link_label(link.proto.label)
        count = LEADS.search(label) or re.search(r"([\d,]+)", label)
        if asked:
            assert count, f"a link to leads that says no number: {label}"
            yield Number(label, whole(count[1]), asked, version_in(given))


def hovered(traces: list[dict[str, Any]], place: clicks.Place) -> int:
    """How many leads the pointer reads over a point: the first number of leads that stands there."""
    trace, point = traces[place[0]], int(place[1])
    listed = {name: trace[name] for name in ("customdata", "x") if isinstance(trace.get(name), list)}
    fill = re.compile(r"%\{(\w+)[^}]*\}")
    text = fill.sub(lambda name: str(listed[name[1]][point]) if name[1] in listed else "", trace["hovertemplate"])
    count = LEADS.search(text)
    assert count, f"a point that opens leads and does not say how many: {text}"
    return whole(count[1])


def click(page: AppTest, message: Any, place: clicks.Place) -> AppTest:
    """The page after a click at a place of what was drawn by this message, as a browser sends it."""
    selection: dict[str, list[Any]] = {"rows": [], "columns": [], "cells": []}
    if isinstance(place[1], int):
        selection = {"points": [{"curve_number": place[0], "point_index": place[1]}]}
    else:
        selection["cells"] = [list(place)]
    states = page._tree.get_widget_states()
    states.widgets.append(WidgetState(id=message.id, string_value=json.dumps({"selection": selection})))
    return page._run(states)


def whole(text: str) -> int:
    return int(text.replace(",", ""))
