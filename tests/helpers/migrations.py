"""Upgrade a register to a revision."""

from alembic import command
from alembic.config import Config

from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.schema_version import MIGRATIONS


def upgrade(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
