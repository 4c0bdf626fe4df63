"""Only ids that were given are sessions, each for as long as it is said, and what is stored gives none of them away."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from db.access import sessions
from db.access.sessions import (
    ABSOLUTE,
    IDLE,
    UNUSED,
    give_session,
    link_token,
    offer,
    opened_by,
    opened_by_link,
    session_of,
)
from db.store.directory_tables import SESSION
from db.store.store import Store
from journey_core.errors import Refused, UnknownAddress


def aged(store: Store, **columns: timedelta) -> None:
    """Moves times of all sessions into the past."""
    with store.directory.write() as connection:
        for name, age in columns.items():
            connection.execute(update(SESSION).values({name: datetime.now(UTC) - age}))


def count(store: Store) -> int:
    with store.directory.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(SESSION)) or 0)


@pytest.mark.parametrize("never_given", [None, "", "A" * 43, "short"])
def test_an_id_that_was_not_given_is_no_session(store: Store, never_given: str | None) -> None:
    give_session(store)
    assert session_of(store, never_given) is None


def test_a_session_is_the_same_after_a_restart(store: Store) -> None:
    store.add_workspace("One")
    store.add_workspace("Two")
    given = give_session(store)
    found = session_of(store, given)
    assert found
    offer(store, found, store.named("Two"))
    again = Store.open(store.url)
    after = session_of(again, given)
    assert after
    assert (after.user, opened_by(again, after, "").name) == (found.user, "Two")
    again.close()


def test_no_id_is_stored(store: Store) -> None:
    given = give_session(store)
    with store.directory.read() as connection:
        (row,) = connection.execute(select(SESSION)).all()
    assert given not in map(str, row)
    assert row.user != row.token_hash


@pytest.mark.parametrize(
    ("column", "age"), [("seen_at", IDLE), ("created_at", ABSOLUTE)], ids=["not seen for long", "given long ago"]
)
def test_a_session_ends(store: Store, column: str, age: timedelta) -> None:
    given = give_session(store)
    assert session_of(store, given)
    aged(store, **{column: age - timedelta(minutes=1)})
    assert session_of(store, given)
    aged(store, **{column: age + timedelta(minutes=1)})
    assert session_of(store, given) is None
    give_session(store)
    assert count(store) == 1, "those that are over go"


def test_one_that_never_came_again_ends_after_a_day(store: Store) -> None:
    given = give_session(store)
    aged(store, seen_at=UNUSED + timedelta(minutes=1))
    assert session_of(store, given) is None


def test_programs_that_take_no_cookie_fill_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST_UNUSED", 5)
    kept = give_session(store)
    assert session_of(store, kept)
    for _ in range(20):
        give_session(store)
    assert count(store) == 7, "five that were not used, the newest, and the one that was"
    assert session_of(store, kept)


def test_a_session_is_noted_as_seen_now_and_then(store: Store) -> None:
    given = give_session(store)
    assert session_of(store, given)
    aged(store, seen_at=timedelta(days=1))
    assert session_of(store, given)
    with store.directory.read() as connection:
        seen = connection.scalar(select(SESSION.c.seen_at))
    assert seen and datetime.now(UTC) - seen < timedelta(minutes=1)


def test_an_address_opens_its_workspace_or_says_the_same_of_any_other(store: Store) -> None:
    """ATTACKS 31: nobody learns whether a workspace that they can't see is there."""
    store.add_workspace("One")
    found = session_of(store, give_session(store))
    assert found
    assert opened_by(store, found, store.named("One").address).name == "One"
    with pytest.raises(UnknownAddress, match="no workspace at this address, or it is not yours"):
        opened_by(store, found, "elsewhere")


def test_without_a_workspace_nothing_opens(store: Store) -> None:
    found = session_of(store, give_session(store))
    assert found
    with pytest.raises(Refused, match="no workspace yet"):
        opened_by(store, found, "")


def test_an_offered_workspace_that_is_gone_gives_way_to_the_oldest(store: Store) -> None:
    for name in ("One", "Two"):
        store.add_workspace(name)
    found = session_of(store, give_session(store))
    assert found
    offer(store, found, store.named("Two"))
    store.remove_workspace("Two")
    again = session_of(store, found.id)
    assert again
    assert opened_by(store, again, "").name == "One"


Change = Callable[[str, str, str], tuple[str, str]]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        (lambda here, _, token: (here, token), None),
        (lambda _, there, token: (there, token), Refused),
        (lambda here, _, token: (here, token[::-1]), UnknownAddress),
        (lambda here, _, token: (here, ""), UnknownAddress),
        (lambda _, there, token: ("elsewhere", token), UnknownAddress),
        (lambda here, _, token: (here, f"{token}\u00e9"), UnknownAddress),
    ],
)
def test_a_link_is_for_one_session_and_workspace(store: Store, changed: Change, error: type[Exception] | None) -> None:
    for name in ("Here", "There"):
        store.add_workspace(name)
    found, other = (session_of(store, give_session(store)) for _ in range(2))
    assert found and other
    here, there = store.named("Here").address, store.named("There").address
    asked = changed(here, there, link_token(found.id, here))
    if error is None:
        assert opened_by_link(store, found, *asked).name == "Here"
    else:
        with pytest.raises(error):
            opened_by_link(store, found, *asked)
    with pytest.raises(UnknownAddress):
        opened_by_link(store, other, here, link_token(found.id, here))
