"""A text has room for as many characters on a PC as on a server, and whoever wrote more is told."""

import pytest
from sqlmodel import Session, select

from sentralbord_desktop.domain.errors import SwitchboardError, TooLongError
from sentralbord_desktop.domain.members.member import MemberFields
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.tables import CallbackRow, MemberRow
from tests.helpers.engines import MOMENT


def promise(subject: str) -> CallbackRow:
    return CallbackRow(promised_by="MH", created=MOMENT, number="40011222", subject=subject)


def rename(session: Session, last_name: str) -> None:
    row = session.exec(select(MemberRow)).one()
    row.last_name = last_name
    session.add(row)


def test_a_text_that_fits_exactly_is_kept(services: Services) -> None:
    with services.database.transaction() as session:
        session.add(promise(subject="æ" * 200))
    with services.database.reading() as session:
        assert session.exec(select(CallbackRow)).one().subject == "æ" * 200


def test_one_character_more_is_refused_on_both_engines_and_nothing_is_written(services: Services) -> None:
    short, long = promise("kort"), promise("æ" * 201)
    with pytest.raises(TooLongError, match="Det er plass til 200 tegn"), services.database.transaction() as session:
        session.add_all([short, long])
    with services.database.reading() as session:
        assert session.exec(select(CallbackRow)).all() == []


def test_a_row_that_was_read_is_measured_when_it_is_changed(services: Services) -> None:
    with services.database.transaction() as session:
        session.add(MemberRow(number="7"))
    with pytest.raises(TooLongError), services.database.transaction() as session:
        rename(session, "N" * 101)


def test_a_nul_that_came_along_with_what_was_pasted_is_left_out_on_both_engines(services: Services) -> None:
    with services.database.transaction() as session:
        session.add(promise("fak\0tura\0"))
        session.add(MemberRow(number="7"))
    with services.database.transaction() as session:
        rename(session, "\0Fjeldheim")
    with services.database.reading() as session:
        assert session.exec(select(CallbackRow)).one().subject == "faktura"
        assert session.exec(select(MemberRow)).one().last_name == "Fjeldheim"


def test_what_the_model_itself_refuses_is_said_in_the_same_words(services: Services) -> None:
    with pytest.raises(TooLongError, match="100 tegn"), services.database.transaction():
        MemberFields(number="7", first_name="K" * 101)


def test_notes_are_signed_by_somebody(services: Services) -> None:
    for initials in ("", "  "):
        with pytest.raises(SwitchboardError, match="signerer"):
            services.session.update(initials=initials)
    assert services.session.sign == "MH"
