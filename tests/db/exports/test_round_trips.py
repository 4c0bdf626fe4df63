"""Every file of ours comes back as nothing new, whatever its texts are, and says the same in an empty workspace."""

from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db.access.roles import as_operator
from db.exports.tables import export
from db.kept.spend import import_spend, save_spend, spend_records
from db.leads.cards import find_lead
from db.log.import_history import imports
from db.log.imports import import_file
from db.log.record import Entry, edit_lead, record
from db.log.rejects import rejects_csv
from db.sessions.screen_contents import keep_table, write_shown
from db.store.settings import Settings, save_settings
from db.store.store import Store
from db.store.tables import INTERACTION, LEAD
from db.store.workspaces import Workspace, open_workspace
from journey_core.attribution.spend import Spend
from journey_core.calendar.parsing import day
from journey_core.errors import BadInput
from journey_core.intake.cells.safe_text import guard
from journey_core.intake.rows.mapping import Mapping
from pages.screens.spend.table import spend_frame
from tests.db.conftest import Load
from tests.proofs import cases

SUFFIXES = ["csv", "xlsx"]
HOSTILE = [
    "=1+1", "@handle", "-17", "+49 30 901820", "'=x", "'@y", "''", "'\u2060=1", "'\u2060'\u2060=1", "＝2", "\tTab",
    "a\nb", "a\r\nb", "a\rb", "Zoe\u0301", "Zoé", "a\u00a0b", "a\u200bb", "ａ", "a,b;c\td", '"', "_x0041_",
    "2024-03-04", "45000", "12.500", "1,234", "TRUE", "00123", "1E5", "💥", "\u202eabc", "reject_row", "lead", "n/a ok",
    "<b>", "{}", "null?", "İ", "ß",
]  # fmt: skip


def log_of(workspace: Workspace) -> tuple[set[tuple[int, ...]], set[int]]:
    """What the log says: ids, content and leads of all interactions, and all leads."""
    with workspace.read("see") as connection:
        names = ("interaction_id", "lead_id", "content_hash", "occurred_at")
        rows = connection.execute(select(*(INTERACTION.c[name] for name in names)).where(workspace.owns(INTERACTION)))
        leads = connection.scalars(select(LEAD.c.lead_id).where(workspace.owns(LEAD)))
        return {tuple(row) for row in rows}, set(leads)


def other_of(store: Store, name: str) -> Workspace:
    """A new, empty workspace."""
    store.add_workspace(name)
    return open_workspace(as_operator(store, name))


def comes_back(workspace: Workspace, empty: Workspace, folder: Path, suffix: str) -> None:
    """The log goes out, comes back as nothing new, and says the same in an empty workspace."""
    before, path = log_of(workspace), folder / f"rows.{suffix}"
    count = export(workspace, "interactions", path)
    again = import_file(workspace, path, mapping=Mapping())
    assert (again.created, again.duplicate, again.rejected, again.leads_created) == (0, count, 0, 0)
    assert again.reject_reasons == again.warning_reasons == {}
    assert log_of(workspace) == before
    assert import_file(empty, path, mapping=Mapping()).created == count
    assert log_of(empty) == before


def messy(rows: list[tuple[str, ...]]) -> str:
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return (
        "lead,occurred_at,kind,channel,campaign,content,detail.x,lead.y,value,external_id\n" + "\n".join(quoted) + "\n"
    )


@st.composite
def logs(draw: st.DrawFn) -> str:
    """A file of interactions with hostile text wherever text may be."""
    texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6))
    named = texts.map(lambda text: f"{text}x")
    numbers = st.one_of(st.just(""), st.floats(-1e9, 1e9).map(repr), st.sampled_from(["12.1250", "7", "0.125", "-3.5"]))
    at = st.integers(0, 4_000_000_000_000_000).map(lambda us: f"{us}")
    row = st.tuples(named, at, named, named, texts, texts, texts, texts, numbers, st.just(""))
    return messy(draw(st.lists(row, min_size=1, max_size=8)))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_hostile_text_comes_back_as_it_went_out(load: Load, workspace: Workspace, tmp_path: Path, suffix: str) -> None:
    rows = [
        (f"{text} {place}", "2024-10-27T00:30:00.123456Z", "note", "web", text, text, text, text, "12.1250", "")
        for place, text in enumerate(HOSTILE)
    ]
    rows += [
        (text, f"2024-10-27T01:30:{place:02}Z", "note", "web", "", "", "", "", "7", text)
        for place, text in enumerate(HOSTILE)
    ]
    save_settings(workspace, Settings(zone="Europe/Berlin"))
    result = load(messy(rows))
    assert result.created > 70
    empty = other_of(workspace.store, "Other")
    save_settings(empty, Settings(zone="Asia/Kolkata"))
    comes_back(workspace, empty, tmp_path, suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_list_of_leads_comes_back_as_nothing_new(
    load: Load, workspace: Workspace, tmp_path: Path, suffix: str
) -> None:
    load(
        "lead,occurred_at,kind,name,email,owner,lead.size\n=a,2024-01-01,note,@Ann,ann@example.com,-Bo,+9\n"
        "b,2024-01-01,note,,,,\n"
    )
    export(workspace, "leads", tmp_path / f"leads.{suffix}")
    before = (tmp_path / f"leads.{suffix}").read_bytes()
    result = import_file(workspace, tmp_path / f"leads.{suffix}", mapping=Mapping())
    assert (result.created, result.duplicate, result.rejected, result.leads_created) == (0, 2, 0, 0)
    export(workspace, "leads", tmp_path / "again.csv")
    if suffix == "csv":
        assert (tmp_path / "again.csv").read_bytes() == before


def test_a_list_of_leads_adds_what_was_not_known_and_rejects_whom_nobody_knows(
    load: Load, workspace: Workspace
) -> None:
    load("lead,occurred_at,kind,name\na,2024-01-01,note,Ann\n")
    result = load("lead,name,company\na,Other,Acme\nzed,Z,\n")
    assert (result.created, result.duplicate, result.rejected) == (0, 1, 1)
    assert result.reject_reasons == {"there is no such lead: a lead comes with its first interaction": 1}
    with workspace.read("see") as connection:
        assert [tuple(row) for row in connection.execute(select(LEAD.c.name, LEAD.c.company))] == [("Ann", "Acme")]
    assert imports(workspace)[0].created == 0


def test_a_key_copied_from_an_export_is_the_lead_of_that_key(load: Load, workspace: Workspace) -> None:
    load("lead,occurred_at,kind\n@handle,2024-01-01,note\n")
    copied = guard("@handle")
    assert find_lead(workspace, copied).key == "@handle"
    again = record(workspace, Entry(datetime(2024, 1, 2, tzinfo=UTC), lead=copied, kind="note"))
    assert again.lead_key == "@handle"


def test_a_file_with_a_column_that_nobody_knows_is_no_list_of_leads(load: Load) -> None:
    with pytest.raises(BadInput, match="No column says when it happened"):
        load("email,name,Datum\nann@example.com,Ann,2024-01-01\n")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_spend_comes_back_as_nothing_new(workspace: Workspace, tmp_path: Path, suffix: str) -> None:
    save_spend(workspace, Spend("display", day("2024-03-01"), day("2024-03-31"), 12.125))
    save_spend(workspace, Spend("web", day("2024-03-01"), day("2024-03-31"), 1200.0))
    path = tmp_path / f"spend.{suffix}"
    write_shown(workspace, "s", keep_table(workspace, "s", "Spend", spend_frame(spend_records(workspace))), path)
    brought = import_spend(workspace, path)
    assert (brought.saved, brought.unchanged, brought.rejects) == (0, 2, ())


def test_mended_rejects_come_back_and_the_others_as_before(load: Load, workspace: Workspace, tmp_path: Path) -> None:
    result = load("lead,occurred_at,kind,content\n@a,2024-01-01,note,-x\n-b,soon,note,=y\n")
    text = "".join(rejects_csv(workspace, result.import_id or 0))
    path = tmp_path / "rejects.csv"
    path.write_text(text, encoding="utf-8", newline="")
    again = import_file(workspace, path, mapping=Mapping(date_format="iso"))
    assert (again.created, again.rejected) == (0, 1)
    path.write_text(text.replace("soon", "2024-01-02"), encoding="utf-8", newline="")
    mended = import_file(workspace, path, mapping=Mapping())
    assert (mended.created, mended.rejected) == (1, 0)
    assert set(journey_texts(workspace)) == {("@a", "-x"), ("-b", "=y")}


def journey_texts(workspace: Workspace) -> list[tuple[str, ...]]:
    with workspace.read("see") as connection:
        same = LEAD.c.lead_id == INTERACTION.c.lead_id
        return [tuple(row) for row in connection.execute(select(LEAD.c.key, INTERACTION.c.content).join(LEAD, same))]


def test_what_a_person_said_of_a_lead_is_not_overwritten_by_its_export(
    load: Load, workspace: Workspace, tmp_path: Path
) -> None:
    load("lead,occurred_at,kind,name\na,2024-01-01,note,Ann\n")
    export(workspace, "leads", tmp_path / "leads.csv")
    with workspace.read("see") as connection:
        lead_id = connection.scalar(select(LEAD.c.lead_id))
    edit_lead(workspace, lead_id or 0, {"name": "Anna"})
    import_file(workspace, tmp_path / "leads.csv", mapping=Mapping())
    with workspace.read("see") as connection:
        assert connection.scalar(select(LEAD.c.name)) == "Anna"


NUMBERS = count()


@pytest.mark.proof
@settings(max_examples=cases(1_000, share=25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=logs(), suffix=st.sampled_from(["csv", "csv", "csv", "xlsx"]))
def test_any_log_comes_back_as_nothing_new(sqlite_store: Store, tmp_path: Path, text: str, suffix: str) -> None:
    number = next(NUMBERS)
    here, there = (other_of(sqlite_store, f"{letter} {number}") for letter in "ab")
    path = tmp_path / f"{number}.csv"
    path.write_text(text, encoding="utf-8", newline="")
    import_file(here, path, mapping=Mapping(date_format="epoch_us"))
    comes_back(here, there, tmp_path, suffix)
