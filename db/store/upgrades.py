"""The missing migrations, run by Alembic."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from db.store.scripts import SCRIPTS


def upgrade(connection: Connection, part: str) -> None:
    """Brings a part (directory or workspace) to its newest version inside the transaction of the connection."""
    command.upgrade(configuration(part, connection), "head")


def configuration(part: str, connection: Connection) -> Config:
    """Alembic's configuration for one part, on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("version_locations", str(SCRIPTS / part / "versions").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes.update(part=part, connection=connection)
    return config
