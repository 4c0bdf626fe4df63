"""A workspace does what a plain model of it does, whatever people and files bring in whatever order."""

from collections import Counter
from copy import deepcopy
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from db.access.roles import as_operator
from db.checks.check import check
from db.columns import snapshot
from db.columns.snapshot import forget, journeys
from db.leads.cards import find_lead
from db.leads.feed import FeedItem, feed
from db.leads.frames import lead_frame
from db.log.import_history import imports
from db.log.imports import ImportResult, import_file
from db.log.record import edit_lead, record
from db.log.undo import retract, undo
from db.log.words import words
from db.store.store import Store
from db.store.workspaces import open_workspace
from journey_core.errors import Refused
from journey_core.intake.cells.dates import ISO
from journey_core.intake.rows.mapping import Mapping
from journey_core.leads.standing import standing
from journey_core.log.predicates import Predicate
from tests.db.columns.test_snapshot import agrees
from tests.db.drawn import START, entries, entry, file_text, files
from tests.db.plain_model import Model, Row
from tests.proofs import cases


class Machine(RuleBasedStateMachine):
    """Does everything twice: in a workspace of its own and in the model."""

    numbers = count()

    def __init__(self, store: Store, folder: Path) -> None:
        super().__init__()
        self.store, self.folder, self.name = store, folder, f"Run {next(self.numbers)}"
        self.store.add_workspace(self.name)
        self.open()
        self.model = Model()
        self.files: list[list[Row]] = []
        self.logged: dict[Row, int] = {}

    def open(self) -> None:
        self.workspace = open_workspace(as_operator(self.store, self.name))

    @rule(chosen=files)
    def load(self, chosen: list[Row]) -> None:
        self.files.append(chosen)
        before, text = len(self.model.imports), file_text(chosen)
        number = self.model.load(text, chosen)
        result, expected = self.imported(text), self.model.imports[number - 1]
        assert (result.import_id, result.is_repeat) == (number, number <= before)
        if result.is_repeat:
            rejected = expected.counts[3]
            assert counts(result) == (len(chosen), 0, len(chosen) - rejected, rejected, 0)
        else:
            assert counts(result) == expected.counts
            assert folded(result.new_words) == expected.new_words

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def load_again(self, data: st.DataObject) -> None:
        self.load(data.draw(st.sampled_from(self.files)))

    @rule(chosen=files)
    def try_a_file(self, chosen: list[Row]) -> None:
        """A dry run and a refused file leave nothing behind."""
        text, tried = file_text(chosen), deepcopy(self.model)
        number = tried.load(text, chosen)
        if number <= len(self.model.imports):
            return
        expected = tried.imports[-1].counts
        assert counts(self.imported(text, dry_run=True)) == expected
        if expected[3]:
            with pytest.raises(Refused, match="nothing was imported"):
                self.imported(text, all_or_nothing=True)

    @rule(row=entries, source=st.sampled_from(["csv", "form", "Dialer"]))
    def log(self, row: Row, source: str) -> None:
        row = row._replace(source=source)
        if not row.is_readable:
            return
        expected = self.model.record(row)
        if expected is None:
            with pytest.raises(Refused, match="Id already used"):
                record(self.workspace, entry(row))
            return
        done = record(self.workspace, entry(row))
        assert (done.created, done.lead_key) == (expected, row.key)
        self.logged[row] = done.interaction_id

    @precondition(lambda self: self.logged)
    @rule(data=st.data())
    def log_again(self, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from(list(self.logged)))
        self.log(row, row.source)

    @precondition(lambda self: self.logged)
    @rule(data=st.data())
    def retract(self, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from(list(self.logged)))
        if self.model.retract(row):
            retract(self.workspace, self.logged[row])
        else:
            with pytest.raises(Refused, match="nothing to take back"):
                retract(self.workspace, self.logged[row])

    @precondition(lambda self: any(done.is_standing for done in self.model.imports))
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        standing = [number for number, done in enumerate(self.model.imports, 1) if done.is_standing]
        number, before = data.draw(st.sampled_from(standing)), deepcopy(self.model)
        self.model.undo(number)
        done = undo(self.workspace, number)
        assert done.interactions == len(before.log) - len(self.model.log)
        assert done.leads == len(before.leads) - len(self.model.leads)
        gone = {name: before.words()[name] - self.model.words()[name] for name in before.words()}
        assert Counter(word.lower() for word in done.words) == Counter(
            word for words in gone.values() for word in words
        )
        with pytest.raises(Refused, match="already been undone"):
            undo(self.workspace, number)

    @precondition(lambda self: self.model.leads)
    @rule(data=st.data(), name=st.sampled_from(["", "Countess"]), company=st.sampled_from(["", "Engines"]))
    def edit(self, data: st.DataObject, name: str, company: str) -> None:
        lead = data.draw(st.sampled_from(sorted(self.model.leads)))
        told = {"name": name, "company": company}
        self.model.edit(lead, told)
        edit_lead(self.workspace, find_lead(self.workspace, lead).lead_id, told)

    @rule(loses_columns=st.booleans())
    def restart(self, loses_columns: bool) -> None:
        self.store.close()
        self.store = Store.open(self.store.url)
        self.open()
        if loses_columns:
            forget(self.workspace)

    @invariant()
    def the_log_is_the_model_s(self) -> None:
        for lead in self.model.leads:
            found = Counter(map(as_said, feed(self.workspace, find_lead(self.workspace, lead).lead_id)))
            assert found == Counter(
                logged.row.content[1:] for logged in self.model.log.values() if logged.row.key == lead
            )

    @invariant()
    def the_leads_are_the_model_s(self) -> None:
        assert set(lead_frame(self.workspace)["key"]) == self.model.leads
        for lead in self.model.leads:
            card = find_lead(self.workspace, lead)
            told = {name: getattr(card, name) for name in ("name", "email", "company", "owner")} | card.attributes
            assert {name: value for name, value in told.items() if value} == self.model.attributes(lead)

    @invariant()
    def the_words_are_the_model_s(self) -> None:
        known = words(self.workspace)
        assert folded({name: [word for word in listed if word] for name, listed in known.lists.items()}) == {
            name: used for name, used in self.model.words().items() if used
        }
        assert [stage.lower() for stage in known.stages()] == self.model.stages()

    @invariant()
    def the_imports_are_the_model_s(self) -> None:
        found = [(counts(each), not each.is_undone) for each in reversed(imports(self.workspace))]
        assert found == [(done.counts, done.is_standing) for done in self.model.imports]

    @invariant()
    def the_columns_are_the_model_s(self) -> None:
        columns = journeys(self.workspace)
        assert (columns.lead_count, columns.interaction_count) == (len(self.model.leads), len(self.model.log))
        stands = standing(columns, as_of=START + timedelta(days=1), goal=Predicate.parse("kind=converted"))
        keys = dict(zip(*(lead_frame(self.workspace)[name] for name in ("lead_id", "key")), strict=True))
        stages = {
            keys[lead]: columns.words.word("stage", code).lower()
            for lead, code, known in zip(columns.lead_id.tolist(), stands.stage.tolist(), stands.is_known, strict=True)
            if known
        }
        assert stages == {lead: self.model.stage(lead) for lead in {each.row.key for each in self.model.log.values()}}

    @invariant()
    def the_columns_followed_the_log(self) -> None:
        assert agrees(self.workspace, journeys(self.workspace))

    def teardown(self) -> None:
        try:
            assert check(self.workspace).differences == ()
        finally:
            self.store.close()

    def imported(self, text: str, **options: bool) -> ImportResult:
        path = self.folder / "rows.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return import_file(self.workspace, path, mapping=Mapping(date_format=ISO), **options)


def counts(result: object) -> tuple[int, ...]:
    return tuple(getattr(result, name) for name in ("rows", "created", "duplicate", "rejected", "leads_created"))


def folded(listed: dict[str, list[str]]) -> dict[str, set[str]]:
    return {name: {word.lower() for word in added} for name, added in listed.items() if added}


def as_said(item: FeedItem) -> tuple[object, ...]:
    """An interaction as the model's `Row.content` has it."""
    minute = (item.occurred_at - START) // timedelta(minutes=1)
    words = (item.channel.lower(), item.kind.lower(), item.stage.lower())
    return (minute, *words, "" if item.value is None else f"{item.value:g}", item.owner)


@pytest.mark.proof
def test_a_workspace_does_what_its_model_does(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "FEW", 6)  # so that all columns are written anew every now and then
    run_state_machine_as_test(
        lambda: Machine(store, tmp_path),
        settings=settings(max_examples=cases(150), stateful_step_count=20, suppress_health_check=list(HealthCheck)),
    )
