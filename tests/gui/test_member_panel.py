"""The member beside an inquiry: block, chips, remarks, and the facts to compare."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from sqlmodel import func, select

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.members.identity import NO_DATE
from sentralbord_desktop.domain.members.matters import Chip, Matter
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.gui.commands import rules
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.gui.wizard.closed_record import CLOSED, FOR_ANOTHER, STILL_MEMBER
from sentralbord_desktop.gui.wizard.member.compare_card import EQUAL, ONE_OF, RINGS, THIS
from sentralbord_desktop.gui.wizard.member.member_block import ChipRow
from sentralbord_desktop.gui.wizard.member.member_panel import MemberPanel
from sentralbord_desktop.gui.wizard.member.remark_fold import NONE
from sentralbord_desktop.storage.tables import AccessRow
from tests.helpers.keyboard import CONTROL, SHIFT
from tests.helpers.members import by_number
from tests.helpers.parts import chip_texts
from tests.helpers.screen import Screen

DOWN, ESC, SPACE = Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Space


def texts(widget: QWidget) -> list[str]:
    """What can be read in it, once new labels are shown."""
    QApplication.processEvents()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def panel(screen: Screen) -> MemberPanel:
    shown = screen.workspace.call.member
    assert shown is not None
    return shown


def ingunn(screen: Screen) -> Member:
    member = by_number(screen.services, "204118")
    assert member is not None
    return member


def log_rows(screen: Screen) -> int:
    with screen.services.database.reading() as session:
        return session.exec(select(func.count()).select_from(AccessRow)).one()


def begin(screen: Screen, digits: str, *, confirmed: bool = True) -> None:
    screen.open("ingunn fjeldheim")
    if confirmed:
        screen.key(SPACE)
    screen.digits(digits)


def test_the_block_has_the_member_but_not_the_employer(screen: Screen) -> None:
    begin(screen, "1")
    block = screen.workspace.call.wizard.ui.member
    assert block.name.text() == "Ingunn Fjeldheim"
    assert block.identity.words.text() == "Bekreftet"
    assert block.lines.text().split("\n") == [
        "Medlem 204 118 · avd. 4 Mjøstraktene",
        "Født 14.03.1979 · 990 00 418",
        "Granveien 4, 2317 Hamar",
    ]
    assert chip_texts(block.chips) == ["Brutt løfte", "1 venter", "Forfalt faktura"]
    assert "Renhold" not in " ".join(texts(screen.workspace.call.wizard.ui.left))


def test_the_review_has_the_same_block(screen: Screen) -> None:
    begin(screen, "4")
    before = texts(screen.workspace.call.wizard.ui.member)
    screen.digits("1")
    assert screen.workspace.call.currentWidget() is screen.workspace.call.review
    assert texts(screen.workspace.call.review.ui.member) == before


def test_what_is_missing_is_said(screen: Screen) -> None:
    screen.services.members.change(ingunn(screen), {"birth_date": "", "street": "", "phone": ""})
    begin(screen, "2", confirmed=False)
    block, compare = screen.workspace.call.wizard.ui.member, screen.workspace.call.wizard.ui.compare
    assert block.identity.words.text() == "Ikke bekreftet"
    assert block.lines.text().split("\n")[1:] == ["Fødselsdato mangler · Telefon mangler", "Adresse mangler"]
    assert any("Gi bare generell informasjon" in text for text in texts(compare))


# ------------------------------------------------------------------ the remarks


def test_ctrl_down_opens_the_remarks_and_leaves_focus_and_typed_text(screen: Screen) -> None:
    """In a step with a field: the caret stays where it was."""
    begin(screen, "71")
    screen.confirm()
    field = screen.workspace.call.wizard.ui.field
    screen.type("18.1")
    field.setCursorPosition(2)
    screen.control(DOWN)
    assert panel(screen).is_open
    assert any("Lovet oppringing" in text for text in texts(screen.workspace.call.wizard.ui.left))
    assert not screen.workspace.call.wizard.ui.trail.isVisible()
    assert (screen.focus, field.text(), field.cursorPosition()) == (field, "18.1", 2)
    screen.type("0")
    screen.key(ESC)
    assert not panel(screen).is_open
    assert (screen.focus, field.text()) == (field, "180.1")
    assert screen.workspace.call.wizard.ui.trail.isVisible()


def test_digits_answer_while_the_remarks_are_open(screen: Screen) -> None:
    """In a step with answers; ↓ scrolls the remarks, and Ctrl+↓ closes them."""
    begin(screen, "6")
    ui = screen.workspace.call.wizard.ui
    screen.control(DOWN)
    assert ui.step.is_live
    screen.key(DOWN)
    assert screen.focus is screen.workspace.call.wizard.ui.answers
    asked = screen.workspace.call.wizard.step.step
    screen.digits("1")
    assert screen.workspace.call.wizard.step.step is not asked
    assert panel(screen).is_open
    screen.control(DOWN)
    assert not panel(screen).is_open


def test_the_remarks_are_whole_and_newest_first_with_invoices_and_what_is_awaited(screen: Screen) -> None:
    begin(screen, "1")
    screen.control(DOWN)
    record = screen.workspace.call_session.record
    assert record is not None
    shown = texts(panel(screen).fold)
    places = [shown.index(remark.body) for remark in record.remarks]
    assert len(places) == 3
    assert places == sorted(places)
    assert places[-1] < shown.index("Fakturaer") < shown.index("Venter på")
    assert {"F500002", "1 290 kr", "betalt", "Overføring til avd. 2"} <= set(shown)


def test_without_a_remark_the_fold_says_so_and_has_no_empty_section(screen: Screen) -> None:
    screen.open("marte fjeldheim")
    screen.key(SPACE)
    screen.digits("7")
    screen.control(DOWN)
    assert texts(panel(screen).fold)[0] == NONE
    assert "Fakturaer" in texts(panel(screen).fold)
    assert not {"Venter på", "Viktig nå"} & set(texts(panel(screen).fold))


def test_reading_the_remarks_writes_no_row_besides_that_of_the_record(screen: Screen) -> None:
    begin(screen, "1")
    before = log_rows(screen)
    screen.control(DOWN)
    screen.control(DOWN)
    screen.control(DOWN)
    screen.at_rest()
    assert log_rows(screen) == before


def test_a_new_remark_is_seen_at_once(screen: Screen) -> None:
    """Also while the remarks are open, from another workstation or another page."""
    begin(screen, "1")
    screen.control(DOWN)
    screen.services.members.remark(ingunn(screen).id, "Ringte igjen om brevet.")
    screen.bot.waitUntil(lambda: "Ringte igjen om brevet." in texts(panel(screen).fold))
    assert panel(screen).is_open


@pytest.mark.own_window
def test_one_can_read_the_remark_and_the_question_without_scrolling(screen: Screen) -> None:
    begin(screen, "1")
    screen.control(DOWN)
    ui = screen.workspace.call.wizard.ui
    fold = panel(screen).fold
    record = screen.workspace.call_session.record
    assert record is not None
    remark = next(label for label in fold.findChildren(QLabel) if label.text() == record.remarks[0].body)
    screen.bot.waitUntil(lambda: is_laid_out(remark))
    for part, area in ((remark, fold.area), (ui.sayText, ui.stepScroll), (ui.answers, ui.stepScroll)):
        assert is_whole_in(part, area)
        assert is_whole_in(part, screen.window)


def is_laid_out(text: QLabel) -> bool:
    return text.isVisible() and text.height() >= text.heightForWidth(text.width())


def is_whole_in(part: QWidget, area: QWidget) -> bool:
    return QRect(QPoint(), area.size()).contains(QRect(part.mapTo(area, QPoint()), part.size()))


# ------------------------------------------------------------------ the chips


def test_a_chip_opens_the_remarks_at_its_matter(screen: Screen) -> None:
    """By Enter as by the mouse; the window has no room for all of the remarks."""
    screen.window.resize(1366, 580)
    begin(screen, "1")
    chips = screen.workspace.call.wizard.ui.member.chips
    invoice = next(button for button in chips._buttons if button.text() == "Forfalt faktura")
    screen.bot.mouseClick(invoice, Qt.MouseButton.LeftButton)
    fold = panel(screen).fold
    assert fold.isVisible()
    assert fold._places[Matter.INVOICE].property("tint") == "changed"
    assert screen.focus is screen.workspace.call.wizard.ui.answers
    screen.key(ESC)
    promise = chips._buttons[0]
    promise.setFocus(Qt.FocusReason.TabFocusReason)
    screen.key(Qt.Key.Key_Return)
    broken = fold._places[Matter.BROKEN_PROMISE]
    screen.bot.waitUntil(lambda: fold.area.verticalScrollBar().maximum() > 0)
    screen.bot.waitUntil(lambda: all(map(is_laid_out, broken.findChildren(QLabel))))
    assert is_whole_in(broken, fold.area)
    assert (broken.property("tint"), fold._places[Matter.INVOICE].property("tint")) == ("changed", "")


@pytest.fixture
def row(screen: Screen) -> ChipRow:
    made = ChipRow()
    screen.bot.addWidget(made)
    made.show_chips([Chip(matter, words) for matter, words in zip(Matter, "ABCDEF", strict=False)])
    made.resize(300, 24)
    made.show()
    return made


def test_at_most_three_chips_then_how_many_more(row: ChipRow) -> None:
    assert chip_texts(row) == ["A", "B", "C", "+ 3"]
    chosen: list[str] = []
    row.chosen.connect(chosen.append)
    row._more.click()
    assert chosen == [Matter.NOT_SENT]
    assert row._more.accessibleName() == "3 til: D, E, F"
    row.resize(80, 24)
    assert chip_texts(row)[-1] == "+ 5"
    row.resize(300, 24)
    row.show_chips([Chip(Matter.AWAITED, "1 venter")])
    assert chip_texts(row) == ["1 venter"]


# ------------------------------------------------------------------ the facts to compare


def test_the_step_that_asks_who_it_is_shows_the_facts_to_compare(screen: Screen) -> None:
    """Gone from the next step, and in the short view too."""
    begin(screen, "2", confirmed=False)
    ui = screen.workspace.call.wizard.ui
    assert {"14.03.1979", "Granveien 4, 2317 Hamar", "990 00 418", "204 118", ONE_OF, EQUAL} <= set(texts(ui.step))
    screen.key(Qt.Key.Key_F9)
    assert "14.03.1979" in texts(ui.step)
    screen.digits("1")
    assert not ui.compare.isVisible()
    assert ui.member.identity.words.text() == "Bekreftet"


def test_the_number_that_rings_must_be_said_all_the_same(screen: Screen) -> None:
    screen.search("99000418")
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() > 0)
    screen.workspace.call.incoming_number.received("99000418")
    screen.workspace.call_session.open_member(ingunn(screen).id)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.record is not None)
    assert RINGS in texts(screen.workspace.call.on_line.compare)
    screen.digits("2")
    assert RINGS in texts(screen.workspace.call.wizard.ui.compare)


def test_with_one_fact_besides_the_date_it_is_that_one(screen: Screen) -> None:
    screen.services.members.change(ingunn(screen), {"phone": ""})
    begin(screen, "2", confirmed=False)
    shown = texts(screen.workspace.call.wizard.ui.compare)
    assert THIS in shown
    assert ONE_OF not in shown


@pytest.mark.own_window
def test_the_record_has_the_same_card_and_the_same_sentence(screen: Screen) -> None:
    """Mellomrom is answer 1, and so is the button."""
    screen.open("ingunn fjeldheim")
    on_line = screen.workspace.call.on_line
    assert {"14.03.1979", "Granveien 4, 2317 Hamar", "990 00 418"} <= set(texts(on_line.compare))
    assert on_line.compare.stops.widgets[0].accessibleName() == "Fødselsdato: 14.03.1979, må stemme"
    said = on_line.ui.sayText.text()
    screen.bot.mouseClick(on_line.ui.identityYes, Qt.MouseButton.LeftButton)
    assert screen.workspace.call_session.identity
    assert not on_line.compare.isVisible()
    screen.key(SPACE)
    assert on_line.compare.isVisible()
    screen.digits("2")
    assert screen.workspace.call.wizard.ui.sayText.text() == said


def test_a_missing_date_is_said_on_the_record(screen: Screen) -> None:
    screen.services.members.change(ingunn(screen), {"birth_date": ""})
    screen.open("ingunn fjeldheim")
    assert NO_DATE in texts(screen.workspace.call.on_line.compare)


# ------------------------------------------------------------------ who rings for another, and who has no record


@pytest.mark.own_window
def test_who_rings_for_another_sees_nothing_of_the_member(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(SPACE, SHIFT)
    screen.digits("9")
    screen.digits("1")
    ui = screen.workspace.call.wizard.ui
    assert texts(ui.member)[0] == FOR_ANOTHER
    assert CLOSED in texts(ui.member)
    assert not ui.fold.isVisible()
    everything = " ".join(label.text() for label in ui.left.findChildren(QLabel))
    assert "Granveien" not in everything
    assert "fakturaen" not in everything
    screen.control(DOWN)
    assert screen.window.ui.barText.text() == rules.CLOSED
    assert not panel(screen).is_open


def test_nothing_of_the_member_stays_when_the_caller_turns_out_to_ring_for_another(screen: Screen) -> None:
    begin(screen, "1")
    screen.control(DOWN)
    screen.workspace.call_session.ring_for_another()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert CLOSED in texts(panel(screen)._ui.left)
    assert panel(screen)._ui.trail.isVisible()
    for page in (screen.workspace.call.wizard, screen.workspace.call.review):
        assert not [each.text() for each in page.ui.left.findChildren(QLabel) if "fakturaen" in each.text()]
    screen.workspace.call_session.ring_for_another()
    assert texts(panel(screen)._ui.left)[0] == "Ingunn Fjeldheim"
    screen.control(DOWN)
    assert any("Lovet oppringing" in text for text in texts(panel(screen)._ui.left))


def test_a_caller_without_a_record_has_no_remarks_and_no_identity(screen: Screen) -> None:
    screen.workspace.call_session.open_unknown_caller("22000000", "Fjordavisa")
    screen.workspace.call_session.begin("annet")
    ui = screen.workspace.call.wizard.ui
    assert ui.member.name.text() == "Fjordavisa"
    assert "22 00 00 00" in ui.member.lines.text()
    for part in (ui.fold, ui.member.identity, ui.member.chips):
        assert not part.isVisible()


# ------------------------------------------------------------------ widths, footer


def test_in_a_narrow_window_the_strip_has_name_identity_and_chips_and_the_remarks_open_over_the_step(
    screen: Screen,
) -> None:
    screen.window.resize(1100, 688)
    begin(screen, "2", confirmed=False)
    ui = screen.workspace.call.wizard.ui
    assert not ui.left.isVisible()
    assert {"Ingunn Fjeldheim", "Ikke bekreftet"} <= set(texts(ui.strip))
    assert chip_texts(ui.strip.chips) == ["Brutt løfte", "1 venter", "Forfalt faktura"]
    assert ui.compare.isVisible()
    screen.control(DOWN)
    fold = panel(screen).fold
    assert (fold.isVisible(), fold.width()) == (True, 320)
    assert is_whole_in(fold, screen.workspace.call.wizard)
    assert screen.focus is screen.workspace.call.wizard.ui.answers
    screen.key(ESC)
    assert not fold.isVisible()


@pytest.mark.parametrize("digits", ["1", "41"])
def test_in_a_wide_window_the_remarks_are_a_column_that_is_always_open(screen: Screen, digits: str) -> None:
    screen.window.resize(1640, 900)
    begin(screen, digits)
    ui = panel(screen)._ui
    assert ui.remarksColumn.isVisible()
    assert any("Lovet oppringing" in text for text in texts(ui.remarksColumn))
    assert ui.trail.isVisible()
    assert not ui.fold.isVisible()
    focused = screen.focus
    screen.control(DOWN)
    head = panel(screen).fold.head
    assert (ui.remarksColumn.isVisible(), head.property("tint")) == (True, "changed")
    assert not screen.window.ui.bar.isVisible()
    screen.key(ESC)
    assert (ui.remarksColumn.isVisible(), head.property("tint")) == (True, "")
    assert screen.focus is focused, "Esc takes back what Ctrl+↓ did, and no more"
    assert screen.window.ui.search.text() == "ingunn fjeldheim"
    screen.window.resize(1366, 688)
    screen.bot.waitUntil(ui.fold.isVisible)
    assert not ui.remarksColumn.isVisible()


def test_the_whole_procedure_takes_the_column_of_the_remarks_and_gives_it_back(screen: Screen) -> None:
    screen.window.resize(1640, 900)
    begin(screen, "1")
    ui = screen.workspace.call.wizard.ui
    screen.key(Qt.Key.Key_F8)
    assert (ui.whole.isVisible(), ui.remarksColumn.isVisible(), ui.fold.isVisible()) == (True, False, True)
    screen.key(Qt.Key.Key_F8)
    assert (ui.whole.isVisible(), ui.remarksColumn.isVisible()) == (False, True)


@pytest.mark.parametrize("digits", ["1", "41"])
def test_the_mouse_parks_changes_the_topic_and_discards(screen: Screen, digits: str) -> None:
    """In the wizard and in the review."""
    begin(screen, digits)
    call_session, call = screen.workspace.call_session, screen.workspace.call
    switch, cut, discard = (each for each in panel(screen)._ui.topic.menu().actions() if each.isVisible())
    names = [action.text().split("\t")[0] for action in (switch, cut, discard)]
    assert names == ["Bytt emne", "Samtalen ble brutt", "Forkast samtalen"]
    for act in (switch, cut):
        act.trigger()
        assert call.currentWidget() is call.on_line
        screen.key(ESC)
    panel(screen)._ui.park.click()
    assert (call_session.run, len(call_session.parked)) == (None, 1)
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: call.member is not None)
    panel(screen)._ui.topic.menu().actions()[-1].trigger()
    assert (call_session.run, len(call_session.parked)) == (None, 0)


@pytest.mark.parametrize("size", [(1366, 688), (1100, 688)])
def test_the_mouse_says_that_the_caller_rings_for_another_and_takes_it_back(
    screen: Screen, size: tuple[int, int]
) -> None:
    """In the footer, and in the strip of a narrow window."""
    screen.window.resize(*size)
    begin(screen, "1")

    def press() -> str:
        """What the button is called after it was pressed; the page may be another."""
        ui = panel(screen)._ui
        if ui.left.isVisible():
            screen.bot.mouseClick(ui.forAnother, Qt.MouseButton.LeftButton)
            return panel(screen)._ui.forAnother.text()
        ui.strip.topic.for_another.trigger()
        return panel(screen)._ui.strip.topic.for_another.text().split("\t")[0]

    assert press() == STILL_MEMBER
    assert not panel(screen).has_remarks
    assert press() == FOR_ANOTHER
    assert panel(screen)._ui.member.identity.words.text() == "Ikke bekreftet"


def test_another_inquiry_begins_with_the_remarks_closed(screen: Screen) -> None:
    begin(screen, "1")
    screen.control(DOWN)
    screen.workspace.call_session.begin("utmelding")
    assert not panel(screen).is_open
    screen.workspace.call_session.answer("maate", Answer(choice="min_side"))
    screen.key(DOWN, CONTROL)
    assert panel(screen).is_open
    assert screen.workspace.call.review.member is panel(screen)


def test_the_subjects_are_seen_below_the_facts_to_compare(screen: Screen) -> None:
    """Six of them at 1366x768, and the facts with them."""
    screen.open("ingunn fjeldheim")
    screen.at_rest()
    ui = screen.workspace.call.on_line.ui
    assert ui.key58.text() == "1–9"
    buttons = ui.categories.findChildren(AnswerButton)
    shown = [b for b in buttons if b.visibleRegion().boundingRect().height() == b.height()]
    assert {"1", "2", "3", "4", "5", "6"} <= {b.digit for b in shown}
    assert not screen.workspace.call.on_line.compare.visibleRegion().isEmpty()


def test_in_every_step_of_a_call_the_remarks_open_and_nothing_else_changes(screen: Screen) -> None:
    """A step with answers, a date, «Stemmer dette?», a transfer, the review."""
    begin(screen, "7")
    call = screen.workspace.call
    keys: tuple[str, ...] = ("1", "\r", "-11\r", "2", "1", "1", "1", "31.12\r", "2", "\r", "0", "0", "2", "\r")
    seen = set()
    for typed in (*keys, "1"):
        step = call.wizard.step.step if call.currentWidget() is call.wizard else None
        before = (screen.focus, call.wizard.ui.field.text(), step)
        screen.control(DOWN)
        assert panel(screen).is_open
        assert panel(screen).fold.isVisible()
        assert any("Lovet oppringing" in text for text in texts(panel(screen).fold))
        after = call.wizard.step.step if call.currentWidget() is call.wizard else None
        assert (screen.focus, call.wizard.ui.field.text(), after) == before
        screen.key(ESC)
        assert not panel(screen).is_open
        assert screen.focus is before[0]
        seen.add(step.id if step else "se over")
        if typed.isdigit():
            screen.digits(typed)
        else:
            screen.type(typed.rstrip("\r"))
            screen.confirm()
        screen.at_rest()
    assert call.currentWidget() is call.review
    assert {"mottatt", "sloyfe2_ledig", "ds_ledig", "se over"} <= seen
