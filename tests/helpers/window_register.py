"""The practice register of the window tests: what a window opens, and what it has written."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from sentralbord_desktop.bootstrap import DATABASE_FILE, open_services
from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.members.member import PhoneCallFields
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.storage.encryption.keys import KeySlots
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.inquiries.inquiries import add_call
from sentralbord_desktop.storage.members.members import add_member
from sentralbord_desktop.storage.members.record import open_callbacks, record_of
from sentralbord_desktop.storage.outbox import newest
from sentralbord_desktop.storage.search.search import find
from tests.helpers.union_calls import all_calls


def prepare(folder: Path) -> None:
    """A practice register with a member for each call, named after it: «Kall S10»."""
    services = open_services(folder, practice=True, os_user=current_user())
    services.session.update(name="Maja Hovde", initials="MH", loop=1)
    with services.database.transaction() as session:
        for number, call in enumerate(all_calls()):
            member = call.raw["member"]
            if member["member_no"]:
                add_member(
                    session,
                    {
                        "number": member["member_no"],
                        "first_name": "Kall",
                        "last_name": f"Nr{call.id}",
                        "department": member["department"],
                        "phone": f"990018{number:02d}",
                        "birth_date": date(1980, 1, 1),
                        "street": "Granveien 4",
                        "post_code": "2312",
                        "place": "Ottestad",
                        "status": "yrkesaktiv",
                        "employer": "Renhold Øst AS",
                    },
                    author="TEST",
                    at=services.session.clock(),
                    inquiry_id=None,
                    source="import",
                )
    services.close()


def put_on_the_first_page(folder: Path, names: Iterable[str]) -> None:
    """Each of these rang a minute ago, so that their rows are the first under «Ringte nylig»."""
    path = folder / DATABASE_FILE
    database = Database.file(path, KeySlots(path).key())
    at = now() - timedelta(minutes=1)
    with database.transaction() as session:
        for name in names:
            member = find(session, name)[0]  # as `record` finds it
            call = PhoneCallFields(
                caller_name=name, started=at, ended=at, category="kontingent", outcome="Besvart", author="ØV"
            )
            add_call(session, call, member.id, None)
    database.close()


def current_user() -> str:
    import getpass

    return getpass.getuser()


class Register:
    """What the app has written, read through a connection of its own."""

    def __init__(self, folder: Path) -> None:
        path = folder / DATABASE_FILE
        self._database = Database.file(path, KeySlots(path).key())

    def record(self, name: str) -> MemberRecord:
        with self._database.reading() as session:
            record = record_of(session, find(session, name)[0].id)
        assert record is not None
        return record

    def messages(self) -> list[tuple[str, str, str]]:
        with self._database.reading() as session:
            return [(o.kind, o.to_label, o.subject or o.body) for o in newest(session)]

    def callbacks(self) -> list[str]:
        with self._database.reading() as session:
            return [callback.subject for callback in open_callbacks(session)]

    def callbacks_about(self, category: str) -> list[str]:
        """Names of those who are to be rung about it."""
        with self._database.reading() as session:
            return [callback.name for callback in open_callbacks(session) if callback.category == category]

    def close(self) -> None:
        self._database.close()
