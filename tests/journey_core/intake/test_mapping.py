"""The mapping document: what it says, and what is refused."""

import json

import pytest

from journey_core.errors import BadInput
from journey_core.intake.rows.mapping import Mapping, ValueMap, check, complete, from_json

WHOLE = Mapping(
    columns={"lead": "Id", "occurred_at": "When", "lead.size": "Size", "email": ""},
    constants={"campaign": "spring"},
    values={"channel": ValueMap("What", {"rang": "call"}, "web"), "kind": ValueMap("What", {})},
    timezone="Europe/Berlin",
    date_format="%d.%m.%Y",
)


def test_a_mapping_survives_its_document() -> None:
    assert from_json(json.dumps(WHOLE.to_json())) == WHOLE
    assert from_json({}) == Mapping()


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ("{", "JSON"), ("[]", "object"), ({"colums": {}}, "colums"), ({"columns": {"led": "x"}}, "led"),
        ({"columns": {"lead": None}}, "lead"), ({"columns": []}, "columns"),
        ({"values": {"kind": {"map": {}}}}, "from"),
        ({"values": {"kind": {"from": "a", "otherwise": "b"}}}, "otherwise"), ({"constants": {"kind": True}}, "kind"),
        ({"columns": {"lead.": "x"}}, "lead."), ({"timezone": 3.5j}, "timezone"), ("[" * 100_000, "JSON"),
        ('{"constants": {"kind": "\\ud800"}}', "half a character"),
        ('{"values": {"kind": {"from": "a", "map": {"\\udfff": "b"}}}}', "half a character"),
    ],
)  # fmt: skip
def test_a_wrong_document_is_refused_by_the_name_of_its_fault(document: str | dict[str, object], named: str) -> None:
    with pytest.raises(BadInput, match=named):
        from_json(document)


def test_a_value_map_without_else_passes_values_through() -> None:
    assert ValueMap("What", {"rang": "call"})(" rang ") == "call"
    assert ValueMap("What", {"rang": "call"})("fax") == "fax"
    assert ValueMap("What", {"rang": "call"}, "")("fax") == ""


def test_columns_named_like_fields_map_by_themselves_unless_the_mapping_says_otherwise() -> None:
    header = ("Lead", "OCCURRED_AT", "kind", "email", "detail.Room", "other")
    mapping = complete(Mapping(columns={"email": ""}, constants={"kind": "note"}), header)
    assert mapping.columns == {"email": "", "lead": "Lead", "occurred_at": "OCCURRED_AT", "detail.Room": "detail.Room"}
    check(mapping, header)


@pytest.mark.parametrize(
    ("mapping", "named"),
    [
        (Mapping(columns={"lead": "a", "occurred_at": "b"}), "kind or channel"),
        (Mapping(columns={"lead": "a", "kind": "b"}), "occurred_at"),
        (Mapping(columns={"occurred_at": "a", "kind": "b"}), "lead, email or phone"),
        (Mapping(columns={"lead": "c"}), "“c”.*a, b"),
        (Mapping(columns={"lead": "a"}, constants={"lead": "x"}), "two sources"),
        (Mapping(constants={"channel": "a\x1b[31m"}), "channel.*U\\+001B"),
        (Mapping(values={"kind": ValueMap("a", {"x": "\u202e"})}), "kind.*U\\+202E"),
        (Mapping(values={"kind": ValueMap("a", {}, "\0")}), "kind.*U\\+0000"),
        (Mapping(columns={"lead": "a", "occurred_at": "b"}, constants={"kind": "x"}, timezone="Mars"), "Mars"),
    ],
)
def test_a_mapping_that_can_not_work_is_refused_with_the_choices(mapping: Mapping, named: str) -> None:
    with pytest.raises(BadInput, match=named):
        check(mapping, ("a", "b"))


def test_the_reasons_of_a_proposed_mapping_are_passed_over() -> None:
    assert from_json({"columns": {"lead": "Id"}, "reasons": {"lead": "by its name"}}) == Mapping({"lead": "Id"})
