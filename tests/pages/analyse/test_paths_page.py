"""The paths page shows what the core counts, and opens the leads behind every way, step and whole path."""

import json

import plotly.io
import pytest
from streamlit.testing.v1 import AppTest

from db.columns.snapshot import journeys
from db.log.record import Entry, record
from db.store.workspaces import Workspace
from journey_core.paths.answer import paths
from journey_core.paths.options import PathOptions
from pages.screens.paths.words import most_frequent
from tests.pages.conftest import Open, assert_complains, leads_behind, link_label, list_links, moment

DAY = "2024-02-01"


@pytest.fixture
def walked(workspace: Workspace) -> Workspace:
    """ada: web, e-mail, won; bob: web, e-mail; cy: call."""
    went = [("ada", 0, "web"), ("ada", 6, "email"), ("bob", 0, "web"), ("bob", 2, "email"), ("cy", 1, "call")]
    for lead, minute, channel in went:
        record(workspace, Entry(lead=lead, kind="page_viewed", channel=channel, occurred_at=moment(minute)))
    record(workspace, Entry(lead="ada", kind="converted", occurred_at=moment(9)))
    return workspace


def at_tab(open_page: Open, tab: str, **parameters: str) -> AppTest:
    return open_page("analyse/paths", as_of=DAY, tab=tab, **parameters)


def opened(page: AppTest, workspace: Workspace) -> dict[str, list[str]]:
    return {label: leads_behind(link, workspace) for label, link in list_links(page)}


def test_an_empty_workspace_is_told_what_to_do(open_page: Open) -> None:
    page = open_page("analyse/paths")
    assert not page.exception
    assert "There are no leads yet" in page.info[0].value


def test_the_map_lists_every_way_and_its_steps_open_their_leads(walked: Workspace, open_page: Open) -> None:
    page = open_page("analyse/paths", as_of=DAY)
    assert not page.exception
    rows = page.dataframe[0].value.set_index(["source", "target"])
    assert rows["leads"].to_dict() == {
        ("start", "web"): 2, ("web", "email"): 2, ("start", "call"): 1, ("email", "converted"): 1,
        ("email", "open"): 1, ("call", "open"): 1,
    }  # fmt: skip
    assert rows["median_seconds"]["web", "email"] == "4 min"
    assert opened(page, walked)["2 web (67 %)"] == ["ada", "bob"]
    assert opened(page, walked)["2 open (67 %)"] == ["bob", "cy"]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"over": "moon"}, "kind of path “moon”"),
        ({"outcome": "maybe"}, "outcome “maybe”"),
        ({"anchor": "channel=web", "side": "sideways"}, "side “sideways”"),
        ({"repeats": "twice"}, "way to count repeats “twice”"),
    ],
)
def test_an_unknown_choice_stays_in_its_box_and_is_refused(
    walked: Workspace, open_page: Open, given: dict[str, str], named: str
) -> None:
    page = open_page("analyse/paths", as_of=DAY, **given)
    assert link_label(page.error[0].value).startswith(f"There is no {named} here. Known: ")
    assert not [*page.metric, *page.dataframe]
    assert {name: page.selectbox(key=name).value for name in given} == given


@pytest.mark.parametrize("share", ["7", "abc", "nan"])
def test_what_is_not_a_share_is_told_beside_the_whole_form(walked: Workspace, open_page: Open, share: str) -> None:
    page = open_page("analyse/paths", as_of=DAY, min_share=share)
    assert page.error[0].value.startswith(f"“{share}” is not a share")
    assert not [*page.metric, *page.dataframe]
    assert page.select_slider(key="min_share").value == 0.05
    assert {box.key for box in page.selectbox} >= {"over", "outcome", "goal", "repeats", "anchor", "period"}


def test_the_slider_hides_ways_and_counts_what_it_hides(walked: Workspace, open_page: Open) -> None:
    page = open_page("analyse/paths", as_of=DAY, min_share="0.5")
    assert len(page.dataframe[0].value) == 2
    assert opened(page, walked)["3 leads on 4 hidden ways"] == ["ada", "bob", "cy"]
    page.select_slider[0].set_value(0.0).run()
    assert page.query_params["min_share"] == "0.0"
    assert len(page.dataframe[0].value) == 6


def test_every_link_opens_as_many_leads_as_it_says(walked: Workspace, open_page: Open) -> None:
    for tab in ("Map", "Step by step", "Whole paths", "Converted against not"):
        page = at_tab(open_page, tab, min_share="0.4")
        assert not page.exception
        for label, leads in opened(page, walked).items():
            assert int(label.split()[0]) == len(leads), label


def test_whole_paths_stand_with_what_became_of_their_leads(walked: Workspace, open_page: Open) -> None:
    page = at_tab(open_page, "Whole paths")
    rows = page.dataframe[0].value
    assert [list(path) for path in rows["steps"]] == [["web", "email"], ["call"]]
    assert rows["rate"].tolist() == [50.0, 0.0]
    assert page.text[0].value.startswith("All 2 different paths of 3 leads.")
    assert opened(page, walked)["2 on path 1"] == ["ada", "bob"]


def test_percentages_of_whole_paths_are_spelt_as_their_intervals_are(walked: Workspace, open_page: Open) -> None:
    columns = json.loads(at_tab(open_page, "Whole paths").dataframe[0].proto.columns)
    formats = [columns[name]["type_config"]["format"] for name in ("share", "coverage", "rate")]
    assert [each % 98.44 for each in formats] == ["98.4 %"] * 3


@pytest.mark.parametrize(
    ("channels", "most", "said"),
    [
        (
            ("web", "web", "call", "email"),
            2,
            "The 2 most frequent of 3 different paths cover 75.0 % of 4 leads.",
        ),
        (("web", "web", "call", "email"), 3, "All 3 different paths of 4 leads."),
        (("web",), 3, "One path, that of 1 lead."),
    ],
)
def test_whole_paths_say_how_much_of_all_they_are(
    workspace: Workspace, channels: tuple[str, ...], most: int, said: str
) -> None:
    for lead, channel in enumerate(channels):
        record(workspace, Entry(lead=str(lead), kind="page_viewed", channel=channel, occurred_at=moment(0)))
    found = paths(journeys(workspace), PathOptions(as_of=moment(9)))
    assert most_frequent(found, most=most) == said


def test_ways_are_compared_in_words_dots_and_rows(workspace: Workspace, open_page: Open) -> None:
    for lead in range(60):
        entry = Entry(lead=str(lead), kind="page_viewed", channel="web", occurred_at=moment(0))
        other = Entry(lead=str(lead), kind="x", channel="email" if lead < 30 else "call", occurred_at=moment(9))
        won = [Entry(lead=str(lead), kind="converted", occurred_at=moment(99))] if lead < 24 or lead > 54 else []
        for each in (entry, other, *won):
            record(workspace, each)
    page = at_tab(open_page, "Converted against not")
    rows = page.dataframe[0].value.set_index(["source", "target"])
    counts = ["with_converted", "with_not", "without_converted", "without_not"]
    assert rows.loc[("web", "email"), counts].tolist() == [24, 6, 5, 25]
    said = " ".join(each.value for each in page.markdown)
    assert "converted" in said
    assert "times as often per day" in said
    assert "2 ways of 2 differ by more than chance" in said


def test_where_too_few_converted_ways_are_not_compared(walked: Workspace, open_page: Open) -> None:
    assert "nothing to compare" in at_tab(open_page, "Converted against not").info[0].value


@pytest.mark.parametrize("over", ["channel", "kind", "stage"])
@pytest.mark.parametrize("side", ["before", "after"])
def test_every_kind_of_path_is_drawn_on_both_sides_of_an_anchor(
    walked: Workspace, open_page: Open, over: str, side: str
) -> None:
    for tab in ("Map", "Step by step"):
        page = at_tab(open_page, tab, over=over, anchor="channel=email", side=side)
        assert not page.exception
        assert page.metric[0].value == "2"


def test_choices_are_kept_in_the_address(walked: Workspace, open_page: Open) -> None:
    page = open_page("analyse/paths", as_of=DAY)
    page.selectbox(key="over").select("kind").run()
    page.selectbox(key="anchor").select("channel=email").run()
    page.selectbox(key="side").select("before").run()
    assert [page.query_params[name] for name in ("over", "anchor", "side")] == ["kind", "channel=email", "before"]
    assert "up to its first" in page.caption[0].value


def test_names_of_others_are_text_in_the_pictures(workspace: Workspace, open_page: Open) -> None:
    entry = Entry(lead="eve", kind="page_viewed", channel="<b>bold</b>", occurred_at=moment(0))
    record(workspace, entry)
    figure = plotly.io.from_json(open_page("analyse/paths", as_of=DAY).get("plotly_chart")[0].proto.spec)
    assert "&lt;b&gt;bold&lt;/b&gt;" in [each.text for each in figure.layout.annotations]


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [("over", "owner", "“owner”"), ("anchor", "x", "“x”"), ("anchor", "kind=sold", "“sold”"), ("side", "left", ""),
     ("outcome", "won", "“won”"), ("min_share", "many", "“many”"), ("min_share", "nan", "“nan”"),
     ("goal", "kind=sold", "“sold”"), ("repeats", "never", "“never”"), ("since", "soon", "“soon”"),
     ("tab", "none", "")],
)  # fmt: skip
def test_an_address_typed_wrongly_is_one_sentence_that_names_it(
    walked: Workspace, open_page: Open, name: str, value: str, named: str
) -> None:
    assert_complains(open_page("analyse/paths", **{name: value}), named)
