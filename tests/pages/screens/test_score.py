"""What the lead page says of a score."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from journey_core.leads.score_constants import ScoreConstants
from journey_core.leads.scoring import rounded_parts, scores
from pages.screens.lead.score_text import cents, score_line, score_sentence
from tests.builders import at, journeys

UTC = ZoneInfo("UTC")
DAY = 24 * 60
# Three channels, nine interactions, the last of them seven days before day 10.
BUILT = journeys([(1, 3 * DAY, "page_viewed", channel) for channel in ("web", "email", "call") * 3])


def test_rounded_parts_add_up_to_the_rounded_score():
    for day in range(3, 40):
        parts, total = rounded_parts(scores(BUILT, as_of=at(day * DAY)), 0)
        assert sum(parts.values()) == total


def test_the_sentence_says_the_parts_and_when_the_lead_cools_down():
    said = score_sentence(scores(BUILT, as_of=at(9 * DAY)), 0, UTC)
    assert said == (
        "recency .32 + frequency .36 + diversity .12 = .80; falls under .60 on 25 Jan 2024 if nothing happens"
    )


def test_a_score_that_never_falls_says_so():
    lasting = ScoreConstants(recency_weight=0, frequency_weight=0.8, diversity_weight=0.2)
    assert "stays at .60 or more" in score_sentence(scores(BUILT, as_of=at(9 * DAY), constants=lasting), 0, UTC)


@pytest.mark.parametrize(("score", "text"), [(0, ".00"), (0.856, ".86"), (0.994, ".99"), (0.996, "1.00"), (1, "1.00")])
def test_scores_are_written_in_hundredths(score: float, text: str):
    assert cents(score) == text


def test_the_line_goes_on_to_what_comes_if_nothing_happens():
    line = score_line(BUILT, 0, as_of=at(9 * DAY), constants=ScoreConstants(), zone=UTC)
    so_far, ahead = (line[line["is"] == part] for part in ("so far", "if nothing happens"))
    assert so_far["score"].iloc[-1] == ahead["score"].iloc[0] == pytest.approx(0.8)
    assert ahead["at"].iloc[-1] - ahead["at"].iloc[0] == timedelta(days=30)
