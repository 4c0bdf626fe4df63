"""The spend page keeps what is said, takes a file and tells of its bad rows, and forgets what is removed."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from db.kept.spend import remove_spend, save_spend, spend_records
from db.store.workspaces import Workspace
from journey_core.attribution.spend import Spend
from tests.pages.conftest import Open

MARCH = (date(2024, 3, 1), date(2024, 3, 31))
FILE = b"channel,first_day,last_day,amount\ndisplay,2024-03-01,2024-03-31,100\nradio,2024-03-01,2024-03-31,5\n"


def said(page: AppTest, channel: str, first: date, last: date, amount: float) -> AppTest:
    page.selectbox[-1].select(channel)
    page.date_input[0].set_value(first)
    page.date_input[1].set_value(last)
    page.number_input[0].set_value(amount)
    return next(button for button in page.button if button.label == "Save").click().run()


def test_an_empty_workspace_is_told_what_to_do(open_page: Open) -> None:
    page = open_page("data/spend")
    assert not page.exception
    assert "Nothing has been entered yet" in page.info[0].value


def test_what_is_said_in_the_form_is_kept_and_listed(workspace: Workspace, open_page: Open) -> None:
    page = said(open_page("data/spend"), "display", *MARCH, 250.0)
    assert [each.spend for each in spend_records(workspace)] == [Spend("display", *MARCH, 250.0)]
    assert page.dataframe[0].value["amount, EUR"].tolist() == [250.0]
    assert "€ 250 for display" in page.success[0].value


def test_a_period_that_ends_before_it_begins_is_refused(workspace: Workspace, open_page: Open) -> None:
    page = said(open_page("data/spend"), "display", MARCH[1], MARCH[0], 250.0)
    assert "before it begins" in page.error[0].value
    assert spend_records(workspace) == ()


def test_a_form_half_filled_in_is_refused(workspace: Workspace, open_page: Open) -> None:
    page = next(each for each in open_page("data/spend").button if each.label == "Save").click().run()
    assert "Choose a channel" in page.error[0].value
    assert spend_records(workspace) == ()


def test_good_rows_of_a_file_are_kept_and_bad_ones_are_told(workspace: Workspace, open_page: Open) -> None:
    page = open_page("data/spend")
    page.file_uploader[0].upload("spend.csv", FILE, "text/csv")
    page = next(button for button in page.button if button.label == "Bring it in").click().run()
    assert [each.spend for each in spend_records(workspace)] == [Spend("display", *MARCH, 100.0)]
    assert "2 rows = 1 kept + 0 known already + 1 rejected" in page.warning[0].value.replace("\\", "")
    rejects = page.dataframe[0].value
    assert rejects["Row"].tolist() == [2]
    assert "radio" in rejects["Why it stayed out"][0]


def test_a_file_without_the_table_of_spend_is_refused_in_a_sentence(workspace: Workspace, open_page: Open) -> None:
    page = open_page("data/spend")
    page.file_uploader[0].upload("spend.csv", b"channel,amount\ndisplay,1\n", "text/csv")
    page = next(button for button in page.button if button.label == "Bring it in").click().run()
    assert "first" in page.error[0].value
    assert not page.exception


@pytest.mark.parametrize(("mark", "amount"), [("point", 1.2), ("comma", 1200.0)])
def test_amounts_that_read_two_ways_are_asked_for_and_come_in_as_answered(
    workspace: Workspace, open_page: Open, mark: str, amount: float
) -> None:
    page = open_page("data/spend")
    page.file_uploader[0].upload("spend.csv", FILE.replace(b"100", b"1.200"), "text/csv")
    page = next(button for button in page.button if button.label == "Bring it in").click().run()
    assert spend_records(workspace) == ()
    (asked,) = page.radio
    shown = [option.replace("\\", "") for option in asked.options]
    assert shown == ["1.2  (decimal point)", "1,200  (decimal comma)"]
    page = asked.set_value(mark).run()
    assert [each.spend.amount for each in spend_records(workspace)] == [amount]
    assert "2 rows = 1 kept + 0 known already + 1 rejected" in page.warning[0].value.replace("\\", "")
    assert not page.radio
    assert not page.exception


def test_another_file_takes_the_place_of_a_question(workspace: Workspace, open_page: Open) -> None:
    page = open_page("data/spend")
    for amount in (b"1.200", b"7"):
        page.file_uploader[0].upload("spend.csv", FILE.replace(b"100", amount), "text/csv")
        page = next(button for button in page.button if button.label == "Bring it in").click().run()
    assert not page.radio
    assert [each.spend.amount for each in spend_records(workspace)] == [7.0]


def test_a_chosen_row_is_removed(workspace: Workspace, open_page: Open) -> None:
    save_spend(workspace, Spend("display", *MARCH, 250.0))
    save_spend(workspace, Spend("web", *MARCH, 5.0))
    page = open_page("data/spend")
    page.session_state["spend_rows_2"] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    page.run()
    page = next(button for button in page.button if button.label == "Remove this row").click().run()
    assert [each.spend.channel for each in spend_records(workspace)] == ["display"]
    assert len(page.dataframe[0].value) == 1


def test_a_row_that_came_in_place_of_the_chosen_one_stays(workspace: Workspace, open_page: Open) -> None:
    save_spend(workspace, Spend("display", *MARCH, 250.0))
    page = open_page("data/spend")
    page.session_state["spend_rows_1"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    page.run()
    remove_spend(workspace, spend_records(workspace)[0].spend_id)
    save_spend(workspace, Spend("web", *MARCH, 5.0))
    next(button for button in page.button if button.label == "Remove this row").click().run()
    assert [each.spend.channel for each in spend_records(workspace)] == ["web"]


def test_rows_that_share_days_are_named_because_all_of_them_count(workspace: Workspace, open_page: Open) -> None:
    save_spend(workspace, Spend("display", *MARCH, 100.0))
    assert not open_page("data/spend").warning
    save_spend(workspace, Spend("display", MARCH[0], date(2024, 3, 9), 40.0))
    (warning,) = open_page("data/spend").warning
    assert warning.value.startswith("2 rows share days with another of the same channel")
