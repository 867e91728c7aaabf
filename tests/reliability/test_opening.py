"""What is wrong with a register is said in one sentence, and the file is left as it was."""

import json
import os
import random
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text

from sentralbord_desktop.bootstrap import DATABASE_FILE
from sentralbord_desktop.domain.backup import new_code
from sentralbord_desktop.domain.errors import (
    ChangedMeanwhileError,
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseNewerError,
    KeyMissingError,
    PlaceError,
    RegisterMissingError,
    SwitchboardError,
    WrongKeyError,
)
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, Key, KeySlots, PassphraseNeededError
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.members.members import change_member
from tests.helpers.figures import Say, size
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.registers import content, is_plain, refused, reopen

PAGE = 4096


def test_the_control_an_undamaged_register_opens_with_all_it_held(folder: Path) -> None:
    services = reopen(folder)
    assert services.members.count() == 12
    assert services.session.sign == "MH"
    assert not services.session.is_new
    services.close()


# ------------------------------------------------------------------ the key


def test_a_wrong_passphrase_is_told_from_a_damaged_file(folder: Path) -> None:
    assert "passordsetning" in refused(folder, WrongKeyError, "fire tamme hester galopperer")
    refused(folder, WrongKeyError, "")  # pressed Enter at once


def test_no_passphrase_at_all_asks_for_it_and_says_it_is_not_a_new_one(folder: Path) -> None:
    with pytest.raises(PassphraseNeededError, match="Skriv passordsetningen") as caught:
        KeySlots(folder / DATABASE_FILE).key(None)
    assert not caught.value.new


def test_a_missing_key_never_leads_to_a_new_one_over_a_register(folder: Path) -> None:
    (folder / SLOT_FILE).unlink()
    assert "sikkerhetskopien" in refused(folder, KeyMissingError)
    assert not (folder / SLOT_FILE).exists()


def test_a_missing_register_is_not_replaced_by_an_empty_one(folder: Path) -> None:
    (folder / DATABASE_FILE).unlink()
    assert "Et nytt, tomt register er ikke laget" in refused(folder, RegisterMissingError)
    assert not (folder / DATABASE_FILE).exists()


def test_a_first_start_that_was_cut_off_after_the_key_goes_on(tmp_path: Path) -> None:
    """A kill between the key file and the register: there is nothing to lose yet."""
    register = tmp_path / DATABASE_FILE
    KeySlots(register).key(PASSPHRASE)
    assert KeySlots(register).is_unfinished
    reopen(tmp_path).close()
    assert not KeySlots(register).is_unfinished
    register.unlink()  # now it is a loss
    assert "sikkerhetskopien" in refused(tmp_path, RegisterMissingError)


@pytest.mark.parametrize(
    "slots",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"42",
        b"{}",
        b"\xff\xfe",
        b'{"version": 1}',
        b"\0" * 200,
        b'{"check": "x"}',
        b'{"check": 1, "passphrase": 7}',
        b'{"check": 1, "passphrase": {}}',
        b'{"check": 1, "passphrase": {"salt": "!", "nonce": "", "key": ""}}',
        b'{"check": 1, "practice": 5}',
        b'{"check": 1, "practice": "\xc3\xa6"}',
        b'{"check": 1, "keyring": 1}',
        b"[" * 100_000,
    ],
)
def test_a_key_file_that_cannot_be_read_is_named(folder: Path, slots: bytes) -> None:
    (folder / SLOT_FILE).write_bytes(slots)
    before = content(folder)
    with pytest.raises(SwitchboardError) as caught:
        reopen(folder)
    is_plain(caught.value)
    assert content(folder) == before


def test_a_key_file_of_another_register_does_not_open_this_one(folder: Path, tmp_path: Path) -> None:
    reopen(tmp_path / "annet").close()
    shutil.copy(tmp_path / "annet" / SLOT_FILE, folder / SLOT_FILE)
    refused(folder, DatabaseDamagedError)


def test_a_check_value_that_does_not_fit_is_a_wrong_key(folder: Path) -> None:
    slots = json.loads((folder / SLOT_FILE).read_text())
    del slots["sum"]  # as it was written before there was one
    slots["check"] = "0" * 16
    (folder / SLOT_FILE).write_text(json.dumps(slots))
    assert "passer ikke" in refused(folder, WrongKeyError)


def test_a_damaged_key_file_is_told_from_a_wrong_code_and_wrong_words(folder: Path) -> None:
    """Else somebody would look for another code, and there is none."""
    services = reopen(folder)
    services.session.update(name="Maja Hovde", initials="MH", loop=2)
    services.recovery.keep(code := services.recovery.new_code())
    services.close()
    file = folder / SLOT_FILE
    whole = file.read_bytes()
    slots = KeySlots(folder / DATABASE_FILE)
    ways: dict[str, Callable[[], Key]] = {
        "passphrase": lambda: slots.key(PASSPHRASE),
        "recovery": lambda: slots.recover(code),
    }
    for name, way in ways.items():
        for part, kept in json.loads(whole)[name].items():
            changed = kept * 2 if part == "n" else ("A" if kept[4] != "A" else "B").join((kept[:4], kept[5:]))
            for other in (changed, 5, None):
                damaged = json.loads(whole)
                damaged[name][part] = other
                file.write_text(json.dumps(damaged))
                with pytest.raises(KeyMissingError, match="kan ikke leses"):
                    way()
    file.write_bytes(whole)
    assert {way().check for way in ways.values()} == {json.loads(whole)["check"]}
    with pytest.raises(WrongKeyError, match="passer ikke"):
        slots.recover(new_code())
    with pytest.raises(WrongKeyError, match="ikke riktig"):
        slots.key("fem ville hester galopperer")


# ------------------------------------------------------------------ the file


def plain_file(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE member (id INTEGER)")
    connection.commit()
    connection.close()


def file_with_another_key(path: Path) -> None:
    other = Database.file(path, Key(secrets.token_bytes(32)))
    other.migrate()
    other.close()


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_bytes(random.Random(1).randbytes(20 * PAGE)),
        plain_file,
        file_with_another_key,
        lambda path: path.write_text("Dette er et brev."),
    ],
    ids=["random bytes", "plain SQLite", "another key", "a letter"],
)
def test_a_foreign_file_is_refused_and_left_alone(folder: Path, make: Callable[[Path], None]) -> None:
    (folder / DATABASE_FILE).unlink()
    make(folder / DATABASE_FILE)
    assert "ikke Sentralbords register" in refused(folder, DatabaseDamagedError)


@pytest.mark.parametrize("size", [16, 100, PAGE // 2, PAGE, 3 * PAGE, 3 * PAGE + 17])
def test_a_truncated_register_is_refused_and_left_alone(folder: Path, size: int) -> None:
    os.truncate(folder / DATABASE_FILE, size)
    refused(folder, DatabaseDamagedError)


@pytest.mark.parametrize("size", [0, 1, 15])
def test_a_register_cut_to_nothing_is_not_taken_for_a_new_one(folder: Path, size: int) -> None:
    os.truncate(folder / DATABASE_FILE, size)
    assert "er ikke laget" in refused(folder, RegisterMissingError)


@pytest.mark.figures("R4")
def test_a_flipped_bit_in_any_page_is_found_and_the_file_left_alone(folder: Path, figure: Say) -> None:
    """Each page in turn: opening, reading or the check says so; the file is never written to."""
    whole = (folder / DATABASE_FILE).read_bytes()
    key = KeySlots(folder / DATABASE_FILE).key(PASSPHRASE)
    chance = random.Random(20261125)
    pages = len(whole) // PAGE
    assert pages > 60
    flips = size(200, 32)
    some = [0, 1, 2, pages - 1, *(chance.randrange(pages) for _ in range(flips - 4))]
    for page in some:
        damaged = bytearray(whole)
        damaged[page * PAGE + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)
        (folder / DATABASE_FILE).write_bytes(damaged)
        assert is_found(folder / DATABASE_FILE, key), f"page {page}"
        assert (folder / DATABASE_FILE).read_bytes() == damaged
    figure("R4", f"{flips} bit flips: {flips} found, the file untouched; 6 truncations refused, and 3 to nothing")


def is_found(path: Path, key: Key) -> bool:
    database = Database.file(path, key)
    try:
        database.migrate()
        with database.reading() as session:
            return bool(session.execute(text("PRAGMA cipher_integrity_check")).all())
    except DatabaseDamagedError as error:
        is_plain(error)
        return True
    finally:
        database.close()


def test_the_control_a_whole_file_passes_the_same_check(folder: Path) -> None:
    assert not is_found(folder / DATABASE_FILE, KeySlots(folder / DATABASE_FILE).key(PASSPHRASE))


def test_a_page_that_breaks_while_it_is_open_is_said_when_it_is_read(folder: Path) -> None:
    damaged = bytearray((folder / DATABASE_FILE).read_bytes())
    for page in range(40, len(damaged) // PAGE):
        damaged[page * PAGE + 7] ^= 1
    (folder / DATABASE_FILE).write_bytes(damaged)
    with pytest.raises(DatabaseDamagedError) as caught:
        read_everything(folder)
    is_plain(caught.value)
    assert (folder / DATABASE_FILE).read_bytes() == damaged


def read_everything(folder: Path) -> None:
    services = reopen(folder)
    try:
        for number in range(1, 13):
            services.members.reread(number)
        services.members.search("fjeldheim")
    finally:
        services.close()


def test_a_register_from_a_newer_version_is_refused_byte_for_byte(folder: Path) -> None:
    key = KeySlots(folder / DATABASE_FILE).key(PASSPHRASE)
    connection = sqlcipher.connect(str(folder / DATABASE_FILE))
    connection.execute(f"PRAGMA key = \"x'{key.raw.hex()}'\"")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    assert "nyere versjon" in refused(folder, DatabaseNewerError)


# ------------------------------------------------------------------ the place


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "kontor").write_text("ikke en mappe")
    with pytest.raises(SwitchboardError, match="Får ikke skrevet i mappen") as caught:
        reopen(tmp_path / "kontor")
    is_plain(caught.value)


@pytest.fixture
def frozen(folder: Path) -> Iterator[Path]:
    """The folder where nothing can be written: by its rights, or for root by a mount."""
    if os.geteuid() != 0:
        folder.chmod(0o500)
        yield folder
        folder.chmod(0o700)
        return
    for options in (["--bind", str(folder)], ["-o", "remount,ro,bind"]):
        done = subprocess.run(["mount", *options, str(folder)], check=False, capture_output=True)
        if done.returncode != 0:
            pytest.skip("root can write everywhere, and may not mount here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_folder_that_cannot_be_written_to_is_said(frozen: Path) -> None:
    assert "kan skrives i" in refused(frozen, PlaceError)


# ------------------------------------------------------------------ somebody else


def test_a_register_that_another_program_holds_is_said_and_works_afterwards(folder: Path, impatient: None) -> None:
    services = reopen(folder)
    key = KeySlots(folder / DATABASE_FILE).key(PASSPHRASE)
    other = Database.file(folder / DATABASE_FILE, key)
    with other.transaction() as writer:
        writer.execute(text("DELETE FROM setting"))
        with pytest.raises(DatabaseBusyError, match="Et annet program holder registeret") as caught:
            services.members.remark(1, "Ferie")
        is_plain(caught.value)
        with pytest.raises(DatabaseBusyError):
            reopen(folder)
        assert services.members.count() == 12  # reading never waits
    services.members.remark(1, "Ferie")
    record = services.members.reread(1)
    assert record is not None
    assert len(record.remarks) == 2
    other.close()
    services.close()


def test_two_openings_of_one_register_lose_nothing_and_see_each_other(folder: Path) -> None:
    one, two = reopen(folder), reopen(folder)
    for number in range(20):
        (one if number % 2 else two).members.remark(1, f"Merknad {number}")
    for services in (one, two):
        record = services.members.reread(1)
        assert record is not None
        assert len(record.remarks) == 21
    seen = one.members.open(1).member
    with one.database.transaction() as session:
        change_member(session, 1, {"place": "Hamar"}, author="LT", at=one.session.clock())
    with pytest.raises(ChangedMeanwhileError):
        two.members.change(seen, {"place": "Oslo"})
    one.close()
    two.members.remark(1, "Etter at den andre ble lukket")
    two.close()
    again = reopen(folder)
    record = again.members.reread(1)
    assert record is not None
    assert (len(record.remarks), record.member.place) == (22, "Hamar")
    again.close()
