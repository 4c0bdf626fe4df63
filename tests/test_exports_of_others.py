"""Files as other systems export them: all are there and can be read, with the columns and rows their truth names."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from journey_core.intake.rows.mapping import FIELDS
from journey_core.log.vocabulary import CHANNELS, DIRECTIONS, KINDS, STAGES
from tests.exports.write_workbooks import WORKBOOKS, write

FOLDER: Final = Path(__file__).parent / "exports"
EXPORTS: Final[list[dict[str, Any]]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
BESIDE: Final = {".gitattributes", "README.md", "expected.json", "scoring.py", "write_workbooks.py"}
SYSTEMS: Final = {
    "HubSpot", "Salesforce", "Pipedrive", "Mautic", "Google Analytics", "Calendly", "Twilio", "Outlook", "Excel",
}  # fmt: skip
PARTS: Final = {
    "file", "system", "language", "documentation", "about", "zone", "batch", "read_as", "columns", "constants",
    "optional", "never", "asks", "values", "rows", "rejected", "truth",
}  # fmt: skip
PARTS_OF_SOME: Final = {"who_any", "what_any", "may_ask"}
WORDS: Final = {"kind": KINDS, "channel": CHANNELS, "stage": STAGES, "direction": DIRECTIONS}
ANSWERS: Final = {"date_format": {"dmy", "mdy", "ymd"}, "number_format": {"point", "comma"}}

each_export: Final = pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export["file"])


def records(path: Path, read_as: dict[str, Any]) -> list[list[str]]:
    """The header and every row with a cell that is not empty."""
    if "sheet" in read_as:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_name(read_as["sheet"]).to_python()
        table = [[str(cell) for cell in row] for row in rows[read_as["header_line"] - 1 :]]
    else:
        with path.open(encoding=read_as["encoding"], newline="") as lines:
            below = islice(lines, read_as["header_line"] - 1, None)
            table = list(csv.reader(below, delimiter=read_as["delimiter"], strict=True))
    return [row for row in table if any(cell.strip() for cell in row)]


def names(header: list[str]) -> list[str]:
    """The headings, each only once."""
    found: list[str] = []
    for place, heading in enumerate(header, start=1):
        name = heading or f"column {place}"
        earlier = header[: place - 1].count(heading) if heading else 0
        found.append(f"{name} ({earlier + 1})" if earlier else name)
    return found


def listed(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else said


def pairs(export: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(field, column) of everything that is right or wrong."""
    for part in ("columns", "who_any", "what_any", "optional"):
        for field, columns in export.get(part, {}).items():
            yield from ((field, column) for column in listed(columns))
    yield from map(tuple, export["never"])


def test_every_file_is_listed_exactly_once() -> None:
    assert Counter(export["file"] for export in EXPORTS) == Counter(
        path.name for path in FOLDER.iterdir() if path.is_file() and path.name not in BESIDE
    )


def test_two_batches_of_twenty_have_all_nine_systems_and_a_third_of_sixteen_has_others() -> None:
    assert Counter(export["batch"] for export in EXPORTS) == {"first": 20, "held out": 20, "third": 16}
    for batch in ("first", "held out"):
        assert {export["system"] for export in EXPORTS if export["batch"] == batch} == SYSTEMS
    assert {export["system"] for export in EXPORTS if export["batch"] == "third"} & SYSTEMS == {"Excel"}


def test_every_kind_of_question_with_every_answer_is_there() -> None:
    asked = {(export["asks"]["question"], export["asks"]["answer"]) for export in EXPORTS if export["asks"]}
    assert asked == {(question, answer) for question, answers in ANSWERS.items() for answer in answers}


@each_export
def test_the_truth_has_its_parts_and_names_fields_and_words_that_there_are(export: dict[str, Any]) -> None:
    assert PARTS <= export.keys() <= PARTS | PARTS_OF_SOME
    assert {field for field, _ in pairs(export)} | export["constants"].keys() <= set(FIELDS)
    assert all(export[part] for part in ("system", "language", "documentation", "about"))
    assert ZoneInfo(export["zone"]).key == export["zone"]
    said = [(field, word) for field, words in export["constants"].items() for word in listed(words)]
    for field, words in export["values"].items():
        said += [(field, word) for right in words.values() for word in listed(right)]
    assert [(field, word) for field, word in said if word not in WORDS[field]] == []


@each_export
def test_the_truth_says_who_when_and_what(export: dict[str, Any]) -> None:
    told = export["columns"].keys()
    assert "occurred_at" in told
    assert told & {"lead", "email", "phone"} or export["who_any"]
    assert (told | export["constants"].keys()) & {"kind", "channel", "stage"} or export["what_any"]


@each_export
def test_nothing_is_both_right_and_wrong(export: dict[str, Any]) -> None:
    wrong = set(map(tuple, export["never"]))
    assert wrong & set(pairs(export | {"never": []})) == set()


@each_export
def test_columns_of_the_truth_are_in_the_file(export: dict[str, Any]) -> None:
    header, *_ = records(FOLDER / export["file"], export["read_as"])
    assert {column for _, column in pairs(export)} - set(names(header)) == set()


@each_export
def test_words_that_are_translated_are_in_the_file(export: dict[str, Any]) -> None:
    header, *rows = records(FOLDER / export["file"], export["read_as"])
    for field, words in export["values"].items():
        places = [names(header).index(column) for name, column in pairs(export | {"never": []}) if name == field]
        assert set(words) <= {row[place] for row in rows for place in places if len(row) > place}


@each_export
def test_rows_are_as_many_as_the_truth_says(export: dict[str, Any]) -> None:
    _, *rows = records(FOLDER / export["file"], export["read_as"])
    assert len(rows) == export["rows"]
    assert 12 <= export["rows"] <= 25


@each_export
def test_three_different_rows_are_told_in_full_and_are_not_all_alike(export: dict[str, Any]) -> None:
    told = [row["row"] for row in export["truth"]]
    assert len(set(told)) == 3
    assert 1 <= min(told) <= max(told) <= export["rows"]
    assert 0 <= export["rejected"] <= export["rows"] - 3
    times = {datetime.fromisoformat(row["occurred_at"]) for row in export["truth"]}
    assert len(times) == 3
    assert all(time.utcoffset() is not None for time in times)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_workbooks_are_those_that_the_script_writes(name: str, tmp_path: Path) -> None:
    write(tmp_path / name, WORKBOOKS[name])
    read_as = {"sheet": WORKBOOKS[name].sheet, "header_line": 1}
    assert records(tmp_path / name, read_as) == records(FOLDER / name, read_as)
