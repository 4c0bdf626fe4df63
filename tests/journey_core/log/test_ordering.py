"""The first few of many, and places in order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from journey_core.log.ordering import first_by, places

KEYS = st.integers(0, 30).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=1, max_size=3)
)


@given(KEYS, st.integers(0, 35))
def test_the_first_few_are_what_sorting_everything_puts_first(keys: list[list[int]], count: int) -> None:
    columns = [np.array(key, np.int64) for key in keys]
    assert first_by(columns, count).tolist() == np.lexsort(columns[::-1])[:count].tolist()


def test_the_second_key_decides_between_equals_and_their_order_where_it_does_not() -> None:
    score, at = np.array([0.5, 0.9, 0.9, 0.9]), np.array([1, 2, 3, 3])
    assert first_by((-score, -at), 2).tolist() == [2, 3]


@given(st.lists(st.integers(0, 9), min_size=1).map(sorted), st.lists(st.integers(0, 12)).map(sorted))
def test_places_found_in_one_pass_are_those_of_a_binary_search(known: list[int], more: list[int]) -> None:
    of_known, wanted = np.array(known, np.int64), np.array(more, np.int64) + known[0]
    assert places(of_known, wanted).tolist() == (np.searchsorted(of_known, wanted, side="right") - 1).tolist()
