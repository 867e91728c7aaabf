"""The procedures can be read with nobody on the line: from the list on the first page, and by Ctrl+K."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.gui.procedures.procedure_dialog import ProcedureDialog
from tests.helpers.screen import Screen


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
