"""The tabs of the funnel page: opened by the address, and every count they show opens the leads that it counts."""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from db.columns.snapshot import journeys
from db.kept.views import save_view
from db.log.record import Entry, record
from db.questions.ask import question
from db.questions.funnel_groups import traits
from db.questions.funnel_sides import Against, comparison
from db.questions.lists.resolving import resolve
from db.questions.parts.funnel import AskedFunnel, groups_by, tools, weeks
from db.questions.segments import Segments, viewpoint
from db.store.workspaces import Workspace
from journey_core.funnel.answer import funnel
from journey_core.funnel.breakdown import BreakdownBy
from journey_core.funnel.lists import time_list
from journey_core.funnel.separation import separation
from journey_core.funnel.time_to_convert import conversion_times
from journey_core.lead_lists import LeadList
from pages.kit.linked_table import LinkedTable
from pages.screens.funnel.breakdown import breakdown_table
from pages.screens.funnel.chart import funnel_chart, funnel_lists
from pages.screens.funnel.compare import compare_chart, compare_table
from pages.screens.funnel.conventions import conventions_table, tools_frame
from pages.screens.funnel.differs import differs_table
from pages.screens.funnel.trend import trend_table
from tests.pages.conftest import START, LogAll, Open, assert_complains, link_label, list_links, moment

UTC = ZoneInfo("UTC")
WEEK = 7 * 24 * 60
KINDS = ("email_opened", "email_clicked", "form_submitted", "call_connected", "meeting_held", "converted")
SIX = [f"kind={kind}" for kind in KINDS]
TWO = [SIX[0], SIX[-1]]
DAY = "2024-06-01"


@pytest.fixture
def sold(workspace: Workspace, log_all: LogAll) -> Workspace:
    """Twenty-four leads over six weeks; lead k comes through its first k % 7 steps, and every third gets an SMS."""
    entries = []
    for lead in range(24):
        begin, channel = lead * WEEK / 4, ("email", "web")[lead % 2]
        rows = [(KINDS[0], 0.0), *((kind, 1.0 + place) for place, kind in enumerate(KINDS[1 : lead % 7]))]
        rows += [("sms_sent", 0.5)] * (lead % 3 == 0)
        who = {"lead": f"lead {lead:02}", "owner": ("Sam", "Kim", "")[lead % 3]}
        for kind, minute in rows:
            by = "sms" if kind == "sms_sent" else channel
            entries.append(Entry(kind=kind, channel=by, occurred_at=moment(begin + minute), **who))
    log_all(entries)
    return workspace


@pytest.fixture
def view(sold: Workspace) -> AskedFunnel:
    given = {"step": SIX, "since": [moment(WEEK).isoformat()]}
    return question(sold, "funnel", given, as_of=moment(20 * WEEK))


def cells(table: LinkedTable, view: AskedFunnel) -> Iterator[tuple[int, int]]:
    """Of every count of a table: what it says, and how many leads it opens."""
    here = viewpoint(view.workspace, view.columns, UTC, START)
    for (row, column), leads in table.lists.items():
        yield int(table.frame[column].iloc[row]), len(resolve(leads, here).lead_ids)


def page_at(open_page: Open, tab: str, **more: str | list[str]) -> AppTest:
    page = open_page("analyse/funnel", **{"step": SIX, "as_of": DAY, "tab": tab} | more)
    assert not page.exception
    assert not page.error
    return page


def test_six_steps_and_a_breakdown_come_from_the_address(sold: Workspace, open_page: Open) -> None:
    page = page_at(open_page, "Breakdown", breakdown="channel:step-2")
    shown = page.dataframe[0].value
    assert sorted(shown["group"]) == ["(step 2 not reached)", "email", "web"]
    assert shown["counts_1"].sum() == 24
    assert page.selectbox(key="breakdown_at").value == "step-2"


def test_choosing_another_breakdown_changes_the_address(sold: Workspace, open_page: Open) -> None:
    page = page_at(open_page, "Breakdown")
    page.selectbox(key="breakdown_by").select("lead.owner").run()
    assert page.query_params["breakdown"] == "lead.owner"
    assert set(page.dataframe[0].value["group"]) == {"Sam", "Kim", "(none)"}


def test_an_unknown_breakdown_is_refused_and_stays_in_its_box(sold: Workspace, open_page: Open) -> None:
    page = open_page("analyse/funnel", step=SIX, as_of=DAY, tab="Breakdown", breakdown="nonsense")
    assert link_label(page.error[0].value).startswith("There is no attribute of leads “nonsense” here. Known: ")
    assert not page.dataframe
    assert page.selectbox(key="breakdown_by").value == "lead.nonsense"


def test_a_segment_saved_anew_is_broken_down_anew(sold: Workspace, open_page: Open) -> None:
    save_view(sold, "theirs", page="leads", query={"owned_by": ["Sam"]}, is_shared=True)
    assert page_at(open_page, "Breakdown", breakdown="segment").dataframe[0].value["counts_1"].tolist() == [8]
    save_view(sold, "theirs", page="leads", query={}, is_shared=True)
    assert page_at(open_page, "Breakdown", breakdown="segment").dataframe[0].value["counts_1"].tolist() == [24]


def test_weeks_of_entry_stand_newest_first(sold: Workspace, open_page: Open) -> None:
    shown = page_at(open_page, "Trend").dataframe[0].value
    assert shown["entrants"].tolist() == [4, 4, 4, 4, 4, 4]
    assert shown["week"].is_monotonic_decreasing
    assert set(shown["is_complete"]) == {"yes"}


def test_two_periods_are_compared_in_a_sentence(sold: Workspace, open_page: Open) -> None:
    page = page_at(open_page, "Compare", since="2024-01-22", compare_until="2024-01-22")
    assert "no difference can be told" in " ".join(text.value for text in page.markdown).replace("\\", "")
    assert page.dataframe[0].value["counts_1"].tolist()[0] == 12


def test_two_segments_are_compared_lead_by_lead(sold: Workspace, open_page: Open) -> None:
    save_view(sold, "Sam's", page="leads", query={"owned_by": ["Sam"]}, is_shared=True)
    save_view(sold, "*All*", page="leads", query={"q": ["lead"]}, is_shared=True)
    page = page_at(open_page, "Compare", compare=["segment:Sam's", "segment:*All*"])
    assert page.dataframe[0].value["counts_1"].tolist()[0] == 8
    assert any("with the correlation of the rates" in text.value for text in page.caption)


@pytest.mark.parametrize(
    ("tab", "said"),
    [
        ("Breakdown", "By channel of the run's first interaction"), ("Trend", "The band is the 95 % interval"),
        ("Compare", "Choose when the leads of the other side entered"), ("What differs", "Nothing to compare"),
        ("Time to convert", "No lead has come from step 1 to step 2 yet"), ("Other conventions", "Mixpanel's totals"),
    ],
)  # fmt: skip
def test_every_tab_opens_where_nothing_came_through(workspace: Workspace, open_page: Open, tab: str, said: str) -> None:
    record(workspace, Entry(lead="ada", kind="email_opened", channel="email", occurred_at=moment(0)))
    page = page_at(open_page, tab, step=TWO)
    assert said in link_label(" ".join(each.value for each in (*page.info, *page.caption)))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"tab": "Breakdown", "breakdown": "channel:step-99"}, "no step 99"),
        ({"tab": "Breakdown", "breakdown": "lead.nothing"}, "“nothing”"),
        ({"tab": "Compare", "compare": "segment:nothing"}, "“nothing”"),
        ({"tab": "Compare", "compare_since": "someday"}, "“someday”"),
        ({"tab": "nonsense"}, ""),
        ({"order": "sideways"}, "“sideways”"),
        ({"optional": "1"}, "Step 1"),
        ({"exclude": "2:1:kind=lost"}, "2 and 1"),
        ({"step_window": "9:1d"}, "no step 9"),
    ],
)
def test_an_address_typed_wrongly_is_one_sentence_that_names_it(
    sold: Workspace, open_page: Open, given: dict[str, str], named: str
) -> None:
    assert_complains(open_page("analyse/funnel", **{"step": SIX, "as_of": DAY} | given), named)


@pytest.mark.parametrize("optional", [(), (2,), (2, 3), (6,)])
def test_every_part_of_a_bar_opens_its_leads_whatever_may_be_skipped(view: AskedFunnel, optional: tuple[int]) -> None:
    options = replace(view.options, optional=frozenset(optional))
    answer = funnel(view.columns, options)
    here = viewpoint(view.workspace, view.columns, UTC, START)
    reached, stopped = (bar.x for bar in funnel_chart(answer).data)
    lists = funnel_lists(answer, options, UTC)
    opened = {place: len(resolve(leads, here).lead_ids) for place, leads in lists.items()}
    assert opened == {(0, n): count for n, count in enumerate(reached)} | {
        (1, n): count for n, count in enumerate(stopped) if n
    }
    assert sum(stopped) + reached[-1] == answer.entrants


@pytest.mark.parametrize(("start", "end"), [(1, 6), (2, 3), (1, 2)])
def test_every_bar_of_the_times_opens_its_leads(view: AskedFunnel, start: int, end: int) -> None:
    here = viewpoint(view.workspace, view.columns, UTC, START)
    took = conversion_times(view.answer, start=start, end=end)
    bars = [time_list(view.options, UTC, start, end, bar=bar) for bar in range(len(took.counts))]
    assert [len(resolve(bar, here).lead_ids) for bar in bars] == took.counts.tolist()
    everyone = resolve(time_list(view.options, UTC, start, end), here)
    assert len(everyone.lead_ids) == took.leads > 0
    assert f"reached step {end} (" in everyone.sentence
    assert f"after step {start} (" in everyone.sentence


def test_times_are_measured_between_the_steps_that_are_chosen(sold: Workspace, open_page: Open) -> None:
    page = page_at(open_page, "Time to convert", step=SIX[:3])
    assert came_from(page)[0].endswith("came from step 1 to step 3")
    page.selectbox(key="from_step").select("2").run()
    label, link = came_from(page)
    found = resolve(link, viewpoint(sold, journeys(sold), UTC, START))
    assert label == f"{len(found.lead_ids)} leads came from step 2 to step 3"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("3", "2", "Choose two of the steps 1 to 6, the earlier first, not 3 and 2."),
        ("6", "6", "Choose two of the steps 1 to 6, the earlier first, not 6 and 6."),
        ("1", "9", "Choose two of the steps 1 to 6, the earlier first, not 1 and 9."),
        ("x", "6", "“x” is not a number that from step can be."),
    ],
)
def test_steps_that_the_funnel_does_not_have_are_refused_and_others_can_be_chosen(
    sold: Workspace, open_page: Open, start: str, end: str, said: str
) -> None:
    page = open_page("analyse/funnel", step=SIX, as_of=DAY, tab="Time to convert", from_step=start, to_step=end)
    assert [link_label(error.value) for error in page.error] == [said]
    assert not any("came from" in label for label, _ in list_links(page))
    page.selectbox(key="from_step").select("1").run().selectbox(key="to_step").select("2").run()
    assert not page.error
    assert came_from(page)[0].endswith("came from step 1 to step 2")


def test_without_a_step_times_are_through_the_whole_funnel_again(sold: Workspace, open_page: Open) -> None:
    page = open_page("analyse/funnel", step=SIX[:3], as_of=DAY, tab="Time to convert", from_step="2", to_step="3")
    page.session_state["menu_2"] = True
    page.run().button(key="remove_2").click().run()
    assert not page.error
    assert came_from(page)[0].endswith("came from step 1 to step 2")


def came_from(page: AppTest) -> tuple[str, LeadList]:
    """The link to all whose times are shown."""
    return next(each for each in list_links(page) if "came from" in each[0])


@pytest.mark.parametrize("by", ["channel", "channel:last", "channel:entry", "channel:step-3", "lead.owner", "segment"])
def test_every_count_of_a_breakdown_is_the_length_of_its_list(view: AskedFunnel, by: str) -> None:
    save_view(view.workspace, "Sam's", page="leads", query={"owned_by": ["Sam"]})
    asked = BreakdownBy.parse(by)
    answer = groups_by(view, asked)
    counted = list(cells(breakdown_table(answer, view, asked), view))
    assert len(counted) == len(answer.rows) * 6 > 0
    assert all(said == listed for said, listed in counted)


def test_every_count_of_the_trend_is_the_length_of_its_list(view: AskedFunnel) -> None:
    counted = list(cells(trend_table(weeks(view), view), view))
    assert sum(said for said, _ in counted) > 20
    assert all(said == listed for said, listed in counted)


@pytest.mark.parametrize("asked", [Against(until=moment(WEEK)), Against(segments=("Sam's", "All"))])
def test_every_count_of_a_comparison_is_the_length_of_its_list(view: AskedFunnel, asked: Against) -> None:
    save_view(view.workspace, "Sam's", page="leads", query={"owned_by": ["Sam"]})
    save_view(view.workspace, "All", page="leads", query={})
    answer = comparison(view.columns, view.options, asked, UTC, segments=Segments(view.workspace))
    counted = list(cells(compare_table(answer, view, asked), view))
    assert len(counted) == 12
    assert all(said == listed for said, listed in counted)


def test_every_cell_of_what_differs_is_the_length_of_its_list(view: AskedFunnel) -> None:
    attributes = traits(view.workspace, view.columns, view.answer, view.options)
    answer = separation(view.columns, view.answer, view.options, attributes, least=1)
    counted = list(cells(differs_table(answer, view), view))
    assert {each.trait.source.partition(".")[0] for each in answer.differences} == {"during", "entry", "lead"}
    assert all(said == listed for said, listed in counted)


def test_every_count_of_other_conventions_is_the_length_of_its_list(view: AskedFunnel) -> None:
    answer = tools(view)
    table = conventions_table(tools_frame(answer, view), answer, view)
    assert table.frame["title"].iloc[0] == "this page: in this order"
    counted = list(cells(table, view))
    assert len(counted) == 6 * (len(table.frame) - 1)
    assert all(said == listed for said, listed in counted)


def test_every_link_of_a_funnel_with_a_step_to_skip_opens_what_it_says(sold: Workspace, open_page: Open) -> None:
    links = list_links(open_page("analyse/funnel", step=SIX, optional="2", as_of=DAY))
    here = viewpoint(sold, journeys(sold), UTC, START)
    assert len(links) == 11
    assert [label.split()[0] for label, _ in links] == [str(len(resolve(link, here).lead_ids)) for _, link in links]


def test_a_side_that_nobody_entered_has_no_rate_and_no_dot(view: AskedFunnel) -> None:
    asked = Against(since=moment(-9 * WEEK), until=moment(-8 * WEEK))
    answer = comparison(view.columns, view.options, asked, UTC, segments=Segments(view.workspace))
    shown = compare_table(answer, view, asked).frame
    assert shown["counts_1"].eq(0).all()
    assert shown["rates_1"].isna().all()
    assert set(shown["difference"]) == set(shown["interval"]) == {"–"}
    assert answer.frame()[["rates_1", "difference"]].isna().all(axis=None)
    empty, full = compare_chart(answer).data
    assert (len(empty.x), len(full.x)) == (0, len(SIX))


def test_only_the_side_whose_window_is_open_is_warned_of(sold: Workspace, open_page: Open) -> None:
    page = page_at(
        open_page, "Compare", since="2024-01-22", compare_until="2024-01-22", as_of="2024-02-14", window="7d"
    )
    said = " ".join(text.value for text in page.warning).replace("\\", "")
    assert "leads of “entered from 2024-01-22”" in said
    assert " 0 " not in said
