"""The procedures as text: the whole of one, before a call, beside a step (F8), and what is new in them."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QMenu

from sentralbord_desktop.gui.commands import rules
from sentralbord_desktop.gui.procedures import OWN, ProcedureDialog, rule_text, step_text
from sentralbord_desktop.gui.wizard.step.rules import rules_text
from sentralbord_desktop.procedures.loader import library
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


def test_enter_in_the_menu_of_all_procedures_opens_one(screen: Screen) -> None:
    every = screen.workspace.home.ui.allProcedures
    assert len(every.menu().actions()) == len(screen.services.inquiries.library.procedures)
    assert every.text() == f"Alle prosedyrene ({len(every.menu().actions())})"
    every.setFocus(Qt.FocusReason.TabFocusReason)
    screen.key(Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    screen.bot.keyClick(menu, Qt.Key.Key_Down)
    screen.bot.keyClick(menu, Qt.Key.Key_Return)
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


def test_what_is_new_in_the_procedures_is_shown_until_it_has_been_read(screen: Screen, read_before: str) -> None:
    ui = screen.workspace.home.ui
    assert ui.news.isVisible()
    assert ui.newsList.item(0).text().startswith(f"{read_before}, Ny versjon ")
    assert pressed(screen, Key.Key_S, CONTROL | SHIFT) == f"Lest: {read_before}."
    assert not ui.news.isVisible(), "the card is there only when something is new"
    assert pressed(screen, Key.Key_S, CONTROL | SHIFT) == rules.NOTHING_NEW


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


def test_no_rule_of_the_switchboard_is_shown_as_the_unions_words() -> None:
    """In the step and in the whole text (F8)."""
    rules = library().rules
    own = {rule.id for rule in rules.values() if rule.is_own}
    assert {one for one in own if not one.startswith("PR-")} == {
        "KF-4",
        "UT-4",
        "AN-1",
        "X-1",
        "X-2",
        "X-3",
        "X-4",
        "X-5",
    }
    for rule in rules.values():
        head, text = rule_text(rule).split("\n", 1)
        assert (text.startswith("«"), OWN in head) == ((False, True) if rule.id in own else (True, False))
    for procedure in library().procedures.values():
        for step in procedure.steps:
            shown = rules_text([rules[name] for name in step.rules])
            for name in step.rules:
                assert (f"«{rules[name].text}»" in shown) == (name not in own), (procedure.id, step.id, name)
                assert rules[name].text in shown


def test_a_step_names_the_switchboards_own_rule_as_that(screen: Screen) -> None:
    ui, session = screen.workspace.call.wizard.ui, screen.workspace.call_session
    session.open_unknown_caller("99000777")
    session.begin("annet")
    assert (ui.procedureTitle.text(), "«" in ui.procedureText.text()) == (OWN, False)
    assert ui.procedureText.text().startswith("Andre henvendelser tas av sløyfe 3.")
    session.begin("media")
    assert ui.procedureTitle.text() == "Fra prosedyren: Media"
    assert ui.procedureText.text().startswith("«")
    both = rules_text([library().rules[name] for name in ("X-5", "GE-5")])
    assert both.startswith("«")
    assert f"»\n{OWN}: Er den som" in both


def test_what_is_said_is_read_without_the_marks_of_the_file() -> None:
    """«SI: «{hele_fristen_sagt}»» is nothing that anybody can say."""
    procedures = library().procedures
    for procedure in procedures.values():
        for step in procedure.steps:
            assert "{" not in step_text(procedure, step), (procedure.id, step.id)
    trouble = procedures["trobbel"]
    steps = {step.id: step_text(trouble, step) for step in trouble.steps}
    assert "SI: «Jeg prøver avdelingen din nå.»" in steps["ds_ledig"]
    assert "Dette er veiledning, ikke juridisk råd." in steps["hele_fristen"]
