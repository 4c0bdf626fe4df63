"""What lift says beside its baseline: whether an effect is shown, and which assumptions the baseline rests on."""

from dataclasses import replace
from functools import cache

from journey_core.attribution.answer import attribute
from journey_core.attribution.baseline_doubts import Doubts, doubts_told
from journey_core.attribution.lift.lead_days import DAY
from journey_core.attribution.options import AttributionOptions
from journey_core.log.times import instant
from tests.builders import at
from tests.journey_core.attribution.lift.lift_logs import DAYS, busy
from tests.simulators.adstock import adstock_world
from tests.simulators.truth import START

END = instant(START + 90 * DAY)
CALM = Doubts(is_shown=True, chosen=(), named=(), if_cause=40.0, if_symptom=40.0, if_lasting=None)


def asked(log, as_of, **changed):
    return attribute(log, AttributionOptions(as_of=as_of, model="lift", **{"replicates": 40} | changed))


@cache
def answer(effects=(1.6, 2.2, 0.8, 0.0, 0.0), half_life=5.0, start=-6.3, **changed):
    world = adstock_world(1, leads=2000, effects=effects, half_life=(half_life,) * 5, start=start)
    return asked(world.journeys, END, **changed)


@cache
def undirected(**changed):
    """Channels whose touchpoints say no direction, web, email and call."""
    return asked(busy(200), at(30 * DAYS), **changed)


def test_where_nothing_works_no_effect_is_shown_and_all_may_have_come_anyway():
    found = answer(effects=(0.0,) * 5, start=-5.5)
    assert not found.doubts.is_shown
    assert found.baseline_row.interval[1] == found.conversions
    assert found.baseline_row.value_interval[1] == found.value
    assert found.remarks[0] == (
        f"No effect of the channels is shown: up to all {found.conversions} of these would have converted anyway."
    )


def test_effects_that_are_there_are_shown():
    found = answer()
    assert found.doubts.is_shown
    assert found.baseline_row.interval[1] < found.conversions
    assert not any("No effect" in remark for remark in found.remarks)


def test_cause_or_symptom_is_said_to_be_an_assumption_where_they_differ():
    found = answer()
    assert found.doubts.chosen == found.confounded == ("web", "organic_search")
    assert found.doubts.if_cause < found.baseline <= found.doubts.if_symptom + 0.01 * found.conversions
    cause, symptom = round(found.doubts.if_cause), round(found.doubts.if_symptom)
    assert found.remarks == (
        f"About {cause} would have converted anyway if coming through web and organic search works by itself, about "
        f"{symptom} if it only shows what leads had in mind: which of the two is an assumption.",
    )


def test_touches_that_last_are_said_to_look_like_interest():
    found = answer(effects=(2.5, 1.5, 0.0, 0.0, 0.0), half_life=60.0)
    assert found.doubts.if_lasting < found.baseline - 0.15 * found.conversions
    assert "would have converted anyway if touches work for months" in found.remarks[-1]


def test_without_directions_channels_are_known_by_name_and_keep_their_credit():
    found = undirected()
    assert (found.doubts.named, found.confounded) == (("web",), ())
    assert found.doubts.if_cause <= found.baseline < found.doubts.if_symptom
    assert "Nothing here says who began the contacts through web." in found.remarks[-1]


def test_a_channel_that_the_workspace_marks_is_discounted_like_one_that_is_mostly_inbound():
    marked, plain = undirected(inbound=("Web",)), undirected()
    assert (marked.doubts.chosen, marked.doubts.named) == (("web",), ())
    assert marked.baseline > plain.baseline


def test_a_document_says_the_doubts_in_figures_and_in_sentences():
    found = answer().document()
    assert found["doubts"]["chosen"] == ["web", "organic_search"]
    assert found["remarks"] == list(answer().remarks)
    last = attribute(busy(), AttributionOptions(as_of=at(30 * DAYS), model="last", replicates=0)).document()
    assert (last["doubts"], last["remarks"]) == (None, [])


def test_what_makes_no_difference_is_not_said():
    assert doubts_told(CALM, 100) == ()
    assert doubts_told(replace(CALM, chosen=("web",), if_symptom=40.9), 100) == ()
    assert len(doubts_told(replace(CALM, chosen=("web",), if_symptom=41.1), 100)) == 1
