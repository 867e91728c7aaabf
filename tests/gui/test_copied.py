"""What is copied, opened as mail or printed leaves the register, and is in the trail first (PR-4)."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot
from sqlmodel import select

from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.gui.search.hit_model import HitModel, NoCopy
from sentralbord_desktop.storage.tables import AccessRow
from tests.gui.test_outbox_page import left_by_a_call
from tests.helpers.figures import Say
from tests.helpers.members import by_number
from tests.helpers.screen import Screen


def exports(screen: Screen) -> list[tuple[str, str, int | None]]:
    with screen.services.database.reading() as session:
        rows = session.exec(select(AccessRow).where(AccessRow.what == "eksport"))
        return [(row.author, row.why, row.member_id) for row in rows]


@pytest.mark.figures("R17")
def test_a_hit_is_not_copied(qtbot: QtBot, figure: Say) -> None:
    """Its name would be out without a trace; whoever needs it opens the record. Qt itself copies it."""
    copied = []
    for guard in (lambda _: None, NoCopy):
        view, model = QListView(), HitModel()
        qtbot.addWidget(view)
        model.show([Hit(1, "204118", "Ingunn Fjeldheim", 1979, "", "", 4, "")], "ingunn")
        view.setModel(model)
        guard(view)
        view.setCurrentIndex(model.index(0))
        QApplication.clipboard().setText("egen tekst")
        control = Qt.KeyboardModifier.ControlModifier
        QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_C, control, "c"))
        copied.append(QApplication.clipboard().text())
    assert copied == ["Ingunn Fjeldheim", "egen tekst"]
    figure("R17", "Ctrl+C on a search hit: nothing copied", control="Qt's own list: the name copied")


def test_neither_the_hits_nor_the_last_calls_are_copied(screen: Screen) -> None:
    for view in (screen.workspace.call.ui.hits, screen.workspace.call.ui.recent):
        assert view.findChildren(NoCopy)


@pytest.mark.figures("R17")
def test_a_text_that_is_copied_or_opened_as_mail_is_in_the_trail_with_whom_it_is_about(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, figure: Say
) -> None:
    member = by_number(screen.services, "204118")
    assert member is not None
    left_by_a_call(screen)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)
    screen.control(Qt.Key.Key_6)
    outbox = screen.workspace.outbox
    assert outbox.list.choose(lambda m: m.kind == "epost" and m.state == "klar")
    screen.key(Qt.Key.Key_3)
    screen.at_rest()
    assert "Oppsigelse" in QApplication.clipboard().text()
    screen.key(Qt.Key.Key_2)
    screen.at_rest()
    outbox.list.copy()
    screen.at_rest()
    sign = screen.services.session.sign
    assert exports(screen) == [
        (sign, "kopi: utboks", member.id),
        (sign, "åpnet i e-postprogrammet", member.id),
        (sign, "kopi av rad: utboks", member.id),
    ]
    figure("R17", "a text copied, opened as mail, a row copied: in the trail with the member")


@pytest.mark.figures("R17")
def test_what_cannot_be_logged_is_not_copied(screen: Screen, monkeypatch: pytest.MonkeyPatch, figure: Say) -> None:
    left_by_a_call(screen)
    screen.control(Qt.Key.Key_6)
    QApplication.clipboard().setText("egen tekst")
    own = screen.services.session.operator.model_copy(update={"roles": "vedlikehold"})
    monkeypatch.setattr(screen.services.session, "refresh", lambda: None)
    screen.services.session.switch_to(own)
    screen.workspace.outbox.list.copy()
    screen.at_rest()
    assert QApplication.clipboard().text() == "egen tekst"
    assert exports(screen) == []
    figure("R17", "copying a row without a role that reads members: refused, nothing copied")
