"""Bottlenecks and reconciliation in the terminal, their lists, and both on the large real log."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from db.access.roles import as_operator
from db.columns.snapshot import journeys
from db.questions.lists.resolving import list_in, resolve
from db.questions.segments import viewpoint
from db.store.settings import Settings, save_settings, settings
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.attribution.options import AttributionOptions
from journey_core.bottlenecks.answer import bottlenecks
from journey_core.bottlenecks.breakdown import breakdown
from journey_core.bottlenecks.lists import ENDINGS, bottleneck_list
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.calendar.business_hours import BusinessHours
from journey_core.errors import BadInput
from journey_core.funnel.options import FunnelOptions
from journey_core.log.predicates import Predicate
from journey_core.reconcile.answer import reconcile
from journey_core.reconcile.lists import reconcile_list
from journey_core.reconcile.options import ReconcileOptions
from tests.commands.terminal import answer, refusal, run
from tests.conftest import ROOT

ROWS = """lead,occurred_at,kind,channel,stage,owner
ada,2024-03-01T09:00Z,page_viewed,web,,Sam
ada,2024-03-01T17:00Z,stage_changed,,contacted,Sam
ada,2024-03-04T10:00Z,converted,,,Sam
bob,2024-03-01T16:00Z,stage_changed,,contacted,Kim
bob,2024-03-04T10:00Z,lost,,,Kim
cy,2024-03-02T12:00Z,stage_changed,,contacted,
"""


@pytest.fixture
def store(tmp_path: Path) -> str:
    """The address of a store with three leads."""
    url, path = f"sqlite:///{tmp_path / 'store'}", tmp_path / "rows.csv"
    path.write_text(ROWS)
    answer("workspace", "add", "Test", "--store", url)
    assert answer("import", path, "--store", url)["created"] == 6
    return url


@pytest.fixture
def workspace(store: str) -> Workspace:
    return open_workspace(as_operator(Store.open(store), "Test"))


def test_stages_are_told_with_counts_bounds_and_times(store: str) -> None:
    document = answer("bottlenecks", "--as-of", "2024-04-01", "--store", store)
    contacted = next(each for each in document["stages"] if each["stage"] == "contacted")
    assert {name: contacted[name] for name in ("leads", "still", "left", "advanced", "lost", "back")} == {
        "leads": 3, "still": 1, "left": 2, "advanced": 1, "lost": 1, "back": 0,
    }  # fmt: skip
    assert contacted["drop_off"] == 0.5
    assert contacted["interval"] == pytest.approx([0.0945, 0.9055], abs=1e-3)
    assert contacted["rank"] is None
    assert contacted["median_seconds"] == 66 * 3600


def test_stages_are_told_with_the_curves_of_the_page(store: str) -> None:
    """Of three stays at contacted one was lost after 66 hours and one went on after 65; one still goes on."""
    stages = answer("bottlenecks", "--as-of", "2024-04-01", "--store", store)["stages"]
    contacted = next(each for each in stages if each["stage"] == "contacted")
    assert [(each["seconds"] / 3600, each["share"]) for each in contacted["survival"]] == [
        (65, pytest.approx(2 / 3)), (66, pytest.approx(1 / 3)),
    ]  # fmt: skip
    assert all(low <= each["share"] <= high for each in contacted["survival"] for low, high in [each["interval"]])
    ends = contacted["incidence"][-1]
    assert (ends["advanced"], ends["lost"], ends["back"]) == (pytest.approx(1 / 3), pytest.approx(1 / 3), 0)
    assert contacted["standout"] is None
    assert " ".join(contacted["findings"]) == contacted["advice"]


def test_working_hours_are_the_workspace_s(store: str, workspace: Workspace) -> None:
    asked = ("bottlenecks", "--business-hours", "--as-of", "2024-04-01", "--store", store)
    assert answer(*asked)["stages"][1]["median_seconds"] == 2 * 3600
    save_settings(workspace, Settings(business_hours=BusinessHours(days=(0, 5, 6), opens=0, closes=1440)))
    assert settings(workspace).business_hours.days == (0, 5, 6)
    assert answer(*asked)["stages"][1]["median_seconds"] == 58 * 3600


def test_a_list_names_the_hours_that_its_workspace_works(store: str, workspace: Workspace) -> None:
    hours = BusinessHours(days=(0, 5, 6), opens=480, closes=720)
    save_settings(workspace, Settings(business_hours=hours))
    asked = bottleneck_list(BottleneckOptions(as_of=AS_OF, hours=hours), UTC_ZONE, "contacted")
    found = resolve(asked, viewpoint(workspace, journeys(workspace), UTC_ZONE, AS_OF))
    assert "in working hours (Monday, Saturday, Sunday, 08:00 to 12:00, UTC)" in found.sentence


def test_the_threshold_is_the_workspace_s_until_another_is_given(store: str, workspace: Workspace) -> None:
    save_settings(workspace, Settings(threshold=0.05))
    asked = ("bottlenecks", "--as-of", "2024-04-01", "--store", store)
    assert answer(*asked)["stages"][1]["rank"] == 1
    assert answer(*asked, "--threshold", "0.3")["stages"][1]["rank"] is None
    with pytest.raises(BadInput, match="threshold"):
        Settings(threshold=1)


def test_a_breakdown_names_its_groups(store: str) -> None:
    asked = ("bottlenecks", "--breakdown", "owner", "--as-of", "2024-04-01", "--store", store)
    groups = answer(*asked)["stages"][1]["breakdown"]
    assert {each["owner"]: (each["leads"], each["lost"]) for each in groups} == {
        "Sam": (1, 0), "Kim": (1, 1), "(none)": (1, 0),
    }  # fmt: skip
    assert "median stay" in run(*asked).stdout


def test_wrong_words_are_refused_in_one_line(store: str) -> None:
    assert "owner" in refusal("bottlenecks", "--breakdown", "age", "--store", store, status=1)
    assert "30" in refusal("bottlenecks", "--threshold", "30", "--store", store, status=1)
    assert "ordered" in refusal("reconcile", "--order", "wild", "--store", store, status=1)


@pytest.mark.parametrize(
    "option", [("--breakdown", ""), ("--goal", ""), ("--since", ""), ("--until", " "), ("--as-of", "")]
)
def test_an_option_that_is_empty_is_refused_and_does_not_mean_all(store: str, option: tuple[str, str]) -> None:
    """Such as a script's variable that was never set."""
    said = refusal("bottlenecks", *option, "--store", store, status=1)
    assert said == f"{option[0]} is empty; leave it out, or give it a value.\n"


@pytest.mark.parametrize(
    "option",
    ["--goal", "--lookback", "--window", "--since", "--model", "--half-life", "--weights", "--opportunity",
     "--touchpoints"],
)  # fmt: skip
def test_a_reconciliation_takes_no_empty_option(store: str, option: str) -> None:
    assert refusal("reconcile", option, "", "--store", store, status=1).startswith(f"{option} is empty")


@pytest.mark.parametrize("option", ["--breakdown", "--compare", "--compare-since", "--window"])
def test_a_funnel_takes_no_empty_option(store: str, option: str) -> None:
    said = refusal("funnel", "--step", "stage=won", option, "", "--store", store, status=1)
    assert said.startswith(f"{option} is empty")


def test_a_reconciliation_adds_up_and_is_told_line_by_line(store: str) -> None:
    asked = ("reconcile", "--step", "stage=contacted", "--step", "stage=won", "--as-of", "2024-04-01", "--store", store)
    document = answer(*asked)
    assert document["residue"] == 0
    funnel = next(each for each in document["bridges"] if each["name"] == "funnel")
    assert (funnel["start"]["count"], funnel["counted"]["count"]) == (3, 3)
    assert [line["count"] for line in funnel["parts"]] == [2, 1]
    assert "Residue of all bridges: 0" in run(*asked).stdout


def test_a_reconciliation_counts_the_touchpoints_that_the_workspace_does(store: str, workspace: Workspace) -> None:
    """The page and the attribution command did so already; the terminal used to count every one."""
    asked = ("reconcile", "--step", "stage=contacted", "--step", "stage=won", "--as-of", "2024-04-01", "--store", store)

    def touched(*more: str) -> list[int]:
        bridges = {each["name"]: each for each in answer(*asked, *more)["bridges"]}
        return [line["count"] for line in bridges["attribution"]["parts"]]

    assert touched() == [1, 0]
    save_settings(workspace, Settings(touchpoints=("channel=sms",)))
    assert touched() == [0, 1]
    assert touched("--touchpoints", "every") == [1, 0]


def test_a_reconciliation_takes_what_its_models_depend_on(store: str) -> None:
    asked = ("reconcile", "--step", "stage=contacted", "--step", "stage=won", "--as-of", "2024-04-01", "--store", store)
    finer = ("--half-life", "2d", "--weights", "first=1", "--opportunity", "contacted", "--chain", "2")
    assert answer(*asked, *finer)["residue"] == 0
    assert "nowhere" in refusal(*asked, "--opportunity", "nowhere", status=1)
    assert "not a duration" in refusal(*asked, "--half-life", "soon", status=1)
    assert "--chain is of the model markov" in refusal(*asked, "--model", "last", "--chain", "2", status=1)


def test_a_reconciliation_takes_the_limits_of_a_funnel(store: str) -> None:
    asked = ("reconcile", "--step", "stage=contacted", "--step", "stage=won", "--as-of", "2024-04-01", "--store", store)
    bridges = {each["name"]: each for each in answer(*asked, "--optional", "2")["bridges"]}
    assert [line["name"] for line in bridges["funnel"]["parts"]] == ["stopped_1", "through"]
    assert "no step 9" in refusal(*asked, "--step-window", "9:1d", status=1)


@pytest.fixture(scope="module")
def bpi(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Workspace:
    """The loan applications of BPI 2012: 13,087 leads, 262,200 rows."""
    url, mapping = f"sqlite:///{tmp_path_factory.mktemp('bpi')}", ROOT / "tests/bpi_mapping.json"
    answer("workspace", "add", "BPI", "--store", url)
    answer("import", shared / "data/bpic2012/bpic2012.csv.gz", "--mapping", mapping, "--store", url)
    return open_workspace(as_operator(Store.open(url), "BPI"))


AS_OF = datetime(2012, 3, 1, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")


def test_on_a_real_log_every_count_is_as_long_as_its_list(bpi: Workspace) -> None:
    columns, options = journeys(bpi), BottleneckOptions(as_of=AS_OF)
    here = viewpoint(bpi, columns, UTC_ZONE, AS_OF)
    found = bottlenecks(columns, options)
    assert sum(each.counts.leads for each in found.stages) > 10_000
    for stage in found.stages:
        for became in ENDINGS:
            asked = list_in(bottleneck_list(options, UTC_ZONE, stage.stage, became=became).query())
            assert asked and len(resolve(asked, here).lead_ids) == getattr(stage.counts, became)
    groups = breakdown(found, "owner")
    stage = max(groups.stages, key=lambda name: len(groups.stages[name]))
    for group in groups.stages[stage][:3]:
        asked = list_in(
            bottleneck_list(options, UTC_ZONE, stage, became="left", by="owner", group=group.group.key).query()
        )
        assert asked and len(resolve(asked, here).lead_ids) == group.counts.left


def test_on_a_real_log_nothing_is_left_over(bpi: Workspace) -> None:
    columns = journeys(bpi)
    kinds = ("A_PARTLYSUBMITTED", "A_PREACCEPTED", "A_ACCEPTED")
    period = {"since": datetime(2011, 11, 1, tzinfo=UTC), "until": datetime(2012, 2, 1, tzinfo=UTC)}
    options = ReconcileOptions(
        funnel=FunnelOptions(steps=tuple(Predicate(kind=kind) for kind in kinds), as_of=AS_OF, **period),
        attribution=AttributionOptions(as_of=AS_OF, goal=Predicate(kind="A_ACTIVATED"), model="markov", **period),
    )
    result = reconcile(columns, options)
    assert result.residue == 0
    assert {each.residue for each in result.credits} == {0, None}
    here = viewpoint(bpi, columns, UTC_ZONE, AS_OF)
    for bridge in result.bridges:
        assert bridge.start.count > 0
        for line in bridge.lines:
            asked = list_in(reconcile_list(options, UTC_ZONE, line.name).query())
            assert asked and len(resolve(asked, here).lead_ids) == line.leads
