"""Rows of one instant have no known order: no answer depends on what leads and rows are called or when words came.

A hash of a lead's id draws the days that lift looks at, how long those are watched who did not convert, and the leads
of intervals and the placebo. These are asked to stay what they are where rows get other ids, and where leads that are
all alike get each other's.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey_core.attribution.answer import attribute, attribute_all
from journey_core.attribution.ledger import ledger
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.suggested_order import suggested_order
from journey_core.bottlenecks import breakdown as bottleneck_breakdown
from journey_core.bottlenecks.answer import bottlenecks
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.funnel.answer import funnel
from journey_core.funnel.breakdown import BreakdownBy, breakdown, run_groups
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.orders import ORDERS
from journey_core.funnel.separation import entry_groups, separation
from journey_core.leads.standing import standing
from journey_core.leads.timeline import timeline
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.paths.answer import paths
from journey_core.paths.options import OVERS, PathOptions
from tests.builders import at, journeys, words
from tests.journey_core.test_summaries import alike
from tests.proofs import cases

Happened = tuple[int, int, str, str, str, str, str, str, int]
"""Lead, day, kind, channel, stage, direction, campaign, owner, value."""

OWN = {
    "channel": ("podcast", "Beilage"), "kind": ("visit", "demo"), "campaign": ("any", "Other"), "owner": ("kim", "Jo"),
}  # fmt: skip
DAY = 1440
SEEN = at(9 * DAY)
happenings = st.tuples(
    st.integers(1, 5), st.integers(0, 2),
    st.sampled_from(["page_viewed", "form_submitted", "demo", "visit", "note", "converted", "converted", "lost"]),
    st.sampled_from(["", "web", "direct", "podcast", "Beilage"]), st.sampled_from(["", "", "contacted", "proposal"]),
    st.sampled_from(["", "inbound", "outbound"]), st.sampled_from(["", "any", "Other"]),
    st.sampled_from(["", "kim", "Jo"]), st.integers(0, 2),
)  # fmt: skip
logs = st.lists(happenings, max_size=24)
chances = st.randoms(use_true_random=False)
WEB, WON = Predicate(channel="web"), Predicate(kind="converted")


@dataclass(frozen=True)
class Naming:
    """What leads are called, and in which order rows and own words came."""

    leads: dict[int, int]
    is_turned: bool = False

    def built(self, happened: list[Happened]) -> Journeys:
        known = words(**{name: own[::-1] if self.is_turned else own for name, own in OWN.items()})
        fields = {name: dict(enumerate(row[place] for row in happened)) for place, name in enumerate(
            ("stage", "direction", "campaign", "owner", "value"), start=4)}  # fmt: skip
        named = {name: {row: word for row, word in said.items() if word} for name, said in fields.items()}
        rows = [(self.leads[row[0]], row[1] * DAY, row[2], row[3]) for row in happened]
        return journeys(rows, leads=self.leads.values(), known=known, **named)


AS_BEFORE = Naming({lead: lead for lead in range(1, 6)})


def answered(log: Journeys, naming: Naming) -> dict[str, Any]:
    """What every analysis says, leads by what they were called first."""
    found: dict[str, Any] = {}
    asked = AttributionOptions(as_of=SEEN, replicates=0)
    models = [name for name in MODELS if name != "lift"]
    found |= {name: each.document() for name, each in attribute_all(log, asked, models=models).items()}
    chains = {order: attribute(log, replace(asked, model="markov", order=order)).document() for order in (2, 3, 4)}
    found |= {f"order {order}": document for order, document in chains.items()}
    for over, anchor, side in product(OVERS, (None, WEB), ("before", "after")):
        found[f"paths {over} {anchor} {side}"] = paths(
            log, PathOptions(as_of=SEEN, over=over, anchor=anchor, side=side, top=2)
        ).document()
    for order in ORDERS:
        steps = (Predicate(stage="contacted"), Predicate(stage="won")) if order == "stage" else (WEB, WON)
        found |= funnels(log, FunnelOptions(steps=steps, order=order, as_of=SEEN, window=timedelta(days=2)))
    stays = bottlenecks(log, BottleneckOptions(as_of=SEEN))
    found["bottlenecks"] = stays.document()
    for by in ("channel", "owner"):
        found[f"bottlenecks by {by}"] = bottleneck_breakdown.breakdown(stays, by).document()
    stood = standing(log, as_of=SEEN, goal=WON)
    for old, new in naming.leads.items():
        number = log.position(new)
        assert number is not None
        found[f"lead {old}"] = (
            told(log, timeline(log, number, as_of=SEEN).rows.tolist()),
            [log.words.word("channel", lane) for lane in timeline(log, number, as_of=SEEN).lanes],
            told(log, [int(stood.last_row[number])] if stood.last_row[number] >= 0 else []),
            [behind(log, replace(asked, model=model), new) for model in models],
        )
    return found


def funnels(log: Journeys, options: FunnelOptions) -> dict[str, Any]:
    result = funnel(log, options)
    found: dict[str, Any] = {f"funnel {options.order}": without_draws(result.document())}
    for field, place in product(("channel", "campaign", "owner"), ("first", "last", "step-2", "entry")):
        by = BreakdownBy(field, place)
        groups = entry_groups(log, result, options, field) if place == "entry" else run_groups(log, result, by)
        found[f"funnel {options.order} by {by}"] = [
            (row.group.name, [step.count for step in row.steps]) for row in breakdown(result, groups).rows
        ]
    return found


def apart(log: Journeys) -> object:
    """What separates those who converted."""
    options = FunnelOptions(steps=(WEB, WON), as_of=SEEN, window=timedelta(days=2))
    result = funnel(log, options)
    by_entry = entry_groups(log, result, options, "campaign")
    return separation(log, result, options, (("campaign", by_entry),), least=1).document()


def without_draws(document: dict[str, Any]) -> dict[str, Any]:
    """A funnel without the intervals for which leads are drawn."""
    return document | {"steps": [step | {"bootstrap": None} for step in document["steps"]]}


def told(log: Journeys, rows: list[int]) -> list[tuple[object, ...]]:
    """What rows say, in words."""
    lists = ("kind", "channel", "stage", "campaign", "owner")
    return [
        (int(log.occurred_at[row]), *(log.words.word(name, int(getattr(log, name)[row])) for name in lists),
         int(log.direction[row]), float(log.value[row]))
        for row in rows
    ]  # fmt: skip


def behind(log: Journeys, options: AttributionOptions, lead: int) -> list[Any]:
    """The ledger of a lead without the ids of its rows."""
    found = ledger(log, options, lead).document()
    return [
        {**each, "interaction_id": 0, "touches": [{**touch, "interaction_id": 0} for touch in each["touches"]]}  # type: ignore[attr-defined]
        for each in found
    ]


@pytest.mark.proof
@settings(max_examples=cases(150))
@given(happened=logs, chance=chances, is_turned=st.booleans())
def test_no_answer_depends_on_names_or_on_the_order_that_anything_came_in(
    happened: list[Happened], chance: Any, is_turned: bool
) -> None:
    naming = Naming(dict(zip(range(1, 6), chance.sample(range(1, 99), 5), strict=True)), is_turned)
    shuffled = chance.sample(happened, len(happened))
    before, after = answered(AS_BEFORE.built(happened), AS_BEFORE), answered(naming.built(shuffled), naming)
    assert before.keys() == after.keys()
    for name, document in before.items():
        assert alike(document, after[name]), name


LUCKY: dict[str, Callable[[Journeys], object]] = {
    "intervals": lambda log: attribute(log, AttributionOptions(as_of=SEEN, replicates=20)).document(),
    "placebo": lambda log: attribute(log, AttributionOptions(as_of=SEEN, replicates=0, placebo=9)).document(),
    "chains": lambda log: attribute(
        log, AttributionOptions(as_of=SEEN, model="markov", replicates=9, placebo=9)
    ).document(),
    "order": lambda log: suggested_order(log, AttributionOptions(as_of=SEEN)),
    "separation": apart,
}


@pytest.mark.proof
@pytest.mark.parametrize("name", LUCKY)
@settings(max_examples=cases(100))
@given(happened=logs, chance=chances)
def test_what_leads_are_drawn_for_by_their_ids_stays_where_rows_get_others(
    name: str, happened: list[Happened], chance: Any
) -> None:
    shuffled = chance.sample(happened, len(happened))
    assert alike(LUCKY[name](AS_BEFORE.built(happened)), LUCKY[name](AS_BEFORE.built(shuffled)))


@pytest.mark.proof
@pytest.mark.parametrize("name", LUCKY)
@settings(max_examples=cases(100))
@given(one=st.lists(happenings, max_size=5), chance=chances)
def test_leads_that_are_alike_may_have_each_other_s_ids(name: str, one: list[Happened], chance: Any) -> None:
    def rows() -> list[Happened]:
        happened = [(lead, *row[1:]) for lead in range(1, 6) for row in one]
        return chance.sample(happened, len(happened))

    assert alike(LUCKY[name](AS_BEFORE.built(rows())), LUCKY[name](AS_BEFORE.built(rows())))


def test_lift_says_the_same_where_rows_of_a_day_come_in_another_order() -> None:
    drawn = Random(5)
    rows = [
        (lead, day * DAY, "page_viewed", drawn.choice(["web", "call", "podcast"]))
        for lead in range(1, 41) for day in range(8) for _ in range(drawn.randrange(3))
    ]  # fmt: skip
    rows += [(lead, drawn.randrange(3, 8) * DAY, "converted", "") for lead in range(1, 21)]
    asked = AttributionOptions(as_of=SEEN, model="lift", replicates=5)
    one, other = (attribute(journeys(each), asked) for each in (rows, drawn.sample(rows, len(rows))))
    assert one.baseline
    assert alike(one.document(), other.document())
