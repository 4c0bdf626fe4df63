"""Numbers as people write them, and which of two conventions the numbers of a column follow.

What is 1,234.50 with a decimal point is 1.234,50 with a decimal comma. “1.234” is a number in both, and not the same
one: which is meant is proved by other numbers of its column, or asked.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from journey_core.errors import AskNumberFormat, BadInput
from journey_core.intake.cells.currencies import currency_codes
from journey_core.intake.cells.readings import Reading, unless_nothing
from journey_core.log.comparison import visible

POINT: Final = "point"
COMMA: Final = "comma"
CONVENTIONS: Final = (POINT, COMMA)
"""Named for the decimal mark."""

_LIMIT: Final = 1e15
_LENGTH: Final = 400
"""The most characters of a number."""
_REMEMBERED: Final = 100_000
_TYPED: Final = str.maketrans("\u00a0\u202f\u2009’\u2212", "   '-")
_AFFIX: Final = r"[^\W\d_]{1,4}\.|[^\s\d()%+.,'_-]{1,5}"
"""A word or sign beside the digits; a point belongs to a word before it, as in Rs.500."""
_SIGNED: Final = re.compile(rf"{_AFFIX}|[-+()%]")
_SEPARATED: Final = re.compile(r"[+-]?[0-9.,' _]+")


def _syntax(mark: str, other: str, more_groups: str) -> re.Pattern[str]:
    """(what stands in front, the digits, what stands behind) of a number with this decimal mark."""
    groups = rf"[1-9][0-9]{{0,2}}([{other}' ])[0-9]{{3}}(?:\3[0-9]{{3}})*"
    exponent = r"(?:[eE][+-]?[0-9]{1,3})?"
    no_cents = rf"{mark}(?:--?|[–—])"
    digits = (
        rf"(?:{groups}{more_groups})(?:{mark}[0-9]+|{no_cents})?"
        rf"|[0-9]+{no_cents}|[0-9]+(?:{mark}[0-9]+)?{exponent}|[0-9]+[.,](?!-)"
        rf"|(?<![^\W\d_]){mark}[0-9]+{exponent}"
    )
    return re.compile(rf"((?:(?:{_AFFIX}|[-+(%]) *){{0,4}}+)({digits})((?: *(?:{_AFFIX}|[)%])|-){{0,4}}+)")


_SYNTAX: Final = {
    POINT: _syntax(r"\.", ",", r"|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}"),  # a lakh is written 1,00,000
    COMMA: _syntax(",", r"\.", ""),
}
_DECIMAL: Final = {POINT: str.maketrans("", "", ",' –—"), COMMA: str.maketrans(",", ".", ".' –—")}
_ORDINARY: Final = {
    convention: re.compile(rf"(?:-?(?:{whole}){cents})?(?:\n(?:-?(?:{whole}){cents})?)*+")
    for convention, whole, cents in (
        (None, r"[0-9]{1,14}", r"(?:\.(?:[0-9]{4,}|[0-9]{1,2}))?"),  # three digits may be thousands
        (POINT, r"[0-9]{1,14}+(?!,)|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}", r"(?:\.[0-9]*)?"),
        (COMMA, r"[0-9]{1,14}+(?!\.)|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4}", r"(?:,[0-9]*)?"),
    )
}
"""Lines of plain numbers. No line is tried in a second way, so only one way may fit."""
_AMBIGUOUS: Final = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
_SHAPE: Final = str.maketrans("23456789", "11111111")
_FIRST_DIGIT: Final = re.compile("[01]")


def number_reading(convention: str | None, *, is_workbook: bool = False) -> Reading[float | None]:
    """read_number as a reading of columns, for which placeholders say nothing. In a workbook cells that are numbers are
    read as such beside texts of any convention.
    """

    def read(raw: str) -> float | None:
        return read_number(raw, POINT if is_workbook and is_number_cell(raw) else convention)

    return Reading(unless_nothing(read), at_once=lambda texts: values_at_once(texts, convention))


def read_number(raw: str, convention: str | None) -> float | None:
    """The number that a text says by a convention, None for an empty text; a percentage as a share: 45 % is 0.45.

    Without a convention only a text that means the same whatever the convention is, or that only one can read. Raises
    BadInput with the reason.
    """
    text = _typed(raw)
    if not text:
        return None
    if convention:
        value = _reading(text, convention)
    else:
        meant = set(_readings(text).values())
        value = meant.pop() if len(meant) == 1 else None
    if value is None:
        raise BadInput(_refusal(raw.strip(), text, convention))
    if math.isinf(value) or abs(value) >= _LIMIT:
        raise BadInput(f"“{raw.strip()[:60]}” is too large: values stay under 1e15")
    return value


def values_at_once(raw: Sequence[str], convention: str | None) -> list[float | None] | None:
    """read_number of every text, or None unless all are empty or digits with a mark and thousands, of ordinary size."""
    joined = "\n".join(raw)
    is_one_line_each = joined.count("\n") == max(len(raw) - 1, 0)
    if not is_one_line_each or not _ORDINARY[convention].fullmatch(joined):
        return None
    ours = joined.replace(".", "").replace(",", ".") if convention == COMMA else joined.replace(",", "")
    texts = raw if ours == joined else ours.split("\n")
    return [float(text) + 0.0 if text else None for text in texts]


def number_text(value: float) -> str:
    """A short text that reads back as the same number, whatever its column holds: 12.1250, as 12.125 reads two ways."""
    text = str(int(value)) if float(value).is_integer() else repr(float(value))
    return f"{text}0" if _AMBIGUOUS.fullmatch(text) else text


@dataclass
class NumberEvidence:
    """What the values of a column, seen in any number of stretches, say about its convention.

    In a workbook only texts say anything: cells that are numbers come with a decimal point whatever the texts have.
    proofs: convention -> a value that no other can read; ambiguous: sign -> a value with it that means two numbers.
    """

    column: str
    is_workbook: bool = False
    proofs: dict[str, str] = field(default_factory=dict)
    ambiguous: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def add(self, values: Iterable[str]) -> None:
        """Takes in a stretch of values; of those with one shape, only one."""
        for key, value in _alike(list(values)).items():
            shape = _shape(key)
            if shape in self.seen or len(value) > _LENGTH or (self.is_workbook and is_number_cell(value)):
                continue
            self.seen.add(shape)
            readings = _readings(_typed(value))
            if len(readings) == 1:
                self.proofs.setdefault(next(iter(readings)), value.strip())
            elif len(set(readings.values())) > 1:
                self.ambiguous.setdefault("," if "," in value else ".", value.strip())
        if len(self.seen) > _REMEMBERED:
            self.seen.clear()

    def convention(self) -> str:
        """The one convention that values prove; POINT where no value needs a proof.

        Raises AskNumberFormat where a value means two numbers and none proves which, where values prove both, and where
        thousands seem to be written in both ways: 1.200 beside 1,200.
        """
        if len(self.proofs) == 1 and len(self.ambiguous) < 2:
            return next(iter(self.proofs))
        if not self.proofs and not self.ambiguous:
            return POINT
        value = next(iter(self.ambiguous.values()), "") or self.proofs[COMMA]
        readings = _readings(_typed(value))
        shown = {name: _in_words(readings[name]) if name in readings else "not a number" for name in CONVENTIONS}
        raise AskNumberFormat(self.column, value, shown)


def is_number_cell(text: str) -> bool:
    """Whether a text of a workbook is that of a cell that is a number: as short as such a text can be."""
    try:
        return text == number_text(float(text))
    except ValueError:
        return False


def _typed(raw: str) -> str:
    """The text as a keyboard would have it: without invisible marks, with plain spaces, apostrophes and minus signs."""
    return visible(raw).translate(_TYPED).strip()


def _readings(text: str) -> dict[str, float]:
    """convention -> the number that it reads, for those that can read the text."""
    found = {name: _reading(text, name) for name in CONVENTIONS}
    return {name: value for name, value in found.items() if value is not None}


def _reading(text: str, convention: str) -> float | None:
    found = _SYNTAX[convention].fullmatch(text) if len(text) <= _LENGTH else None
    if not found:
        return None
    digits, beside = found[2], _SIGNED.findall(found[1]) + _SIGNED.findall(found[4])
    if not _belong_together(beside) or (digits[-1] in "-–—" and found[4].endswith("-")):
        return None
    number, _, power = digits.rstrip("-").translate(_DECIMAL[convention]).lower().partition("e")
    value = float(f"{number}e{int(power or 0) - 2 * beside.count('%')}")
    if "-" in beside or "(" in beside:
        value = -value + 0.0  # no negative zero: it would not equal zero as text
    return value


def _belong_together(beside: Sequence[str]) -> bool:
    """Whether what stands beside the digits makes them one amount: one sign or a pair of brackets, one percent sign or
    currency. The currency may be said again: $5 USD.
    """
    signs = [beside.count(sign) for sign in "+-(%"]
    words = [currency_codes(word) for word in beside if word not in {*"+-()%"}]
    is_one_currency = not words or bool(frozenset.intersection(*words))
    is_balanced = beside.count("(") == beside.count(")")
    return is_balanced and is_one_currency and sum(signs[:3]) <= 1 and signs[3] + bool(words) <= 1


def _refusal(shown: str, text: str, convention: str | None) -> str:
    """Why a text is not read, shown as it was written."""
    quoted, readings = f"“{shown[:60]}”", _readings(text)
    if len(readings) > 1:
        return f"{quoted} can be read in two ways: {' or '.join(map(_in_words, readings.values()))}"
    if readings:
        return f"{quoted} can only be read with a decimal {next(iter(readings))}, and here it is a {convention}"
    if any(sign.isnumeric() and not sign.isascii() for sign in text):
        return f"{quoted} is not written in the digits 0 to 9"
    hint = f": write it with a decimal {convention or POINT} and no other separators"
    return f"{quoted} is not a number{hint if _SEPARATED.fullmatch(text) else ''}"


def _alike(values: Sequence[str]) -> dict[str, str]:
    """Value with every digit but 0 as 1 -> one such value."""
    shapes = "\n".join(values).translate(_SHAPE).split("\n")
    if len(shapes) != len(values):
        shapes = [value.translate(_SHAPE) for value in values]
    return dict(zip(shapes, values, strict=True))


def _shape(value: str) -> str:
    """The value with every digit as 0, but for the first one: no thousands begin with a lone zero."""
    place = found.end() if (found := _FIRST_DIGIT.search(value)) else 0
    return value[:place] + value[place:].replace("1", "0")


def _in_words(value: float) -> str:
    """“1,234.5”."""
    return f"{value:,.15g}"
