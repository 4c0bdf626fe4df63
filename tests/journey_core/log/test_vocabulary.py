"""The codes that kernels name are those of the built-in words."""

from enum import IntEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    Words,
    stage_ranks,
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


@given(st.permutations([1, 2, 3, 4, 7, 8, 9]))
def test_stages_rank_in_their_order_with_lost_behind_all(order: list[int]) -> None:
    rank = Words(stage_order=(*order, StageCode.WON)).stage_rank
    ranked = [rank[0], *rank[[*order, StageCode.WON, StageCode.LOST]]]
    assert ranked == sorted(set(ranked))
    assert max(ranked) < 256


def test_a_rank_that_is_stored_stays_when_a_stage_comes_in_before_won() -> None:
    before = stage_ranks({1: 0, 2: 1, StageCode.WON: 2})
    assert before == {1: 1, 2: 2, StageCode.WON: 254, StageCode.LOST: 255}
    assert stage_ranks({1: 0, 2: 1, 7: 2, StageCode.WON: 3}) == before | {7: 3}
