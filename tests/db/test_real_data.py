"""Real data sets through the terminal, against what is known of them."""

import csv
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest

from tests.commands.terminal import answer, refusal
from tests.conftest import ROOT
from tests.db.drawn import START

APPLICATION = ("A_SUBMITTED", "A_PREACCEPTED", "A_ACCEPTED", "O_SENT", "O_SENT_BACK", "A_APPROVED")
ORIGINS = {
    "paid_search": (195, 1586), "organic_search": (271, 2296), "direct_traffic": (56, 499), "social": (75, 1350),
    "email": (15, 493), "referral": (24, 284), "unknown": (179, 1099),
}  # fmt: skip


@pytest.fixture(scope="module")
def bpi(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the whole log of BPI 2012, imported as anybody would."""
    url = f"sqlite:///{tmp_path_factory.mktemp('bpi')}"
    answer("workspace", "add", "BPI", "--store", url)
    file, mapping = shared / "data/bpic2012/bpic2012.csv.gz", ROOT / "tests/bpi_mapping.json"
    done = answer("import", file, "--mapping", mapping, "--store", url)
    assert (done["rows"], done["created"], done["duplicate"], done["rejected"]) == (262_200, 262_200, 0, 0)
    assert done["leads_created"] == 13_087
    return url


@pytest.mark.parametrize(
    ("kinds", "window", "counts"),
    [
        (APPLICATION, "14d", [13_087, 7_367, 5_089, 4_993, 2_372, 1_086]),
        (("O_SENT", "O_CANCELLED", "O_SENT"), "30d", [5_015, 2_220, 1_422]),
        (("O_SENT", "O_SENT"), "30d", [5_015, 1_422]),
    ],
)
def test_the_funnels_of_bpi_2012_count_what_is_known_and_list_as_many(
    bpi: str, kinds: tuple[str, ...], window: str, counts: list[int]
) -> None:
    steps = [part for kind in kinds for part in ("--step", f"kind={kind}")]
    for number, expected in enumerate(counts, 1):
        told = answer("funnel", *steps, "--window", window, "--leads-at", number, "--store", bpi)
        assert [step["count"] for step in told["steps"]] == counts
        assert len(set(told["leads"])) == len(told["leads"]) == expected


def test_bpi_2012_has_the_calls_and_e_mails_that_the_mapping_made_and_a_clean_check(bpi: str) -> None:
    for activity, channel, leads in (
        ("W_Nabellen offertes", "call", 5_015),
        ("W_Nabellen incomplete dossiers", "call", 1_647),
        ("O_SENT", "email", 5_015),
        ("A_SUBMITTED", "web", 13_087),
    ):
        (step,) = answer("funnel", "--step", f"kind={activity},channel={channel}", "--store", bpi)["steps"]
        assert step["count"] == leads
    assert answer("check", "--store", bpi)["differences"] == []


def test_bpi_2012_again_is_in_already(bpi: str, shared: Path) -> None:
    mapping = ROOT / "tests/bpi_mapping.json"
    again = answer("import", shared / "data/bpic2012/bpic2012.csv.gz", "--mapping", mapping, "--store", bpi)
    assert (again["import_id"], again["created"], again["duplicate"], again["is_repeat"]) == (1, 0, 262_200, True)


@pytest.fixture(scope="module")
def olist(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with Olist's leads from one file and its deals from the other."""
    url, folder = f"sqlite:///{tmp_path_factory.mktemp('olist')}", shared / "data/olist_funnel"
    answer("workspace", "add", "Olist", "--store", url)
    leads = answer(
        "import", folder / "olist_marketing_qualified_leads_dataset.csv", "--store", url, "--map", "lead=mql_id",
        "--map", "occurred_at=first_contact_date", "--map", "channel=origin", "--set", "kind=first_contact",
    )  # fmt: skip
    deals = answer(
        "import", folder / "olist_closed_deals_dataset.csv", "--store", url, "--map", "lead=mql_id",
        "--map", "occurred_at=won_date", "--set", "kind=converted",
    )  # fmt: skip
    assert (leads["created"], leads["rejected"], deals["created"], deals["leads_created"]) == (8_000, 0, 842, 0)
    return url


def leads_with(store: str, predicate: str) -> set[str]:
    return set(answer("funnel", "--step", predicate, "--leads-at", 1, "--store", store)["leads"])


def test_olist_converts_by_origin_as_its_table_says_and_other_is_not_none(olist: str) -> None:
    converted, with_origin = leads_with(olist, "kind=converted"), set()
    assert len(converted) == 842
    for origin, (won, all_of_them) in ORIGINS.items():
        found = leads_with(olist, f"channel={origin}")
        assert (len(found & converted), len(found)) == (won, all_of_them)
        with_origin |= found
    other = leads_with(olist, "channel=other")
    with_origin |= other | leads_with(olist, "channel=display") | leads_with(olist, "channel=other_publicities")
    without = leads_with(olist, "kind=first_contact") - with_origin
    assert (len(other), len(without & converted), len(without)) == (150, 14, 60)


def test_olist_in_order_within_500_days_lacks_the_deal_that_was_won_before_the_first_touch(olist: str) -> None:
    steps = ("--step", "kind=first_contact", "--step", "kind=converted", "--window", "500d")
    told = answer("funnel", *steps, "--leads-at", 2, "--store", olist)
    assert [step["count"] for step in told["steps"]] == [8_000, 841]
    report = answer("check", "--store", olist)
    (early,) = (each for each in report["notices"] if each["what"] == "converted before first touch")
    assert early["count"] == len(early["leads"]) == 1
    assert set(early["leads"]) == leads_with(olist, "kind=converted") - set(told["leads"])
    interactions = answer("journey", early["leads"][0], "--store", olist)["interactions"]
    assert [each["kind"] for each in interactions] == ["converted", "first_contact"]
    assert report["differences"] == []


def test_maven_s_dates_are_asked_for_and_then_both_files_say_the_same(shared: Path, tmp_path: Path) -> None:
    store, folder = f"sqlite:///{tmp_path / 'store'}", shared / "data/maven_crm_pipeline"
    answer("workspace", "add", "Maven", "--store", store)
    days, months = folder / "sales_pipeline.csv", folder / "sales_pipeline_kisaraF_MDY.csv"
    engaged = ("--map", "lead=opportunity_id", "--map", "owner=sales_agent", "--set", "kind=engaged",
               "--map", "occurred_at=engage_date", "--store", store)  # fmt: skip
    closed = ("--map", "lead=opportunity_id", "--map", "stage=deal_stage", "--map", "value=close_value",
              "--map", "occurred_at=close_date", "--store", store)  # fmt: skip
    assert "--date-format" in refusal("import", days, *engaged, status=1)
    for mapping, dated in ((engaged, 8_300), (closed, 6_711)):
        first = answer("import", days, *mapping, "--date-format", "%d-%m-%y")
        second = answer("import", months, *mapping, "--date-format", "%m/%d/%Y")
        assert (first["created"], first["rejected"]) == (dated, 8_800 - dated)
        assert (second["created"], second["duplicate"], second["rejected"]) == (0, dated, 8_800 - dated)
    undated = [rejected_ids(store, number) for number in (1, 2, 3, 4)]
    assert (undated[0], undated[2]) == (undated[1], undated[3])
    (won,) = answer("funnel", "--step", "stage=won", "--store", store)["steps"]
    (lost,) = answer("funnel", "--step", "stage=lost", "--store", store)["steps"]
    assert (won["count"], lost["count"]) == (4_238, 2_473)
    worth = answer("attribution", "--store", store)
    assert (worth["conversions"], worth["value"]) == (4_238, 10_005_534)


def rejected_ids(store: str, import_id: int) -> list[str]:
    """The opportunities of an import's rejects; those without a date."""
    text = answer("imports", "rejects", import_id, "--store", store)["csv"]
    rejects = list(csv.DictReader(text.splitlines()))
    assert {row["reject_reason"] for row in rejects} == {"the time is missing"}
    return [row["opportunity_id"] for row in rejects]


def test_path_data_by_way_of_a_file_has_the_credit_of_its_paths(shared: Path, tmp_path: Path) -> None:
    with (shared / "data/channelattribution_pathdata/Data.csv").open() as file:
        paths = list(csv.DictReader(file, delimiter=";"))[::25]
    store, expected = f"sqlite:///{tmp_path / 'store'}", expected_credit(paths)
    (tmp_path / "paths.csv").write_text("lead,occurred_at,channel,kind,value\n" + "".join(expanded(paths)))
    answer("workspace", "add", "Paths", "--store", store)
    assert answer("import", tmp_path / "paths.csv", "--store", store)["rejected"] == 0
    for model, credit in expected.items():
        told = answer("attribution", "--model", model, "--store", store)
        assert {row["channel"]: row["credit"] for row in told["credit"]} == pytest.approx(credit, abs=1e-6)
        assert told["conversions"] == pytest.approx(sum(credit.values()))
        assert told["value"] == pytest.approx(sum(float(path["total_conversion_value"]) for path in paths))


def expanded(paths: list[dict[str, str]]) -> list[str]:
    """The lines of a file with one lead per journey, its touchpoints a minute apart, then its conversion."""
    lines, lead = [], 0
    for path in paths:
        channels, conversions = path["path"].split(" > "), int(path["total_conversions"])
        for number in range(conversions + int(path["total_null"])):
            lead += 1
            said = [(channel, "touched", "") for channel in channels]
            if number < conversions:
                said.append(("", "converted", str(float(path["total_conversion_value"]) / conversions)))
            lines += [
                f"{lead},{(START + timedelta(minutes=minute)).isoformat()},{','.join(cells)}\n"
                for minute, cells in enumerate(said)
            ]
    return lines


def expected_credit(paths: list[dict[str, str]]) -> dict[str, dict[str, float]]:
    """Model -> channel -> conversions, straight from the paths; every channel of a converting path is included."""
    credit: dict[str, dict[str, float]] = {model: defaultdict(float) for model in ("first", "last", "linear")}
    for path in paths:
        channels, conversions = path["path"].split(" > "), int(path["total_conversions"])
        last = len(channels) - 1
        for place, channel in enumerate(channels if conversions else []):
            credit["first"][channel] += conversions * (place == 0)
            credit["last"][channel] += conversions * (place == last)
            credit["linear"][channel] += conversions / len(channels)
    return credit
