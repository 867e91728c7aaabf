"""The practice register: invented people, departments, calls and invoices."""

from datetime import datetime

from sentralbord_desktop.storage.database import Database


def fill_practice(database: Database, moment: datetime) -> None:
    """Fill an empty practice register; does nothing when it has members already."""
