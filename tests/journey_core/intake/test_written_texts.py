"""Names, addresses and numbers as people paste them are the same person; two people stay two."""

import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey_core.errors import BadInput
from journey_core.intake.cells.identities import compared_key, phone_reading, read_email
from journey_core.intake.cells.placeholders import PLACEHOLDERS, Doubtful
from journey_core.log.comparison import comparable, fold
from tests.proofs import cases

MARKS = ["\u200b", "\ufeff", "\u00ad", "\u2060", "\u200e", "\u202a", "\u202c", "\u2066"]
SPACES = [" ", "\u00a0", "\u202f", "\u2009", "\t", "  ", "\n"]
LETTERS = "abcdefghijklmnopqrstuvwxyzäöüßéèçñãõåøœłšžıαβяж漢字"
NUMBERS = {
    "+4930901820": ("30 901820", "030 901820", "49"), "+12025550143": ("202-555-0143", "(202) 555-0143", "1"),
    "+442079460018": ("20 7946 0018", "020 7946 0018", "44"), "+33199001234": ("1 99 00 12 34", "01 99 00 12 34", "33"),
    "+5511955501234": ("11 95550-1234", "(11) 95550-1234", "55"), "+34912345678": ("912 34 56 78", "912 345 678", "34"),
}  # fmt: skip
REGIONS = {"49": "DE", "1": "US", "44": "GB", "33": "FR", "55": "BR", "34": "ES"}


@st.composite
def dressed(draw: st.DrawFn, text: str) -> str:
    """The text with marks that nobody sees, other white space, and accents apart from their letters."""
    if draw(st.booleans()):
        text = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), text)
    pieces = [draw(st.sampled_from(SPACES)) if letter == " " else letter for letter in text]
    for _ in range(draw(st.integers(0, 3))):
        pieces.insert(draw(st.integers(0, len(pieces))), draw(st.sampled_from(MARKS)))
    around = st.sampled_from(["", "", *SPACES])
    return draw(around) + "".join(pieces) + draw(around)


@dataclass(frozen=True)
class Pasted:
    """Somebody as they are known, and as somebody pasted them."""

    known: str
    text: str


words = st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=1, max_size=3).map(" ".join)
locals_ = st.from_regex(r"[a-z0-9]{1,8}([._+-][a-z0-9]{1,6})?", fullmatch=True)
domains = st.sampled_from(["example.com", "mail.example.org", "a-b.example.net"])


@st.composite
def mails(draw: st.DrawFn) -> Pasted:
    known = f"{draw(locals_)}@{draw(domains)}"
    spelled = draw(st.sampled_from([known, known.upper(), known.title()]))
    form = draw(
        st.sampled_from(
            ["{0}", "{1} <{0}>", '"{1}" <{0}>', "mailto:{0}", "'{0}'", "<{0}>", "{0}.", "{0};", "mailto:{0}?subject=x"]
        )
    )
    return Pasted(known, draw(dressed(form.format(spelled, draw(words)))))


@st.composite
def phones(draw: st.DrawFn) -> tuple[Pasted, str]:
    known, (tail, national, code) = draw(st.sampled_from(sorted(NUMBERS.items())))
    extension = draw(st.sampled_from(["", "", " ext. {0}", " x{0}", " ext {0}"])).format(draw(st.integers(1, 999)))
    form = draw(
        st.sampled_from([f"+{code} {tail}", f"00{code} {tail}", f"+{code}{tail}", f"tel:{known}", known, national])
    )
    number = extension.strip(" ext.")
    return Pasted(f"{known} ext. {number}" if number else known, draw(dressed(form + extension))), REGIONS[code]


PROOF = settings(max_examples=cases(100_000, share=50) // 4)  # four kinds of text


@pytest.mark.proof
@PROOF
@given(words.flatmap(lambda text: st.tuples(st.just(text), dressed(text), dressed(text.upper()))))
def test_a_name_or_word_is_the_same_however_it_is_dressed(said: tuple[str, str, str]) -> None:
    plain, one, louder = said
    assert compared_key(one) == comparable(one) == unicodedata.normalize("NFC", plain)
    assert fold(one) == fold(plain)
    if fold(plain.upper()) == fold(plain):
        assert fold(louder) == fold(plain)


@pytest.mark.proof
@PROOF
@given(mails(), mails())
def test_an_address_is_the_same_however_it_is_pasted(one: Pasted, other: Pasted) -> None:
    for pasted in (one, other):
        assert read_email(pasted.text) == pasted.known
        assert compared_key(pasted.text) == pasted.known
    assert (read_email(one.text) == read_email(other.text)) == (one.known == other.known)


@pytest.mark.proof
@PROOF
@given(phones())
def test_a_number_is_the_same_however_it_is_written(said: tuple[Pasted, str]) -> None:
    pasted, region = said
    assert phone_reading(region)(pasted.text) == pasted.known
    try:
        assert phone_reading(None)(pasted.text) == pasted.known
    except BadInput as problem:
        assert "needs its country" in str(problem)


@pytest.mark.proof
@PROOF
@given(st.lists(mails(), min_size=2, max_size=3), st.sampled_from(["; ", ", ", " / ", "\n"]))
def test_of_several_addresses_the_first_is_taken_with_a_word(several: list[Pasted], between: str) -> None:
    text = between.join(each.known for each in several)
    if len({each.known for each in several}) == 1:
        return
    with pytest.raises(Doubtful) as told:
        read_email(text)
    assert told.value.instead == several[0].known


def test_a_placeholder_is_no_address() -> None:
    for text in PLACEHOLDERS:
        with pytest.raises(BadInput):
            read_email(text)
