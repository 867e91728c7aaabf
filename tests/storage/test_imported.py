"""A member's history begins with the import that registered it, on both engines."""

import csv
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.members import members
from sentralbord_desktop.storage.privacy import subject_data
from sentralbord_desktop.storage.tables import ImportRunRow, MemberChangeRow, MemberRow, PhoneRow
from tests.helpers.engines import MOMENT, Enrol, Watch
from tests.helpers.members import by_number

HEAD = "medlemsnummer;fornavn;etternavn;telefon;telefon 2\n"


def bring(services: Services, folder: Path, *lines: str) -> None:
    file = folder / "inn.csv"
    file.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
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
        ids = list(session.exec(select(MemberRow.number, MemberRow.id).order_by(MemberRow.id)))  # type: ignore[arg-type]
        phones = session.exec(select(PhoneRow.position, PhoneRow.number)).all()
    assert [number for number, _ in ids] == ["1", "8", "9", "2"]
    assert first.id < ids[1][1] < ids[2][1] < last.id  # type: ignore[operator]
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
