"""How lift mixes its fits, discounts what leads choose, and draws credit toward the baseline, counted by hand."""

import numpy as np
import pytest

from journey_core.attribution.lift.chosen import chosen_channels
from journey_core.attribution.lift.design import Plan
from journey_core.attribution.lift.fits import part_of_delayed, standard_errors
from journey_core.attribution.lift.lead_days import stretches
from journey_core.attribution.lift.mixture import Mixture, kept_parts, mixed_shares, symptom_parts
from journey_core.attribution.lift.replicates import FORM, unsure_of_form
from journey_core.errors import UnknownName
from tests.builders import journeys
from tests.journey_core.attribution.lift.lift_logs import scope

ONE = Plan(np.array([1]), np.zeros((1, 0)))
"""One channel: columns of its delayed reach, three reaches, its intent, then the age and what is not looked at here."""


def row(**columns):
    """A design of one conversion; columns by their number."""
    design = np.zeros((1, ONE.width), np.float32)
    for number, value in columns.items():
        design[0, int(number[1:])] = value
    return design


def coefficients(**columns):
    return row(**columns)[0].astype(float)


def share(design, pull=1.0, symptom=0.0, **changed):
    plain, delayed = coefficients(_2=pull, _4=0.5), coefficients(_0=3.0)
    mixture = Mixture(plain, delayed, changed.pop("part", 0.0), np.array([symptom]))
    return float(mixed_shares(design, mixture, ONE, **changed)[0, 0])


def hazard(score):
    return 1 / (1 + np.exp(-score))


def test_what_counts_as_a_symptom_stays_with_the_baseline():
    design = row(_2=1.0)
    assert share(design) == pytest.approx(1 - hazard(0) / hazard(1))
    assert share(design, symptom=0.25) == pytest.approx(1 - hazard(0.25) / hazard(1))
    assert share(design, symptom=1.0) == 0


def test_fits_are_mixed_by_their_parts():
    design = row(_0=1.0, _2=1.0)
    by_plain, by_delayed = 1 - hazard(0) / hazard(1), 1 - hazard(0) / hazard(3)
    assert share(design, part=0.25) == pytest.approx(0.75 * by_plain + 0.25 * by_delayed)


def test_touches_that_last_take_the_intent_of_having_been_touched_from_the_baseline():
    """Two touches ten days after the spell began: log(2.5 / 20) against log(0.5 / 20) of a lead without any."""
    design = row(_2=1.0, _4=np.log(2.5 / 20), _5=np.log(11))
    calm = 0.5 * np.log(0.5 / 20)
    lasting = 1 - hazard(calm) / hazard(calm + 1 + 0.5 * np.log(5))
    assert share(design, lasting=np.array([True])) == pytest.approx(lasting, rel=1e-5)


def test_more_intent_makes_more_of_a_channel_a_symptom_but_only_of_those_that_leads_choose():
    parts = [symptom_parts(coefficients(_4=gamma), ONE, np.array([True]))[0] for gamma in (0.0, 0.07, 0.21)]
    assert parts == pytest.approx([0, 0.5, 0.9])
    assert symptom_parts(coefficients(_4=0.21), ONE, np.array([False])).tolist() == [0]


def test_the_delayed_fit_counts_by_what_it_gains_on_unseen_leads():
    assert part_of_delayed(np.array([0.0, 3.0, 3.5])).tolist() == pytest.approx([0, 0.5, 1 / (1 + np.exp(-1))])
    gain = np.array([1.0, -1.0, 2.0, 0.0])
    assert standard_errors(gain) == pytest.approx(2 / np.sqrt((gain**2).sum() - 4 / 4))
    assert standard_errors(np.ones(3)) == standard_errors(np.zeros(0)) == 0


def test_an_estimate_is_kept_as_far_as_it_is_sure():
    assert kept_parts(np.array([3.0, 4.0, 0.0]), np.array([4.0, 0.0, 0.0])).tolist() == pytest.approx([9 / 25, 1, 0])


def test_the_doubt_about_the_form_moves_all_channels_alike_and_keeps_the_whole():
    sums = np.tile([30.0, 10.0, 0.0, 100.0], (2000, 2, 1))
    moved = unsure_of_form(sums)
    part = moved[:, 0, :3].sum(axis=1) / 100
    assert (moved[:, :, 3] == 100).all()
    assert moved[:, 0, 0] / moved[:, 0, 1] == pytest.approx(3)
    assert np.log(part / (1 - part)).std() == pytest.approx(FORM, rel=0.05)
    assert np.median(part) == pytest.approx(0.4, abs=0.02)


@pytest.mark.parametrize("nothing", [0.0, 100.0])
def test_channels_that_have_nothing_or_everything_are_not_moved(nothing):
    sums = np.tile([nothing, 0.0, 100.0], (5, 2, 1))
    assert unsure_of_form(sums) == pytest.approx(sums)


def chosen(marked=(), **directions):
    log = journeys(
        [(1, 0, "page_viewed", "web"), (1, 1, "page_viewed", "Direct Traffic"), (1, 2, "email_sent", "email")],
        direction={int(row[1:]): way for row, way in directions.items()},
    )
    asked = scope()
    found = chosen_channels(log, asked, stretches(log, asked), marked)
    return found.named(found.is_discounted), found.named(found.is_named)


def test_directions_tell_then_marks_and_names_only_where_nothing_else_does():
    assert chosen() == ((), ("web", "Direct Traffic"))
    assert chosen(_0="inbound") == (("web",), ("Direct Traffic",))
    assert chosen(_0="outbound") == ((), ("Direct Traffic",))
    assert chosen(marked=("direct traffic", "email")) == (("email", "Direct Traffic"), ("web",))


def test_a_mark_that_stands_for_no_channel_is_refused():
    with pytest.raises(UnknownName, match="fax"):
        chosen(marked=("fax",))
