"""The procedures as text: the whole of one, before a call, beside a step (F8), and what is new in them."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.gui.procedures.procedure_dialog import ProcedureDialog
from sentralbord_desktop.gui.workspace import disabled_reasons
from tests.helpers.keyboard import CONTROL, SHIFT, Key
from tests.helpers.screen import Screen
from tests.helpers.window_text import pressed


def opened(screen: Screen) -> ProcedureDialog:
    (dialog,) = screen.window.findChildren(ProcedureDialog)
    assert dialog.isVisible()
    return dialog


def closed_by_esc(screen: Screen, dialog: ProcedureDialog) -> None:
    screen.bot.keyClick(dialog, Qt.Key.Key_Escape)
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, 52)  # what is let go of goes
    assert not screen.window.findChildren(ProcedureDialog)


def test_enter_in_the_list_opens_all_of_the_procedure(screen: Screen) -> None:
    listing = screen.workspace.home.ui.newsList
    assert listing.count() == len(screen.services.inquiries.library.procedures), "all of them, and no «og 8 til»"
    listing.setFocus(Qt.FocusReason.TabFocusReason)
    screen.key(Qt.Key.Key_Home)
    screen.key(Qt.Key.Key_Return)
    dialog = opened(screen)
    text = dialog.text.toPlainText()
    library = screen.services.inquiries.library
    procedure = library.procedures["kontingent"]
    assert dialog.windowTitle() == f"Prosedyren: {procedure.title}"
    assert text.startswith("KF-1")
    for rule in (r for r in library.rules.values() if r.id.startswith("KF-")):
        assert rule.text in text
    for step in procedure.steps:
        assert step.ask in text
    assert f"SI: «{procedure.steps[0].say}»" in text
    closed_by_esc(screen, dialog)


def test_ctrl_k_opens_one_by_its_name(screen: Screen) -> None:
    screen.control(Qt.Key.Key_K)
    screen.type("les prosedyren kurs")
    screen.key(Qt.Key.Key_Return)
    dialog = opened(screen)
    assert "Kurs" in dialog.windowTitle()
    closed_by_esc(screen, dialog)


@pytest.fixture
def read_before(screen: Screen) -> str:
    """One of the procedures has a newer version than the one that was read."""
    news = screen.workspace.home.news
    changed = news.procedures[5]
    QSettings().setValue(news._key(changed), changed.version - 1)
    screen.workspace.home.news._read.clear()  # as at the next start
    screen.workspace.home._show_procedures()
    return changed.title


def test_what_is_new_in_the_procedures_is_first_until_it_has_been_read(screen: Screen, read_before: str) -> None:
    ui = screen.workspace.home.ui
    assert (ui.newsTitle.text(), ui.newsSub.text()) == ("Nytt i prosedyrene", "1 ny")
    assert ui.newsList.item(0).text().startswith(f"{read_before}\nNy: versjon ")
    assert pressed(screen, Key.Key_S, CONTROL | SHIFT) == f"Lest: {read_before}."
    assert ui.newsTitle.text() == "Prosedyrene"
    assert not any("Ny:" in ui.newsList.item(n).text() for n in range(ui.newsList.count()))
    assert pressed(screen, Key.Key_S, CONTROL | SHIFT) == disabled_reasons.NOTHING_NEW


def test_f8_takes_room_from_the_trail_and_gives_the_digits_back(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("4")
    ui = screen.workspace.call.wizard.ui
    screen.key(Qt.Key.Key_F8)
    assert ui.whole.isVisible()
    assert (ui.left.isVisible(), ui.strip.isVisible(), ui.preview.isVisible()) == (False, True, True)
    screen.key(Qt.Key.Key_F8)
    assert ui.left.isVisible()
    assert ui.step.is_live
    screen.window.resize(1030, 640)
    screen.key(Qt.Key.Key_F8)
    assert not ui.preview.isVisible()
    screen.key(Qt.Key.Key_F8)
    assert ui.preview.isVisible()
