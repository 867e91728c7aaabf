"""PR-8: a trøbbel case is kept until somebody says that the DS has it, and its time after; on both engines."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.inquiries.case_handover import AWAITS_HANDOVER, NOT_CONFIRMED, Case
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.privacy.retention import BY_KEY
from sentralbord_desktop.gui.call.call_dialog import parts_of
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.grants import grant
from sentralbord_desktop.storage.inquiries import inquiries
from sentralbord_desktop.storage.members.members import change_member
from sentralbord_desktop.storage.tables import InquiryEventRow
from tests.helpers import calls
from tests.helpers.callers import organisation_of
from tests.helpers.engines import MOMENT, Enrol, Watch
from tests.helpers.moved_registers import enrolled
from tests.helpers.postgres import Cluster
from tests.helpers.privacy import count, due
from tests.helpers.server_desks import as_user, new_user
from tests.helpers.stored import actions_of
from tests.helpers.workstations import AT_ONCE, Desk, promise, until

YEAR = timedelta(days=366)


def settled(services: Services) -> None:
    """Nothing is unsent, and nobody is to be rung."""
    for message in services.outbox.all():
        if message.waits:
            services.outbox.handed_over(message)
    for callback in services.callbacks.all_open():
        services.callbacks.attempt(callback, "svarte")


def dismissed(services: Services, member: Member) -> Case:
    """A dismissal that was left for the DS, with all of it done."""
    services.inquiries.complete(calls.dismissal(services, member))
    settled(services)
    return the_case(services, member)


def the_case(services: Services, member: Member) -> Case:
    (case,) = services.members.open(member.id).cases
    return case


def a_case(database: Database, member: Member | None, *actions: tuple[str, str, str]) -> str:
    """A trøbbel inquiry with these actions: kind, state and target."""
    name = f"sak-{len(actions)}"
    head = {
        "id": name,
        "member_id": member.id if member else None,
        "category": "trobbel",
        "procedure_id": "trobbel",
        "procedure_version": 1,
        "started": MOMENT,
        "completed": MOMENT,
        "author": "LT",
        "state": "{}",
    }
    rows = [{"kind": kind, "strength": "skal", "state": state, "target": target} for kind, state, target in actions]
    with database.transaction() as session:
        inquiries.add_inquiry(session, head)
        inquiries.add_details(session, name, [], rows)
    return name


# ------------------------------------------------------------------ how long it is kept


def test_a_case_is_kept_until_the_ds_has_it_and_its_months_from_then(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    case = dismissed(services, ingunn)
    assert case.standing == AWAITS_HANDOVER
    watch.now += 3 * YEAR
    assert "trouble" not in due(services)
    assert services.retention.awaited().count == 1
    assert services.retention.awaited().names == ("25.11.2026: Ingunn Fjeldheim, 204118",)
    services.case_handover.confirm(case)
    assert the_case(services, ingunn).standing == "Overtatt av DS 27. november 2029 (MH)"
    assert services.retention.awaited().count == 0
    watch.now += timedelta(days=364)
    assert "trouble" not in due(services)
    watch.now += timedelta(days=2)
    assert due(services)["trouble"] == 1


def test_undone_it_waits_again_and_said_again_it_counts_from_then(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    services.case_handover.confirm(dismissed(services, ingunn))
    watch.now += YEAR
    assert due(services)["trouble"] == 1
    services.case_handover.withdraw(the_case(services, ingunn))
    assert the_case(services, ingunn).handed_over_at is None
    assert "trouble" not in due(services)
    assert services.retention.awaited().count == 1
    services.case_handover.confirm(the_case(services, ingunn))
    watch.now += YEAR / 2
    assert "trouble" not in due(services)
    watch.now += YEAR / 2 + timedelta(days=2)  # 2028 has a day more
    assert due(services)["trouble"] == 1
    assert count(services.database, "inquiry_event") == 3  # history: each was said


def test_what_still_stands_keeps_a_case_that_the_ds_has(services: Services, ingunn: Member, watch: Watch) -> None:
    services.inquiries.complete(calls.dismissal(services, ingunn))
    services.case_handover.confirm(the_case(services, ingunn))
    watch.now += 2 * YEAR
    assert "trouble" not in due(services)
    settled(services)
    watch.now += YEAR
    assert due(services)["trouble"] == 1


PUT_THROUGH = (*calls.dismissed(), "ds_ledig=tok")


def test_put_straight_through_to_the_ds_is_not_taken_over_by_that_call(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    """The DS took the call, and has said nothing of the case."""
    services.inquiries.complete(calls.ready(services, "trobbel", ingunn, *PUT_THROUGH))
    case = the_case(services, ingunn)
    assert (case.handed_over_at, case.put_through) == (None, True)
    assert case.standing.startswith("Satt over til DS ")
    assert case.standing.endswith(NOT_CONFIRMED)
    assert services.retention.awaited().count == 1
    watch.now += YEAR
    assert "trouble" not in due(services)
    services.case_handover.confirm(case)
    assert the_case(services, ingunn).handed_over_at == watch.now
    watch.now += YEAR + timedelta(days=1)
    assert due(services)["trouble"] == 1


def test_a_call_that_the_case_handler_took_is_not_told_as_put_through_to_the_ds(
    services: Services, ingunn: Member
) -> None:
    """The log, the receipt, the dialog of the call and the record said «Satt over til DS», the note who it was."""
    organisation_of(services)
    draft = calls.half_way(services, "trobbel", ingunn, *calls.dismissed(), "2", "tok")
    receipt = services.inquiries.complete(calls.reviewed(services, draft))
    took = "saksbehandler saksbehandler 4"
    record = services.members.open(ingunn.id)
    assert record.calls[0].outcome == f"satt over til {took}"
    assert f"Satt over til {took}" in receipt.done
    completed = services.inquiries.read_completed(receipt.inquiry_id)
    heads = [part.head for _, parts in parts_of(completed, MOMENT) for part in parts]
    assert f"Satt over til {took}" in heads
    (case,) = record.cases
    assert case.standing.startswith("Satt over til saksbehandler ")
    (put,) = [a for a in actions_of(services, receipt.inquiry_id) if a["kind"] == "TRANSFER"]
    assert "handed_over" not in put["data"], "nobody has heard it from the DS"
    assert put["target"] == "avdeling:4:DS"


def test_what_the_ds_said_in_the_call_is_an_event(services: Services, ingunn: Member) -> None:
    """The switch on the card of the transfer."""
    draft = calls.ready(services, "trobbel", ingunn, *PUT_THROUGH)
    review = draft.review.model_copy(update={"data": {"ds": {"handed_over": True}}})
    receipt = services.inquiries.complete(draft.model_copy(update={"review": review}))
    case = the_case(services, ingunn)
    assert (case.handed_over_at, case.handed_over_by) == (MOMENT, "MH")
    assert count(services.database, "inquiry_event") == 1
    assert "DS har overtatt" in receipt.done


@pytest.mark.parametrize(
    ("target", "state", "put_through"),
    [
        ("avdeling:4:DS", "gjort", True),
        ("avdeling:4:DS", "utelatt", False),
        ("sloyfe:2", "gjort", False),
        ("avdeling:4:KS", "gjort", False),
        ("naboavdeling:DS", "gjort", False),
    ],
)
def test_a_stored_case_is_not_confirmed_by_the_call_itself(
    target: str, state: str, put_through: bool, services: Services, ingunn: Member, database: Database
) -> None:
    a_case(database, ingunn, ("TRANSFER", state, target), ("EMAIL", "klar", "avdeling:4:DS"))
    case = the_case(services, ingunn)
    assert (case.handed_over_at, case.put_through) == (None, put_through)
    assert (case.standing == AWAITS_HANDOVER) is not put_through
    assert services.retention.awaited().count == 1


def test_what_no_ds_is_to_have_is_kept_as_before_and_is_not_waited_for(
    services: Services, ingunn: Member, database: Database, watch: Watch
) -> None:
    """Without a member nobody could say it; a call that led to nothing was left for nobody."""
    a_case(database, None, ("EMAIL", "klar", "avdeling:4:DS"))
    a_case(database, ingunn, ("REFER", "gjort", "url:innmelding"), ("EMAIL", "utelatt", "x"))
    assert services.members.open(ingunn.id).cases == ()
    assert services.retention.awaited().count == 0
    watch.now += YEAR
    assert due(services)["trouble"] == 2


def test_opened_again_the_new_one_waits_and_the_old_one_does_not(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    case = dismissed(services, ingunn)
    draft = services.inquiries.reopen(case.inquiry_id).draft
    assert services.members.open(ingunn.id).cases == ()
    with pytest.raises(SwitchboardError, match="venter ikke lenger"):
        services.case_handover.confirm(case)
    services.inquiries.complete(calls.reviewed(services, draft))
    settled(services)
    assert the_case(services, ingunn).inquiry_id == draft.id
    watch.now += YEAR
    assert due(services)["trouble"] == 1


def test_what_is_erased_is_what_was_shown_and_those_that_wait_stand(
    services: Services, ingunn: Member, enrol: Enrol, watch: Watch
) -> None:
    roar = enrol("300", "Roar", "Tveitan", department=6, phone="99000531")
    services.case_handover.confirm(dismissed(services, ingunn))
    waits = dismissed(services, roar)
    watch.now += YEAR
    shown = due(services)
    assert shown["trouble"] == 1
    assert {one.key: one.count for one in services.retention.erase() if one.count} == shown
    assert services.members.open(ingunn.id).cases == ()
    assert the_case(services, roar) == waits
    left = services.members.open(roar.id).remarks  # the note, and that its e-mail was sent
    assert [remark.category for remark in left] == ["trobbel"] * 2
    assert count(services.database, "inquiry_event") == 0
    assert services.member_imports.faults() == []


def test_one_who_has_resigned_is_held_until_the_case_is_taken_over_and_its_time_is_out(
    services: Services, ingunn: Member, database: Database, watch: Watch
) -> None:
    case = dismissed(services, ingunn)
    with database.transaction() as session:
        change_member(session, ingunn.id, {"status": "utmeldt"}, author="MH", at=watch.now, source="import")
    watch.now += 2 * YEAR
    services.retention.erase()
    assert "resigned" not in due(services)
    services.case_handover.confirm(case)
    watch.now += YEAR
    assert "resigned" not in due(services)
    services.retention.erase()
    assert due(services)["resigned"] == 1
    services.retention.erase()
    assert services.members.count() == 0


def test_the_months_are_said_to_count_from_the_takeover() -> None:
    assert BY_KEY["trouble"].why == "fra saken er overtatt"


# ------------------------------------------------------------------ who may, and what is left of it


def test_handover_is_signed_logged_told_and_said_once(services: Services, ingunn: Member, watch: Watch) -> None:
    told: list[frozenset[str]] = []
    case = dismissed(services, ingunn)
    services.change_notices.listen(told.append)
    services.case_handover.confirm(case)
    assert told == [frozenset({"members", "inquiries", "callbacks"})]
    watch.now += timedelta(days=1)
    services.case_handover.confirm(case)  # at another desk, which has not read it again
    assert the_case(services, ingunn).handed_over_at == MOMENT
    services.case_handover.withdraw(case)
    services.case_handover.withdraw(case)
    with services.database.reading() as session:
        events = [(row.kind, row.author) for row in session.exec(select(InquiryEventRow))]
    assert events == [("overtatt", "MH"), ("overtakelse_angret", "MH")]
    logged = [(one.what, one.why, one.number) for one in services.privacy.lookups() if "DS" in one.what]
    assert logged == [
        ("angret: DS har overtatt", "sak 25.11.2026", "204118"),
        ("DS har overtatt", "sak 25.11.2026", "204118"),
    ]


def test_who_may_not_read_the_case_sees_none_and_says_nothing(services: Services, ingunn: Member) -> None:
    """PR-1"""
    case = dismissed(services, ingunn)
    services.people.keep(Operator(id=0, initials="BB", name="Berit", roles="avdeling", department=6))
    services.people.keep(Operator(id=0, initials="CC", name="Carl", roles="avdeling", department=4))
    by_sign = {one.initials: one for one in services.people.all()}
    services.session.switch_to(by_sign["BB"])
    assert services.members.open(ingunn.id).cases == ()
    for act in (services.case_handover.confirm, services.case_handover.withdraw):
        with pytest.raises(NotAllowedError, match="skjult"):
            act(case)
    assert count(services.database, "inquiry_event") == 0
    services.session.switch_to(by_sign["CC"])  # the department's own
    services.case_handover.confirm(case)
    assert the_case(services, ingunn).handed_over_by == "CC"


def test_an_access_report_says_it_in_words(services: Services, ingunn: Member) -> None:
    case = dismissed(services, ingunn)
    services.case_handover.confirm(case)
    services.case_handover.withdraw(case)
    report = services.privacy.subject("204118").text
    assert "slags: distriktssekretæren har overtatt saken · tidspunkt: 25.11.2026 14.06 · hvem: MH" in report
    assert "slags: ikke overtatt likevel" in report
    assert "12 måneder fra saken er overtatt" in report


def test_the_cases_of_one_who_was_merged_come_along(services: Services, ingunn: Member, enrol: Enrol) -> None:
    other = enrol("204119", "Ingun", "Fjellheim", department=4, phone="99000419")
    case = dismissed(services, other)
    services.duplicates.merge(ingunn, other, ())
    assert the_case(services, ingunn) == case
    services.case_handover.confirm(case)
    assert the_case(services, ingunn).handed_over_at == MOMENT


def test_to_say_it_is_a_trace_that_one_worked_with_the_member(services: Services, enrol: Enrol, watch: Watch) -> None:
    """PR-4: ten members opened to say it of each are not odd."""
    everybody = [enrol(str(500 + n), "Kari", f"Nr{n}", department=4, phone=f"9900{n:04d}") for n in range(10)]
    cases = [dismissed(services, member) for member in everybody]
    watch.now += timedelta(days=2)
    for member in everybody:
        services.members.open(member.id)
    quiet = "uten at det ble ført noe på dem"
    assert any(quiet in one.sentence for one in services.privacy.odd())
    for case in cases:
        services.case_handover.confirm(case)
    assert not any(quiet in one.sentence for one in services.privacy.odd())


# ------------------------------------------------------------------ several desks


def test_another_desk_hears_of_it_within_a_second(desks: tuple[Desk, Desk]) -> None:
    one, other = desks
    member = enrolled(one.services)
    a_case(one.services.database, member, ("EMAIL", "klar", "avdeling:4:DS"))
    until(lambda: other.has_heard("inquiries"), AT_ONCE)
    promise(one)
    until(lambda: other.has_heard("callbacks"), AT_ONCE)  # in order: all before it was heard
    other.heard.clear()
    one.services.case_handover.confirm(the_case(one.services, member))
    until(lambda: other.has_heard("members"), AT_ONCE)
    assert the_case(other.services, member).handed_over_by == "MA"


def test_a_desk_with_least_rights_may_say_it_and_changes_nothing_that_was_said(
    cluster: Cluster, tmp_path: Path
) -> None:
    url = cluster.url(cluster.new_database())
    owner = Database.server(url)
    grant(owner.engine)
    new_user(cluster, url, "overtar", "TO", windows="tora")
    first = build(owner, tmp_path, os_user="eier")
    member = enrolled(first)
    a_case(owner, member, ("EMAIL", "klar", "avdeling:4:DS"))
    desk = build(Database.server(as_user(url, "overtar")), tmp_path, os_user="tora")
    desk.session.begin()
    desk.case_handover.confirm(the_case(desk, member))
    assert the_case(desk, member).handed_over_by == "TO"
    with pytest.raises(DBAPIError, match="permission denied"), desk.database.engine.begin() as raw:
        raw.execute(text("UPDATE inquiry_event SET author = 'X'"))
    with pytest.raises(DBAPIError, match="append-only"), owner.engine.begin() as raw:
        raw.execute(text("UPDATE inquiry_event SET author = 'X'"))
    desk.close()
    owner.close()
