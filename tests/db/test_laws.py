"""What is true whatever the rows are: order, parts, undo, and every count against its list."""

from datetime import timedelta
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.access.roles import as_operator
from db.columns.snapshot import journeys
from db.leads.cards import find_lead
from db.leads.frames import lead_frame
from db.log.imports import ImportResult, import_file
from db.log.record import Entry, edit_lead, record
from db.log.undo import undo
from db.log.words import add_word, words
from db.store.settings import Settings, save_settings
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.attribution.answer import attribute_all
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.intake.cells.dates import ISO
from journey_core.intake.rows.mapping import Mapping
from journey_core.leads.standing import standing
from journey_core.leads.summary import stage_counts
from journey_core.log.journeys import COLUMN_TYPES
from journey_core.log.predicates import Predicate
from tests.db.conftest import Load
from tests.db.drawn import START, entries, entry, file_text
from tests.db.plain_model import Row
from tests.proofs import cases

LATER = START + timedelta(days=1)
GOAL = Predicate.parse("kind=converted")
OWN_WORDS = (("channel", "Fax"), ("kind", "fax_sent"), ("stage", "Trial"), ("stage", "Pilot"), ("owner", "Kim"))
numbers = count()

UNHURRIED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
law = settings(max_examples=cases(100), suppress_health_check=UNHURRIED)


def consistent(drawn: list[Row]) -> list[Row]:
    """The rows without those that would give an external id a second meaning: there, the first one decides."""
    meaning: dict[str, tuple[object, ...]] = {}
    return [
        row
        for row in drawn
        if row.is_readable and (not row.external_id or meaning.setdefault(row.external_id, row.content) == row.content)
    ]


rows = st.lists(entries, min_size=1, max_size=10).map(lambda drawn: consistent(drawn + drawn[:2]))


def fresh(store: Store) -> Workspace:
    """An empty workspace that already knows its own words, so that their codes don't depend on which comes first."""
    name = f"Law {next(numbers)}"
    store.add_workspace(name)
    workspace = open_workspace(as_operator(store, name))
    for of_list, word in OWN_WORDS:
        add_word(workspace, of_list, word)
    return workspace


def load(workspace: Workspace, folder: Path, chosen: list[Row]) -> ImportResult:
    path = folder / "rows.csv"
    path.write_text(file_text(chosen), newline="")
    return import_file(workspace, path, mapping=Mapping(date_format=ISO))


def columns_of(workspace: Workspace) -> dict[str, list[object]]:
    found = journeys(workspace)
    return {name: getattr(found, name).tolist() for name in COLUMN_TYPES}


def leads_of(workspace: Workspace) -> list[object]:
    return [find_lead(workspace, key) for key in lead_frame(workspace)["key"]]


@law
@given(rows, st.randoms(use_true_random=False))
def test_a_shuffled_file_gives_the_same_journeys_and_leads(store: Store, tmp_path: Path, chosen, chance) -> None:
    shuffled = chance.sample(chosen, len(chosen))
    one, other = fresh(store), fresh(store)
    load(one, tmp_path, chosen)
    load(other, tmp_path, shuffled)
    assert columns_of(one) == columns_of(other)
    assert leads_of(one) == leads_of(other)


@law
@given(rows, st.integers(0, 2**16))
def test_a_split_file_gives_the_same_journeys(store: Store, tmp_path: Path, chosen, split) -> None:
    """Identical rows stay in one part: split up, they would be one interaction that two files report."""
    distinct = list(dict.fromkeys(row.content for row in chosen))
    parts = [[row for row in chosen if split >> distinct.index(row.content) & 1 == part] for part in (0, 1)]
    one, other = fresh(store), fresh(store)
    whole = load(one, tmp_path, chosen)
    halves = [load(other, tmp_path, part) for part in parts if part]
    assert columns_of(one) == columns_of(other)
    assert sum(each.created for each in halves) == whole.created


@law
@given(rows, rows, st.lists(entries.filter(lambda row: row.is_readable and not row.external_id), max_size=3))
def test_undo_is_the_inverse_of_an_import(store: Store, tmp_path: Path, before, chosen, logged) -> None:
    store.add_workspace(name := f"Law {next(numbers)}")
    workspace = open_workspace(as_operator(store, name))
    if before:
        load(workspace, tmp_path, before)
    for row in logged:
        record(workspace, entry(row))
    state = columns_of(workspace), leads_of(workspace), words(workspace)
    done = load(workspace, tmp_path, [*chosen, Row(lead="ada", kind="only_here")])
    undo(workspace, done.import_id or 0)
    assert (columns_of(workspace), leads_of(workspace), words(workspace)) == state


@law
@given(rows, st.randoms(use_true_random=False))
def test_interactions_logged_late_and_in_any_order_give_the_journeys_of_their_file(
    store: Store, tmp_path: Path, chosen, chance
) -> None:
    distinct = list({row.content: row._replace(name="", tier="") for row in chosen}.values())
    by_file, by_hand = fresh(store), fresh(store)
    load(by_file, tmp_path, distinct)
    for row in chance.sample(distinct, len(distinct)):
        record(by_hand, entry(row))
    assert columns_of(by_file) == columns_of(by_hand)


@law
@given(rows)
def test_every_count_is_the_length_of_its_list_and_credit_sums_to_conversions(
    store: Store, tmp_path: Path, chosen
) -> None:
    workspace = fresh(store)
    load(workspace, tmp_path, chosen)
    found = journeys(workspace)
    steps = tuple(map(Predicate.parse, ("channel=email", "kind=fax_sent", "kind=converted")))
    through = funnel(found, FunnelOptions(steps=steps, as_of=LATER, replicates=0))
    assert [step.count for step in through.steps] == [len(through.reached(number)) for number in (1, 2, 3)]
    assert sorted((step.count for step in through.steps), reverse=True) == [step.count for step in through.steps]
    stands = standing(found, as_of=LATER, goal=GOAL)
    stages = stage_counts(found, stands)
    assert [stage.count for stage in stages] == [len(stage.lead_ids) for stage in stages]
    assert sum(stage.count for stage in stages) == found.lead_count
    converted = int((stands.conversions > 0).sum())
    models = [model for model in MODELS if model != "lift"]  # which needs ten conversions
    for model, answer in attribute_all(found, AttributionOptions(as_of=LATER, replicates=0), models=models).items():
        assert [row.leads for row in answer.credit] == [len(answer.leads(row.channel)) for row in answer.credit]
        assert answer.converted_leads == len(answer.converted_lead_ids()) == converted
        if model != "participation":
            assert sum(row.credit for row in answer.credit) == pytest.approx(answer.conversions)


def test_the_models_that_must_sum_to_conversions_are_most() -> None:
    assert "participation" in MODELS
    assert len(MODELS) > 5


SAME = "ada,2024-01-01T10:00Z,email,email_sent,outbound,,5,Kim,spring,hello,1"
HEADER = "lead,occurred_at,channel,kind,direction,stage,value,owner,campaign,content,detail.page"


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("ada", "bob"), ("10:00Z", "10:00:00.000001Z"), ("email,email_sent", "web,email_sent"), ("_sent", "_opened"),
        ("outbound", "inbound"), ("outbound,", "outbound,proposal"), (",5,", ",5.5,"), (",5,", ",,"), ("Kim", "Lee"),
        ("spring", "autumn"), ("hello", "Hello"), (",1", ",2"),
    ],
)  # fmt: skip
def test_rows_that_differ_in_any_field_are_two_interactions(
    workspace: Workspace, load: Load, said: str, instead: str
) -> None:
    load(f"{HEADER}\n{SAME}\n")
    other = SAME.replace(said, instead)
    assert other != SAME
    assert load(f"{HEADER}\n{other}\n").created == 1


@pytest.mark.parametrize(
    ("said", "instead"),
    [("email,", "EMAIL,"), ("email_sent", "Email_Sent"), ("10:00Z", "11:00+01:00"), (",5,", ",5.0,"), ("ada", " ada ")],
)
def test_spellings_of_one_row_are_one_interaction(workspace: Workspace, load: Load, said: str, instead: str) -> None:
    load(f"{HEADER}\n{SAME}\n")
    other = load(f"{HEADER}\n{SAME.replace(said, instead)}\n")
    assert (other.created, other.duplicate, other.is_repeat) == (0, 1, False)


def test_a_file_read_in_another_zone_is_no_repeat(workspace: Workspace, load: Load) -> None:
    text = "lead,occurred_at,kind\nada,2024-01-01T10:00,note\n"
    load(text)
    save_settings(workspace, Settings(zone="Europe/Berlin"))
    assert (again := load(text)).created == 1
    assert load(text).is_repeat
    save_settings(workspace, Settings())
    assert load(text).import_id == (again.import_id or 0) - 1


def test_a_second_zone_reads_the_same_bytes_as_another_file(workspace: Workspace, load: Load) -> None:
    text = "lead,occurred_at,kind\nada,2024-01-01T10:00,note\n"
    first = load(text, Mapping(timezone="UTC"))
    second = load(text, Mapping(timezone="Europe/Berlin"))
    assert (first.created, second.created, second.is_repeat) == (1, 1, False)
    hours = np.diff(journeys(workspace).occurred_at) / 3_600e6
    assert hours.tolist() == [1.0]


def test_a_lead_of_another_case_is_another_lead(workspace: Workspace) -> None:
    for key in ("Ada", "ada"):
        record(workspace, Entry(occurred_at=START, lead=key, kind="note"))
    assert [find_lead(workspace, key).key for key in ("Ada", "ada")] == ["Ada", "ada"]


def test_an_entry_that_comes_again_overwrites_nothing_that_was_said_since(workspace: Workspace) -> None:
    sent = Entry(occurred_at=START, lead="ada", kind="note", external_id="e1", attributes={"name": "Ada"})
    lead_id = record(workspace, sent).lead_id
    edit_lead(workspace, lead_id, {"name": "Countess"})
    version = workspace.data_version()
    assert not record(workspace, sent).created
    assert find_lead(workspace, "ada").name == "Countess"
    assert workspace.data_version() == version
