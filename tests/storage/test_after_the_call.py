"""What becomes of a call afterwards: opened again, moved, settled, reminded of, taken up another day."""

from datetime import date, datetime, timedelta

import pytest

from sentralbord_desktop.domain.callbacks.callback import SETTLED
from sentralbord_desktop.domain.dates.clock import OSLO, oslo
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.case_handover import Case
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.checks.simulate import answer_with
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.office import Services
from tests import calls
from tests.storage.conftest import Enrol, Watch

PERSON = {"first_name": "Ada", "last_name": "Berg"}


def joining(services: Services, department: str) -> Draft:
    return calls.ready(
        services, "innmelding", None, "naa", "Solsikken barnehage", "ja", department, PERSON, caller="ikke_medlem"
    )


def answered(services: Services, draft: Draft, *said: str) -> Draft:
    run = draft.run(services.inquiries.library, services.organisation.read())
    for answer in said:
        run = answer_with(run, answer)
    return calls.reviewed(services, draft.with_run(run))


def named(services: Services, name: str) -> list[Member]:
    found = (services.members.open(hit.id) for hit in services.members.search(name))
    return [record.member for record in found]


def test_one_who_was_registered_in_the_wrong_department_is_put_where_the_note_says(services: Services) -> None:
    """IN-2: the note and the receipt said 6, and the register kept 4. And twice opened again, they are one member."""
    first = services.inquiries.complete(joining(services, "4"))
    again = services.inquiries.reopen(first.inquiry_id).draft
    second = services.inquiries.complete(answered(services, again, "ny_avdeling=6"))
    (member,) = named(services, "ada berg")
    assert member.department == 6
    third = services.inquiries.reopen(second.inquiry_id).draft
    assert third.registered_member_id == member.id
    services.inquiries.complete(calls.reviewed(services, third))
    assert [one.id for one in named(services, "ada berg")] == [member.id]


def test_the_line_in_the_log_goes_with_the_call_that_was_taken_back(services: Services, ingunn: Member) -> None:
    """KF-2: the wrong member's log kept what another had asked about."""
    draft = calls.ready(services, "kontingent", ingunn, "annet", "Har ikke råd", "nei", "Nei")

    def lines() -> list[str]:
        record = services.members.reread(ingunn.id)
        assert record is not None
        return [change.after for change in record.changes if change.field == "henvendelse"]

    receipt = services.inquiries.complete(draft)
    assert len(lines()) == 1
    again = services.inquiries.reopen(receipt.inquiry_id).draft
    assert lines() == []
    services.inquiries.complete(calls.reviewed(services, again))
    assert len(lines()) == 1


@pytest.mark.parametrize(
    ("due", "why"),
    [
        (datetime(2026, 11, 25, 9, 0, tzinfo=OSLO), "har vært"),
        (datetime(2026, 12, 21, 10, 0, tzinfo=OSLO), "før fristen"),
    ],
)
def test_a_promise_is_moved_neither_to_the_past_nor_past_the_deadline(
    services: Services, ingunn: Member, due: datetime, why: str
) -> None:
    """TR-7"""
    services.inquiries.complete(calls.dismissal(services, ingunn))
    (promise,) = services.callbacks.all_open()
    assert promise.deadline == date(2026, 12, 7)
    with pytest.raises(SwitchboardError, match=why):
        services.callbacks.move(promise, due, "")
    assert services.callbacks.all_open() == [promise]


def test_a_promise_that_is_moved_to_a_saturday_is_rung_when_the_house_is_open(
    services: Services, ingunn: Member
) -> None:
    """GE-5"""
    services.inquiries.complete(calls.dismissal(services, ingunn))
    (promise,) = services.callbacks.all_open()
    services.callbacks.move(promise, datetime(2026, 11, 28, 10, 0, tzinfo=OSLO), "")
    (moved,) = services.callbacks.all_open()
    assert moved.due is not None
    assert f"{oslo(moved.due):%d.%m %H.%M}" == "30.11 08.00"
    assert "kontoret er stengt da" in moved.window


def test_a_promise_that_nobody_needs_any_more_can_be_closed_and_opened(services: Services, ingunn: Member) -> None:
    services.inquiries.complete(calls.ring_back(services, ingunn))
    (promise,) = services.callbacks.all_open()
    services.callbacks.attempt(promise, SETTLED)
    assert services.callbacks.all_open() == []
    services.callbacks.undo(promise)
    assert len(services.callbacks.all_open()) == 1


def test_the_promise_of_a_case_is_kept_when_the_ds_has_it(services: Services, ingunn: Member) -> None:
    """TR-5, PR-8: «Du skulle blitt ringt. Det beklager jeg.» for ever."""
    services.inquiries.complete(calls.dismissal(services, ingunn))

    def case() -> Case:
        record = services.members.reread(ingunn.id)
        assert record is not None
        return record.cases[0]

    services.case_handover.confirm(case())
    assert services.callbacks.all_open() == []
    services.case_handover.withdraw(case())
    assert len(services.callbacks.all_open()) == 1


def test_the_next_reminder_is_two_weeks_from_today_however_late_this_one_is(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    services.inquiries.complete(calls.resignation(services, ingunn))
    (waiting,) = services.confirmations.awaited()
    watch.now += timedelta(days=90)
    services.confirmations.reminded(waiting, "telefon")
    (now,) = services.confirmations.awaited()
    assert now.remind == oslo(watch.now).date() + timedelta(days=14)


def test_no_sms_goes_to_a_landline(services: Services, enrol: Enrol) -> None:
    member = enrol("204555", "Kari", "Fast", phone="22123456", department=4)
    services.inquiries.complete(calls.ready(services, "utmelding", member, "epost_brev"))
    (waiting,) = services.confirmations.awaited()
    with pytest.raises(SwitchboardError, match="tar ikke imot SMS"):
        services.confirmations.remind_by_sms(waiting)
    services.inquiries.complete(calls.ring_back(services, member))
    (promise,) = services.callbacks.all_open()
    with pytest.raises(SwitchboardError, match="tar ikke imot SMS"):
        services.callbacks.send_tried_sms(promise)
    assert [m for m in services.outbox.all() if m.kind == "sms"] == []


def test_what_is_said_the_day_after_is_of_the_day_after(services: Services, ingunn: Member, watch: Watch) -> None:
    """TR-7: «i dag» of a call that is taken up again was the day before, and the deadline a day off."""
    draft = calls.half_way(services, "trobbel", ingunn, "oppsagt")
    watch.now += timedelta(days=1)
    resumed = draft.taken_up(services.inquiries.library, watch.now)
    run = resumed.run(services.inquiries.library, services.organisation.read())
    assert answer_with(run, "i_dag").day_of("mottatt") == date(2026, 11, 26)
    assert answer_with(run, "26.11.2026").day_of("mottatt") == date(2026, 11, 26)
    assert answer_with(run, "26.11").day_of("mottatt") == date(2026, 11, 26)


def test_when_to_ring_is_of_the_day_that_it_was_said(services: Services, ingunn: Member, watch: Watch) -> None:
    """GE-5"""
    asked = calls.half_way(services, "annet", ingunn, "Ferie", "ring")
    before = calls.half_way(services, "annet", ingunn, "Ferie", "ring", "i morgen etter 14")
    watch.now += timedelta(days=1)
    run = asked.taken_up(services.inquiries.library, watch.now).run(
        services.inquiries.library, services.organisation.read()
    )
    assert answer_with(run, "i morgen 10").given["onsket_tid"].text == "27.11.2026 10"
    services.inquiries.complete(
        calls.reviewed(
            services, asked.taken_up(services.inquiries.library, watch.now).with_run(answer_with(run, "i morgen 10"))
        )
    )
    (promise,) = services.callbacks.all_open()
    assert promise.due is not None
    assert f"{oslo(promise.due):%d.%m %H.%M}" == "27.11 10.00"
    later = before.taken_up(services.inquiries.library, watch.now)
    assert later.answers["onsket_tid"].text == "26.11.2026 etter 14"  # as it stands in a mail
    services.inquiries.complete(calls.reviewed(services, later))
    dues = [f"{oslo(one.due):%d.%m %H.%M}" for one in services.callbacks.all_open() if one.due]
    assert sorted(dues) == ["26.11 15.06", "27.11 10.00"]  # it was to be at 14, six minutes ago
