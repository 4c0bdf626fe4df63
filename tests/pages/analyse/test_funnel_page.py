"""The funnel page says what the core says, its links open as many leads as its numbers, its form writes the address."""

import pytest
from streamlit.testing.v1 import AppTest

from db.log.record import Entry, record
from db.store.workspaces import Workspace
from tests.pages.conftest import Open, assert_complains, leads_behind, list_links, moment

STEPS = ["kind=email_opened", "kind=form_submitted"]
THREE = [*STEPS, "stage=won"]
DAY = "2024-02-01"


def log(workspace: Workspace, lead: str, *kinds: str) -> None:
    for minute, kind in enumerate(kinds):
        record(workspace, Entry(lead=lead, kind=kind, channel="email", occurred_at=moment(minute)))


def labels(page: AppTest) -> list[str]:
    return [label for label, _ in list_links(page)]


def test_a_funnel_of_an_empty_workspace_says_what_to_do(open_page: Open) -> None:
    page = open_page("analyse/funnel", step=STEPS)
    assert not page.exception
    assert "There are no leads yet" in page.info[0].value


def test_a_fresh_page_proposes_steps_and_keeps_them_in_the_address(workspace: Workspace, open_page: Open) -> None:
    log(workspace, "ada", "email_opened", "form_submitted", "converted")
    page = open_page("analyse/funnel", as_of=DAY)
    assert page.query_params["step"] == THREE
    assert labels(page) == ["1 reached", "0 stopped", "1 reached", "0 stopped", "1 reached"]


@pytest.mark.parametrize("name", ["funnel", "attribution", "paths", "bottlenecks", "reconcile"])
def test_a_period_that_ends_before_it_starts_is_named_and_not_answered_with_nothing(
    workspace: Workspace, open_page: Open, name: str
) -> None:
    log(workspace, "ada", "email_opened", "form_submitted", "converted")
    page = open_page(f"analyse/{name}", as_of=DAY, step=STEPS, since="2024-01-09", until="2024-01-02")
    assert not page.exception
    assert "must end after it starts" in page.error[0].value


def test_counts_and_rates_are_the_core_s(workspace: Workspace, open_page: Open) -> None:
    log(workspace, "ada", "email_opened", "form_submitted")
    log(workspace, "bob", "email_opened")
    log(workspace, "cy", "form_submitted")
    page = open_page("analyse/funnel", step=STEPS, as_of=DAY)
    assert not page.exception
    assert labels(page) == ["2 reached", "1 stopped", "1 reached"]
    assert any(text.value.startswith("50.0 %") for text in page.caption)


def test_every_number_opens_the_leads_it_counts(workspace: Workspace, open_page: Open) -> None:
    log(workspace, "ada", "email_opened", "form_submitted")
    log(workspace, "bob", "email_opened")
    page = open_page("analyse/funnel", step=STEPS, as_of=DAY)
    opened = {label: leads_behind(link, workspace) for label, link in list_links(page)}
    assert opened == {"2 reached": ["ada", "bob"], "1 stopped": ["bob"], "1 reached": ["ada"]}


def test_an_unknown_word_is_one_clear_sentence(open_page: Open) -> None:
    page = open_page("analyse/funnel", step=["kind=email_opend", "kind=form_submitted"])
    assert "email" in page.error[0].value
    assert not page.exception


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("step", ["nonsense", "kind=form_submitted"], "“nonsense”"),
        ("step", STEPS * 20, "1 to 20 steps"),
        ("window", "soon", "“soon”"),
        ("since", "2024-99-99", "“2024-99-99”"),
        ("period", "never", ""),
        ("as_of", "tomorrow", "“tomorrow”"),
    ],
)
def test_an_address_typed_wrongly_is_one_sentence_that_names_it(
    open_page: Open, name: str, value: str | list[str], named: str
) -> None:
    assert_complains(open_page("analyse/funnel", **{"step": STEPS, name: value}), named)


def test_choosing_a_step_changes_the_address_and_the_answer(workspace: Workspace, open_page: Open) -> None:
    log(workspace, "ada", "email_opened", "email_clicked")
    page = open_page("analyse/funnel", step=STEPS, as_of=DAY)
    page.selectbox(key="step_1").select("kind=email_clicked").run()
    assert page.query_params["step"] == ["kind=email_opened", "kind=email_clicked"]
    assert labels(page) == ["1 reached", "0 stopped", "1 reached"]


def test_adding_a_step_appends_it(open_page: Open) -> None:
    page = open_page("analyse/funnel", step=STEPS)
    next(button for button in page.button if button.label == "Add a step").click().run()
    assert page.query_params["step"][:2] == STEPS
    assert len(page.query_params["step"]) == 3
    assert not page.exception


def test_a_named_period_is_kept_by_name_and_bounds_the_entry(workspace: Workspace, open_page: Open) -> None:
    log(workspace, "ada", "email_opened", "form_submitted")
    page = open_page("analyse/funnel", step=STEPS, as_of="2024-05-01")
    page.selectbox(key="period").select("last_quarter").run()
    assert page.query_params["period"] == "last_quarter"
    assert labels(page)[0] == "1 reached"
    page.selectbox(key="period").select("30d").run()
    assert "No lead entered" in page.info[0].value


def test_time_to_convert_is_told_when_the_address_opens_its_tab(workspace: Workspace, open_page: Open) -> None:
    log(workspace, "ada", "email_opened", "form_submitted")
    page = open_page("analyse/funnel", step=STEPS, as_of=DAY, tab="Time to convert")
    assert any("1 min or less" in text.value for text in page.text)


def test_a_funnel_of_one_step_has_no_times_to_convert(workspace: Workspace, open_page: Open) -> None:
    log(workspace, "ada", "email_opened", "form_submitted")
    page = open_page("analyse/funnel", step=STEPS[:1], as_of=DAY, tab="Time to convert")
    assert [info.value for info in page.info] == [
        "A funnel of one step has no times: they are from one step to another."
    ]


def test_a_step_can_be_skipped_and_limited_in_its_menu(workspace: Workspace, open_page: Open) -> None:
    log(workspace, "ada", "email_opened", "converted")
    page = open_page("analyse/funnel", step=THREE, as_of=DAY)
    page.session_state["menu_1"] = True
    page.run()
    page.checkbox(key="optional_2").check().run()
    assert page.query_params["optional"] == "2"
    assert labels(page)[-1] == "1 reached"
    page.selectbox(key="limit_2").select("1d").run()
    assert page.query_params["step_window"] == "2:1d"
    assert page.selectbox(key="step_1").label == "then, if at all, within 1 day (step 2)"


def test_what_must_not_lie_between_is_added_said_and_taken_away(workspace: Workspace, open_page: Open) -> None:
    log(workspace, "ada", "email_opened", "email_clicked", "form_submitted")
    page = open_page("analyse/funnel", step=STEPS, as_of=DAY)
    page.session_state["without"] = True
    page.run()
    page.selectbox(key="excluded").select("kind=email_clicked").run()
    next(button for button in page.button if button.label == "Rule it out").click().run()
    assert page.query_params["exclude"] == "1:2:kind=email_clicked"
    assert labels(page)[-1] == "0 reached"
    page.button(key="exclusion_0").click().run()
    assert labels(page)[-1] == "1 reached"


def test_another_order_drops_what_it_has_no_meaning_for(workspace: Workspace, open_page: Open) -> None:
    log(workspace, "ada", "form_submitted", "email_opened")
    page = open_page("analyse/funnel", step=STEPS, optional="2", exclude="1:2:kind=lost", as_of=DAY)
    page.selectbox(key="order").select("any").run()
    assert page.query_params["order"] == "any"
    assert not {"optional", "exclude"} & set(page.query_params)
    assert [label for label in labels(page) if label.endswith("reached")] == ["1 reached", "1 reached"]
