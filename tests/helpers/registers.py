"""One register in a folder of its own: make it, open it, read its bytes, and look at how it is refused."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from sentralbord_desktop.bootstrap import DATABASE_FILE, build, open_services
from sentralbord_desktop.domain.backup import Backup
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, Key, KeySlots
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.members.members import add_member
from sentralbord_desktop.storage.tables import MemberRow
from tests.helpers.migrations import HEAD
from tests.helpers.passphrase import PASSPHRASE

KEY = Key(bytes(range(32)))


def reopen(folder: Path, passphrase: str = PASSPHRASE) -> Services:
    return open_services(folder, passphrase=passphrase, os_user="maja.hovde")


def open_with_key(folder: Path) -> Services:
    """Without the slot file, for tests that are not about it."""
    folder.mkdir(exist_ok=True)
    return build(Database.file(folder / DATABASE_FILE, KEY), folder, os_user="maja.hovde")


def enrol(services: Services, number: str = "204118", first_name: str = "Ingunn") -> Member:
    fields = {
        "number": number,
        "first_name": first_name,
        "last_name": "Fjeldheim",
        "birth_date": date(1979, 3, 14),
        "phone": "99000418",
        "department": 4,
        "status": "yrkesaktiv",
        "street": "Granveien 4",
        "post_code": "2312",
        "place": "Ottestad",
    }
    with services.database.transaction() as session:
        return add_member(session, fields, author="TEST", at=services.session.clock(), inquiry_id=None, source="import")


def older_register(folder: Path, *, members: int) -> None:
    """A closed register as this version leaves it, opened by PASSPHRASE; for `next_version` it is older."""
    folder.mkdir()
    slots = KeySlots(folder / DATABASE_FILE)
    database = Database.file(folder / DATABASE_FILE, slots.key(PASSPHRASE))
    database.migrate()
    with database.transaction() as session:
        session.add_all(MemberRow(number=str(number), first_name="Kari", last_name="Berg") for number in range(members))
        session.execute(text("UPDATE alembic_version SET version_num = :this"), {"this": HEAD})
    database.close()
    slots.confirm()


def content(folder: Path) -> dict[str, bytes]:
    """The bytes of the register and its key; the log beside it comes and goes."""
    return {name: (folder / name).read_bytes() for name in (DATABASE_FILE, SLOT_FILE) if (folder / name).is_file()}


def is_plain(error: SwitchboardError) -> None:
    """Norwegian, for the screen: no English, no engine's words, nothing behind it."""
    text = str(error)
    assert text[0].isupper()
    assert text[-1] in ".?"
    assert "\n" not in text
    for word in ("sqlite", "database", "error", "errno", "traceback", "pragma", "none"):
        assert word not in text.casefold(), text
    assert error.__cause__ is None
    assert error.__context__ is None or error.__suppress_context__


def refused(folder: Path, kind: type[SwitchboardError], passphrase: str = PASSPHRASE) -> str:
    """Opening gives one sentence of this kind, and not a byte is written."""
    before = content(folder)
    with pytest.raises(SwitchboardError) as caught:
        reopen(folder, passphrase).close()
    assert content(folder) == before
    assert type(caught.value) is kind, caught.value
    is_plain(caught.value)
    return str(caught.value)


def first_pc(folder: Path, passphrase: str | None, second: Path) -> tuple[str, Backup]:
    """A register with one member, backed up to `second`; gives its recovery code and the backup."""
    services = open_services(folder, passphrase=passphrase, os_user="maja.hovde")
    services.session.update(name="Maja Hovde", initials="MH")
    with services.database.transaction() as session:
        add_member(
            session,
            {"number": "1", "last_name": "Fjeldheim"},
            author="MH",
            at=services.session.clock(),
            inquiry_id=None,
            source="import",
        )
    code = services.recovery.new_code()
    services.recovery.keep(code)
    services.backups.save_second(str(second))
    made = services.backups.take()
    services.close()
    shutil.rmtree(folder)
    return code, made
