"""R19: a register that is deleted, moved or replaced while it is open (Linux): noticed, said, and nothing acknowledged."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import DATABASE_FILE
from sentralbord_desktop.domain.errors import RegisterGoneError, SwitchboardError
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.engine.wal_marker import WalMarker
from tests.helpers import calls
from tests.helpers.figures import Say
from tests.helpers.registers import is_plain, reopen

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows keeps a file that is open")
Put = Callable[[], object]


def deleted_file(folder: Path) -> Put:
    aside = folder.parent / "bort.db"
    (folder / DATABASE_FILE).rename(aside)
    return lambda: aside.rename(folder / DATABASE_FILE)


def moved_folder(folder: Path) -> Put:
    aside = folder.parent / "bort"
    folder.rename(aside)
    return lambda: aside.rename(folder)


def replaced_file(folder: Path) -> Put:
    aside = folder.parent / "bort.db"
    (folder / DATABASE_FILE).rename(aside)
    shutil.copy(aside, folder / DATABASE_FILE)
    return lambda: aside.replace(folder / DATABASE_FILE)


def replaced_folder(folder: Path) -> Put:
    aside = folder.parent / "bort"
    folder.rename(aside)
    shutil.copytree(aside, folder)

    def back() -> None:
        shutil.rmtree(folder)
        aside.rename(folder)

    return back


WAYS = [deleted_file, moved_folder, replaced_file, replaced_folder]


def opened(folder: Path) -> Services:
    services = reopen(folder)
    services.members.remark(1, "Ringte i dag.")
    return services


@pytest.mark.figures("R19")
@pytest.mark.parametrize("take", WAYS, ids=[way.__name__ for way in WAYS])
def test_what_is_being_completed_is_not_acknowledged_and_is_completed_when_the_register_is_there(
    take: Callable[[Path], Put], folder: Path, figure: Say
) -> None:
    services = opened(folder)
    member = services.members.reread(1)
    assert member is not None
    draft = calls.new_details(services, member.member, place="Hamar", phone="40000001")
    put_back = take(folder)
    there = sorted(str(path) for path in folder.parent.rglob("*"))
    for work in (
        lambda: services.inquiries.complete(draft),
        lambda: services.parking.keep(draft, running=True),
        lambda: services.members.remark(1, "Ferie"),
        services.backups.take,
    ):
        with pytest.raises(RegisterGoneError) as caught:
            work()
        is_plain(caught.value)
        assert "står på skjermen" in str(caught.value)
    assert sorted(str(path) for path in folder.parent.rglob("*")) == there  # nothing is made in its place
    put_back()
    receipt = services.inquiries.complete(draft)
    assert receipt.inquiry_id == draft.id
    services.close()
    again = reopen(folder)
    record = again.members.reread(1)
    assert record is not None
    assert record.member.place == "Hamar"
    assert again.member_imports.faults() == []
    again.close()
    figure(
        "R19",
        f"register taken away while open ({take.__name__}): 3 of 3 writes and a backup refused, then completed once",
    )


@pytest.mark.parametrize("take", [replaced_file, replaced_folder])
def test_what_was_put_in_its_place_is_not_touched_also_when_the_program_ends(
    take: Callable[[Path], Put], folder: Path
) -> None:
    """Not even the word beside it, which is that one's: it would be wrong between two writes."""

    def lying() -> dict[str, tuple[bytes, int]]:
        files = [one for one in folder.iterdir() if one.is_file() and not one.name.endswith("-shm")]
        return {one.name: (one.read_bytes(), one.stat().st_mtime_ns) for one in files}

    services = opened(folder)
    take(folder)
    there = lying()
    with pytest.raises(RegisterGoneError):
        services.members.remark(1, "Ferie")
    services.close()
    assert lying() == there


def test_the_control_a_register_that_stays_takes_the_same_writes(folder: Path) -> None:
    services = opened(folder)
    member = services.members.reread(1)
    assert member is not None
    draft = calls.new_details(services, member.member, place="Hamar", phone="40000001")
    services.parking.keep(draft, running=True)
    assert services.inquiries.complete(draft).inquiry_id == draft.id
    services.close()


def test_a_register_that_was_closed_and_replaced_is_opened_as_any(folder: Path) -> None:
    opened(folder).close()
    replaced_file(folder)
    assert WalMarker(folder / DATABASE_FILE).word == "closed"
    services = reopen(folder)
    services.members.remark(1, "Ferie")
    services.close()


def test_a_version_table_that_is_empty_is_told_as_damage_and_the_file_left_alone(folder: Path) -> None:
    import sqlcipher3.dbapi2 as sqlcipher

    from sentralbord_desktop.storage.encryption.keys import KeySlots
    from tests.helpers.command import cli
    from tests.helpers.passphrase import PASSPHRASE
    from tests.helpers.registers import content

    key = KeySlots(folder / DATABASE_FILE).key(PASSPHRASE)
    connection = sqlcipher.connect(str(folder / DATABASE_FILE))
    connection.execute(f"PRAGMA key = \"x'{key.raw.hex()}'\"")
    connection.execute("DELETE FROM alembic_version")
    connection.commit()
    connection.close()
    before = content(folder)
    done = cli("--data", folder, "check")
    assert (done.returncode, done.stdout) == (1, "")
    (sentence,) = done.stderr.splitlines()
    is_plain(SwitchboardError(sentence))
    assert "hvilken versjon" in sentence
    assert content(folder) == before
    assert cli("--data", folder, "backup", "rescue").returncode == 0  # the way on
    assert cli("--data", folder, "check").returncode == 0


def test_a_list_as_slot_file_is_named_by_every_way_to_it(folder: Path) -> None:
    from sentralbord_desktop.domain.backup import new_code
    from sentralbord_desktop.domain.errors import KeyMissingError
    from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, Key, KeySlots
    from tests.helpers.command import cli

    (folder / SLOT_FILE).write_text("[1, 2]")
    slots = KeySlots(folder / DATABASE_FILE)
    ways: list[Callable[[], object]] = [
        lambda: slots.key("fire ville hester galopperer"),
        lambda: slots.recover(new_code()),
        lambda: slots.set_code(Key(b"k" * 32), new_code()),
        lambda: slots.set_passphrase(Key(b"k" * 32), "ord"),
        lambda: slots.rearm(Key(b"k" * 32)),
    ]
    for way in ways:
        with pytest.raises(KeyMissingError, match="kan ikke leses"):
            way()
    assert not slots.has_code
    assert not slots.has_passphrase
    assert not slots.is_unfinished
    for command in (("check",), ("backup", "rescue"), ("recovery", "use")):
        done = cli("--data", folder, *command, given=new_code())
        assert (done.returncode, done.stdout) == (1, ""), done
        assert "nokkel.json" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert (folder / SLOT_FILE).read_text() == "[1, 2]"
