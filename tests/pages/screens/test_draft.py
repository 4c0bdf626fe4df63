"""A mapping in the making: every step leaves each field with one source at most."""

from hypothesis import given
from hypothesis import strategies as st

from journey_core.intake.rows.mapping import FIELDS, Mapping, ValueMap, complete
from pages.screens.upload import draft

HEADER = ("Who", "What", "email", "when")


def test_a_constant_takes_the_place_of_a_column() -> None:
    mapping = draft.with_constant(Mapping({"kind": "What"}), "kind", "note")
    assert (mapping.columns, mapping.constants) == ({}, {"kind": "note"})


def test_a_translation_keeps_its_column_and_leaves_it_behind() -> None:
    translated = draft.with_translation(Mapping({"channel": "What"}), "channel", {"W": "call"}, "web")
    assert translated.values == {"channel": ValueMap("What", {"W": "call"}, "web")}
    assert draft.with_translation(translated, "channel", None).columns == {"channel": "What"}


def test_choosing_the_same_column_again_keeps_the_translation() -> None:
    translated = draft.with_translation(Mapping({"channel": "What"}), "channel", {"W": "call"})
    assert draft.with_column(translated, "channel", "What") == translated
    assert draft.with_column(translated, "channel", "Who").values == {}


def test_a_field_that_is_left_out_stays_out_although_a_column_has_its_name() -> None:
    mapping = draft.without(Mapping({"email": "email"}), "email", HEADER)
    assert complete(mapping, HEADER).fields() == ()
    assert draft.without(Mapping({"kind": "What"}), "kind", HEADER).columns == {}


def test_columns_of_their_own_name_are_kept_exactly_as_chosen() -> None:
    mapping = draft.with_own_columns(Mapping({"lead": "Who"}), "detail", ["What"])
    assert draft.own_columns(mapping, "detail") == ["What"]
    assert draft.with_own_columns(mapping, "detail", []).columns == {"lead": "Who"}
    assert draft.unused(mapping, HEADER) == ["What", "email", "when"]


@given(st.lists(st.tuples(st.sampled_from(FIELDS), st.sampled_from(["column", "constant", "translate", "none"]))))
def test_no_field_ever_has_two_sources(steps: list[tuple[str, str]]) -> None:
    mapping = Mapping()
    for name, step in steps:
        if step == "column" or (step == "translate" and not draft.column_of(mapping, name)):
            mapping = draft.with_column(mapping, name, "What")
        elif step == "constant":
            mapping = draft.with_constant(mapping, name, "x")
        elif step == "translate":
            mapping = draft.with_translation(mapping, name, {"a": "b"})
        else:
            mapping = draft.without(mapping, name, HEADER)
    sources = [*(name for name, column in mapping.columns.items() if column), *mapping.constants, *mapping.values]
    assert len(sources) == len(set(sources))
