"""Bottlenecks against stays told one by one, against statsmodels, and by laws that hold on any journeys."""

from datetime import UTC, datetime, timedelta
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight
from statsmodels.stats.proportion import proportion_confint

from journey_core.bottlenecks.answer import bottlenecks
from journey_core.bottlenecks.breakdown import breakdown
from journey_core.bottlenecks.lists import ENDINGS, bottleneck_leads
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.stays import BREAKDOWNS, summarize
from journey_core.calendar.business_hours import BusinessHours
from journey_core.errors import BadInput, UnknownName
from journey_core.leads.stage_visits import Ending
from journey_core.log.journeys import Journeys
from tests.builders import at, journeys, words

STAGES = ["new", "contacted", "qualified", "proposal"]
ORDER = [*STAGES, "won", "lost"]
DAY = 24 * 60
END = 60 * DAY
OWNERS = words(owner=["Ada", "Bob"])

Told = tuple[int, int, str]

MOVES = st.lists(
    st.tuples(st.integers(1, 12), st.integers(0, 70).map(lambda day: day * DAY), st.sampled_from(["", *ORDER])),
    min_size=1,
    max_size=60,
)


def moved(told: list[Told]) -> Journeys:
    """Journeys of (lead, minute, stage moved to, or "" for a view of a page)."""
    kinds = {"won": "converted", "lost": "lost", "": "page_viewed"}
    rows = [(lead, minute, kinds.get(stage, "stage_changed"), "web") for lead, minute, stage in told]
    return journeys(
        rows,
        known=OWNERS,
        stage={row: stage for row, (*_, stage) in enumerate(told) if stage in STAGES},
        owner={row: ["Ada", "Bob"][lead % 2] for row, (lead, *_) in enumerate(told) if lead % 3},
    )


def stays_told(told: list[Told], *, until: int) -> list[tuple[int, str, int, int, str]]:
    """(lead, stage, since, until, ending) of every stay, told one row after the other."""
    found = []
    for lead, rows in groupby(sorted(told), key=lambda row: row[0]):
        stage, since = "", 0
        for minute, moves in groupby([row for row in rows if row[1] <= until], key=lambda row: row[1]):
            reached = max((move for *_, move in moves if move), key=ORDER.index, default="")
            if not stage:
                stage, since = reached or "new", minute
            elif reached and reached != stage:
                on = ORDER.index(reached) > ORDER.index(stage)
                found.append(
                    (lead, stage, since, minute, "lost" if reached == "lost" else "advanced" if on else "back")
                )
                stage, since = reached, minute
        if stage:
            found.append((lead, stage, since, until, "still"))
    return [stay for stay in found if stay[1] in STAGES]


@given(MOVES)
def test_counts_are_those_of_stays_told_one_by_one(told: list[Told]) -> None:
    latest = {(lead, stage): ending for lead, stage, *_, ending in stays_told(told, until=END)}
    answer = bottlenecks(moved(told), BottleneckOptions(as_of=at(END)), threads=2)
    assert {stage for _, stage in latest} <= {each.stage for each in answer.stages}
    for each in answer.stages:
        endings = [ending for (_, stage), ending in latest.items() if stage == each.stage]
        counts = each.counts
        assert (counts.leads, counts.still) == (len(endings), endings.count("still"))
        assert (counts.advanced, counts.lost, counts.back) == tuple(map(endings.count, ("advanced", "lost", "back")))
        assert sum(week.counts.leads for week in each.weeks) == counts.leads


@given(MOVES)
def test_times_and_incidences_are_those_of_statsmodels(told: list[Told]) -> None:
    stays = stays_told(told, until=END)
    answer = bottlenecks(moved(told), BottleneckOptions(as_of=at(END)))
    assert {stage for _, stage, *_ in stays} <= {each.stage for each in answer.stages}
    for each in answer.stages:
        here = [stay for stay in stays if stay[1] == each.stage]
        cause = np.array([Ending[stay[4].upper().replace("STILL", "OPEN")].value for stay in here])
        if not cause.any():
            assert len(each.survival.times) == 0
            continue
        lengths = np.array([until - since for _, _, since, until, _ in here])
        assert each.survival.share == pytest.approx(SurvfuncRight(lengths, (cause > 0).astype(int)).surv_prob, abs=1e-9)
        with np.errstate(all="ignore"):
            peer = CumIncidenceRight(lengths, cause)
        places = np.searchsorted(peer.times * 60e6, each.incidence.times)
        for end, share in enumerate(peer.cinc):
            assert each.incidence.share[end] == pytest.approx(share[places], abs=1e-9)
        if each.counts.left:  # those who came back and are still there had left before
            assert each.counts.interval == pytest.approx(
                proportion_confint(each.counts.lost, each.counts.left, method="wilson"), abs=1e-9
            )


@given(MOVES, st.integers(0, 40), st.integers(1, 30))
def test_every_number_is_as_long_as_the_list_behind_it(told: list[Told], since: int, days: int) -> None:
    built = moved(told)
    options = BottleneckOptions(as_of=at(END), since=at(since * DAY), until=at((since + days) * DAY))
    answer = bottlenecks(built, options)
    for each in answer.stages:
        for became in ENDINGS:
            assert len(bottleneck_leads(built, options, each.stage, became=became)) == getattr(each.counts, became)
        for week in each.weeks:
            found = bottleneck_leads(built, options, each.stage, week=week.start, became="left")
            assert len(found) == week.counts.left
    for by in BREAKDOWNS:
        for stage, groups in breakdown(answer, by).stages.items():
            for group in groups:
                found = bottleneck_leads(built, options, stage, by=by, group=group.group.key)
                assert len(found) == group.counts.leads
            assert sum(group.counts.leads for group in groups) == len(bottleneck_leads(built, options, stage))


@given(MOVES)
def test_threads_change_nothing(told: list[Told]) -> None:
    options = BottleneckOptions(as_of=at(END))
    one, two = (bottlenecks(moved(told), options, threads=threads) for threads in (1, 2))
    assert [(each.counts, each.usual, each.recoverable, each.advice) for each in one.stages] == [
        (each.counts, each.usual, each.recoverable, each.advice) for each in two.stages
    ]


def leads_of(stage: str, *, lost: int, advanced: int, start: int = 0, first: int = 0, to: str = "won") -> list[Told]:
    """Leads that come to a stage one minute after the other and leave it a day later."""
    return [
        row
        for lead in range(first, first + lost + advanced)
        for row in (
            (lead, start + lead - first, stage),
            (lead, start + lead - first + DAY, "lost" if lead < first + lost else to),
        )
    ]


def answer_to(told: list[Told], **options: object):
    return bottlenecks(moved(told), BottleneckOptions(as_of=at(365 * DAY), **options))  # type: ignore[arg-type]


def test_a_stage_is_a_bottleneck_only_beyond_doubt() -> None:
    few, many = (leads_of("proposal", lost=4 * n, advanced=6 * n) for n in (1, 100))
    assert [each.rank for each in answer_to(few).stages] == [None] * 4
    assert [each.rank for each in answer_to(many).stages] == [None, None, None, 1]
    assert answer_to(many, threshold=0.5).ranked == ()


def test_a_lead_that_comes_back_counts_by_its_latest_stay() -> None:
    told = [(1, 0, "proposal"), (1, 10, "lost"), (1, 20, "proposal"), (1, 30, "won")]
    proposal = answer_to(told).stages[3]
    assert (proposal.visits, proposal.counts.leads, proposal.counts.advanced, proposal.counts.lost) == (2, 1, 1, 0)


def test_what_better_weeks_show_is_recoverable_and_lucky_ones_are_not() -> None:
    weeks = range(16)
    even = [row for week in weeks for row in leads_of("proposal", lost=40, advanced=60, start=week * 7 * DAY,
            first=week * 100)]  # fmt: skip
    good = [row for week in weeks for row in leads_of("proposal", lost=20 if week < 4 else 50,
            advanced=80 if week < 4 else 50, start=week * 7 * DAY, first=week * 100)]  # fmt: skip
    chance, real = (answer_to(told).stages[3].recoverable for told in (even, good))
    assert chance is not None and chance.conversions == 0
    # 16 weeks lose 680 of 1600, the four best 20 %: 360 fewer lost, who would all have won as those who went on did.
    assert real is not None and real.conversions == pytest.approx(360, rel=0.1)
    assert real.interval[0] > 200
    assert (real.best_weeks, real.weeks, real.converting) == (4, 16, 1.0)


def test_a_bottleneck_without_better_weeks_says_so_in_its_advice() -> None:
    told = [row for week in range(16) for row in leads_of("proposal", lost=40, advanced=60, start=week * 7 * DAY,
            first=week * 100)]  # fmt: skip
    proposal = answer_to(told).stages[3]
    assert proposal.recoverable is not None and proposal.recoverable.interval[0] == 0 < proposal.recoverable.interval[1]
    assert "Its 16 complete weeks differ by no more than chance; up to" in proposal.advice


def test_the_best_weeks_are_some_of_those_that_enough_leads_left() -> None:
    """Of 16 complete weeks every other one is too small, so the best quarter is 2 of 8."""
    told = [row for week in range(16) for row in leads_of("proposal", lost=2 if week % 2 else 50 if week % 8 else 10,
            advanced=2 if week % 2 else 50, start=week * 7 * DAY, first=week * 100)]  # fmt: skip
    proposal = answer_to(told).stages[3]
    assert proposal.recoverable is not None
    assert (proposal.recoverable.best_weeks, proposal.recoverable.compared_weeks) == (2, 8)
    assert "Its 8 complete weeks in which 5 or more leads left differ by more than chance;" in proposal.advice


def test_the_better_stage_to_mend_comes_first() -> None:
    weak = [row for week in range(12) for row in leads_of("contacted", lost=40 + 10 * (week % 3 > 0), advanced=50,
            start=week * 7 * DAY, first=week * 100, to="qualified")]  # fmt: skip
    strong = [row for week in range(12) for row in leads_of("proposal", lost=10 if week % 3 == 0 else 60, advanced=40,
              start=week * 7 * DAY, first=5_000 + week * 100)]  # fmt: skip
    answer = answer_to(weak + strong)
    assert [each.stage for each in answer.ranked] == ["proposal", "contacted"]
    assert answer.advice.startswith("Look at proposal first.")


def test_weeks_whose_leads_have_not_had_their_time_are_incomplete() -> None:
    told = [*leads_of("proposal", lost=5, advanced=5), (50, 30 * DAY, "proposal"), (51, 30 * DAY, "proposal")]
    weeks = bottlenecks(moved(told), BottleneckOptions(as_of=at(31 * DAY))).stages[3].weeks
    assert [week.is_complete for week in weeks] == [True, True, True, True, False]
    assert weeks[-1].counts.still == 2


def test_a_group_that_loses_more_than_the_rest_stands_out() -> None:
    told = leads_of("proposal", lost=90, advanced=30, first=0) + leads_of("proposal", lost=10, advanced=90, first=120)
    built = moved([(lead * 6 + (1 if lead < 120 else 2), minute, stage) for lead, minute, stage in told])
    options = BottleneckOptions(as_of=at(END))
    groups = {each.group.name: each for each in breakdown(bottlenecks(built, options), "owner").stages["proposal"]}
    assert groups["Bob"].counts.lost == 90 and groups["Ada"].counts.lost == 10
    assert groups["Bob"].is_different and (groups["Bob"].odds_ratio or 0) > 10
    assert "Bob (owner) stands out: 75.0 % of 120 leads" in bottlenecks(built, options).stages[3].advice


def test_the_owner_is_the_one_named_last_and_the_channel_that_of_the_first_touchpoint() -> None:
    rows = [(1, 0, "page_viewed", "web"), (1, 5, "email_opened", "email"), (1, 9, "stage_changed"), (1, 12, "note")]
    built = journeys(rows, known=OWNERS, stage={2: "contacted"}, owner={0: "Ada", 2: "Bob", 3: "Ada"})
    answer = bottlenecks(built, BottleneckOptions(as_of=at(10)))
    assert [[g.group.name for g in groups] for groups in breakdown(answer, "owner").stages.values()] == [
        ["Bob"], ["Bob"], [], [],
    ]  # fmt: skip
    assert breakdown(answer, "channel").stages["contacted"][0].group.name == "web"


def test_stays_over_a_weekend_take_no_working_time() -> None:
    friday = 4 * DAY + 16 * 60  # the tests' clock starts on a Monday
    told = [(lead, friday, "proposal") for lead in range(4)] + [(lead, friday + 66 * 60, "won") for lead in range(4)]
    plain, worked = (answer_to(told, hours=hours).stages[3] for hours in (None, BusinessHours()))
    assert (plain.usual.median, worked.usual.median) == (timedelta(hours=66), timedelta(hours=2))
    assert "working hours" in answer_to(told, hours=BusinessHours()).definition
    assert "Each lead's latest stay at each stage; drop-off" in answer_to(told).definition


def test_longer_stays_of_late_are_told() -> None:
    slow = [row for lead in range(200, 260) for row in ((lead, 300 * DAY + lead, "proposal"),
            (lead, 330 * DAY + lead, "won"))]  # fmt: skip
    first = leads_of("new", lost=5, advanced=0, first=300)
    fast = leads_of("proposal", lost=10, advanced=90, start=200 * DAY)
    assert "Stays at proposal have become longer: the median is 30 d" in answer_to(first + fast + slow).stages[3].advice


def test_leads_that_were_fast_to_get_there_are_not_compared_with_slow_ones() -> None:
    """The first at proposal came at once; those of late had been under way for 300 days."""
    fast = leads_of("proposal", lost=10, advanced=90)
    slow = [row for lead in range(200, 260) for row in ((lead, lead, "new"), (lead, 300 * DAY + lead, "proposal"),
            (lead, 330 * DAY + lead, "won"))]  # fmt: skip
    stage = answer_to(fast + slow).stages[3]
    assert (stage.before.median, stage.recent.median) == (None, None)
    assert "have become longer" not in stage.advice


def test_no_journeys_have_their_stages_and_no_numbers() -> None:
    answer = bottlenecks(journeys([]), BottleneckOptions(as_of=at(0)))
    assert [each.stage for each in answer.stages] == STAGES
    assert [each.counts.leads for each in answer.stages] == [0] * 4
    assert "Nobody has left a stage yet" in answer.advice


@pytest.mark.parametrize("given", [{"stage": "won"}, {"stage": "new", "became": "x"}, {"stage": "new", "by": "x"},
                                   {"stage": "new", "by": "owner", "group": "=Nobody"}])  # fmt: skip
def test_unknown_names_are_refused_with_the_choices(given: dict[str, str]) -> None:
    with pytest.raises(UnknownName):
        bottleneck_leads(moved([(1, 0, "new")]), BottleneckOptions(as_of=at(0)), **given)


def test_a_threshold_is_a_rate() -> None:
    with pytest.raises(BadInput, match="30"):
        BottleneckOptions(as_of=datetime(2024, 1, 1, tzinfo=UTC), threshold=30)


def test_stays_of_one_period_leave_out_those_that_began_before_it() -> None:
    told = [(1, 0, "proposal"), (1, 10, "lost"), (1, 20, "proposal")]
    stays = summarize(moved(told), BottleneckOptions(as_of=at(30), since=at(15)))
    assert (stays.at("proposal").tolist(), len(stays.since)) == ([True], 1)
