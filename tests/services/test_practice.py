"""The practice register: enough invented life to train on, the same every time."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlmodel import select

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.callbacks import has_hour
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.dates.working_days import is_office_day
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.practice import fill_practice
from sentralbord_desktop.storage.imports.export import every_member
from sentralbord_desktop.storage.tables import PhoneCallRow

PASSPHRASE = "fire ville hester"
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)  # a Wednesday, ten o'clock in Norway


def opened(folder: Path, *, practice: bool = True, now: datetime = NOW) -> Services:
    return open_services(folder, passphrase=PASSPHRASE, practice=practice, clock=lambda: now, os_user="maja.hovde")


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Services]:
    services = opened(tmp_path / "oving")
    yield services
    services.close()


def everybody(services: Services) -> list[dict[str, object]]:
    with services.database.reading() as session:
        return list(every_member(session))


def test_practice_has_four_hundred_members_that_can_be_found(school: Services) -> None:
    assert school.members.count() == 400
    assert {hit.name for hit in school.members.search("fjeldh")} >= {
        "Ingunn Fjeldheim",
        "Inge Fjeldheim",
        "Marte Fjeldheim Lund",
        "Odd Fjeldhaug",
        "Sindre Fjeldhaugen",
    }
    assert {hit.name for hit in school.members.search("990 00 418")} == {"Ingunn Fjeldheim", "Inge Fjeldheim"}
    assert [hit.name for hit in school.members.search("99000531")] == ["Roar Tveitan"]
    assert school.member_imports.faults() == []


def test_ingunn_was_promised_a_call_that_never_came(school: Services) -> None:
    (hit,) = [h for h in school.members.search("204118") if h.number == "204118"]
    record = school.members.open(hit.id)
    broken, awaited, *rest = record.important(NOW)
    assert broken.kind == "brutt"
    assert "i går kl. 15.00 om fakturaen" in broken.detail
    assert broken.say == "«Du skulle blitt ringt i går. Det beklager jeg.»"
    assert awaited.kind == "venter"
    assert awaited.detail == "Bedt om 16. november · purres 16. desember"
    assert awaited.say == "«Vi har ikke fått den ennå. Vi ba om den 16. november.»"
    assert any("brev om permisjon" in row.detail for row in rest)
    assert len(record.remarks) == 3
    assert (record.member.employer, record.member.place) == ("Renhold Øst AS", "Hamar")
    assert f"{record.member.birth_date:%d.%m.%Y}" == "14.03.1979"


def test_callbacks_are_overdue_today_later_and_some_have_a_legal_deadline(school: Services) -> None:
    promises = school.callbacks.all_open()
    overdue = [c for c in promises if c.is_overdue(NOW)]
    later = [c for c in promises if c.due and c.due > NOW]
    assert len(overdue) >= 3
    assert any(c.due and c.due.date() == NOW.date() for c in later)
    assert any(not has_hour(c.due) for c in promises)
    assert len([c for c in promises if c.deadline]) == 2
    assert len(school.confirmations.awaited()) == 6


def test_the_organisation_has_staff_and_avd_2_asks_ks_first(school: Services) -> None:
    organisation = school.organisation.read()
    assert [d.number for d in organisation.departments] == list(range(1, 13))
    assert [d.number for d in organisation.departments if d.ks_first_contact] == [2]
    assert all(organisation.people(d.number, f) for d in organisation.departments for f in ("KS", "OS", "DS"))
    assert organisation.role("post").holder == "Beate"
    assert all(role.email.endswith("@forbundet.test") for role in organisation.roles)


def test_no_address_or_number_can_reach_a_real_person(school: Services) -> None:
    for member in everybody(school):
        assert str(member["email"]).endswith("@medlem.test") or not member["email"]
        assert str(member["phone"]).startswith("99000")
        assert not member["phone2"] or str(member["phone2"]).startswith("99001")


def test_the_same_people_every_time(school: Services, tmp_path: Path) -> None:
    other = opened(tmp_path / "en-gang-til")
    try:
        assert everybody(other) == everybody(school)
    finally:
        other.close()


def test_a_register_with_members_is_left_alone(school: Services) -> None:
    before = (everybody(school), school.callbacks.all_open())
    fill_practice(school.database, NOW)
    assert (everybody(school), school.callbacks.all_open()) == before


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 28, 23, 20, tzinfo=UTC),  # the night to a Sunday
        datetime(2026, 11, 28, 11, tzinfo=UTC),
        datetime(2026, 11, 30, 7, tzinfo=UTC),  # a Monday
        datetime(2026, 12, 24, 17, tzinfo=UTC),
        datetime(2027, 3, 29, 10, tzinfo=UTC),  # Easter Monday
        NOW.replace(hour=13),
        NOW.replace(hour=21),
    ],
)
def test_nobody_called_or_was_promised_a_call_while_the_office_was_closed(tmp_path: Path, now: datetime) -> None:
    services = opened(tmp_path / "stengt", now=now)
    try:
        organisation, promises = services.organisation.read(), services.callbacks.all_open()
        due = [oslo(one.due) for one in promises if one.due and has_hour(one.due)]
        assert len(due) == 11
        with services.database.reading() as session:
            called = [oslo(moment) for moment in session.exec(select(PhoneCallRow.started))]
        for moment in (*due, *called):
            assert is_office_day(moment.date()), moment
            assert organisation.opens <= moment.time() <= organisation.closes, moment
        assert len([one for one in promises if one.is_overdue(now)]) == 4
        before = Counter(c.date() for c in called if c.date() < oslo(now).date())
        assert sorted(before.values()) == [10, 10, 10, 10, 11]  # Ingunn called once more
    finally:
        services.close()


@pytest.mark.parametrize("hour", [0, 8, 10, 22])
def test_who_is_promised_what_does_not_hang_on_the_hour(school: Services, tmp_path: Path, hour: int) -> None:
    """Else a lesson that was made in the morning is another in the afternoon."""

    def promised(services: Services) -> list[tuple[str, str, str]]:
        waiting = [("", one.kind, one.member_name) for one in services.confirmations.awaited()]
        lists = services.callbacks.all_open()
        return sorted([(one.category, one.subject, one.name) for one in lists] + waiting)

    now = NOW.replace(hour=hour)
    other = opened(tmp_path / "annen-time", now=now)
    try:
        assert promised(other) == promised(school)
        with other.database.reading() as session:
            started = session.exec(select(PhoneCallRow.started)).all()
        assert len(started) >= 50
        assert max(started) <= now
    finally:
        other.close()


@pytest.mark.parametrize("minute", range(25, 60, 3))
def test_no_call_ended_after_now(tmp_path: Path, minute: int) -> None:
    """«09.44 Pål Ravndalen, satt over», at 09.38."""
    now = NOW.replace(hour=8, minute=minute)
    services = opened(tmp_path / "naa", now=now)
    try:
        with services.database.reading() as session:
            assert max(session.exec(select(PhoneCallRow.ended)).all()) <= now
    finally:
        services.close()


def test_practice_is_filled_in_one_transaction_of_fewer_statements_than_members(tmp_path: Path) -> None:
    """Somebody waits for it at the first start."""
    services = opened(tmp_path / "tom", practice=False)
    statements, commits = [], []

    def executed(_: object, __: object, statement: str, *___: object) -> None:
        statements.append(statement)

    def committed(_: object) -> None:
        commits.append(1)

    event.listen(Engine, "before_cursor_execute", executed)
    event.listen(Engine, "commit", committed)
    try:
        fill_practice(services.database, NOW)
        assert len(commits) == 1
        assert len(statements) < 400
        assert services.members.count() == 400
    finally:
        event.remove(Engine, "before_cursor_execute", executed)
        event.remove(Engine, "commit", committed)
        services.close()
