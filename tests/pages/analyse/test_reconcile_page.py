"""The reconcile page adds up, and every line opens the leads it counts."""

import pytest

from db.log.record import Entry, record
from db.store.workspaces import Workspace
from tests.pages.conftest import Open, assert_complains, leads_behind, link_label, list_links, moment

DAY = "2024-02-01"
STEPS = ["kind=page_viewed", "kind=converted"]


@pytest.fixture
def sold(workspace: Workspace) -> Workspace:
    """ada: a view, won twice; bob: a view; cy: won without a touchpoint; dan: after the day."""
    rows = [("ada", 0, "page_viewed"), ("ada", 5, "converted"), ("ada", 9, "converted"), ("bob", 0, "page_viewed"),
            ("cy", 1, "converted"), ("dan", 60 * 24 * 90, "page_viewed")]  # fmt: skip
    for lead, minute, kind in rows:
        record(workspace, Entry(lead=lead, kind=kind, channel="web", occurred_at=moment(minute)))
    return workspace


def test_an_empty_workspace_is_told_what_to_do(open_page: Open) -> None:
    page = open_page("analyse/reconcile")
    assert not page.exception
    assert "no leads yet" in page.info[0].value


def test_every_line_opens_the_leads_it_counts(sold: Workspace, open_page: Open) -> None:
    page = open_page("analyse/reconcile", step=STEPS, as_of=DAY)
    assert not page.exception
    opened = {label: leads_behind(link, sold) for label, link in list_links(page)}
    assert opened["4 leads"] == ["ada", "bob", "cy", "dan"]
    assert opened["3 conversions, 2 leads"] == ["ada", "cy"]
    for label, leads in opened.items():
        assert int(label.split(", ")[-1].split()[0]) == len(leads)


def test_nothing_is_left_over_and_the_page_says_so(sold: Workspace, open_page: Open) -> None:
    page = open_page("analyse/reconcile", step=STEPS, as_of=DAY)
    assert "Residue of all bridges: 0" in page.info[0].value
    credit = page.dataframe[0].value.set_index("model")
    assert credit.loc["Linear"].tolist() == [3.0, "0.000"]
    assert "Markov chain" in credit.index


def test_the_funnel_and_the_goal_are_the_address_s(sold: Workspace, open_page: Open) -> None:
    page = open_page("analyse/reconcile", step=["kind=converted"], goal="kind=page_viewed", as_of=DAY)
    texts = [text.value for text in page.text]
    assert "came through to the last step" in texts
    assert "viewed" in page.caption[0].value


def test_an_unknown_model_is_refused(sold: Workspace, open_page: Open) -> None:
    page = open_page("analyse/reconcile", step=STEPS, as_of=DAY, model="magic")
    assert link_label(page.error[0].value).startswith("There is no attribution model “magic” here. Known: ")
    assert not [*page.info, *page.dataframe]
    assert page.selectbox(key="model").value == "magic"


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("step", ["x"], "“x”"),
        ("goal", "kind=sold", "“sold”"),
        ("window", "soon", "“soon”"),
        ("model", "magic", "“magic”"),
        ("since", "?", "“?”"),
        ("lookback", "-", "“-”"),
    ],
)
def test_an_address_typed_wrongly_is_one_sentence_that_names_it(
    sold: Workspace, open_page: Open, name: str, value: str | list[str], named: str
) -> None:
    assert_complains(open_page("analyse/reconcile", **{"step": STEPS, name: value}), named)
