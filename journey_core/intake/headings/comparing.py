"""Spellings of one heading or word: case, accents, separators, invisible marks and the s of a plural don't count."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_LONGEST: Final = 200
_SHORTEST_PLURAL: Final = 4
_HUMP: Final = re.compile(r"(?<=[a-zà-öø-ÿ0-9])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])")
_APART: Final = re.compile(r"[\W_]+")
_BRACKETED: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


@lru_cache(maxsize=20_000)
def spaced(text: str) -> str:
    """The words of a text in lower case, without accents and signs: “E-Mail (privé)” and “e_mail privé” give one."""
    decomposed = unicodedata.normalize("NFKD", _HUMP.sub(" ", text[:_LONGEST]))
    kept = "".join(each for each in decomposed if unicodedata.category(each) not in ("Mn", "Cf"))
    return _APART.sub(" ", kept).strip().casefold()


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """What is compared: the words without the spaces between them, and without the s of a plural."""
    joined = spaced(text).replace(" ", "")
    return joined[:-1] if joined.endswith("s") and len(joined) > _SHORTEST_PLURAL else joined


def without_brackets(text: str) -> str:
    """The text without what stands in brackets at its end: “Closed won (Sales)” becomes “Closed won”."""
    return _BRACKETED.sub("", text).strip() or text
