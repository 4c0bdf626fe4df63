"""Columns brought up to date equal columns that are sorted anew, whatever came, went or changed."""

from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from journey_core.log.journeys import COLUMN_TYPES, Journeys, build
from journey_core.log.merging import Changes, combined, merged, no_changes
from journey_core.log.vocabulary import Words

CODED = ("occurred_at", "channel", "kind", "stage", "value", "owner")
Log = dict[tuple[int, int], tuple[int, ...]]
"""(lead, interaction) -> occurred_at, channel, kind, stage, value, owner, the last as its place among OWNERS."""

OWNERS = ("", "Zoe", "ada", "Mia", *(f"o{number}" for number in range(70_000)))
pairs = st.tuples(st.integers(-2, 4), st.integers(1, 6))
rows = st.tuples(
    st.integers(0, 1), st.sampled_from([0, 2, 1, 7]), st.sampled_from([1, 15, 16]), st.integers(0, 6),
    st.integers(0, 2), st.sampled_from([0, 1, 2, 3, 70_000]),
)  # fmt: skip
logs = st.dictionaries(pairs, rows, max_size=12)
State = tuple[Log, set[int]]
"""A log and the leads that it knows: those of its rows, and others."""

leads = st.sets(st.integers(-3, 5), max_size=4)
states = st.tuples(logs, leads).map(lambda drawn: (drawn[0], drawn[1] | {lead for lead, _ in drawn[0]}))
Edit = tuple[Log, set[tuple[int, int]], set[int]]
edits = st.tuples(logs, st.sets(pairs), leads)
"""Rows that come or change, rows that go, and leads that are known besides."""


def edited(old: State, edit: Edit) -> State:
    log = {pair: row for pair, row in old[0].items() if pair not in edit[1]} | edit[0]
    return log, edit[2] | {lead for lead, _ in log}


def known_words(owners: tuple[str, ...] = OWNERS) -> Words:
    return Words({**Words().lists, "owner": owners})


WORDS = known_words()


def built(log: Log, known: set[int], words: Words = WORDS) -> Journeys:
    columns = dict(zip(CODED, np.array(list(log.values()), np.int64).reshape(-1, len(CODED)).T, strict=True))
    ids = np.array(list(log), np.int64).reshape(-1, 2)
    columns["owner"] = np.array([code_of(owner, words) for owner in columns["owner"].tolist()], np.int64)
    return build(
        leads=np.array(sorted(known), np.int64), lead_id=ids[:, 0].copy(), interaction_id=ids[:, 1].copy(),
        occurred_at=columns.pop("occurred_at").copy(), codes=columns, words=words,
    )  # fmt: skip


def code_of(owner: int, words: Words) -> int:
    return owner if words is WORDS else words.lists["owner"].index(OWNERS[owner])


def changes_of(old: State, new: State, words: Words = WORDS) -> Changes:
    """What the newer log says of each row that came, went or changed, and of each lead that either knows."""
    pairs = {*old[0], *new[0]}
    changed = {pair for pair in pairs if old[0].get(pair) != new[0].get(pair)}
    listed = sorted({*changed, *((lead, 0) for lead in old[1] | new[1])})
    changes = no_changes(len(listed))
    for place, (lead, interaction) in enumerate(listed):
        changes[place]["lead_id"], changes[place]["interaction_id"] = lead, interaction
        changes[place]["is_present"] = (lead, interaction) in new[0] or (not interaction and lead in new[1])
        for name, value in zip(CODED, new[0].get((lead, interaction), ()), strict=False):
            said = code_of(value, words) if name == "owner" else value
            changes[place]["given_stage" if name == "stage" else name] = said
    return changes


def assert_equal(one: Journeys, other: Journeys) -> None:
    for name, dtype in COLUMN_TYPES.items():
        assert getattr(one, name).dtype == np.dtype(dtype)
        assert getattr(one, name).tolist() == getattr(other, name).tolist(), name


@given(old=states, edit=edits, threads=st.sampled_from([1, 2]))
def test_merging_equals_building(old: State, edit: Edit, threads: int) -> None:
    new = edited(old, edit)
    assert_equal(merged(built(*old), changes_of(old, new), words=WORDS, threads=threads), built(*new))


@given(first=states, one=edits, another=edits)
def test_changes_combined_are_changes_one_after_the_other(first: State, one: Edit, another: Edit) -> None:
    second = edited(first, one)
    third = edited(second, another)
    both = combined(changes_of(first, second), changes_of(second, third))
    assert_equal(merged(built(*first), both, words=WORDS), built(*third))


@given(old=states, edit=edits, order=st.permutations(range(1, 4)), chance=st.randoms(use_true_random=False))
def test_merging_equals_building_where_words_come_and_go_and_their_codes_are_given_anew(
    old: State, edit: Edit, order: list[int], chance: Random
) -> None:
    (before, known), (after, then) = few(old), few(edited(old, edit))
    stay = {row[-1] for pair, row in before.items() if after.get(pair) == row}
    free = chance.sample(others := [owner for owner in order if owner not in stay], len(others))
    first = known_words(("", *(OWNERS[owner] for owner in order)))
    second = known_words(("", *(OWNERS[owner if owner in stay else free.pop()] for owner in order)))
    changes = changes_of((before, known), (after, then), second)
    assert_equal(merged(built(before, known, first), changes, words=second), built(after, then, second))


def test_a_row_that_goes_with_its_word_leads_nobody_astray() -> None:
    def row(owner: str) -> tuple[int, ...]:
        return (0, 0, 1, 0, 0, OWNERS.index(owner))

    before = {(1, 1): row("ada"), (1, 2): row("o2"), (1, 3): row("o3"), (1, 4): row("o4")}
    after = {(1, 1): row("ada"), (1, 2): row("o2"), (1, 4): row("o4"), (1, 5): row("Mia")}
    first, second = known_words(("", "ada", "o2", "o3", "o4")), known_words(("", "ada", "o2", "", "o4", "Mia"))
    columns = merged(built(before, {1}, first), changes_of((before, {1}), (after, {1}), second), words=second)
    assert columns.interaction_id.tolist() == [1, 5, 2, 4]


def few(state: State) -> State:
    """The state with three owners at most."""
    return {pair: (*row[:-1], min(row[-1], 3)) for pair, row in state[0].items()}, state[1]


def test_a_late_row_takes_the_move_from_a_later_one() -> None:
    early, late = (0, 0, 1, 3, 0, 0), (2, 0, 1, 3, 0, 0)
    before, after = {(1, 9): late}, {(1, 9): late, (1, 4): early}
    columns = merged(built(before, {1}), changes_of((before, {1}), (after, {1})), words=Words())
    assert (columns.stage.tolist(), columns.given_stage.tolist()) == ([3, 0], [3, 3])


def test_what_does_not_change_is_not_copied() -> None:
    journeys = built({(1, 1): (0, 1, 1, 0, 0, 0)}, {1})
    words = replace(Words(), stage_order=(1, 2, 3, 4, 5))
    assert merged(journeys, no_changes(), words=words).occurred_at is journeys.occurred_at
