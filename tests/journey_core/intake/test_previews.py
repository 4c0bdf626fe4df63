"""What is shown to a person who decides how a file is read."""

from pathlib import Path

import pytest

from journey_core.intake.table.previews import (
    column_values,
    encoding_readings,
    sample_values,
    values_of_columns,
)
from journey_core.intake.table.recognise import recognise


def written(folder: Path, data: bytes) -> Path:
    (folder / "file.csv").write_bytes(data)
    return folder / "file.csv"


def test_values_of_a_column_come_with_their_counts_the_commonest_first(tmp_path: Path) -> None:
    path = written(tmp_path, b"lead,what\n1,call\n2, mail\n3,call \n4,\n")
    assert column_values(path, recognise(path), "what") == [("call", 2), ("mail", 1)]


def test_samples_are_distinct_and_never_empty(tmp_path: Path) -> None:
    path = written(tmp_path, b"lead,what\n1,\n2,a\n3,a\n4,b\n")
    assert sample_values(recognise(path), "what") == ["a", "b"]


def test_a_word_is_shown_as_each_encoding_reads_it(tmp_path: Path) -> None:
    readings = encoding_readings(written(tmp_path, "lead,name\n1,Łódź\n".encode("cp1250")))
    assert readings["cp1250"] == "1,Łódź"
    assert readings["cp1252"] == "1,£ódŸ"


def test_encodings_that_read_alike_are_offered_once(tmp_path: Path) -> None:
    readings = encoding_readings(written(tmp_path, "lead,name\n1,Café\n".encode("cp1252")), ("cp1252", "latin-1"))
    assert readings == {"cp1252": "1,Café"}


def test_a_file_in_ascii_has_nothing_to_show(tmp_path: Path) -> None:
    assert encoding_readings(written(tmp_path, b"lead\n1\n")) == {}


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_the_last_row_is_in_the_sample_whether_its_line_has_an_end_or_not(tmp_path: Path, end: str) -> None:
    path = written(tmp_path, f"a,b\n1,2\n3,4{end}".encode())
    assert recognise(path).sample == (("1", "2"), ("3", "4"))


def test_values_of_several_columns_come_from_one_pass(tmp_path: Path) -> None:
    path = written(tmp_path, b"a,b,c\nx,1,\n x ,2,\ny,2,z\n")
    found = values_of_columns(path, recognise(path), ["b", "a"])
    assert found == {"b": [("2", 2), ("1", 1)], "a": [("x", 2), ("y", 1)]}
