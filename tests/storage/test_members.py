"""What may be changed in a member, what never may from a call, and the trace it leaves."""

from datetime import date

import pytest
from sqlalchemy import text

from sentralbord_desktop.domain.conflicts import ConflictError, ConflictResolution
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.parked import Parked
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.inquiries import parked as storage_parked
from sentralbord_desktop.storage.members import field_text, members
from sentralbord_desktop.storage.organisation import read_organisation
from sentralbord_desktop.storage.tables import DepartmentRow, MemberRow
from tests.helpers import calls
from tests.helpers.engines import MOMENT, Enrol
from tests.helpers.stored import actions_of


def record(services: Services, member: Member) -> Member:
    found = services.members.reread(member.id)
    assert found is not None
    return found.member


def history(services: Services, member: Member) -> list[tuple[str, str, str, str, str]]:
    """(field, before, after, author, source), the oldest first."""
    found = services.members.reread(member.id)
    assert found is not None
    return [(c.field, c.before, c.after, c.author, c.source) for c in reversed(found.changes)]


def test_each_changed_field_leaves_its_own_row_with_before_and_after(services: Services, ingunn: Member) -> None:
    changes = {
        "phone": "+47 400 11 222",
        "phone2": "22 12 34 56",
        "place": "Hamar",
        "street": "Granveien 4",
        "birth_date": "15.03.1979",
        "no_sms": "ja",
    }
    done = services.members.change(ingunn, changes)
    expected = [
        ("phone", "99000418", "40011222"),
        ("phone2", "", "22123456"),
        ("place", "Ottestad", "Hamar"),
        ("birth_date", "14.03.1979", "15.03.1979"),
        ("no_sms", "nei", "ja"),
    ]
    assert done == expected
    assert history(services, ingunn) == [
        ("registrert", "", "204118", "TEST", "import"),
        *[(*change, "MH", "samtale") for change in expected],
    ]
    now = record(services, ingunn)
    assert (now.phone, now.place, now.no_sms, now.version) == ("40011222", "Hamar", True, 2)
    assert now.birth_date == date(1979, 3, 15)


def test_who_has_only_a_second_number_has_it_in_its_place(services: Services, ingunn: Member) -> None:
    services.members.change(ingunn, {"phone": "", "phone2": "22 12 34 56"})
    only = record(services, ingunn)
    assert [(p.position, p.number) for p in only.phones] == [(1, "22123456")]
    assert (only.number_at(0), only.number_at(1)) == ("", "22123456")
    assert services.members.change(only, {"phone2": "22 65 43 21"}) == [("phone2", "22123456", "22654321")]
    assert services.members.change(record(services, ingunn), {"phone2": ""}) == [("phone2", "22654321", "")]
    assert record(services, ingunn).phones == ()
    assert [hit.id for hit in services.members.search("22654321")] == []


def test_a_number_that_was_added_in_a_call_is_corrected_and_taken_away(services: Services, ingunn: Member) -> None:
    for number in ("22123456", "22654321"):
        services.members.add_phone(ingunn.id, number)
    three = record(services, ingunn)
    assert field_text.shown(three)["phone3"] == "22654321"
    assert services.members.change(three, {"phone2": "", "phone3": "22 65 43 99"}) == [
        ("phone2", "22123456", ""),
        ("phone3", "22654321", "22654399"),
    ]
    two = record(services, ingunn)
    assert [(p.position, p.number) for p in two.phones] == [(0, "99000418"), (2, "22654399")]
    assert [hit.id for hit in services.members.search("22654399")] == [ingunn.id]
    assert services.members.change(two, {"phone3": ""}) == [("phone3", "22654399", "")]
    assert services.members.search("22654399") == []
    members_of_lt(services, ingunn, "phone2", "40011222")
    with pytest.raises(ConflictError):
        services.members.change(two, {"phone2": "40011333"})


def members_of_lt(services: Services, member: Member, field: str, text: str) -> None:
    """LT at another desk."""
    with services.database.transaction() as session:
        members.change_member(session, member.id, {field: text}, author="LT", at=MOMENT)


def test_a_change_to_the_same_is_no_change(services: Services, ingunn: Member) -> None:
    same = {"phone": "0047 99 00 04 18", "place": "Ottestad", "birth_date": "14.03.1979"}
    assert services.members.change(ingunn, same) == []
    assert record(services, ingunn).version == 1
    assert len(history(services, ingunn)) == 1


def another_writes(services: Services, member: Member, **changes: str) -> None:
    """LT at another desk, after this one has read the member."""
    with services.database.transaction() as session:
        members.change_member(session, member.id, changes, author="LT", at=services.session.clock())


def test_a_stale_page_cannot_write_over_what_another_wrote(services: Services, ingunn: Member) -> None:
    another_writes(services, ingunn, place="Hamar", phone="400 11 222", email="ny@eksempel.no")
    mine = {"place": "Oslo", "phone": "400 11 333", "street": "Nyveien 1", "email": ingunn.email}
    with pytest.raises(ConflictError) as caught:
        services.members.change(ingunn, mine)
    told = [(c.field, c.original, c.mine, c.theirs, c.author) for c in caught.value.conflicts]
    assert told == [("place", "Ottestad", "Oslo", "Hamar", "LT"), ("phone", "99000418", "40011333", "40011222", "LT")]
    assert all(c.at == services.session.clock() for c in caught.value.conflicts)
    assert "Oslo" not in repr(caught.value.conflicts)
    assert record(services, ingunn).street == "Granveien 4", "nothing of it was written"
    chosen = ConflictResolution(caught.value.conflicts, {"place"})
    ours = {f: text for f, text in mine.items() if f not in chosen.given_up}
    done = services.members.change(ingunn, ours, chosen.seen)
    assert done == [("place", "Hamar", "Oslo"), ("street", "Granveien 4", "Nyveien 1")]
    now = record(services, ingunn)
    assert (now.phone, now.email) == ("40011222", "ny@eksempel.no")


def test_two_who_change_different_fields_or_the_same_to_the_same_are_not_asked(
    services: Services, ingunn: Member
) -> None:
    another_writes(services, ingunn, place="Hamar", employer="Renhold Vest AS")
    same = {"place": "Hamar", "employer": ingunn.employer, "street": "Nyveien 1"}
    assert services.members.change(ingunn, same) == [("street", "Granveien 4", "Nyveien 1")]
    assert record(services, ingunn).employer == "Renhold Vest AS"


def test_my_own_earlier_change_is_no_conflict(services: Services, ingunn: Member) -> None:
    services.members.change(ingunn, {"place": "Hamar"})
    services.members.change(ingunn, {"place": "Oslo"})
    assert record(services, ingunn).place == "Oslo"


def test_a_third_change_after_the_choice_is_asked_about_again(services: Services, ingunn: Member) -> None:
    another_writes(services, ingunn, place="Hamar")
    with pytest.raises(ConflictError) as caught:
        services.members.change(ingunn, {"place": "Oslo"})
    another_writes(services, ingunn, place="Stange")
    chosen = ConflictResolution(caught.value.conflicts, {"place"})
    with pytest.raises(ConflictError) as again:
        services.members.change(ingunn, {"place": "Oslo"}, chosen.seen)
    assert again.value.conflicts[0].theirs == "Stange"


def test_fullfor_asks_what_shall_stand_and_writes_what_was_chosen(services: Services, ingunn: Member) -> None:
    draft = calls.new_details(services, ingunn, place="Oslo", email="ingunn@eksempel.no")
    another_writes(services, ingunn, place="Hamar", email="hun@eksempel.no")
    with pytest.raises(ConflictError) as caught:
        services.inquiries.complete(draft)
    assert record(services, ingunn).place == "Hamar"
    with services.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM inquiry")).scalar_one() == 0
    draft = services.inquiries.resolve_conflict(draft, ConflictResolution(caught.value.conflicts, {"email"}))
    receipt = services.inquiries.complete(draft)
    now = record(services, ingunn)
    assert (now.place, now.email) == ("Hamar", "ingunn@eksempel.no")
    assert "Medlemsbildet er endret (1 felt)" in receipt.done
    (written,) = [a for a in actions_of(services, receipt.inquiry_id) if a["kind"] == "UPDATE_MEMBER"]
    assert written["data"]["changes"] == {"email": "ingunn@eksempel.no"}


def test_the_department_cannot_be_changed_from_a_call(services: Services, ingunn: Member) -> None:
    """OA-4: the department that the member leaves does it."""
    with pytest.raises(SwitchboardError, match="foretar overføringen"):
        services.members.change(ingunn, {"place": "Oslo", "department": "6"})
    assert record(services, ingunn) == ingunn


def test_status_utmeldt_cannot_be_set_from_a_call(services: Services, ingunn: Member) -> None:
    """UT-4: a resignation needs it in writing."""
    with pytest.raises(SwitchboardError, match="skriftlig bekreftelse"):
        services.members.change(ingunn, {"status": "utmeldt", "place": "Oslo"})
    assert record(services, ingunn) == ingunn
    services.members.change(ingunn, {"status": "pensjonist"})
    assert record(services, ingunn).status == "pensjonist"


def test_a_whole_resignation_call_leaves_the_membership_as_it_was(services: Services, ingunn: Member) -> None:
    services.inquiries.complete(calls.resignation(services, ingunn))
    assert record(services, ingunn) == ingunn


def test_a_whole_transfer_call_leaves_the_department_as_it_was(services: Services, ingunn: Member) -> None:
    services.inquiries.complete(calls.ready(services, "overforing_avdeling", ingunn, "ja", "6"))
    assert record(services, ingunn).department == 4
    (waiting,) = services.confirmations.awaited()
    assert (waiting.kind, waiting.detail, waiting.department) == ("overforing_avdeling", "til avd. 6", 4)


def test_each_opening_is_in_the_access_log_and_a_reread_is_not(services: Services, ingunn: Member) -> None:
    """PR-4: who, when, which member, why."""
    services.members.open(ingunn.id)
    services.members.open(ingunn.id, why="treff i søket")
    services.members.reread(ingunn.id)
    services.members.search("fjeldheim")
    with services.database.reading() as session:
        rows = session.execute(text("SELECT author, member_id, what, why FROM access WHERE what = 'åpnet' ORDER BY id"))
        assert [tuple(row) for row in rows] == [
            ("MH", ingunn.id, "åpnet", "oppslag"),
            ("MH", ingunn.id, "åpnet", "treff i søket"),
        ]


def test_opening_somebody_who_is_not_there_is_refused_and_logged_as_nobody(services: Services) -> None:
    with pytest.raises(SwitchboardError, match="finnes ikke lenger"):
        services.members.open(4711)
    with services.database.reading() as session:
        opened = "SELECT count(*) FROM access WHERE what = 'åpnet'"
        assert session.execute(text(opened)).scalar_one() == 0


def test_a_second_number_stays_the_second_when_the_first_is_removed(services: Services, enrol: Enrol) -> None:
    kari = enrol("300", "Kari", "Olsen", phone="99000419", phone2="22123456")
    assert services.members.change(kari, {"phone": ""}) == [("phone", "99000419", "")]
    done = services.members.change(record(services, kari), {"phone": "40011222"})
    assert done == [("phone", "", "40011222")]
    assert [p.number for p in record(services, kari).phones] == ["40011222", "22123456"]


@pytest.mark.parametrize("typed", ["i går", "32.01.1979", "1979", "1.2.3.4", "14.03."])
def test_a_birth_date_that_is_none_is_said_in_norwegian(services: Services, ingunn: Member, typed: str) -> None:
    with pytest.raises(SwitchboardError, match=r"Fødselsdato: skriv dagen som 14\.03\.1979\."):
        services.members.change(ingunn, {"birth_date": typed})
    assert record(services, ingunn) == ingunn


def test_a_remark_is_dated_and_signed_and_the_pinned_one_is_first(services: Services, ingunn: Member) -> None:
    services.members.remark(ingunn.id, " Ringer helst etter kl. 15. ", pinned=True)
    services.members.remark(ingunn.id, "Spurte om ferie.")
    found = services.members.reread(ingunn.id)
    assert found is not None
    assert [(r.text, r.author, r.written, r.pinned) for r in found.remarks] == [
        ("Ringer helst etter kl. 15.", "MH", MOMENT, True),
        ("Spurte om ferie.", "MH", MOMENT, False),
    ]
    with pytest.raises(SwitchboardError, match="Skriv merknaden først"):
        services.members.remark(ingunn.id, "  \n")


def test_nobody_gets_a_member_number_that_is_taken(services: Services, enrol: Enrol) -> None:
    enrol("N-7", "Ola")
    with services.database.transaction() as session:
        assert members.next_number(session) == "N-8"


def test_two_people_cannot_sign_with_the_same_initials(services: Services) -> None:
    from sentralbord_desktop.services.session import OperatorSession

    mona = OperatorSession(services.database, services.change_notices, "mona.hansen", services.session.clock)
    mona.begin()
    with pytest.raises(SwitchboardError, match="Initialene MH er i bruk"):
        mona.update(name="Mona Hansen")
    mona.update(name="Mona Hansen", initials="MHA")
    assert [o.initials for o in services.people.all()] == ["MH", "MHA"]


def test_what_a_transaction_has_read_of_a_member_is_new_after_it_changed_the_member(
    services: Services, ingunn: Member
) -> None:
    with services.database.transaction() as session:
        row = session.get(MemberRow, ingunn.id)
        members.change_member(session, ingunn.id, {"place": "Moss"}, author="MH", at=MOMENT)
        assert row is not None
        assert row.place == "Moss"
        found = members.member_by_id(session, ingunn.id)
        assert found is not None
        assert found.place == "Moss"


def test_a_transaction_reads_what_it_has_itself_put_there_and_not_yet_written(
    services: Services, ingunn: Member
) -> None:
    """What is read past the ORM sees what the ORM still holds back."""
    with services.database.transaction() as session:
        session.add(DepartmentRow(number=77, name="Voss"))
        assert 77 in {one.number for one in read_organisation(session).departments}
        row = session.get(MemberRow, ingunn.id)
        assert row is not None
        row.place = "Voss"
        found = members.member_by_id(session, ingunn.id)
        assert found is not None
        assert found.place == "Voss"
        session.add(MemberRow(id=999, number="999"))
        assert members.is_member(session, 999)
        session.rollback()


def test_an_unfinished_inquiry_that_was_dropped_in_the_transaction_can_be_kept_anew(services: Services) -> None:
    parked = Parked(id="p", state="en", author="MH", parked_at=MOMENT)
    with services.database.transaction() as session:
        storage_parked.save_parked(session, parked)
        storage_parked.drop_parked(session, "p")
        storage_parked.save_parked(session, parked.model_copy(update={"state": "to"}))
        storage_parked.save_parked(session, parked.model_copy(update={"state": "tre"}))
        assert [one.state for one in storage_parked.all_parked(session, "MH")] == ["tre"]


def test_nul_is_left_out_of_a_field(services: Services, ingunn: Member) -> None:
    """It comes with pasted text: a server refused the change, and a file kept it."""
    services.members.change(ingunn, {"place": "Ham\0ar"})
    assert services.members.open(ingunn.id).member.place == "Hamar"
