"""The lead page: who, where, how warm, what happened; none of it is mark-up."""

import re

from db.leads.cards import find_lead
from db.log.record import Entry, record
from db.store.workspaces import Workspace
from tests.pages.conftest import Open, link_label, moment

NASTY = "**Bold** [x](http://evil.example) <img src=x>"


def log(workspace: Workspace, minute: float, kind: str, **more: object) -> None:
    record(workspace, Entry(lead="ada", kind=kind, occurred_at=moment(minute), **more))


def test_without_a_lead_it_offers_some(workspace: Workspace, open_page: Open) -> None:
    log(workspace, 0, "page_viewed", channel="web", attributes={"name": "Ada"})
    page = open_page("sell/lead")
    assert not page.exception
    assert [link_label(link.proto.label) for link in page.main.get("page_link")] == ["Ada · ada"]


def test_a_name_with_brackets_stays_one_link(workspace: Workspace, open_page: Open) -> None:
    log(workspace, 0, "page_viewed", attributes={"name": "Ada] :red[x](y) ["})
    [link] = open_page("sell/lead").main.get("page_link")
    assert link_label(link.proto.label) == "Ada] :red[x](y) [ · ada"
    assert re.search(r"(?<!\\)[\[\]]", link.proto.label.removeprefix(":blue[").removesuffix("]")) is None


def test_an_empty_store_says_how_to_begin(open_page: Open) -> None:
    page = open_page("sell/lead")
    assert "no leads yet" in page.info[0].value
    assert [link_label(link.proto.label) for link in page.main.get("page_link")] == [
        "Upload a file",
        "Log an interaction",
    ]


def test_a_lead_that_is_not_there_is_one_clear_sentence(workspace: Workspace, open_page: Open) -> None:
    log(workspace, 0, "page_viewed")
    page = open_page("sell/lead", lead="nobody")
    assert "nobody" in page.error[0].value
    assert not page.exception


def test_it_says_stage_score_and_what_happened_newest_first(workspace: Workspace, open_page: Open) -> None:
    log(workspace, 0, "email_replied", channel="email", direction="inbound", owner="Sam")
    log(workspace, 5, "stage_changed", stage="proposal")
    page = open_page("sell/lead", lead="ada", as_of="2024-01-01")
    assert not page.exception
    assert [metric.value for metric in page.metric] == ["proposal", ".47"]
    assert list(page.dataframe[0].value["what"]) == ["moved to proposal", "email replied"]
    assert any(
        "recency .39 + frequency .04 + diversity .04 = .47" in text.value.replace("\\", "") for text in page.caption
    )


def test_it_says_how_long_the_stage_usually_takes_once_that_is_known(workspace: Workspace, open_page: Open) -> None:
    log(workspace, 0, "stage_changed", stage="proposal")
    assert open_page("sell/lead", lead="ada", as_of="2024-01-13").metric[0].delta == "for 12 days"
    record(workspace, Entry(lead="bob", kind="stage_changed", stage="proposal", occurred_at=moment(0)))
    record(workspace, Entry(lead="bob", kind="converted", occurred_at=moment(8 * 1440)))
    assert open_page("sell/lead", lead="ada", as_of="2024-01-13").metric[0].delta == "12 days (usual: 8 days)"


def test_a_range_in_the_address_filters_the_list(workspace: Workspace, open_page: Open) -> None:
    for minute in range(5):
        log(workspace, minute, "page_viewed", channel="web")
    page = open_page("sell/lead", lead="ada", since=moment(1).isoformat(), until=moment(3).isoformat())
    assert (page.header[0].value, len(page.dataframe[0].value)) == ("2 interactions", 2)


def test_other_people_s_words_are_not_mark_up(workspace: Workspace, open_page: Open) -> None:
    log(workspace, 0, NASTY, channel=NASTY, content=NASTY, attributes={"name": NASTY, "company": NASTY, NASTY: NASTY})
    page = open_page("sell/lead", lead="ada")
    assert not page.exception
    read_as_markdown = [each.value for each in (*page.title, *page.caption, *page.markdown, *page.header)]
    assert [text for text in read_as_markdown if re.search(r"(?<!\\)[*<\[]", text)] == []
    assert NASTY not in page.get("plotly_chart")[0].proto.spec


def test_attributes_can_be_edited(workspace: Workspace, open_page: Open) -> None:
    log(workspace, 0, "page_viewed", attributes={"name": "Ada", "industry": "looms"})
    page = open_page("sell/lead", lead="ada")
    fields = {field.label: field for field in page.text_input}
    fields["Company"].set_value("Engines")
    fields["industry"].set_value("")
    next(button for button in page.button if button.label == "Save").click().run()
    card = find_lead(workspace, "ada")
    assert (card.company, card.name, card.attributes.get("industry", "")) == ("Engines", "Ada", "")


def test_what_can_t_be_read_is_said_and_stays_as_typed(workspace: Workspace, open_page: Open) -> None:
    log(workspace, 0, "page_viewed")
    page = open_page("sell/lead", lead="ada")
    email = next(field for field in page.text_input if field.label == "E-mail")
    email.set_value("no address")
    next(button for button in page.button if button.label == "Save").click().run()
    assert "no address" in page.error[0].value
    assert next(field for field in page.text_input if field.label == "E-mail").value == "no address"
    assert find_lead(workspace, "ada").email == ""
