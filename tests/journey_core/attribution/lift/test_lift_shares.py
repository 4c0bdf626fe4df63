"""How the lift model shares the hazard of a day out over its channels: against every order, and counted by hand."""

from itertools import permutations
from math import comb

import numpy as np
import pytest

from journey_core.attribution.lift.credit import hazard_shares


def hazard_by_orders(pulls, calm):
    """The shares that the definition gives, every order of the channels tried."""

    def hazard(among):
        return 1 / (1 + np.exp(-calm - sum(pulls[k] for k in among)))

    shares = np.zeros(len(pulls))
    orders = list(permutations(range(len(pulls))))
    for order in orders:
        for place, channel in enumerate(order):
            shares[channel] += hazard(order[: place + 1]) - hazard(order[:place])
    return shares / len(orders) / hazard(range(len(pulls)))


@pytest.mark.parametrize("calm", [-6.0, -1.0, 1.5])
def test_shares_are_the_mean_over_all_orders_of_coming(calm):
    pulls = [0.5, 1.5, 0.0, 2.5, 0.1]
    found = hazard_shares(np.array([pulls]), np.array([calm]))[0]
    assert found == pytest.approx(hazard_by_orders(pulls, calm), abs=1e-12)


def split(pull, calm, pieces):
    """The shares of three channels, of which the first stands for so many alike."""
    return hazard_shares(np.array([[pull] * pieces + [0.8, 1.7]]), np.array([calm]))[0]


@pytest.mark.parametrize("calm", [-9.0, -3.0, 1.5])
def test_many_channels_are_shared_out_as_exactly_as_few(calm):
    """Of channels that are alike only their number in a set matters, which counts the sets of fifteen by hand."""
    shares = split(0.2, calm, 13)

    def hazard(alike, *others):
        return 1 / (1 + np.exp(-calm - 0.2 * alike - sum(others)))

    gain = sum(
        comb(13, alike) * (hazard(alike, *others, 0.8) - hazard(alike, *others)) / (15 * comb(14, alike + len(others)))
        for alike in range(14)
        for others in ((), (1.7,))
    )
    assert shares[13] == pytest.approx(gain / hazard(13, 0.8, 1.7), abs=1e-9)
    assert shares.sum() == pytest.approx(1 - hazard(0) / hazard(13, 0.8, 1.7), abs=1e-9)


def test_a_channel_that_was_not_there_gets_nothing():
    shares = hazard_shares(np.array([[0.7, 0.0]]), np.array([-3.0]))[0]
    assert shares[1] == 0 < shares[0]
