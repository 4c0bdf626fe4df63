"""The funnel in the terminal: every order and limit, and the lists behind them."""

from pathlib import Path

import pytest

from tests.database.terminal import answer, refusal, run

ROWS = (
    "lead,occurred_at,channel,kind\n"
    "ada,2024-03-01T10:00Z,web,page_viewed\nada,2024-03-02T10:00Z,email,email_sent\nada,2024-03-03T10:00Z,,converted\n"
    "bob,2024-03-01T10:00Z,web,page_viewed\nbob,2024-03-09T10:00Z,,converted\n"
    "cyd,2024-03-01T10:00Z,,converted\ncyd,2024-03-02T10:00Z,web,page_viewed\n"
)
STEPS = ("--step", "channel=web", "--step", "kind=converted")


@pytest.fixture
def store(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'store'}"
    (tmp_path / "rows.csv").write_text(ROWS)
    answer("workspace", "add", "Sales", "--store", url)
    answer("import", tmp_path / "rows.csv", "--store", url)
    return url


def counts(store: str, *arguments: str) -> list[int]:
    return [step["count"] for step in answer("funnel", *arguments, "--store", store)["steps"]]


def test_orders_differ_in_what_may_lie_between(store: str) -> None:
    asked = {order: counts(store, *STEPS, "--order", order) for order in ("ordered", "strict", "any")}
    assert asked == {"ordered": [3, 2], "strict": [3, 1], "any": [3, 3]}
    assert counts(store, "--step", "stage=new", "--step", "stage=won", "--order", "stage") == [3, 3]


def test_limits_take_leads_out(store: str) -> None:
    assert counts(store, *STEPS, "--step-window", "2:2d") == [3, 1]
    assert counts(store, *STEPS, "--exclude", "1:2:kind=email_sent") == [3, 1]


def test_a_step_that_may_be_skipped_holds_nobody_up(store: str) -> None:
    steps = (*STEPS[:2], "--step", "channel=email", *STEPS[2:])
    assert counts(store, *steps) == [3, 1, 1]
    through = answer("funnel", *steps, "--optional", "2", "--leads-at", "2", "--store", store)
    assert ([step["count"] for step in through["steps"]], through["leads"]) == ([3, 1, 2], ["ada"])
    assert (through["optional"], through["steps"][2]["step_rate"]) == ([2], pytest.approx(2 / 3))


def test_other_tools_counts_come_with_the_answer_when_asked_for(store: str) -> None:
    told = answer("funnel", *STEPS, "--conventions", "--store", store)["conventions"]
    assert {each["name"]: each["counts"] for each in told}["clickhouse"] == [3, 2]
    assert {each["name"]: each["counts"] for each in told}["posthog_strict"] == [3, 1]
    shown = run("funnel", *STEPS, "--conventions", "--store", store).stdout
    assert "Mixpanel, totals" in shown


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--order", "sideways"), "stage"),
        (("--optional", "1"), "Step 1 can't be optional"),
        (("--optional", "7"), "no step 7"),
        (("--order", "any", "--optional", "2"), "takes no optional steps"),
        (("--order", "stage"), "channel=web"),
        (("--exclude", "kind=lost"), "kind=lost"),
        (("--exclude", "2:1:kind=lost"), "2 and 1"),
        (("--exclude", "1:2:colour=red"), "colour=red"),
        (("--step-window", "2"), "2"),
        (("--step-window", "9:2d"), "9:2d"),
        (("--step-window", "1:2d"), "Step 1 has no window"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else part,
)
def test_what_has_no_meaning_is_refused_in_one_line(store: str, arguments: tuple[str, ...], told: str) -> None:
    assert told in refusal("funnel", *STEPS, *arguments, "--store", store, status=1)
