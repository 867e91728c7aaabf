"""Import of members on both engines: the history it begins, what it writes, and calls while it runs."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from sentralbord_desktop.domain.errors import DatabaseBusyError, SwitchboardError
from sentralbord_desktop.domain.imports.report import losses_of
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS
from sentralbord_desktop.services.imports import members as import_members
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.offline_queue import SyncResult
from sentralbord_desktop.storage.imports.bulk_members import LARGE
from sentralbord_desktop.storage.members import members
from sentralbord_desktop.storage.privacy import subject_data
from sentralbord_desktop.storage.sharing.offline_queue import QUEUE_FILE
from sentralbord_desktop.storage.tables import ImportRunRow, MemberChangeRow, MemberRow, PhoneRow
from tests.helpers import calls
from tests.helpers.engines import MOMENT, Enrol, Watch
from tests.helpers.members import by_number
from tests.helpers.registers import enrol, open_with_key
from tests.helpers.typed import present

PHONES = "medlemsnummer;fornavn;etternavn;telefon;telefon 2\n"


def bring(services: Services, folder: Path, *lines: str) -> None:
    file = folder / "inn.csv"
    file.write_text(PHONES + "\n".join(lines) + "\n", encoding="utf-8")
    services.member_imports.write(services.member_imports.preview(services.member_imports.read(file)))


def here(services: Services, number: str) -> Member:
    found = by_number(services, number)
    assert found is not None
    return found


def history(services: Services, number: str) -> list[tuple[str, ...]]:
    changes = services.members.open(here(services, number).id).changes
    return [(c.field, c.before, c.after, c.author, c.source) for c in changes]


def test_the_first_line_is_the_import_though_the_log_has_none(services: Services, tmp_path: Path) -> None:
    bring(services, tmp_path, "7;Asta;Nyland;40011222;", "8;Birk;Moe;40011333;")
    assert history(services, "7") == [("registrert", "", "7", "MH", "import")]
    (line,) = services.members.open(here(services, "8").id).changes
    assert line.at == MOMENT
    with services.database.reading() as session:
        assert not session.exec(select(MemberChangeRow)).all()
        (run,) = session.exec(select(ImportRunRow)).all()
        assert (run.author, run.new) == ("MH", 2)


def test_later_changes_stand_above_it_and_it_keeps_the_first_number(services: Services, tmp_path: Path) -> None:
    bring(services, tmp_path, "7;Asta;Nyland;40011222;")
    member = here(services, "7")
    with services.database.transaction() as session:
        for number in ("70", "71"):
            members.change_member(session, member.id, {"number": number}, author="LT", at=MOMENT, source="import")
    assert history(services, "71") == [
        ("number", "70", "71", "LT", "import"),
        ("number", "7", "70", "LT", "import"),
        ("registrert", "", "7", "MH", "import"),
    ]


def test_one_who_was_registered_by_hand_has_one_line_only(services: Services, enrol: Enrol, tmp_path: Path) -> None:
    bring(services, tmp_path, "7;Asta;Nyland;40011222;")
    enrol("9", "Cato", "Lie")
    assert history(services, "9") == [("registrert", "", "9", "TEST", "import")]


def test_of_two_that_were_merged_both_are_told(services: Services, tmp_path: Path) -> None:
    bring(services, tmp_path, "7;Asta;Nyland;40011222;", "8;Asta;Nylund;40011222;")
    kept, gone = here(services, "7"), here(services, "8")
    services.duplicates.merge(kept, gone, ())
    told = [line for line in history(services, "7") if line[0] == "registrert"]
    assert [line[2] for line in told] == ["8", "7"]


def test_the_exported_log_has_every_registration_in_its_place(services: Services, watch: Watch, tmp_path: Path) -> None:
    bring(services, tmp_path, "7;Asta;Nyland;40011222;")
    watch.now = MOMENT.replace(hour=14)
    services.members.change(here(services, "7"), {"place": "Hamar"})
    watch.now = MOMENT.replace(hour=15)
    bring(services, tmp_path, "7;Asta;Nyland;40011222;", "8;Birk;Moe;40011333;")
    path = tmp_path / "endringer.csv"
    totals: list[int] = []
    shown = services.member_imports.export_changes(path, progress=lambda done, total: totals.append(total))
    assert (shown, set(totals)) == (3, {3})
    with path.open(encoding="utf-8-sig") as file:
        rows = [
            (r["Tidspunkt"][-5:], r["Medlemsnummer"], r["Felt"], r["Etter"], r["Kilde"])
            for r in csv.DictReader(file, delimiter=";")
        ]
    assert rows == [
        ("14.06", "7", "Registrert", "7", "Import"),
        ("15.06", "7", "Poststed", "Hamar", "Samtale"),
        ("16.06", "8", "Registrert", "8", "Import"),
    ]


def test_the_answer_to_an_access_request_tells_it(services: Services, tmp_path: Path) -> None:
    bring(services, tmp_path, "7;Asta;Nyland;40011222;")
    with services.database.reading() as session:
        rows = subject_data.everything(session, here(services, "7").id)
    (line,) = rows["member_change"]
    assert (line["field"], line["after"], line["author"]) == ("registrert", "7", "MH")
    assert "import_run" not in rows["member"][0]


def test_phones_keep_their_places_and_ids_go_on_after_an_import(
    services: Services, enrol: Enrol, tmp_path: Path
) -> None:
    first = enrol("1", "Dina", "Bø")
    bring(services, tmp_path, "9;Birk;Moe;;40011333", "8;Asta;Nyland;40011222;40011444")
    last = enrol("2", "Egil", "Ås")
    with services.database.reading() as session:
        ids = list(session.exec(select(MemberRow.number, MemberRow.id).order_by(col(MemberRow.id))))
        phones = session.exec(select(PhoneRow.position, PhoneRow.number)).all()
    assert [number for number, _ in ids] == ["1", "8", "9", "2"]
    assert first.id < present(ids[1][1]) < present(ids[2][1]) < last.id
    assert sorted(phones) == [(0, "40011222"), (1, "40011333"), (1, "40011444")]


def test_the_line_goes_when_the_time_of_changes_is_out_and_a_younger_one_stays(
    services: Services, watch: Watch, tmp_path: Path
) -> None:
    """PR-8: as if it were a row of the log; the member stays."""
    bring(services, tmp_path, "7;Asta;Nyland;40011222;")
    months = services.retention.months()["changes"]
    watch.now = MOMENT + timedelta(days=31 * months + 2)
    bring(services, tmp_path, "7;Asta;Nyland;40011222;", "8;Birk;Moe;40011333;")
    (due,) = [one.count for one in services.retention.preview() if one.key == "changes"]
    assert due == 1
    services.retention.erase()
    assert history(services, "7") == []
    assert history(services, "8") == [("registrert", "", "8", "MH", "import")]
    assert here(services, "7").name == "Asta Nyland"


# ---------------------------------------------------------------- the same file twice changes nothing

HEAD = "medlemsnummer;fornavn;etternavn;telefon;arbeidsgiver;avdeling\n"


def write(path: Path, employer: str, count: int = 300) -> Path:
    lines = [f"{900_000 + n};Asta{n};Nyland;99{n:06d};{employer};4" for n in range(count)]
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_file_comes_in_is_found_and_changes_nothing_the_second_time(services: Services, tmp_path: Path) -> None:
    file = write(tmp_path / "inn.csv", "Renhold Øst AS")
    first = services.member_imports.preview(services.member_imports.read(file))
    assert (len(first.new), len(first.rejected)) == (300, 0)
    assert services.member_imports.write(first).new == 300
    assert services.members.search("asta17 nyland")[0].number == "900017"
    again = services.member_imports.preview(services.member_imports.read(file))
    assert (len(again.new), len(again.changed), again.unchanged) == (0, 0, 300)


def test_a_changed_field_is_logged_and_found(services: Services, tmp_path: Path) -> None:
    member_imports = services.member_imports
    member_imports.write(member_imports.preview(member_imports.read(write(tmp_path / "a.csv", "Renhold Øst AS"))))
    done = member_imports.write(
        member_imports.preview(member_imports.read(write(tmp_path / "b.csv", "Tunnel Nord AS")))
    )
    assert (done.new, done.changed) == (0, 300)
    hit = services.members.search("asta5 nyland")[0]
    change = services.members.open(hit.id).changes[0]
    assert (change.field, change.before, change.after) == ("employer", "Renhold Øst AS", "Tunnel Nord AS")
    assert services.members.search("asta5 tunnel nord")


@pytest.mark.parametrize("database", ["sqlcipher"], indirect=True)
def test_a_large_file_leaves_no_room_unused_in_the_register(services: Services, tmp_path: Path) -> None:
    member_imports = services.member_imports
    file = write(tmp_path / "inn.csv", "Renhold Øst AS", 3 * LARGE)
    member_imports.write(member_imports.preview(member_imports.read(file)))
    with services.database.reading() as session:
        asked = session.connection().exec_driver_sql
        pages, free = (asked(f"PRAGMA {n}").scalar_one() for n in ("page_count", "freelist_count"))
        leaves = "SELECT max(length(block)), count(*) FROM member_search_data WHERE id > 10"
        longest, count = asked(leaves).one()
    assert count > 50
    assert free < 0.15 * pages, "the index before it was merged"
    assert longest <= 3_976, "a leaf with its row has an encrypted page of its own"


def test_what_is_wrong_in_a_cell_is_wrong_in_every_row_that_has_it(services: Services, tmp_path: Path) -> None:
    """Cells that come again are read once."""
    cells = [
        "Oslo  kommune;4",
        " Oslo kommune ;fire",
        "01017012345;4",
        "01017012345;fire",
        "-;fire",
        "Oslo\xa0kommune;4",
    ]
    file = tmp_path / "inn.csv"
    lines = [f"{number};Asta;Nyland;99000001;{cell}" for number, cell in enumerate(cells, 900_001)]
    file.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    preview = services.member_imports.preview(services.member_imports.read(file))
    oslo = "Oslo kommune"
    assert [entry.values.get("employer") for entry in preview.new] == [oslo, oslo, None, None, None, oslo]
    assert [(bad.row, bad.column, bad.why.partition(" ")[0]) for bad in losses_of(preview)] == [
        (3, "avdeling", "Avdeling"),
        (4, "arbeidsgiver", "Cellen"),
        (5, "arbeidsgiver", "Cellen"),
        (5, "avdeling", "Avdeling"),
        (6, "avdeling", "Avdeling"),
    ]


# ---------------------------------------------------------------- calls while a large file is imported

ROWS = "Medlemsnummer;Fornavn;Etternavn;Født\n" + "".join(
    f"{300000 + n};Kari;Vik;01.02.1980\n" for n in range(2 * REPORT_EVERY_ROWS)
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Services, Member]]:
    monkeypatch.setattr(import_members, "LONG", 30)
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
    services, member = office
    draft = calls.new_details(services, member, place="Hamar")
    half = calls.half_way(services, "trobbel", member, "oppsagt")
    with reading_in(services, tmp_path, cancelled=cancelled):
        assert services.members.open(member.id).member.id == member.id
        receipt = services.inquiries.complete(draft)
        services.parking.keep(half, running=True)
        assert services.sync().left == 3  # still held: all three go on waiting
    assert "når registeret er ledig igjen" in receipt.to_come[0]
    raw = (tmp_path / "kontor" / QUEUE_FILE).read_bytes()
    assert not any(words in raw for words in (b"Hamar", b"Fjeldheim", b"SQLite format"))
    assert services.sync() == SyncResult(written=1, parked=1)
    assert services.sync() == SyncResult()
    assert count(services, "inquiry") == 1
    assert count(services, f"access WHERE member_id = {member.id} AND what = 'åpnet'") == 1
    assert [parked.id for parked in services.parking.drafts()] == [half.id]
    assert count(services, "member") == (1 if cancelled else 1 + 2 * REPORT_EVERY_ROWS)


def test_what_cannot_wait_is_refused_at_once_with_the_reason(
    office: tuple[Services, Member], tmp_path: Path, vault: object
) -> None:
    services, member = office
    with reading_in(services, tmp_path), pytest.raises(DatabaseBusyError, match="En stor fil leses inn"):
        services.members.add_phone(member.id, "99112233")
    services.members.add_phone(member.id, "99112233")


def test_no_message_leaves_that_cannot_be_written_to_have_left(
    office: tuple[Services, Member], tmp_path: Path, vault: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, _ = office

    def asked() -> None:
        pytest.fail("the outbox was looked at")

    monkeypatch.setattr(services.sending, "read", asked)
    with reading_in(services, tmp_path):
        assert services.sender.send_due() == 0


def test_without_a_keyring_no_record_is_shown_that_cannot_be_logged(
    office: tuple[Services, Member], tmp_path: Path
) -> None:
    services, member = office
    with reading_in(services, tmp_path), pytest.raises(SwitchboardError, match="kan ikke logges nå"):
        services.members.open(member.id)
    assert services.members.open(member.id).member.id == member.id


def test_a_lost_row_without_a_number_goes_with_the_member_whom_it_names(services: Services, tmp_path: Path) -> None:
    """PR-9: whatever the order of the name, and with or without the middle name; another member's row stays."""
    heads = "medlemsnummer;navn;telefon\n"
    full = tmp_path / "alle.csv"
    full.write_text(f"{heads}7;Asta Li Nyland;40011222\n8;Birk Moe;40011333\n9;Asta Li Nyland;\n", encoding="utf-8")
    part = tmp_path / "rest.csv"
    lost = ("Asta Li Nyland;40011222", "asta nyland;", "Nyland, Asta Li;", "Asta Moe;", "Birk Moe;")
    rows = "".join(f";{row}\n" for row in lost) + "0007;Asta Li Nyland;4\n9;Asta Li Nyland;4\n8;Birk Moe;40011444\n"
    part.write_text(heads + rows, encoding="utf-8")
    for file in (full, part):
        services.member_imports.write(services.member_imports.preview(services.member_imports.read(file)))
    services.privacy.erase(here(services, "7"), "7", "ba om det")
    left = [
        (loss.who, loss.number)
        for run in services.import_history.latest()
        for loss in services.import_history.losses(run)
    ]
    assert left == [("Asta Moe", ""), ("Birk Moe", ""), ("Asta Li Nyland", "9")]
