"""The register comes in on both engines, and the same file twice changes nothing."""

from pathlib import Path

import pytest

from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.imports.bulk_members import LARGE

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
    rows = [
        ("900001", "Oslo  kommune", "4"),
        ("900002", "01017012345", "4"),
        ("900003", " Oslo kommune ", "fire"),
        ("900004", "01017012345", "fire"),
        ("900005", "-", "fire"),
        ("900006", "Oslo\u00a0kommune", "4"),
    ]
    file = tmp_path / "inn.csv"
    lines = [f"{number};Asta;Nyland;99000001;{where};{no}" for number, where, no in rows]
    file.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    preview = services.member_imports.preview(services.member_imports.read(file))
    assert [entry.values["employer"] for entry in preview.new] == ["Oslo kommune"] * 2
    assert [(bad.row, bad.column) for bad in preview.rejected] == [
        (3, "arbeidsgiver"),
        (4, "avdeling"),
        (5, "arbeidsgiver"),
        (6, "avdeling"),
    ]
    assert [bad.why.partition(" ")[0] for bad in preview.rejected] == ["Cellen", "Avdeling", "Cellen", "Avdeling"]
