"""Names of stages above a timeline never meet, however short the stages are."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from journey_core.leads.timeline import Timeline, timeline
from pages.screens.lead.timeline_chart import LABEL_ROWS, LETTER, stage_labels, timeline_chart
from tests.builders import at, journeys

STAGES = ("contacted", "qualified", "proposal", "won", "lost")


def picture(minutes: list[int], *, silence: int = 60) -> Timeline:
    """A lead that moves through the stages, one at each minute, and is then silent for some minutes."""
    rows = [(1, 0, "page_viewed"), *((1, minute, "stage_changed") for minute in minutes)]
    built = journeys(rows, stage=dict(enumerate(("", *STAGES[: len(minutes)]))) | {0: None})
    return timeline(built, 0, as_of=at(max(minutes) + silence))


@given(st.lists(st.integers(1, 2000), min_size=1, max_size=5, unique=True).map(sorted))
def test_no_two_names_of_a_row_meet_and_none_leaves_the_picture(minutes: list[int]) -> None:
    shown = picture(minutes)
    labels = stage_labels(shown, ["new", *STAGES][: len(shown.bands)])
    spans = [(label.row, label.begin, label.end) for label in labels]
    assert all(label.end - label.begin > shown.axis.width * LETTER * len(label.text) for label in labels)
    assert all(low >= 0 and high <= shown.axis.width * (1 + 1e-9) for _, low, high in spans)
    assert all(0 <= row < LABEL_ROWS for row, *_ in spans)
    assert all(one[0] != two[0] or one[2] <= two[1] or two[2] <= one[1] for one, two in combinations(spans, 2))


def test_stages_with_room_stand_in_one_row() -> None:
    labels = stage_labels(picture([600, 1200], silence=600), ["new", "contacted", "qualified"])
    assert [(label.text, label.row) for label in labels] == [("new", 0), ("contacted", 0), ("qualified", 0)]


def test_the_picture_grows_by_the_rows_of_names() -> None:
    words = journeys([]).words
    low, high = (timeline_chart(picture(minutes), words, at(0).tzinfo).layout for minutes in ([600], [600, 601, 602]))
    assert high.height > low.height
    assert high.margin.t - low.margin.t == high.height - low.height
