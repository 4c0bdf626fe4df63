"""Summaries of every analysis: those of any leads, added in any order, equal that of all; none holds row numbers."""

from dataclasses import fields, is_dataclass
from datetime import timedelta
from functools import reduce
from operator import add
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.analyses import ANALYSES
from journey_core.calendar.business_hours import BusinessHours
from journey_core.calendar.weeks import UTC_ZONE
from journey_core.log.journeys import Journeys
from journey_core.parameters import Clock
from tests.builders import at, journeys, only

KINDS = ("page_viewed", "email_sent", "form_submitted", "stage_changed", "converted", "lost")
STAGES = ("contacted", "qualified", "proposal")
CASES = [
    pytest.param(name, number, id=f"{name} {number}")
    for name, analysis in ANALYSES.items()
    for number in range(len(analysis.entry.examples))
]


def log(seed: int, leads: int = 24) -> Journeys:
    """Leads of many lengths whose stages, channels, campaigns and owners are drawn."""
    drawn = np.random.default_rng(seed)
    rows, stage, campaign, direction, value = [], {}, {}, {}, {}
    for lead in range(1, leads + 1):
        minute = 0.0
        for _ in range(int(drawn.integers(0, 9))):
            minute += float(drawn.integers(0, 3)) * 600
            number, kind = len(rows), KINDS[int(drawn.integers(0, len(KINDS)))]
            channel = ("web", "email", "")[int(drawn.integers(0, 3))] if kind in KINDS[:3] else ""
            rows.append((lead * 7, minute, kind, channel))
            direction[number] = ("inbound", "outbound")[int(drawn.integers(0, 2))]
            campaign[number] = ("any", "other")[int(drawn.integers(0, 2))]
            value[number] = float(drawn.integers(0, 50))
            if kind == "stage_changed":
                stage[number] = STAGES[int(drawn.integers(0, 3))]
    ids = [lead * 7 for lead in range(1, leads + 1)]
    return journeys(rows, leads=ids, stage=stage, campaign=campaign, direction=direction, value=value)


def options_of(name: str, number: int) -> Any:
    entry = ANALYSES[name].entry
    clock = Clock(at(0) + timedelta(days=30), UTC_ZONE, BusinessHours())
    return entry.options(entry.examples[number], clock)


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same, arrays by what they hold, sums of fractions to a billionth."""
    if is_dataclass(one) and not isinstance(one, type):
        return type(one) is type(other) and all(
            alike(getattr(one, each.name), getattr(other, each.name)) for each in fields(one)
        )
    if isinstance(one, np.ndarray):
        return (
            one.shape == other.shape
            and one.dtype == other.dtype
            and bool(
                np.allclose(one, other, rtol=1e-9, atol=1e-9, equal_nan=True)
                if one.dtype.kind == "f"
                else (one == other).all()
            )
        )
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-9, abs=1e-9, nan_ok=True)
    return bool(one == other)


@pytest.mark.parametrize(("name", "number"), CASES)
@given(seed=st.integers(0, 10_000), shards=st.integers(1, 4), order=st.randoms(use_true_random=False))
def test_summaries_of_any_leads_in_any_order_add_up_to_that_of_all(
    name: str, number: int, seed: int, shards: int, order: Any
) -> None:
    entry, options, whole = ANALYSES[name].entry, options_of(name, number), log(seed)
    place = [order.randrange(shards) for _ in range(whole.lead_count)]
    parts = [
        only(whole, [lead for lead, of in zip(whole.lead_id.tolist(), place, strict=True) if of == shard])
        for shard in range(shards)
    ]
    order.shuffle(parts)
    added = reduce(add, [entry.summarize(part, options) for part in parts])
    answer = entry.answer(whole, options)
    assert alike(entry.finish(added, options).document(), answer.document())


@pytest.mark.parametrize(("name", "number"), CASES)
@given(seed=st.integers(0, 10_000))
def test_a_summary_says_the_same_of_leads_amid_others_as_of_them_alone(name: str, number: int, seed: int) -> None:
    entry, options, whole = ANALYSES[name].entry, options_of(name, number), log(seed)
    first, past = whole.lead_count // 3, 2 * whole.lead_count // 3
    alone = only(whole, whole.lead_id[first:past].tolist())
    assert alike(entry.summarize(whole, options, first, past), entry.summarize(alone, options))
