"""Messages: the outbox, what is sent from the window to a mail server, and what a person sends by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.messages.sending_reach import OutboxContent, SendingReach
from sentralbord_desktop.domain.organisation.organisation import Role
from sentralbord_desktop.gui.maintenance.recovery_code_panel import RecoveryCodePage
from sentralbord_desktop.gui.messages.outbox_page import COPIED, NO_PROGRAM, OPENED, OUTBOX_HELP, WAITS_ONLY
from sentralbord_desktop.gui.messages.sending_panel import SendingPanel
from sentralbord_desktop.gui.startup import FirstRunPage
from sentralbord_desktop.gui.workspace.workspace import CloseDialog, left_over
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from sentralbord_desktop.startup.states import Event
from tests.helpers import calls
from tests.helpers.in_front import once_in_front
from tests.helpers.members import by_number
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.screen import Screen, dismantle
from tests.helpers.servers import Post
from tests.helpers.window_calls import leave_messages, resign


def chosen_state(screen: Screen) -> str:
    message = screen.workspace.outbox.list.current
    assert message is not None
    return message.state


def drop(screen: Screen, reason: str = "ringte DS kl. 14.20") -> None:
    """6, the reason, Ctrl+Enter."""
    screen.key(Qt.Key.Key_6)
    screen.type(reason)
    screen.control(Qt.Key.Key_Return)


def test_what_must_be_done_is_chosen_when_the_page_is_shown(screen: Screen) -> None:
    leave_messages(screen)
    screen.control(Qt.Key.Key_6)
    outbox = screen.workspace.outbox
    first = outbox.list.current
    assert first is not None
    drop(screen)
    screen.bot.waitUntil(lambda: chosen_state(screen) == "trukket")
    screen.control(Qt.Key.Key_1)
    screen.control(Qt.Key.Key_6)
    message = outbox.list.current
    assert message is not None
    assert message.needs_hand


def test_an_sms_says_whose_it_is(screen: Screen) -> None:
    leave_messages(screen)
    shown = [[str(outbox_text) for outbox_text in line] for line in rows(screen)]
    assert any("990 00 418" in " ".join(line) for line in shown if "SMS" in " ".join(line))


def rows(screen: Screen) -> list[list[object]]:
    model = screen.workspace.outbox.ui.table.model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def mail_is_chosen(screen: Screen) -> None:
    leave_messages(screen)
    screen.control(Qt.Key.Key_6)
    assert screen.workspace.outbox.list.choose(lambda m: m.kind == "epost" and m.needs_hand)


def test_the_line_below_is_about_what_is_chosen_now(screen: Screen) -> None:
    mail_is_chosen(screen)
    outbox = screen.workspace.outbox
    screen.key(Qt.Key.Key_3)
    screen.at_rest()  # the log comes first
    assert outbox.ui.foot.text() == COPIED
    assert chosen_state(screen) == "apnet"
    screen.key(Qt.Key.Key_5)
    screen.at_rest()
    assert outbox.list.choose(lambda m: m.kind == "epost" and m.state == "overlatt")
    screen.control(Qt.Key.Key_Z)
    assert outbox.ui.foot.text() == f"{WAITS_ONLY} Ble den ikke sendt likevel, trykk 5."
    outbox.list.choose(lambda m: m.kind == "sms")
    assert outbox.ui.foot.text() == OUTBOX_HELP


@pytest.mark.parametrize("there", [True, False])
def test_the_mail_program_is_opened_or_its_absence_said(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, *, there: bool
) -> None:
    mail_is_chosen(screen)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: there)
    screen.key(Qt.Key.Key_1)
    screen.at_rest()  # the log comes first
    outbox = screen.workspace.outbox
    assert outbox.ui.foot.text() == (OPENED if there else NO_PROGRAM)
    if not there:
        assert "Oppsigelse" in QApplication.clipboard().text()


def test_beside_an_empty_outbox_is_no_empty_panel(screen: Screen) -> None:
    outbox = screen.workspace.outbox
    screen.control(Qt.Key.Key_6)
    screen.bot.waitUntil(lambda: outbox.ui.empty.isVisible())
    assert not outbox.ui.detail.isVisible()
    member = by_number(screen.services, "204118")
    screen.services.inquiries.complete(calls.ready(screen.services, "overforing_avdeling", member, "ja", "9"))
    screen.bot.waitUntil(lambda: outbox.ui.detail.isVisible())
    outbox.ui.detail.setFocus()
    outbox.refresh(OutboxContent([], SendingReach()))
    assert not outbox.ui.detail.isVisible()
    assert outbox.ui.table.hasFocus()


@pytest.fixture
def server() -> Iterator[Post]:
    post = Post()
    post.start()
    yield post
    post.stop()


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Screen]:
    """A real register, not practice: what is written here may leave."""
    application = Application(qapp, arguments(["--data", str(tmp_path), "--look", "lyst"]))
    application.window.resize(1366, 688)
    application.window.show()
    application.sequence.open(PASSPHRASE)
    pages = application.window.ui.pages
    qtbot.waitUntil(lambda: isinstance(pages.currentWidget(), FirstRunPage), timeout=20_000)
    application.sequence.report(
        Event.CHOICES_MADE, {"name": "Maja Hovde", "initials": "MH", "loop": 3, "help_level": "ny"}
    )
    qtbot.waitUntil(
        lambda: isinstance(pages.currentWidget(), RecoveryCodePage) or application.workspace is not None, timeout=20_000
    )
    page = pages.currentWidget()
    if isinstance(page, RecoveryCodePage):  # a register on a server has no code of its own
        page.part.drop.click()
    screen = Screen(qtbot, application)
    yield screen
    dismantle(application)


def write(part: SendingPanel, name: str, text: str) -> None:
    """Into the field that a reader knows by this name."""
    box = next(b for b in part.findChildren(QLineEdit) if b.accessibleName() == name and not b.isHidden())
    box.setText(text)


def choose(part: SendingPanel, name: str, key: str) -> None:
    box = next(b for b in part.findChildren(QComboBox) if b.accessibleName() == name)
    box.setCurrentIndex(box.findData(key))


def test_a_message_written_in_a_call_leaves_for_the_server_and_says_so(office: Screen, server: Post) -> None:
    """MD-3 over the office's own server, set up in the window."""
    office.services.organisation.save_entry(
        Role(key="media", title="Pressekontakt", holder="Trond", email="presse@forbundet.test")
    )
    office.window.show_page("settings")
    office.workspace.settings.show_part("Utsending")
    part = office.workspace.settings.shown
    assert isinstance(part, SendingPanel)
    office.bot.waitUntil(lambda: bool(part.form.boxes))
    choose(part, "Slik sendes e-post", "smtp")
    choose(part, "Sikring", "ingen")
    choose(part, "Innlogging", "ingen")
    for name, text in (
        ("Server", "127.0.0.1"),
        ("Port", str(server.port)),
        ("Avsender", "sentralbord@forbundet.test"),
        ("Sekunder til angring", "0"),
    ):
        write(part, name, text)
    part.try_mail.click()
    office.bot.waitUntil(lambda: "innstillingene virker" in part.bar.said.text(), timeout=10_000)
    office.control(Qt.Key.Key_Return)
    office.bot.waitUntil(lambda: part.foot.said.text() == "Lagret.")

    office.search("99000777")
    office.key(Qt.Key.Key_Return)
    call_session = office.workspace.call_session
    office.bot.waitUntil(lambda: call_session.unknown_caller is not None)
    office.digits("5922")
    for text in ("Dagbladet", "Kari Penn", "Streiken"):
        office.type(text)
        office.key(Qt.Key.Key_Return)
    answer_the_rest(office)
    cards = office.workspace.call.review.card_list
    office.bot.waitUntil(  # the settings come from the register after the page
        lambda: any("sendes herfra til presse@forbundet.test" in card.content for card in cards.cards)
    )
    office.finish()
    office.bot.waitUntil(lambda: bool(server.mailbox.received), timeout=15_000)
    (envelope,) = server.mailbox.received
    assert envelope.rcpt_tos == ["presse@forbundet.test"]
    assert b"Kari Penn" in (envelope.content or b"")
    office.bot.waitUntil(lambda: [m.state for m in office.services.outbox.all()] == ["sendt"], timeout=10_000)


def answer_the_rest(office: Screen) -> None:
    """Nobody takes the call; a deadline is given; whatever is left is answered «no»."""
    call = office.workspace.call
    for _ in range(8):
        if call.currentWidget() is call.review:
            break
        run = office.workspace.call_session.run
        assert run is not None
        assert run.current is not None
        if run.current.field:
            if not call.wizard.ui.field.text():  # the number that rings is there
                office.type("16")
            office.confirm()
        else:
            office.digits(run.current.digit_of(run.current.choices[-1]))
    for _ in range(4):
        office.key(Qt.Key.Key_Space)


def test_an_urgent_message_is_not_said_to_be_safe_when_one_leaves(office: Screen) -> None:
    """docs/veiledning.md: «Et rødt tall ved Utboks haster. Det skal være borte når du går.»"""
    assert left_over(1, 2) == "1 parkert samtale og 2 meldinger venter. Alt ligger trygt til neste gang."
    assert (left_over(0, 0), left_over(0, 0, 1)) == ("", "1 melding haster, og er ikke sendt.")
    moment, sign = office.services.session.clock(), office.services.session.sign
    urgent = Outgoing(id="1", kind="epost", subject="HASTER – oppsigelse", to_label="DS", created=moment, author=sign)
    office.workspace.call.home.show_outbox([urgent], moment, sign)
    asked: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, CloseDialog)
        asked.append(dialog.accessibleName())
        office.bot.keyClick(dialog, Qt.Key.Key_Escape)

    once_in_front(office.window, look)
    assert not office.window.close()
    assert asked == ["1 melding haster, og er ikke sendt."]


def test_leaving_with_something_left_over_is_asked_and_esc_stays(office: Screen) -> None:
    """What is left lies safely until the next time."""
    office.search("99000777")
    office.key(Qt.Key.Key_Return)
    call_session = office.workspace.call_session
    office.bot.waitUntil(lambda: call_session.unknown_caller is not None)
    office.digits("291")
    office.bot.waitUntil(lambda: call_session.draft is not None)
    asked: list[str] = []

    def answer(key: Qt.Key) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, CloseDialog)
        asked.append(dialog.accessibleName())
        office.bot.keyClick(dialog, key)

    once_in_front(office.window, lambda: answer(Qt.Key.Key_Escape))
    assert not office.window.close()
    assert office.window.isVisible()
    once_in_front(office.window, lambda: answer(Qt.Key.Key_1))
    assert office.window.close()
    assert asked == ["1 parkert samtale venter. Alt ligger trygt til neste gang."] * 2


def test_what_is_not_to_be_sent_can_be_sent_after_all(screen: Screen) -> None:
    member = by_number(screen.services, "204118")
    assert member is not None
    screen.services.inquiries.complete(calls.resignation(screen.services, member))
    screen.at_rest()
    screen.control(Qt.Key.Key_6)
    outbox = screen.workspace.outbox
    assert outbox.list.choose(lambda m: m.kind == "sms" and m.waits)
    message = outbox.list.current
    assert message is not None
    for state, act in (("trukket", drop), ("klar", lambda screen: screen.key(Qt.Key.Key_6))):
        act(screen)
        screen.at_rest()
        assert next(m.state for m in screen.services.outbox.all() if m.id == message.id) == state
        assert outbox.list.choose(lambda m: m.id == message.id)


def test_a_message_of_a_call_that_was_opened_again_is_not_sent_too(screen: Screen) -> None:
    member = by_number(screen.services, "204118")
    assert member is not None
    receipt = screen.services.inquiries.complete(calls.resignation(screen.services, member))
    screen.services.inquiries.reopen(receipt.inquiry_id)
    gone = next(m for m in screen.services.outbox.all() if m.inquiry_id == receipt.inquiry_id)
    with pytest.raises(SwitchboardError, match="åpnet igjen"):
        screen.services.outbox.after_all(gone)


def test_the_sms_after_a_resignation_carries_where_to_send_it(screen: Screen) -> None:
    resign(screen, "2")
    screen.finish()
    (message,) = screen.services.outbox.all()
    record = screen.services.members.open(screen.services.members.search("inge fjeldheim")[0].id)
    house = screen.services.organisation.read().department(record.member.department or 0)
    assert house.postal_address
    assert house.postal_address in message.body
    assert house.email in message.body
    assert "{" not in message.body


def test_the_number_of_the_outbox_is_what_is_left_to_send(screen: Screen) -> None:
    resign(screen, "2")
    screen.finish()
    badge = screen.window.rail._badges["outbox"]
    screen.bot.waitUntil(lambda: badge.text() == "1")
    (message,) = screen.services.outbox.all()
    screen.services.outbox.handed_over(message)
    screen.bot.waitUntil(badge.isHidden)
    assert screen.window.rail.button("outbox").accessibleName() == screen.window.rail.button("outbox").text()
