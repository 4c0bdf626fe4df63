"""The attribution command: what channels cost beside their credit, and the workspace's settings as defaults."""

from datetime import date
from pathlib import Path

import pytest

from db.access.roles import as_operator
from db.kept.spend import attributed_spend, save_spend
from db.store.settings import Settings, save_settings, settings
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.attribution.custom import CustomWeights
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.spend import Spend
from journey_core.calendar.parsing import start_of
from tests.commands.terminal import answer, refusal, run

ROWS = (
    "lead,occurred_at,channel,kind,value\n"
    "ada,2024-03-01T10:00Z,web,page_viewed,\nada,2024-03-02T10:00Z,email,email_sent,\n"
    "ada,2024-03-03T10:00Z,,converted,90\n"
)


@pytest.fixture
def sold(tmp_path: Path) -> Workspace:
    """ada: web, then e-mail, won for 90."""
    store = Store.open(f"sqlite:///{tmp_path / 'store'}")
    (tmp_path / "rows.csv").write_text(ROWS)
    store.add_workspace("Sales")
    answer("import", tmp_path / "rows.csv", "--store", store.url)
    return open_workspace(as_operator(store, "Sales"))


def credit(sold: Workspace, *arguments: str) -> dict[str, float]:
    told = answer("attribution", *arguments, "--store", sold.store.url)
    return {row["channel"]: row["credit"] for row in told["credit"] if row["credit"]}


def test_cost_and_return_stand_beside_the_credit(sold: Workspace) -> None:
    save_spend(sold, Spend("web", date(2024, 3, 1), date(2024, 3, 10), 100))
    told = answer("attribution", "--until", "2024-03-06", "--store", sold.store.url)
    (cost,) = told["costs"]
    assert (cost["channel"], cost["spent"], cost["cost"], cost["returned"]) == ("web", 50.0, 100.0, 0.9)
    assert "cost in the period" in run("attribution", "--store", sold.store.url).stdout


def test_nothing_spent_is_nothing_said(sold: Workspace) -> None:
    assert answer("attribution", "--store", sold.store.url)["costs"] == []
    assert "cost" not in run("attribution", "--store", sold.store.url).stdout


def test_spend_counts_the_days_of_the_period_up_to_the_day_that_is_looked_from(sold: Workspace) -> None:
    save_spend(sold, Spend("web", date(2024, 3, 1), date(2024, 3, 10), 100))
    zone = settings(sold).tz
    third, tenth = start_of("2024-03-03", zone), start_of("2024-03-10", zone)
    assert attributed_spend(sold, AttributionOptions(as_of=tenth, since=third, until=tenth), zone) == {"web": 70.0}
    assert attributed_spend(sold, AttributionOptions(as_of=third), zone) == {"web": 30.0}


def test_what_the_workspace_has_set_is_the_default(sold: Workspace) -> None:
    weights = CustomWeights(first=1, last=0, middle=0)
    save_settings(sold, Settings(weights=weights, touchpoints=("channel=email",), opportunity_stage="qualified"))
    assert settings(sold).weights == weights
    assert credit(sold, "--model", "custom") == {"email": 1.0}
    assert credit(sold, "--model", "custom", "--touchpoints", "every") == {"web": 1.0}
    assert credit(sold, "--model", "custom", "--touchpoints", "every", "--weights", "last=1") == {"email": 1.0}
    told = answer("attribution", "--model", "w_shaped", "--store", sold.store.url)
    assert "entering qualified" in told["definition"]


def test_lift_says_which_credit_is_mixed_up_with_intent_and_that_it_has_no_placebo(tmp_path: Path) -> None:
    touches = [f"L{lead},2024-03-{day:02}T10:00Z,web,page_viewed,inbound" for lead in range(12) for day in (1, 2)]
    won = [f"L{lead},2024-03-0{4 + lead % 5}T10:00Z,,converted," for lead in range(12)]
    (tmp_path / "rows.csv").write_text("\n".join(["lead,occurred_at,channel,kind,direction", *touches, *won]))
    where = ("--store", f"sqlite:///{tmp_path / 'store'}")
    answer("workspace", "add", "Sales", *where)
    answer("import", tmp_path / "rows.csv", *where)
    said = run("attribution", "--model", "lift", "--placebo", "--as-of", "2024-04-01", *where).stdout
    assert "Leads mostly come through web of their own accord" in said
    assert "Lift has no placebo" in said
    plain = run("attribution", "--placebo", "--as-of", "2024-04-01", *where).stdout
    assert "own accord" not in plain
    assert "no placebo" not in plain


def test_channels_that_only_their_name_tells_of_are_marked_by_the_workspace_or_for_once(tmp_path: Path) -> None:
    touches = [f"L{lead},2024-03-{day:02}T10:00Z,web,page_viewed" for lead in range(24) for day in (1, 2)]
    won = [f"L{lead},2024-03-0{4 + lead % 5}T10:00Z,,converted" for lead in range(12)]
    (tmp_path / "rows.csv").write_text("\n".join(["lead,occurred_at,channel,kind", *touches, *won]))
    where = ("--store", f"sqlite:///{tmp_path / 'store'}")
    lifted = ("attribution", "--model", "lift", "--as-of", "2024-04-01", *where)
    answer("workspace", "add", "Sales", *where)
    answer("import", tmp_path / "rows.csv", *where)
    assert "who began the contacts through web" in run(*lifted).stdout
    assert answer(*lifted)["doubts"]["named"] == ["web"]
    assert answer(*lifted, "--inbound", "Web")["doubts"]["named"] == []
    assert "fax" in refusal(*lifted, "--inbound", "fax", status=1)
    sales = open_workspace(as_operator(Store.open(where[1]), "Sales"))
    save_settings(sales, Settings(inbound_channels=("web",)))
    assert answer(*lifted)["doubts"]["named"] == []
    assert answer(*lifted, "--inbound", "none")["doubts"]["named"] == ["web"]
    assert "lift" in refusal("attribution", "--inbound", "web", *where, status=1)


def test_an_unknown_lead_of_a_ledger_is_refused_with_some_that_there_are(sold: Workspace) -> None:
    """Where no name was similar, it used to say that there were none yet."""
    said = refusal("attribution", "--ledger", "nobody", "--store", sold.store.url, status=1)
    assert said == "There is no lead “nobody” here. Known: ada.\n"


def test_models_stand_side_by_side(sold: Workspace) -> None:
    asked = ("attribution", "--model", "first", "--compare", "last", "--store", sold.store.url)
    told = {
        each["model"]: {row["channel"]: row["credit"] for row in each["credit"]} for each in answer(*asked)["compared"]
    }
    assert told == {"first": {"web": 1.0, "email": 0.0}, "last": {"web": 0.0, "email": 1.0}}
    rows = [line.split() for line in run(*asked).stdout.splitlines()]
    assert ["channel", "first", "last"] in rows
    assert "compared" not in answer("attribution", "--store", sold.store.url)


@pytest.mark.parametrize(
    ("option", "value", "model"), [("--order", "3", "markov"), ("--half-life", "3d", "time_decay"),
                                   ("--weights", "first=1", "custom"), ("--opportunity", "won", "w_shaped")],
)  # fmt: skip
def test_an_option_of_another_model_is_refused(sold: Workspace, option: str, value: str, model: str) -> None:
    asked = ("attribution", option, value, "--store", sold.store.url)
    said = refusal(*asked, status=1)
    assert said.startswith(f"{option} is of the model {model}") and "asked for is linear" in said
    assert answer(*asked, "--compare", model)["model"] == "linear"


@pytest.mark.parametrize(
    "option",
    ["--goal", "--lookback", "--half-life", "--weights", "--opportunity", "--touchpoints", "--since", "--as-of",
     "--compare", "--ledger"],
)  # fmt: skip
def test_an_attribution_takes_no_empty_option(sold: Workspace, option: str) -> None:
    said = refusal("attribution", "--model", "time_decay", option, "", "--store", sold.store.url, status=1)
    assert said == f"{option} is empty; leave it out, or give it a value.\n"


@pytest.mark.parametrize("models", [("linear",), ("last", "last")])
def test_a_model_that_is_asked_for_twice_is_refused(sold: Workspace, models: tuple[str, ...]) -> None:
    flags = [flag for model in models for flag in ("--compare", model)]
    said = refusal("attribution", *flags, "--store", sold.store.url, status=1)
    assert said == f"The model {models[-1]} is asked for already; --compare takes another one.\n"


def test_models_are_enumerated_as_people_do(sold: Workspace) -> None:
    asked = ("attribution", "--compare", "last", "--compare", "markov", "--weights", "first=1")
    assert "asked for is linear, last and markov;" in refusal(*asked, "--store", sold.store.url, status=1)


def test_a_period_without_a_conversion_says_so(sold: Workspace) -> None:
    asked = ("attribution", "--compare", "last", "--since", "2100-01-01", "--as-of", "2100-02-01")
    shown = run(*asked, "--store", sold.store.url).stdout
    assert "There are no conversions in this period." in shown
    assert "nothing yet" not in shown
