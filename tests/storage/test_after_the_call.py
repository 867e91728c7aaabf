"""What becomes of a call afterwards: opened again, moved, settled, reminded of, taken up another day."""

from datetime import date, datetime, timedelta

import pytest

from sentralbord_desktop.domain.desk import SETTLED
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.members import Member
from sentralbord_desktop.domain.takeover import Case
from sentralbord_desktop.domain.times import OSLO, oslo
from sentralbord_desktop.procedures.play import answer_with
from sentralbord_desktop.services.draft import Draft
from sentralbord_desktop.services.office import Office
from tests import calls
from tests.storage.conftest import Enrol, Watch

PERSON = {"first_name": "Ada", "last_name": "Berg"}


def joining(office: Office, department: str) -> Draft:
    return calls.ready(
        office, "innmelding", None, "naa", "Solsikken barnehage", "ja", department, PERSON,
        caller="ikke_medlem",
    )  # fmt: skip


def answered(office: Office, draft: Draft, *said: str) -> Draft:
    run = draft.run(office.inquiries.library, office.organisation.read())
    for answer in said:
        run = answer_with(run, answer)
    return calls.reviewed(office, draft.with_run(run))


def named(office: Office, name: str) -> list[Member]:
    found = (office.members.open(hit.id) for hit in office.members.search(name))
    return [record.member for record in found]


def test_one_who_was_registered_in_the_wrong_department_is_put_where_the_note_says(
    office: Office,
) -> None:
    """IN-2: the note and the receipt said 6, and the register kept 4. And twice opened again, they are one member."""
    first = office.inquiries.complete(joining(office, "4"))
    again = office.inquiries.reopen(first.inquiry_id).draft
    second = office.inquiries.complete(answered(office, again, "ny_avdeling=6"))
    (member,) = named(office, "ada berg")
    assert member.department == 6
    third = office.inquiries.reopen(second.inquiry_id).draft
    assert third.registered_member_id == member.id
    office.inquiries.complete(calls.reviewed(office, third))
    assert [one.id for one in named(office, "ada berg")] == [member.id]


def test_the_line_in_the_log_goes_with_the_call_that_was_taken_back(
    office: Office, ingunn: Member
) -> None:
    """KF-2: the wrong member's log kept what another had asked about."""
    draft = calls.ready(office, "kontingent", ingunn, "annet", "Har ikke råd", "nei")

    def lines() -> list[str]:
        record = office.members.reread(ingunn.id)
        assert record is not None
        return [change.after for change in record.changes if change.field == "henvendelse"]

    receipt = office.inquiries.complete(draft)
    assert len(lines()) == 1
    again = office.inquiries.reopen(receipt.inquiry_id).draft
    assert lines() == []
    office.inquiries.complete(calls.reviewed(office, again))
    assert len(lines()) == 1


@pytest.mark.parametrize(
    ("due", "why"),
    [
        (datetime(2026, 11, 25, 9, 0, tzinfo=OSLO), "har vært"),
        (datetime(2026, 12, 21, 10, 0, tzinfo=OSLO), "før fristen"),
    ],
)
def test_a_promise_is_moved_neither_to_the_past_nor_past_the_deadline(
    office: Office, ingunn: Member, due: datetime, why: str
) -> None:
    """TR-7"""
    office.inquiries.complete(calls.dismissal(office, ingunn))
    (promise,) = office.callbacks.all_open()
    assert promise.deadline == date(2026, 12, 7)
    with pytest.raises(SwitchboardError, match=why):
        office.callbacks.move(promise, due, "")
    assert office.callbacks.all_open() == [promise]


def test_a_promise_that_is_moved_to_a_saturday_is_rung_when_the_house_is_open(
    office: Office, ingunn: Member
) -> None:
    """GE-5"""
    office.inquiries.complete(calls.dismissal(office, ingunn))
    (promise,) = office.callbacks.all_open()
    office.callbacks.move(promise, datetime(2026, 11, 28, 10, 0, tzinfo=OSLO), "")
    (moved,) = office.callbacks.all_open()
    assert moved.due is not None
    assert f"{oslo(moved.due):%d.%m %H.%M}" == "30.11 08.00"
    assert "kontoret er stengt da" in moved.window


def test_a_promise_that_nobody_needs_any_more_can_be_closed_and_opened(
    office: Office, ingunn: Member
) -> None:
    office.inquiries.complete(calls.ring_back(office, ingunn))
    (promise,) = office.callbacks.all_open()
    office.callbacks.attempt(promise, SETTLED)
    assert office.callbacks.all_open() == []
    office.callbacks.undo(promise)
    assert len(office.callbacks.all_open()) == 1


def test_the_promise_of_a_case_is_kept_when_the_ds_has_it(office: Office, ingunn: Member) -> None:
    """TR-5, PR-8: «Du skulle blitt ringt. Det beklager jeg.» for ever."""
    office.inquiries.complete(calls.dismissal(office, ingunn))

    def case() -> Case:
        record = office.members.reread(ingunn.id)
        assert record is not None
        return record.cases[0]

    office.takeover.confirm(case())
    assert office.callbacks.all_open() == []
    office.takeover.withdraw(case())
    assert len(office.callbacks.all_open()) == 1


def test_the_next_reminder_is_two_weeks_from_today_however_late_this_one_is(
    office: Office, ingunn: Member, watch: Watch
) -> None:
    office.inquiries.complete(calls.resignation(office, ingunn))
    (waiting,) = office.confirmations.waiting()
    watch.now += timedelta(days=90)
    office.confirmations.reminded(waiting, "telefon")
    (now,) = office.confirmations.waiting()
    assert now.remind == oslo(watch.now).date() + timedelta(days=14)


def test_no_sms_goes_to_a_landline(office: Office, enrol: Enrol) -> None:
    member = enrol("204555", "Kari", "Fast", phone="22123456", department=4)
    office.inquiries.complete(calls.ready(office, "utmelding", member, "epost_brev"))
    (waiting,) = office.confirmations.waiting()
    with pytest.raises(SwitchboardError, match="tar ikke imot SMS"):
        office.confirmations.remind_by_sms(waiting)
    office.inquiries.complete(calls.ring_back(office, member))
    (promise,) = office.callbacks.all_open()
    with pytest.raises(SwitchboardError, match="tar ikke imot SMS"):
        office.callbacks.tell_tried(promise)
    assert [m for m in office.outbox.all() if m.kind == "sms"] == []


def test_what_is_said_the_day_after_is_of_the_day_after(
    office: Office, ingunn: Member, watch: Watch
) -> None:
    """TR-7: «i dag» of a call that is taken up again was the day before, and the deadline a day off."""
    draft = calls.half_way(office, "trobbel", ingunn, "oppsagt")
    watch.now += timedelta(days=1)
    resumed = draft.taken_up(office.inquiries.library, watch.now)
    run = resumed.run(office.inquiries.library, office.organisation.read())
    assert answer_with(run, "i_dag").day_of("mottatt") == date(2026, 11, 26)
    assert answer_with(run, "26.11.2026").day_of("mottatt") == date(2026, 11, 26)
    assert answer_with(run, "26.11").day_of("mottatt") == date(2026, 11, 26)


def test_when_to_ring_is_of_the_day_that_it_was_said(
    office: Office, ingunn: Member, watch: Watch
) -> None:
    """GE-5"""
    asked = calls.half_way(office, "annet", ingunn, "Ferie", "ring")
    before = calls.half_way(office, "annet", ingunn, "Ferie", "ring", "i morgen etter 14")
    watch.now += timedelta(days=1)
    run = asked.taken_up(office.inquiries.library, watch.now).run(
        office.inquiries.library, office.organisation.read()
    )
    assert answer_with(run, "i morgen 10").given["onsket_tid"].text == "27.11.2026 10"
    office.inquiries.complete(calls.reviewed(office, asked.taken_up(office.inquiries.library, watch.now).with_run(
        answer_with(run, "i morgen 10"))))  # fmt: skip
    (promise,) = office.callbacks.all_open()
    assert promise.due is not None
    assert f"{oslo(promise.due):%d.%m %H.%M}" == "27.11 10.00"
    later = before.taken_up(office.inquiries.library, watch.now)
    assert later.answers["onsket_tid"].text == "26.11.2026 etter 14"  # as it stands in a mail
    office.inquiries.complete(calls.reviewed(office, later))
    dues = [f"{oslo(one.due):%d.%m %H.%M}" for one in office.callbacks.all_open() if one.due]
    assert sorted(dues) == ["26.11 15.06", "27.11 10.00"]  # it was to be at 14, six minutes ago
