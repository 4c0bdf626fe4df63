"""What a disk or a database server does wrong, said in a sentence: the one place where that is decided."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from journey_core.errors import StoreBusy, StoreError

OUR_FAULT: Final = frozenset({"ProgrammingError", "IntegrityError", "DataError", "NotSupportedError", "InterfaceError"})
"""Errors of both drivers that no disk and no server causes: they surface as what they are."""


@contextmanager
def in_sentences(file: Path | None = None, *, is_opening: bool = False) -> Iterator[None]:
    """Turns errors of storage inside the block into StoreError; every other error passes. `file`: what must be there,
    so that its loss is told and not what came of it. `is_opening`: a server that is asked for something it does not
    have or allow is one, too.
    """
    try:
        yield
    except PoolTimeout as error:
        raise StoreBusy("Too many people are reading at once; try again in a moment.") from error
    except Exception as error:
        said = _sentence(error, is_opening=is_opening) if _is_of_storage(error) else None
        if said is None:
            raise
        raise (StoreError(missing(file)) if file and not file.exists() else said) from error


def missing(file: Path) -> str:
    """The sentence of a file that should be there."""
    what = "is cut short" if file.exists() else "is missing"
    if file.stem == "directory":
        return f"The file {file.name}, which knows the workspaces of this store, {what}: a backup must be put back."
    return (
        f"The file {file.name} of this store {what}: its workspace was removed meanwhile, or a backup must be put back."
    )


def _is_of_storage(error: Exception) -> bool:
    """Whether the system, SQLAlchemy or a driver raised it; psycopg is not imported where nobody needs it."""
    if isinstance(error, OSError | DBAPIError | sqlite3.Error) or type(error).__module__.startswith("psycopg"):
        return True
    return isinstance(error, ValueError) and _raised_in(error).startswith("sqlalchemy.")  # text or a time is damaged


def _raised_in(error: Exception) -> str:
    """The module whose code raised an error."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    return str(place.tb_frame.f_globals.get("__name__", "")) if place else ""


def _sentence(error: Exception, *, is_opening: bool) -> StoreError | None:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if not is_opening and OUR_FAULT & {each.__name__ for each in type(cause).__mro__}:
        return None
    reason = str(cause).strip().split("\n")[0].rstrip(".")
    if "lock timeout" in reason or "database is locked" in reason:
        return StoreBusy("Somebody else is writing to this workspace; try again when they have finished.")
    return StoreError(f"Reading or writing failed: {reason or type(cause).__name__}.")
