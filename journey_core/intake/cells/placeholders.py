"""Texts that stand for nothing: what programs write where they have no value, and errors of spreadsheets."""

from collections.abc import Iterable
from itertools import product
from typing import Final

from journey_core.errors import BadInput, brief

KEEP: Final = "keep"
"""What a mapping says under `placeholders` where they are to be taken as they are."""
_WORDS: Final = (
    "null", "nil", "none", "nan", "undefined", "n/a", "n.a.", "n.a", "n/d", "n.d.", "k.a.", "\\n", "(null)", "(none)",
    "(blank)", "(empty)", "(leer)", "(vide)", "(not set)", "<null>", "<na>", "[null]", "n / a", "[object object]",
)  # fmt: skip
_SIGNS: Final = ("NA", "-", "--", "---", "–", "—", "?")
_ERRORS: Final = (
    "#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #SPILL! #CALC! #FIELD! #BLOCKED! #NV #BEZUG! #WERT! #ZAHL! #N/D "
    "#¡REF! #¡VALOR! #¡DIV/0! #¡NUM! #¡NULO! #¿NOMBRE? #VALEUR! #NOM? #NOMBRE! #NUL! #RIF! #VALORE! #NOME? #NULLO! "
    "#VALOR! #NÚM! #NULO! #NB #VERW! #WAARDE! #GETAL! #NAAM? #LEEG! #DEEL/0! #ARG! #ADR! #DIV/0 #ERROR! #GETTING_DATA "
    "#ЗНАЧ! #ССЫЛКА! #ДЕЛ/0! #ИМЯ? #Н/Д Err:502 Err:504 Err:508 Err:522 Loading..."
)
NO_RESULT: Final = "#NO-RESULT!"
"""What the reader of workbooks writes for a formula whose result is not stored."""
ERRORS: Final = frozenset([*_ERRORS.split(), *_ERRORS.lower().split(), NO_RESULT])


def _in_any_case(word: str) -> Iterable[str]:
    return map("".join, product(*({letter, letter.upper()} for letter in word)))


PLACEHOLDERS: Final = frozenset(spelling for word in _WORDS for spelling in _in_any_case(word)) | {*_SIGNS} | ERRORS


def nothing_in(text: str) -> str:
    """Why one of PLACEHOLDERS says nothing."""
    if text == NO_RESULT:
        return "a formula whose result the workbook does not hold: open it in a spreadsheet program and save it again"
    if text in ERRORS:
        return f"“{brief(text)}” is an error of a spreadsheet"
    return f"“{brief(text)}” is a placeholder, which says nothing"


class Doubtful(BadInput):
    """A text that says something, though not quite as it should; `instead` is what is taken."""

    def __init__(self, reason: str, instead: str) -> None:
        self.instead = instead
        super().__init__(reason)
