"""Numbers as people write them: what a text means with a decimal point and with a comma, and what it does not say."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.errors import AskNumberFormat, BadInput
from journey_core.intake.cells.numbers import (
    COMMA,
    CONVENTIONS,
    POINT,
    NumberEvidence,
    number_reading,
    number_text,
    read_number,
    values_at_once,
)


def readings(text: str) -> dict[str, float | None]:
    """convention -> what it reads, for those that read the text."""
    found = {}
    for convention in CONVENTIONS:
        try:
            found[convention] = read_number(text, convention)
        except BadInput:
            continue
    return found


def evidence(*stretches: Sequence[str]) -> NumberEvidence:
    seen = NumberEvidence("Betrag")
    for stretch in stretches:
        seen.add(stretch)
    return seen


def question(*values: str) -> AskNumberFormat:
    with pytest.raises(AskNumberFormat) as asked:
        evidence(values).convention()
    return asked.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", 1234), ("+7", 7), ("-5", -5), ("− 5", -5), ("5-", -5), ("(5)", -5), ("1E5", 1e5), ("007", 7),
        ("1 234", 1234), ("1 234 567", 1_234_567), ("1\u00a0234", 1234), ("1\u202f234", 1234), ("1\u2009234", 1234),
        ("1'234", 1234), ("1’234’567", 1_234_567), ("12.", 12), ("12,", 12),
        ("€ 5", 5), ("5€", 5), ("EUR5", 5), ("5 EUR", 5), ("-$5", -5), ("$-5", -5), ("($5)", -5), ("$5 USD", 5),
        ("US$ 5", 5), ("A$5", 5), ("R$5", 5), ("£5", 5), ("¥5", 5), ("₹ 5", 5), ("5 kr", 5), ("5 kr.", 5), ("5 zł", 5),
        ("CHF 5", 5), ("Fr. 5", 5), ("Rs.500", 500), ("20 euros", 20),
        ("45 %", 0.45), ("45%", 0.45), ("-3 %", -0.03), ("(3 %)", -0.03),
        ("\u200e5\u202c", 5), ("\ufeff1\u200b2", 12), ("\u2066- 5\u2069 €", -5), ("1\u00ad2\u2060", 12),
    ],
)  # fmt: skip
def test_what_has_no_decimal_mark_means_one_number_in_both_conventions(text: str, value: float) -> None:
    assert readings(text) == {POINT: value, COMMA: value}
    assert read_number(text, None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", 1234.5), ("0.125", 0.125), ("-0.125", -0.125), ("€ 0.125", 0.125), ("012.345", 12.345), (".5", 0.5),
        ("$.50", 0.5), ("1.25", 1.25), ("1.2345", 1.2345), ("1234.567", 1234.567), ("1,234,567", 1_234_567),
        ("1,234.50", 1234.5), ("1 234.567", 1234.567), ("1'234.50", 1234.5), ("CHF 1'250.-", 1250), ("12.--", 12),
        ("1,23,456.78", 123_456.78), ("12,34,567", 1_234_567), ("1,00,000", 100_000), ("1.5E+03", 1500),
        ("1.234e3", 1234), ("(1,234.50)", -1234.5), ("1,234.50-", -1234.5), ("1.1 %", 0.011), ("Rs.1.50", 1.5),
    ],
)  # fmt: skip
def test_what_only_a_decimal_point_can_read_is_read_without_asking(text: str, value: float) -> None:
    assert readings(text) == {POINT: value}
    assert read_number(text, None) == value
    assert evidence([text]).convention() == POINT


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", 12.5), ("0,125", 0.125), ("1234,567", 1234.567), (",5", 0.5), ("1.234.567", 1_234_567),
        ("1.234,50", 1234.5), ("1 234,567", 1234.567), ("1’234,5", 1234.5), ("1.250,-", 1250), ("1.250,--", 1250),
        ("5,– €", 5), ("kr 500,-", 500), ("1,5E+03", 1500), ("1,5E\u221203", 0.0015), ("(1.234,50)", -1234.5),
        ("1.234,50-", -1234.5), ("\u2212 1.234,50 €", -1234.5), ("12,5 %", 0.125), ("R$ 1.234,50", 1234.5),
        ("1\u202f234,50\u00a0€", 1234.5),
    ],
)  # fmt: skip
def test_what_only_a_decimal_comma_can_read_is_read_without_asking(text: str, value: float) -> None:
    assert readings(text) == {COMMA: value}
    assert read_number(text, None) == value
    assert evidence([text]).convention() == COMMA


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("3.000", 3, 3000), ("1,234", 1234, 1.234), ("-12.500", -12.5, -12500), ("1.234-", -1.234, -1234),
        ("(1,234)", -1234, -1.234), ("€ 100.200", 100.2, 100_200), ("12,500 %", 125, 0.125),
    ],
)  # fmt: skip
def test_a_point_or_comma_before_three_digits_means_two_numbers_and_none_is_chosen(
    text: str, point: float, comma: float
) -> None:
    assert readings(text) == {POINT: point, COMMA: comma}
    with pytest.raises(BadInput, match="can be read in two ways"):
        read_number(text, None)
    assert question(text).value == text


@pytest.mark.parametrize(
    "text",
    [
        "many", "1.2.3", "12.34.567", "1,23,4", "1 2", "12 34", "1  234", "1\t234", "1\n234", "1 234 5", "1.234 567",
        "1'234 567", "1,234,5", "0,123,456", "0.123.456", "1_000", "2024-03-01", "10:30", "1/2", "0x10", "nan", "inf",
        "1e", "e5", "1e1000", "--5", "+-5", "(-5)", "-5-", "(5", "5)", "5+", "5 -", "5 %%", "45 % €", "€5 USD", "€ £ 5",
        "5 pcs", "3 all", "12 k€", "EUR.50", "EUR,50", "EUR", "%", "-", "()", ".", ",", "'12", "1.250,---", "1.250,-5",
        "9" * 401, "½", "5²",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_in_both_conventions_and_proves_nothing(text: str) -> None:
    assert readings(text) == {}
    with pytest.raises(BadInput):
        read_number(text, None)
    assert evidence([text]).convention() == POINT


@pytest.mark.parametrize(
    ("text", "convention", "reason"),
    [
        ("many", None, "“many” is not a number"),
        ("1.2.3", None, "“1.2.3” is not a number: write it with a decimal point and no other separators"),
        ("1.2.3", COMMA, "“1.2.3” is not a number: write it with a decimal comma and no other separators"),
        ("3.000", None, "“3.000” can be read in two ways: 3 or 3,000"),
        ("12,5", POINT, "“12,5” can only be read with a decimal comma, and here it is a point"),
        ("1,234.5", COMMA, "“1,234.5” can only be read with a decimal point, and here it is a comma"),
        ("١٢", None, "“١٢” is not written in the digits 0 to 9"),
        ("1.000.000.000.000.000", COMMA, "“1.000.000.000.000.000” is too large: values stay under 1e15"),
        ("-1e300", None, "“-1e300” is too large: values stay under 1e15"),
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_with_the_reason(text: str, convention: str | None, reason: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_number(text, convention)
    assert str(refused.value) == reason


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "\u200b\ufeff"])
@pytest.mark.parametrize("convention", [None, *CONVENTIONS])
def test_an_empty_text_is_no_number(text: str, convention: str | None) -> None:
    assert read_number(text, convention) is None


@pytest.mark.parametrize("text", ["-0", "0-", "(0)", "-0 %", "−0", "-0e5"])
def test_zero_has_no_sign(text: str) -> None:
    assert str(read_number(text, None)) == "0.0"


def test_one_cell_that_only_one_convention_can_read_proves_it_for_the_column() -> None:
    assert evidence(["3.000", "12.500", "1.250,50", "980"]).convention() == COMMA
    assert evidence(["3.000", "12.500"], ["980", "", "0.125"]).convention() == POINT
    assert evidence(["1,200", "$300.00"]).convention() == POINT


def test_thousands_that_seem_to_be_written_in_both_ways_are_asked_whatever_else_is_proved() -> None:
    with pytest.raises(AskNumberFormat, match=r"“1\.200” in “Betrag” is 1\.2 with a decimal point and 1,200"):
        evidence(["1.200", "1,200", "$300.00"]).convention()


def test_a_column_that_needs_no_proof_has_a_decimal_point() -> None:
    assert evidence([]).convention() == POINT
    assert evidence(["", "980", "1 234", "1'234", "n/a", "- 5 €"]).convention() == POINT


def test_a_column_without_a_proof_is_asked_for_with_both_readings_of_a_value() -> None:
    asked = question("", "980", " 3.000 ", "1 234")
    assert (asked.column, asked.value, asked.readings) == ("Betrag", "3.000", {POINT: "3", COMMA: "3,000"})
    assert str(asked).startswith("“3.000” in “Betrag” is 3 with a decimal point and 3,000 with a decimal comma. ")


def test_a_column_that_proves_both_is_asked_for() -> None:
    assert question("1.5", "2,5").readings == {POINT: "not a number", COMMA: "2.5"}
    assert question("1.5", "2,5", "7.125").readings == {POINT: "7.125", COMMA: "7,125"}


def test_values_of_one_shape_are_told_apart_where_one_begins_with_a_lone_zero() -> None:
    assert evidence(["0.125", "0.250", "1.250"]).convention() == POINT
    assert evidence(["1.250", "3.250", "0.250"]).convention() == POINT
    assert question("1.250", "3.250", "9.250").value in {"1.250", "3.250", "9.250"}


def test_a_cell_of_two_lines_does_not_hide_the_others() -> None:
    assert evidence(["1\n2", "3.000", "1,5"]).convention() == COMMA


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.125, "0.125"), (12.125, "12.1250"), (-999.001, "-999.0010"), (1234.125, "1234.125"), (12.5, "12.5"),
        (3000, "3000"), (-0.0, "0"), (1.25e-7, "1.25e-07"),
    ],
)  # fmt: skip
def test_a_number_leaves_as_a_text_that_means_only_it(value: float, text: str) -> None:
    assert number_text(value) == text


@given(st.floats(-999_999_999_999_999, 999_999_999_999_999))
def test_every_number_that_leaves_reads_back_as_itself_without_a_question(value: float) -> None:
    assert evidence([number_text(value)]).convention() == POINT
    assert read_number(number_text(value), None) == value


@given(st.lists(st.text("0123456789.,-\n", max_size=9), max_size=4), st.sampled_from([None, *CONVENTIONS]))
def test_numbers_at_once_are_those_that_are_read_one_by_one(texts: list[str], convention: str | None) -> None:
    at_once = values_at_once(texts, convention)
    assert at_once is None or at_once == [read_number(text, convention) for text in texts]


@pytest.mark.parametrize(
    ("convention", "texts", "values"),
    [
        (POINT, ["1.234", "1,234", "", "-7", "5."], [1.234, 1234, None, -7, 5]),
        (COMMA, ["1.234", "1,234", "", "-7", "5,"], [1234, 1.234, None, -7, 5]),
        (COMMA, ["1.234"], [1234]),
        (None, ["12.34", "1234", "0.1250"], [12.34, 1234, 0.125]),
        (COMMA, [], []),
    ],
)
def test_ordinary_columns_are_read_at_once(
    convention: str | None, texts: list[str], values: list[float | None]
) -> None:
    assert values_at_once(texts, convention) == values
    assert number_reading(convention).column(texts) == values


@given(st.text() | st.text("0123456789.,'-−+()%€$EUR kr\u00a0\u200b"), st.sampled_from([None, *CONVENTIONS]))
def test_no_text_raises_anything_but_a_refusal(text: str, convention: str | None) -> None:
    try:
        value = read_number(text, convention)
    except BadInput as refusal:
        assert str(refusal).startswith("“")
    else:
        assert value is None or abs(value) < 1e15


def test_number_cells_of_a_workbook_prove_nothing_and_are_numbers_beside_texts_of_any_convention() -> None:
    seen = NumberEvidence("Betrag", is_workbook=True)
    seen.add(["1234.5", "12.1250", "7", "1.234,50", "1.250"])
    assert seen.convention() == COMMA
    read = number_reading(COMMA, is_workbook=True)
    assert read.column(["1234.5", "12.1250", "7", "1.234,50", "1.250"]) == [1234.5, 12.125, 7.0, 1234.5, 1250.0]
    assert number_reading(None, is_workbook=True).column(["12.1250", "7"]) == [12.125, 7.0]
    only = NumberEvidence("Betrag", is_workbook=True)
    only.add(["1234.5", "1.250"])
    with pytest.raises(AskNumberFormat):
        only.convention()
