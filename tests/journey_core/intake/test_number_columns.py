"""Columns of numbers in every form that people write: the same numbers come out, or a question, never other numbers."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from journey_core.errors import AskNumberFormat, BadInput
from journey_core.intake.cells.numbers import COMMA, CONVENTIONS, POINT, NumberEvidence, number_reading, read_number
from tests.proofs import IN_FULL

COLUMNS: Final = 100_000 if IN_FULL else 1_500
MARKS: Final = {POINT: ".", COMMA: ","}
SPACES: Final = " \u00a0\u202f\u2009"
NO_CENTS: Final = ("-", "--", "–")
FRONT: Final = ("€", "€ ", "$", "£ ", "₹\u00a0", "R$ ", "A$", "US$ ", "CHF ", "EUR", "kr ", "Fr. ")
BEHIND: Final = ("€", " €", "\u00a0$", " kr", " zł", " CHF", "EUR", " kr.", " USD")
INVISIBLE: Final = "\u200b\u200e\ufeff\u00ad\u2060\u061c\u202a\u2069"
SIGNS: Final = ("{}", "{}", "{}", "-{}", "\u2212{}", "- {}", "({})", "{}-")
PICKED: Final = st.integers(0, 2**40)
"""Every choice of a cell is taken from one number, as drawing them one by one would be most of the time."""


@dataclass(frozen=True)
class Cell:
    """A text, the number that its writer meant, and whether only the writer's convention can read it."""

    text: str
    value: float
    is_proof: bool


class Choices:
    """A big number used up by one choice after the other."""

    def __init__(self, number: int) -> None:
        self.left = number

    def below(self, count: int) -> int:
        self.left, chosen = divmod(self.left, count)
        return chosen

    def of(self, options: str | tuple[str, ...]) -> str:
        return options[self.below(len(options))]


def written(convention: str, whole: int, cents: str, picked: int, *, shows_itself: bool) -> Cell:
    """A number in one of the forms of a convention, chosen by `picked`."""
    choose, mark = Choices(picked), MARKS[convention]
    other = MARKS[COMMA if convention == POINT else POINT]
    if not shows_itself:
        whole, cents = whole % 1_000_000, cents if len(cents) == 3 and 0 < whole % 1_000_000 < 1000 else ""
    power = 0
    digits, is_proof = grouped(convention, whole, other, choose)
    if cents:
        digits, is_proof = f"{digits}{mark}{cents}", len(cents) != 3 or not 0 < whole < 1000
        if digits.count(mark) == 1 and digits.replace(mark, "").isdigit() and shows_itself and choose.below(6) == 0:
            power, is_proof = choose.below(7) - 3, True
            digits += f"{choose.of('eE')}{power:+03}"
    elif shows_itself and choose.below(8) == 0:
        digits, is_proof = f"{digits}{mark}{choose.of(NO_CENTS)}", True
    text, sign, percent = dressed(digits, choose)
    value = Decimal(f"{sign}{whole}.{cents or 0}").scaleb(power - percent)
    return Cell(marked(text, choose), float(value) + 0.0, is_proof)


def grouped(convention: str, whole: int, other: str, choose: Choices) -> tuple[str, bool]:
    """The digits before the mark, and whether only the convention's own reader can read them as they are."""
    if choose.below(3) == 0:
        return str(whole), False
    if convention == POINT and choose.below(6) == 0 and whole >= 100_000:
        head, tail = divmod(whole, 1000)
        pairs = f"{head:_}"  # hundreds of thousands are grouped in twos from here
        digits = pairs.replace("_", "")
        start = len(digits) % 2
        parts = [digits[:start]] * bool(start) + [digits[at : at + 2] for at in range(start, len(digits), 2)]
        return ",".join([*parts, f"{tail:03}"]), True
    separator = choose.of((other, other, "'", "’", *SPACES))
    return f"{whole:,}".replace(",", separator), separator == other and whole >= 1_000_000


def dressed(digits: str, choose: Choices) -> tuple[str, str, int]:
    """The digits with sign, currency or percent sign; the sign; the power of ten that a percent sign takes away."""
    kind, percent = choose.below(6), 0
    if kind == 0:
        digits, percent = f"{digits}{choose.of(('%', ' %'))}", 2
    elif kind == 1:
        digits = f"{digits}{choose.of(BEHIND)}"
    pattern = choose.of(SIGNS)
    if pattern == "{}-" and not digits[-1].isdigit():
        pattern = "-{}"
    text = pattern.format(digits)
    if kind in (2, 3):
        text = f"{choose.of(FRONT)}{text}"
    return text, "" if pattern == "{}" else "-", percent


def marked(text: str, choose: Choices) -> str:
    """The text, now and then with an invisible mark in it or spaces around it."""
    if choose.below(5):
        return text
    at = choose.below(len(text) + 1)
    return f" {text[:at]}{choose.of(INVISIBLE)}{text[at:]}\u00a0"


def cells(convention: str, *, shows_itself: bool) -> st.SearchStrategy[Cell]:
    return st.builds(
        lambda whole, cents, picked: written(convention, whole, cents, picked, shows_itself=shows_itself),
        st.integers(0, 999_999) | st.integers(0, 10**12),
        st.sampled_from(["", "", "5", "50", "125", "000", "0625", "00001"]),
        PICKED,
    )


WRITTEN: Final = {
    convention: st.lists(cells(convention, shows_itself=True) | cells(convention, shows_itself=False), max_size=6)
    for convention in CONVENTIONS
}
PROOFS: Final = {name: cells(name, shows_itself=True).filter(lambda cell: cell.is_proof) for name in CONVENTIONS}


def convention_of(column: list[Cell]) -> str | None:
    """What the column shows, None where it asks."""
    evidence = NumberEvidence("value")
    evidence.add([cell.text for cell in column])
    try:
        return evidence.convention()
    except AskNumberFormat:
        return None


def has_thousands_in_both_ways(column: list[Cell]) -> bool:
    """Whether 1.200 stands beside 1,200, which is asked for whatever other values prove."""
    return len({"," in cell.text for cell in column if means_two_numbers(cell.text)}) == len(CONVENTIONS)


def means_two_numbers(text: str) -> bool:
    try:
        read_number(text, None)
    except BadInput:
        return True
    return False


@settings(max_examples=COLUMNS)
@given(st.sampled_from(CONVENTIONS).flatmap(lambda name: st.tuples(st.just(name), WRITTEN[name])))
def test_a_column_of_one_convention_comes_out_as_it_was_meant_or_is_asked_for(drawn: tuple[str, list[Cell]]) -> None:
    meant, column = drawn
    found = convention_of(column)
    is_proved = any(cell.is_proof for cell in column) and not has_thousands_in_both_ways(column)
    assert found == meant if is_proved else found in (POINT, None)
    for convention in (meant, found or meant):
        assert number_reading(convention).column(cell.text for cell in column) == [cell.value for cell in column]


@settings(max_examples=COLUMNS // 10)
@given(PROOFS[POINT], PROOFS[COMMA], WRITTEN[POINT], WRITTEN[COMMA], st.randoms(use_true_random=False))
def test_a_column_that_mixes_both_conventions_is_asked_for(
    point: Cell, comma: Cell, with_points: list[Cell], with_commas: list[Cell], chance: Random
) -> None:
    column = [point, comma, *with_points, *with_commas]
    chance.shuffle(column)
    assert convention_of(column) is None
