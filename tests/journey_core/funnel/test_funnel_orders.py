"""Every order of steps, with every limit it takes, against trying everything on ten thousand random streams."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from journey_core.funnel.answer import funnel
from journey_core.funnel.located import run_rows
from journey_core.funnel.options import Exclusion, FunnelOptions
from journey_core.funnel.results import FunnelResult
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.log.times import microseconds
from tests.builders import at, journeys, words
from tests.journey_core.funnel import funnel_oracle as oracle
from tests.journey_core.funnel.funnel_oracle import Asked
from tests.proofs import cases

MARKS = {
    1: Predicate(kind="a"),
    2: Predicate(channel="b"),
    3: Predicate(campaign="c"),
    4: Predicate(direction="inbound"),
}
STREAMS = cases(10_000)
MIXED = Asked(steps=(1, 2, 1, 3), window=4, since=1, until=5, as_of=7)
ABCD = Asked(steps=(1, 2, 3, 4), window=5, until=6)


def streams(count, *, seed, longest=6, last=8):
    """Random streams of up to `longest` interactions, many at one instant, many that match several steps."""
    draw = Random(seed)
    return [_stream(draw, draw.randint(0, longest), draw.choice((last, last, last, 1))) for _ in range(count)]


def _stream(draw, length, last):
    minutes = sorted(draw.randint(0, last) for _ in range(length))
    return [(minute, frozenset(mark for mark in MARKS if draw.random() < 0.35)) for minute in minutes]


def log(happened) -> Journeys:
    """Journeys whose lead number i has stream number i."""
    rows = [(lead, minute, marks) for lead, stream in enumerate(happened) for minute, marks in stream]
    return journeys(
        [(lead, minute, "a" if 1 in marks else "note", "b" if 2 in marks else "") for lead, minute, marks in rows],
        leads=range(len(happened)),
        known=words(kind=["a"], channel=["b"], campaign=["c"]),
        campaign={row: "c" for row, (*_, marks) in enumerate(rows) if 3 in marks},
        direction={row: "inbound" for row, (*_, marks) in enumerate(rows) if 4 in marks},
    )


def options(asked: Asked, order: str) -> FunnelOptions:
    limits = tuple(None if limit is None else timedelta(minutes=limit) for limit in asked.step_windows)
    return FunnelOptions(
        steps=tuple(MARKS[mark] for mark in asked.steps),
        order=order,
        window=timedelta(minutes=asked.window),
        since=at(asked.since),
        until=at(asked.until),
        as_of=at(asked.as_of),
        optional=asked.optional,
        exclusions=tuple(Exclusion(MARKS[mark], after, before) for mark, after, before in asked.exclusions),
        step_windows=limits,
        replicates=0,
    )


def runs(result: FunnelResult) -> list[dict[int, int]]:
    """Step number -> minute of every lead's run."""
    zero = microseconds(at(0))
    found: list[dict[int, int]] = [{} for _ in result.lead_id]
    for place, rows, times in zip(result.entrant, result.interaction, result.times, strict=True):
        steps = enumerate(zip(rows, times, strict=True), 1)
        found[place] = {step: (int(moment) - zero) // 60_000_000 for step, (row, moment) in steps if row >= 0}
    return found


CASES = {
    "plain": ("ordered", MIXED, STREAMS),
    "step windows": ("ordered", Asked(steps=(1, 2, 1, 3), window=6, step_windows=(None, 1, 3, 2)), STREAMS),
    "exclusion": ("ordered", Asked(steps=(1, 2, 3), window=6, since=1, exclusions=((4, 1, 2),)), STREAMS),
    "exclusions": ("ordered", Asked(steps=(1, 2, 1, 3), window=6, exclusions=((4, 1, 3), (2, 2, 4))), STREAMS),
    "exclusions and step windows": (
        "ordered",
        Asked(steps=(1, 2, 3), window=5, until=5, exclusions=((4, 1, 3),), step_windows=(None, None, 2)),
        STREAMS,
    ),
    "optional": ("ordered", Asked(steps=(1, 2, 3), window=5, optional=frozenset({2})), STREAMS),
    "optional ones": ("ordered", Asked(steps=(1, 2, 3, 1, 4), window=5, optional=frozenset({2, 4, 5})), STREAMS),
    "all limits": (
        "ordered",
        Asked(steps=(1, 3, 2, 4), window=6, as_of=7, optional=frozenset({2, 4}), exclusions=((4, 1, 3),),
              step_windows=(None, 2, 3, 1)),
        STREAMS,
    ),
    "strict": ("strict", Asked(steps=(1, 2, 1, 3), window=4, until=7), STREAMS),
    "strict with step windows": (
        "strict",
        Asked(steps=(1, 2, 3), window=6, since=1, step_windows=(None, 1, 2)),
        STREAMS,
    ),
    "any order": ("any", Asked(steps=(1, 2, 3), window=4, since=1, until=5, as_of=7), STREAMS),
    "any order with a step twice": ("any", Asked(steps=(1, 2, 1, 4), window=3, until=6), STREAMS),
}  # fmt: skip
ORACLES = {"ordered": oracle.ordered, "strict": oracle.strict, "any": oracle.any_order}


@pytest.mark.proof
@pytest.mark.parametrize("name", CASES)
def test_every_run_is_the_one_that_trying_everything_finds(name: str) -> None:
    order, asked, count = CASES[name]
    happened = streams(count, seed=len(name))
    found = runs(funnel(log(happened), options(asked, order)))
    wrong = [
        (stream, run, expected)
        for stream, run in zip(happened, found, strict=True)
        if run != (expected := ORACLES[order](stream, asked))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", CASES)
def test_every_step_has_an_interaction_of_its_own_that_it_accepts(name: str) -> None:
    order, asked, _ = CASES[name]
    happened = streams(2000, seed=len(name))
    marks = [marks for stream in happened for _, marks in stream]
    columns = log(happened)
    marks = [marks[place - 1] for place in columns.interaction_id]  # of the rows as columns have them
    for rows in run_rows(columns, funnel(columns, options(asked, order))):
        taken = rows[rows >= 0].tolist()
        assert len(set(taken)) == len(taken)
        assert all(
            mark in marks[row] for mark, row in zip(asked.steps, rows, strict=True) if row >= 0 and order != "any"
        )


STAGES = ("new", "contacted", "qualified", "proposal", "won", "lost")


@pytest.mark.proof
@pytest.mark.parametrize("ranks", [(1, 2, 4), (0, 2, 3), (2, 3)], ids=str)
def test_every_lead_came_as_far_in_the_pipeline_as_trying_every_entry_finds(ranks: tuple[int, ...]) -> None:
    draw = Random(len(ranks))
    moves = [
        (lead, draw.randint(0, 8), "stage_changed", "", draw.choice(("", *STAGES)))
        for lead in range(STREAMS)
        for _ in range(draw.randint(0, 7))
    ]
    columns = journeys(
        [row[:4] for row in moves],
        leads=range(STREAMS),
        stage={row: stage for row, (*_, stage) in enumerate(moves) if stage},
    )
    asked = Asked(steps=ranks, window=4, since=1, until=7, as_of=7)
    steps = tuple(Predicate(stage=STAGES[rank]) for rank in ranks)
    found = runs(funnel(columns, replace(options(replace(asked, steps=(1,)), "any"), steps=steps, order="stage")))
    assert found == [
        oracle.stage(moved(columns, lead), asked, ranks, first_of(columns, lead, ranks)) for lead in range(STREAMS)
    ]


def moved(columns: Journeys, lead: int) -> list[tuple[int, int]]:
    """The moves of a lead as (minute, rank)."""
    rows = range(columns.offsets[lead], columns.offsets[lead + 1])
    order = columns.words.stage_order
    ranks = {code: rank for rank, code in enumerate(order)}
    return [(minute(columns, row), ranks.get(columns.stage[row], oracle.LOST)) for row in rows if columns.stage[row]]


def first_of(columns: Journeys, lead: int, ranks: tuple[int, ...]) -> int | None:
    """The minute of the first interaction of a lead that stands at the first step from there on."""
    first, end = columns.offsets[lead], columns.offsets[lead + 1]
    return minute(columns, first) if first < end and ranks[0] == 0 else None


def minute(columns: Journeys, row: int) -> int:
    return (int(columns.occurred_at[row]) - microseconds(at(0))) // 60_000_000
