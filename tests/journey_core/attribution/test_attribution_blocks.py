"""Blocks of leads: what they give adds up to the whole, and is the same on any number of threads."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from journey_core.attribution.answer import attribute_all
from journey_core.attribution.cell_sums import CellSums, _numbered, cell_sums, each_block
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.suggested_order import suggested_order
from journey_core.attribution.touchpoints import Paths, all_paths, converted_paths
from journey_core.statistics.intervals import replicate_totals, weighted_sums
from tests.attribution_logs import D2, expanded
from tests.builders import at

SMALL = [name for name in MODELS if name != "lift"]
OPTIONS = AttributionOptions(as_of=at(10**6), order=2, replicates=9, placebo=6)


@pytest.fixture
def small_blocks(monkeypatch):
    """Blocks of about a hundred interactions: ten in the log of D2."""
    monkeypatch.setattr("journey_core.attribution.cell_sums.BLOCK", 100)


def test_blocks_are_the_same_on_any_number_of_threads(small_blocks):
    log = expanded(D2)
    one, many = (list(each_block(log, lambda first, past: (first, past), threads=threads)) for threads in (1, 3))
    assert one == many
    assert len(one) == 10
    assert [past for _, past in one[:-1]] == [first for first, _ in one[1:]]


def test_any_number_of_threads_gives_the_same_answers(small_blocks):
    log = expanded(D2)
    one, many = (attribute_all(log, OPTIONS, models=SMALL, threads=threads) for threads in (1, 3))
    assert [(result.credit, result.value) for result in one.values()] == [
        (result.credit, result.value) for result in many.values()
    ]
    assert suggested_order(log, OPTIONS, threads=1) == suggested_order(log, OPTIONS, threads=3)


def test_blocks_add_up_to_the_whole(monkeypatch):
    log = expanded(D2)
    whole = attribute_all(log, OPTIONS, models=SMALL)
    monkeypatch.setattr("journey_core.attribution.cell_sums.BLOCK", 100)
    for name, result in attribute_all(log, OPTIONS, models=SMALL).items():
        assert result.converted_lead_ids().tolist() == whole[name].converted_lead_ids().tolist()
        for row, expected in zip(result.credit, whole[name].credit, strict=True):
            assert (row.channel, row.leads, row.rank) == (expected.channel, expected.leads, expected.rank)
            assert (row.credit, *row.interval) == pytest.approx((expected.credit, *expected.interval))
            assert row.placebo.interval == pytest.approx(expected.placebo.interval)


def test_paths_to_conversions_come_first_and_are_the_same_with_and_without_the_open_ones():
    log, scope = expanded(D2), OPTIONS.compiled().scope
    every, alone = (cut(log, scope, 0, log.lead_count) for cut in (all_paths, converted_paths))
    assert every.conversion.max() >= 0 > every.conversion.min()
    for column in fields(Paths):
        assert getattr(every.converted, column.name).tolist() == getattr(alone, column.name).tolist()


def test_sums_are_those_of_the_log_and_of_every_replicate():
    lead_id, cell = np.array([3, 3, 8]), np.array([0, 2, 2])
    amount = np.array([[1.0, 5.0], [2.0, 0.0], [4.0, 7.0]])
    sums = weighted_sums(lead_id, cell, amount, 3, 10)
    assert sums[0].tolist() == [[1, 5], [0, 0], [6, 7]]
    assert (sums[1:] == replicate_totals(lead_id, cell, amount, 3, 10)).all()


@given(arrays(np.int64, st.integers(1, 30), elements=st.integers(0, 12)))
def test_cells_are_numbered_as_by_sorting(cell):
    observed, place = np.unique(cell, return_inverse=True)
    by_table = _numbered(cell, 13)
    assert (by_table[0].tolist(), by_table[1].tolist()) == (observed.tolist(), place.tolist())


def test_cells_beyond_any_table_are_summed_all_the_same():
    cell, ones = np.array([2**62, 5, 2**62]), np.ones((3, 1))
    found = cell_sums(np.array([1, 2, 3]), cell, ones, 0)
    assert (found.cell.tolist(), found.sums[0, :, 0].tolist()) == ([5, 2**62], [1, 2])


def test_cells_of_two_ranges_come_together():
    parts = [
        CellSums(np.array([1, 4]), np.array([[[1.0], [2.0]]])),
        CellSums(np.array([0, 4]), np.array([[[3.0], [5.0]]])),
    ]
    added = parts[0] + parts[1]
    assert (added.cell.tolist(), added.sums[0, :, 0].tolist()) == ([0, 1, 4], [3, 1, 7])
