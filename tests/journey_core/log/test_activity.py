"""Words in use and the leads that have them, counted by hand."""

from journey_core.log.activity import codes_in_use, leads_with
from tests.builders import at, journeys

BUILT = journeys([(1, 0, "note", "email"), (1, 1, "note", "call"), (2, 2, "note", "email"), (2, 5, "note", "sms")])


def codes(*channels: str) -> list[int]:
    return [BUILT.words.code("channel", channel) for channel in channels]


def test_the_most_used_word_comes_first_and_unused_ones_not_at_all():
    assert codes_in_use(BUILT, "channel") == codes("email", "sms", "call")
    assert codes_in_use(BUILT, "campaign") == codes_in_use(journeys([]), "channel") == []


def test_leads_that_met_a_word_by_an_instant():
    assert leads_with(BUILT, "channel", codes("email"), as_of=at(9)).tolist() == [0, 1]
    assert leads_with(BUILT, "channel", codes("call", "sms"), as_of=at(4)).tolist() == [0]
