"""The practice register: invented members, departments, calls and invoices."""

from datetime import datetime
from random import Random

from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.imports.preview import ImportDone, ImportedRow
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.services.practice.calls import SIGN, CallFiller
from sentralbord_desktop.services.practice.members import invented_members
from sentralbord_desktop.services.practice.organisation import with_departments
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.imports import bulk_members, runs
from sentralbord_desktop.storage.members.members import count_members
from sentralbord_desktop.storage.organisation import read_organisation, save_organisation


def fill_practice(database: Database, moment: datetime) -> None:
    """Fill an empty practice register. The members are always the same; dates are relative to `moment`."""
    with database.transaction() as session:
        if count_members(session):
            return
        chance = Random(1)  # noqa: S311 - a reproducible register
        save_organisation(session, with_departments(read_organisation(session), chance))
        people = invented_members(chance, today(moment))
        entries = [ImportedRow(row, values) for row, values in enumerate(people, 2)]
        run = runs.log_run(session, ImportDone(len(entries), 0, 0, 0), at=moment, author=SIGN)
        bulk_members.add_members(session, entries, run=run, progress=Progress())
        CallFiller(session, chance, moment, people).fill()
