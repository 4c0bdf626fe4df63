"""A store from before texts were compared in NFC and without invisible marks: its leads and rows keep their ids.

The rows below were written by the version before; their ids are what it made of them.
"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Connection, create_engine, select, text

from db.access.roles import as_operator
from db.checks.check import check
from db.leads.cards import find_lead
from db.log.derived import rebuild_journeys
from db.log.imports import import_file
from db.log.record import Entry, record
from db.log.undo import undo
from db.store.seed import seed_words
from db.store.store import Store
from db.store.tables import INTERACTION, LEAD, OLDER_LEAD, STATE
from db.store.workspaces import Workspace, open_workspace
from journey_core.intake.rows.mapping import Mapping
from tests.db.store.test_old_store import MADE, at

FILE: Final = """lead,occurred_at,kind,channel,campaign,content,owner,external_id,source
Zoé,2024-01-01,note,web,Spring\u00a0Sale,"a  b",N/A,,
Zoe\u0301,2024-01-02,note,web,spring sale,a\u200bb,Bo,,
Ada@Example.com,2024-01-03,converted,call,,,,x1,CRM
ada@example.com,2024-01-04,converted,call,,,,x\u200b2,CRM\u00a0A
@plain,2024-01-05,email_sent,email,,hello,,,
Eve@example.com,2024-01-06,note,,,,,,
"""
LEADS: Final = {
    6312531293209272815: "Zoé", 4099490701935697514: "Zoe\u0301", 641587313822580184: "Ada@Example.com",
    3719300167303859699: "ada@example.com", 5389327973340695352: "@plain", 2184234537622227902: "Eve@example.com",
}  # fmt: skip
WORDS: Final = (
    ("campaign", 1, "Spring\u00a0Sale"), ("campaign", 2, "spring sale"), ("owner", 1, "N/A"), ("owner", 2, "Bo"),
    ("source", 6, "CRM"), ("source", 7, "CRM\u00a0A"),
)  # fmt: skip
ROWS: Final = (
    (993317943056275228, 7553497064453079277, 4, 13, 1, 5, 1, "a  b", ""),
    (6101834048716769955, 9016671210899865980, 4, 13, 2, 5, 2, "a\u200bb", ""),
    (7706328212030019687, 1542459741808265830, 3, 15, 0, 6, 0, "", "x1"),
    (6589847832982269114, 6643246585415657829, 3, 15, 0, 7, 0, "", "x\u200b2"),
    (171794065338703351, 2499622833115525627, 1, 1, 0, 5, 0, "hello", ""),
    (1407014030978131358, 5363272715126276924, 0, 13, 0, 5, 0, "", ""),
)
"""interaction_id, content_hash, channel, kind, campaign, source, owner, content, external_id; one a lead and day."""
OPTIONS: Final = (
    '{"delimiter":",","encoding":"utf-8","mapping":{"columns":{"campaign":"campaign","channel":"channel","content":'
    '"content","external_id":"external_id","kind":"kind","lead":"lead","occurred_at":"occurred_at","owner":"owner",'
    '"source":"source"},"constants":{},"date_format":null,"timezone":null,"values":{}},"phone_region":"",'
    '"source":"csv","zone":"UTC"}'
)
DAY: Final = 86_400_000_000
FIRST: Final = 1_704_067_200_000_000


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "old"
    (folder / "workspaces").mkdir(parents=True)
    made = f"INSERT INTO workspace (workspace_id, name, created_at) VALUES (1, 'First', {MADE})"
    at(folder / "directory.sqlite", "directory", "0001_directory", [made])
    at(folder / "workspaces" / "1.sqlite", "workspace", "0003_workspace", [])
    engine = create_engine(f"sqlite:///{folder}/workspaces/1.sqlite")
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()
    opened = open_workspace(as_operator(Store.open(f"sqlite:///{folder}"), "First"))
    with opened.write("import") as connection:
        rebuild_journeys(connection, opened)
    return opened


def fill(connection: Connection) -> None:
    """Writes what the version before made of FILE."""
    put(connection, "workspace_state", data_version=1, last_import_id=1, last_spend_id=0, changes_since=0)
    seed_words(connection, 1)
    for name, code, word in WORDS:
        put(connection, "word", list=name, code=code, word=word, folded=word.casefold(), position=0, is_kept=0)
    sha256 = hashlib.sha256(FILE.encode()).hexdigest()
    counts = {"rows": 6, "created": 6, "duplicate": 0, "rejected": 0, "leads_created": 6}
    told = {"filename": "old.csv", "source": "csv", "seconds": 0.1, "header": "[]", "new_words": "{}"}
    put(
        connection, "import", import_id=1, sha256=sha256, options=OPTIONS, created_at="2026-01-01 00:00:00",
        **counts, **told,
    )  # fmt: skip
    nothing = dict.fromkeys(("name", "email", "phone", "company"), "")
    for place, ((lead_id, key), row) in enumerate(zip(LEADS.items(), ROWS, strict=True)):
        ours, content_hash, channel, kind, campaign, source, owner, content, external_id = row
        said = {1: "N/A", 2: "Bo"}.get(owner, "")
        put(connection, "lead", lead_id=lead_id, key=key, owner=said, attributes="{}", **nothing)
        if said:
            put(connection, "lead_attribute", lead_id=lead_id, name="owner", import_id=1, value=said)
        put(
            connection, "interaction", interaction_id=ours, lead_id=lead_id, occurred_at=FIRST + place * DAY,
            channel=channel, kind=kind, direction=0, stage=0, campaign=campaign, source=source, owner=owner,
            content=content, details="", external_id=external_id, content_hash=content_hash,
        )  # fmt: skip
        put(connection, "import_row", interaction_id=ours, import_id=1, row_number=place + 1)


def put(connection: Connection, table: str, **values: object) -> None:
    names = ", ".join(("workspace_id", *values))
    marks = ", ".join(("1", *(f":{name}" for name in values)))
    connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({marks})'), values)


def ids(workspace: Workspace) -> tuple[set[int], set[int]]:
    with workspace.read("see") as connection:
        leads = connection.scalars(select(LEAD.c.lead_id)).all()
        return set(leads), set(connection.scalars(select(INTERACTION.c.interaction_id)))


def test_ids_stay_check_is_clean_and_equal_keys_are_possible_duplicates(workspace: Workspace) -> None:
    assert ids(workspace) == (set(LEADS), {row[0] for row in ROWS})
    report = check(workspace)
    assert report.differences == ()
    (notice,) = report.notices
    assert notice.what == "possible duplicates: keys that are compared as equal"
    assert notice.leads == ["Zoe\u0301", "Zoé", "Ada@Example.com", "ada@example.com"]


def test_the_same_file_again_says_that_it_is_there(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text(FILE, encoding="utf-8", newline="")
    again = import_file(workspace, tmp_path / "old.csv", mapping=Mapping())
    assert (again.is_repeat, again.import_id, again.created) == (True, 1, 0)


def test_its_rows_in_another_file_create_nothing(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text(FILE + "new,2024-02-01,note,,,,,,\n", encoding="utf-8", newline="")
    again = import_file(workspace, tmp_path / "more.csv", mapping=Mapping())
    assert (again.created, again.duplicate, again.leads_created, again.rejected) == (1, 6, 1, 0)
    assert check(workspace).differences == ()
    undo(workspace, 1)
    assert check(workspace).differences == ()
    assert ids(workspace)[1] > {row[0] for row in ROWS}


@pytest.mark.parametrize(
    ("typed", "lead_id"),
    [
        ("Zoé", 6312531293209272815), ("Zoe\u0301", 4099490701935697514), ("Ada@Example.com", 641587313822580184),
        ("ADA@example.com", 3719300167303859699), ("Eve@example.com", 2184234537622227902),
        ("eve@example.com", 2184234537622227902),
    ],
)  # fmt: skip
def test_a_new_row_belongs_to_the_lead_that_is_spelled_so_else_to_the_one_that_is_equal(
    workspace: Workspace, tmp_path: Path, typed: str, lead_id: int
) -> None:
    assert find_lead(workspace, typed).lead_id == lead_id
    assert record(workspace, Entry(datetime(2024, 3, 1, tzinfo=UTC), lead=typed, kind="note")).lead_id == lead_id
    (tmp_path / "new.csv").write_text(f"lead,occurred_at,kind\n{typed},2024-03-02,note\n", encoding="utf-8")
    assert import_file(workspace, tmp_path / "new.csv", mapping=Mapping()).leads_created == 0
    assert ids(workspace)[0] == set(LEADS)


def test_a_row_that_is_logged_again_is_known(workspace: Workspace) -> None:
    entry = Entry(
        datetime(2024, 1, 2, tzinfo=UTC), lead="Zoe\u0301", kind="note", channel="web", campaign="spring sale",
        content="a\u200bb", owner="Bo", source="csv",
    )  # fmt: skip
    assert not record(workspace, entry).created


def test_leads_that_go_leave_nothing_behind(workspace: Workspace) -> None:
    undo(workspace, 1)
    with workspace.read("see") as connection:
        assert connection.execute(select(OLDER_LEAD)).all() == []
        assert connection.scalar(select(STATE.c.oldest_hash)) == 1
    assert check(workspace).differences == ()


def test_a_new_store_has_no_older_hashes(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'new'}")
    store.add_workspace("First")
    with open_workspace(as_operator(store, "First")).read("see") as connection:
        assert connection.scalar(select(STATE.c.oldest_hash)) == 2
