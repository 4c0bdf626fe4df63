"""Rows of one instant: columns hold them in one order, whatever ids they have and in whatever order they come."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.log.journeys import COLUMN_TYPES, Journeys, build
from journey_core.log.one_instant import MANY
from journey_core.log.vocabulary import Words
from tests.builders import journeys, words

KNOWN = words(channel=["Zeitung", "podcast"], kind=["visit", "Demo"], campaign=["b", "A"], owner=["kim", "Jo"])
FIELDS = ("kind", "channel", "stage", "direction", "source", "campaign", "owner", "value")
told = st.tuples(
    st.sampled_from([1, 8, 13, 14, 15, 16, 17, 18]), st.integers(0, 17), st.sampled_from([0, 1, 3, 6]),
    st.integers(0, 2), st.integers(0, 2), st.integers(0, 2), st.integers(0, 2), st.integers(0, 1),
)  # fmt: skip
rows = st.tuples(st.integers(1, 2), st.integers(0, 1), told)
some = st.one_of(st.lists(rows, max_size=12), st.lists(rows, min_size=3 * MANY, max_size=5 * MANY))
chances = st.randoms(use_true_random=False)


def built(happened: list[tuple[int, int, tuple[int, ...]]], ids: list[int], known: Words = KNOWN) -> Journeys:
    said = np.array([row[2] for row in happened], np.int64).reshape(-1, len(FIELDS))
    return build(
        leads=np.array([1, 2, 3]),
        lead_id=np.array([row[0] for row in happened], np.int64),
        occurred_at=np.array([row[1] for row in happened], np.int64),
        interaction_id=np.array(ids, np.int64),
        codes={name: said[:, place] for place, name in enumerate(FIELDS)},
        words=known,
    )


@given(happened=some, chance=chances)
def test_only_the_ids_of_rows_that_are_alike_tell_who_came_first(happened: list[Any], chance: Any) -> None:
    ids = list(range(1, len(happened) + 1))
    one = built(happened, ids)
    other = built(chance.sample(happened, len(happened)), chance.sample(ids, len(ids)))
    for name in COLUMN_TYPES.keys() - {"interaction_id"}:
        assert getattr(one, name).tolist() == getattr(other, name).tolist(), name


@given(happened=some)
def test_rows_of_one_instant_stand_as_sorting_by_all_that_they_say_has_them(happened: list[Any]) -> None:
    columns = built(happened, list(range(len(happened))))
    assert [happened[row] for row in columns.interaction_id] == sorted(happened, key=by_what_they_say)


def by_what_they_say(row: tuple[int, int, tuple[int, ...]]) -> tuple[object, ...]:
    lead, time, (kind, channel, stage, direction, source, campaign, owner, value) = row
    stage = {15: 5, 16: 6}.get(kind, stage)
    own_kind = KNOWN.word("kind", kind).lower() if kind > 16 else ""
    named = (KNOWN.word("source", source), KNOWN.word("campaign", campaign).lower(), KNOWN.word("owner", owner).lower())
    channel_word = KNOWN.word("channel", channel).lower()
    return lead, time, stage, min(kind, 17), own_kind, channel_word, direction, *named, value


def test_stages_stand_in_the_workspace_s_order() -> None:
    log = journeys([(1, 0, "note")] * 3, stage={0: "contacted", 1: "proposal", 2: "new"})
    turned = replace(KNOWN, stage_order=(4, 2, 1, 3, 5))
    again = journeys([(1, 0, "note")] * 3, known=turned, stage={0: "contacted", 1: "proposal", 2: "new"})
    assert (log.interaction_id.tolist(), again.interaction_id.tolist()) == ([3, 1, 2], [2, 1, 3])


@pytest.mark.parametrize("own", [["beta", "Alpha"], ["Alpha", "beta"]])
@pytest.mark.parametrize("name", ["kind", "channel", "campaign", "owner", "source"])
def test_own_words_stand_by_how_they_compare_whenever_they_came(name: str, own: list[str]) -> None:
    known = words(**{name: own})
    codes = {"kind": np.ones(2, np.int64)} | {name: np.array([known.code(name, word) for word in ("beta", "alpha")])}  # type: ignore[arg-type]
    columns = build(
        leads=np.array([1]), lead_id=np.ones(2, np.int64), occurred_at=np.zeros(2, np.int64),
        interaction_id=np.array([1, 2]), codes=codes, words=known,
    )  # fmt: skip
    assert columns.interaction_id.tolist() == [2, 1]
