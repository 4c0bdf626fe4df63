"""The median of many values is numpy's."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from journey_core.statistics.medians import median


@given(arrays(np.int64, st.integers(1, 60), elements=st.integers(-(2**50), 2**50) | st.integers(-3, 3)))
def test_the_median_is_numpys(values):
    assert median(values) == np.median(values)


def test_the_two_in_the_middle_may_lie_far_apart():
    assert median(np.array([0, 1, 10**12, 10**12 + 1])) == (1 + 10**12) / 2
