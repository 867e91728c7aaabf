"""An import is undone: what it brought goes, what it changed comes back, what was done since stands."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.imports.import_run import UNDO_DAYS, ImportRun, Undoing
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.progress import ImportCancelledError
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.sharing.transfer import give_rights
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.server_functions import ADMINISTRATORS, OPERATORS
from sentralbord_desktop.storage.tables import AccessRow, MemberChangeRow
from tests.helpers.import_files import HEAD, ODD, csv_file, imported, many_members, member
from tests.helpers.members import by_number
from tests.helpers.people import only_operator
from tests.helpers.postgres import Cluster
from tests.helpers.server_desks import as_user, new_user

LIV = "301;Liv;Moe;01.02.1971;990 00 424;2;"
INVOICES = "Fakturanr;Medlemsnr;Fakturadato;Forfall;Beløp;Betalt;Mangler"


def undone(services: Services, place: int = 0) -> Undoing:
    """The newest import undone (0), or the one before it."""
    run = services.import_history.latest()[place]
    weighed = services.import_history.weigh(run)
    done = services.import_history.undo(run)
    assert weighed == done, "what was promised is what was done"
    return done


def test_what_an_import_brought_goes_and_is_not_found_any_more(services: Services, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, ODD, LIV))
    assert undone(services) == Undoing(removed=2)
    assert services.members.count() == 0
    for said in ("fjeldhaug", "99000423", "300", "30011958"):
        assert services.members.search(said) == [], said
    assert services.member_imports.faults() == []
    assert imported(services, csv_file(tmp_path, HEAD, ODD, LIV)).new == 2, "and it may be read again"


def test_what_an_import_changed_comes_back_with_both_lines_in_the_history(
    services: Services, ingunn: Member, tmp_path: Path
) -> None:
    before = member(services, ingunn.number)
    line = f"{ingunn.number};Inga;;14.03.1980;922 00 111;9;Pensjonist"
    imported(services, csv_file(tmp_path, HEAD, line))
    assert member(services, ingunn.number).first_name == "Inga"
    assert undone(services) == Undoing(restored=1)
    after = member(services, ingunn.number)
    assert after == before.model_copy(update={"version": after.version})
    assert [hit.number for hit in services.members.search(before.phone)] == [ingunn.number]
    assert services.members.search("92200111") == []
    with services.database.reading() as session:
        lines = session.exec(select(MemberChangeRow).where(col(MemberChangeRow.field) == "first_name")).all()
        assert [(one.before, one.after, one.source) for one in lines] == [
            (before.first_name, "Inga", "import"),
            ("Inga", before.first_name, "angret import"),
        ]


def test_what_has_been_changed_since_stands(services: Services, ingunn: Member, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, f"{ingunn.number};Inga;Nytt;;;;"))
    services.members.change(member(services, ingunn.number), {"last_name": "Rettet"})
    assert undone(services) == Undoing(restored=1, left=1)
    now = member(services, ingunn.number)
    assert (now.first_name, now.last_name) == (ingunn.first_name, "Rettet")


def test_a_new_member_that_somebody_has_written_about_stays(services: Services, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, ODD, LIV))
    services.members.remark(member(services, "300").id, "Ringte om kurset.")
    assert undone(services) == Undoing(removed=1, kept=1)
    assert [by_number(services, n) is not None for n in ("300", "301")] == [True, False]


def test_that_somebody_looked_does_not_keep_a_member_and_stays_in_the_log(services: Services, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, ODD))
    services.members.open(member(services, "300").id)
    assert undone(services) == Undoing(removed=1)
    with services.database.reading() as session:
        rows = session.exec(select(AccessRow).order_by(col(AccessRow.id))).all()
        told = [(row.what, row.member_id) for row in rows if row.what in ("åpnet", "angret import")]
        assert told == [("åpnet", None), ("angret import", None)]
        assert rows[-1].why == "medlemmer.csv: 1 tatt ut, 0 satt tilbake"


def test_imports_are_undone_from_the_newest_back(services: Services, tmp_path: Path) -> None:
    """A member that a later import has changed stays for it; when that is undone too, nothing is left."""
    imported(services, csv_file(tmp_path, HEAD, ODD))
    imported(services, csv_file(tmp_path, HEAD, "300;Oddvar;;;;;"))
    first = services.import_history.latest()[1]
    assert services.import_history.weigh(first) == Undoing(kept=1)
    assert undone(services) == Undoing(restored=1)
    assert undone(services, 1) == Undoing(removed=1)
    assert services.members.count() == 0


def test_an_import_is_undone_once_and_within_fourteen_days(
    services: Services, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    imported(services, csv_file(tmp_path, HEAD, ODD))
    (run,) = services.import_history.latest()
    assert (run.file, run.subject, run.new, run.undone) == ("medlemmer.csv", "medlemmer", 1, None)
    last = services.session.clock() + timedelta(days=UNDO_DAYS)
    monkeypatch.setattr(services.session, "clock", lambda: last + timedelta(seconds=5))
    assert services.import_history.latest() == []
    with pytest.raises(SwitchboardError, match="for gammel"):
        services.import_history.undo(run)
    monkeypatch.setattr(services.session, "clock", lambda: last - timedelta(seconds=5))
    services.import_history.undo(run)
    (run,) = services.import_history.latest()
    assert (run.undone, run.undone_by) == (services.session.clock(), "MH")
    with pytest.raises(SwitchboardError, match="allerede"):
        services.import_history.undo(run)


def test_a_cancelled_one_has_changed_nothing(services: Services, ingunn: Member, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, ODD, f"{ingunn.number};Inga;;;;;"))
    (run,) = services.import_history.latest()
    told: list[int] = []

    def late() -> bool:
        told.append(1)
        return len(told) > 1

    with pytest.raises(ImportCancelledError):
        services.import_history.undo(run, cancel=late)
    assert member(services, ingunn.number).first_name == "Inga"
    assert member(services, "300").first_name == "Odd"
    assert services.import_history.latest() == [run]


def test_fee_invoices_come_back_too(services: Services, ingunn: Member, tmp_path: Path) -> None:
    def read(*lines: str) -> None:
        path = csv_file(tmp_path, INVOICES, *lines)
        services.member_imports.write(services.member_imports.preview(services.member_imports.read(path, "fakturaer")))

    read("F1;204118;01.10.2026;21.10.2026;450;0;brev om permisjon")
    (first,) = services.members.open(ingunn.id).invoices
    read("F1;204118;02.10.2026;;;450;", "F2;204118;01.11.2026;21.11.2026;450;;")
    assert services.import_history.weigh(services.import_history.latest()[1]) == Undoing(kept=1)
    assert undone(services) == Undoing(removed=1, restored=1)
    assert services.members.open(ingunn.id).invoices == (first,)
    assert undone(services, 1) == Undoing(removed=1)
    assert services.members.open(ingunn.id).invoices == ()


def test_only_an_administrator_undoes(services: Services, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, ODD))
    (run,) = services.import_history.latest()
    only_operator(services)
    for do in (services.import_history.weigh, services.import_history.undo):
        with pytest.raises(NotAllowedError):
            do(run)


def test_a_large_one_goes_whole_and_says_how_far_it_has_come(services: Services, tmp_path: Path) -> None:
    imported(services, many_members(tmp_path, 7_003))
    told: list[tuple[int, int]] = []
    run: ImportRun = services.import_history.latest()[0]
    done = services.import_history.undo(run, progress=lambda *far: told.append(far))
    assert (done.removed, services.members.count()) == (7_003, 0)
    assert len(told) > 3
    assert all(far <= total == 7_003 for far, total in told)
    assert services.member_imports.faults() == []


def test_nobody_gets_the_id_of_one_who_was_taken_out(services: Services, tmp_path: Path) -> None:
    """Whoever had the wrong one open would write on the next."""
    imported(services, csv_file(tmp_path, HEAD, ODD))
    gone = member(services, "300").id
    undone(services)
    imported(services, csv_file(tmp_path, HEAD, "100;Asta;Berg;;;;", ODD))
    assert services.members.reread(gone) is None
    assert gone not in {member(services, n).id for n in ("100", "300")}
    with pytest.raises(SwitchboardError):
        services.members.remark(gone, "om en annen")


def test_what_somebody_put_back_to_the_same_stands_too(services: Services, ingunn: Member, tmp_path: Path) -> None:
    imported(services, csv_file(tmp_path, HEAD, f"{ingunn.number};Inga;;;;;"))
    for name in ("Ingrid", "Inga"):
        services.members.change(member(services, ingunn.number), {"first_name": name})
    assert services.import_history.weigh(services.import_history.latest()[0]) == Undoing(left=1)


def test_a_desk_without_rights_over_history_leaves_those_who_were_opened(cluster: Cluster, tmp_path: Path) -> None:
    """On a server: what is promised is what such a desk can do."""
    url = cluster.url(name := cluster.new_database("template0"))
    owner = build(Database.server(url), tmp_path, os_user="eier")
    owner.session.update(name="Eier", initials="EI")
    give_rights(url)
    new_user(cluster, url, "pult", "EI", group=ADMINISTRATORS)
    cluster._sql(f"GRANT {OPERATORS} TO pult")
    desk = build(Database.server(as_user(url, "pult")), tmp_path / "pult", os_user="eier")
    imported(desk, csv_file(tmp_path, HEAD, ODD, LIV))
    desk.members.open(member(desk, "300").id)
    assert undone(desk) == Undoing(removed=1, kept=1)
    owner.close()
    desk.close()
    cluster.drop(name)
