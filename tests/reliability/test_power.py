"""R2: the power goes at any moment. What was acknowledged is there, and nothing is torn."""

import random
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from sentralbord_desktop.bootstrap import DATABASE_FILE
from tests.helpers import calls
from tests.helpers.figures import Say, size
from tests.helpers.power import Disk, watched
from tests.helpers.registers import KEY, enrol, open_with_key

CUTS = size(300, 60)
CALLS = 25


def worked(folder: Path, *, synchronous: str) -> Disk:
    """A register in which inquiries are completed, with checkpoints in between, and what was done."""
    with watched() as disk:
        services = open_with_key(folder)
        raw = services.database.engine.raw_connection()
        for pragma in (f"synchronous = {synchronous}", "wal_autocheckpoint = 40"):
            raw.cursor().execute(f"PRAGMA {pragma}")
        raw.close()
        member = enrol(services)
        for number in range(CALLS):
            draft = calls.new_details(services, member, place=f"Sted {number}", phone=f"4{number:07d}")
            services.inquiries.complete(draft)
            disk.say(draft.id)
        services.close()
    return disk


def after_cut(disk: Disk, chance: random.Random, folder: Path) -> tuple[bool, int]:
    """Whether the register can be read and is whole, and how many acknowledged inquiries are gone."""
    folder.mkdir()
    said = disk.cut(chance, folder)
    connection = sqlcipher.connect(str(folder / DATABASE_FILE), isolation_level=None)
    try:
        connection.execute(f"PRAGMA key = \"x'{KEY.raw.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute("PRAGMA wal_checkpoint")  # the cipher check reads the file, not the log
        there = {row[0] for row in connection.execute("SELECT id FROM inquiry")}
        half = connection.execute(
            "SELECT count(*) FROM inquiry i WHERE (SELECT count(*) FROM remark r WHERE r.inquiry_id = i.id)"
            " <> 1 OR (SELECT count(*) FROM phone_call p WHERE p.inquiry_id = i.id) <> 1"
        ).fetchone()[0]
        whole = (
            not connection.execute("PRAGMA cipher_integrity_check").fetchall()
            and connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            and half == 0
        )
        return whole, len(set(said) - there)
    except sqlcipher.DatabaseError:
        return not said, len(said)
    finally:
        connection.close()


def tried(folder: Path, synchronous: str, cuts: int) -> tuple[int, int]:
    """(corrupt, cuts that lost something) of so many cuts."""
    disk = worked(folder / "kontor", synchronous=synchronous)
    chance = random.Random(20261125)
    corrupt = lost = 0
    for number in range(cuts):
        whole, gone = after_cut(disk, chance, folder / str(number))
        corrupt += not whole
        lost += gone > 0
    return corrupt, lost


@pytest.mark.figures("R2")
def test_a_power_cut_loses_no_acknowledged_inquiry_and_tears_none(tmp_path: Path, figure: Say) -> None:
    corrupt, lost = tried(tmp_path, "FULL", CUTS)
    figure("R2", f"synchronous=FULL, {CUTS} cuts: {lost} lost something, {corrupt} corrupt")
    assert (corrupt, lost) == (0, 0)


@pytest.mark.night
@pytest.mark.figures("R2")
def test_the_control_without_syncing_the_same_cuts_lose_and_tear(tmp_path: Path, figure: Say) -> None:
    corrupt, lost = tried(tmp_path, "OFF", CUTS)
    figure("R2", control=f"synchronous=OFF, {CUTS} cuts: {lost} lost something, {corrupt} corrupt")
    assert lost > CUTS // 10
