"""Brings a database to the newest version of its tables; the usual case, that it is already there, is told at once."""

from sqlalchemy import Connection, Engine, column, inspect, select, table

from db.store.scripts import versions
from journey_core.errors import StoreError


def migrate(engine: Engine, part: str, *, only_look: bool = False) -> bool:
    """Runs the missing migrations of a part (directory or workspace), in one transaction, unless it is only to look;
    whether there is none left to run.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql" and not only_look:  # two processes may start at once
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7304551)")
        present, known = _present(connection, part), versions(part)
        if present == known[-1]:
            return True
        if present and present not in known:
            raise StoreError("The store was made by a newer version of this program; update the program first.")
        if only_look:
            return False
        from db.store.upgrades import upgrade  # noqa: PLC0415, Alembic loads slowly and is rarely needed

        upgrade(connection, part)
        return True


def is_new(engine: Engine, part: str) -> bool:
    """Whether a database has no tables of this part yet."""
    with engine.begin() as connection:
        return _present(connection, part) is None


def _present(connection: Connection, part: str) -> str | None:
    name = f"version_{part}"
    if not inspect(connection).has_table(name):
        return None
    present: str | None = connection.scalar(select(column("version_num")).select_from(table(name)))
    return present
