"""«Stemmer dette?» and the other proposals in the wizard: by key, by mouse, and what a screen reader hears."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.domain.dates.clock import now, today
from sentralbord_desktop.gui.wizard.step.confirm import StepConfirm
from sentralbord_desktop.procedures.checks.simulate import as_answer
from tests.helpers.screen import Screen
from tests.helpers.window_calls import begin_call, step_now

DISMISSED = (
    ("hendelse", "oppsagt"),
    ("mottatt", "-12"),
    ("forhandling", "ikke_holdt"),
    ("onske", "jobb"),
    ("ansatt", "ingen"),
    ("formfeil", "ingen"),
    ("oppsigelsestid", "vet_ikke"),
    ("tillitsvalgt", "ja"),
)


def at_confirm(screen: Screen) -> StepConfirm:
    """Ingunn is dismissed, and what the register has of her is to be confirmed."""
    begin_call(screen, "ingunn fjeldheim")
    session = screen.workspace.call_session
    for step_id, said in DISMISSED:
        run = session.run
        assert run is not None
        assert run.current is not None
        session.answer(step_id, as_answer(run.current, said))
    QApplication.processEvents()
    assert step_now(screen) == "stemmer"
    screen.workspace.call.wizard.step.double_press_guard.end()
    return screen.workspace.call.wizard.step.confirm


def answered(screen: Screen, step_id: str) -> str:
    run = screen.workspace.call_session.run
    assert run is not None
    step = run.procedure.step(step_id)
    assert step is not None
    answer = run.answer_of(step)
    return answer.text if answer else ""


def names(screen: Screen) -> list[str]:
    return [widget.accessibleName() for widget in screen.workspace.call.wizard.step.confirm.widgets()]


def test_one_key_confirms_phone_employer_and_department(screen: Screen) -> None:
    at_confirm(screen)
    ui = screen.workspace.call.wizard.ui
    assert ui.sayText.text() == "«Når vi deg på nummeret som slutter på 418, og jobber du fortsatt hos Renhold Øst AS?»"
    assert [name.split(". ")[0] for name in names(screen)] == [
        "1, Telefon, 990 00 418",
        "2, Arbeidsgiver, Renhold Øst AS",
        "3, Avdeling, 4 Mjøstraktene",
        "Enter, Alt stemmer",
    ]
    assert "fra medlemsbildet, sist endret " in names(screen)[1]  # the practice record tells of the change
    screen.key(Qt.Key.Key_Return)
    assert step_now(screen) != "stemmer"
    assert [answered(screen, step) for step in ("tlf", "arbeidsgiver", "avdeling")] == [
        "99000418",
        "Renhold Øst AS",
        "4",
    ]


def test_a_digit_opens_the_field_in_place_and_enter_takes_what_was_typed(screen: Screen) -> None:
    confirm = at_confirm(screen)
    screen.digits("1")
    assert confirm.edit is not None
    assert confirm.edit.hasFocus()
    assert (confirm.edit.text(), confirm.edit.selectedText()) == ("990 00 418", "990 00 418")
    screen.type("400 11 222")
    assert step_now(screen) == "stemmer"
    screen.key(Qt.Key.Key_Return)
    assert (step_now(screen), answered(screen, "tlf")) == ("stemmer", "400 11 222")
    assert names(screen)[0] == "1, Telefon, 400 11 222. oppgitt i samtalen"
    screen.workspace.call.wizard.step.double_press_guard.end()
    screen.key(Qt.Key.Key_Return)
    assert step_now(screen) != "stemmer"


def test_escape_leaves_the_value_and_a_wrong_one_is_told_with_what_was_typed(screen: Screen) -> None:
    confirm = at_confirm(screen)
    screen.digits("3")
    screen.type("99")
    screen.key(Qt.Key.Key_Return)
    error = screen.workspace.call.wizard.ui.fieldError
    assert error.isVisible()
    assert "Avdeling 99 finnes ikke i Katalog" in error.text()
    assert confirm.edit is not None
    assert confirm.edit.text() == "99"
    screen.key(Qt.Key.Key_Escape)
    assert names(screen)[2].startswith("3, Avdeling, 4 Mjøstraktene")
    assert step_now(screen) == "stemmer"
    assert names(screen)[2].startswith("3, Avdeling, 4 Mjøstraktene")
    assert not error.isVisible()


def test_all_is_done_with_the_mouse_too(screen: Screen) -> None:
    confirm = at_confirm(screen)
    screen.bot.mouseClick(confirm.widgets()[1], Qt.MouseButton.LeftButton)
    assert confirm.edit is not None
    assert confirm.edit.text() == "Renhold Øst AS"
    screen.key(Qt.Key.Key_Escape)
    screen.bot.mouseClick(confirm.widgets()[-1], Qt.MouseButton.LeftButton)
    assert step_now(screen) != "stemmer"


def test_a_second_press_of_the_key_before_does_not_open_a_row(screen: Screen) -> None:
    confirm = at_confirm(screen)
    screen.workspace.call.wizard.step.double_press_guard.begin()
    screen.workspace.call.wizard.ui.step.digit_pressed.emit("1")
    assert confirm.edit is None


def test_what_was_half_typed_in_a_row_comes_back_after_parking(screen: Screen) -> None:
    confirm = at_confirm(screen)
    screen.digits("2")
    screen.type("Fjo")
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is None)
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    assert step_now(screen) == "stemmer"
    assert confirm.edit is not None
    assert confirm.edit.text() == "Fjo"


def test_a_fact_that_is_only_shown_stands_beside_the_question(screen: Screen) -> None:
    begin_call(screen, "ingunn fjeldheim")
    session = screen.workspace.call_session
    for step_id, said in DISMISSED[:-1]:
        assert session.run is not None
        assert session.run.current is not None
        session.answer(step_id, as_answer(session.run.current, said))
    QApplication.processEvents()
    beside = screen.workspace.call.wizard.step.beside
    assert beside.isVisible()
    assert beside.accessibleName() == "I medlemsbildet: Randi Granmo"
    screen.workspace.call.wizard.step.double_press_guard.end()
    screen.key(Qt.Key.Key_Return)
    assert step_now(screen) == "tillitsvalgt"  # a gate has no Enter
    screen.digits("1")
    assert not beside.isVisible()


def test_enter_confirms_no_proposal_on_a_gate(screen: Screen) -> None:
    begin_call(screen, "ingunn fjeldheim")
    panel, run = screen.workspace.call.wizard.step, screen.workspace.call_session.run
    assert run is not None
    member = run.procedure.step("er_medlem")
    assert member is not None
    came: list[str] = []
    panel.answered.connect(lambda _, answer: came.append(answer.choice))
    for gate, entered in ((True, []), (False, ["ja"])):
        panel.show_step(run, member.model_copy(update={"as_": "forslag", "gate": gate}), {}, 0)
        panel.double_press_guard.end()
        screen.key(Qt.Key.Key_Return)
        assert came == entered


def test_an_invoice_that_waits_has_a_card_and_enter(screen: Screen) -> None:
    begin_call(screen, "ingunn fjeldheim", "1")
    screen.digits("1")
    assert step_now(screen) == "ventende"
    wizard = screen.workspace.call.wizard
    assert wizard.ui.sayText.text().startswith("«Gjelder det fakturaen fra ")
    assert wizard.step.beside.accessibleName().startswith("Faktura: F500002, ")
    assert wizard.step.beside.accessibleName().endswith("Venter på: brev om permisjon")
    wizard.step.double_press_guard.end()
    screen.key(Qt.Key.Key_Return)
    assert step_now(screen) == "svar_gitt"


def test_a_field_that_is_filled_by_the_register_says_so_and_enter_confirms(screen: Screen) -> None:
    begin_call(screen, "ingunn fjeldheim", "4")
    screen.digits("2")
    ui = screen.workspace.call.wizard.ui
    assert step_now(screen) == "avdeling"
    assert (ui.field.text(), ui.field.selectedText()) == ("4", "4")
    assert ui.fieldHint.text() == "Fra medlemsbildet. Enter hvis det stemmer."
    screen.workspace.call.wizard.step.double_press_guard.end()
    screen.key(Qt.Key.Key_Return)
    assert (step_now(screen), answered(screen, "avdeling")) == ("", "4")


def test_the_day_of_the_last_change_is_that_of_the_record(screen: Screen) -> None:
    at_confirm(screen)
    run = screen.workspace.call_session.run
    record = screen.workspace.call_session.record
    assert run is not None
    assert record is not None
    assert run.facts.member.changed["employer"] == record.changes[0].at.date()
    assert run.facts.member.changed["employer"] < today(now())


def test_a_value_that_is_not_the_records_is_never_said_to_be_from_it(screen: Screen) -> None:
    begin_call(screen, "ingunn fjeldheim", "4")
    screen.digits("2")
    ui = screen.workspace.call.wizard.ui
    shown = []
    for text in ("6", "4", "4 Mjøs"):
        ui.field.selectAll()
        screen.type(text)
        shown.append((ui.fieldHint.text(), ui.fieldHint.property("tone")))
    warning = ("Medlemsbildet har 4 Mjøstraktene.", "warn")
    own_hint = "Skriv nummeret eller navnet på avdelingen, eller arbeidsgiveren."
    assert shown == [warning, ("Fra medlemsbildet. Enter hvis det stemmer.", ""), (own_hint, "")]


def test_a_row_with_another_value_than_the_record_warns_until_it_is_closed(screen: Screen) -> None:
    at_confirm(screen)
    hint = screen.workspace.call.wizard.ui.fieldHint
    screen.digits("3")
    assert hint.text() == "Enter når alt stemmer. Et tall åpner feltet."
    screen.type("6")
    assert (hint.text(), hint.property("tone")) == ("Medlemsbildet har 4 Mjøstraktene.", "warn")
    screen.key(Qt.Key.Key_Escape)  # the suggestion
    screen.key(Qt.Key.Key_Escape)
    assert hint.text() == "Enter når alt stemmer. Et tall åpner feltet."


def test_a_refused_text_is_gone_when_the_rows_are_confirmed(screen: Screen) -> None:
    at_confirm(screen)
    wizard = screen.workspace.call.wizard
    screen.digits("3")
    screen.type("99")
    screen.confirm()
    assert wizard.ui.fieldError.isVisible()
    wizard.step.double_press_guard.end()
    done = next(b for b in wizard.step.answers.buttons if b.property("choice") == "ja")
    screen.bot.mouseClick(done, Qt.MouseButton.LeftButton)
    draft = screen.workspace.call_session.draft
    assert draft is not None
    assert draft.half_typed == {}


def test_no_list_of_suggestions_outlives_its_question(screen: Screen) -> None:
    begin_call(screen, "ingunn fjeldheim", "4")
    screen.digits("2")
    wizard = screen.workspace.call.wizard
    wizard.ui.field.selectAll()
    screen.type("Mj")
    suggestions = wizard.step.field._suggestions
    assert suggestions.isVisible()
    run = screen.workspace.call_session.run
    assert run is not None
    wizard.step.show_step(run, run.procedure.steps[-1].model_copy(update={"field": "text", "choices": ()}), {}, 0)
    assert not suggestions.isVisible()
