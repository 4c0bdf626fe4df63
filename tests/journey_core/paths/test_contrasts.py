"""Ways compared: by the definition in pure Python, on both sides of an anchor, over many kinds; counts and lists."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.log.journeys import Journeys, empty
from journey_core.log.predicates import Predicate
from journey_core.paths.answer import paths
from journey_core.paths.leads import leads_at_risk
from journey_core.paths.nodes import WORD_LIMIT
from journey_core.paths.options import PathOptions
from journey_core.paths.results import Contrast
from tests.builders import at, journeys
from tests.journey_core.statistics.day_by_day import Lead, compared
from tests.simulators.null_worlds import AS_OF, NullWorld, Planted, null_world

DAY, AS_OF_DAY = 24 * 60, 12
KINDS = ("page_viewed", "form_submitted", "note", "converted", "lost", "stage_changed")
ROWS = st.tuples(
    st.integers(1, 40), st.integers(0, 15), st.sampled_from(KINDS), st.sampled_from(["web", "email", "sms"])
)
ANCHOR = Predicate(kind="form_submitted")
SIDES = {"whole": {}, "after": {"anchor": ANCHOR, "side": "after"}, "before": {"anchor": ANCHOR, "side": "before"}}

Row = tuple[int, int, str, str]
Way = tuple[str, str]


@dataclass(frozen=True)
class Walk:
    """A lead's path: its steps with their days, from which day it could convert, and the node before the first step."""

    steps: list[tuple[int, str]]
    since: int
    before: str


def walked(rows: list[Row], side: str) -> Walk | None:
    """The path of one lead's rows, in order of time, those of one instant by kind, then channel."""
    ordered = sorted(rows, key=lambda row: (row[1], KINDS.index(row[2]), row[3]))
    if side == "whole":
        stop = min([row[1] for row in ordered if row[2] == "converted"], default=AS_OF_DAY)
        return Walk(steps_of([row for row in ordered if row[1] <= stop]), ordered[0][1], "(start)")
    anchor = next((row for row in ordered if row[2] == "form_submitted"), None)
    if anchor is None:
        return None
    others = [row for row in ordered if row is not anchor]
    if side == "before":
        return Walk(steps_of([row for row in others if row[1] <= anchor[1]]), anchor[1], "(start)")
    stop = min([row[1] for row in others if row[2] == "converted" and row[1] >= anchor[1]], default=AS_OF_DAY)
    return Walk(steps_of([row for row in others if anchor[1] <= row[1] <= stop]), anchor[1], "(anchor)")


def steps_of(rows: list[Row]) -> list[tuple[int, str]]:
    told: list[tuple[int, str]] = []
    for _, day, kind, channel in rows:
        if kind in KINDS[:2] and (not told or told[-1][1] != channel):
            told.append((day, channel))
    return told


def open_lead(number: int, rows: list[Row], side: str, ways: dict[Way, int]) -> Lead | None:
    """A lead while it could convert, its traits the numbers of the ways it had gone."""
    walk = walked(rows, side)
    goals = [row[1] for row in rows if row[2] == "converted"]
    if walk is None or (side == "before" and min(goals, default=AS_OF_DAY + 1) <= walk.since):
        return None
    came_at = min([day for day in goals if day >= walk.since], default=AS_OF_DAY + 1)
    lost_at = min([row[1] for row in rows if row[2] == "lost" and row[1] >= walk.since], default=AS_OF_DAY + 1)
    end = min(came_at, lost_at, AS_OF_DAY)
    changes, before, seen = [], walk.before, set()
    for day, channel in walk.steps:
        if max(day, walk.since) >= end:
            break
        way = ways.setdefault((before, channel), len(ways))
        changes.append((max(day, walk.since), stage(rows, max(day, walk.since)), True, None if way in seen else way))
        seen.add(way)
        before = channel
    changes += [(row[1], stage(rows, row[1]), False, None) for row in rows if walk.since < row[1] < end]
    told = tuple(((day - walk.since) * 86_400_000, *rest) for day, *rest in sorted(changes, key=lambda each: each[0]))
    return Lead(number, (end - walk.since) * 86_400_000, came_at == end, stage(rows, walk.since), told)


def stage(rows: list[Row], day: int) -> int:
    """Where a lead stands at the end of a day."""
    ranks = {"stage_changed": 3, "converted": 5, "lost": 6}
    for moment in range(day, -1, -1):
        moves = [ranks[row[2]] for row in rows if row[1] == moment and row[2] in ranks]
        if moves:
            return max(moves)
    return 1


def log_of(rows: list[Row]) -> Journeys:
    """All moves are to one stage."""
    moves = {number: "qualified" for number, row in enumerate(rows) if row[2] == "stage_changed"}
    told = [(lead, day * DAY, kind, channel if kind in KINDS[:2] else "") for lead, day, kind, channel in rows]
    return journeys(told, stage=moves)


@pytest.mark.parametrize("side", SIDES)
@given(rows=st.lists(ROWS, min_size=150, max_size=300))
def test_every_way_is_told_of_by_the_definition(side: str, rows: list[Row]) -> None:
    seen, ways = [row for row in rows if row[1] <= AS_OF_DAY], dict[Way, int]()
    told = [open_lead(n, own, side, ways) for n in range(1, 41) if (own := [row for row in seen if row[0] == n])]
    leads = [lead for lead in told if lead]
    answer = paths(log_of(rows), PathOptions(as_of=at(AS_OF_DAY * DAY), **SIDES[side]))
    assert answer.comparison.leads == len(leads)
    assert answer.comparison.converted == sum(lead.is_converted for lead in leads)
    by_hand = {way: compared(leads, number) for way, number in ways.items()}
    found = {(each.source, each.target): each for each in answer.contrasts}
    assert found.keys() == {way for way, each in by_hand.items() if each.variance >= 1}
    for way, each in found.items():
        assert each.ratio == pytest.approx(by_hand[way].ratio)
        assert each.interval == pytest.approx(by_hand[way].interval)


WORLD = null_world(NullWorld(), seed=3, leads=1_500, planted=Planted("call", 2.0))


def counts(each: Contrast) -> tuple[int, ...]:
    return each.with_converted, each.with_not, each.without_converted, each.without_not


@pytest.mark.parametrize("over", ["channel", "kind", "stage"])
@pytest.mark.parametrize("side", SIDES)
def test_every_count_is_the_length_of_its_list(over: str, side: str) -> None:
    options = PathOptions(as_of=AS_OF, over=over, **SIDES[side])
    answer = paths(WORLD, options)
    for each in answer.contrasts[:12]:
        listed = [
            leads_at_risk(WORLD, options, each.source, each.target, went=went, converted=came)
            for went in (True, False) for came in (True, False)
        ]  # fmt: skip
        assert tuple(map(len, listed)) == counts(each)
        assert sum(counts(each)) == answer.comparison.leads


def test_a_planted_effect_makes_the_ways_by_it_differ_and_is_said_in_words() -> None:
    answer = paths(WORLD, PathOptions(as_of=AS_OF))
    told = [each for each in answer.contrasts if each.is_told]
    assert {"call"} <= {word for each in told for word in (each.source, each.target)}
    assert all("times as often per day" in each.sentence for each in told)
    assert answer.comparison.sentence.endswith("by more than chance.")
    assert [each.q for each in answer.contrasts] == sorted(each.q for each in answer.contrasts)


def test_over_more_kinds_than_have_nodes_ways_are_compared_all_the_same() -> None:
    """Everybody begins with a kind of its own, then does one of two things; of one half as many convert."""
    leads = range(1, WORD_LIMIT + 60)
    rows = [row for lead in leads for row in ((lead, 0, f"kind {lead}"), (lead, 60, "asked" if lead % 2 else "called"))]
    won = [(lead, 600, "converted") for lead in leads if lead % 4 in {1, 3, 0}]
    log, options = journeys([*rows, *won]), PathOptions(as_of=at(9 * DAY), over="kind")
    found = {(each.source, each.target): each for each in paths(log, options).contrasts}
    way = found["(other)", "asked"]
    listed = leads_at_risk(log, options, "(other)", "asked", went=True, converted=True)
    assert len(listed) == way.with_converted > 0
    assert way.ratio > 1 > found["(other)", "called"].ratio


def test_looking_at_one_outcome_alone_leaves_nothing_to_compare() -> None:
    for outcome in ("converted", "not_converted"):
        assert paths(WORLD, PathOptions(as_of=AS_OF, outcome=outcome)).contrasts == ()
    assert paths(empty(), PathOptions(as_of=AS_OF)).comparison.sentence.startswith("There is nothing to compare")


def test_hiding_hides_ways_that_few_had_gone() -> None:
    answer = paths(WORLD, PathOptions(as_of=AS_OF))
    kept = answer.visible(0.2).contrasts
    assert 0 < len(kept) < len(answer.contrasts)
    assert all((each.with_converted + each.with_not) / answer.comparison.leads >= 0.2 for each in kept)


def test_any_number_of_threads_gives_the_same_answer() -> None:
    one, many = (paths(WORLD, PathOptions(as_of=AS_OF), threads=threads) for threads in (1, 3))
    assert one.contrasts == many.contrasts
