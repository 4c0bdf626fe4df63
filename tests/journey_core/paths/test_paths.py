"""Journey maps: counted by hand, against an oracle that walks lead by lead, and laws."""

from itertools import product

import pytest

from journey_core.errors import BadInput, UnknownName
from journey_core.log.journeys import Journeys, empty
from journey_core.log.predicates import Predicate
from journey_core.paths.answer import paths
from journey_core.paths.leads import all_leads, leads_along, leads_going, leads_through
from journey_core.paths.nodes import OTHER, WORD_LIMIT
from journey_core.paths.options import FLOW_STEPS, LONGEST, PathOptions
from journey_core.paths.results import PathsResult
from tests.builders import at, journeys

FORM = Predicate(kind="form_submitted")
LOG = journeys(
    [
        (1, 0, "page_viewed", "web"),
        (1, 2, "email_sent", "email"),
        (1, 5, "email_opened", "email"),
        (1, 9, "page_viewed", "web"),
        (1, 10, "email_sent", "email"),
        (1, 11, "converted"),
        (1, 20, "call_connected", "call"),
        (2, 0, "page_viewed", "web"),
        (2, 8, "email_sent", "email"),
        (2, 30, "lost"),
        (3, 1, "note"),
        (4, 3, "page_viewed", "web"),
    ]
)


def ask(log: Journeys = LOG, *, top: int = 20, threads: int | None = None, **options: object) -> PathsResult:
    return paths(log, PathOptions(**({"as_of": at(100), "top": top} | options)), threads=threads)  # type: ignore[arg-type]


def edge_leads(result: PathsResult) -> dict[tuple[str, str], int]:
    return {(edge.source, edge.target): edge.leads for edge in result.edges}


def sequences(result: PathsResult) -> dict[tuple[str, ...], int]:
    return {each.steps: each.leads for each in result.variants}


def test_an_edge_counts_leads_however_often_they_go_it() -> None:
    result = ask()
    assert (result.leads, result.converted) == (4, 1)
    assert edge_leads(result) == {
        ("(start)", "web"): 3, ("web", "email"): 2, ("email", "web"): 1, ("email", "(converted)"): 1,
        ("email", "(lost)"): 1, ("web", "(open)"): 1, ("(start)", "(open)"): 1,
    }  # fmt: skip


def test_the_time_of_an_edge_is_the_median_of_each_lead_s_first() -> None:
    took = {(edge.source, edge.target): edge.median_seconds for edge in ask().edges}
    assert took["web", "email"] == (2 + 8) / 2 * 60
    assert (took["email", "web"], took["email", "(converted)"]) == (4 * 60, 1 * 60)
    assert took["(start)", "web"] is None
    assert took["email", "(lost)"] is None


def test_without_collapsing_a_repeat_is_an_edge_to_itself() -> None:
    assert edge_leads(ask(collapse=False))["email", "email"] == 1
    assert sequences(ask(collapse=False))[("web", "email", "email", "web", "email")] == 1


def test_a_path_ends_at_the_first_conversion_and_with_its_instant() -> None:
    log = journeys([(1, 0, "page_viewed", "web"), (1, 5, "converted"), (1, 5, "email_opened", "email"),
                    (1, 6, "call_connected", "call"), (1, 7, "converted")])  # fmt: skip
    assert sequences(ask(log)) == {("web", "email"): 1}


def test_what_matches_the_goal_is_no_step() -> None:
    log = journeys([(1, 0, "page_viewed", "web"), (1, 5, "form_submitted", "web"), (1, 6, "email_sent", "email")])
    assert edge_leads(ask(log, goal=FORM)) == {("(start)", "web"): 1, ("web", "(converted)"): 1}


def test_paths_lie_before_or_after_the_first_anchor() -> None:
    log = journeys([(1, 0, "page_viewed", "web"), (1, 4, "form_submitted", "web"), (1, 5, "email_sent", "email"),
                    (1, 6, "form_submitted", "web"), (2, 0, "page_viewed", "web")])  # fmt: skip
    after, before = ask(log, anchor=FORM), ask(log, anchor=FORM, side="before")
    assert edge_leads(after) == {("(anchor)", "email"): 1, ("email", "web"): 1, ("web", "(open)"): 1}
    assert edge_leads(before) == {("(start)", "web"): 1, ("web", "(anchor)"): 1}
    assert {edge.median_seconds for edge in before.edges} == {None, 4 * 60}


def test_what_lies_at_the_anchor_s_instant_counts_on_both_sides_whatever_its_id() -> None:
    for order in (1, -1):
        log = journeys([(1, 0, "page_viewed", "web"),
                        *[(1, 4, "form_submitted", "web"), (1, 4, "converted"), (1, 4, "email_sent", "email")][::order],
                        (1, 5, "call_connected", "call")])  # fmt: skip
        after, before = ask(log, anchor=FORM), ask(log, anchor=FORM, side="before")
        assert (after.converted, sequences(after), sequences(before)) == (1, {("email",): 1}, {("web", "email"): 1})


def test_stages_of_the_anchor_s_instant_lie_on_the_side_that_their_order_says() -> None:
    log = journeys([(1, 0, "page_viewed"), *[(1, 4, "stage_changed")] * 3],
                   stage={1: "proposal", 2: "contacted", 3: "qualified"})  # fmt: skip
    asked = {"over": "stage", "anchor": Predicate(stage="qualified")}
    assert sequences(ask(log, **asked)) == {("proposal",): 1}
    assert sequences(ask(log, side="before", **asked)) == {("new", "contacted"): 1}


def test_of_two_anchors_at_one_instant_the_one_that_is_no_goal_is_the_anchor_whatever_its_id() -> None:
    for order in (1, -1):
        moves = [(1, 4, "stage_changed", "web"), (1, 4, "stage_changed", "email")][::order]
        log = journeys([(1, 0, "page_viewed", "call"), *moves], stage={1: "contacted", 2: "contacted"})
        asked = {"anchor": Predicate(stage="contacted"), "goal": Predicate(channel="web")}
        assert ask(log, **asked).converted == 1
        after = ask(log, over="stage", anchor=Predicate(channel="web"), goal=FORM)
        assert sequences(after) == {("contacted",): 1}


def test_an_anchor_that_need_not_be_the_goal_is_not_it_on_a_map_of_stages_either() -> None:
    log = journeys([(1, 4, "stage_changed", "web"), (1, 4, "stage_changed", "web")],
                   stage={0: "contacted", 1: "proposal"})  # fmt: skip
    asked = {"over": "stage", "anchor": Predicate(channel="web"), "goal": Predicate(stage="contacted")}
    assert ask(log, **asked).converted == 1


def test_interactions_of_one_instant_stand_by_stage_then_kind_then_channel() -> None:
    rows = [(1, 0, "form_submitted", "sms"), (1, 0, "call_connected", "web"), (1, 0, "call_connected", "call"),
            (1, 0, "email_sent", "email")]  # fmt: skip
    log = journeys(rows, stage={3: "contacted"})
    assert sequences(ask(log)) == {("call", "web", "sms", "email"): 1}
    assert sequences(ask(log, over="kind")) == {("call_connected", "form_submitted", "email_sent"): 1}


def test_variants_as_frequent_as_each_other_stand_in_the_order_of_their_steps() -> None:
    for leads in ((1, 2), (2, 1)):
        log = journeys([(leads[0], 0, "page_viewed", "web"), (leads[1], 0, "page_viewed", "call")])
        assert [each.steps for each in ask(log, top=1).variants] == [("call",)]


def test_a_stage_path_begins_at_the_first_stage_and_won_is_its_own_end() -> None:
    log = journeys(
        [(1, 0, "page_viewed"), (1, 2, "stage_changed"), (1, 9, "converted"), (2, 0, "stage_changed"), (3, 0, "lost")],
        stage={1: "qualified", 3: "contacted"},
    )
    result = ask(log, over="stage")
    assert sequences(result) == {("new", "qualified", "won"): 1, ("contacted",): 1, ("lost",): 1}
    took = {(edge.source, edge.target): edge.median_seconds for edge in result.edges}
    assert took == {
        ("(start)", "new"): None, ("(start)", "contacted"): None, ("(start)", "lost"): None,
        ("new", "qualified"): 120, ("qualified", "won"): 420, ("contacted", "(open)"): None,
    }  # fmt: skip


def test_stages_of_one_instant_stand_in_their_order_and_won_may_be_left() -> None:
    log = journeys(
        [
            (1, 0, "note"),
            (1, 2, "stage_changed"),
            (1, 2, "stage_changed"),
            (1, 3, "converted"),
            (1, 4, "stage_changed"),
        ],
        stage={1: "proposal", 2: "contacted", 4: "new"},
    )
    assert sequences(ask(log, over="stage")) == {("new", "contacted", "proposal", "won", "new"): 1}


def test_the_period_is_that_of_the_first_interaction_or_of_the_anchor() -> None:
    assert ask(since=at(1), until=at(3)).leads == 1
    assert ask(since=at(8), until=at(9), anchor=Predicate(channel="email")).leads == 1
    assert ask(since=at(2), anchor=Predicate(channel="email")).leads == 2


def test_the_outcome_chooses_whose_paths() -> None:
    assert [ask(outcome=name).leads for name in ("all", "converted", "not_converted")] == [4, 1, 3]
    assert ask(as_of=at(10)).converted == 0


def test_variants_say_what_became_of_their_leads() -> None:
    rows = [(lead, minute, "page_viewed", "web") for lead in range(1, 9) for minute in (0, lead)]
    log = journeys([*rows, (1, 20, "converted"), (2, 20, "converted"), (9, 1, "email_sent", "email")])
    first, second = ask(log).variants
    assert (first.steps, first.leads, first.share, first.coverage) == (("web",), 8, 8 / 9, 8 / 9)
    assert (first.converted, first.rate, first.median_seconds) == (2, 0.25, 4.5 * 60)
    assert first.interval == pytest.approx((0.0715, 0.5907), abs=1e-4)
    assert (second.leads, second.coverage) == (1, 1.0)


def test_long_paths_are_one_variant_where_they_agree() -> None:
    rows = [(lead, minute, "x", ("web", "email")[minute % 2]) for lead in (1, 2) for minute in range(12 + lead)]
    log = journeys([*rows, (1, 99, "form_submitted", "web"), (2, 99, "form_submitted", "web")])
    (cut,) = ask(log).variants
    assert (cut.steps, cut.is_cut, cut.leads) == (("web", "email") * 6, True, 2)
    assert [each.steps[-1] for each in ask(log, anchor=FORM, side="before", longest=3).variants] == ["email", "web"]


def test_a_word_that_reads_like_a_node_of_ours_has_a_node_of_its_own() -> None:
    log = journeys([(1, 0, "x", "(start)"), (1, 1, "x", "(open)"), (2, 0, "x", "web")])
    options, result = PathOptions(as_of=at(99)), ask(log)
    assert {node.name: node.leads for node in result.nodes} == {
        "(start)": 2, "(open)": 2, "=(start)": 1, "=(open)": 1, "web": 1,
    }  # fmt: skip
    assert leads_along(log, options, "=(start)", "=(open)").tolist() == [1]


def test_variants_that_share_a_place_in_the_table_are_told_apart() -> None:
    """Over five hundred in a table of few thousand places, many of them must share one."""
    ways = list(product(("web", "email", "call"), repeat=6))
    log = journeys([(lead, step, "x", way[step]) for lead, way in enumerate(ways * 2) for step in range(6)])
    result = ask(log, collapse=False, top=len(ways))
    assert sequences(result) == dict.fromkeys(ways, 2)
    assert result.variant_count == len(ways)


def test_the_flow_counts_places_and_what_goes_on_beyond_them() -> None:
    log = journeys([(1, minute, "x", ("web", "email")[minute % 2]) for minute in range(9)])
    flow = {(edge.place, edge.source, edge.target): edge.leads for edge in ask(log).flow}
    assert flow[0, "(start)", "web"] == flow[4, "email", "web"] == flow[FLOW_STEPS, "web", "(more)"] == 1
    backwards = ask(log, anchor=Predicate(channel="web"), side="before").flow
    assert [(edge.place, edge.source, edge.target) for edge in backwards] == [(0, "(start)", "(anchor)")]


def test_edges_of_those_who_converted_stand_against_the_others() -> None:
    rows = [(lead, 0, "x", "web" if lead <= 30 else "email") for lead in range(1, 61)]
    log = journeys([*rows, *((lead, 5, "converted") for lead in range(1, 31))])
    sides = {each.target: each for each in ask(log).contrasts}
    assert {target: each.difference for target, each in sides.items()} == {"web": 1.0, "email": -1.0}
    assert (sides["web"].converted, sides["web"].others, sides["web"].is_told) == (30, 0, True)
    assert ask(log, outcome="converted").contrasts == ()


def test_the_rarest_of_too_many_kinds_share_a_node() -> None:
    rows = [(lead, 0, f"kind {lead}") for lead in range(1, WORD_LIMIT + 1)]
    result = ask(journeys([*rows, (1, 1, "kind 1")]), over="kind")
    assert {each.name for each in result.nodes} >= {"kind 1", OTHER}
    assert sum(each.leads for each in result.nodes if each.name not in {"(start)", "(open)"}) == WORD_LIMIT


@pytest.mark.parametrize("name", ["nodes", "edges", "flow", "contrasts", "variants"])
def test_every_list_of_the_answer_is_a_table_under_the_names_of_the_document(name: str) -> None:
    rows, frame = ask().document()[name], ask().table(name)
    assert len(frame) == len(rows) > 0
    plain = {column for column, entry in rows[0].items() if not isinstance(entry, list)}
    assert plain <= {*frame.columns}
    assert list(frame.columns) == list(ask(empty()).table(name).columns)


def test_a_sequence_that_no_path_can_be_is_nobody_s() -> None:
    options = PathOptions(as_of=at(100))
    assert leads_going(LOG, options, ["web", "email"] * LONGEST, is_cut=False).tolist() == []
    assert leads_going(LOG, options, ["(start)", "web"], is_cut=False).tolist() == []


def test_no_leads_give_the_shape_of_an_answer() -> None:
    result = ask(empty())
    assert (result.leads, result.nodes, result.edges, result.variants, result.variant_count) == (0, (), (), (), 0)
    assert all_leads(empty(), PathOptions(as_of=at(0))).tolist() == []


def test_the_definition_says_everything_in_one_sentence() -> None:
    assert ask(since=at(0), anchor=FORM).definition == (
        "Leads with the anchor from 2024-01-01 00:00 UTC: the path of a lead is the channels of its interactions that "
        "are not record kinds, in order of time, those of one instant, whose order is not known, by stage, kind and "
        "channel, from its first form submitted, with what else lies at its instant, to the first conversion "
        "(converted) after it, else to the end; repeats in a row count once; every count is of leads; as of "
        "2024-01-01 01:40 UTC."
    )


def test_the_definition_says_how_many_steps_share_their_instant_where_these_are_many() -> None:
    alone = [(1, minute, "page_viewed", ("web", "sms")[minute % 2]) for minute in range(39)]
    for shared, said in ((1, ""), (2, " (4 of 43 steps share their instant with another)")):
        pairs = [(1, 100 + n, "page_viewed", channel) for n in range(shared) for channel in ("call", "email")]
        told = ask(journeys([*alone, *pairs]), as_of=at(200)).definition
        assert f"by stage, kind and channel{said}, to its first conversion" in told


@pytest.mark.parametrize(
    ("options", "error"),
    [({"over": "owner"}, UnknownName), ({"side": "left"}, UnknownName), ({"outcome": "won"}, UnknownName),
     ({"longest": 0}, BadInput), ({"as_of": at(0).replace(tzinfo=None)}, BadInput)],
)  # fmt: skip
def test_options_that_make_no_sense_are_refused(options: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        ask(**options)


def test_steps_and_places_that_are_not_there_are_refused() -> None:
    options = PathOptions(as_of=at(9))
    with pytest.raises(UnknownName, match="carrier pigeon"):
        leads_through(LOG, options, "carrier pigeon")
    with pytest.raises(BadInput, match="no place 9"):
        leads_along(LOG, options, "web", "email", place=9)
