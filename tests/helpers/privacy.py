"""What the tests of privacy read out of a register."""

from sqlalchemy import inspect, text

from sentralbord_desktop.domain.members.member import Remark
from sentralbord_desktop.domain.privacy.entries import WrittenEntry
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.engine.database import Database

CANARY = "Kanarifugl"


def as_entry(remark: Remark) -> WrittenEntry:
    return WrittenEntry("remark", remark.id, remark.written, remark.author, remark.text)


def everything(database: Database) -> str:
    """Every cell of every table as text."""
    with database.reading() as session:
        tables = inspect(database.engine).get_table_names()
        found = [
            repr(tuple(row))
            for table in tables
            if "member_search" not in table
            for row in session.execute(text(f'SELECT * FROM "{table}"'))
        ]
    return "\n".join(found)


def count(database: Database, table: str) -> int:
    with database.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)


def due(services: Services) -> dict[str, int]:
    return {one.key: one.count for one in services.retention.preview() if one.count}
