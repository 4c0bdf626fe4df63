"""`funnel` with groups, weeks, sides and differences: the core's numbers under documented keys."""

import pytest

from db.access.roles import as_operator
from db.kept.views import save_view
from db.log.record import Entry, record
from db.store.store import Store
from db.store.workspaces import open_workspace
from tests.builders import at
from tests.commands.terminal import answer, refusal, run

STEPS = ("funnel", "--step", "kind=email_opened", "--step", "kind=converted", "--as-of", "2024-06-01")
WEEK = 7 * 24 * 60


@pytest.fixture
def told(sqlite_store: Store) -> tuple[str, ...]:
    """The call of a store with ada and cy of Rome, who convert in two weeks, and bob and dan of Oslo, who don't."""
    sqlite_store.add_workspace("Test")
    workspace = open_workspace(as_operator(sqlite_store, "Test"))
    for week, (lead, city) in enumerate((("ada", "Rome"), ("bob", "Oslo"), ("cy", "Rome"), ("dan", "Oslo"))):
        rows = [("email_opened", "email", 0), *([("converted", "", 5)] if city == "Rome" else [])]
        for kind, channel, minute in rows:
            moment, told = at(week // 2 * WEEK + minute), {"city": city}
            record(workspace, Entry(lead=lead, kind=kind, channel=channel, occurred_at=moment, attributes=told))
    save_view(workspace, "early", page="leads", query={"q": ["ada"]})
    save_view(workspace, "all, of them", page="leads", query={})
    return (*STEPS, "--store", sqlite_store.url)


def test_groups_carry_their_steps(told: tuple[str, ...]) -> None:
    broken = answer(*told, "--breakdown", "city")["breakdown"]
    assert broken["by"] == "lead.city"
    assert broken["is_exclusive"]
    counts = {group["group"]: [step["count"] for step in group["steps"]] for group in broken["groups"]}
    assert counts == {"Rome": [2, 2], "Oslo": [2, 0]}
    assert set(broken["groups"][0]["steps"][0]) == {"count", "rate", "step_rate", "interval", "step_interval"}


def test_times_are_quartiles_and_a_histogram_in_seconds(told: tuple[str, ...]) -> None:
    assert "times" not in answer(*told)
    times = answer(*told, "--times")["times"]
    assert times.pop("definition").startswith("Time from step 1 to step 2, of the leads that did both.")
    assert times == {
        "from_step": 1, "to_step": 2, "leads": 2, "quartile_seconds": [300.0, 300.0, 300.0],
        "edge_seconds": [0.0, 150.0, 300.0], "counts": [0, 2],
        "bars": [
            {"from_seconds": 0.0, "to_seconds": 150.0, "leads": 0},
            {"from_seconds": 150.0, "to_seconds": 300.0, "leads": 2},
        ],
    }  # fmt: skip


def test_times_between_two_steps_need_no_flag_besides(told: tuple[str, ...]) -> None:
    times = answer(*told, "--step", "kind=lost", "--to-step", "2")["times"]
    assert (times["from_step"], times["to_step"], times["leads"]) == (1, 2, 2)
    none = answer(*told, "--step", "kind=lost", "--from-step", "2")["times"]
    assert (none["leads"], none["quartile_seconds"], none["edge_seconds"], none["counts"]) == (0, None, [], [])


def test_weeks_of_entry_are_days_of_monday(told: tuple[str, ...]) -> None:
    weeks = answer(*told, "--trend")["trend"]["weeks"]
    assert [(week["week"], week["entrants"], week["converted"]) for week in weeks] == [
        ("2024-01-01", 2, 1),
        ("2024-01-08", 2, 1),
    ]
    assert all(week["is_complete"] for week in weeks)


def test_two_periods_are_compared(told: tuple[str, ...]) -> None:
    compared = answer(*told, "--since", "2024-01-08", "--compare-until", "2024-01-08")["comparison"]
    assert [step["counts"] for step in compared["steps"]] == [[2, 2], [1, 1]]
    assert compared["method"] == "Newcombe"
    assert not compared["steps"][1]["is_told"]


def test_two_segments_are_compared_whatever_signs_their_names_hold(told: tuple[str, ...]) -> None:
    compared = answer(*told, "--compare", "segment:early,segment:all, of them")["comparison"]
    assert compared["sides"] == ["early", "all, of them"]
    assert [step["counts"] for step in compared["steps"]] == [[1, 4], [1, 2]]
    assert (compared["shared_leads"], compared["method"]) == (1, "Newcombe with correlation")


def test_what_separates_needs_ten_leads_with_a_trait(told: tuple[str, ...]) -> None:
    separated = answer(*told, "--separate")["separation"]
    assert (separated["compared"], separated["converted"], separated["differences"]) == (4, 2, [])


def test_people_read_all_parts_as_tables(told: tuple[str, ...]) -> None:
    shown = run(
        *told, "--times", "--breakdown", "channel", "--trend", "--compare-until", "2024-01-03", "--separate"
    ).stdout
    assert "channel of the run's first interaction" in shown
    assert "2024-01-08" in shown
    assert "2 leads came from step 1 to step 2: half took 5 min or less, the middle half 5 min to 5 min." in shown
    assert "came through" in shown
    assert "second minus first" in shown


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--breakdown", "colour"), "colour"),
        (("--breakdown", "channel:step-3"), "no step 3"),
        (("--compare", "early"), "segment:NAME"),
        (("--compare", "segment:early"), "two different segments"),
        (("--compare", "segment:early,segment:late"), "late"),
        (("--compare", "segment:early,segment:all, of them", "--compare-since", "2024-01-01"), "not both"),
        (("--compare-since", "someday"), "someday"),
        (("--from-step", "2", "--to-step", "1"), "the earlier first, not 2 and 1"),
        (("--to-step", "0"), "steps 1 to 2"),
        (("--from-step", "2"), "the earlier first, not 2 and 2"),
        (("--step-window", "2:2d", "--step-window", "2:3d"), "Step 2 has two windows"),
        (("--since", ""), "--since is empty"),
        (("--as-of", " "), "--as-of is empty"),
        (("--compare", ""), "--compare is empty"),
        (("--compare-until", ""), "--compare-until is empty"),
        (("--breakdown", ""), "--breakdown is empty"),
        (("--since", "2024-03-05", "--until", "2024-03-01"), "must end after it starts"),
        (("--compare-since", "2024-03-05", "--compare-until", "2024-03-05"), "must end after it starts"),
    ],
)
def test_what_can_t_be_asked_is_one_sentence(told: tuple[str, ...], flags: tuple[str, ...], said: str) -> None:
    assert said in refusal(*told, *flags, status=1)
