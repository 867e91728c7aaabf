"""A damaged register: what can be read is saved into a new one, and the damaged file is never written to."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from sentralbord_desktop.bootstrap import DATABASE_FILE, open_services
from sentralbord_desktop.cli import main
from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.errors import BackupError, DatabaseDamagedError, NotAllowedError
from sentralbord_desktop.domain.progress import ImportCancelledError, Progress
from sentralbord_desktop.services.backup.rescue import rescue
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.backup.backup import FOLDER
from sentralbord_desktop.storage.backup.salvage import salvage
from sentralbord_desktop.storage.encryption.keys import KeySlots
from sentralbord_desktop.storage.engine.raw_connection import opened
from tests.helpers import calls
from tests.helpers.damage import PAGE, break_pages, digest, middle
from tests.helpers.figures import Say
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.registers import enrol, reopen

PEOPLE = 3_000


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed register with some thousand members, calls, notes and a callback."""
    folder = tmp_path_factory.mktemp("hel") / "kontor"
    services = open_services(folder, passphrase=PASSPHRASE, os_user="maja.hovde")
    services.session.update(name="Maja Hovde", initials="MH", loop=2)
    file = folder / "medlemmer.csv"
    file.write_text(
        "medlemsnummer;fornavn;etternavn;telefon;fødselsdato\n"
        + "".join(f"{300000 + n};Åse{n};Øyen{n % 90};{90000000 + n};14.03.1979\n" for n in range(PEOPLE)),
        encoding="utf-8",
    )
    services.member_imports.write(services.member_imports.preview(services.member_imports.read(file)))
    member = enrol(services)
    services.inquiries.complete(calls.dismissal(services, member))
    for n in range(60):
        services.members.remark(member.id, f"Merknad {n} " + "ord " * 40)
    services.close()
    return folder


@pytest.fixture
def damaged(whole: Path, tmp_path: Path) -> Path:
    """The same with some pages of the members' own table that nobody can decrypt."""
    folder = copied(whole, tmp_path)
    break_pages(folder / DATABASE_FILE, middle(folder))
    return folder


def copied(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "kontor"))


def count(services: Services, table: str) -> int:
    with services.database.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)


@pytest.mark.figures("R4")
def test_what_can_be_read_is_saved_and_brought_back_and_the_damaged_file_is_untouched(
    damaged: Path, figure: Say
) -> None:
    before = digest(damaged / DATABASE_FILE)
    services = reopen(damaged)
    faults = services.member_imports.faults()
    assert "hentet fra sikkerhetskopien" in faults[-1]
    made, done = services.backups.rescue()
    assert digest(damaged / DATABASE_FILE) == before
    assert done.broken
    lost = PEOPLE + 1 - made.members
    assert 0 <= lost < 400
    assert made.title.endswith("berget fra et skadet register")
    assert services.backups.drill([made]) == {made.name: ""}
    services.backups.restore(made)
    services.close()
    services = reopen(damaged)
    assert services.member_imports.faults() == []
    assert count(services, "member") == made.members
    with services.database.reading() as session:
        numbers = session.execute(text("SELECT number FROM member ORDER BY number LIMIT 5")).scalars().all()
    for number in numbers:
        assert [hit.number for hit in services.members.search(number)][:1] == [number]
    assert count(services, "inquiry") == 1
    aside = next((damaged / "lagt-til-side").rglob(DATABASE_FILE))
    assert digest(aside) == before
    services.close()
    figure("R4", f"3 broken pages of {PEOPLE + 1} members: {made.members} saved, the damaged file untouched")


def test_a_whole_register_is_saved_whole(whole: Path, tmp_path: Path) -> None:
    services = reopen(copied(whole, tmp_path))
    made, done = services.backups.rescue()
    assert (done.broken, done.dropped) == ([], 0)
    for table, saved in done.counts.items():
        assert saved == count(services, table), table
    assert made.members == PEOPLE + 1
    services.close()


def test_what_an_older_register_lacks_gets_the_value_that_a_new_row_has(whole: Path, tmp_path: Path) -> None:
    older, key = copied(whole, tmp_path) / DATABASE_FILE, KeySlots(whole / DATABASE_FILE).key(PASSPHRASE)
    with closing(opened(older, key, "rw")) as connection:
        connection.execute("ALTER TABLE operator DROP COLUMN lock_minutes")
    done = salvage(older, tmp_path / "ny.db", key, Progress())
    assert (done.broken, done.counts["operator"]) == ([], 1)
    with closing(opened(tmp_path / "ny.db", key)) as connection:
        assert connection.execute("SELECT initials, lock_minutes FROM operator").fetchall() == [("MH", 10)]


def test_a_register_that_does_not_open_is_saved_by_its_key_and_comes_back_at_the_next_start(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(whole, tmp_path)
    register = folder / DATABASE_FILE
    key = KeySlots(register).key(PASSPHRASE)
    with closing(opened(register, key)) as connection:
        asked = "SELECT rootpage FROM sqlite_master WHERE name = 'alembic_version'"
        page = connection.execute(asked).fetchone()[0]
    break_pages(register, [page, *middle(folder)])
    before = digest(register)
    with pytest.raises(DatabaseDamagedError):
        reopen(folder)
    monkeypatch.setenv("SENTRALBORD_PASSPHRASE", PASSPHRASE)
    assert main.run(["--data", str(folder), "backup", "rescue"]) == 0
    assert "hentes neste gang" in capsys.readouterr().out
    assert digest(register) == before
    services = reopen(folder)
    assert services.member_imports.faults() == []
    assert services.members.count() > PEOPLE - 400
    services.close()


def test_where_nothing_can_be_read_nothing_is_made(whole: Path, tmp_path: Path) -> None:
    folder = copied(whole, tmp_path)
    register = folder / DATABASE_FILE
    break_pages(register, list(range(80, register.stat().st_size // PAGE)))
    before = digest(register)
    key = KeySlots(register).key(PASSPHRASE)
    with pytest.raises(BackupError, match="Ingen medlemmer kan leses"):
        rescue(register, key, now(), Progress())
    assert list((folder / FOLDER).iterdir()) == []
    assert digest(register) == before


def test_salvage_can_be_stopped_and_leaves_nothing(whole: Path, tmp_path: Path) -> None:
    services = reopen(copied(whole, tmp_path))
    with pytest.raises(ImportCancelledError):
        services.backups.rescue(cancel=lambda: True)
    assert list(services.backups.folder.iterdir()) == []
    services.close()


def test_only_an_administrator_saves_it(whole: Path, tmp_path: Path) -> None:
    services = reopen(copied(whole, tmp_path))
    services.people.keep(Operator(id=0, initials="LT", name="Lars", roles="administrator"))
    services.people.keep(services.session.operator.model_copy(update={"roles": "operator"}))
    with pytest.raises(NotAllowedError):
        services.backups.rescue()
    services.close()
