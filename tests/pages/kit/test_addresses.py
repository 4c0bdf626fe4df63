"""A page keeps of its address what it reads, and drops what another page left there."""

from streamlit.testing.v1 import AppTest

from journey_core.analyses import ANALYSES
from pages.kit import addresses
from pages.kit.addresses import READS
from tests.conftest import ROOT
from tests.pages.conftest import PARTS, Open

STEPS = ["stage=new", "stage=won"]
INSTANT = "2024-01-01T09:00:59+00:00"


def test_every_page_says_what_it_reads() -> None:
    assert {file.stem for part in PARTS for file in (ROOT / "pages" / part).glob("[a-z]*.py")} == {*READS, *ANALYSES}


def test_the_list_that_back_leaves_in_a_funnel_is_dropped_with_its_instant(open_page: Open) -> None:
    page = open_page("analyse/funnel", list="funnel", step=STEPS, window="9d", reached="2", as_of=INSTANT)
    assert not page.exception
    assert set(page.query_params) == {"w", "step", "window"}
    assert page.query_params["step"] == STEPS


def test_a_chosen_day_stays_and_so_does_an_instant_of_the_page_s_own(open_page: Open) -> None:
    assert "as_of" in open_page("analyse/funnel", list="funnel", step=STEPS, as_of="2024-01-01").query_params
    assert "as_of" in open_page("analyse/funnel", step=STEPS, as_of=INSTANT).query_params


def test_a_list_keeps_all_it_asks_with(open_page: Open) -> None:
    asked = {"list": "stage", "in_stage": "won", "as_of": INSTANT, "sort": "name", "q": "ada"}
    page = open_page("sell/leads", **asked, stray="none")
    assert set(page.query_params) == {"w", *asked}


def test_back_finds_an_address_without_parameters_as_bare_as_it_was() -> None:
    def shown() -> None:
        from pages.kit.addresses import arrive  # noqa: PLC0415, it runs as a script

        arrive("attribution")

    page = AppTest.from_function(shown)
    left_behind = {"list": ["attribution"], "model": ["linear"], "version": ["6"]}
    page.session_state[addresses.LEFT] = {addresses.address("attribution", left_behind): {}}
    for name, values in left_behind.items():
        page.query_params[name] = values
    page.run()
    assert not page.exception
    assert dict(page.query_params) == {}
