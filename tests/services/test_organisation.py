"""The catalogue is mended by hand: what is kept is right, and what is wrong is one sentence."""

import os
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from sentralbord_desktop.domain.errors import ChangedMeanwhileError, SwitchboardError
from sentralbord_desktop.domain.imports.organisation import OrganisationEntry
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.organisation.organisation import (
    Course,
    Department,
    Employer,
    Organisation,
    Role,
    Staff,
    Target,
)
from sentralbord_desktop.domain.organisation.postcodes import shipped
from sentralbord_desktop.domain.organisation.territory import Placement
from sentralbord_desktop.procedures.workplace import placement_of, post_codes_of
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.organisation import delete_entry
from tests.helpers.stored import save_organisation

INLAND = Department(number=4, name="Innlandet", area="2300-2399, Gjøvik", neighbours="6")
OSLO = Department(number=6, name="Oslo", area="0001-1295")
KARI = Staff(id=0, name="Kari Berg", function="KS", department=4)
LIST = "Postnr\tPoststed\tKommunenr\tKommune\tKat\r\n2317\tHAMAR\t3403\tHAMAR\tB\r\n"


@pytest.fixture(autouse=True)
def organised(services: Services) -> None:
    save_organisation(services, Organisation(departments=(INLAND, OSLO)))


def refused(services: Services, entry: OrganisationEntry) -> str:
    before = services.organisation.read()
    with pytest.raises(SwitchboardError) as error:
        services.organisation.save_entry(entry)
    assert services.organisation.read() == before
    return str(error.value)


# Saving


def test_an_entry_is_kept_as_it_is_compared_in_files(services: Services) -> None:
    kept = services.organisation.save_entry(
        KARI.model_copy(
            update={
                "phone": "62 00 00 04",
                "mobile": "+47 990 00 001",
                "loops": "1, 3",
                "email": " kari@eksempel.no ",
                "name": " Kari  Berg",
                "calendar": " C:\\\\kari.ics ",
            }
        )
    )
    assert services.organisation.read().staff == (kept,)
    assert isinstance(kept, Staff)
    assert kept.id > 0
    assert (kept.phone, kept.mobile, kept.loops) == ("62000004", "99000001", "1,3")
    assert (kept.email, kept.name, kept.calendar) == ("kari@eksempel.no", "Kari Berg", "C:\\\\kari.ics")


def test_an_entry_that_is_there_is_written_over(services: Services) -> None:
    kept = services.organisation.save_entry(KARI)
    again = services.organisation.save_entry(kept.model_copy(update={"phone": "62000005"}))
    assert services.organisation.read().staff == (again,)


def test_every_kind_can_be_saved(services: Services) -> None:
    entries: list[OrganisationEntry] = [
        Department(number=7, name="Bergen", area="Bergen\n5300–5399", neighbours="6; 4"),
        KARI,
        Role(key="post", title="Utgående post", holder="Beate"),
        Target(key="url:kurs", title="Kursene"),
        Course(id=0, title="Pensjonskurs", department=4),
        Employer(id=0, employer="Renhold Øst AS", department=6),
    ]
    for entry in entries:
        services.organisation.save_entry(entry)
    read = services.organisation.read()
    assert (read.department(7).area, read.department(7).neighbours) == ("Bergen, 5300–5399", "6,4")
    assert read.role("post").holder == "Beate"
    assert [course.department for course in read.courses] == [4]
    assert [employer.department for employer in read.employers] == [6]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (Department(number=4), "Navn mangler."),
        (Department(number=0, name="Nord"), "Avdeling er ikke et avdelingsnummer."),
        (INLAND.model_copy(update={"area": "2300-2399, Atlantis"}), "Område kan ikke brukes: «Atl"),
        (INLAND.model_copy(update={"area": "Våler"}), "Område kan ikke brukes: «Våler» finnes"),
        (INLAND.model_copy(update={"email": "avd4"}), "E-post er ikke en e-postadresse."),
        (INLAND.model_copy(update={"neighbours": "6,9"}), "Naboer har avdeling 9, som ikke finnes"),
        (INLAND.model_copy(update={"neighbours": "6,4"}), "En avdeling kan ikke være sin egen"),
        (INLAND.model_copy(update={"phone": "ring Kari"}), "Telefon er ikke et telefonnummer."),
        (INLAND.model_copy(update={"phone": "990 0810"}), "Nummeret har 7 siffer. Et norsk nummer har 8."),
        (INLAND.model_copy(update={"postal_address": "x" * 201}), "Postadresse er lengre enn 200"),
        (KARI.model_copy(update={"name": "  "}), "Navn mangler."),
        (KARI.model_copy(update={"department": 9}), "Avdeling 9 finnes ikke."),
        (KARI.model_copy(update={"function": "sjef"}), "Funksjon er ukjent."),
        (KARI.model_copy(update={"loops": "alle"}), "Sløyfer skal være sløyfenumre"),
        (KARI.model_copy(update={"calendar": "ftp://x/y"}), "Kalender skal være en fil eller"),
        (Course(id=0, title="", department=4), "Kurs mangler."),
        (Course(id=0, title="Kurs", department=0), "Ansvarlig avdeling er ikke et avdelingsnummer"),
        (Employer(id=0, employer="Ny AS", department=9), "Avdeling 9 finnes ikke."),
        (Target(key="to ord", title="Sted"), "Nøkkel skal være ett ord"),
        (Role(key="post", title=""), "Rolle mangler."),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_kept(
    services: Services, entry: OrganisationEntry, said: str
) -> None:
    sentence = refused(services, entry)
    assert sentence.startswith(said), sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_the_address_of_a_calendar_is_not_said(services: Services) -> None:
    assert "hemmelig" not in refused(services, KARI.model_copy(update={"calendar": "x://hemmelig"}))


def test_two_that_nothing_tells_apart_are_refused(services: Services) -> None:
    services.organisation.save_entry(KARI)
    assert refused(services, KARI.model_copy(update={"name": "kari  berg"})) == (
        "Kari berg finnes fra før. Rett den som er der, eller velg et annet navn."
    )
    services.organisation.save_entry(KARI.model_copy(update={"function": "OS"}))
    services.organisation.save_entry(Course(id=0, title="Pensjonskurs", department=4))
    assert "finnes fra før" in refused(services, Course(id=0, title="pensjonskurs", department=6))


def test_a_new_department_does_not_write_over_one_with_its_number(services: Services, ingunn: Member) -> None:
    with pytest.raises(SwitchboardError, match=r"Avd\. 4 Nord finnes fra før\."):
        services.organisation.save_entry(Department(number=4, name="Nord"), new=True)
    with services.database.transaction() as session:
        delete_entry(session, INLAND)
    services.organisation.save_entry(INLAND, new=True)  # members alone are no department
    assert services.organisation.read().department(4).name == "Innlandet"


def test_one_that_was_deleted_does_not_come_back_by_being_saved(services: Services) -> None:
    kept = services.organisation.save_entry(KARI)
    services.organisation.delete_entry(kept)
    with pytest.raises(ChangedMeanwhileError):
        services.organisation.save_entry(kept)
    assert services.organisation.read().staff == ()


# Deleting


def test_a_department_with_members_is_not_deleted(services: Services, ingunn: Member) -> None:
    with pytest.raises(SwitchboardError, match=r"Avd\. 4 kan ikke slettes\. Den har ett medlem\."):
        services.organisation.delete_entry(INLAND)
    assert services.organisation.read().department(4) == INLAND


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (KARI, "Den har personer."),
        (Course(id=0, title="Kurs", department=4), "Den har kurs."),
        (Employer(id=0, employer="Ny AS", department=4), "Den har arbeidsgivere."),
        (OSLO.model_copy(update={"neighbours": "4"}), "Den er nabo til avd. 6."),
    ],
)
def test_a_department_that_something_points_at_is_not_deleted(
    services: Services, entry: OrganisationEntry, said: str
) -> None:
    services.organisation.save_entry(entry)
    with pytest.raises(SwitchboardError) as error:
        services.organisation.delete_entry(INLAND)
    assert said in str(error.value)


def test_a_department_that_nothing_points_at_is_deleted(services: Services) -> None:
    services.organisation.delete_entry(INLAND)
    assert 4 not in [department.number for department in services.organisation.read().departments]


# Confirming


def test_confirming_writes_today_and_nothing_else(services: Services) -> None:
    kept = services.organisation.save_entry(KARI)
    assert isinstance(kept, Staff)
    services.organisation.confirm(kept)
    assert services.organisation.read().staff[0].model_dump(exclude={"confirmed"}) == (
        kept.model_dump(exclude={"confirmed"})
    )
    assert isinstance(services.organisation.read().staff[0].confirmed, date)
    services.organisation.confirm(kept)  # again, with what was on the screen


def test_what_has_changed_since_it_was_shown_is_not_confirmed(services: Services) -> None:
    kept = services.organisation.save_entry(KARI)
    assert isinstance(kept, Staff)
    services.organisation.save_entry(kept.model_copy(update={"phone": "62000009"}))
    with pytest.raises(ChangedMeanwhileError):
        services.organisation.confirm(kept)
    assert services.organisation.read().staff[0].confirmed is None


# Notices


def test_every_change_is_told_and_a_refused_one_is_not(services: Services, tmp_path: Path) -> None:
    told: list[frozenset[str]] = []
    services.change_notices.listen(told.append)
    kept = services.organisation.save_entry(KARI)
    assert isinstance(kept, Staff)
    services.organisation.confirm(kept)
    services.organisation.delete_entry(kept)
    (tmp_path / "liste.txt").write_text(LIST, "cp1252")
    services.organisation.update_postcodes(tmp_path / "liste.txt")
    assert told == [frozenset({"organisation"})] * 4
    refused(services, KARI.model_copy(update={"name": ""}))
    assert len(told) == 4


# Places


def test_the_shipped_list_is_used_until_there_is_another(services: Services, tmp_path: Path) -> None:
    assert post_codes_of(services.organisation.read()) is shipped()
    (tmp_path / "liste.txt").write_text(LIST, "cp1252")
    services.organisation.update_postcodes(tmp_path / "liste.txt")
    assert list(post_codes_of(services.organisation.read()).codes) == ["2317"]
    assert post_codes_of(services.organisation.read()) is post_codes_of(services.organisation.read())


def test_our_own_list_says_how_many_and_how_old(services: Services) -> None:
    path = Path(str(files("sentralbord_desktop.domain.organisation") / "postcodes.tsv"))
    said = services.organisation.update_postcodes(path)
    assert said == "5 146 postnummer er lest, datert 11.04.2024."


def test_postens_list_is_dated_by_the_file_and_names_the_areas_it_breaks(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "liste.txt"
    path.write_text(LIST, "cp1252")
    os.utime(path, (1_764_000_000, 1_764_000_000))
    assert services.organisation.update_postcodes(path) == (
        "1 postnummer er lest, datert 24.11.2025. Området til avd. 4 må rettes."
    )


@pytest.mark.parametrize("content", [b"", b"2317\tHAMAR\r\n", b"\x81\x8d", b"x" * 2_000_001, b"\xff\xfe\x00"])
def test_a_list_that_cannot_be_used_changes_nothing(services: Services, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "liste.txt"
    path.write_bytes(content)
    for wrong in (path, tmp_path, tmp_path / "borte.txt", Path("/dev/zero")):
        with pytest.raises(SwitchboardError) as error:
            services.organisation.update_postcodes(wrong)
        assert len(str(error.value).splitlines()) == 1
    assert post_codes_of(services.organisation.read()) is shipped()


@pytest.mark.parametrize(
    ("workplace", "post_code", "employer", "numbers", "certain"),
    [
        ("", "2317", "", (4,), True),
        ("Gjøvik", "", "", (4,), True),
        ("Storgata 4, 2317 Hamar", "", "", (4,), True),
        ("lageret", "", "Renhold Øst", (6,), True),
        ("lageret", "0484", "", (6,), True),
        ("Hamar", "2317", "Renhold Øst AS", (4, 6), False),
        ("Bergen", "", "", (), False),
        ("", "", "", (), False),
    ],
)
def test_a_workplace_is_placed_by_areas_and_employers(
    services: Services, workplace: str, post_code: str, employer: str, numbers: tuple[int, ...], certain: bool
) -> None:
    services.organisation.save_entry(Employer(id=0, employer="Renhold Øst AS", department=6))
    found = placement_of(f"{post_code}, {workplace}", employer, services.organisation.read())
    assert isinstance(found, Placement)
    assert (found.candidates, found.certain) == (numbers, certain), found.why
