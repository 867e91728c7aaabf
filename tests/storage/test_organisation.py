"""The organisation on both engines: what is kept, taken out, confirmed and read in from a file."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.availability import PresenceFields
from sentralbord_desktop.domain.conflicts import ConflictError
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.organisation.organisation import Course, Staff
from sentralbord_desktop.domain.organisation.postcodes import shipped
from sentralbord_desktop.procedures.workplace import post_codes_of
from sentralbord_desktop.services.imports import organisation_files
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage import availability
from sentralbord_desktop.storage.organisation import save_entry
from tests.helpers.engines import Enrol

KARI = Staff(id=0, name="Kari Berg", function="KS", department=4, calendar="https://x.no/k.ics")


def test_a_person_is_kept_with_an_id_and_changed_in_place(services: Services) -> None:
    kept = services.organisation.save_entry(KARI)
    assert isinstance(kept, Staff)
    services.organisation.save_entry(kept.model_copy(update={"phone": "62 00 00 04"}))
    (person,) = services.organisation.read().staff
    assert (person.id, person.phone) == (kept.id, "62000004")


def test_confirmed_is_the_day_on_the_wall(services: Services, watch: Any) -> None:
    kept = services.organisation.save_entry(KARI)
    assert isinstance(kept, Staff)
    watch.now += timedelta(hours=10)  # 00.06 in Oslo, 23.06 UTC
    services.organisation.confirm(kept)
    assert services.organisation.read().staff[0].confirmed == date(2026, 11, 26)


def test_a_department_with_members_stays(services: Services, ingunn: Member) -> None:
    organisation = services.organisation.read()
    with pytest.raises(SwitchboardError, match="Den har ett medlem"):
        services.organisation.delete_entry(organisation.department(4))
    services.organisation.delete_entry(organisation.department(6))
    assert [d.number for d in services.organisation.read().departments if d.name] == [4]


def test_departments_that_only_members_mention_are_there_without_a_name(services: Services, enrol: Enrol) -> None:
    before = {department.number for department in services.organisation.read().departments}
    enrol(number="1", department=None)
    assert {d.number for d in services.organisation.read().departments} == before
    for number, department in (("2", 31), ("3", 12), ("4", 31), ("5", 4)):
        enrol(number=number, department=department)
    found = services.organisation.read().departments
    assert [d.number for d in found] == sorted(before | {12, 31})
    assert [d.name for d in found if d.number in (12, 31)] == ["", ""]


def test_the_next_person_does_not_inherit_what_one_who_left_has_said(services: Services) -> None:
    kept = services.organisation.save_entry(KARI)
    assert isinstance(kept, Staff)
    with services.database.transaction() as session:
        now = services.session.clock()
        availability.add_presence(session, PresenceFields(who=f"staff:{kept.id}", kind="borte", start=now, said=now))
    services.organisation.delete_entry(kept)
    with services.database.reading() as session:
        assert availability.holding(session, services.session.clock()) == []


def test_the_post_codes_are_kept_in_the_register(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "liste.txt"
    path.write_text("2317\tHAMAR\t3403\tHAMAR\r\n6018\tÅLESUND\t1508\tÅLESUND\r\n", "cp1252")
    services.organisation.update_postcodes(path)
    found = post_codes_of(services.organisation.read()).find("6018")
    assert found is not None
    assert found.place == "Ålesund"
    assert post_codes_of(services.organisation.read()) is not shipped()


def test_a_file_is_written_whole_or_not_at_all(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kurs.csv"
    path.write_text("Kurs;Avdeling\nEtt;4\nTo;6\n", "utf-8")
    preview = services.organisation_files.preview(path)

    def failing(session: Any, entry: Any) -> Any:
        if isinstance(entry, Course) and entry.title == "To":
            raise SwitchboardError("Strømmen gikk.")
        return save_entry(session, entry)

    with monkeypatch.context() as patched:
        patched.setattr(organisation_files, "save_entry", failing)
        with pytest.raises(SwitchboardError, match="Strømmen"):
            services.organisation_files.write(preview)
    assert services.organisation.read().courses == ()
    assert services.organisation_files.write(preview).new == 2
    assert services.organisation_files.preview(path).summary == "0 nye, 0 endres, 2 er like, 0 kommer ikke inn"


def test_the_whole_organisation_goes_out_and_in_again(services: Services, tmp_path: Path) -> None:
    services.organisation.save_entry(KARI)
    services.organisation_files.export(tmp_path / "hus.xlsx")
    before = services.organisation.read()
    preview = services.organisation_files.preview(tmp_path / "hus.xlsx")
    assert (preview.changes_anything, preview.rejected, preview.unread) == (False, (), ())
    services.organisation_files.write(preview)
    after = services.organisation.read()
    assert sorted(after.roles, key=repr) == sorted(before.roles, key=repr)
    assert (after.departments, after.staff) == (before.departments, before.staff)


def test_what_two_have_rewritten_in_one_entry_is_both_kept_and_the_same_field_is_asked_about(
    services: Services,
) -> None:
    seen = services.organisation.save_entry(KARI)
    assert isinstance(seen, Staff)
    theirs = seen.model_copy(update={"phone": "62000004", "name": "Kari Bergh"})
    services.organisation.save_entry(theirs, seen=seen)
    mine = seen.model_copy(update={"function": "DS"})
    kept = services.organisation.save_entry(mine, seen=seen)
    assert isinstance(kept, Staff)
    assert (kept.function, kept.phone, kept.name) == ("DS", "62000004", "Kari Bergh")
    mine = seen.model_copy(update={"phone": "62000009"})
    with pytest.raises(ConflictError) as refused:
        services.organisation.save_entry(mine, seen=seen)
    [conflict] = refused.value.conflicts
    assert (conflict.name, conflict.original, conflict.mine, conflict.theirs) == ("Telefon", "", "62000009", "62000004")
    with pytest.raises(ConflictError):  # what was looked at is not what stands there now
        services.organisation.save_entry(mine, seen=seen, agreed={"phone": "62000000"})
    services.organisation.save_entry(mine, seen=seen, agreed={"phone": "62000004"})
    (person,) = services.organisation.read().staff
    assert (person.phone, person.name) == ("62000009", "Kari Bergh")
    services.organisation.delete_entry(person)
    with pytest.raises(ChangedMeanwhileError):
        services.organisation.save_entry(mine, seen=person)


def test_only_who_looks_after_the_catalogue_changes_it_and_anybody_confirms(services: Services, tmp_path: Path) -> None:
    kept = services.organisation.save_entry(KARI)
    assert isinstance(kept, Staff)
    file = tmp_path / "hus.xlsx"
    services.organisation_files.export(file)
    preview = services.organisation_files.preview(file)
    codes = tmp_path / "post.tsv"  # refused before it is looked at
    services.people.keep(Operator(id=0, initials="LT", name="Lars", roles="administrator"))
    me = services.session.operator
    organisation = services.organisation.read()
    services.people.keep(me.model_copy(update={"roles": "operator"}))
    changes = (
        lambda: services.organisation.save_entry(kept),
        lambda: services.organisation.delete_entry(kept),
        lambda: services.organisation.save_facts(organisation),
        lambda: services.organisation.update_postcodes(codes),
        lambda: services.organisation_files.write(preview),
    )
    for change in changes:
        with pytest.raises(NotAllowedError, match="Prosedyreeier eller Administrator"):
            change()
    assert not services.organisation.is_kept_here
    services.organisation.confirm(kept)
    assert services.organisation.read().staff[0].confirmed is not None
