"""The wizard: steps, answers and what is shown beside them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.gui.wizard.deadline_axis import short_purpose
from sentralbord_desktop.gui.wizard.double_press_guard import READ_MS, UNSEEN_MS
from sentralbord_desktop.gui.wizard.preview import Preview
from sentralbord_desktop.gui.wizard.step.deadline import spoken_deadline, why_urgent
from sentralbord_desktop.gui.wizard.step.field import FULL
from sentralbord_desktop.gui.wizard.step.spoken_step import MAX_SPOKEN_CHARS
from sentralbord_desktop.procedures.outcome import Outcome
from tests.helpers.acceptance import take
from tests.helpers.announcements import Heard
from tests.helpers.screen import Screen
from tests.helpers.typed import stand_in
from tests.helpers.window_calls import begin_call, step_now


class SetTimer:
    """A QElapsedTimer whose milliseconds are set by hand."""

    def __init__(self) -> None:
        self.passed = -1

    def start(self) -> None:
        self.passed = 0

    restart = start

    def invalidate(self) -> None:
        self.passed = -1

    def isValid(self) -> bool:
        return self.passed >= 0

    def elapsed(self) -> int:
        return self.passed


def test_a_digit_that_comes_before_a_step_can_be_read_answers_nothing(screen: Screen) -> None:
    """As where a key bounces, also where drawing the step took longer than the moment: it counts from the painting."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    wizard, double_press_guard = screen.workspace.call.wizard, screen.workspace.call.wizard.step.double_press_guard
    clock = SetTimer()
    stand_in(double_press_guard, "_since", clock)
    screen.digits("6")
    asked = step_now(screen)
    assert not double_press_guard._is_seen
    clock.passed = 2 * READ_MS
    screen.bot.keyClicks(screen.focus, "1")
    assert step_now(screen) == asked
    screen.bot.waitUntil(lambda: double_press_guard._is_seen)
    assert double_press_guard.is_active
    clock.passed = READ_MS
    screen.bot.keyClicks(screen.focus, "1")
    assert step_now(screen) != asked
    assert screen.workspace.call.currentWidget() is wizard


def test_a_step_that_is_never_painted_takes_answers_after_a_while(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    double_press_guard = screen.workspace.call.wizard.step.double_press_guard
    clock = SetTimer()
    stand_in(double_press_guard, "_since", clock)
    screen.digits("7")
    clock.passed = UNSEEN_MS - 1
    assert double_press_guard.is_active
    clock.passed = UNSEEN_MS
    assert not double_press_guard.is_active


@pytest.mark.own_window
def test_an_enter_too_many_takes_no_field_as_it_stands(screen: Screen) -> None:
    """A date that was given stands in the field when the step is looked at again: Enter keeps it, once it was read."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.type("-5")
    screen.key(Qt.Key.Key_Return)
    wizard = screen.workspace.call.wizard
    screen.workspace.call.inquiry._back_to("mottatt")
    assert wizard.ui.field.text()
    answered: list[str] = []
    wizard.answered.connect(lambda step, _: answered.append(step))
    screen.bot.keyClick(wizard.ui.field, Qt.Key.Key_Return)
    assert answered == []
    screen.bot.waitUntil(lambda: not wizard.step.double_press_guard.is_active)
    screen.bot.keyClick(wizard.ui.field, Qt.Key.Key_Return)
    assert answered == ["mottatt"]


def test_a_double_click_answers_one_step_only(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("6")
    wizard = screen.workspace.call.wizard
    wizard.step.double_press_guard.end()
    assert screen.workspace.call_session.run is not None
    assert not screen.workspace.call_session.run.given
    for _ in range(2):  # the second click lands on what came in the place of the first answer
        first = next(b for b in wizard.ui.answers.findChildren(AnswerButton) if b.isVisible())
        screen.bot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert len(screen.workspace.call_session.run.given) == 1


def test_a_double_press_answers_one_step_only(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.type("-5")
    screen.key(Qt.Key.Key_Return)
    assert step_now(screen) == "forhandling"
    screen.digits("2")
    screen.type("1")
    assert step_now(screen) == "onske"
    screen.digits("1")
    assert step_now(screen) != "onske"


@pytest.mark.parametrize("flow", [("1", "1", "2"), ("7", "1", "", "-11", "2", "1", "1", "1", "2", "2")])
def test_the_preview_shows_the_same_as_one_drawn_afresh_after_each_answer(
    flow: tuple[str, ...], screen: Screen
) -> None:
    def drawn(preview: Preview) -> dict[str, tuple[str, ...]]:
        return {name: (*row._shown, row._text.text()) for name, row in preview._rows.items()}

    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    kept, seen = screen.workspace.call.wizard.preview, set()
    for keys in flow:
        if keys.isdigit():
            screen.digits(keys)
        else:
            screen.type(keys)
            screen.key(Qt.Key.Key_Return)
        run = screen.workspace.call_session.run
        assert run is not None
        if run.current is None:
            continue
        holder = QWidget()
        fresh = Preview(QVBoxLayout(holder), count := QLabel(holder))
        fresh.show(Outcome(run))
        assert drawn(kept) == drawn(fresh), keys
        assert screen.workspace.call.wizard.ui.remaining.text() == count.text()
        seen.add(str(drawn(fresh)))
    assert len(seen) >= 3, "the answers must have changed something"


def test_a_step_is_read_out_with_what_to_say_and_do(screen: Screen, heard: Heard) -> None:
    screen.open("ingunn fjeldheim")
    heard.clear()
    screen.digits("1")
    sentence = heard.next()
    assert sentence.startswith("Steg ")
    assert "Si: Kan jeg få fødselsdatoen din" in sentence
    assert "Må stemme: Fødselsdato 14.03.1979, og én av Adresse Granveien 4" in sentence
    assert sentence.endswith("1 Ja, begge stemmer. Pil ned leser flere")
    assert len(sentence) <= MAX_SPOKEN_CHARS


def test_a_possible_deadline_is_shown_with_the_days_left(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.type("-5")
    screen.key(Qt.Key.Key_Return)
    screen.digits("21")
    ui = screen.workspace.call.wizard.ui
    assert ui.deadline.isVisible()
    assert ui.deadlineText.text().startswith("Mulig frist: ")
    assert ui.deadlineLeft.text().endswith("virkedager igjen")
    assert "Veiledning, ikke juridisk råd. DS bekrefter." in ui.deadlineBasis.text()


@pytest.mark.parametrize(
    ("purpose", "word"),
    [
        ("søksmål for å beholde jobben (8 uker)", "søksmål"),
        ("å stå i stilling (oppsigelsestiden går ut)", "å stå i stilling"),
    ],
)
def test_the_word_below_the_next_deadline_can_be_understood(purpose: str, word: str) -> None:
    """No «å» alone."""
    assert short_purpose(purpose) == word


NOTICE_ENDS = (
    *("trobbel", "hendelse=oppsagt", "mottatt=2026-01-20", "forhandling=avsluttet", "forhandlet_dato=2026-02-27"),
    *("onske=jobb", "ansatt=ingen", "formfeil=ingen", "oppsigelsestid=i morgen"),
)
TWO_WEEKS = (
    "trobbel",
    "hendelse=oppsagt",
    "mottatt=2026-03-16",
    "forhandling=ikke_holdt",
    "onske=jobb",
    "ansatt=ingen",
)
"""On 23.03.2026 there are five working days left."""


@pytest.mark.parametrize(
    ("said", "back", "why"),
    [
        (TWO_WEEKS, "2026-04-07", "DS borte til tir. 07.04."),
        (TWO_WEEKS, "2026-03-27", ""),  # in time, so it does not haste
        (NOTICE_ENDS, None, "å stå i stilling: i morgen"),
        ((*TWO_WEEKS[:2], "mottatt=2026-03-10", *TWO_WEEKS[3:]), None, ""),  # «1 virkedag igjen» says it
    ],
)
def test_a_deadline_that_hastes_with_many_days_left_says_why(said: tuple[str, ...], back: str | None, why: str) -> None:
    """In one line «8 virkedager igjen» stood beside HASTER; the reason is in the basis, which is not shown there."""
    run = take(*said, help_back=back)
    assert why_urgent(run) == why
    assert why in spoken_deadline(run)


def trail(screen: Screen) -> list[str]:
    """The steps that stand out in the trail as the one on the page."""
    return [row.step_id for row in screen.workspace.call.wizard.trail.rows if row.is_here]


def test_the_step_that_is_on_the_page_is_the_one_that_stands_out(screen: Screen) -> None:
    """Also when it was answered before, and when all of them were."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.type("-11")
    screen.key(Qt.Key.Key_Return)
    assert trail(screen) == ["forhandling"]
    screen.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert trail(screen) == ["mottatt"]
    wizard = screen.workspace.call.wizard
    at = next(n for n, row in enumerate(wizard.trail.rows) if row.step_id == "mottatt")
    spoken = wizard.trail.model.index(at).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "besvart" in spoken
    assert spoken.endswith("vises nå")
    screen.digits("2")  # the date is typed, and takes the place of the old one
    assert wizard.ui.field.text() == "2"


def test_a_step_of_a_finished_inquiry_that_is_looked_at_again_stands_out(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("93")
    screen.type("ferie")
    screen.key(Qt.Key.Key_Return)
    screen.digits("1")
    screen.confirm()
    screen.bot.waitUntil(lambda: screen.workspace.call.currentWidget() is screen.workspace.call.review)
    screen.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert trail(screen) == ["svaret"]


def test_changing_an_answer_keeps_the_later_ones(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.type("-5")
    screen.key(Qt.Key.Key_Return)
    screen.digits("2")
    screen.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    screen.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert screen.workspace.call.wizard.step.step is not None
    assert screen.workspace.call.wizard.step.step.id == "mottatt"
    field = screen.workspace.call.wizard.ui.field
    field.selectAll()
    screen.type("-6")
    screen.key(Qt.Key.Key_Return)
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.given["forhandling"].choice == "ikke_holdt"
    assert run.current is not None
    assert run.current.id == "onske"


def test_switching_category_keeps_what_was_typed(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("93")
    screen.type("møterommet")
    screen.key(Qt.Key.Key_Return)
    screen.control(Qt.Key.Key_E)
    screen.digits("92")
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.procedure.id == "media"
    assert run.given["tema"].text == "møterommet"


def test_a_wrong_date_is_explained_and_stands(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.type("tull")
    screen.key(Qt.Key.Key_Return)
    ui = screen.workspace.call.wizard.ui
    assert ui.fieldError.text() == "Skriv dagen som 13.11 eller -11."
    assert ui.field.text() == "tull"


def test_whoever_wished_to_join_and_is_dismissed_is_asked_whether_they_are_a_member(screen: Screen) -> None:
    """TR-1: only the category had told that they were not."""
    screen.search("99000777")
    screen.bot.waitUntil(lambda: screen.workspace.call.ui.hitCount.text() == "Ingen treff")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.unknown_caller == ("99000777", ""))
    for category, digit in (("innmelding", "23"), ("media", "92")):
        if screen.workspace.call_session.run is None:
            screen.digits(digit)
        else:
            screen.control(Qt.Key.Key_E)
            screen.digits(digit)
        assert screen.workspace.call_session.run is not None
        assert screen.workspace.call_session.run.procedure.id == category
        screen.control(Qt.Key.Key_E)
        screen.digits("7")
        run = screen.workspace.call_session.run
        assert run is not None
        assert run.procedure.id == "trobbel"
        assert run.current is not None
        assert run.current.id == "er_medlem"


def test_a_post_code_gives_the_place_and_never_replaces_another_that_was_written(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("2")
    screen.digits("1")
    screen.key(Qt.Key.Key_Return)
    edits = screen.workspace.call.wizard.step.form.edits
    edits["post_code"].setFocus()
    screen.type("281")
    assert edits["place"].text() == ""
    screen.type("5")
    assert edits["place"].text() == "Gjøvik"
    draft = screen.workspace.call_session.draft
    assert draft is not None
    assert "Gjøvik" in draft.half_typed.values(), "kept when the call is parked"
    screen.key(Qt.Key.Key_Backspace)
    screen.type("6")
    assert edits["place"].text() == "Gjøvik"
    for _ in range(4):
        screen.key(Qt.Key.Key_Backspace)
    screen.type("2317")
    assert edits["place"].text() == "Hamar"
    edits["place"].setFocus()
    edits["place"].selectAll()
    screen.type("Ilseng")
    edits["post_code"].setFocus()
    edits["post_code"].selectAll()
    screen.type("2815")
    assert edits["place"].text() == "Ilseng"


def test_an_answer_that_is_full_says_so(screen: Screen) -> None:
    """What was typed after 400 signs was lost in silence."""
    begin_call(screen, "ingunn fjeldheim", "16")
    ui = screen.workspace.call.wizard.ui
    ui.field.setText("a" * (ui.field.maxLength() - 1))
    screen.bot.keyClicks(ui.field, "b")
    QApplication.processEvents()
    assert not ui.fieldError.isVisible()
    screen.bot.keyClicks(ui.field, "cd")
    QApplication.processEvents()
    assert (ui.fieldError.isVisible(), ui.fieldError.text()) == (True, FULL)
    assert ui.field.text().endswith("ab")
    QApplication.clipboard().setText("x" * 500)
    ui.field.selectAll()
    ui.field.paste()
    screen.bot.waitUntil(ui.fieldError.isVisible)
    ui.field.selectAll()
    screen.bot.keyClicks(ui.field, "kort")
    assert not ui.fieldError.isVisible()
