"""Utboks by keyboard: dropped with a reason, opened and answered, and what is late."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton

from sentralbord_desktop.domain.messages.message import MailServer
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.messages.sending_reach import NO_WORKSTATION
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.gui.messages.outbox_page import OPENED, WHY
from sentralbord_desktop.gui.messages.sending_panel import SendingPanel
from sentralbord_desktop.services.messages.outbox import NO_REASON
from tests.helpers.members import by_number
from tests.helpers.pages import settings_part
from tests.helpers.screen import Screen
from tests.helpers.window_calls import leave_messages

DEMANDED = "Prosedyren sier at denne skal sendes. Er DS varslet på en annen måte?"
NO_PASSWORD = "Denne PC-en mangler passordet til e-posten."


@pytest.fixture
def message(screen: Screen) -> Outgoing:
    """The e-mail to the DS is chosen in Utboks."""
    leave_messages(screen)
    screen.control(Qt.Key.Key_6)
    outbox = screen.workspace.outbox
    assert outbox.list.choose(lambda m: m.kind == "epost" and m.must_be_sent)
    found = outbox.list.current
    assert found is not None
    return found


def now(screen: Screen, message: Outgoing) -> Outgoing:
    return next(m for m in screen.services.outbox.all() if m.id == message.id)


def asked(screen: Screen) -> list[str]:
    """What is said around the field of the question."""
    place = screen.workspace.outbox.ui.ask
    return [part.text() for part in place.findChildren(QLabel) if part.text()]


def lines(screen: Screen) -> list[str]:
    member = by_number(screen.services, "204118")
    assert member is not None
    return [remark.text for remark in screen.services.members.open(member.id).remarks]


def test_6_asks_why_and_ctrl_enter_drops_it_with_the_reason(screen: Screen, message: Outgoing) -> None:
    screen.key(Qt.Key.Key_6)
    assert asked(screen)[:2] == [DEMANDED, WHY]
    assert not screen.workspace.outbox.ui.buttons.isVisible()
    field = screen.focus
    assert isinstance(field, QLineEdit)
    screen.control(Qt.Key.Key_Return)
    assert NO_REASON in asked(screen)
    assert now(screen, message).state == "klar"
    screen.type("ringte DS kl. 14.20")
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    assert now(screen, message).state == "trukket"
    assert "Grunn: ringte DS kl. 14.20." in lines(screen)[0]
    assert screen.workspace.outbox.ui.buttons.isVisible()
    shown = screen.workspace.outbox.list.current
    assert shown is not None
    assert shown.id == message.id


def test_l5_a_mail_with_every_deadline_is_read_without_scrolling_on_a_laptop(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A screen of 1366x768 less its bars: before it was opened, and while it is asked whether it was sent. Some dates are
    so long that a line breaks: less than one line is out of sight then."""
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)
    screen.window.resize(1366, 688)
    all_deadlines(screen)
    home = screen.workspace.home.ui
    screen.bot.waitUntil(lambda: home.receiptText.text().startswith("Merknad, telefonlogg og oppringing "))
    assert home.receiptTitle.text() == "Lagret for Ingunn Fjeldheim"
    assert "agret" not in home.receiptText.text(), "«lagret» is said once"
    screen.control(Qt.Key.Key_6)
    outbox = screen.workspace.outbox
    screen.at_rest()
    assert outbox.list.choose(lambda m: m.kind == "epost")
    assert "aml § 17-4 søksmål" in outbox.ui.body.toPlainText()
    bar, line = outbox.ui.detailScroll.verticalScrollBar(), outbox.ui.body.fontMetrics().lineSpacing()
    screen.bot.waitUntil(lambda: bar.maximum() < line)
    screen.key(Qt.Key.Key_1)
    screen.at_rest()
    assert "Er den sendt?" in outbox.ui.question.text()
    screen.bot.waitUntil(lambda: bar.maximum() < line)


def all_deadlines(screen: Screen) -> None:
    """The call of docs/pictures: a dismissal without negotiations, who wants the job back, and nobody answers."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.type("-11")
    screen.key(Qt.Key.Key_Return)
    screen.digits("2111")
    screen.type("31.12")
    screen.key(Qt.Key.Key_Return)
    screen.digits("2")
    screen.confirm()
    screen.digits("002")
    screen.confirm()  # at any time
    screen.settle_promises()
    screen.key(Qt.Key.Key_Space)
    screen.finish()


def test_esc_leaves_it_as_it_was(screen: Screen, message: Outgoing) -> None:
    screen.key(Qt.Key.Key_6)
    screen.type("ringte")
    screen.key(Qt.Key.Key_Escape)
    screen.at_rest()
    assert now(screen, message).state == "klar"
    assert asked(screen) == []
    assert screen.workspace.outbox.ui.buttons.isVisible()


def test_ctrl_z_brings_it_back_and_says_so_in_the_record(screen: Screen, message: Outgoing) -> None:
    screen.key(Qt.Key.Key_6)
    screen.type("ringte DS kl. 14.20")
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    screen.control(Qt.Key.Key_Z)
    screen.at_rest()
    assert now(screen, message).needs_hand
    assert "skal sendes likevel. Angret " in lines(screen)[0]


def test_only_1_says_that_it_was_sent(screen: Screen, message: Outgoing, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []

    def open_link(link: object) -> bool:
        opened.append(link)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_link)
    before = lines(screen)
    screen.key(Qt.Key.Key_1)
    screen.at_rest()
    outbox = screen.workspace.outbox
    assert outbox.ui.question.text() == OPENED
    assert lines(screen) == before
    screen.key(Qt.Key.Key_1)  # as before it was opened: «Ja, sendt» stood here
    screen.at_rest()
    assert len(opened) == 2
    assert lines(screen) == before
    screen.key(Qt.Key.Key_5)
    screen.at_rest()
    assert now(screen, message).state == "overlatt"
    assert " sendt kl. " in lines(screen)[0]
    assert outbox.ui.question.text().startswith("Sendt for hånd ")


def test_what_is_late_is_red_in_the_list_counted_and_sent_by_hand(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = screen.services
    monkeypatch.setattr(services.sending, "_never", False)  # practice sends nothing; here nothing can
    server = MailServer(host="127.0.0.1", port=9, sender="sentralbord@forbundet.test", login="sb")
    services.sending.save(SendingSettings(mail="smtp", server=server, own_domains=("forbundet.test",)))
    leave_messages(screen)
    badge = screen.window.rail._badges["outbox"]
    before = badge.text()
    clock = services.session.clock
    monkeypatch.setattr(services.session, "clock", lambda: clock() + timedelta(minutes=20))
    screen.control(Qt.Key.Key_6)
    screen.workspace.refresher.read_all()
    screen.at_rest()
    outbox = screen.workspace.outbox
    assert outbox.list.choose(lambda m: m.is_overdue(services.session.clock()))
    late = outbox.list.current
    assert late is not None
    assert (before, badge.text()) == ("1", "2")
    assert "ikke sendt" in screen.window.rail.button("outbox").accessibleName()
    assert (NO_WORKSTATION if services.database.is_server else NO_PASSWORD) in outbox.ui.alertText.text()
    model, row = outbox.ui.table.model(), outbox.ui.table.currentIndex().row()
    state = model.index(row, 4)
    assert "\nskulle gått " in str(state.data())
    colour = state.data(Qt.ItemDataRole.ForegroundRole)
    assert colour is not None
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)
    screen.key(Qt.Key.Key_1)
    screen.at_rest()
    assert now(screen, late).state == "apnet"
    assert services.sender.send_due() == 0


def test_utsending_says_who_can_send(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    services = screen.services
    monkeypatch.setattr(services.sending, "_never", False)
    server = MailServer(host="127.0.0.1", port=9, sender="sentralbord@forbundet.test", login="sb")
    services.sending.save(SendingSettings(mail="smtp", server=server))
    panel = settings_part(screen, "Utsending", SendingPanel)
    place = "Denne pulten" if services.database.is_server else "Denne PC-en"
    screen.bot.waitUntil(lambda: panel.reach.text().startswith(f"{place} mangler passordet til e-posten."))
    services.sending.save(SendingSettings(mail="smtp", server=server), mail_secret="hemmelig")  # noqa: S106 - invented
    panel._read_reach()
    screen.bot.waitUntil(lambda: panel.reach.text().startswith(f"{place} kan sende e-post."))


MAIL = """Hei!

Medlem 204118 ringte 30.11.2026 kl. 14.06.
Gjelder: oppsigelse
Arbeidsgiver: Renhold Øst AS
Mottatt brev: 18.11.2026
Forhandling: ikke holdt
Ønsker: jobben tilbake
Kontaktet tillitsvalgt: ja
Kan nås på: 990 00 418, best etter kl. 15
Mulig frist: 02.12.2026 (veiledende)

Vi ringte deg 14.06 og saksbehandler 14.07, uten svar.
Medlemmet venter på svar i morgen.

Hilsen Maja Hovde, sentralbordet"""
"""An e-mail with lines of fields and a long line."""


DEADLINES = "Alle beregnede frister: "
NOTICE = (
    "Oppsigelsestiden går ut: 31.12.2026\n"
    f"{DEADLINES}aml § 15-11 å stå i stilling (oppsigelsestiden går ut): 31.12.2026 (rått 31.12.2026, etter § 149 "
    "31.12.2026, nyttårsaften); "
)


def test_l5_the_whole_e_mail_is_read_without_scrolling(screen: Screen, message: Outgoing) -> None:
    outbox = screen.workspace.outbox
    outbox._show(message.model_copy(update={"body": MAIL, "state": "apnet", "copy_to": "ks.avd4@forbundet.test"}))
    screen.at_rest()
    ui = outbox.ui
    assert screen.window.width() == 1366
    assert ui.body.verticalScrollBar().maximum() == 0
    assert ui.detailScroll.verticalScrollBar().maximum() == 0
    assert ui.body.height() >= ui.body.document().size().height()


def test_l5_the_e_mail_of_a_dismissal_is_read_without_scrolling_before_it_is_sent(
    screen: Screen, message: Outgoing
) -> None:
    """As the procedure writes it with a period of notice, which is the longest of them, 1366 wide in a window without the
    band of practice, which is 24 pixels high."""
    screen.window.resize(1366, 688 + 24)
    screen.workspace.outbox._show(message.model_copy(update={"body": message.body.replace(DEADLINES, NOTICE)}))
    screen.at_rest()
    ui = screen.workspace.outbox.ui
    assert "Alle beregnede frister" in ui.body.toPlainText()
    assert ui.body.verticalScrollBar().maximum() == 0
    assert ui.detailScroll.verticalScrollBar().maximum() == 0


def test_what_is_written_to_is_copied_by_its_own_button(screen: Screen, message: Outgoing) -> None:
    buttons = screen.workspace.outbox.ui.addresses.findChildren(QToolButton)
    named = {button.accessibleName(): button for button in buttons}
    assert list(named) == ["Kopier mottakeren", "Kopier emnet"]
    for name, text in (("Kopier mottakeren", message.to_address), ("Kopier emnet", message.subject)):
        named[name].click()
        screen.bot.waitUntil(lambda: QApplication.clipboard().text() == text)  # noqa: B023 - waited for here


def test_the_list_has_the_matter_in_its_own_words_and_for_whom_it_is(screen: Screen, message: Outgoing) -> None:
    outbox = screen.workspace.outbox
    row = outbox.ui.table.currentIndex().row()
    cells = [str(outbox.list.sorted.index(row, column).data()) for column in range(5)]
    assert cells[3].endswith("\nfor Ingunn Fjeldheim")
    assert cells[4].startswith("Oppsigelse, frist ")
    assert "HASTER" not in cells[4]
    assert "medlem 204118" not in cells[4]


def test_an_sms_to_the_member_has_their_name_and_number(screen: Screen, message: Outgoing) -> None:
    outbox = screen.workspace.outbox
    assert outbox.list.choose(lambda m: m.kind == "sms")
    row = outbox.ui.table.currentIndex().row()
    assert str(outbox.list.sorted.index(row, 3).data()) == "Ingunn Fjeldheim\n990 00 418"


def test_an_sms_is_about_the_topic_of_its_call_on_the_screen_and_on_paper(screen: Screen, message: Outgoing) -> None:
    outbox = screen.workspace.outbox
    assert outbox.list.choose(lambda m: m.kind == "sms")
    row = outbox.ui.table.currentIndex().row()
    assert str(outbox.list.sorted.index(row, 4).data()) == "Utmelding"
    column = next(one for one in outbox.paper.columns if one.title == "Gjelder")
    assert outbox.list.current is not None
    assert column.value(outbox.list.current) == "Utmelding"
    assert column.value(message) == "Oppsigelse"


@pytest.mark.parametrize(("text_scale", "width"), [(1.0, 1093), (1.5, 1366)])
def test_the_matter_and_its_deadline_are_in_sight_in_a_narrow_window(
    screen: Screen, message: Outgoing, width: int
) -> None:
    screen.window.resize(width, 688)
    table = screen.workspace.outbox.ui.table
    screen.bot.waitUntil(lambda: table.horizontalHeader().length() <= table.viewport().width())
    assert not table.isColumnHidden(4)
