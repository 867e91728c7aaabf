"""A call while a large file is read into the register on this PC: nobody waits, and nothing is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text

from sentralbord_desktop.domain.errors import DatabaseBusyError, SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS
from sentralbord_desktop.services.imports import members
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.offline_queue import SyncResult
from sentralbord_desktop.storage.sharing.offline_queue import QUEUE_FILE
from tests.helpers import calls
from tests.helpers.registers import enrol, open_with_key

ROWS = "Medlemsnummer;Fornavn;Etternavn;Født\n" + "".join(
    f"{300000 + n};Kari;Vik;01.02.1980\n" for n in range(2 * REPORT_EVERY_ROWS)
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Services, Member]]:
    monkeypatch.setattr(members, "LONG", 30)
    opened = open_with_key(tmp_path / "kontor")
    opened.session.update(name="Maja", initials="MH", loop=2)
    yield opened, enrol(opened)
    opened.close()


@contextmanager
def reading_in(services: Services, folder: Path, *, cancelled: bool = False) -> Iterator[None]:
    """An import that stands in the middle of its transaction until the block ends."""
    path = folder / "medlemmer.csv"
    path.write_text(ROWS, encoding="utf-8")
    preview = services.member_imports.preview(services.member_imports.read(path))
    in_the_middle, go_on = Event(), Event()
    failed: list[BaseException] = []

    def progress(done: int, total: int) -> None:
        in_the_middle.set()
        go_on.wait(30)

    def write() -> None:
        try:
            services.member_imports.write(preview, progress=progress, cancel=lambda: go_on.is_set() and cancelled)
        except SwitchboardError as error:
            failed.append(error)

    thread = Thread(target=write)
    thread.start()
    assert in_the_middle.wait(10)
    try:
        yield
    finally:
        go_on.set()
        thread.join(10)
    assert [type(e).__name__ for e in failed] == (["ImportCancelledError"] if cancelled else [])


def count(services: Services, asked: str) -> int:
    with services.database.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {asked}")).scalar() or 0)


@pytest.mark.parametrize("cancelled", [False, True])
def test_records_are_opened_and_calls_completed_while_a_large_file_is_read_in(
    office: tuple[Services, Member], tmp_path: Path, vault: object, *, cancelled: bool
) -> None:
    desk, member = office
    draft = calls.new_details(desk, member, place="Hamar")
    half = calls.half_way(desk, "trobbel", member, "oppsagt")
    with reading_in(desk, tmp_path, cancelled=cancelled):
        assert desk.members.open(member.id).member.id == member.id
        receipt = desk.inquiries.complete(draft)
        desk.parking.keep(half, running=True)
        assert desk.sync().left == 3  # still held: all three go on waiting
    assert "når registeret er ledig igjen" in receipt.waiting[0]
    raw = (tmp_path / "kontor" / QUEUE_FILE).read_bytes()
    assert not any(words in raw for words in (b"Hamar", b"Fjeldheim", b"SQLite format"))
    assert desk.sync() == SyncResult(written=1, parked=1)
    assert desk.sync() == SyncResult()
    assert count(desk, "inquiry") == 1
    assert count(desk, f"access WHERE member_id = {member.id} AND what = 'åpnet'") == 1
    assert [parked.id for parked in desk.parking.drafts()] == [half.id]
    assert count(desk, "member") == (1 if cancelled else 1 + 2 * REPORT_EVERY_ROWS)


def test_what_cannot_wait_is_refused_at_once_with_the_reason(
    office: tuple[Services, Member], tmp_path: Path, vault: object
) -> None:
    desk, member = office
    with reading_in(desk, tmp_path), pytest.raises(DatabaseBusyError, match="En stor fil leses inn"):
        desk.members.add_phone(member.id, "99112233")
    desk.members.add_phone(member.id, "99112233")


def test_no_message_leaves_that_cannot_be_written_to_have_left(
    office: tuple[Services, Member], tmp_path: Path, vault: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, _ = office

    def asked() -> None:
        pytest.fail("the outbox was looked at")

    monkeypatch.setattr(desk.sending, "read", asked)
    with reading_in(desk, tmp_path):
        assert desk.sender.send_due() == 0


def test_without_a_keyring_no_record_is_shown_that_cannot_be_logged(
    office: tuple[Services, Member], tmp_path: Path
) -> None:
    desk, member = office
    with reading_in(desk, tmp_path), pytest.raises(SwitchboardError, match="kan ikke logges nå"):
        desk.members.open(member.id)
    assert desk.members.open(member.id).member.id == member.id
