"""The house on both engines: what is kept, taken out, confirmed and read in from a file."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.availability import PresenceFields
from sentralbord_desktop.domain.conflicts import ConflictError
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.organisation.organisation import Course, Staff
from sentralbord_desktop.domain.organisation.postcodes import shipped
from sentralbord_desktop.services.imports import organisation_files
from sentralbord_desktop.services.office import Office
from sentralbord_desktop.storage import availability
from sentralbord_desktop.storage.organisation import save_entry
from tests.storage.conftest import Enrol

KARI = Staff(id=0, name="Kari Berg", function="KS", department=4, calendar="https://x.no/k.ics")


def test_a_person_is_kept_with_an_id_and_changed_in_place(office: Office) -> None:
    kept = office.organisation.save_entry(KARI)
    assert isinstance(kept, Staff)
    office.organisation.save_entry(kept.model_copy(update={"phone": "62 00 00 04"}))
    (person,) = office.organisation.read().staff
    assert (person.id, person.phone) == (kept.id, "62000004")


def test_confirmed_is_the_day_on_the_wall(office: Office, watch: Any) -> None:
    kept = office.organisation.save_entry(KARI)
    assert isinstance(kept, Staff)
    watch.now += timedelta(hours=10)  # 00.06 in Oslo, 23.06 UTC
    office.organisation.confirm(kept)
    assert office.organisation.read().staff[0].confirmed == date(2026, 11, 26)


def test_a_department_with_members_stays(office: Office, ingunn: Member) -> None:
    house = office.organisation.read()
    with pytest.raises(SwitchboardError, match="Den har ett medlem"):
        office.organisation.delete_entry(house.department(4))
    office.organisation.delete_entry(house.department(6))
    assert [d.number for d in office.organisation.read().departments if d.name] == [4]


def test_departments_that_only_members_mention_are_there_without_a_name(office: Office, enrol: Enrol) -> None:
    before = {department.number for department in office.organisation.read().departments}
    enrol(number="1", department=None)
    assert {d.number for d in office.organisation.read().departments} == before
    for number, department in (("2", 31), ("3", 12), ("4", 31), ("5", 4)):
        enrol(number=number, department=department)
    found = office.organisation.read().departments
    assert [d.number for d in found] == sorted(before | {12, 31})
    assert [d.name for d in found if d.number in (12, 31)] == ["", ""]


def test_the_next_person_does_not_inherit_what_one_who_left_has_said(office: Office) -> None:
    kept = office.organisation.save_entry(KARI)
    assert isinstance(kept, Staff)
    with office.database.transaction() as session:
        now = office.session.clock()
        availability.say(session, PresenceFields(who=f"staff:{kept.id}", kind="borte", start=now, said=now))
    office.organisation.delete_entry(kept)
    with office.database.reading() as session:
        assert availability.holding(session, office.session.clock()) == []


def test_the_post_codes_are_kept_in_the_register(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "liste.txt"
    path.write_text("2317\tHAMAR\t3403\tHAMAR\r\n6018\tÅLESUND\t1508\tÅLESUND\r\n", "cp1252")
    office.organisation.update_postcodes(path)
    found = office.organisation.places().find("6018")
    assert found is not None
    assert found.place == "Ålesund"
    assert office.organisation.places() is not shipped()


def test_a_file_is_written_whole_or_not_at_all(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kurs.csv"
    path.write_text("Kurs;Avdeling\nEtt;4\nTo;6\n", "utf-8")
    preview = office.house_files.preview(path)

    def failing(session: Any, entry: Any) -> Any:
        if isinstance(entry, Course) and entry.title == "To":
            raise SwitchboardError("Strømmen gikk.")
        return save_entry(session, entry)

    with monkeypatch.context() as patched:
        patched.setattr(organisation_files, "save_entry", failing)
        with pytest.raises(SwitchboardError, match="Strømmen"):
            office.house_files.write(preview)
    assert office.organisation.read().courses == ()
    assert office.house_files.write(preview).new == 2
    assert office.house_files.preview(path).summary == "0 nye, 0 endres, 2 er like, 0 avvist"


def test_the_whole_house_goes_out_and_in_again(office: Office, tmp_path: Path) -> None:
    office.organisation.save_entry(KARI)
    office.house_files.export(tmp_path / "hus.xlsx")
    before = office.organisation.read()
    preview = office.house_files.preview(tmp_path / "hus.xlsx")
    assert (preview.changes_anything, preview.rejected, preview.unread) == (False, (), ())
    office.house_files.write(preview)
    after = office.organisation.read()
    assert sorted(after.roles, key=repr) == sorted(before.roles, key=repr)
    assert (after.departments, after.staff) == (before.departments, before.staff)


def test_what_two_have_rewritten_in_one_entry_is_both_kept_and_the_same_field_is_asked_about(office: Office) -> None:
    seen = office.organisation.save_entry(KARI)
    assert isinstance(seen, Staff)
    theirs = seen.model_copy(update={"phone": "62000004", "name": "Kari Bergh"})
    office.organisation.save_entry(theirs, seen=seen)
    mine = seen.model_copy(update={"function": "DS"})
    kept = office.organisation.save_entry(mine, seen=seen)
    assert isinstance(kept, Staff)
    assert (kept.function, kept.phone, kept.name) == ("DS", "62000004", "Kari Bergh")
    mine = seen.model_copy(update={"phone": "62000009"})
    with pytest.raises(ConflictError) as refused:
        office.organisation.save_entry(mine, seen=seen)
    [conflict] = refused.value.conflicts
    assert (conflict.name, conflict.original, conflict.mine, conflict.theirs) == ("Telefon", "", "62000009", "62000004")
    with pytest.raises(ConflictError):  # what was looked at is not what stands there now
        office.organisation.save_entry(mine, seen=seen, agreed={"phone": "62000000"})
    office.organisation.save_entry(mine, seen=seen, agreed={"phone": "62000004"})
    (person,) = office.organisation.read().staff
    assert (person.phone, person.name) == ("62000009", "Kari Bergh")
    office.organisation.delete_entry(person)
    with pytest.raises(ChangedMeanwhileError):
        office.organisation.save_entry(mine, seen=person)


def test_only_who_looks_after_the_catalogue_changes_it_and_anybody_confirms(office: Office, tmp_path: Path) -> None:
    kept = office.organisation.save_entry(KARI)
    assert isinstance(kept, Staff)
    file = tmp_path / "hus.xlsx"
    office.house_files.export(file)
    preview = office.house_files.preview(file)
    codes = tmp_path / "post.tsv"  # refused before it is looked at
    office.people.keep(Operator(id=0, initials="LT", name="Lars", roles="administrator"))
    me = office.session.operator
    house = office.organisation.read()
    office.people.keep(me.model_copy(update={"roles": "operator"}))
    changes = (
        lambda: office.organisation.save_entry(kept),
        lambda: office.organisation.delete_entry(kept),
        lambda: office.organisation.save_house(house),
        lambda: office.organisation.save(house),
        lambda: office.organisation.update_postcodes(codes),
        lambda: office.house_files.write(preview),
    )
    for change in changes:
        with pytest.raises(NotAllowedError, match="Prosedyreeier eller Administrator"):
            change()
    assert not office.organisation.is_kept_here
    office.organisation.confirm(kept)
    assert office.organisation.read().staff[0].confirmed is not None
