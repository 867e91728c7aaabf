"""The wizard by keyboard and ear: where the focus is, what the arrows, Space and Enter do, and what is announced."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.gui.wizard.step.deadline import spoken_deadline
from sentralbord_desktop.gui.wizard.step.spoken_step import (
    MAX_SPOKEN_CHARS,
    REST,
    StepVoice,
    first_sentences,
    spoken_procedure,
    spoken_step,
)
from sentralbord_desktop.gui.wizard.step.step_answers import StepAnswer
from sentralbord_desktop.gui.wizard.wizard_page import NO_DIGITS
from sentralbord_desktop.procedures.loader import library
from tests.helpers.acceptance import take
from tests.helpers.announcements import Heard
from tests.helpers.screen import Screen
from tests.helpers.window_calls import DISMISSED, begin_call, step_now, until_answered

DISMISSED_ON_PAPER = ("oppsagt", "2026-03-18")
ENTER, DOWN, UP, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space


def read(screen: Screen) -> None:
    """The step has been read: the moment in which a new one takes no answer is over."""
    screen.workspace.call.wizard.step.double_press_guard.end()


def answer_focused(screen: Screen) -> str:
    focus = screen.focus
    assert isinstance(focus, StepAnswer), focus
    return focus.accessibleName()


def node(widget: QWidget) -> tuple[QAccessible.Role, bool]:
    """What a screen reader has of it: the role, and whether it is checked."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface.role(), bool(interface.state().checked)


@pytest.fixture
def stops(screen: Screen) -> Iterator[list[QWidget | None]]:
    """What has had the focus, one after the other."""
    found: list[QWidget | None] = []
    application = QApplication.instance()
    assert isinstance(application, QApplication)

    def note(_: QWidget | None, now: QWidget | None) -> None:
        found.append(now)

    application.focusChanged.connect(note)
    yield found
    application.focusChanged.disconnect(note)


def test_between_two_steps_the_focus_is_nowhere_else(screen: Screen, stops: list[QWidget | None]) -> None:
    """From answers to a field, to answers, to rows, to a transfer, and back to a step before."""
    begin_call(screen, "ingunn fjeldheim")
    wizard = screen.workspace.call.wizard
    answers = ["1", "", "-11", "2", "1", "1", "1", "vet ikke", "1", "", "0"]
    for said in answers:
        stops.clear()
        read(screen)
        if said.isdigit():
            screen.digits(said)
        else:
            screen.type(said)
            screen.key(ENTER)
        assert stops in ([], [screen.focus]), said
        assert screen.focus in (wizard.ui.field, wizard.ui.answers)
    assert wizard.step.transfer.is_shown
    stops.clear()
    screen.key(Qt.Key.Key_Left)
    assert stops == []
    assert screen.focus is wizard.ui.answers


def test_the_answers_have_the_focus_and_the_ring_is_around_the_panel(screen: Screen) -> None:
    """As drawn: no answer has the focus before the arrows go to it."""
    begin_call(screen, "ingunn fjeldheim")
    ui = screen.workspace.call.wizard.ui
    assert screen.focus is ui.answers
    assert (ui.step.is_live, ui.step.property("ring")) == (True, True)
    screen.key(DOWN)
    assert answer_focused(screen).startswith("1, ")
    assert (ui.step.is_live, ui.step.property("ring")) == (True, False)


def test_the_answers_are_a_radio_group_in_which_the_arrows_go_round(screen: Screen) -> None:
    begin_call(screen, "ingunn fjeldheim", "6")
    buttons = screen.workspace.call.wizard.step.choices.buttons()
    assert {node(button) for button in buttons} == {(QAccessible.Role.RadioButton, False)}
    assert node(screen.workspace.call.wizard.ui.answers)[0] == QAccessible.Role.Grouping
    assert screen.workspace.call.wizard.ui.answers.accessibleName() == "Svar"
    screen.key(UP)
    assert screen.focus is buttons[-1]
    screen.key(DOWN)
    assert screen.focus is buttons[0]
    screen.key(DOWN)
    assert screen.focus is buttons[1]
    assert step_now(screen) == "sporsmal"


def test_space_chooses_and_what_was_answered_is_checked_and_said_when_it_is_looked_at_again(
    screen: Screen, heard: Heard
) -> None:
    begin_call(screen, "ingunn fjeldheim", "8")
    screen.key(DOWN)
    screen.key(DOWN)
    chosen = answer_focused(screen)
    read(screen)
    screen.key(SPACE)
    assert step_now(screen) != "type"
    heard.clear()
    screen.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert f"Svart: {chosen.replace(',', '', 1)}. 1 " in heard.next()
    screen.key(DOWN)
    assert answer_focused(screen) == chosen
    assert node(screen.focus) == (QAccessible.Role.RadioButton, True)


def test_shift_space_is_no_answer(screen: Screen) -> None:
    """It says that the caller rings for another."""
    begin_call(screen, "ingunn fjeldheim")
    read(screen)
    screen.key(SPACE, Qt.KeyboardModifier.ShiftModifier)
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.facts.is_third_party
    assert "hendelse" not in run.given


def test_enter_answers_nothing_where_nothing_is_proposed_and_says_so(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim", "6")
    heard.clear()
    screen.workspace.call.wizard.step.double_press_guard.begin()
    screen.key(ENTER)  # bounced
    heard.settle()
    assert heard.sentences == []
    read(screen)
    screen.key(ENTER)
    assert heard.next() == "Enter svarer ikke her. Trykk et tall."
    screen.key(DOWN)
    screen.key(DOWN)
    heard.clear()
    screen.key(ENTER)
    assert heard.next() == "Enter svarer ikke her. Mellomrom eller 2 velger."
    assert step_now(screen) == "sporsmal"


def test_enter_gives_the_proposed_answer_only_from_there(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim", "1")
    screen.digits("1")
    assert step_now(screen) == "ventende"
    heard.clear()
    read(screen)
    screen.key(DOWN)
    proposed = answer_focused(screen)
    screen.key(DOWN)
    screen.key(ENTER)
    assert heard.next().startswith("Enter svarer ikke her.")
    assert step_now(screen) == "ventende"
    screen.key(UP)
    assert answer_focused(screen) == proposed
    screen.key(ENTER)
    assert step_now(screen) == "svar_gitt"


def test_where_several_may_be_chosen_the_answers_are_check_boxes_with_their_state(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim", "2")
    step = screen.workspace.call.wizard.step
    assert step.step is not None
    assert step.step.many
    heard.settle()
    assert "Velg ett eller flere: 1 " in heard.sentences[-1]
    heard.clear()
    read(screen)
    screen.key(DOWN)
    screen.key(SPACE)
    screen.digits("3")
    boxes = {button.digit: node(button) for button in step.choices.buttons() if button.digit}
    assert {role for role, _ in boxes.values()} == {QAccessible.Role.CheckBox}
    assert [digit for digit, (_, is_checked) in boxes.items() if is_checked] == ["1", "3"]
    assert heard.next().startswith("Valgt: ")
    screen.digits("1")
    assert not node(step.choices.buttons()[0])[1]


def test_the_day_is_read_back_after_a_pause_and_at_once_with_enter(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim")
    screen.digits("1")
    screen.confirm()
    heard.clear()
    screen.type("-5")
    day = screen.workspace.call.wizard.ui.reading.text().split("  ")[0]
    heard.settle()
    assert heard.sentences == []
    assert heard.next() == f"{day}, for 5 dager siden"
    screen.type("0")
    screen.key(Qt.Key.Key_Backspace)
    read(screen)
    screen.key(ENTER)
    assert f"{day}, for 5 dager siden. Steg 3. " in heard.next()


def test_a_deadline_is_announced_at_once_when_it_appears_and_then_by_f8(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim")
    screen.digits("1")
    screen.confirm()
    screen.type("-5")
    read(screen)
    heard.clear()
    screen.key(ENTER)
    first = heard.next()
    assert first.startswith("Mulig frist: ")
    assert first.count("Mulig frist") == 1
    assert "virkedager igjen" in first
    was_urgent = [heard.was_urgent]
    screen.digits("2")
    second = heard.next()
    assert second.startswith("Steg ")
    assert "Mulig frist" not in second
    assert [*was_urgent, heard.was_urgent] == [True, False]
    heard.clear()
    screen.key(Qt.Key.Key_F8)
    assert "virkedager igjen. Prosedyren. «" in heard.next()


def test_a_deadline_that_hastes_is_in_the_sentence_of_each_step(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim")
    screen.digits("1")
    screen.confirm()
    screen.type("-13")
    read(screen)
    screen.key(ENTER)
    heard.clear()
    screen.digits("2")
    assert re.search(r"\. Mulig frist: .*, haster\. 1 ", heard.next())


def test_the_note_of_the_step_before_is_heard_once(qtbot: QtBot, heard: Heard) -> None:
    """Of two transfers after one another, and again when the step is looked at again."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    voice, note = StepVoice(widget, lambda: None), "Skal prøves før saken sendes på e-post."
    run = take("trobbel", "annet", "moete=nei", "ja", received_on="sloyfe:1")
    loop = run.procedure.step("sloyfe2_ledig")
    assert loop is not None
    later = run.answer(loop.id, Answer(choice="ingen"))
    assert later.current is not None
    voice.announce_step("1", run, loop, None)
    assert note in heard.next()
    voice.announce_step("1", later, later.current, None)
    assert note not in heard.next()
    voice.forget_step()
    voice.announce_step("1", later, later.current, None)
    assert note in heard.next()


def test_a_digit_beside_the_step_says_where_the_digits_answer(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim", "6")
    screen.workspace.call.wizard.ui.trail.setFocus()
    heard.clear()
    screen.bot.keyClicks(screen.focus, "1")
    assert heard.next() == NO_DIGITS
    assert step_now(screen) == "sporsmal"
    while screen.focus is not screen.workspace.call.wizard.ui.answers:
        screen.key(Qt.Key.Key_F6)
    screen.digits("1")
    assert step_now(screen) != "sporsmal"


def test_a_digit_that_no_answer_has_says_which_have(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim")
    heard.clear()
    screen.digits("9")
    assert heard.next() == "Her er det 1–8 som svarer."


@pytest.mark.own_window
@pytest.mark.parametrize("key", [Qt.Key.Key_F8, Qt.Key.Key_Escape])
def test_f8_reads_the_rules_of_the_step_and_says_that_the_focus_is_back(
    screen: Screen, heard: Heard, key: Qt.Key
) -> None:
    begin_call(screen, "ingunn fjeldheim")
    before = screen.focus
    heard.clear()
    screen.key(Qt.Key.Key_F8)
    first = heard.next()
    assert first.startswith("Gjør: Ikke spør om helse"), "«Lytt.» was announced with the step"
    assert "Prosedyren. «" in first
    whole = screen.workspace.call.wizard.ui.wholeText
    assert screen.focus is whole
    begun = whole.textCursor().position()
    screen.key(DOWN)
    assert whole.textCursor().position() > begun, "a screen reader reads the line of the caret"
    screen.key(key)
    assert heard.next() == "Prosedyren er lukket. Du er tilbake i steget."
    assert screen.focus is before


def test_f8_is_at_most_twenty_seconds_of_speech_in_every_step() -> None:
    cut = 0
    for procedure in library().procedures.values():
        run = take(procedure.id, *DISMISSED_ON_PAPER) if procedure.id == "trobbel" else take(procedure.id)
        assert bool(spoken_deadline(run)) is (procedure.id == "trobbel")
        for step in procedure.steps:
            spoken = spoken_procedure(run, step, spoken_step(run, step).sentence)
            assert len(spoken) <= MAX_SPOKEN_CHARS, f"{procedure.id} {step.id}"
            assert spoken.count("«") == spoken.count("»")
            assert spoken.endswith("F8 går tilbake til steget.")
            cut += REST in spoken
    assert cut >= 3


@pytest.mark.parametrize(
    ("room", "heard"),
    [
        (40, "«Spør alltid. Noter svaret.» «Ring DS.»"),
        (38, "«Spør alltid. Noter svaret.»"),
        (27, "«Spør alltid.»"),
        (1, "«Spør alltid.»"),
    ],
)
def test_a_rule_is_cut_after_a_sentence_and_its_quotation_is_ended(room: int, heard: str) -> None:
    assert first_sentences("«Spør alltid. Noter svaret.» «Ring DS.»", room) == heard


def test_a_step_that_is_drawn_again_unchanged_is_silent(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim")
    heard.clear()
    run = screen.workspace.call_session.run
    assert run is not None
    screen.workspace.call.inquiry._show_step(run)
    heard.settle()
    assert heard.sentences == []
    screen.workspace.call.inquiry.go_on()
    assert heard.next().startswith("Steg 1 av ")


def focus_of(screen: Screen) -> QWidget:
    return screen.focus


@pytest.mark.own_window
def test_tab_has_one_stop_for_the_answers_after_the_fields(screen: Screen) -> None:
    """The order of the work."""
    begin_call(screen, "ingunn fjeldheim")
    screen.digits("1")
    screen.confirm()
    ui = screen.workspace.call.wizard.ui
    assert screen.focus is ui.field
    screen.key(Qt.Key.Key_Tab)
    assert answer_focused(screen).startswith("1, ")
    screen.key(Qt.Key.Key_Tab)
    assert focus_of(screen) is ui.member.name
    chips = [chip for chip in ui.member.chips.stops() if chip.isVisible()]
    assert chips
    for stop in (*chips, ui.fold, ui.topic, ui.trail, ui.park, ui.forAnother):
        screen.key(Qt.Key.Key_Tab)
        assert focus_of(screen) is stop


def test_who_is_rung_next_is_announced_with_number_and_freshness(screen: Screen, heard: Heard) -> None:
    until_answered(screen, *DISMISSED, ("sloyfe2_ledig", "ingen"))
    heard.clear()
    read(screen)
    screen.digits("2")
    sentence = heard.next()
    assert sentence.startswith("Bergljot Lauvås svarte ikke. 2 av 2: ")
    assert "990 08 043. ikke bekreftet, " in sentence
    assert ". 1 Tok samtalen. 3 Vil heller bli ringt opp. 0 Svarte ikke, ingen flere å ringe" in sentence
    assert "Steg " not in sentence


def test_what_the_board_says_of_who_is_rung_is_announced_when_it_changes(screen: Screen, heard: Heard) -> None:
    until_answered(screen, *DISMISSED, ("sloyfe2_ledig", "ingen"))
    current = screen.workspace.call.wizard.step.transfer.current
    assert current is not None
    heard.clear()
    screen.services.availability.set_presence(current.who, "opptatt")
    assert ". opptatt, " in heard.next()


def test_all_that_is_said_to_the_colleague_is_announced_when_the_number_is_rung(screen: Screen, heard: Heard) -> None:
    until_answered(screen, *DISMISSED, ("sloyfe2_ledig", "ingen"))
    transfer = screen.workspace.call.wizard.step.transfer
    assert transfer.ringing is not None
    heard.clear()
    screen.control(Qt.Key.Key_D)
    sentence = heard.next()
    assert sentence.startswith("Øving: Bergljot Lauvås svarer")
    assert sentence.endswith(transfer.ringing.spoken_brief)


def test_the_language_that_is_chosen_is_announced_and_not_the_step_again(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim", "4")
    heard.clear()
    screen.workspace.call.wizard.language._choose("en")
    assert heard.next() == "Språk til innringeren: English."
    heard.settle()
    assert len(heard.sentences) == 1
