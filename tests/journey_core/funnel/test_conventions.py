"""What other tools would count: expected values, and laws against the default definition."""

import json

import numpy as np
import pytest

from journey_core.errors import BadInput
from journey_core.funnel.answer import funnel
from journey_core.funnel.conventions import RULES, Convention, conventions
from journey_core.log.journeys import empty
from tests.conftest import ROOT
from tests.journey_core.funnel.funnel_oracle import Asked
from tests.journey_core.funnel.test_funnel_orders import log, options, streams
from tests.proofs import cases

GOLDEN = json.loads((ROOT / "tests/golden/funnel_golden.json").read_text())
COLUMNS = {
    "clickhouse": "ch_default",
    "clickhouse_strict_order": "ch_strict_order",
    "clickhouse_strict_deduplication": "ch_strict_dedup",
    "clickhouse_strict_increase": "ch_strict_increase",
    "posthog_strict": "posthog_strict",
    "mixpanel": "mixpanel_unique_default",
}
ABC = Asked(steps=(1, 2, 3), window=60, as_of=1000, until=1000)


def counted(happened, asked=ABC, **changes) -> dict[str, Convention]:
    return {each.name: each for each in conventions(log(happened), options(asked, "ordered"), **changes)}


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["case"])
def test_every_tool_counts_as_expected(case) -> None:
    found = counted([[(minute, frozenset(matched)) for minute, matched in case["events"]]])
    assert {name: sum(found[name].counts) for name in COLUMNS} == {
        name: case[column] for name, column in COLUMNS.items()
    }
    assert list(found["mixpanel_totals"].counts) == case["mixpanel_totals"]


@pytest.mark.proof
def test_where_nothing_is_ambiguous_clickhouse_counts_what_the_default_does() -> None:
    happened = [unambiguous(stream) for stream in streams(cases(50_000), seed=3)]
    asked = Asked(steps=(1, 2, 3), window=4, since=1, until=6, as_of=7)
    columns = log(happened)
    ours = funnel(columns, options(asked, "ordered"))
    assert counted(happened, asked)["clickhouse"].depth.tolist() == ours.depth.tolist()


def unambiguous(stream):
    """The stream with one interaction an instant, matching one step at most."""
    return [(minute, frozenset(sorted(marks)[:1])) for minute, marks in dict(stream).items()]


def test_every_count_is_the_length_of_its_list() -> None:
    found = counted(streams(500, seed=5), Asked(steps=(1, 2, 3), window=4))
    listed = {name: each for name, each in found.items() if each.depth is not None}
    assert set(COLUMNS) <= set(listed)
    for each in listed.values():
        assert [len(each.reached(step)) for step in (1, 2, 3)] == list(each.counts)
    with pytest.raises(BadInput, match="entries"):
        found["mixpanel_totals"].reached(1)


def test_any_number_of_threads_gives_the_same_counts() -> None:
    happened = streams(500, seed=6)
    one, many = counted(happened, threads=1), counted(happened, threads=3)
    assert [each.counts for each in one.values()] == [each.counts for each in many.values()]
    assert all(np.array_equal(one[name].depth, many[name].depth) for name in COLUMNS)


def test_no_leads_give_the_shape_of_an_answer() -> None:
    counts = [each.counts for each in conventions(empty(log([]).words), options(ABC, "ordered"))]
    assert counts == [(0, 0, 0)] * len(RULES)
