"""The attribution page credits what the core credits, and opens the leads behind every row."""

import json
from datetime import date

import pytest

from db.kept.spend import save_spend
from db.log.record import Entry, record
from db.store.settings import Settings, save_settings
from db.store.workspaces import Workspace
from journey_core.attribution.models import MODELS
from journey_core.attribution.spend import Spend
from tests.pages.conftest import LogAll, Open, assert_complains, leads_behind, link_label, list_links, moment

DAY = "2024-02-01"


@pytest.fixture
def sold(workspace: Workspace) -> Workspace:
    """ada: web, then e-mail, won; bob: e-mail, won twice; cy: won without a touchpoint; dan: web, open."""
    touched = [("ada", 0, "web"), ("ada", 1, "email"), ("bob", 0, "email"), ("bob", 3, "email"), ("dan", 0, "web")]
    for lead, minute, channel in touched:
        record(workspace, Entry(lead=lead, kind="page_viewed", channel=channel, occurred_at=moment(minute)))
    for lead, minute, value in [("ada", 2, 100.0), ("bob", 2, 50.0), ("bob", 4, None), ("cy", 9, 30.0)]:
        record(workspace, Entry(lead=lead, kind="converted", value=value, occurred_at=moment(minute)))
    return workspace


def test_an_empty_workspace_is_told_what_to_do(open_page: Open) -> None:
    page = open_page("analyse/attribution")
    assert not page.exception
    assert "There are no leads yet" in page.info[0].value


@pytest.mark.parametrize("model", [name for name in MODELS if name != "lift"])
def test_every_model_shows_totals_and_one_row_per_channel(sold: Workspace, open_page: Open, model: str) -> None:
    page = open_page("analyse/attribution", model=model, as_of=DAY)
    assert not page.exception
    assert [metric.value for metric in page.metric] == ["4", "€ 180", "3"]
    assert sorted(page.dataframe[0].value["channel"]) == ["(none)", "email", "web"]


def test_the_table_is_the_chosen_model_s(sold: Workspace, open_page: Open) -> None:
    page = open_page("analyse/attribution", model="last", as_of=DAY)
    credited = page.dataframe[0].value.set_index("channel")
    assert credited["credit"].to_dict() == {"email": 3.0, "(none)": 1.0, "web": 0.0}
    assert credited["value"].to_dict() == {"email": 150.0, "(none)": 30.0, "web": 0.0}


def test_every_number_of_leads_opens_them(sold: Workspace, open_page: Open) -> None:
    page = open_page("analyse/attribution", as_of=DAY)
    opened = {label: leads_behind(link, sold) for label, link in list_links(page)}
    assert opened == {
        "3 leads behind it": ["ada", "bob", "cy"],
        "2 leads: email": ["ada", "bob"],
        "1 lead: web": ["ada"],
        "1 lead: (none)": ["cy"],
    }


def test_choices_are_kept_in_the_address(sold: Workspace, open_page: Open) -> None:
    page = open_page("analyse/attribution", as_of=DAY)
    page.selectbox(key="model").select("first").run()
    page.selectbox(key="lookback").select("7d").run()
    assert (page.query_params["model"], page.query_params["lookback"]) == ("first", "7d")
    assert "First touch" in page.caption[0].value


def test_a_goal_of_one_s_own_is_credited(sold: Workspace, open_page: Open) -> None:
    page = open_page("analyse/attribution", goal="channel=email", model="last", as_of=DAY)
    assert page.metric[0].value == "3"
    assert page.dataframe[0].value.set_index("channel")["credit"]["web"] == 1.0


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("model", "magic", "“magic”"),
        ("goal", "kind=sold", "“sold”"),
        ("goal", "x", "“x”"),
        ("lookback", "0d", "lookback"),
        ("half_life", "?", "“?”"),
        ("chain", "9", "not 9"),
        ("weights", "first=x", "“first=x”"),
        ("weights", "first=0", "weight above 0"),
        ("touchpoints", "channel=fax", "“fax”"),
        ("opportunity", "signed", "“signed”"),
        ("behind", "fax", ""),
        ("lead", "nobody", "“nobody”"),
        ("compare", "a", "“a”"),
    ],
)
def test_an_address_typed_wrongly_is_one_sentence_that_names_it(
    sold: Workspace, open_page: Open, name: str, value: str, named: str
) -> None:
    page = open_page("analyse/attribution", **{name: value})
    assert_complains(page, named)
    assert not page.warning


@pytest.mark.parametrize("name", ["model", "compare"])
def test_an_unknown_model_is_refused_below_the_whole_form(sold: Workspace, open_page: Open, name: str) -> None:
    page = open_page("analyse/attribution", as_of=DAY, **{name: "magic"})
    assert link_label(page.error[0].value).startswith("There is no attribution model “magic” here. Known: ")
    assert not [*page.metric, *page.dataframe]
    assert page.selectbox(key="model").value == ("magic" if name == "model" else "linear")
    assert page.toggle(key="placebo").label.startswith("Placebo")


def test_no_model_beside_the_chosen_one_is_not_an_error(sold: Workspace, open_page: Open) -> None:
    page = open_page("analyse/attribution", as_of=DAY, compare="none")
    assert not page.error
    assert page.metric


@pytest.fixture
def sold_often(workspace: Workspace, log_all: LogAll) -> Workspace:
    """Twelve leads: web, then e-mail, won; and twelve with web only, open."""
    entries = []
    for number in range(12):
        for minute, channel in ((0, "web"), (2000, "email")):
            at = moment(minute + 1500 * number)
            entries.append(Entry(lead=f"won-{number}", kind="page_viewed", channel=channel, occurred_at=at))
        won = moment(3000 + 1500 * number)
        entries.append(Entry(lead=f"won-{number}", kind="converted", value=10, occurred_at=won))
        entries.append(Entry(lead=f"open-{number}", kind="page_viewed", channel="web", occurred_at=moment(number)))
    log_all(entries)
    return workspace


def test_lift_has_a_row_for_what_comes_anyway_and_adds_up(sold_often: Workspace, open_page: Open) -> None:
    page = open_page("analyse/attribution", model="lift", as_of=DAY)
    assert not page.exception
    credited = page.dataframe[0].value.set_index("channel")["credit"]
    assert "(baseline)" in credited.index
    assert credited.sum() == pytest.approx(12)
    assert "would have come anyway" in " ".join(each.value for each in page.caption)


def test_lift_says_beside_its_numbers_what_they_rest_on(sold_often: Workspace, open_page: Open) -> None:
    page = open_page("analyse/attribution", model="lift", as_of=DAY)
    assert "Nothing here says who began the contacts through web" in page.info[0].value
    page = open_page("analyse/attribution", model="lift", inbound="web", as_of=DAY)
    assert page.multiselect(key="inbound").value == ["web"]
    assert not any("who began" in each.value for each in page.info)
    page.multiselect(key="inbound").set_value([]).run()
    assert any("who began" in each.value for each in page.info)


def test_a_compared_model_that_can_not_answer_says_why_and_the_others_stay(sold: Workspace, open_page: Open) -> None:
    page = open_page("analyse/attribution", compare=["first", "lift"], as_of=DAY)
    assert "at least 10 conversions" in page.warning[0].value
    assert page.metric[0].value == "4"


@pytest.mark.parametrize("model", [name for name in MODELS if name != "lift"])
def test_the_ledger_of_all_leads_adds_up_to_the_credit(sold: Workspace, open_page: Open, model: str) -> None:
    page = open_page("analyse/attribution", model=model, as_of=DAY)
    credit = page.dataframe[0].value.set_index("channel")["credit"]
    behind: dict[str, float] = dict.fromkeys(credit.index, 0.0)
    for lead in ("ada", "bob", "cy"):
        page = open_page("analyse/attribution", model=model, as_of=DAY, lead=lead)
        for frame in (table.value for table in page.dataframe[1:] if "share" in table.value):
            for channel, share in zip(frame["channel"], frame["share"], strict=True):
                behind[channel] += share / 100
    assert behind == pytest.approx(credit.to_dict(), abs=0.001)


def test_a_ledger_names_each_touchpoint_its_weight_and_the_reason(sold: Workspace, open_page: Open) -> None:
    page = open_page("analyse/attribution", model="first", as_of=DAY, lead="ada")
    touches = next(table.value for table in page.dataframe if "weight" in table.value)
    assert list(zip(touches["channel"], touches["weight"], touches["reason"], strict=True)) == [
        ("web", 1.0, "first touchpoint"),
        ("email", 0.0, "last touchpoint"),
    ]


def test_a_lead_that_is_not_there_is_refused_in_a_sentence(sold: Workspace, open_page: Open) -> None:
    page = open_page("analyse/attribution", as_of=DAY, lead="nobody")
    assert "nobody" in page.error[0].value


def test_spend_gives_cost_and_return_of_the_days_of_the_period(sold: Workspace, open_page: Open) -> None:
    save_spend(sold, Spend("email", date(2024, 1, 1), date(2024, 1, 10), 100))
    save_spend(sold, Spend("display", date(2024, 1, 1), date(2024, 1, 1), 7))
    page = open_page("analyse/attribution", model="last", as_of=DAY, period="custom", until="2024-01-04")
    rows = page.dataframe[0].value.set_index("channel")
    assert rows.loc["email", ["spent", "cost", "returned"]].tolist() == [30.0, 10.0, 5.0]
    assert (rows.loc["display", "spent"], rows.loc["display", "credit"]) == (7.0, 0.0)


def test_nothing_is_said_of_value_where_no_conversion_has_one(sold: Workspace, open_page: Open) -> None:
    save_spend(sold, Spend("web", date(2024, 1, 1), date(2024, 1, 10), 100.0))
    page = open_page("analyse/attribution", goal="channel=email", model="last", as_of=DAY)
    assert [metric.label for metric in page.metric] == ["Conversions", "Converted leads"]
    columns = set(page.dataframe[0].value)
    assert {"spent", "cost"} <= columns
    assert not columns & {"value", "value_interval", "returned", "returned_interval"}
    assert "No conversion here has a value" in " ".join(caption.value for caption in page.caption)


def test_own_weights_touchpoints_and_order_are_the_address_s(sold: Workspace, open_page: Open) -> None:
    page = open_page(
        "analyse/attribution", model="custom", weights="last=1", touchpoints="channel=web", chain="2", as_of=DAY
    )
    assert page.dataframe[0].value.set_index("channel")["credit"].to_dict() == {"(none)": 3.0, "web": 1.0}
    assert "(via web)" in page.caption[0].value.replace("\\", "")
    assert page.number_input(key="weight_last").value == 1.0


def test_what_the_workspace_has_set_is_asked_unless_the_address_says_every(sold: Workspace, open_page: Open) -> None:
    save_settings(sold, Settings(touchpoints=("channel=web",)))
    narrowed = open_page("analyse/attribution", model="last", as_of=DAY).dataframe[0].value
    assert sorted(narrowed["channel"]) == ["(none)", "web"]
    every = open_page("analyse/attribution", model="last", touchpoints="every", as_of=DAY).dataframe[0].value
    assert sorted(every["channel"]) == ["(none)", "email", "web"]


def test_the_placebo_stands_beside_the_credit(sold_often: Workspace, open_page: Open) -> None:
    page = open_page("analyse/attribution", model="last", placebo="yes", as_of=DAY)
    rows = page.dataframe[0].value.set_index("channel")
    assert rows.loc["email", "credit"] == 12.0
    assert "–" in rows.loc["email", "placebo_interval"]


def test_an_order_is_suggested_when_somebody_asks(sold_often: Workspace, open_page: Open) -> None:
    page = open_page("analyse/attribution", as_of=DAY)
    assert not any("predicts unseen leads" in each.value for each in page.caption)
    page = next(button for button in page.button if button.label.startswith("Suggest")).click().run()
    assert any("predicts unseen leads" in each.value for each in page.caption)


def test_leads_to_choose_from_are_named_as_they_are_written(workspace: Workspace, open_page: Open) -> None:
    record(workspace, Entry(lead="L-0005", kind="converted", occurred_at=moment(1)))
    page = open_page("analyse/attribution", as_of=DAY)
    assert page.selectbox(key="ledger_lead").options == ["L-0005"]


def test_numbers_of_money_are_rounded_as_money_is_and_grouped(sold: Workspace, open_page: Open) -> None:
    save_spend(sold, Spend("email", date(2024, 1, 1), date(2024, 1, 1), 34_007.63))
    table = open_page("analyse/attribution", model="last", as_of=DAY).dataframe[0]
    assert table.value.set_index("channel").loc["email", ["spent", "cost"]].tolist() == [34_008.0, 11_336.0]
    columns = json.loads(table.proto.columns)
    formats = [columns[name]["type_config"]["format"] for name in ("value", "spent", "cost", "returned")]
    assert formats == ["localized"] * 4
