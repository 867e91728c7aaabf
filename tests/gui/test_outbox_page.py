"""Utboks: what must be done is chosen, an SMS says whose it is, and the line below speaks of what is chosen now."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.gui.messages.outbox_page import COPIED, NO_PROGRAM, OPENED, OUTBOX_HELP, WAITS_ONLY
from tests import calls
from tests.gui.conftest import Screen
from tests.members import by_number

SAID = (
    "oppsagt",
    "-2",
    "ikke_holdt",
    "jobb",
    "ingen",
    "ingen",
    "vet_ikke",
    "nei",
    "sloyfe2_ledig=nei",
    "ds_ledig=nei",
    "tlf=99000418",
)
"""A dismissal, with nobody free on loop 2 or in the department."""


def left_by_a_call(screen: Screen) -> None:
    """An e-mail and an SMS that nobody but a person sends."""
    services = screen.services
    member = by_number(services, "204118")
    assert member is not None
    services.inquiries.complete(calls.ready(services, "trobbel", member, *SAID))
    services.inquiries.complete(calls.resignation(services, member))
    screen.at_rest()


def chosen_state(screen: Screen) -> str:
    message = screen.workspace.outbox.list.current
    assert message is not None
    return message.state


def test_what_must_be_done_is_chosen_when_the_page_is_shown(screen: Screen) -> None:
    left_by_a_call(screen)
    screen.control(Qt.Key.Key_6)
    outbox = screen.workspace.outbox
    first = outbox.list.current
    assert first is not None
    screen.key(Qt.Key.Key_6)
    screen.bot.waitUntil(lambda: chosen_state(screen) == "trukket")
    screen.control(Qt.Key.Key_1)
    screen.control(Qt.Key.Key_6)
    message = outbox.list.current
    assert message is not None
    assert message.needs_hand


def test_an_sms_says_whose_it_is(screen: Screen) -> None:
    left_by_a_call(screen)
    shown = [[str(outbox_text) for outbox_text in line] for line in rows(screen)]
    assert any("990 00 418" in " ".join(line) for line in shown if "SMS" in " ".join(line))


def rows(screen: Screen) -> list[list[object]]:
    model = screen.workspace.outbox.ui.table.model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def mail_is_chosen(screen: Screen) -> None:
    left_by_a_call(screen)
    screen.control(Qt.Key.Key_6)
    assert screen.workspace.outbox.list.choose(lambda m: m.kind == "epost" and m.needs_hand)


def test_the_line_below_is_about_what_is_chosen_now(screen: Screen) -> None:
    mail_is_chosen(screen)
    outbox = screen.workspace.outbox
    screen.key(Qt.Key.Key_3)
    screen.at_rest()  # the log comes first
    assert outbox.ui.foot.text() == COPIED
    screen.key(Qt.Key.Key_5)
    assert outbox.ui.foot.text() == OUTBOX_HELP, "it has been marked"
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
    screen.key(Qt.Key.Key_2)
    screen.at_rest()  # the log comes first
    outbox = screen.workspace.outbox
    assert outbox.ui.foot.text() == (OPENED if there else NO_PROGRAM)
    if not there:
        assert "Oppsigelse" in QApplication.clipboard().text()
