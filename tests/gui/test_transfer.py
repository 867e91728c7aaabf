"""A transfer in the wizard: who is rung, the answers by key, and what the board and the record say after it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.domain.inquiries.case_handover import NOT_CONFIRMED
from sentralbord_desktop.gui.wizard.step.transfer import StepTransfer
from sentralbord_desktop.procedures.checks.simulate import as_answer
from sentralbord_desktop.procedures.outcome import Outcome
from tests.helpers.screen import Screen

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


def ring_ds(screen: Screen) -> StepTransfer:
    """Ingunn is dismissed, nobody on loop 2 took the call: her DS is rung now."""
    screen.open("ingunn fjeldheim")
    session = screen.workspace.call_session
    session.confirm_identity()
    session.begin("trobbel")
    screen.bot.waitUntil(lambda: session.run is not None)
    for step_id, said in (*DISMISSED, ("stemmer", "ja"), ("sloyfe2_ledig", "ingen")):
        run = session.run
        assert run is not None
        if run.current is None or run.current.id != step_id:
            continue  # the operator sits on loop 2
        session.answer(step_id, as_answer(run.current, said))
    QApplication.processEvents()
    assert session.run is not None
    assert session.run.current is not None
    assert session.run.current.id == "ds_ledig"
    return screen.workspace.call.wizard.step.transfer


def texts(screen: Screen, template: str) -> str:
    run = screen.workspace.call_session.run
    assert run is not None
    return next(action.text for action in Outcome(run).actions() if action.template == template)


def test_who_is_rung_can_be_read_and_is_spoken(screen: Screen) -> None:
    transfer = ring_ds(screen)
    card = transfer.card
    assert card.isVisible()
    assert card.title.text().startswith("Distriktssekretær, avd. 4")
    assert card.number_label.text() == "990 08 042"
    assert (
        card.number_label.font().pointSizeF() > card.name.font().pointSizeF()
        or "16.5" in card.number_label.styleSheet()
    )
    assert card.word.text() == "ikke bekreftet"
    assert card.brief.text().startswith("«Ingunn Fjeldheim i avdeling 4: oppsigelse.")
    rows = [(button.digit, button.accessibleName()) for button in transfer.buttons() if button.isVisible()]
    assert [digit for digit, _ in rows] == ["1", "2", "3", "0"]
    name = screen.workspace.call.wizard.ui.step.accessibleName()
    assert name.startswith("Sett over til DS eller saksbehandler. ")
    assert "990 08 042" in name
    assert "1, Tok samtalen" in name
    assert name.endswith("1 av 2")


def test_ctrl_d_rings_who_stands_there_and_not_the_caller(screen: Screen) -> None:
    transfer = ring_ds(screen)
    assert transfer.current is not None
    assert screen.workspace.call.numbers() == [(transfer.current.name, transfer.current.number)]


def test_enter_answers_nothing(screen: Screen) -> None:
    ring_ds(screen)
    screen.workspace.call.wizard.step.double_press_guard.end()
    screen.key(Qt.Key.Key_Return)
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.current is not None
    assert run.current.id == "ds_ledig"
    assert "ds_ledig" not in run.given


def test_svarte_ikke_by_keys_ends_in_a_mail_a_callback_and_the_board_knows(screen: Screen) -> None:
    """T8: «2», «0»."""
    transfer = ring_ds(screen)
    first = transfer.current
    assert first is not None
    screen.digits("2")
    assert transfer.current is not None
    assert transfer.current != first
    assert [button.digit for button in transfer.buttons() if button.isVisible()] == ["1", "3", "0"]
    screen.bot.waitUntil(
        lambda: (
            (status := screen.services.availability.board().status(first.who)) is not None
            and status.kind == "ingen_svar"
        )
    )
    screen.digits("0")
    run = screen.workspace.call_session.run
    assert run is not None
    answer = run.given["ds_ledig"]
    assert [attempt.took for attempt in answer.attempts] == [False, False]
    kinds = {action.kind: action for action in Outcome(run).actions()}
    assert "TRANSFER" not in kinds
    assert kinds["EMAIL"].urgent
    assert "Ringte DS " in texts(screen, "N-TR")
    assert "ingen svarte." in texts(screen, "N-TR")


def test_left_comes_back_to_the_step_and_the_other_answer_can_be_given(screen: Screen) -> None:
    ring_ds(screen)
    screen.digits("0")
    assert screen.workspace.call.wizard.edit_previous()
    step = screen.workspace.call.wizard.step.step
    assert step is not None
    assert step.id == "ds_ledig"
    screen.digits("1")
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.given["ds_ledig"].taken_by is not None


def test_a_click_makes_another_the_one_who_is_rung(screen: Screen) -> None:
    transfer = ring_ds(screen)
    [line] = transfer.next_list.lines
    line.click()
    assert transfer.current is not None
    assert transfer.current.function == "saksbehandler"
    screen.digits("1")
    run = screen.workspace.call_session.run
    assert run is not None
    taken = run.given["ds_ledig"].taken_by
    assert taken is not None
    assert taken.function == "saksbehandler"


def test_who_took_the_call_has_not_taken_over_the_case(screen: Screen) -> None:
    """T7: the switch on the card is off, and without it the record says that nobody has confirmed."""
    ring_ds(screen)
    screen.digits("1")
    call, review = screen.workspace.call, screen.workspace.call.review
    screen.bot.waitUntil(lambda: call.currentWidget() is review)
    screen.settle_promises()
    cards = [card for card in review.cards.list.cards if card.action.kind == "TRANSFER"]
    assert [card.handed_over.isChecked() for card in cards] == [False]
    assert cards[0].handed_over.text() == "DS sa selv at saken er overtatt"
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: call.currentWidget() is call.home, timeout=10_000)
    screen.open("ingunn fjeldheim")
    (line,) = call.record.cases.lines
    assert line.words.text().startswith("Satt over til DS i dag ")
    assert line.words.text().endswith(NOT_CONFIRMED)
    assert line.button.text() == "DS har overtatt"


def test_what_the_ds_said_is_an_event_of_its_own(screen: Screen) -> None:
    """T7: the switch, and the record says who has it."""
    ring_ds(screen)
    screen.digits("1")
    call, review = screen.workspace.call, screen.workspace.call.review
    screen.bot.waitUntil(lambda: call.currentWidget() is review)
    screen.settle_promises()
    next(card for card in review.cards.list.cards if card.action.kind == "TRANSFER").handed_over.click()
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: call.currentWidget() is call.home, timeout=10_000)
    screen.open("ingunn fjeldheim")
    (line,) = call.record.cases.lines
    assert line.words.text().startswith("Overtatt av DS ")
