"""Sentences for people stay sentences, whatever is asked for."""

from journey_core.errors import UnknownName


def test_a_name_of_an_address_is_said_and_compared_by_its_beginning() -> None:
    """Compared whole, a name of 20,000 letters took minutes against ten thousand choices."""
    said = str(UnknownName("campaign", "x" * 20_000, ["Spring" + "x" * 5_000, "Autumn"]))
    assert said.startswith(f"There is no campaign “{'x' * 100}…” here.")


def test_the_nearest_choices_come_first_and_few_are_said() -> None:
    said = str(UnknownName("stage", "wonn", [f"stage {number:02}" for number in range(20)] + ["won"]))
    assert said.startswith("There is no stage “wonn” here. Known: won, ")
    assert said.endswith(" ….")
    assert said.count(",") == 11
