"""Sentences for people stay sentences, whatever is asked for."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from db.questions.funnel_sides import against
from journey_core.attribution.custom import CustomWeights
from journey_core.calendar.parsing import day, duration, start_of
from journey_core.errors import BadInput, UnknownName
from journey_core.funnel.breakdown import BreakdownBy
from journey_core.funnel.parameters import exclusion, step_number, step_windows
from journey_core.log.predicates import Predicate
from journey_core.parameters import share, whole_number


def test_a_name_of_an_address_is_said_and_compared_by_its_beginning() -> None:
    """Compared in full, a name of 20,000 letters took minutes against ten thousand choices."""
    said = str(UnknownName("campaign", "x" * 20_000, ["Spring" + "x" * 5_000, "Autumn"]))
    assert said.startswith(f"There is no campaign “{'x' * 100}…” here.")


def test_the_nearest_choices_come_first_and_few_are_said() -> None:
    said = str(UnknownName("stage", "wonn", [f"stage {number:02}" for number in range(20)] + ["won"]))
    assert said.startswith("There is no stage “wonn” here. Known: won, ")
    assert said.endswith(" ….")
    assert said.count(",") == 11


LONG = "x" * 20_000


@pytest.mark.parametrize(
    "read",
    [
        lambda: Predicate.parse(LONG),
        lambda: Predicate.parse(f"kind=won,kind={LONG}"),
        lambda: duration(LONG),
        lambda: day(LONG),
        lambda: start_of(LONG, ZoneInfo("UTC")),
        lambda: exclusion(LONG),
        lambda: step_number(LONG),
        lambda: step_windows([LONG], 3),
        lambda: BreakdownBy.parse(f"channel:{LONG}"),
        lambda: CustomWeights.parse(f"first={LONG}"),
        lambda: share({"threshold": [LONG]}, "threshold", 0.3),
        lambda: whole_number({"chain": [LONG]}, "chain", 1),
        lambda: against({"compare": [LONG]}, ZoneInfo("UTC")),
        lambda: against({"compare": [f"segment:{LONG}"] * 20}, ZoneInfo("UTC")),
    ],
)
def test_a_value_that_can_not_be_read_is_said_again_by_its_beginning(read: Callable[[], object]) -> None:
    with pytest.raises(BadInput) as refused:
        read()
    assert len(str(refused.value)) < 600
    assert "xxx…" in str(refused.value)


def test_a_step_takes_one_window() -> None:
    with pytest.raises(BadInput, match="Step 2 has two windows"):
        step_windows(["2:2d", "2:3d"], 3)
