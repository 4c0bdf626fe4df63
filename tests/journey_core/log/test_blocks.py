"""Blocks: results come in order on any number of threads, and the ranges cover everything once."""

from itertools import pairwise
from threading import Event, get_ident

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.log.blocks import as_they_come, each_block, lead_blocks, row_blocks


@pytest.mark.parametrize("threads", [None, 1, 2, 7])
@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_results_stand_in_the_order_of_the_blocks(count: int, threads: int | None) -> None:
    blocks = row_blocks(count * 10, 10)
    assert each_block(blocks, lambda first, past: (first, past), threads=threads) == blocks


def test_a_result_can_be_taken_while_a_later_block_is_worked_on() -> None:
    taken = Event()
    results = as_they_come([(0,), (1,)], lambda number: number == 0 or taken.wait(10), threads=2)
    assert next(results)
    taken.set()
    assert list(results) == [True]


def test_one_thread_is_the_one_that_asks() -> None:
    assert set(each_block([(1,), (2,)], lambda _: get_ident(), threads=1)) == {get_ident()}


@pytest.mark.parametrize("threads", [1, 3])
def test_what_goes_wrong_in_a_block_is_raised(threads: int) -> None:
    with pytest.raises(ZeroDivisionError):
        each_block([(2,), (0,), (1,)], lambda number: 1 / number, threads=threads)


@given(st.integers(0, 100), st.integers(1, 30))
def test_blocks_of_rows_cover_every_row_once(rows: int, size: int) -> None:
    assert [row for block in row_blocks(rows, size) for row in range(*block)] == list(range(rows))


@given(st.lists(st.integers(0, 20), min_size=1), st.integers(1, 30), st.data())
def test_blocks_of_leads_are_full_and_cover_every_lead_once(counts: list[int], size: int, data: st.DataObject) -> None:
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    first = data.draw(st.integers(0, len(counts)))
    blocks = list(lead_blocks(offsets, first, len(counts), size))
    assert [lead for block in blocks for lead in range(*block)] == list(range(first, len(counts)))
    assert all(high == low + 1 or offsets[high] - offsets[low] <= size for low, high in blocks)
    assert all(offsets[later] - offsets[low] > size for (low, _), (_, later) in pairwise(blocks))
