"""A backup is taken in use, counts when it was opened and checked, and comes back whole."""

import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from sentralbord_desktop import bootstrap
from sentralbord_desktop.bootstrap import DATABASE_FILE, open_services
from sentralbord_desktop.cli import main
from sentralbord_desktop.domain.backup import Backup
from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.errors import BackupError, RegisterMissingError, SwitchboardError
from sentralbord_desktop.domain.progress import ImportCancelledError, Progress
from sentralbord_desktop.gui.single_instance import lock_of
from sentralbord_desktop.services.backup.restore_request import REQUEST
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.backup import backup as storage
from sentralbord_desktop.storage.backup import unfinished_files
from sentralbord_desktop.storage.backup.file_check import contents
from sentralbord_desktop.storage.backup.restore import bring_back
from sentralbord_desktop.storage.backup.unfinished_files import held
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, KeySlots
from sentralbord_desktop.storage.engine import schema_version
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.tables import OperatorRow
from sentralbord_desktop.system.paths import LOCK_FILE
from tests.helpers.figures import Say, size
from tests.helpers.members import by_number
from tests.helpers.migrations import HEAD, LATER
from tests.helpers.registers import older_register, reopen
from tests.helpers.typed import of_kind

PASSPHRASE = "fire ville hester galopperer"
CANARY = "Kanarifuglsen"
MEMBERS = f"medlemsnummer;fornavn;etternavn\n1;Kari;{CANARY}\n2;Ola;Berg\n"


class Clock:
    def __init__(self) -> None:
        self.now = now()

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mal") / "register"
    file = folder.parent / "medlemmer.csv"
    file.write_text(MEMBERS, encoding="utf-8")
    services = opened(folder, Clock())
    services.member_imports.write(services.member_imports.preview(services.member_imports.read(file)))
    services.close()
    return folder


@pytest.fixture
def home(two: Path, tmp_path: Path) -> Path:
    """A register with two members, closed."""
    return Path(shutil.copytree(two, tmp_path / "register"))


@pytest.fixture
def services(home: Path, clock: Clock) -> Iterator[Services]:
    services = opened(home, clock)
    yield services
    services.close()


def opened(folder: Path, clock: Clock) -> Services:
    return open_services(folder, passphrase=PASSPHRASE, os_user="maja.hovde", clock=clock)


def flip(file: Path, place: int) -> None:
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)


def later(clock: Clock, **time: int) -> None:
    clock.now += timedelta(**time)


def test_a_backup_holds_what_the_register_holds_and_nothing_can_be_read_in_it(services: Services) -> None:
    made = services.backups.take()
    assert (made.members, made.revision, made.why) == (2, HEAD, "for_haand")
    folder = services.backups.folder / made.name
    assert {file.name for file in folder.iterdir()} == {"sentralbord.db", SLOT_FILE, "innhold.json"}
    for file in folder.iterdir():
        assert CANARY.encode() not in file.read_bytes()
    assert services.backups.found() == [made]
    assert services.backups.drill() == {made.name: ""}


def test_backup_is_taken_while_others_write_and_is_one_moment(services: Services) -> None:
    """Two remarks in each transaction: a backup from the middle of one would hold an odd number."""
    stop, written = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            with services.database.transaction() as session:
                session.execute(
                    text(
                        "INSERT INTO remark (written, author, text, category, pinned, member_id, withdrawn) "
                        "VALUES ('2026-11-25', 'MH', 'a', 'annet', 0, 1, 0), ('2026-11-25', 'MH', 'b', 'annet', 0, 1, 0)"
                    )
                )
            written.append(2)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        taken = []
        for _ in range(5):
            taken.append(services.backups.take())
            of_kind(Clock, services.session.clock).now += timedelta(seconds=2)
    finally:
        stop.set()
        writer.join()
    assert sum(written) > 0
    assert all(one.remarks % 2 == 0 for one in taken)
    assert not any(services.backups.drill().values())


def test_every_bit_that_is_changed_is_found(services: Services) -> None:
    made = services.backups.take()
    file = services.backups.folder / made.name / "sentralbord.db"
    whole = file.read_bytes()
    for place in range(0, len(whole), len(whole) // 25):
        flip(file, place)
        assert services.backups.drill()[made.name]
        file.write_bytes(whole)
    assert services.backups.drill() == {made.name: ""}


def test_a_key_file_that_is_damaged_is_found_by_the_drill(services: Services) -> None:
    """On another PC that backup would open by no code at all."""
    made = services.backups.take()
    file = services.backups.folder / made.name / SLOT_FILE
    assert services.backups.drill() == {made.name: ""}
    kept = json.loads(file.read_text(encoding="utf-8"))
    nonce = kept["passphrase"]["nonce"]
    kept["passphrase"]["nonce"] = nonce[::-1]
    file.write_text(json.dumps(kept), encoding="utf-8")
    assert services.backups.drill() == {made.name: "Nøkkelfilen kan ikke leses."}


@pytest.mark.parametrize("left", [b"", b'{"version": 1, "che', None])
def test_one_whose_key_file_is_gone_is_not_taken_for_another_registers(services: Services, left: bytes | None) -> None:
    """No code would open it, and none is asked for."""
    made = services.backups.take()
    file = services.backups.folder / made.name / SLOT_FILE
    file.write_bytes(left) if left is not None else file.unlink()
    assert not services.backups.needs_words(services.backups.folder, made)
    with pytest.raises(BackupError, match="Nøkkelfilen kan ikke leses"):
        services.backups.restore(made)


def test_a_page_that_is_damaged_is_found_by_what_is_in_it_too(services: Services) -> None:
    """Also where the sum of the file was made of the damaged file."""
    made = services.backups.take()
    file = services.backups.folder / made.name / "sentralbord.db"
    flip(file, 9000)
    with pytest.raises(BackupError, match="ikke hel"):
        contents(file, services.database.key, Progress())


def test_the_one_that_is_wanted_back_is_not_let_go_for_the_one_that_is_taken_first(home: Path, clock: Clock) -> None:
    """The third of a day is the next to go."""
    services = opened(home, clock)
    wanted = services.backups.take()
    for _ in range(2):
        later(clock, minutes=1)
        services.backups.take()
    later(clock, minutes=1)
    services.members.remark(1, "Etter kopien")
    services.backups.restore(wanted)
    services.close()
    again = opened(home, clock)
    with again.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM remark")).scalar() == 0
    again.close()


def test_a_damaged_register_gives_no_backup_says_so_and_lets_none_go(home: Path, clock: Clock) -> None:
    services = opened(home, clock)
    good = services.backups.take()
    services.close()
    services = opened_damaged(home, clock)
    later(clock, days=1)
    with pytest.raises(BackupError, match="Registeret kan være skadet"):
        services.backups.take()
    assert services.backups.found() == [good]
    assert [path.name for path in services.backups.folder.iterdir()] == [good.name]
    services.close()


def opened_damaged(home: Path, clock: Clock) -> Services:
    """With a bit changed in a page that is not read when the register is opened."""
    file = home / DATABASE_FILE
    for place in range(file.stat().st_size - 3000, 0, -4096):
        flip(file, place)
        try:
            return opened(home, clock)
        except SwitchboardError:
            flip(file, place)
    raise AssertionError("every page is read at once")


def test_a_register_in_a_folder_named_from_here_is_backed_up_too(
    home: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home.parent)
    services = opened(Path(home.name), clock)
    assert services.backups.drill() == {}
    made = services.backups.take()
    assert services.backups.drill() == {made.name: ""}
    services.close()


def test_two_in_one_second_are_two(services: Services) -> None:
    names = {services.backups.take().name for _ in range(3)}
    assert len(names) == 3
    assert {backup.name for backup in services.backups.found()} == names


def test_one_that_was_cut_off_is_no_backup(services: Services) -> None:
    made = services.backups.take()
    shutil.copytree(services.backups.folder / made.name, services.backups.folder / "x.uferdig")
    (services.backups.folder / "fremmed").mkdir()
    (services.backups.folder / "fremmed" / "innhold.json").write_text("{")
    assert services.backups.found() == [made]


def test_a_backup_comes_back_and_what_was_there_lies_aside_untouched(home: Path, clock: Clock) -> None:
    services = opened(home, clock)
    made = services.backups.take()
    later(clock, hours=1)
    services.members.remark(1, "Etter kopien")
    services.backups.restore(made)
    services.close()
    before = (home / DATABASE_FILE).read_bytes()
    again = opened(home, clock)
    try:
        with again.database.reading() as session:
            assert session.execute(text("SELECT count(*) FROM remark")).scalar() == 0
        assert again.members.count() == 2
        assert again.member_imports.faults() == []
        assert [b.why for b in again.backups.found()] == ["gjenoppretting", "for_haand"]
    finally:
        again.close()
    aside = next((home / "lagt-til-side").iterdir())
    assert (aside / DATABASE_FILE).read_bytes() == before
    assert not (home / REQUEST).exists()


def test_a_damaged_register_is_moved_aside_byte_for_byte_and_the_backup_opens(home: Path, clock: Clock) -> None:
    services = opened(home, clock)
    made = services.backups.take()
    services.close()
    (home / DATABASE_FILE).write_bytes(b"dette er ikke et register" * 400)
    damaged = (home / DATABASE_FILE).read_bytes()
    (home / SLOT_FILE).unlink()
    (home / REQUEST).write_text(made.name)
    again = opened(home, clock)
    assert again.members.count() == 2
    again.close()
    aside = next((home / "lagt-til-side").iterdir())
    assert (aside / DATABASE_FILE).read_bytes() == damaged


def test_a_damaged_backup_is_not_brought_back(home: Path, clock: Clock) -> None:
    services = opened(home, clock)
    made = services.backups.take()
    flip(services.backups.folder / made.name / "sentralbord.db", 5000)
    with pytest.raises(BackupError, match="endret etter at kopien ble tatt"):
        services.backups.restore(made)
    services.close()
    before = (home / DATABASE_FILE).read_bytes()
    (home / REQUEST).write_text(made.name)
    with pytest.raises(BackupError):
        opened(home, clock)
    assert (home / DATABASE_FILE).read_bytes() == before
    opened(home, clock).close()  # asked for once only


def test_register_is_not_exchanged_under_a_window_that_is_open(home: Path, clock: Clock) -> None:
    """Whoever does not hold the lock, such as the command line, leaves the request for the window."""
    services = opened(home, clock)
    made = services.backups.take()
    services.backups.restore(made)
    services.close()
    before = (home / DATABASE_FILE).read_bytes()
    (home / LOCK_FILE).write_text("en annen")
    opened(home, clock).close()
    assert (home / REQUEST).read_text() == made.name
    assert (home / DATABASE_FILE).read_bytes()[:100] == before[:100]  # its own salt, not the copy's
    open_services(home, passphrase=PASSPHRASE, os_user="maja.hovde", clock=clock, alone=True).close()
    assert not (home / REQUEST).exists()
    assert (home / DATABASE_FILE).read_bytes()[:16] != before[:16]


@pytest.mark.parametrize("what", ["restore", "rescue"])
def test_none_is_asked_for_from_the_command_line_while_a_window_writes(
    home: Path, clock: Clock, what: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was written between the request and the next start would be put aside with the rest."""
    monkeypatch.setenv("SENTRALBORD_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(bootstrap, "current_user", lambda: "maja.hovde")
    services = opened(home, clock)
    made = services.backups.take()
    services.close()
    window = lock_of(home)
    assert window.tryLock(0)
    words = ["--data", str(home), "backup", what, *([made.name] if what == "restore" else [])]
    assert main.run(words) == 1
    assert "Lukk vinduet" in capsys.readouterr().err
    assert not (home / REQUEST).exists()
    window.unlock()
    assert main.run(words) == 0
    assert (home / REQUEST).exists()


@pytest.mark.parametrize("part", [0, 3])
def test_bringing_back_that_is_stopped_leaves_the_register_and_asks_no_more(
    home: Path, clock: Clock, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unfinished_files, "PART", 4096)
    services = opened(home, clock)
    made = services.backups.take()
    services.members.remark(1, "Etter kopien")
    services.backups.restore(made)
    services.close()
    before = {file.name: file.read_bytes() for file in home.iterdir() if file.is_file()}
    seen: list[int] = []

    def cancel() -> bool:
        seen.append(1)
        return len(seen) > part

    with pytest.raises(ImportCancelledError):
        open_services(home, passphrase=PASSPHRASE, os_user="maja.hovde", clock=clock, progress=Progress(None, cancel))
    del before[REQUEST]
    assert {file.name: file.read_bytes() for file in home.iterdir() if file.is_file()} == before
    again = opened(home, clock)
    with again.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM remark")).scalar() == 1
    again.close()


def test_a_year_is_the_limit_for_what_has_another_name_too(home: Path, clock: Clock, tmp_path: Path) -> None:
    """Put aside, renamed, by hand in the second place; the register itself, and what is younger, stay."""
    services = opened(home, clock)
    services.backups.save_second(str(tmp_path / "andre"))
    made = services.backups.take()
    whole = services.backups.folder / made.name
    places = [
        home / "lagt-til-side" / "før" / "sentralbord.db",
        home / "kopier" / "omdøpt" / "x.bak",
        tmp_path / "andre" / "min kopi.db",
    ]
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(whole / DATABASE_FILE, place)
    flip(places[0], 100)  # damaged, so that no key opens it
    for place in places:
        os.utime(place, (clock.now.timestamp(),) * 2)  # else by the clock of the disk
    foreign = tmp_path / "andre" / "bilde.db"
    foreign.write_bytes(b"x" * 8192)
    later(clock, days=360)
    services.backups.reach_copies()
    assert all(place.exists() for place in places)
    later(clock, days=10)
    services.backups.reach_copies()
    assert not any(place.exists() for place in places)
    assert foreign.exists()
    assert whole.exists()  # the newest backups stay
    assert services.members.count() == 2
    services.close()


def test_a_new_code_reaches_every_key_file_whatever_it_is_called(home: Path, clock: Clock) -> None:
    services = opened(home, clock)
    services.recovery.keep(old := services.recovery.new_code())
    made = services.backups.take()
    for name in ("omdøpt", "x.uferdig"):
        shutil.copytree(services.backups.folder / made.name, services.backups.folder / name)
    shutil.copy2(home / SLOT_FILE, home / "nokkel - kopi.json")
    services.recovery.keep(new := services.recovery.new_code())
    files = [file for file in home.rglob("*.json") if storage.check_of(file)]
    assert len(files) == 5
    for file in files:
        slots = KeySlots(file.parent / DATABASE_FILE)
        slots._file = file
        assert slots.recover(new) == services.database.key
        with pytest.raises(SwitchboardError):
            slots.recover(old)
    services.close()


@pytest.mark.skipif(sys.platform == "win32", reason="nothing holds the folder there: what is open is not deleted")
def test_a_half_backup_that_another_process_makes_now_is_let_be(home: Path, clock: Clock) -> None:
    half = home / "kopier" / "noe.uferdig"
    half.mkdir(parents=True)
    with held(half):
        opened(home, clock).close()
        assert half.exists()
    opened(home, clock).close()
    assert not half.exists()


def test_a_kill_in_the_middle_of_bringing_back_is_done_again(home: Path, clock: Clock) -> None:
    """What stood there has been moved aside, and the backup is not in its place yet."""
    services = opened(home, clock)
    made = services.backups.take()
    services.close()
    aside = home / "lagt-til-side" / "før"
    aside.mkdir(parents=True)
    (home / DATABASE_FILE).replace(aside / DATABASE_FILE)
    with pytest.raises(RegisterMissingError):
        opened(home, clock)
    (home / REQUEST).write_text(made.name)  # it goes when it is done, so the kill left it
    later(clock, seconds=5)
    again = opened(home, clock)
    assert again.members.count() == 2
    again.close()
    assert not (home / REQUEST).exists()


def test_one_is_taken_before_the_tables_are_changed(tmp_path: Path, clock: Clock, next_version: None) -> None:
    home = tmp_path / "eldre"
    older_register(home, members=2)
    again = opened(home, clock)
    try:
        assert [(b.why, b.revision, b.members) for b in again.backups.found()] == [("oppgradering", HEAD, 2)]
        assert not again.database.revision().is_older
    finally:
        again.close()


def test_where_no_backup_can_be_written_the_tables_are_not_changed(home: Path, clock: Clock) -> None:
    services = opened(home, clock)
    with services.database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    services.close()
    (home / "kopier").write_text("en fil der mappen skulle vært")
    with pytest.raises(BackupError, match="Registeret er i orden"):
        opened(home, clock)


def test_each_goes_to_a_second_place_too_and_both_are_kept_by_the_schedule(
    services: Services, clock: Clock, tmp_path: Path
) -> None:
    second = tmp_path / "andre disk"
    services.backups.save_second(str(second))
    for _ in range(12):
        assert services.backups.daily() is not None
        assert services.backups.daily() is None
        later(clock, days=1)
    names = [b.name for b in services.backups.found()]
    assert 7 <= len(names) <= 10
    (own,) = second.iterdir()  # a PC that shares the place has a folder of its own
    assert services.backups.second_folder() == own
    assert [b.name for b in storage.found(own)] == names
    assert not any(services.backups.drill().values())


@pytest.mark.parametrize("folder", ["fil", "fil/under"])
def test_a_second_place_that_cannot_be_written_to_is_said(services: Services, tmp_path: Path, folder: str) -> None:
    (tmp_path / "fil").write_text("")
    with pytest.raises(BackupError, match="Får ikke skrevet i"):
        services.backups.save_second(str(tmp_path / folder))
    assert services.backups.second() == ""


def test_a_second_place_is_another_place_and_the_same_at_each_start(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    home = services.folder
    for place, said in (
        ("kopier-to", "hele adressen"),
        ("~", "hele adressen"),
        (str(home), "registeret selv"),
        (str(services.backups.folder / "to"), "registeret selv"),
        (f"{services.backups.folder}/../kopier", "registeret selv"),
    ):
        with pytest.raises(BackupError, match=said):
            services.backups.save_second(place)
    assert services.backups.second() == ""
    assert not (tmp_path / "kopier-to").exists()


def test_a_second_place_that_is_gone_leaves_the_first_and_says_so(services: Services, tmp_path: Path) -> None:
    second = tmp_path / "minnepinne"
    services.backups.save_second(str(second))
    shutil.rmtree(second)
    second.write_text("borte")
    with pytest.raises(BackupError, match="Kopien på denne PC-en er i orden"):
        services.backups.take()
    made: list[Backup] = services.backups.found()
    assert services.backups.drill() == {made[0].name: ""}


@pytest.mark.figures("R5")
def test_the_newest_good_backup_comes_back_soon_and_a_damaged_one_is_skipped(
    home: Path, clock: Clock, figure: Say
) -> None:
    many = size(200_000, 4_000)
    services = opened(home, clock)
    with services.database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO member (number, first_name, middle_name, last_name, email, street, "
                "post_code, place, status, employer, workplace, workplace_post_code, "
                "insurance_codes, shop_steward, no_sms, version) VALUES (:number, 'Kari', '', 'Berg', "
                "'', 'Granveien 4', '2312', 'Ottestad', 'yrkesaktiv', '', '', '', '', '', false, 1)"
            ),
            [{"number": str(1000 + n)} for n in range(many)],
        )
    good = services.backups.take()
    later(clock, minutes=5)
    newest = services.backups.take()
    flip(services.backups.folder / newest.name / DATABASE_FILE, 4096 * 5 + 100)
    services.close()
    began = time.perf_counter()
    services = opened(home, clock)
    wanted = next(b for b in services.backups.found() if not services.backups.drill([b])[b.name])
    assert wanted == good
    services.backups.restore(wanted)
    services.close()
    services = opened(home, clock)
    took = time.perf_counter() - began
    assert services.members.count() == many + 2
    services.close()
    figure(
        "R5",
        f"{many} members: the damaged newest skipped, the good one back, checked and open in {took:.1f} s",
        control="the damaged one is named by the same check",
    )
    assert took < 10


OPEN_IT = """
import sys
from pathlib import Path
from tests.helpers.migrations import become_later
from tests.helpers.registers import reopen
become_later(Path(sys.argv[2]))
print("go", flush=True)
reopen(Path(sys.argv[1])).close()
"""


def _opening(older: Path, home: Path, migrations: Path) -> subprocess.Popen[bytes]:
    """A process that opens, and so migrates, a copy of the `older` register; it has just begun."""
    shutil.copytree(older, home)
    child = subprocess.Popen(
        [sys.executable, "-c", OPEN_IT, str(home), str(migrations)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout is not None
    child.stdout.readline()
    child.stdout.close()
    return child


@pytest.mark.night
@pytest.mark.figures("R6")
def test_a_kill_in_the_middle_of_a_migration_leaves_the_old_or_the_new_and_every_row(
    tmp_path: Path, next_version: None, figure: Say
) -> None:
    kills, many = size(25, 4), 3000
    older_register(tmp_path / "eldre", members=many)
    migrations = schema_version.MIGRATIONS
    chance, half_way = random.Random(6), 0
    whole = _opening(tmp_path / "eldre", tmp_path / "hel", migrations)
    began = time.perf_counter()
    assert whole.wait() == 0
    longest = (time.perf_counter() - began) * 1.1  # on this machine, now: the kill is somewhere inside
    for number in range(kills):
        home = tmp_path / str(number)
        child = _opening(tmp_path / "eldre", home, migrations)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=chance.random() * longest)
        child.kill()
        child.wait()
        raw = Database.file(home / DATABASE_FILE, KeySlots(home / DATABASE_FILE).key(PASSPHRASE))
        with raw.reading() as session:
            revision = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
            assert session.execute(text("SELECT count(*) FROM member")).scalar() == many
            assert session.execute(text("PRAGMA integrity_check")).all() == [("ok",)]
            has = session.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'later'"))
            assert bool(has.scalar()) is (revision == LATER)
        raw.close()
        half_way += revision == HEAD
        assert revision in (HEAD, LATER)
        reopen(home).close()  # it goes on from there
        shutil.rmtree(home)
    figure(
        "R6",
        f"{kills} kills while it opened and migrated {many} members ({half_way} before, "
        f"{kills - half_way} after the change): 0 half, 0 rows lost; the backup before it and a newer "
        "register: test_one_is_taken_before…, test_a_register_from_a_newer_version…",
    )


@pytest.mark.figures("R6")
def test_no_row_of_ours_goes_with_the_one_it_points_at_when_a_table_is_rebuilt(tmp_path: Path, figure: Say) -> None:
    """A migration that rebuilds a table drops the old one. With foreign keys on, which is how we work, that deletes
    its rows first; a key that cascades takes the rows of other tables along, in silence."""
    home = tmp_path / "register"
    older_register(home, members=3)
    raw = Database.file(home / DATABASE_FILE, KeySlots(home / DATABASE_FILE).key(PASSPHRASE))
    try:
        with raw.reading() as session:
            tables = [row[0] for row in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
            keys = [
                (table, tuple(row))
                for table in tables
                for row in session.execute(text(f'PRAGMA foreign_key_list("{table}")'))
            ]
            assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert len(keys) > 20
        assert [key for key in keys if "CASCADE" in key[1]] == []
        left = {cascades: _rows_after_a_rebuild(raw, cascades=cascades) for cascades in (True, False)}
    finally:
        raw.close()
    assert left == {True: 0, False: 3}
    figure("R6", "", control="a rebuilt table with a key that cascades: 0 of 3 rows of another table left")


def _rows_after_a_rebuild(register: Database, *, cascades: bool) -> int:
    """Of three rows that point at a table, when that is dropped as a rebuild does; it must not say a word."""
    more = "ON DELETE CASCADE" if cascades else "ON DELETE SET NULL"
    with register.transaction() as session:
        for statement in (
            "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
            f"CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent(id) {more})",
            "INSERT INTO parent VALUES (1), (2), (3)",
            "INSERT INTO child VALUES (1, 1), (2, 2), (3, 3)",
            "CREATE TABLE parent_new (id INTEGER PRIMARY KEY, more TEXT)",
            "INSERT INTO parent_new (id) SELECT id FROM parent",
            "DROP TABLE parent",
            "ALTER TABLE parent_new RENAME TO parent",
        ):
            session.execute(text(statement))
        left = int(session.execute(text("SELECT count(*) FROM child")).scalar() or 0)
        session.execute(text("DROP TABLE child"))
        session.execute(text("DROP TABLE parent"))
    return left


def test_a_backup_of_a_day_to_come_or_of_another_register_is_not_todays(
    services: Services, clock: Clock, tmp_path: Path
) -> None:
    """R15: the clock was wrong for a while; and one whose register was deleted is none."""
    later(clock, days=365)
    services.backups.take()
    later(clock, days=-365)
    assert services.backups.daily() is not None
    assert services.backups.daily() is None
    for one in services.backups.found():
        (services.backups.folder / one.name / DATABASE_FILE).unlink()
    assert services.backups.daily() is not None
    later(clock, days=1)
    other = opened(tmp_path / "annet", clock)
    foreign = other.backups.take()
    other.close()
    storage.taken_in(other.backups.folder, foreign, services.backups.folder)
    assert services.backups.daily() is not None


@pytest.mark.parametrize("refused", [".hentet", SLOT_FILE])
def test_what_cannot_be_brought_back_leaves_all_where_it_was(
    home: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, refused: str
) -> None:
    """A virus scanner holds the file in the moment it gets its name."""
    services = opened(home, clock)
    other = opened(tmp_path / "annet", clock)
    made = other.backups.take()
    other.close()
    made = storage.taken_in(other.backups.folder, made, services.backups.folder)
    services.close()
    before = {file.name: file.read_bytes() for file in home.iterdir() if file.is_file()}
    replace = Path.replace

    def scanned(self: Path, target: Path) -> Path:
        if self.name.endswith(refused) and self.parent == home:
            raise PermissionError
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", scanned)
        with pytest.raises(BackupError, match="ikke slettet"):
            bring_back(home / DATABASE_FILE, home / "kopier", made, clock())
    assert {file.name: file.read_bytes() for file in home.iterdir() if file.is_file()} == before
    assert opened(home, clock).members.count() == 2


def test_who_looked_since_the_backup_is_known_after_it_is_brought_back(home: Path, clock: Clock) -> None:
    """PR-4: the log is append-only, also over a restore."""
    services = opened(home, clock)
    made = services.backups.take()
    (hit,) = services.members.search("berg")
    services.members.open(hit.id, why="nysgjerrig")
    services.backups.restore(made)
    services.close()
    again = opened(home, clock)
    before = next(one for one in again.backups.found() if one.why == "gjenoppretting")
    sign = again.session.sign
    looked, back = (sign, "åpnet", "nysgjerrig", hit.id), (sign, "hentet tilbake en sikkerhetskopi")
    assert told(again) == [looked, (*back, made.title, None)]
    later(clock, minutes=1)
    again.members.open(hit.id, why="faktura")
    again.backups.restore(before)  # and there again, where it was
    again.close()
    there = opened(home, clock)
    assert told(there) == [
        looked,
        (*back, made.title, None),
        (sign, "åpnet", "faktura", hit.id),
        (*back, before.title, None),
    ]
    there.close()


def test_what_must_not_be_forgotten_is_known_after_a_backup_is_brought_back(home: Path, clock: Clock) -> None:
    """PR-8, PR-10, PR-11: an erasing, a breach and its clock, and who has left."""
    services = opened(home, clock)
    with services.database.transaction() as session:
        session.add(OperatorRow(initials="MH", os_user="maja.hovde", roles="operator,administrator,personvern"))
        session.add(OperatorRow(initials="XX", name="Xenia", roles="operator"))
    services.close()
    services = opened(home, clock)
    made = services.backups.take()
    (hit,) = services.members.search("berg")
    member = services.members.open(hit.id).member
    services.privacy.erase(member, member.number, "ba om det")
    breach = services.breaches.begin("E-post til feil avdeling")
    with services.database.transaction() as session:
        session.execute(text("UPDATE operator SET \"left\" = '2026-11-24' WHERE initials = 'XX'"))
    services.backups.restore(made)
    services.close()
    again = opened(home, clock)
    assert by_number(again, member.number) is not None
    assert [report.reason for report in again.retention.reports()] == ["ba om det"]
    assert again.breaches.all() == [breach]
    back = [one for one in again.privacy.lookups() if one.what.startswith("kom tilbake")]
    assert [(one.number, one.why) for one in back] == [(member.number, "var slettet. Slett igjen.")]
    with again.database.reading() as session:
        gone = session.execute(text("SELECT \"left\" FROM operator WHERE initials = 'XX'")).scalar()
    assert str(gone) == "2026-11-24"
    again.close()


def told(services: Services) -> list[tuple[str, str, str, int | None]]:
    with services.database.reading() as session:
        asked = "SELECT author, what, why, member_id FROM access WHERE what NOT IN ('ny person', 'så over import') ORDER BY id"
        rows = session.execute(text(asked))
        return [(author, what, why, member) for author, what, why, member in rows]
