"""Identical rows count on from one batch to the next."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from journey_core.intake.rows.keys import assign_ids
from journey_core.intake.rows.row_ids import RowIds

ROWS = st.lists(st.tuples(st.sampled_from([b"a" * 16, b"b" * 16, b"c" * 16]), st.sampled_from([0, 0, 7])), max_size=30)


@given(ROWS, st.lists(st.integers(0, 30), max_size=6))
def test_ids_of_batches_are_those_of_the_whole_file(rows: list[tuple[bytes, int]], cuts: list[int]) -> None:
    edges = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    ids = RowIds()
    batches = [rows[start:end] for start, end in pairwise(edges)]
    found = [ids.assign(*columns(batch)) for batch in batches]
    assert np.concatenate(found).tolist() == assign_ids(*columns(rows)).tolist()


def columns(rows: list[tuple[bytes, int]]) -> tuple[bytes, np.ndarray]:
    return b"".join(digest for digest, _ in rows), np.array([external for _, external in rows], np.int64)
