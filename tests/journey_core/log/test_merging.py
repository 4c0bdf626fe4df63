"""Columns brought up to date equal columns that are sorted anew, whatever came, went or changed."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from journey_core.log.journeys import COLUMN_TYPES, Journeys, build
from journey_core.log.merging import Changes, combined, merged, no_changes
from journey_core.log.vocabulary import Words

CODED = ("occurred_at", "channel", "kind", "stage", "value", "owner")
Log = dict[tuple[int, int], tuple[int, ...]]
"""(lead, interaction) -> occurred_at, channel, kind, stage, value, owner"""

pairs = st.tuples(st.integers(-2, 4), st.integers(1, 6))
rows = st.tuples(
    st.integers(0, 3), st.integers(0, 2), st.sampled_from([1, 15, 16]), st.integers(0, 6), st.integers(0, 2),
    st.integers(0, 300_000),
)  # fmt: skip
logs = st.dictionaries(pairs, rows, max_size=12)
State = tuple[Log, set[int]]
"""A log and the leads that it knows: those of its rows, and others."""

states = st.tuples(logs, st.sets(st.integers(-3, 5), max_size=4)).map(
    lambda drawn: (drawn[0], drawn[1] | {lead for lead, _ in drawn[0]})
)


def built(log: Log, known: set[int]) -> Journeys:
    columns = dict(zip(CODED, np.array(list(log.values()), np.int64).reshape(-1, len(CODED)).T, strict=True))
    ids = np.array(list(log), np.int64).reshape(-1, 2)
    return build(
        leads=np.array(sorted(known), np.int64), lead_id=ids[:, 0].copy(), interaction_id=ids[:, 1].copy(),
        occurred_at=columns.pop("occurred_at").copy(), codes=columns, words=Words(),
    )  # fmt: skip


def changes_of(old: State, new: State) -> Changes:
    """What the newer log says of each row and lead that either has."""
    listed = sorted({*old[0], *new[0], *((lead, 0) for lead in old[1] | new[1])})
    changes = no_changes(len(listed))
    for place, (lead, interaction) in enumerate(listed):
        changes[place]["lead_id"], changes[place]["interaction_id"] = lead, interaction
        changes[place]["is_present"] = (lead, interaction) in new[0] or (not interaction and lead in new[1])
        for name, value in zip(CODED, new[0].get((lead, interaction), ()), strict=False):
            changes[place]["given_stage" if name == "stage" else name] = value
    return changes


def assert_equal(one: Journeys, other: Journeys) -> None:
    for name, dtype in COLUMN_TYPES.items():
        assert getattr(one, name).dtype == np.dtype(dtype)
        assert getattr(one, name).tolist() == getattr(other, name).tolist(), name


@given(old=states, new=states, threads=st.sampled_from([1, 2]))
def test_merging_equals_building(old: State, new: State, threads: int) -> None:
    assert_equal(merged(built(*old), changes_of(old, new), words=Words(), threads=threads), built(*new))


@given(first=states, second=states, third=states)
def test_changes_combined_are_changes_one_after_the_other(first: State, second: State, third: State) -> None:
    both = combined(changes_of(first, second), changes_of(second, third))
    assert_equal(merged(built(*first), both, words=Words()), built(*third))


def test_a_late_row_takes_the_move_from_a_later_one() -> None:
    early, late = (0, 0, 1, 3, 0, 0), (2, 0, 1, 3, 0, 0)
    before, after = {(1, 9): late}, {(1, 9): late, (1, 4): early}
    columns = merged(built(before, {1}), changes_of((before, {1}), (after, {1})), words=Words())
    assert (columns.stage.tolist(), columns.given_stage.tolist()) == ([3, 0], [3, 3])


def test_what_does_not_change_is_not_copied() -> None:
    journeys = built({(1, 1): (0, 1, 1, 0, 0, 0)}, {1})
    words = replace(Words(), stage_order=(1, 2, 3, 4, 5))
    assert merged(journeys, no_changes(), words=words).occurred_at is journeys.occurred_at
