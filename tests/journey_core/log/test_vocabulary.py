"""The codes that kernels name are those of the built-in words."""

from enum import IntEnum

import pytest

from journey_core.log.vocabulary import (
    DIRECTIONS,
    FIRST_RECORD,
    KINDS,
    LAST_RECORD,
    RECORD_KINDS,
    STAGES,
    Direction,
    KindCode,
    StageCode,
)


@pytest.mark.parametrize(
    ("codes", "words"), [(KindCode, ("", *KINDS)), (StageCode, ("", *STAGES)), (Direction, ("none", *DIRECTIONS[1:]))]
)
def test_a_named_code_is_the_place_of_its_word(codes: type[IntEnum], words: tuple[str, ...]) -> None:
    assert {code.name.lower(): words[code] for code in codes} == {
        code.name.lower(): code.name.lower() for code in codes
    }


def test_the_record_kinds_are_the_codes_from_the_first_to_the_last() -> None:
    assert ("", *KINDS)[FIRST_RECORD : LAST_RECORD + 1] == RECORD_KINDS
