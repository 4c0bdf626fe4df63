"""How long those who go on stay: by hand, and where the truth is known."""

import numpy as np

from journey_core.calendar.weeks import DAY as MICROSECONDS
from journey_core.leads.stage_visits import visits
from journey_core.reasons.usual_stays import LEAST, usual_stays
from tests.builders import at, journeys
from tests.journey_core.reasons.reason_logs import DAY

CONTACTED = 2


def test_shares_are_of_those_who_go_on_by_hand() -> None:
    """Ten go on after 1 to 10 days, and two are lost on day 3, which takes nothing from the share of the others."""
    rows = [(lead, 0, "stage_changed") for lead in range(12)]
    rows += [(lead, (lead + 1) * DAY, "converted") for lead in range(10)]
    rows += [(lead, 3 * DAY, "lost") for lead in (10, 11)]
    log = journeys(rows, stage=dict.fromkeys(range(12), "contacted"))
    found = usual_stays(log, as_of=at(20 * DAY))[CONTACTED]
    asked = np.array([0.5, 1, 4.5, 10, 99]) * MICROSECONDS
    assert np.allclose(found.share_by(asked.astype(np.int64)), [0, 0.1, 0.4, 1, 1])
    assert (found.median, found.went_on) == (5 * MICROSECONDS, 10)
    assert usual_stays(log, as_of=at(9.9 * DAY)) == {}, f"fewer than {LEAST} have gone on"


def test_a_young_log_does_not_make_stages_look_quick() -> None:
    """Six in ten go on after stays drawn from a gamma, three quarters of them within 26.9 days; the log is 60 days old.
    Of those who have gone on by then alone, three quarters had gone within 21 days.
    """
    drawn = np.random.default_rng(0)
    leads, rows = 2_000, []
    start, stay, goes_on = drawn.uniform(0, 60, leads), drawn.gamma(2, 10, leads), drawn.random(leads) < 0.6
    for lead in range(leads):
        ends = "converted" if goes_on[lead] else "lost"
        rows += [(lead, start[lead] * DAY, "stage_changed"), (lead, (start[lead] + stay[lead]) * DAY, ends)]
    log = journeys(rows, stage={2 * lead: "contacted" for lead in range(leads)})
    found, stays = usual_stays(log, as_of=at(60 * DAY))[CONTACTED], visits(log, as_of=at(60 * DAY), stage=CONTACTED)
    three_quarters = found.times[np.searchsorted(found.share, 0.75)] / MICROSECONDS
    finished = (stays.until - stays.since)[stays.ending == 1] / MICROSECONDS
    assert 25 < three_quarters < 28
    assert np.quantile(finished, 0.75) < 22
