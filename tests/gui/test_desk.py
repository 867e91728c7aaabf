"""What the operator does at the desk, in the whole window, by keys."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from sqlalchemy import text

from sentralbord_desktop.domain.errors import DatabaseBusyError, SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Receipt
from sentralbord_desktop.domain.members.record import RecentCall
from sentralbord_desktop.gui.imports.import_panel import ImportPage
from sentralbord_desktop.gui.widgets.splitter import Splitter
from sentralbord_desktop.gui.wizard.action_card import ActionCard
from sentralbord_desktop.services.drafts.draft import Draft
from tests.gui.conftest import Screen

SHIFT = Qt.KeyboardModifier.ShiftModifier


def complete_a_resignation(screen: Screen, name: str = "inge fjeldheim") -> None:
    screen.open(name)
    screen.key(Qt.Key.Key_Space)
    screen.digits("41")
    screen.key(Qt.Key.Key_Space)
    screen.finish()


def test_one_key_leaves_everything_and_the_next_call_can_be_typed(screen: Screen) -> None:
    complete_a_resignation(screen)
    assert "Fullført for Inge Fjeldheim" in screen.workspace.home.ui.receiptTitle.text()
    assert screen.focus is screen.window.ui.search
    assert screen.window.ui.search.text() == ""


def test_ctrl_z_opens_the_inquiry_again_with_its_answers(screen: Screen) -> None:
    complete_a_resignation(screen)
    screen.control(Qt.Key.Key_Z)
    call_session = screen.workspace.call_session
    screen.bot.waitUntil(lambda: call_session.run is not None)
    assert call_session.run is not None
    assert call_session.run.given["maate"].choice == "min_side"
    hit = screen.services.members.search("inge fjeldheim")[0]
    standing = screen.services.members.open(hit.id).remarks
    assert not [remark for remark in standing if "ønsket utmelding" in remark.text]


def test_what_must_be_said_stops_fullfor_until_it_is_said(screen: Screen) -> None:
    """TR-7: the deadline."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.type("-11")
    screen.key(Qt.Key.Key_Return)
    screen.digits("2111")
    screen.type("vet ikke")
    screen.key(Qt.Key.Key_Return)
    screen.digits("1222")
    screen.control(Qt.Key.Key_Return)
    assert screen.workspace.call_session.receipt is None
    assert "Si det" in screen.workspace.call.review.ui.state.text()
    screen.key(Qt.Key.Key_Space)
    screen.finish()


def test_a_skal_cannot_be_struck_and_a_bor_needs_a_reason(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("511")
    screen.type("9")
    screen.key(Qt.Key.Key_Return)
    review = screen.workspace.call.review
    cards = {card.action.kind: card for card in review.card_list.cards}
    review.card_list.choose(cards["NOTE"].action.id)
    review.strike_chosen()
    assert "skal" in review.ui.state.text()
    assert review.review.on == {}
    review.card_list.choose(cards["EMAIL"].action.id)
    review.strike_chosen()
    assert "hvorfor" in review.ui.state.text()
    screen.bot.keyClicks(screen.focus, "avdelingen ringte selv")
    screen.key(Qt.Key.Key_Return)
    screen.finish()
    messages = screen.services.outbox.all()
    assert not [m for m in messages if "overføring" in m.subject.casefold()]


def test_the_note_can_be_edited_before_it_is_written(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("41")
    review = screen.workspace.call.review
    number = next(n for n, card in enumerate(review.card_list.cards, 1) if card.action.kind == "NOTE")
    screen.digits(str(number))
    screen.key(Qt.Key.Key_F2)
    screen.type(" Ringer igjen fredag.")
    screen.control(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Space)
    screen.finish()
    hit = screen.services.members.search("inge fjeldheim")[0]
    assert "Ringer igjen fredag." in screen.services.members.open(hit.id).remarks[0].text


def card_of(screen: Screen, kind: str) -> ActionCard:
    return next(c for c in screen.workspace.call.review.card_list.cards if c.action.kind == kind)


def press_digit_of(screen: Screen, kind: str) -> None:
    cards = screen.workspace.call.review.card_list.cards
    screen.type(str([card.action.kind for card in cards].index(kind) + 1))


def test_a_struck_kan_is_told_why_and_the_note_says_so(screen: Screen) -> None:
    """UT-2: «kan». Enter takes the suggested reason."""
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("42")
    screen.key(Qt.Key.Key_Space)
    press_digit_of(screen, "SMS")
    screen.key(Qt.Key.Key_Space)
    assert "Skriv hvorfor" in screen.workspace.call.review.ui.state.text()
    screen.key(Qt.Key.Key_Return)
    assert "Alt som skal gjøres" in screen.workspace.call.review.ui.state.text()
    note = card_of(screen, "NOTE").action.text
    assert "sendes på SMS" not in note
    assert "SMS er ikke med: medlemmet ønsket det ikke." in note


def test_an_awaited_confirmation_is_mended_in_its_card(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("41")
    screen.key(Qt.Key.Key_Space)
    press_digit_of(screen, "AWAIT_CONFIRMATION")
    screen.key(Qt.Key.Key_F2)
    screen.key(Qt.Key.Key_Tab)
    screen.control(Qt.Key.Key_A)
    for wrong in ("tull", "i går"):
        screen.control(Qt.Key.Key_A)
        screen.type(wrong)
        screen.key(Qt.Key.Key_Return)
        assert not card_of(screen, "AWAIT_CONFIRMATION")._error.isHidden()
    screen.control(Qt.Key.Key_A)
    screen.type("31.12")
    screen.key(Qt.Key.Key_Return)
    assert "purres 31.12." in card_of(screen, "AWAIT_CONFIRMATION")._text.text()
    screen.finish()
    waiting = screen.services.confirmations.awaited()
    assert [c for c in waiting if c.member_name == "Inge Fjeldheim" and c.remind.month == 12]


def test_a_change_of_the_record_is_mended_in_its_card(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("21")
    screen.key(Qt.Key.Key_Return)
    screen.type("40011222")
    screen.control(Qt.Key.Key_Return)
    screen.digits("1")
    assert screen.workspace.call.currentWidget() is screen.workspace.call.review
    press_digit_of(screen, "UPDATE_MEMBER")
    screen.key(Qt.Key.Key_F2)
    screen.control(Qt.Key.Key_A)
    screen.type("40011333")
    screen.control(Qt.Key.Key_Return)
    assert "40011333" in card_of(screen, "UPDATE_MEMBER")._text.text().replace(" ", "")


def test_changing_an_answer_keeps_the_later_ones(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
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


def test_a_parked_inquiry_shows_name_step_and_age(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("71")
    screen.control(Qt.Key.Key_P)
    parked = screen.workspace.home.ui.parkedList
    assert parked.item(0).text() == ("Ingunn Fjeldheim\nTrøbbel på jobben · Når fikk du brevet? · nettopp startet")


def test_a_wrong_date_is_explained_and_stands(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("71")
    screen.type("tull")
    screen.key(Qt.Key.Key_Return)
    ui = screen.workspace.call.wizard.ui
    assert ui.fieldError.text() == "Skriv dagen som 13.11 eller -11."
    assert ui.field.text() == "tull"


def test_a_fodselsnummer_is_neither_searched_nor_kept(screen: Screen) -> None:
    screen.search("14037912345")
    assert screen.window.ui.search.text() == "14.03.79"


def test_no_hit_offers_a_caller_without_a_record(screen: Screen) -> None:
    screen.search("99000777")
    call = screen.workspace.call
    screen.bot.waitUntil(lambda: call.ui.hitCount.text() == "Ingen treff")
    screen.bot.waitUntil(lambda: "Lest som telefon 990 00 777." in call.on_line.unknown_caller_panel._ids.text())
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.unknown_caller == ("99000777", ""))
    screen.digits("3")
    assert screen.workspace.call_session.run is not None
    assert screen.workspace.call_session.run.procedure.id == "innmelding"


def test_whoever_wished_to_join_and_is_dismissed_is_asked_whether_they_are_a_member(screen: Screen) -> None:
    """TR-1: only the category had told that they were not."""
    screen.search("99000777")
    screen.bot.waitUntil(lambda: screen.workspace.call.ui.hitCount.text() == "Ingen treff")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.unknown_caller == ("99000777", ""))
    for category, digit in (("innmelding", "3"), ("media", "92")):
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


def test_esc_climbs_down_one_rung_at_a_time(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("71")
    screen.key(Qt.Key.Key_Escape)
    assert screen.focus is screen.window.ui.search
    screen.key(Qt.Key.Key_Escape)
    assert screen.window.ui.search.text() == ""
    assert screen.workspace.call_session.run is not None


def test_a_letter_typed_in_a_panel_goes_to_the_search_field(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.type("h")
    assert screen.focus is screen.window.ui.search
    assert screen.window.ui.search.text() == "h"


def test_a_number_pasted_anywhere_is_searched(screen: Screen) -> None:
    screen.window.show_page("callbacks")
    QApplication.clipboard().setText("+47 990 00 418")
    screen.control(Qt.Key.Key_V)
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() == 2)


def test_the_number_in_a_copied_line_is_searched_from_a_field_too(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_M)
    QApplication.clipboard().setText("Anrop fra 990 00 418")
    screen.bot.keyClick(
        screen.focus, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() == 2)
    assert screen.window.ui.search.text() == "990 00 418"


def test_a_foreign_number_of_eleven_digits_is_no_birth_number(screen: Screen) -> None:
    screen.search("46701234567")
    assert screen.window.ui.search.text() == "46701234567"
    screen.window.search.clear()
    screen.search("22047912345")
    assert screen.window.ui.search.text() == "22.04.79"


def test_a_record_is_rectified_and_the_change_is_logged(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_F2)
    for _ in range(4):
        screen.key(Qt.Key.Key_Tab)
    field = screen.focus
    assert field.accessibleName() == "Telefon"
    screen.control(Qt.Key.Key_A)
    screen.type("990 00 999")
    screen.control(Qt.Key.Key_Return)
    record = screen.workspace.call.record
    screen.bot.waitUntil(lambda: record.ui.phone.text() == "990 00 999")
    hit = screen.services.members.search("99000999")[0]
    change = screen.services.members.open(hit.id).changes[0]
    assert (change.field, change.before, change.after) == ("phone", "99000418", "99000999")


def test_only_a_remark_is_written_with_ctrl_m(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    before = screen.workspace.call.record._models[0].rowCount()
    screen.control(Qt.Key.Key_M)
    screen.type("Sendte vedtektene.")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call.record._models[0].rowCount() == before + 1)


def test_a_callback_is_arranged_claimed_tried_and_answered(screen: Screen) -> None:
    callbacks = screen.workspace.callbacks
    screen.control(Qt.Key.Key_T)
    screen.type("990 00 321")
    screen.key(Qt.Key.Key_Tab)
    screen.type("Aa Prøvesen")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: any(c.number == "99000321" for c in callbacks.list.model.values))
    screen.control(Qt.Key.Key_2)
    row = next(n for n, c in enumerate(callbacks.list.sorted.values) if c.number == "99000321")
    callbacks.ui.table.selectRow(row)
    screen.digits("2")
    screen.bot.waitUntil(lambda: any(c.attempts and c.number == "99000321" for c in callbacks.list.model.values))
    row = next(n for n, c in enumerate(callbacks.list.sorted.values) if c.number == "99000321")
    callbacks.ui.table.selectRow(row)
    screen.digits("1")
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    assert screen.workspace.call_session.draft is not None
    assert screen.workspace.call_session.draft.callback_id is not None


def test_finishing_the_inquiry_closes_the_promise(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.control(Qt.Key.Key_R)
    assert screen.workspace.call_session.draft is not None
    promised = screen.workspace.call_session.draft.callback_id
    screen.digits("13")
    screen.type("Forklart")
    screen.key(Qt.Key.Key_Return)
    screen.finish()
    open_ones = [callback.id for callback in screen.services.callbacks.all_open()]
    assert promised is not None
    assert promised not in open_ones


def test_a_confirmation_that_has_come_leaves_the_list(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    before = len(screen.services.confirmations.awaited())
    screen.control(Qt.Key.Key_B)
    screen.bot.waitUntil(lambda: len(screen.services.confirmations.awaited()) == before - 1)


def test_the_view_is_remembered_for_the_operator(screen: Screen) -> None:
    assert screen.workspace.call.wizard.step.short is False
    screen.key(Qt.Key.Key_F9)
    screen.bot.waitUntil(lambda: screen.services.session.operator.help_level == "vant")


def test_a_list_is_saved_without_formulas(screen: Screen, tmp_path: Path) -> None:
    screen.window.show_page("callbacks")
    file = tmp_path / "liste.csv"
    screen.workspace.callbacks.list.write(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith('"Tilstand";"Ring";')  # no comma in a subject begins a cell either
    assert len(lines) == screen.workspace.callbacks.list.sorted.rowCount() + 1


@pytest.mark.parametrize("page", ["callbacks", "confirmations", "outbox"])
def test_a_list_of_members_that_is_saved_is_in_the_log_first(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    file = tmp_path / "liste.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    screen.window.show_page(page)
    shown = getattr(screen.workspace, page)
    shown.ui.exportList.click()
    screen.bot.waitUntil(file.exists)
    title = {"callbacks": "Ring tilbake", "outbox": "Utboks"}.get(page, "Venter på bekreftelse")
    with screen.services.database.reading() as session:
        asked = text("SELECT author, why FROM access WHERE what = 'eksport'")
        assert session.execute(asked).all() == [(screen.services.session.sign, f"liste: {title}")]


def test_a_list_that_cannot_be_logged_is_not_saved(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "liste.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))

    def refuses(*_: object) -> None:
        raise DatabaseBusyError("Et annet program holder registeret.")

    monkeypatch.setattr(screen.services.members, "log_list", refuses)
    screen.workspace.callbacks.ui.exportList.click()
    screen.bot.waitUntil(lambda: "holder registeret" in screen.window.ui.barText.text())
    assert not file.exists()


def test_a_file_is_imported_after_a_look_and_twice_changes_nothing(screen: Screen, tmp_path: Path) -> None:
    file = tmp_path / "nye.csv"
    file.write_text("medlemsnummer;fornavn;etternavn\n900001;Asta;Nyland\n;Uten;Nummer\n", encoding="utf-8")
    screen.window.show_page("settings")
    screen.workspace.settings.show_part("Register inn og ut")
    page = screen.workspace.settings.shown
    assert isinstance(page, ImportPage)
    page.read(file)
    screen.bot.waitUntil(lambda: page.ui.mapping.rowCount() == 3)
    page.look()
    screen.bot.waitUntil(lambda: page.ui.summary.text().startswith("1 ny"))
    assert "1 avvist" in page.ui.summary.text()
    page.write()
    screen.bot.waitUntil(lambda: page.past.bar.said.text().startswith("Lest inn: 1 ny"))
    assert screen.services.members.search("asta nyland")
    page.read(file)
    screen.bot.waitUntil(lambda: page.ui.look.isEnabled() and page.ui.mapping.rowCount() == 3)
    page.look()
    screen.bot.waitUntil(lambda: page.ui.error.text() == "Filen endrer ingenting.")
    assert not page.ui.write.isEnabled()


def test_an_import_is_undone_where_it_was_done(screen: Screen, tmp_path: Path) -> None:
    """It says what will happen first; the answer that is safe has the focus."""
    file = tmp_path / "feil fil.csv"
    file.write_text("medlemsnummer;fornavn;etternavn\n900001;Asta;Nyland\n204118;Inga;\n", "utf-8")
    member_imports = screen.services.member_imports
    member_imports.write(member_imports.preview(member_imports.read(file)))
    screen.window.show_page("settings")
    screen.workspace.settings.show_part("Register inn og ut")
    page = screen.workspace.settings.shown
    assert isinstance(page, ImportPage)
    past = page.past
    screen.bot.waitUntil(lambda: len(past.rows.values) == 1 and past.undo.isVisible())
    past.undo.setFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(past.question.isVisible)
    assert past.question.text() == ("Angre feil fil.csv? 1 nytt medlem tas ut. 1 får tilbake det som sto før.")
    assert past.no.hasFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(past.undo.isVisible)
    assert screen.services.members.search("asta nyland"), "no means no"
    past.undo.click()
    screen.bot.waitUntil(past.yes.isVisible)
    past.yes.click()
    screen.bot.waitUntil(lambda: past.bar.said.text().startswith("feil fil.csv er angret. 1 nytt"))
    assert screen.services.members.search("asta nyland") == []
    screen.bot.waitUntil(lambda: past.rows.values[0].undone is not None)
    assert not past.undo.isEnabled()


def test_a_bug_is_told_plainly_and_nothing_is_lost(screen: Screen) -> None:
    screen.workspace.bar.show_error(ValueError("Ingunn Fjeldheim"))
    assert "Noe gikk galt" in screen.window.ui.barText.text()
    assert "Ingunn" not in screen.window.ui.barText.text()


def test_ctrl_k_finds_a_command_by_word_and_runs_it(screen: Screen) -> None:
    screen.control(Qt.Key.Key_K)
    screen.type("mørk")
    box = screen.workspace._command_palette.box
    shown = [box.item(n).text() for n in range(box.count())]
    assert shown == ["Mørkt utseende", "Innstillinger: Utseende"]
    screen.key(Qt.Key.Key_Return)
    assert screen.application.theme.is_dark
    assert box.isHidden()
    screen.application.theme.choose("lyst")


def test_a_command_leaves_the_record_standing(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.control(Qt.Key.Key_K)
    screen.type("utmel")
    screen.key(Qt.Key.Key_Return)
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.procedure.id == "utmelding"
    assert run.facts.member.name == "Inge Fjeldheim"


def test_esc_closes_the_commands_and_nothing_is_searched(screen: Screen) -> None:
    screen.control(Qt.Key.Key_K)
    screen.type("finnes ikke")
    assert screen.workspace._command_palette.box.item(0).text().startswith("Ingen kommando")
    screen.key(Qt.Key.Key_Return)  # nothing to run
    screen.key(Qt.Key.Key_Escape)
    assert screen.workspace._command_palette.box.isHidden()
    assert screen.window.ui.search.text() == ""


def test_moved_panels_are_remembered_and_put_back(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    panels = screen.workspace.call.ui.panels
    screen.bot.waitUntil(lambda: 0 not in panels.sizes())  # the categories have come in
    drawn = panels.sizes()
    panels.moveSplitter(340, 1)
    assert panels.sizes()[0] > drawn[0]
    again = Splitter()  # the next start
    for _ in range(3):
        again.addWidget(QWidget())
    again.arrange("samtale", (288, 0, 272))
    again.resize(panels.size())
    again.show()
    screen.bot.waitUntil(lambda: again.sizes()[0] == panels.sizes()[0])
    again.close()
    screen.window.activateWindow()
    screen.key(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier, SHIFT)
    assert panels.sizes() == drawn


def test_a_narrow_window_folds_the_left_panel_and_says_who(screen: Screen) -> None:
    screen.window.resize(1100, 688)
    screen.open("inge fjeldheim")
    assert screen.workspace.call.ui.left.isHidden()
    screen.key(Qt.Key.Key_Space)
    screen.digits("4")
    wizard = screen.workspace.call.wizard.ui
    assert wizard.left.isHidden()
    assert wizard.strip.text() == "Inge Fjeldheim"
    screen.window.resize(1366, 688)
    assert not wizard.left.isHidden()
    assert wizard.strip.isHidden()


def test_a_call_parked_before_the_procedure_changed_says_so(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("4")
    screen.control(Qt.Key.Key_P)
    call_session = screen.workspace.call_session
    screen.bot.waitUntil(lambda: len(call_session.parked) == 1 and call_session.draft is None)
    older = call_session.parked[0].model_copy(update={"version": 0})
    call_session.resume(older)
    screen.bot.waitUntil(lambda: call_session.run is not None)
    assert "«Utmelding» er endret siden du parkerte" in screen.window.ui.barText.text()


def park(screen: Screen, who: str) -> None:
    screen.open(who)
    screen.digits("71")
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is None)


def test_ctrl_p_with_several_parked_calls_asks_which_by_digit(screen: Screen) -> None:
    """Design, section 3: one is taken up at once, several open a list."""
    for who in ("ingunn fjeldheim", "inge fjeldheim"):
        park(screen, who)
    screen.control(Qt.Key.Key_P)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [
        "&1  Inge Fjeldheim – Trøbbel på jobben, nettopp parkert",
        "&2  Ingunn Fjeldheim – Trøbbel på jobben, nettopp parkert",
    ]
    screen.bot.keyClick(menu, Qt.Key.Key_2)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is not None)
    assert screen.workspace.call_session.draft is not None
    assert screen.workspace.call_session.draft.title == "Ingunn Fjeldheim"
    assert [draft.title for draft in screen.workspace.call_session.parked] == ["Inge Fjeldheim"]


def test_a_call_that_has_been_parked_for_long_says_so_in_the_header(screen: Screen) -> None:
    park(screen, "ingunn fjeldheim")
    chip = screen.window.ui.parked
    assert chip.text() == " 1 parkert   Ctrl+P"
    (draft,) = screen.workspace.call_session.parked
    earlier = screen.services.session.clock() - timedelta(minutes=28)
    screen.workspace.parked.show([draft.model_copy(update={"put_aside": earlier})])
    assert chip.text() == " 1 parkert i 28 min   Ctrl+P"
    assert chip.accessibleName() == "1 parkert samtale, den eldste i 28 min"


def ready_to_complete(screen: Screen) -> Draft:
    screen.open("fjeldheim")
    screen.workspace.call_session.begin("utmelding")
    screen.workspace.call_session.answer("maate", Answer(choice="min_side"))
    draft = screen.workspace.call_session.draft
    assert draft is not None
    return draft


def test_the_next_call_is_let_be_when_a_slow_fullfor_answers(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """As over a server that hangs: what is completed is not parked too, and nobody is torn away."""
    call_session, inquiries = screen.workspace.call_session, screen.services.inquiries
    really, may_go_on = inquiries.complete, threading.Event()

    def slowly(draft: Draft) -> Receipt:
        may_go_on.wait(10)
        return really(draft)

    monkeypatch.setattr(inquiries, "complete", slowly)
    first = ready_to_complete(screen)
    call_session.complete()
    call_session.complete()  # pressed twice
    call_session.open_member(screen.services.members.search("tveitan")[0].id)
    may_go_on.set()
    screen.bot.waitUntil(lambda: call_session.receipt is not None)

    def opened() -> str:
        return call_session.record.member.last_name if call_session.record is not None else ""

    screen.bot.waitUntil(lambda: opened() == "Tveitan")
    assert "Fullført for" in screen.window.ui.barText.text()
    assert first.id not in [draft.id for draft in screen.services.parking.drafts()]


def test_a_fullfor_that_failed_behind_the_next_call_is_parked(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    call_session, may_go_on = screen.workspace.call_session, threading.Event()

    def in_vain(_: Draft) -> Receipt:
        may_go_on.wait(10)
        raise SwitchboardError("Disken er full.")

    monkeypatch.setattr(screen.services.inquiries, "complete", in_vain)
    first = ready_to_complete(screen)
    call_session.complete()
    call_session.open_member(screen.services.members.search("tveitan")[0].id)
    may_go_on.set()
    screen.bot.waitUntil(lambda: first.id in [d.id for d in screen.services.parking.drafts()])
    assert "Disken er full." in screen.window.ui.barText.text()


def test_one_key_gives_the_next_to_ring_from_any_page(screen: Screen) -> None:
    screen.control(Qt.Key.Key_J)
    page = screen.workspace.callbacks
    sign = screen.services.session.sign
    screen.bot.waitUntil(lambda: page.list.current is not None and page.list.current.claimed_by == sign)
    assert screen.window.page == "callbacks"
    assert "er din i et kvarter" in page.ui.foot.text()


def test_what_must_wait_for_the_server_is_said_and_a_reading_behind_is_not(screen: Screen) -> None:
    connection_status, bar = screen.workspace.connection_status, screen.window.ui.barText
    connection_status._show(False)
    lost = bar.text()
    screen.workspace.bar.failed_behind(DatabaseBusyError("Ikke kontakt."))
    assert bar.text() == lost
    screen.workspace.call_session.refused.emit(DatabaseBusyError("Ikke kontakt."))
    assert bar.text() == f"Det må vente. {lost}"


def test_what_came_of_calls_is_written_alike(screen: Screen) -> None:
    calls = screen.workspace.call.home
    now = screen.services.session.clock()
    calls.show_recent([RecentCall(now, "Kari Nordmann", "", None, "", "fullført")], now)
    item = calls.ui.recentList.item(0)
    assert item is not None
    assert item.text().endswith("Fullført")
