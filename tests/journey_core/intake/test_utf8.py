"""Mostly valid UTF-8 is UTF-8: a damaged byte does not turn a file into another encoding, and no other becomes one."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey_core.intake.table import opening
from journey_core.intake.table.previews import encoding_readings
from journey_core.intake.table.recognise import Recognised, recognise
from journey_core.intake.table.utf8 import Utf8Evidence, utf8_evidence
from tests.journey_core.intake.samples import joined, read_all, reasons, written
from tests.proofs import cases

WORDS = {
    "gb18030": (
        "张伟",
        "王芳",
        "李娜",
        "刘洋",
        "陈静",
        "北京",
        "上海",
        "广州",
        "电话",
        "会议",
        "邮件",
        "客户经理",
        "已签合同",
    ),
    "shift_jis": (
        "佐藤",
        "鈴木",
        "たなか",
        "ひろし",
        "東京",
        "大阪",
        "カメラ",
        "メール",
        "電話",
        "会議",
        "営業部",
        "株式会社",
    ),
    "cp1251": ("Иванов", "Мария", "Пётр", "Семён", "звонок", "письмо", "встреча", "Київ", "Вікторія", "Їжак", "ещё"),
    "cp1253": ("Γιώργος", "Μαρία", "Ελένη", "Αθήνα", "κλήση", "μήνυμα", "συνάντηση", "Άννα", "Ώρα"),
    "cp1252": ("Müller", "Jürgen", "Zoë", "Renée", "Ærø", "Straße", "naïve", "café", "«déjà»", "São", "Åse"),
    "euc_kr": ("김민준", "이서연", "서울", "부산", "전화", "회의", "이메일", "회사", "영업부", "계약"),
    "big5": ("陳怡君", "林志明", "台北", "高雄", "電話", "會議", "郵件", "公司", "業務部"),
    "mac-roman": ("Müller", "Jürgen", "Zoë", "Renée", "l’été", "naïve", "“café”", "São"),
}
"""Words as people write them: their counts add up, so what holds for each word holds for every text of them."""
OTHERS = [(encoding, word) for encoding, words in WORDS.items() for word in words]
LETTERS = st.characters(min_codepoint=0xA1, exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Cn", "Co"])


def recognised(data: bytes) -> Recognised:
    with TemporaryDirectory() as folder:
        return recognise(written(Path(folder), data))


def evidence(data: bytes) -> Utf8Evidence:
    with TemporaryDirectory() as folder:
        return utf8_evidence(written(Path(folder), data))


def table(words: list[str]) -> str:
    return "".join(f"{number},2024-03-04,{word}\n" for number, word in enumerate(["name", *words]))


@pytest.mark.parametrize(("encoding", "word"), OTHERS)
def test_no_word_in_another_encoding_is_utf_8(encoding: str, word: str) -> None:
    assert not evidence(word.encode(encoding)).is_sure


@pytest.mark.proof
@settings(max_examples=cases(5_000))
@given(st.sampled_from(list(WORDS)).flatmap(lambda name: st.tuples(
    st.just(name), st.lists(st.sampled_from(WORDS[name]), min_size=1, max_size=20))))  # fmt: skip
def test_no_file_in_another_encoding_is_surely_utf_8(said: tuple[str, list[str]]) -> None:
    encoding, words = said
    found = recognised(table(words).encode(encoding))
    assert (found.encoding_sure, found.encoding) in {(False, "cp1252"), (False, "utf-8")}


@pytest.mark.proof
@settings(max_examples=cases(5_000))
@given(
    st.lists(st.text(LETTERS, min_size=1, max_size=8), min_size=1, max_size=10),
    st.sampled_from(["utf-16", "utf-16-le", "utf-16-be"]),
)
def test_no_file_in_utf_16_is_taken_for_utf_8(words: list[str], encoding: str) -> None:
    found = recognised(table(words).encode(encoding))
    assert found.encoding.startswith("utf-16")
    assert [row[2] for row in found.sample] == words


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A table in UTF-8 with one to three damaged bytes and at least seventeen letters outside ASCII for each of them:
    one byte of four can cost four."""
    count = draw(st.integers(1, 3))
    words = draw(st.lists(st.text(LETTERS, min_size=17, max_size=20), min_size=count, max_size=6))
    data = bytearray(table(words).encode())
    for _ in range(count):
        place = draw(st.sampled_from([place for place, byte in enumerate(data) if byte >= 0x80]))
        data[place : place + 1] = draw(st.sampled_from([b"", b"?", b"\xff", b"\xc3", b"\xe4", b"\x80"]))
    return bytes(data)


@pytest.mark.proof
@settings(max_examples=cases(5_000))
@given(damaged())
def test_utf_8_with_a_few_damaged_bytes_is_surely_utf_8(data: bytes) -> None:
    found = recognised(data)
    assert (found.encoding, found.encoding_sure) == ("utf-8", True)


def test_one_damaged_byte_costs_its_row_only(tmp_path: Path) -> None:
    lines = [f"L{number},2024-01-01,note,Zoë Müller" for number in range(5)]
    data = (
        "\n".join(["lead,occurred_at,kind,name", *lines])
        .encode()
        .replace(b"L2,2024-01-01,note,Zo\xc3", b"L2,2024-01-01,note,Zo")
    )
    found, batches = read_all(written(tmp_path, data))
    assert (found.encoding, found.encoding_sure) == ("utf-8", True)
    assert joined(batches, "lead_key") == ["L0", "L1", "L3", "L4"]
    assert reasons(batches) == ["bytes that are not text in this file's encoding"]


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_file_that_ends_within_a_character_is_utf_8(cut: int) -> None:
    found = evidence("Zoë 🙂".encode()[:-cut])
    assert (found.letters, found.broken, found.is_cut, found.is_sure) == (1, 0, True, True)
    assert not evidence("Zoë".encode()[:-1]).is_sure


def test_letters_and_damage_in_about_equal_numbers_are_asked_about_and_utf_8_is_offered(tmp_path: Path) -> None:
    path = written(tmp_path, b"lead\nZo\xc3\xab\nJ\xc3\xbcrgen\nM\xfcller\n")
    found = recognise(path)
    assert (found.encoding, found.encoding_sure) == ("utf-8", False)
    assert encoding_readings(path)["utf-8"] == "Zoë"
    assert "utf-8" not in encoding_readings(written(tmp_path, b"lead\nZo\xc3\xab\nM\xfcller\nS\xe3o\n"))


def test_damage_where_a_person_looks_first_is_shown(tmp_path: Path) -> None:
    path = written(tmp_path, b"lead\nM\xfcller\nZo\xc3\xab, \xc3\xa9\n")
    assert encoding_readings(path)["utf-8"] == "M\ufffdller"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
def test_characters_on_the_border_of_two_chunks_count_once(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    data = "é€🙂".encode() * 9 + b"\xff" + "é€🙂".encode() + b"\xe2\x82 \xf0\x9f\x99"
    whole = evidence(data)
    monkeypatch.setattr(opening, "CHUNK_BYTES", size)
    assert evidence(data) == whole == Utf8Evidence(letters=30, broken=2, is_cut=True)


def test_a_few_zeros_in_a_text_are_damage_and_not_utf_16(tmp_path: Path) -> None:
    path = written(tmp_path, table(["Zoë"] * 50).encode().replace(b"7,2024", b"7\x00,2024"))
    assert recognise(path).encoding == "utf-8"
