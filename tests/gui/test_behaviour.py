"""What the operator relies on without looking: each of these was broken once, and nothing told."""

import time
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy import text

from sentralbord_desktop.domain.callbacks.callback import Callback, CallbackFields
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.gui.core.colours import DARK, LIGHT
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.gui.widgets.labels import DigitBadge
from sentralbord_desktop.gui.wizard import card_list
from sentralbord_desktop.gui.wizard.action_card import ActionCard
from sentralbord_desktop.gui.wizard.double_press_guard import READ_MS, UNSEEN_MS
from sentralbord_desktop.gui.wizard.preview import Preview
from sentralbord_desktop.procedures.outcome import Outcome
from tests.helpers.screen import Screen

SHIFT = Qt.KeyboardModifier.ShiftModifier


def step_now(screen: Screen) -> str:
    """The step that is asked, «» on the review page."""
    run = screen.workspace.call_session.run
    assert run is not None
    return run.current.id if run.current else ""


def words_on(screen: Screen) -> str:
    """Everything that can be read in the window now, but for what the operator searched for."""
    words = []
    for widget in screen.window.findChildren(QWidget):
        if not widget.isVisible() or widget is screen.window.ui.search:
            continue
        words.append(widget.accessibleName())
        if isinstance(widget, QLabel | QLineEdit):
            words.append(widget.text())
        elif isinstance(widget, QPlainTextEdit):
            words.append(widget.toPlainText())
        elif isinstance(widget, QComboBox):
            words.append(widget.currentText())
        elif isinstance(widget, QListWidget):
            words += [widget.item(row).text() for row in range(widget.count())]
    return "\n".join(words)


def resign(screen: Screen, way: str) -> None:
    """Inge's resignation up to the review, with everything said."""
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits(f"4{way}")
    screen.key(Qt.Key.Key_Space)


def test_a_digit_that_comes_before_a_step_can_be_read_answers_nothing(screen: Screen) -> None:
    """As where a key bounces, also where drawing the step took longer than the moment: it counts from the painting."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    wizard, double_press_guard = screen.workspace.call.wizard, screen.workspace.call.wizard.step.double_press_guard
    screen.digits("7")
    asked = step_now(screen)
    time.sleep(2 * READ_MS / 1000)  # nothing is painted meanwhile
    screen.bot.keyClicks(screen.focus, "1")
    assert step_now(screen) == asked
    screen.bot.waitUntil(lambda: double_press_guard._is_seen)
    screen.bot.waitUntil(lambda: not double_press_guard.is_active, timeout=UNSEEN_MS - READ_MS)
    screen.bot.keyClicks(screen.focus, "1")
    assert step_now(screen) != asked
    assert screen.workspace.call.currentWidget() is wizard


def test_a_step_that_is_never_painted_takes_answers_after_a_while(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("7")
    double_press_guard = screen.workspace.call.wizard.step.double_press_guard
    assert double_press_guard.is_active
    time.sleep(UNSEEN_MS / 1000)
    assert not double_press_guard.is_active


def test_an_enter_too_many_takes_no_field_as_it_stands(screen: Screen) -> None:
    """A date that was given stands in the field when the step is looked at again: Enter keeps it, once it was read."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
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
    screen.digits("7")
    wizard = screen.workspace.call.wizard
    wizard.step.double_press_guard.end()
    assert screen.workspace.call_session.run is not None
    assert not screen.workspace.call_session.run.given
    for _ in range(2):  # the second click lands on what came in the place of the first answer
        first = next(b for b in wizard.ui.answers.findChildren(AnswerButton) if b.isVisible())
        screen.bot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert len(screen.workspace.call_session.run.given) == 1


def card_of(screen: Screen, kind: str) -> tuple[str, ActionCard]:
    """The digit and the card of the first output of this kind."""
    cards = screen.workspace.call.review.card_list.cards
    return next((str(n), c) for n, c in enumerate(cards, 1) if c.action.kind == kind)


def select_callback(screen: Screen, number: str) -> Callback:
    page = screen.workspace.callbacks
    row = next(n for n, c in enumerate(page.list.sorted.values) if c.number == number)
    page.ui.table.selectRow(row)
    return page.list.sorted.value(row)


def take_callback(screen: Screen, number: str) -> Callback:
    """Enter in the list; back when the page has read that it is taken."""
    screen.control(Qt.Key.Key_2)
    callback = select_callback(screen, number)
    screen.key(Qt.Key.Key_Return)
    page = screen.workspace.callbacks
    screen.bot.waitUntil(lambda: page.list.current is not None and page.list.current.claimed_by != "")
    return callback


def callback_again(screen: Screen, callback: Callback) -> Callback:
    return next(c for c in screen.services.callbacks.all_open() if c.id == callback.id)


# ---------------------------------------------------------------- who is on the line


def test_what_is_asked_first_of_someone_not_confirmed_is_who_they_are(screen: Screen) -> None:
    """X-3"""
    screen.open("ingunn fjeldheim")
    screen.digits("1")
    assert step_now(screen) == "identitet"
    screen.digits("2")
    run = screen.workspace.call_session.run
    assert run is not None
    kinds = {action.kind for action in Outcome(run).actions()}
    assert not kinds & {"NOTE", "ANSWER", "READ_HISTORY"}


def test_the_next_member_is_not_confirmed_because_the_last_one_was(screen: Screen) -> None:
    """X-3"""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    assert screen.workspace.call_session.identity
    screen.open("inge fjeldheim")
    screen.digits("1")
    assert step_now(screen) == "identitet"


def test_a_third_party_is_shown_and_told_nothing_of_the_record(screen: Screen) -> None:
    """X-4, through the closed record, the wizard and every key that opens a form."""
    screen.open("ingunn fjeldheim")
    hers = ("990 00 418", "Renhold Øst", "204 118")
    assert all(part in words_on(screen) for part in hers)
    screen.key(Qt.Key.Key_Space, SHIFT)
    for key in (None, Qt.Key.Key_F2, Qt.Key.Key_M, Qt.Key.Key_T):
        if key == Qt.Key.Key_F2:
            screen.key(key)
        elif key is not None:
            screen.control(key)
        assert not [part for part in hers if part in words_on(screen)], key
    screen.key(Qt.Key.Key_Escape)
    screen.digits("7")
    draft = screen.workspace.call_session.draft
    assert draft is not None
    assert draft.member_id is None
    assert draft.facts.member.member_no is None
    assert not [part for part in (*hers, "Fjeldheim") if part in words_on(screen)]


def test_changing_the_category_after_taking_up_shows_the_member_it_is_about(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("71")
    screen.control(Qt.Key.Key_P)
    screen.open("inge fjeldheim")
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    screen.control(Qt.Key.Key_E)
    assert screen.workspace.call.record.isVisible()
    assert screen.workspace.call.record.ui.name.text() == "Ingunn Fjeldheim"


def test_opening_a_record_is_logged_and_reading_it_again_is_not(screen: Screen) -> None:
    """PR-4"""

    def logged() -> list[tuple[str, int | None, str]]:
        with screen.services.database.reading() as session:
            asked = "SELECT author, member_id, why FROM access WHERE what <> 'ny person' ORDER BY id"
            rows = session.execute(text(asked))
            return [(row[0], row[1], row[2]) for row in rows]

    assert logged() == []
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call_session.record
    assert record is not None
    opened = [(screen.services.session.sign, record.member.id, "oppslag")]
    assert logged() == opened
    screen.control(Qt.Key.Key_M)
    screen.type("Sendte vedtektene.")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.record is not record)
    assert logged() == opened


# ---------------------------------------------------------------- the wizard


def test_a_double_press_answers_one_step_only(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.type("-5")
    screen.key(Qt.Key.Key_Return)
    assert step_now(screen) == "forhandling"
    screen.digits("2")
    screen.type("1")
    assert step_now(screen) == "onske"
    screen.digits("1")
    assert step_now(screen) != "onske"


@pytest.mark.parametrize("flow", [("1", "1", "2"), ("7", "1", "-11", "2", "1", "1", "1", "2", "2")])
def test_the_preview_shows_the_same_as_one_drawn_afresh_after_each_answer(
    flow: tuple[str, ...], screen: Screen
) -> None:
    def drawn(preview: Preview) -> dict[str, tuple[str, ...]]:
        return {
            name: (line._head.text(), line._to.text(), line._state.text(), line._text.text())
            for name, line in preview._lines.items()
        }

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
        fresh = Preview(QVBoxLayout(holder), count := QLabel(holder), QLabel(holder))
        fresh.show(Outcome(run))
        assert drawn(kept) == drawn(fresh), keys
        assert screen.workspace.call.wizard.ui.previewCount.text() == count.text()
        seen.add(str(drawn(fresh)))
    assert len(seen) >= 3, "the answers must have changed something"


def test_the_caret_stands_where_it_was_left_when_the_inquiry_is_taken_up(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.type("6.03")
    screen.key(Qt.Key.Key_Home)
    screen.type("1")
    screen.control(Qt.Key.Key_P)
    assert screen.workspace.call_session.run is None
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    field = screen.workspace.call.wizard.ui.field
    assert screen.focus is field
    assert (field.text(), field.cursorPosition()) == ("16.03", 1)


def test_a_step_is_read_out_with_what_to_say_and_do(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("1")
    name = screen.workspace.call.wizard.ui.step.accessibleName()
    assert name.startswith("Steg ")
    assert "Kan jeg få fødselsdatoen din" in name
    assert "Be aldri om hele fødselsnummeret" in name


def test_a_possible_deadline_is_shown_with_the_days_left(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.type("-5")
    screen.key(Qt.Key.Key_Return)
    screen.digits("21")
    ui = screen.workspace.call.wizard.ui
    assert ui.deadline.isVisible()
    assert ui.deadlineText.text().startswith("Mulig frist: ")
    assert ui.deadlineLeft.text().endswith("virkedager igjen")
    assert "Veiledning, ikke juridisk råd. DS bekrefter." in ui.deadlineBasis.text()


def test_esc_as_often_as_you_like_never_loses_the_inquiry(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("71")
    screen.type("06.0")
    for _ in range(6):
        screen.key(Qt.Key.Key_Escape)
        assert screen.workspace.call_session.run is not None
    assert screen.workspace.call_session.parked == []
    assert screen.workspace.call.currentWidget() is screen.workspace.call.wizard
    assert screen.workspace.call.wizard.ui.field.text() == "06.0"


# ---------------------------------------------------------------- the review and the receipt


def test_space_turns_a_kan_on_and_off_again(screen: Screen) -> None:
    resign(screen, "1")
    digit, card = card_of(screen, "SMS")
    assert not card.action.on
    screen.digits(digit)
    screen.key(Qt.Key.Key_Space)
    assert card_of(screen, "SMS")[1].action.on
    screen.key(Qt.Key.Key_Space)
    assert not card_of(screen, "SMS")[1].action.on
    screen.key(Qt.Key.Key_Return)  # the reason that is suggested
    screen.key(Qt.Key.Key_Space)
    screen.finish()
    assert [message.kind for message in screen.services.outbox.all()] == ["sms"]


def test_space_on_a_skal_says_that_it_stays(screen: Screen) -> None:
    resign(screen, "1")
    screen.digits(card_of(screen, "NOTE")[0])
    screen.key(Qt.Key.Key_Space)
    assert "skal" in screen.workspace.call.review.ui.state.text()
    assert "Alt som skal" not in screen.workspace.call.review.ui.state.text()
    assert card_of(screen, "NOTE")[1].action.on


def test_a_skal_is_written_even_if_the_draft_says_that_it_is_off(screen: Screen) -> None:
    """GE-1: the last word is with Fullfør, whatever a page let through."""
    resign(screen, "1")
    draft = screen.workspace.call_session.draft
    assert draft is not None
    note = card_of(screen, "NOTE")[1].action.id
    off = draft.review.model_copy(update={"on": {note: False}, "reasons": {note: "nei"}})
    screen.workspace.call_session.set_review(off)
    screen.finish()
    member = screen.services.members.search("inge fjeldheim")[0]
    remarks = screen.services.members.open(member.id).remarks
    assert "ønsket utmelding" in remarks[0].text


def test_the_text_of_a_card_has_a_name_while_it_is_edited(screen: Screen) -> None:
    resign(screen, "1")
    screen.digits(card_of(screen, "NOTE")[0])
    screen.key(Qt.Key.Key_F2)
    assert isinstance(screen.focus, QPlainTextEdit)
    assert screen.focus.accessibleName()


def test_the_receipt_says_what_was_done_what_waits_and_what_is_left_by_hand(screen: Screen) -> None:
    resign(screen, "2")
    screen.finish()
    ui = screen.workspace.home.ui
    assert ui.receipt.isVisible()
    for part in ("Merknad er lagret.", "Telefonlogg er ført.", "Venter på skriftlig bekreftelse."):
        assert part in ui.receiptText.text()
    (button,) = (b for b in ui.handwork.findChildren(QPushButton) if b.isVisible())
    assert "SMS til" in button.text()
    button.click()
    assert screen.window.page == "outbox"


def test_the_sms_after_a_resignation_carries_where_to_send_it(screen: Screen) -> None:
    resign(screen, "2")
    screen.finish()
    (message,) = screen.services.outbox.all()
    record = screen.services.members.open(screen.services.members.search("inge fjeldheim")[0].id)
    house = screen.services.organisation.read().department(record.member.department or 0)
    assert house.postal_address
    assert house.postal_address in message.body
    assert house.email in message.body
    assert "{" not in message.body


# ---------------------------------------------------------------- the lists and the numbers


def test_the_overdue_stand_first_in_the_list_and_on_the_resting_page(screen: Screen) -> None:
    moment = screen.services.session.clock()
    listed = [c.is_overdue(moment) for c in screen.workspace.callbacks.list.sorted.values]
    assert True in listed
    assert False in listed
    assert listed == sorted(listed, reverse=True)
    resting = screen.workspace.home.ui.callbackList
    values = [resting.item(n).data(Qt.ItemDataRole.UserRole) for n in range(resting.count())]
    first = [c.is_overdue(moment) for c in values if isinstance(c, Callback)]
    assert first == listed[: len(first)]


def test_the_number_on_the_rail_is_how_many_are_overdue(screen: Screen) -> None:
    moment = screen.services.session.clock()
    due = sum(1 for c in screen.services.callbacks.all_open() if c.is_overdue(moment))
    badge = screen.window.rail._badges["callbacks"]
    assert (badge.text(), badge.property("badge")) == (str(due), "danger")
    assert screen.window.rail.button("callbacks").accessibleName().endswith(f", {due} å ringe nå")


def test_the_number_of_the_outbox_is_what_is_left_to_send(screen: Screen) -> None:
    resign(screen, "2")
    screen.finish()
    badge = screen.window.rail._badges["outbox"]
    screen.bot.waitUntil(lambda: badge.text() == "1")
    (message,) = screen.services.outbox.all()
    screen.services.outbox.handed_over(message)
    screen.bot.waitUntil(badge.isHidden)
    assert screen.window.rail.button("outbox").accessibleName() == screen.window.rail.button("outbox").text()


def test_enter_takes_a_callback_and_8_lets_it_go(screen: Screen) -> None:
    callback = take_callback(screen, "99000418")
    assert callback_again(screen, callback).claimed_by == screen.services.session.sign
    screen.digits("8")
    screen.bot.waitUntil(lambda: callback_again(screen, callback).claimed_by == "")


def test_an_attempt_lets_the_callback_go_for_the_next_one(screen: Screen) -> None:
    callback = take_callback(screen, "99000418")
    screen.digits("3")
    screen.bot.waitUntil(lambda: callback_again(screen, callback).attempts != ())
    after = callback_again(screen, callback)
    assert (after.claimed_by, after.claimed_until) == ("", None)


def test_a_digit_in_the_list_of_what_we_wait_for_is_an_outcome(screen: Screen) -> None:
    before = len(screen.services.confirmations.awaited())
    screen.control(Qt.Key.Key_3)
    assert screen.focus is screen.workspace.confirmations.ui.table
    screen.digits("1")
    screen.bot.waitUntil(lambda: len(screen.services.confirmations.awaited()) == before - 1)


@pytest.mark.parametrize("key", [Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_6])
def test_a_letter_typed_in_a_list_starts_a_search(key: Qt.Key, screen: Screen) -> None:
    screen.control(key)
    screen.type("f")
    assert screen.focus is screen.window.ui.search
    assert screen.window.ui.search.text() == "f"


def test_a_remark_stands_in_the_record_with_its_day_and_sign(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    remarks = screen.workspace.call.record._models[0]
    before = remarks.rowCount()
    screen.control(Qt.Key.Key_M)
    screen.type("Sendte vedtektene.")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: remarks.rowCount() == before + 1)
    day = f"{oslo(remarks.value(0).written):%d.%m.%Y}"
    assert remarks.index(0, 0).data() == f"{day}\n{screen.services.session.sign}"


# ---------------------------------------------------------------- the frame


def test_shift_f6_goes_back_where_f6_came_from(screen: Screen) -> None:
    stops = [screen.focus]
    for _ in range(3):
        screen.key(Qt.Key.Key_F6)
        stops.append(screen.focus)
    assert len(set(stops)) == 4
    for stop in reversed(stops[:-1]):
        screen.key(Qt.Key.Key_F6, SHIFT)
        assert screen.focus is stop


def test_practice_is_told_by_a_band_and_in_the_title(screen: Screen) -> None:
    assert screen.window.ui.practiceBand.isVisible()
    assert screen.window.windowTitle().startswith("ØVING")
    assert not screen.window.ui.goPractice.isVisible()


def test_dark_colours_everything_that_is_drawn_and_light_brings_it_back(screen: Screen) -> None:
    def strongest(icon: QIcon) -> str:
        image = icon.pixmap(22, 22).toImage().convertToFormat(QImage.Format.Format_ARGB32)
        pixels = (image.pixelColor(x, y) for x in range(22) for y in range(22))
        return max(pixels, key=lambda pixel: pixel.alpha()).name().upper()

    def ground() -> str:
        page = screen.window.ui.central.grab().toImage()
        return page.pixelColor(page.width() - 5, page.height() // 2).name().upper()

    for choice, tokens in (("morkt", DARK), ("lyst", LIGHT)):
        screen.workspace.settings.look_changed.emit(choice)
        assert screen.application.theme.tokens is tokens
        QApplication.processEvents()
        assert ground() == tokens.bg
        assert QApplication.palette().base().color().name().upper() == tokens.surface
        assert strongest(screen.window.rail.button("settings").icon()) == tokens.text2
        assert strongest(screen.window.rail.button("call").icon()) == tokens.accent


# ------------------------------------------------------------------ nothing typed is lost


@pytest.mark.parametrize("form", ["remark", "member", "callback"])
def test_a_reading_in_the_background_leaves_a_form_alone(form: str, screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    key = {"remark": Qt.Key.Key_M, "callback": Qt.Key.Key_T}.get(form)
    screen.control(key) if key else screen.key(Qt.Key.Key_F2)
    screen.type("halvskrevet")
    box = screen.focus
    screen.workspace.refresher.read_all()
    screen.at_rest()
    assert screen.focus is box
    assert screen.workspace.call.ui.middle.currentWidget() is screen.workspace.call.forms.panel


def test_a_reading_in_the_background_does_not_move_the_operator(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    for name in ("callbacks", "catalogue", "availability", "outbox", "settings"):
        screen.window.show_page(name)
        screen.workspace.refresher.read_all()
        screen.at_rest()
        assert screen.window.page == name


def test_a_form_stands_while_another_page_is_looked_at(screen: Screen) -> None:
    screen.control(Qt.Key.Key_T)
    screen.type("990")
    screen.control(Qt.Key.Key_2)
    screen.control(Qt.Key.Key_1)
    assert screen.workspace.call.forms.panel._grid.values()["number"] == "990"


def at_the_form_of_one_who_joins(screen: Screen) -> None:
    screen.search("99000777")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.unknown_caller is not None)
    screen.digits("32")
    screen.type("Hamar")
    screen.key(Qt.Key.Key_Return)
    while step_now(screen) != "personalia":
        screen.digits("1") if not screen.workspace.call.wizard.ui.field.isVisible() else screen.type("4")
        screen.key(Qt.Key.Key_Return)


def test_every_half_typed_field_of_a_step_is_there_after_parking(screen: Screen) -> None:
    at_the_form_of_one_who_joins(screen)
    screen.type("Odd")
    screen.workspace.call.wizard.step._edits["last_name"].setFocus()
    screen.type("Berg")
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is None)
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    edits = screen.workspace.call.wizard.step._edits
    assert (edits["first_name"].text(), edits["last_name"].text()) == ("Odd", "Berg")


def test_ctrl_enter_too_many_completes_nothing_that_nobody_has_seen(screen: Screen) -> None:
    """The form of one who wants to join is the last step: the press after it would be Fullfør."""
    at_the_form_of_one_who_joins(screen)
    call = screen.workspace.call
    screen.bot.keyClick(screen.focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert call.wizard.ui.fieldError.text() == ""  # nor is a form sent that was not seen
    for field, name in (("first_name", "Odd"), ("last_name", "Berg")):
        screen.bot.keyClicks(call.wizard.step._edits[field], name)
    for _ in range(2):
        screen.bot.keyClick(screen.focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.at_rest()
    assert call.currentWidget() is call.review
    assert screen.workspace.call_session.receipt is None
    screen.bot.waitUntil(lambda: call.inquiry.double_press_guard._is_seen)
    screen.finish()  # once it has been read


def test_a_reason_counts_with_ctrl_enter_alone(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("42")
    cards = screen.workspace.call.review.card_list.cards
    screen.type(str([card.action.kind for card in cards].index("SMS") + 1))
    screen.key(Qt.Key.Key_Delete)
    screen.type("har adressen")
    screen.finish()
    remarks = screen.services.members.open(screen.services.members.search("inge fjeldheim")[0].id).remarks
    assert "SMS er ikke med: har adressen." in remarks[0].text


def test_what_matters_now_is_seen_without_scrolling_and_never_squeezed(screen: Screen) -> None:
    """Design 4.2: three rows are whole; with five the panel scrolls, and no row is flat."""
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call.record.ui
    screen.bot.waitUntil(lambda: record.importantLayout.count() >= 5)
    screen.bot.waitUntil(lambda: record.topScroll.verticalScrollBar().maximum() == 0)
    for days in (1, 2, 3):
        screen.services.callbacks.add(
            CallbackFields(
                name="Ingunn",
                number="99000418",
                subject="frist",
                category="trobbel",
                deadline=date(2099, 1, days),
                promised_by="MH",
                created=screen.services.session.clock(),
            ),
            screen.workspace.call_session.record.member.id,  # type: ignore[union-attr]  # it is open
        )
    screen.bot.waitUntil(lambda: record.importantLayout.count() >= 9)
    screen.bot.waitUntil(lambda: record.topScroll.verticalScrollBar().maximum() > 0)
    items = [record.importantLayout.itemAt(n) for n in range(0, 9, 2)]
    rows = [row for item in items if item and (row := item.widget())]
    assert len(rows) == 5
    assert [row for row in rows if row.height() < row.minimumSizeHint().height()] == []


def test_the_arrows_walk_through_all_cards_also_those_without_a_digit(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_list, "MAX_CARD_DIGITS", 2)
    screen.open("inge fjeldheim")
    screen.digits("42")
    page = screen.workspace.call.review
    screen.bot.waitUntil(lambda: len(page.card_list.cards) >= 4)
    badges = [[b.text() for b in card.findChildren(DigitBadge)] for card in page.card_list.cards]
    assert badges[:3] == [["1"], ["2"], []]
    walked = []
    for _ in page.card_list.cards:
        screen.key(Qt.Key.Key_Down)
        walked.append(page.card_list.chosen)
    assert walked == [card.action.id for card in page.card_list.cards]
    screen.key(Qt.Key.Key_Down)
    assert page.card_list.chosen == walked[-1]
    screen.key(Qt.Key.Key_Up)
    assert page.card_list.chosen == walked[-2]


@pytest.mark.parametrize("text_scale", [1.5])
def test_what_stands_below_a_long_step_is_reached_by_page_down(screen: Screen, text_scale: float) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("71")
    screen.type("-11")
    screen.key(Qt.Key.Key_Return)
    screen.digits("211")
    bar = screen.workspace.call.wizard.ui.stepScroll.verticalScrollBar()
    screen.bot.waitUntil(lambda: bar.maximum() > 0)
    assert bar.value() == 0
    screen.key(Qt.Key.Key_PageDown)
    assert bar.value() > 0
    screen.key(Qt.Key.Key_PageUp)
    assert bar.value() == 0


@pytest.mark.parametrize("text_scale", [1.25])
def test_a_width_that_fits_one_size_of_text_is_not_used_for_another(screen: Screen, text_scale: float) -> None:
    table = screen.workspace.callbacks.list.table
    table.setColumnWidth(1, 217)
    kept = [key for key in QSettings().allKeys() if key.startswith("tabeller/ring-tilbake")]
    assert "tabeller/ring-tilbake/125%" in kept
    assert screen.application.theme.key("bredder/samtale") == "bredder/samtale/125%"


def test_the_day_beside_the_field_is_the_one_that_is_kept(screen: Screen) -> None:
    """«Oppsigelsestiden» that ended lately is not next year's, neither beside the field nor in the answer."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    wizard = screen.workspace.call.wizard
    screen.workspace.call_session.answer("mottatt", Answer(text="-40"))
    wizard.open_step("oppsigelsestid")
    ended = oslo(screen.services.session.clock()).date() - timedelta(days=20)
    screen.bot.keyClicks(wizard.ui.field, f"{ended:%d.%m}")
    assert str(ended.year) in wizard.ui.reading.text()
    assert "for 20 dager siden" in wizard.ui.reading.text()
    assert "stemmer året" not in wizard.ui.reading.text()
    wizard.step.double_press_guard.end()
    screen.bot.keyClick(wizard.ui.field, Qt.Key.Key_Return)
    screen.at_rest()
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.given["oppsigelsestid"].text == f"{ended:%d.%m.%Y}"
