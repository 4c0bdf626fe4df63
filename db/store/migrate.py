"""Brings a database to the newest version of its tables."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from journey_core.errors import StoreError

SCRIPTS = Path(__file__).parent.parent / "migrations"


def migrate(engine: Engine, part: str) -> None:
    """Runs the missing migrations of a part (directory or workspace), in one transaction."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":  # two processes may start at once
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7304551)")
        present = _present(connection, part)
        if present == _newest(part):
            return
        if present and present not in _known(part):
            raise StoreError("The store was made by a newer version of this program; update the program first.")
        command.upgrade(configuration(part, connection), "head")


def configuration(part: str, connection: Connection) -> Config:
    """Alembic's configuration for one part, on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("version_locations", str(SCRIPTS / part / "versions").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes.update(part=part, connection=connection)
    return config


def _present(connection: Connection, part: str) -> str | None:
    return MigrationContext.configure(connection, opts={"version_table": f"version_{part}"}).get_current_revision()


@cache
def _scripts(part: str) -> ScriptDirectory:
    return ScriptDirectory(str(SCRIPTS), version_locations=[str(SCRIPTS / part / "versions")])


def _newest(part: str) -> str | None:
    return _scripts(part).get_current_head()


def _known(part: str) -> set[str]:
    return {script.revision for script in _scripts(part).walk_revisions()}
