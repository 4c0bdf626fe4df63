"""The funnel page says what the core says, and its links open as many leads as its numbers."""

from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from db.engine import Workspace
from db.record import Entry, record
from db.snapshot import journeys
from pages.parts.urls import list_in, resolve
from tests.pages.conftest import Open, moment

UTC_ZONE = ZoneInfo("UTC")
STEPS = ["kind=email_opened", "kind=form_submitted"]


def log(workspace: Workspace, lead: str, *kinds: str) -> None:
    for minute, kind in enumerate(kinds):
        record(workspace, Entry(lead=lead, kind=kind, channel="email", occurred_at=moment(minute)))


def test_a_funnel_of_an_empty_workspace_says_what_to_do(open_page: Open) -> None:
    page = open_page("explore/funnel", step=STEPS)
    assert not page.exception
    assert "No lead entered" in page.info[0].value


def test_counts_and_rates_are_the_core_s(workspace: Workspace, open_page: Open) -> None:
    log(workspace, "ada", "email_opened", "form_submitted")
    log(workspace, "bob", "email_opened")
    log(workspace, "cy", "form_submitted")
    page = open_page("explore/funnel", step=STEPS, as_of="2024-02-01")
    assert not page.exception
    assert [link.proto.label for link in page.get("page_link")] == ["2 reached", "1 stopped", "1 reached"]
    assert any(text.value.startswith("50.0 %") for text in page.text)


def test_every_number_links_to_as_many_leads(workspace: Workspace, open_page: Open) -> None:
    log(workspace, "ada", "email_opened", "form_submitted")
    log(workspace, "bob", "email_opened")
    page = open_page("explore/funnel", step=STEPS, as_of="2024-02-01")
    for link in page.get("page_link"):
        asked = list_in(parse_qs(link.proto.query_string))
        found = resolve(asked, journeys(workspace), zone=UTC_ZONE, as_of=moment(0))
        assert len(found.lead_ids) == int(link.proto.label.split()[0])


def test_an_unknown_word_is_one_clear_sentence(open_page: Open) -> None:
    page = open_page("explore/funnel", step=["kind=email_opend", "kind=form_submitted"])
    assert "email" in page.error[0].value
    assert not page.exception
