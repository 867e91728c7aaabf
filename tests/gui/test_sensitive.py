"""A fødselsnummer and words about health: warned of while typing, taken out, or explained (PR-3)."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from sqlalchemy import inspect, text

from sentralbord_desktop.services.office import Services
from tests.helpers.screen import Screen
from tests.helpers.stored import actions_of

NUMBER = "15108695088"


def everything(services: Services) -> str:
    """Every cell of every table, as text."""
    tables = inspect(services.database.engine).get_table_names()
    with services.database.reading() as session:
        rows: list[Any] = [tuple(row) for t in tables for row in session.execute(text(f'SELECT * FROM "{t}"'))]
    return repr(rows)


def ask_about(screen: Screen, words: str) -> None:
    """«Annet» about these words, to be rung tomorrow at ten, up to the review."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("93")
    screen.type(words)


def answer_the_rest(screen: Screen) -> None:
    while screen.workspace.call_session.run is not None and screen.workspace.call_session.run.current is not None:
        step = screen.workspace.call_session.run.current
        if step.field or step.fields:
            screen.type("i morgen 10")
            screen.key(Qt.Key.Key_Return)
        else:
            screen.digits("3")
    screen.settle_promises()


def test_a_number_is_warned_of_in_the_field_and_taken_out_of_everything(screen: Screen) -> None:
    ask_about(screen, f"ferie, {NUMBER}")
    hint = screen.workspace.call.wizard.ui.fieldHint
    assert hint.text() == "Dette ligner et fødselsnummer. Ta det bort?"
    assert hint.property("tone") == "warn"
    screen.key(Qt.Key.Key_Return)
    answer_the_rest(screen)
    review = screen.workspace.call.review
    assert "fødselsnummer" in review.ui.state.text()
    screen.control(Qt.Key.Key_Return)  # goes to it instead of finishing
    assert isinstance(screen.focus, QPushButton)
    assert "Ta det bort" in screen.focus.text()
    screen.key(Qt.Key.Key_Return)
    assert "er med" in review.ui.state.text()
    screen.finish()
    assert NUMBER not in everything(screen.services)
    assert "ferie" in everything(screen.services)


def test_a_word_about_health_wants_a_reason_which_is_kept(screen: Screen) -> None:
    ask_about(screen, "ferie mens hun er sykmeldt")
    assert "handler om helse" in screen.workspace.call.wizard.ui.fieldHint.text()
    screen.key(Qt.Key.Key_Return)
    answer_the_rest(screen)
    review = screen.workspace.call.review
    screen.control(Qt.Key.Key_Return)
    assert isinstance(screen.focus, QLineEdit)
    assert screen.focus.accessibleName() == "Hvorfor må det stå?"
    screen.type("saken gjelder sykepengene")
    screen.key(Qt.Key.Key_Return)
    assert "er med" in review.ui.state.text()  # the callback and the remark, by one reason
    screen.finish()
    receipt = screen.workspace.call_session.receipt
    assert receipt is not None
    reasons = {a["reason"] for a in actions_of(screen.services, receipt.inquiry_id)}
    assert "saken gjelder sykepengene" in reasons


def test_only_a_remark_asks_why_before_it_is_kept_and_logs_it(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_M)
    panel = screen.workspace.call.forms.panel
    screen.type("Hun er gravid.")
    panel.submit()
    assert "handler om helse" in panel._error.text()
    assert "gravid" not in everything(screen.services)
    panel._grid.boxes[-1].setFocus()
    screen.type("hun ba om det")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: "gravid" in everything(screen.services), timeout=10_000)
    with screen.services.database.reading() as session:
        logged = session.execute(text("SELECT why FROM access WHERE what = 'følsom merknad'"))
        assert [row[0] for row in logged] == ["hun ba om det"]


def test_a_form_beside_the_wizard_warns_while_one_types(screen: Screen) -> None:
    panel = screen.workspace.call.forms.panel
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_M)
    screen.type("Hun er syk")
    assert "handler om helse" in panel._warning.text()
    for _ in range(3):
        screen.key(Qt.Key.Key_Backspace)
    assert panel._warning.text() == ""
    screen.key(Qt.Key.Key_Escape)
    screen.control(Qt.Key.Key_T)
    screen.type("fnr 15108695088")
    assert "fødselsnummer" in panel._warning.text()
    screen.key(Qt.Key.Key_Escape)
    screen.key(Qt.Key.Key_F2)
    assert panel._warning.text() == ""
    screen.control(Qt.Key.Key_A)
    screen.type("15108695088")
    assert "fødselsnummer" in panel._warning.text()


def test_a_fodselsnummer_is_neither_searched_nor_kept(screen: Screen) -> None:
    screen.search("14037912345")
    assert screen.window.ui.search.text() == "14.03.79"
