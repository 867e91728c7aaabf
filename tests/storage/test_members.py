"""What may be changed in a member, what never may from a call, and the trace it leaves."""

from datetime import date

import pytest
from sqlalchemy import text

from sentralbord_desktop.domain.errors import ChangedMeanwhileError, SwitchboardError
from sentralbord_desktop.domain.members import Member
from sentralbord_desktop.services.office import Office
from sentralbord_desktop.storage import members
from tests import calls
from tests.storage.conftest import MOMENT, Enrol


def record(office: Office, member: Member) -> Member:
    found = office.members.reread(member.id)
    assert found is not None
    return found.member


def history(office: Office, member: Member) -> list[tuple[str, str, str, str, str]]:
    """(field, before, after, author, source), the oldest first."""
    found = office.members.reread(member.id)
    assert found is not None
    return [(c.field, c.before, c.after, c.author, c.source) for c in reversed(found.changes)]


def test_each_changed_field_leaves_its_own_row_with_before_and_after(
    office: Office, ingunn: Member
) -> None:
    changes = {
        "phone": "+47 400 11 222", "phone2": "22 12 34 56", "place": "Hamar", "street": "Granveien 4",
        "birth_date": "15.03.1979", "no_sms": "ja",
    }  # fmt: skip
    done = office.members.change(ingunn.id, changes, ingunn.version)
    expected = [
        ("phone", "99000418", "40011222"),
        ("phone2", "", "22123456"),
        ("place", "Ottestad", "Hamar"),
        ("birth_date", "14.03.1979", "15.03.1979"),
        ("no_sms", "nei", "ja"),
    ]
    assert done == expected
    assert history(office, ingunn) == [
        ("registrert", "", "204118", "TEST", "import"),
        *[(*change, "MH", "samtale") for change in expected],
    ]
    now = record(office, ingunn)
    assert (now.phone, now.place, now.no_sms, now.version) == ("40011222", "Hamar", True, 2)
    assert now.birth_date == date(1979, 3, 15)


def test_a_change_to_the_same_is_no_change(office: Office, ingunn: Member) -> None:
    same = {"phone": "0047 99 00 04 18", "place": "Ottestad", "birth_date": "14.03.1979"}
    assert office.members.change(ingunn.id, same, ingunn.version) == []
    assert record(office, ingunn).version == 1
    assert len(history(office, ingunn)) == 1


def test_a_stale_page_cannot_write_over_what_another_wrote(office: Office, ingunn: Member) -> None:
    office.members.change(ingunn.id, {"place": "Hamar"}, ingunn.version)
    with pytest.raises(ChangedMeanwhileError, match="Les det på nytt"):
        office.members.change(ingunn.id, {"place": "Oslo"}, ingunn.version)
    assert record(office, ingunn).place == "Hamar"
    assert [row[0] for row in history(office, ingunn)] == ["registrert", "place"]


def test_the_department_cannot_be_changed_from_a_call(office: Office, ingunn: Member) -> None:
    """OA-4: the department that the member leaves does it."""
    with pytest.raises(SwitchboardError, match="foretar overføringen"):
        office.members.change(ingunn.id, {"place": "Oslo", "department": "6"}, ingunn.version)
    assert record(office, ingunn) == ingunn


def test_status_utmeldt_cannot_be_set_from_a_call(office: Office, ingunn: Member) -> None:
    """UT-4: a resignation needs it in writing."""
    with pytest.raises(SwitchboardError, match="skriftlig bekreftelse"):
        office.members.change(ingunn.id, {"status": "utmeldt", "place": "Oslo"}, ingunn.version)
    assert record(office, ingunn) == ingunn
    office.members.change(ingunn.id, {"status": "pensjonist"}, ingunn.version)
    assert record(office, ingunn).status == "pensjonist"


def test_a_whole_resignation_call_leaves_the_membership_as_it_was(
    office: Office, ingunn: Member
) -> None:
    office.inquiries.complete(calls.resignation(office, ingunn))
    assert record(office, ingunn) == ingunn


def test_a_whole_transfer_call_leaves_the_department_as_it_was(
    office: Office, ingunn: Member
) -> None:
    office.inquiries.complete(calls.ready(office, "overforing_avdeling", ingunn, "ja", "6"))
    assert record(office, ingunn).department == 4
    (waiting,) = office.confirmations.waiting()
    assert (waiting.kind, waiting.detail, waiting.department) == (
        "overforing_avdeling", "til avd. 6", 4,
    )  # fmt: skip


def test_each_opening_is_in_the_access_log_and_a_reread_is_not(
    office: Office, ingunn: Member
) -> None:
    """PR-4: who, when, which member, why."""
    office.members.open(ingunn.id)
    office.members.open(ingunn.id, why="treff i søket")
    office.members.reread(ingunn.id)
    office.members.search("fjeldheim")
    with office.database.reading() as session:
        rows = session.execute(text("SELECT author, member_id, what, why FROM access ORDER BY id"))
        assert [tuple(row) for row in rows] == [
            ("MH", ingunn.id, "åpnet", "oppslag"),
            ("MH", ingunn.id, "åpnet", "treff i søket"),
        ]


def test_opening_somebody_who_is_not_there_is_refused_and_logged_as_nobody(
    office: Office,
) -> None:
    with pytest.raises(SwitchboardError, match="finnes ikke lenger"):
        office.members.open(4711)
    with office.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM access")).scalar_one() == 0


def test_a_second_number_stays_the_second_when_the_first_is_removed(
    office: Office, enrol: Enrol
) -> None:
    kari = enrol("300", "Kari", "Olsen", phone="99000419", phone2="22123456")
    assert office.members.change(kari.id, {"phone": ""}, 1) == [("phone", "99000419", "")]
    done = office.members.change(kari.id, {"phone": "40011222"}, 2)
    assert done == [("phone", "", "40011222")]
    assert [p.number for p in record(office, kari).phones] == ["40011222", "22123456"]


@pytest.mark.parametrize("typed", ["i går", "32.01.1979", "1979", "1.2.3.4", "14.03."])
def test_a_birth_date_that_is_none_is_said_in_norwegian(
    office: Office, ingunn: Member, typed: str
) -> None:
    with pytest.raises(SwitchboardError, match=r"Fødselsdato: skriv dagen som 14\.03\.1979\."):
        office.members.change(ingunn.id, {"birth_date": typed}, ingunn.version)
    assert record(office, ingunn) == ingunn


def test_a_remark_is_dated_and_signed_and_the_pinned_one_is_first(
    office: Office, ingunn: Member
) -> None:
    office.members.remark(ingunn.id, " Ringer helst etter kl. 15. ", pinned=True)
    office.members.remark(ingunn.id, "Spurte om ferie.")
    found = office.members.reread(ingunn.id)
    assert found is not None
    assert [(r.text, r.author, r.written, r.pinned) for r in found.remarks] == [
        ("Ringer helst etter kl. 15.", "MH", MOMENT, True),
        ("Spurte om ferie.", "MH", MOMENT, False),
    ]
    with pytest.raises(SwitchboardError, match="Skriv merknaden først"):
        office.members.remark(ingunn.id, "  \n")


def test_nobody_gets_a_member_number_that_is_taken(office: Office, enrol: Enrol) -> None:
    enrol("N-7", "Ola")
    with office.database.transaction() as session:
        assert members.next_number(session) == "N-8"


def test_two_people_cannot_sign_with_the_same_initials(office: Office) -> None:
    from sentralbord_desktop.services.shift import Shift

    mona = Shift(office.database, office.notices, "mona.hansen", office.shift.clock)
    mona.begin()
    with pytest.raises(SwitchboardError, match="Initialene MH er i bruk"):
        mona.settle(name="Mona Hansen")
    mona.settle(name="Mona Hansen", initials="MHA")
    assert [o.initials for o in office.members.operators()] == ["MH", "MHA"]
