"""Fullfør: what must be said first, the receipt with what is left by hand, and a call that is opened again."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QTableView

from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.completed_inquiry import CompletedInquiry, StoredAction
from sentralbord_desktop.domain.inquiries.inquiry import Action, Receipt
from sentralbord_desktop.domain.members.member import PhoneCall
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.gui.call.call_dialog import ANSWERS, LEFT_OUT, NO_ANSWERS, RESULTS, SENT, CallDialog, parts_of
from sentralbord_desktop.procedures.model import StepRole
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.services.drafts import Draft
from tests.helpers import calls
from tests.helpers.keyboard import SHIFT
from tests.helpers.pages import settled_review
from tests.helpers.screen import Let, Screen
from tests.helpers.window_calls import (
    at_the_form_of_one_who_joins,
    begin_call,
    complete_a_resignation,
    resign,
    type_letters,
)


def without_record(screen: Screen) -> None:
    """A dismissal of one whom the register does not know and nobody can ring, completed."""
    screen.workspace.call_session.open_unknown_caller("", "Roar Ukjent")
    screen.workspace.call_session.begin("trobbel")
    for _ in range(25):
        run = screen.workspace.call_session.run
        assert run is not None
        if run.current is None:
            break
        step = run.current
        if step.field == "department":
            screen.bot.keyClicks(screen.focus, "4")
        elif step.id == "tlf":
            screen.bot.keyClicks(screen.focus, "ingen")
        elif step.many:
            screen.digits("1")
        elif step.field == "date":
            screen.bot.keyClicks(screen.focus, "-3")
        elif step.field == "text" and step.role is not StepRole.BEST_TIME:
            screen.bot.keyClicks(screen.focus, "Renhold Øst")
        elif not step.field:
            wanted = {"ds_ledig": "0", "sloyfe2_ledig": "0", "forhandling": "2", "naer_ledig": "0"}
            screen.digits(wanted.get(step.id, "1"))
            continue
        screen.confirm()
    review = screen.workspace.call.review
    screen.bot.waitUntil(lambda: screen.workspace.call.currentWidget() is review)
    for action in review.reviewed_actions:
        if action.must_be_said and action.id not in review.review.said:
            review.said_confirmed.emit((action.id,))
    screen.finish()
    QApplication.processEvents()


def test_one_completion_builds_its_outcome_once(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    resign(screen, "1")
    built: list[str] = []
    build = Outcome.__init__

    def counted(self: Outcome, *args: Any) -> None:
        built.append(threading.current_thread().name)
        build(self, *args)

    monkeypatch.setattr("sentralbord_desktop.procedures.outcome.Outcome.__init__", counted)
    screen.finish()
    assert screen.workspace.call_session.receipt is not None
    assert len(built) == 1, built


def test_each_leads_to_its_own_page(screen: Screen) -> None:
    without_record(screen)
    place = screen.workspace.home.ui.handwork
    buttons = {b.text(): b for b in place.findChildren(QPushButton)}
    (mail,) = [text for text in buttons if "Ctrl+6" in text]
    (ring,) = [text for text in buttons if "Ctrl+2" in text]
    assert "til DS avd. 4" in mail
    assert "Oppringingen" not in mail
    assert "Oppringingen mangler" in ring
    (record,) = [text for text in buttons if "Ctrl+3" in text]
    assert "Merknaden" in record
    for text, page in ((ring, "callbacks"), (record, "confirmations")):
        buttons[text].click()
        assert screen.window.page == page
        screen.window.show_page("call")
    buttons[mail].click()
    assert screen.window.page == "outbox"


def test_letters_typed_while_it_is_completed_stay(screen: Screen) -> None:
    """The receipt emptied the field under the hands of whoever searched for the next one."""
    begin_call(screen, "inge fjeldheim", "42")
    screen.confirm()
    screen.key(Qt.Key.Key_Space)
    screen.at_rest()
    screen.control(Qt.Key.Key_Return)
    type_letters(screen, "nora")
    screen.at_rest()
    assert screen.window.ui.search.text() == "nora"
    assert screen.workspace.call.currentWidget() is screen.workspace.call.on_line
    assert "Lagret for Inge" in screen.window.ui.barText.text()


def test_what_is_being_completed_cannot_be_thrown_away(screen: Screen) -> None:
    begin_call(screen, "inge fjeldheim", "42")
    screen.confirm()
    screen.key(Qt.Key.Key_Space)
    screen.at_rest()
    screen.control(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier, SHIFT)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.receipt is not None)
    assert "Ingenting er lagret" not in screen.window.ui.barText.text()


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


def test_a_call_that_was_opened_again_and_discarded_leaves_no_receipt(screen: Screen) -> None:
    """«Merknad og telefonlogg er lagret» stood in green over the first page, and both were taken back."""
    complete_a_resignation(screen)
    screen.control(Qt.Key.Key_Z)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    screen.key(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    screen.at_rest()
    home = screen.workspace.home
    assert screen.workspace.call.currentWidget() is home
    assert not home.ui.receipt.isVisible()


def test_what_must_be_said_stops_fullfor_until_it_is_said(screen: Screen) -> None:
    """TR-7: the deadline."""
    settled_review(screen)
    screen.control(Qt.Key.Key_Return)
    assert screen.workspace.call_session.receipt is None
    assert "Si teksten" in screen.workspace.call.review.ui.state.text()
    screen.key(Qt.Key.Key_Space)
    screen.finish()


def ready_to_complete(screen: Screen) -> Draft:
    begin_call(screen, "inge fjeldheim", "42")
    screen.confirm()
    screen.at_rest()
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
    assert "Lagret for" in screen.window.ui.barText.text()
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
    screen.bot.waitUntil(lambda: "Disken er full." in screen.window.ui.barText.text())


def completed(screen: Screen) -> None:
    begin_call(screen, "inge fjeldheim", "42")
    screen.confirm()
    screen.key(Qt.Key.Key_Space)
    screen.finish()


def test_what_is_begun_while_a_call_is_opened_again_stands(screen: Screen, held: Callable[[], Let]) -> None:
    completed(screen)
    let_go = held()
    screen.control(Qt.Key.Key_Z)
    screen.workspace.call_session.open_unknown_caller("99000777", "Avisa")
    screen.workspace.call_session.begin("media")
    draft = screen.workspace.call_session.draft
    assert draft is not None
    let_go()
    assert screen.workspace.call_session.draft is not None
    assert screen.workspace.call_session.draft.id == draft.id
    assert any("Inge" in d.title for d in screen.workspace.call_session.parked), "the one that was opened again waits"


def test_what_is_completed_in_vain_keeps_its_member(
    screen: Screen, held: Callable[[], Let], monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_vain(_: Draft) -> Receipt:
        raise SwitchboardError("Disken er full.")

    begin_call(screen, "inge fjeldheim", "42")
    screen.confirm()
    screen.key(Qt.Key.Key_Space)
    screen.at_rest()
    monkeypatch.setattr(screen.services.inquiries, "complete", in_vain)
    let_go = held()
    screen.control(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    let_go()
    call_session = screen.workspace.call_session
    assert call_session.draft is not None
    assert call_session.record is not None
    assert call_session.record.member.id == call_session.draft.member_id


def test_the_receipt_says_what_was_done_what_waits_and_what_is_left_by_hand(screen: Screen) -> None:
    resign(screen, "2")
    screen.finish()
    ui = screen.workspace.home.ui
    assert ui.receipt.isVisible()
    assert ui.receiptTitle.text() == "Lagret for Inge Fjeldheim"
    assert ui.receiptText.text() == "Merknad og telefonlogg. Venter på skriftlig bekreftelse."
    screen.bot.waitUntil(lambda: any(b.isVisible() for b in ui.handwork.findChildren(QPushButton)))
    (button,) = (b for b in ui.handwork.findChildren(QPushButton) if b.isVisible())
    assert "SMS til" in button.text()
    button.click()
    assert screen.window.page == "outbox"


def test_ctrl_enter_too_many_completes_nothing_that_nobody_has_seen(screen: Screen) -> None:
    """The form of one who wants to join is the last step: the press after it would be Fullfør."""
    at_the_form_of_one_who_joins(screen)
    call = screen.workspace.call
    screen.bot.keyClick(screen.focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert call.wizard.ui.fieldError.text() == ""  # nor is a form sent that was not seen
    for field, name in (("first_name", "Odd"), ("last_name", "Berg")):
        screen.bot.keyClicks(call.wizard.step.form.edits[field], name)
    for _ in range(2):
        screen.bot.keyClick(screen.focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.at_rest()
    assert call.currentWidget() is call.review
    assert screen.workspace.call_session.receipt is None
    screen.bot.waitUntil(lambda: call.inquiry.double_press_guard._is_seen)
    screen.finish()  # once it has been read


def rows_of_calls(screen: Screen) -> QTableView:
    """The tab Samtaler of the open record, with the first row chosen."""
    ui = screen.workspace.call.record.ui
    ui.tabs.setCurrentIndex(1)
    table = ui.lists.currentWidget()
    assert isinstance(table, QTableView)
    table.setFocus(Qt.FocusReason.TabFocusReason)
    table.setCurrentIndex(table.model().index(0, 0))
    return table


def by_enter(screen: Screen, table: QTableView) -> None:
    screen.bot.keyClick(table, Qt.Key.Key_Return)


def by_click(screen: Screen, table: QTableView) -> None:
    place = table.visualRect(table.model().index(0, 1)).center()
    screen.bot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def by_menu_key(screen: Screen, table: QTableView) -> None:
    screen.bot.keyClick(table, Qt.Key.Key_Menu)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Vis samtalen\tEnter"]
    screen.bot.keyClick(menu, Qt.Key.Key_Return)


def dialogs(screen: Screen) -> list[CallDialog]:
    return [one for one in screen.window.findChildren(CallDialog) if one.isVisible()]


@pytest.mark.parametrize("way", [by_enter, by_click, by_menu_key])
def test_a_row_of_the_calls_opens_with_questions_answers_and_what_came_of_it(
    screen: Screen, way: Callable[[Screen, QTableView], None]
) -> None:
    complete_a_resignation(screen)
    screen.open("inge fjeldheim")
    asked = len(screen.services.privacy.lookups())
    way(screen, rows_of_calls(screen))
    screen.bot.waitUntil(lambda: bool(dialogs(screen)))
    (dialog,) = dialogs(screen)
    groups = dict(dialog.groups)
    assert ("Hvordan vil du sende det?", "Skjemaet på Min Side") in [(part.head, part.text) for part in groups[ANSWERS]]
    heads = [part.head for part in groups[RESULTS]]
    assert {"Merknad", "Venter på bekreftelse"} <= set(heads)
    shown = "\n".join(one.text() for one in dialog.findChildren(QLabel))
    assert all(part.text in shown for part in groups[RESULTS])
    aloud = dialog.words.splitlines()
    assert all(f"{heading}." in aloud for heading in groups)
    assert all(line.strip(".") in "\n".join(shown.splitlines()) for line in aloud if line.strip(".") in groups)
    screen.at_rest()
    (read,) = [one for one in screen.services.privacy.lookups()[: -asked or None] if one.what == "så samtalen"]
    record = screen.workspace.call_session.record
    assert record is not None
    assert read.member_id == record.member.id
    screen.bot.keyClick(dialog, Qt.Key.Key_Escape)
    screen.bot.waitUntil(lambda: dialogs(screen) == [])


def test_a_call_that_is_read_late_is_not_shown_over_another_caller(screen: Screen, held: Callable[[], Let]) -> None:
    complete_a_resignation(screen)
    screen.open("inge fjeldheim")
    table = rows_of_calls(screen)
    let_go = held()
    by_enter(screen, table)
    screen.workspace.call_session.open_unknown_caller("99000777")
    let_go()
    assert dialogs(screen) == []


def test_a_call_without_a_record_is_read_on_the_first_page_and_when_the_number_rings_again(screen: Screen) -> None:
    said = ("åpningstider", "svart", "Stengt i romjula")
    screen.services.inquiries.complete(
        calls.ready(screen.services, "annet", None, *said, number="41234567", name="Odd Ukjent")
    )
    screen.workspace.refresher.read_all()
    recent, home = screen.workspace.home.ui.recentList, screen.workspace.call.home
    screen.bot.waitUntil(lambda: any("Odd Ukjent" in recent.item(n).text() for n in range(recent.count())))
    recent.setFocus()
    recent.setCurrentRow(next(n for n in range(recent.count()) if "Odd Ukjent" in recent.item(n).text()))
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: bool(dialogs(screen)))
    (dialog,) = dialogs(screen)
    assert "Hva svarte du?: Stengt i romjula" in dialog.words
    again = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Ringer igjen")
    again.click()
    screen.bot.waitUntil(lambda: dialogs(screen) == [])
    screen.window.activateWindow()
    assert screen.workspace.call.currentWidget() is not home
    earlier = screen.workspace.call.on_line.unknown_caller_panel.calls
    screen.bot.waitUntil(lambda: earlier.isVisible() and earlier.count() == 1)
    assert "Svart: åpningstider. Stengt i romjula" in earlier.item(0).text()
    earlier.setFocus()
    earlier.setCurrentRow(0)
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: bool(dialogs(screen)))
    dialogs(screen)[0].close()


def test_a_call_without_answers_is_read_aloud_as_it_is_shown(screen: Screen) -> None:
    call = PhoneCall(
        id=1, started=now(), ended=now(), category="utmelding", outcome="fullført: ville ikke ut", author="MH"
    )
    dialog = CallDialog("Utmelding", call, None, now(), screen.window)
    assert dialog.words.splitlines()[1:] == [NO_ANSWERS, call.outcome]
    assert dialog.words.endswith(f"ført av MH.\n{NO_ANSWERS}\n{call.outcome}")
    dialog.close()


def test_what_was_not_said_and_what_was_left_out_is_not_told_as_done() -> None:
    def stored(kind: str, text: str, reason: str = "", **more: Any) -> StoredAction:
        return StoredAction(Action(id=kind, kind=kind, text=text, **more), reason)

    message = Outgoing(
        id="1", kind="epost", to_label="DS avd. 4", subject="Oppsigelse", body="Hei", state="klar", created=now()
    )
    inquiry = CompletedInquiry(
        actions=(
            stored("INFORM", "usagt"),
            stored("INFORM", "sagt", data={"said": True}),
            stored("EMAIL", "slik den ble laget"),
            stored("TRANSFER", "", to_label="sløyfe 2"),
            stored("SMS", "ikke sendt", "hun ville ikke ha den", on=False, to_label="medlemmet"),
            stored("LOG", "ført"),
        ),
        messages=(message,),
    )
    groups = {heading: [(part.head, part.text) for part in parts] for heading, parts in parts_of(inquiry, now())}
    assert groups == {
        RESULTS: [("Sagt til innringeren", "sagt"), ("Satt over til sløyfe 2", "")],
        SENT: [("E-post til DS avd. 4 · venter", "Oppsigelse\n\nHei")],
        LEFT_OUT: [("SMS til medlemmet", "Grunn: hun ville ikke ha den")],
    }
    assert "sagt" not in repr(inquiry)


def test_what_could_not_be_saved_is_said_where_the_call_is(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_vain(draft: Draft) -> None:
        raise SwitchboardError("Tjeneren svarer ikke.")

    ready_to_complete(screen)
    monkeypatch.setattr(screen.services.inquiries, "complete", in_vain)
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    state = screen.workspace.call.review.ui.state
    assert state.text() == "Fikk ikke lagret. Ingenting er sendt. Prøv igjen, samtalen står her."
    assert state.property("tone") == "danger"
