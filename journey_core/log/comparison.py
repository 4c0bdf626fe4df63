"""When two texts are the same: in NFC, without invisible marks, any white space as one space. Shown as written."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

_MARKS: Final = (
    "\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e01ef"
)
"""Soft hyphens, joiners, marks of direction, variation selectors and the like, as a class of a regular expression."""
_INVISIBLE: Final = re.compile(f"[{_MARKS}]")
_WHITE_SPACE: Final = ("  ", "\n", "\t", "\r", "\v", "\f")


def visible(text: str) -> str:
    """The text without marks that nobody sees."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def comparable(text: str) -> str:
    """The form in which two spellings of one text are equal; the case counts."""
    if not text.isascii():
        # Marks first: one between a letter and its accent keeps the two apart.
        text = unicodedata.normalize("NFC", visible(text))
    return " ".join(text.split())


def comparables(texts: Iterable[str]) -> Sequence[str]:
    """`comparable` of every text; the texts themselves, at once, where nothing has to change."""
    texts = texts if isinstance(texts, list) else list(texts)
    joined = "\x1f".join(texts)
    is_plain = joined.isascii() and not any(white in joined for white in _WHITE_SPACE)
    if is_plain and " \x1f" not in joined and "\x1f " not in joined and joined == joined.strip(" "):
        return texts
    return [comparable(text) for text in texts]


def fold(word: str) -> str:
    """The form in which two spellings of one word are equal: as `comparable`, and in one case."""
    folded = comparable(word).casefold()
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)
