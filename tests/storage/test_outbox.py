"""Utboks and the record: what was dropped, sent or not sent in time is written as it happened."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from sentralbord_desktop.domain.errors import ChangedMeanwhileError, SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.messages.message import MailServer
from sentralbord_desktop.domain.messages.outgoing import OVERDUE_AFTER, Outgoing
from sentralbord_desktop.domain.messages.sending_reach import NO_WORKSTATION, SendingWorkstation
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.privacy.sensitive_text import SensitiveError
from sentralbord_desktop.services.messages.outbox import NO_REASON
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.engine.database import Database
from tests.helpers import calls
from tests.helpers.engines import Watch
from tests.helpers.servers import Post
from tests.helpers.workstations import AT_ONCE, Desk, until

REASON = "ringte DS kl. 14.20"
MARK = "Beskjed ikke sendt"


def one_of(services: Services, receipt: Receipt, kind: str = "epost") -> Outgoing:
    return next(m for m in services.outbox.all() if m.inquiry_id == receipt.inquiry_id and m.kind == kind)


def dismissed(services: Services, member: Member) -> Outgoing:
    """The e-mail to the DS, which the procedure demands, while a deadline runs."""
    return one_of(services, services.inquiries.complete(calls.dismissal(services, member)))


def now(services: Services, message: Outgoing) -> Outgoing:
    return next(m for m in services.outbox.all() if m.id == message.id)


def remarks(services: Services, member: Member) -> list[str]:
    """The newest first."""
    return [remark.text for remark in services.members.open(member.id).remarks]


def marks(services: Services, member: Member) -> list[str]:
    rows = services.members.open(member.id).important(services.session.clock())
    return [row.detail for row in rows if row.headline == MARK]


def by_server(services: Services, port: int = 9, **changes: str) -> None:
    line = {"auth": "ingen", "security": "ingen", **changes}
    server = MailServer.model_validate(
        {"host": "127.0.0.1", "port": port, "sender": "sentralbord@eksempel.no", "timeout": 4.0, **line}
    )
    services.sending.save(SendingSettings(mail="smtp", server=server, undo_seconds=60))


@pytest.mark.parametrize("reason", ["", "  ", "ja", " ja  ", "x" * 121])
def test_what_the_procedure_demands_is_not_dropped_without_a_reason(
    services: Services, ingunn: Member, reason: str
) -> None:
    message = dismissed(services, ingunn)
    assert message.must_be_sent
    before = remarks(services, ingunn)
    with pytest.raises(SwitchboardError) as error:
        services.outbox.drop(message, reason)
    assert (str(error.value) == NO_REASON) is (len(reason) < 100)
    assert now(services, message) == message
    assert remarks(services, ingunn) == before


def test_a_fødselsnummer_is_no_part_of_a_reason(services: Services, ingunn: Member) -> None:
    message = dismissed(services, ingunn)
    with pytest.raises(SwitchboardError, match="ødselsnummer"):
        services.outbox.drop(message, "ringte DS om 01010050053")
    assert now(services, message) == message


def test_a_reason_says_nothing_of_health(services: Services, ingunn: Member) -> None:
    """PR-3: the reason is read by everyone who may read the record."""
    message = dismissed(services, ingunn)
    with pytest.raises(SensitiveError, match="uten «sykmeldt»"):
        services.outbox.drop(message, "Medlemmet er sykmeldt")
    assert now(services, message) == message


def test_a_dropped_message_leaves_a_dated_line_with_the_reason_and_a_mark(services: Services, ingunn: Member) -> None:
    message = dismissed(services, ingunn)
    notes = remarks(services, ingunn)
    services.outbox.drop(message, f" {REASON} ")
    line, *others = remarks(services, ingunn)
    assert line == (
        f"25.11.2026: E-post til {message.to_label} om oppsigelse ble ikke sendt. Grunn: ringte DS kl. 14.20. MH"
    )
    assert others == notes, "notes are never rewritten"
    (mark,) = marks(services, ingunn)
    assert REASON in mark
    dropped = now(services, message)
    assert (dropped.state, dropped.reason, dropped.moved_by) == ("trukket", REASON, "MH")


def test_a_dropped_message_is_brought_back_with_a_line_of_its_own(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    message = dismissed(services, ingunn)
    services.outbox.drop(message, REASON)
    watch.now += timedelta(minutes=19)
    services.outbox.after_all(now(services, message))
    line = f"25.11.2026: E-post til {message.to_label} om oppsigelse skal sendes likevel. Angret 14.25. MH"
    assert remarks(services, ingunn)[0] == line
    assert now(services, message).needs_hand
    assert marks(services, ingunn) == []


def test_the_mark_stands_until_somebody_answers_for_the_message(services: Services, ingunn: Member) -> None:
    message = dismissed(services, ingunn)
    services.outbox.drop(message, REASON)
    services.outbox.answer_for(now(services, message))
    assert remarks(services, ingunn)[0] == (
        f"25.11.2026: {message.to_label} er varslet på en annen måte om oppsigelse. MH"
    )
    assert marks(services, ingunn) == []
    with pytest.raises(ChangedMeanwhileError):
        services.outbox.answer_for(now(services, message))


@pytest.mark.parametrize("over", ["deadline", "case"])
def test_the_mark_goes_with_the_deadline_and_when_the_ds_has_taken_over(
    services: Services, ingunn: Member, watch: Watch, over: str
) -> None:
    message = dismissed(services, ingunn)
    assert message.deadline is not None
    services.outbox.drop(message, REASON)
    if over == "case":
        services.case_handover.confirm(services.members.open(ingunn.id).cases[0])
    else:
        watch.now += timedelta(days=(message.deadline - watch.now.date()).days)
        assert marks(services, ingunn), "the last day counts"
        watch.now += timedelta(days=1)
    assert marks(services, ingunn) == []


def test_a_message_without_a_deadline_leaves_no_mark(services: Services, ingunn: Member) -> None:
    receipt = services.inquiries.complete(calls.resignation(services, ingunn))
    services.outbox.drop(one_of(services, receipt, "sms"), REASON)
    assert REASON in remarks(services, ingunn)[0]
    assert marks(services, ingunn) == []


def test_the_record_says_sent_when_an_operator_does_and_not_when_it_is_opened(
    services: Services, ingunn: Member
) -> None:
    message = dismissed(services, ingunn)
    notes = remarks(services, ingunn)
    services.outbox.opened(message)
    opened = now(services, message)
    assert (opened.state, opened.needs_hand, opened.waits) == ("apnet", True, True)
    assert remarks(services, ingunn) == notes
    services.outbox.handed_over(opened)
    assert remarks(services, ingunn) == [f"25.11.2026: E-post til {message.to_label} sendt kl. 14.06. MH", *notes]
    services.outbox.not_after_all(now(services, message))
    assert remarks(services, ingunn)[0] == f"25.11.2026: E-post til {message.to_label} ble ikke sendt likevel. MH"
    assert now(services, message).needs_hand


def test_the_record_says_sent_when_the_server_has_taken_it(
    services: Services, ingunn: Member, watch: Watch, post: Callable[..., Post]
) -> None:
    server = post()
    by_server(services, server.port)
    message = dismissed(services, ingunn)
    notes = remarks(services, ingunn)
    watch.now += timedelta(minutes=1)
    assert services.sender.send_due() == 1
    assert remarks(services, ingunn) == [f"25.11.2026: E-post til {message.to_label} sendt kl. 14.07. MH", *notes]


def test_a_message_that_left_is_sent_also_where_its_line_cannot_be_written(
    services: Services, ingunn: Member, watch: Watch, post: Callable[..., Post]
) -> None:
    server = post()
    by_server(services, server.port)
    message = dismissed(services, ingunn)
    refuse = "CREATE TRIGGER no_line BEFORE INSERT ON remark "
    with services.database.engine.begin() as raw:
        if services.database.is_server:
            raw.execute(
                text("CREATE FUNCTION no_line() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$")
            )
            raw.execute(text(f"{refuse} FOR EACH ROW EXECUTE FUNCTION no_line()"))
        else:
            raw.execute(text(f"{refuse} BEGIN SELECT RAISE(ABORT, 'no'); END"))
    watch.now += timedelta(minutes=1)
    services.sender.send_due()
    assert len(server.mailbox.received) == 1
    assert now(services, message).state == "sendt"


def test_opening_a_call_again_tells_that_what_was_opened_in_the_mail_program_may_be_sent(
    services: Services, ingunn: Member
) -> None:
    message = dismissed(services, ingunn)
    services.outbox.opened(message)
    assert message.inquiry_id is not None
    reopened = services.inquiries.reopen(message.inquiry_id)
    assert any("kan være sendt" in sentence for sentence in reopened.already_left)


def test_opening_a_call_again_takes_back_its_note_and_not_what_was_sent(services: Services, ingunn: Member) -> None:
    message = dismissed(services, ingunn)
    services.outbox.handed_over(message)
    assert message.inquiry_id is not None
    services.inquiries.reopen(message.inquiry_id)
    assert remarks(services, ingunn) == [f"25.11.2026: E-post til {message.to_label} sendt kl. 14.06. MH"]


def test_a_password_that_is_missing_is_told_at_fullfør_and_what_is_late_is_trouble(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    by_server(services, auth="passord", login="sentralbord")
    obstacle = services.sending_workstations.read().obstacle("epost")
    expected = NO_WORKSTATION if services.database.is_server else "Denne PC-en mangler passordet til e-posten."
    assert obstacle == expected
    receipt = services.inquiries.complete(calls.dismissal(services, ingunn))
    assert any(expected[1:].rstrip(".") in what for what in receipt.by_hand)
    assert not any("sendes kl." in line for line in receipt.to_come)
    message = one_of(services, receipt)
    with pytest.raises(SwitchboardError, match=expected):
        services.outbox.send_now(message)
    due = message.not_before
    assert due is not None
    assert not message.is_trouble(due + OVERDUE_AFTER)
    assert message.is_trouble(due + OVERDUE_AFTER + timedelta(seconds=1))


def test_a_new_attempt_does_not_make_a_late_message_punctual(services: Services, ingunn: Member, watch: Watch) -> None:
    """Each attempt gets a later time; the receipt said the first one."""
    by_server(services)
    message = dismissed(services, ingunn)
    for _ in range(4):
        watch.now = (now(services, message).not_before or watch.now) + timedelta(seconds=1)
        services.sender.send_due()
    late = now(services, message)
    assert late.not_before is not None
    assert late.not_before > watch.now
    assert late.is_trouble(watch.now)


def test_what_is_late_is_taken_as_hand_work_and_leaves_no_more_by_itself(
    services: Services, ingunn: Member, watch: Watch, post: Callable[..., Post]
) -> None:
    server = post()
    by_server(services, server.port)
    message = dismissed(services, ingunn)
    watch.now += timedelta(hours=1)
    services.outbox.opened(message)
    assert services.sender.send_due() == 0
    assert server.mailbox.seen == []
    taken = now(services, message)
    assert (taken.not_before, taken.needs_hand, taken.is_trouble(watch.now)) == (None, True, False)


def test_what_was_written_while_the_clock_was_wrong_does_not_wait_for_that_year(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    """It waited in silence, «sendes 14.07»; its dates may be wrong too, so a person decides."""
    by_server(services)
    right = watch.now
    watch.now = right + timedelta(days=365)
    message = dismissed(services, ingunn)
    assert message.state == "klar"
    watch.now = right
    assert services.sender.send_due() == 0
    left = now(services, message)
    assert (left.state, left.not_before, left.attempts) == ("feilet", None, 0)
    assert left.reason.startswith("Klokken på PC-en var feil")


def test_a_workstation_that_can_send_is_seen_by_the_others_until_it_is_closed(desks: tuple[Desk, Desk]) -> None:
    one, other = desks
    by_server(one.services, auth="passord", login="sentralbord")
    read = other.services.sending_workstations.read
    assert read().obstacle("epost") == NO_WORKSTATION
    until(lambda: other.has_heard("sending"), AT_ONCE)  # the settings
    other.heard.clear()
    one.services.live.announce_sending(SendingWorkstation("MA", "KONTOR Ø", frozenset({"epost"})))
    until(lambda: read().obstacle("epost") == "", AT_ONCE)
    until(lambda: other.has_heard("sending"), AT_ONCE)
    assert "Andre pulter som kan sende nå: MA på KONTOR Ø (e-post)." in read().words
    one.services.live.look_at(1, "MA")
    until(lambda: [e.sign for e in other.services.live.elsewhere(1)] == ["MA"], AT_ONCE)
    assert read().others == (SendingWorkstation("MA", "KONTOR Ø", frozenset({"epost"})),)
    assert other.services.live.sending_elsewhere() != ()
    assert one.services.live.sending_elsewhere() == (), "not itself"
    one.services.live.end()
    until(lambda: read().obstacle("epost") == NO_WORKSTATION, AT_ONCE)


def test_a_workstation_announces_itself_when_it_needs_no_password(desks: tuple[Desk, Desk]) -> None:
    one, other = desks
    by_server(one.services)
    one.services.sending_workstations.announce()
    until(lambda: [each.sign for each in other.services.live.sending_elsewhere()] == ["MA"], AT_ONCE)
    one.services.sending.save(SendingSettings())
    one.services.sending_workstations.announce()
    until(lambda: other.services.live.sending_elsewhere() == (), AT_ONCE)


@pytest.mark.parametrize("kind", ["outgoing", "remark"])
def test_the_reason_is_erased_with_the_message_and_with_the_note_of_its_call(
    services: Services, database: Database, ingunn: Member, kind: str
) -> None:
    """PR-10: the reason is the operator's own words about a member."""
    message = dismissed(services, ingunn)
    services.outbox.drop(message, "Hemmelig grunn")
    about = "Henvendelse mottatt" if kind == "remark" else ""
    found = next(e for e in services.privacy.subject("204118").entries if e.kind == kind and about in e.words)
    services.privacy.blank(found, "skulle ikke stått")
    with database.reading() as session:
        kept = session.execute(text("SELECT reason FROM outgoing WHERE id = :id"), {"id": message.id}).scalar()
    assert kept == ""
