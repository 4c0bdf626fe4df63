"""What some leads say adds up to the answer of all, wherever the leads stood and whoever came first."""

from functools import reduce
from operator import add
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.bottlenecks.answer import bottlenecks, finish
from journey_core.bottlenecks.breakdown import breakdown
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.stays import BREAKDOWNS, BottleneckSummary, summarize
from journey_core.calendar.business_hours import BusinessHours
from journey_core.log.journeys import Journeys
from tests.builders import at, only, said, words
from tests.builders import journeys as built
from tests.journey_core.bottlenecks.test_bottlenecks import DAY, END, MOVES, Told, leads_of, moved

ASKED = {
    "all time": {},
    "working time": {"hours": BusinessHours(), "zone": ZoneInfo("Europe/Berlin")},
    "one period": {"since": at(10 * DAY), "until": at(40 * DAY), "threshold": 0.1},
}
PLANTED = [row for week in range(9) for row in leads_of("proposal", lost=7, advanced=5, start=week * 7 * DAY,
           first=week * 100)]  # fmt: skip


def options(asked: str) -> BottleneckOptions:
    return BottleneckOptions(as_of=at(END), **ASKED[asked])  # type: ignore[arg-type]


def summed(log: Journeys, shard: list[int], asked: str, order: Any) -> BottleneckSummary:
    """The summaries of the leads of each shard in columns of their own, added in any order."""
    leads = np.resize(shard, log.lead_count)
    parts = [only(log, log.lead_id[leads == each]) for each in set(shard)]
    order.shuffle(parts)
    return reduce(add, [summarize(part, options(asked)) for part in parts])


@pytest.mark.parametrize("asked", ASKED)
@given(told=MOVES, shard=st.lists(st.integers(0, 3), min_size=1, max_size=12), order=st.randoms())
def test_leads_in_any_shards_and_order_give_the_answer_of_all(
    asked: str, told: list[Told], shard: list[int], order: Any
) -> None:
    log = moved([*told, *PLANTED])
    all_leads, added = bottlenecks(log, options(asked)), finish(summed(log, shard, asked, order), options(asked))
    assert added.document() == all_leads.document()
    for by in BREAKDOWNS:
        assert breakdown(added, by).document() == breakdown(all_leads, by).document()


@pytest.mark.parametrize("asked", ASKED)
@given(told=MOVES, first=st.integers(0, 6), count=st.integers(0, 6))
def test_leads_amid_others_say_what_they_say_alone(asked: str, told: list[Told], first: int, count: int) -> None:
    log = moved(told)
    first, past = min(first, log.lead_count), min(first + count, log.lead_count)
    alone = only(log, log.lead_id[first:past])
    assert said(summarize(log, options(asked), first, past)) == said(summarize(alone, options(asked)))


def test_summaries_of_other_words_do_not_add_up() -> None:
    ours, theirs = (built([(1, 0, "note")], known=words(owner=[owner])) for owner in ("Ada", "Bob"))
    with pytest.raises(ValueError, match="same words"):
        _ = summarize(ours, options("all time")) + summarize(theirs, options("all time"))


def test_groups_and_curves_of_nobody_have_their_columns() -> None:
    answer = bottlenecks(built([]), options("all time"))
    stage, groups = answer.stages[0], breakdown(answer, "owner")
    assert {"week", "leads", "drop_off", "median_seconds"} <= set(stage.week_frame())
    assert list(stage.survival_frame()) == ["seconds", "share", "interval_low", "interval_high"]
    assert list(stage.incidence_frame())[:4] == ["seconds", "advanced", "lost", "back"]
    assert list(groups.frame()) == ["stage", *groups.stage_frame("new")]
    assert (len(groups.frame()), list(groups.stage_frame("new"))[:2]) == (0, ["owner", "leads"])
