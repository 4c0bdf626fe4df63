"""When two texts are the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.log.comparison import comparable, comparables, fold

MARKS = ["\u200b", "\ufeff", "\u00ad", "\u2060", "\u200e", "\u202e", "\ufe0f"]
TEXTS = st.text(
    st.sampled_from(["a", "É", "e", "\u0301", "\u030a", "ß", "İ", "ǰ", " ", "\u00a0", "\n", "\t", "\x0b", "漢", *MARKS])
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoé", "Zoe\u0301"), ("Zoe\u200b\u0301", "Zoé"), ("ada@example.com", "ada@example.com\ufeff"),
        ("a b", "a\u00a0b"),
        ("a\r\nb", "a b"), (" a  b ", "a b"), ("co\u00adoperate", "cooperate"), ("\u202aa\u202c", "a"),
    ],
)  # fmt: skip
def test_texts_that_look_the_same_are_the_same(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(("one", "other"), [("a", "A"), ("ab", "a b"), ("Zoé", "Zoe"), ("１", "1"), ("", "-")])
def test_texts_that_look_different_stay_so(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


def test_words_are_the_same_in_any_case() -> None:
    assert fold("Été\u00a0 Ｘ") == fold("ÉTE\u0301 ｘ")


@given(TEXTS)
def test_the_form_is_its_own_form_and_in_nfc(text: str) -> None:
    for form in (comparable(text), fold(text)):
        assert unicodedata.is_normalized("NFC", form)
    assert comparable(comparable(text)) == comparable(text)
    assert fold(fold(text)) == fold(text)


@given(st.lists(TEXTS))
def test_a_column_at_once_is_the_same_as_one_by_one(texts: list[str]) -> None:
    assert list(comparables(texts)) == list(map(comparable, texts))
