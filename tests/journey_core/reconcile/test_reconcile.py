"""Bridges leave nothing over, on any journeys; every line is as long as its list; the rules are told one by one."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.errors import BadInput, UnknownName
from journey_core.funnel.options import FunnelOptions
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.reconcile.answer import line_leads, reconcile
from journey_core.reconcile.options import ReconcileOptions
from journey_core.reconcile.results import Bridge, CreditTotal
from journey_core.reconcile.summary import lead_summary
from tests.builders import at, journeys
from tests.proofs import cases

STEPS = (Predicate(kind="page_viewed"), Predicate(channel="email"), Predicate(kind="converted"))
KINDS = ["page_viewed", "email_opened", "converted", "lost", "note"]
END = 60

ROWS = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 80), st.sampled_from(KINDS), st.sampled_from(["", "web", "email"])),
    max_size=60,
)
PERIODS = st.tuples(st.none() | st.integers(0, 70), st.none() | st.integers(0, 70)).filter(
    lambda period: None in period or period[0] < period[1]
)


def asked(since: int | None = None, until: int | None = None, **funnel: object) -> ReconcileOptions:
    period = {"since": None if since is None else at(since), "until": None if until is None else at(until)}
    return ReconcileOptions(
        funnel=FunnelOptions(
            **{"steps": STEPS, "as_of": at(END), "window": timedelta(minutes=20)} | period | funnel  # type: ignore[arg-type]
        ),
        attribution=AttributionOptions(as_of=at(END), lookback=timedelta(minutes=20), **period),  # type: ignore[arg-type]
    )


def told(built: Journeys, options: ReconcileOptions) -> dict[str, Bridge]:
    return {each.name: each for each in reconcile(built, options).bridges}


@given(ROWS, PERIODS, st.sampled_from([{}, {"order": "strict"}, {"order": "any"}, {"optional": frozenset({2})}]))
@settings(max_examples=cases(600))
def test_nothing_is_left_over(rows: list[tuple[int, int, str, str]], period: tuple, funnel: dict[str, object]) -> None:
    answer = reconcile(journeys(rows, leads=range(1, 12)), asked(*period, **funnel))
    assert {"funnel", "attribution"} <= {each.name for each in answer.bridges}
    assert [(each.residue, each.parts_residue) for each in answer.bridges] == [(0, 0)] * len(answer.bridges)
    assert answer.residue == 0
    assert all(each.residue in {0, None} for each in answer.credits)


@given(ROWS, PERIODS)
@settings(max_examples=cases(250))
def test_every_line_is_as_long_as_its_list(rows: list[tuple[int, int, str, str]], period: tuple) -> None:
    built, options = journeys(rows, leads=range(1, 12)), asked(*period)
    bridges = reconcile(built, options).bridges
    assert {"funnel", "attribution"} <= {each.name for each in bridges}
    for bridge in bridges:
        for line in bridge.lines:
            assert len(line_leads(built, options, line.name)[2]) == line.leads
            assert line.leads == line.count if bridge.unit == "leads" else line.leads <= line.count


@given(ROWS, PERIODS)
@settings(max_examples=cases(400))
def test_rules_exclude_what_they_say(rows: list[tuple[int, int, str, str]], period: tuple) -> None:
    since, until = (bound if bound is not None else edge for bound, edge in zip(period, (-1, 999), strict=True))
    seen = [row for row in rows if row[1] <= END]
    views = [row for row in seen if row[2] == "page_viewed"]
    won = [row for row in rows if row[2] == "converted"]
    inside = [row for row in won if since <= row[1] < until and row[1] <= END]
    bridges = told(journeys(rows, leads=range(1, 12)), asked(*period))
    funnel, credit = bridges["funnel"], bridges["attribution"]
    entered = {row[0] for row in views if since <= row[1] < until}
    assert [line.count for line in funnel.excluded] == [
        len({row[0] for row in seen}) - len({row[0] for row in views}), len({row[0] for row in views} - entered),
    ]  # fmt: skip
    assert funnel.counted.count == len(entered)
    assert [line.count for line in credit.excluded] == [
        sum(row[1] > END for row in won), len([row for row in won if row[1] <= END]) - len(inside),
    ]  # fmt: skip
    assert credit.counted.count == len(inside)
    assert bridges["repeats"].excluded[0].count == sum(n - 1 for n in Counter(row[0] for row in inside).values())
    assert bridges["journeys"].start.count == 11


def test_every_rule_has_its_line_by_hand() -> None:
    rows = [
        (1, 0, "page_viewed", "web"), (1, 5, "email_opened", "email"), (1, 9, "converted", ""),
        (2, 0, "page_viewed", "web"), (2, 40, "converted", ""), (2, 50, "converted", ""),
        (3, 70, "page_viewed", "web"), (4, 3, "converted", ""), (5, 1, "page_viewed", "web"), (5, 2, "lost", ""),
    ]  # fmt: skip
    bridges = told(journeys(rows, leads=[6]), asked())
    counts = {name: [line.count for line in bridge.lines] for name, bridge in bridges.items()}
    assert counts == {
        "journeys": [6, 2, 4, 0, 3, 1],
        "funnel": [4, 1, 0, 3, 2, 0, 1],
        "attribution": [4, 0, 0, 4, 1, 3],
        "repeats": [4, 1, 3],
        "converted": [4, 1, 0, 3],
        "through": [3, 1, 1, 1],
        "unconverted": [1, 0, 1],
    }


def test_stops_are_named_as_the_steps_of_the_funnel_are() -> None:
    log = journeys([
        (1, 0, "converted"), (2, 0, "page_viewed", "web"), (2, 1, "converted"), (3, 0, "page_viewed", "web"),
    ])  # fmt: skip
    any_order, skipped = (told(log, asked(**how))["funnel"].parts for how in ({"order": "any"}, {"optional": {2}}))
    assert [(line.title, line.leads) for line in any_order] == [
        ("stopped after step 1, any 1 of 3", 2), ("stopped after step 2, any 2 of 3", 1),
        ("came through to the last step", 0),
    ]  # fmt: skip
    assert [(line.title, line.leads) for line in skipped] == [
        ("stopped after step 1, page viewed", 1), ("stopped after step 2, via email", 0),
        ("came through to the last step", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("model", [name for name in MODELS if name != "lift"])
def test_every_model_credits_the_conversions_and_no_more(model: str) -> None:
    rows = [(lead, minute, kind, "web" if minute else "email") for lead in (1, 2, 3)
            for minute, kind in ((0, "email_opened"), (lead, "page_viewed"), (9, "converted"))]  # fmt: skip
    options = ReconcileOptions(
        funnel=FunnelOptions(steps=STEPS, as_of=at(END)), attribution=AttributionOptions(as_of=at(END), model=model)
    )
    credit = {each.model: each for each in reconcile(journeys(rows), options).credits}[model]
    assert (credit.residue, round(credit.credit, 6)) == ((None, 6) if model == "participation" else (0, 3))


@pytest.mark.parametrize(("residue", "adds_up"), [(0.0, True), (None, True), (1e-9, True), (1.0, False), (-0.5, False)])
def test_credit_that_a_model_loses_is_something_left_over(residue: float | None, adds_up: bool) -> None:
    answer = reconcile(journeys([(1, 0, "page_viewed", "web"), (1, 1, "converted")]), asked())
    assert answer.adds_up
    assert replace(answer, credits=(CreditTotal("custom", 1.0, residue),)).adds_up == adds_up


@given(ROWS, PERIODS)
@settings(max_examples=cases(250))
def test_what_is_known_of_leads_holds_for_any_way_to_attribute(
    rows: list[tuple[int, int, str, str]], period: tuple
) -> None:
    built, options = journeys(rows, leads=range(1, 12)), asked(*period)
    known = lead_summary(built, options)
    shorter = replace(options.attribution, model="last", lookback=timedelta(minutes=3), since=at(5), until=None)
    other = replace(options, attribution=shorter)
    assert reconcile(built, other, known) == reconcile(built, other)


def test_no_journeys_have_bridges_of_nothing() -> None:
    answer = reconcile(journeys([]), asked())
    assert {line.count for bridge in answer.bridges for line in bridge.lines} == {0}


def test_unknown_lines_and_two_instants_are_refused() -> None:
    with pytest.raises(UnknownName, match="entered"):
        line_leads(journeys([]), asked(), "entred")
    with pytest.raises(BadInput):
        ReconcileOptions(funnel=FunnelOptions(steps=STEPS, as_of=at(1)), attribution=AttributionOptions(as_of=at(2)))
