"""Leads that went quiet: counted by hand, and no effect claimed where losses are not recorded."""

from datetime import timedelta

import pytest

from journey_core.attribution.answer import attribute
from journey_core.attribution.lift.lead_days import stretches
from journey_core.attribution.lift.silence import silence
from journey_core.attribution.options import AttributionOptions
from journey_core.log.times import microseconds
from tests.builders import at, journeys
from tests.simulators.null_worlds import AS_OF, NullWorld, null_world

DAY = 24 * 60


def test_who_is_quiet_is_counted_among_leads_that_are_neither_won_nor_lost() -> None:
    """Gaps are of one and of two days: lead 1 is quiet, 2 was heard of lately, 3 is lost, 4 has converted."""
    rows = [(1, 0, "page_viewed", "web"), (1, DAY, "page_viewed", "web"),
            (2, 98 * DAY, "page_viewed", "web"), (2, 99 * DAY, "page_viewed", "web"),
            (3, 0, "page_viewed", "web"), (3, 2 * DAY, "lost", ""),
            (4, 0, "page_viewed", "web"), (4, DAY, "converted", "")]  # fmt: skip
    log, scope = journeys(rows), AttributionOptions(as_of=at(100 * DAY), model="lift").compiled().scope
    found = silence(log, stretches(log, scope, threads=1), as_of=scope.as_of)
    assert (found.open, found.silent, found.is_much) == (2, 1, True)
    assert found.usual == 2 * DAY * 60_000_000


@pytest.mark.parametrize("hides_losses", [True, False])
def test_no_effect_is_claimed_where_losses_are_not_recorded_and_the_page_says_why(hides_losses: bool) -> None:
    log = null_world(NullWorld(hides_losses=hides_losses), seed=3, leads=1_000)
    answer = attribute(log, AttributionOptions(as_of=AS_OF, model="lift", replicates=20), threads=1)
    assert answer.doubts and not answer.doubts.is_shown
    assert answer.baseline_row and answer.baseline_row.interval
    assert answer.baseline_row.interval[1] == answer.conversions
    assert ("until losses are recorded" in " ".join(answer.remarks)) is hides_losses
    assert (answer.doubts.silent > 0) is hides_losses


def test_a_log_that_ends_with_its_last_row_has_nobody_quiet() -> None:
    log = null_world(NullWorld(), seed=3, leads=300)
    first = AS_OF - timedelta(days=140)
    scope = AttributionOptions(as_of=first, model="lift").compiled().scope
    assert not silence(log, stretches(log, scope, threads=1), as_of=microseconds(first)).is_much
