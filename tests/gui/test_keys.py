"""The window by keys alone: a page, a start and a call from the first key to the last.

The twelve calls are counted (tests/helpers/klm.py): no call may take longer than its target. No key is silent, and no
keys in any order do harm. What a click on a drawn key does. F1: those that act now, in
six groups and two columns."""

import random
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.callbacks import Callback
from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.gui.access.sign_in_page import SignInPage
from sentralbord_desktop.gui.commands import rules
from sentralbord_desktop.gui.commands.help import by_group
from sentralbord_desktop.gui.commands.palette import CommandList
from sentralbord_desktop.gui.commands.table import MORE
from sentralbord_desktop.gui.core import hints
from sentralbord_desktop.gui.core.tip import BREAK
from sentralbord_desktop.gui.maintenance.backups_panel import NO_WORDS
from sentralbord_desktop.gui.maintenance.recovery_code_panel import RecoveryCodePage
from sentralbord_desktop.gui.startup import FirstRunPage, OpenFailurePage, RegisterChoicePage
from sentralbord_desktop.gui.widgets.centered_page import NO_CODE, CenteredPage
from sentralbord_desktop.gui.widgets.keys.key_cap import KeyCap
from sentralbord_desktop.gui.widgets.keys.keyed_button import GAP
from sentralbord_desktop.gui.widgets.keys.wrong_digit_line import WrongDigitLine, sentence
from sentralbord_desktop.gui.widgets.single_key_shortcuts import DIGITS_SETTING, LETTERS_SETTING, turn
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage.availability import forget, holding
from tests.helpers import pages
from tests.helpers.commands import commands_of, help_of
from tests.helpers.key_effects import press_key, state
from tests.helpers.keyboard import ALT, CONTROL, PLAIN, SHIFT, Key
from tests.helpers.klm import DOWN, ENTER, GOALS, Count, Hand, as_table
from tests.helpers.night import mostly_at_night
from tests.helpers.pages import backups_part
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.screen import Screen
from tests.helpers.starter import Starter
from tests.helpers.stored import answers_of
from tests.helpers.typed import present
from tests.helpers.window_callbacks import no_answers, promises_of_mine, tried_messages
from tests.helpers.window_text import pressed

# ---------------------------------------------------------------- the twelve calls

INGUNN = "99000418"
ODD_IN_AVD_2 = "99000423"
UNKNOWN = "22000777"
Call = Callable[[Hand], Receipt | None]


def has_the_number_alone(screen: Screen) -> None:
    """Inge has another number, so that Ingunn's gives one hit."""
    (inge,) = screen.services.members.search("204119")
    seen = screen.services.members.open(inge.id).member
    screen.services.members.change(seen, {"phone": "99000777"})


def has_no_promise(screen: Screen) -> None:
    """Nothing is open to Ingunn: a promise is one decision more in the review, which S1 counts."""
    (hit,) = screen.services.members.search(INGUNN)
    record = screen.services.members.open(hit.id)
    for callback in record.callbacks:
        screen.services.callbacks.attempt(callback, "svarte")
    for confirmation in record.confirmations:
        screen.services.confirmations.arrived(confirmation)


def tell(screen: Screen, kind: str, *whom: str) -> None:
    """Somebody says so on the board, and the window has read it."""
    for who in whom:
        screen.services.availability.set_presence(who, kind)
    wait_for_board(screen, lambda: [kind_on_board(screen, who) for who in whom] == [kind] * len(whom))


def kind_on_board(screen: Screen, who: str) -> str:
    board = screen.workspace.call_session.board
    status = board.status(who) if board else None
    return status.kind if status else ""


def wait_for_board(screen: Screen, is_there: Callable[[], bool]) -> None:
    screen.bot.waitUntil(lambda: screen.workspace.call_session.board is not None and is_there())


def nobody_knows(screen: Screen, who: str) -> None:
    """What the board says of them is forgotten, so the wizard asks."""
    with screen.services.database.transaction() as session:
        for row in holding(session, screen.services.session.clock()):
            if row.who == who:
                forget(session, row.id)
    screen.services.change_notices.notify("availability")
    wait_for_board(screen, lambda: kind_on_board(screen, who) == "")


def people(screen: Screen, department: int, *functions: str) -> list[str]:
    """Their names on the board; everybody of the department without functions."""
    staff = screen.services.organisation.read().staff
    return [
        f"staff:{person.id}"
        for person in staff
        if person.department == department and (not functions or person.function in functions)
    ]


def record_of(hand: Hand, number: str = INGUNN) -> MemberRecord:
    (hit,) = hand.screen.services.members.search(number)
    return hand.screen.services.members.open(hit.id)


def note_of(hand: Hand, number: str = INGUNN) -> str:
    """The newest remark, which is today's and signed."""
    services = hand.screen.services
    note = record_of(hand, number).remarks[0].text
    assert note.startswith(note_date(today(services.session.clock())))
    assert note.endswith(services.session.sign)
    return note


def messages_of(hand: Hand, receipt: Receipt) -> dict[str, Outgoing]:
    """What lies in the outbox from this call, by kind and recipient."""
    mine = [m for m in hand.screen.services.outbox.all() if m.inquiry_id == receipt.inquiry_id]
    return {f"{message.kind} {message.target}": message for message in mine}


def callbacks_about(hand: Hand, words: str) -> list[Callback]:
    return [c for c in hand.screen.services.callbacks.all_open() if words in c.subject]


def an_invoice_that_lacks_a_document(hand: Hand) -> Receipt:
    """S1"""
    has_the_number_alone(hand.screen)
    hand.find(INGUNN[-4:])
    hand.identify()
    hand.decide()  # reads «Viktig nå»
    hand.category("1")
    hand.answer("1")
    hand.answer("1")
    hand.write("ny frist 1.4", ENTER)  # what was answered and agreed (KF-2)
    hand.answer("1")  # the promise is kept now
    receipt = hand.finish()
    assert "Skyldes manglende dokumentasjon: ja, mangler fortsatt brev om permisjon" in note_of(hand)
    assert "Løftet om å ringe er gjort opp" in receipt.done
    return receipt


def a_new_phone_and_employer(hand: Hand) -> Receipt:
    """S2"""
    has_the_number_alone(hand.screen)
    has_no_promise(hand.screen)
    tell(hand.screen, "borte", *people(hand.screen, 4))
    hand.find(INGUNN[-4:])
    hand.identify()
    hand.category("2")
    hand.answer("12", ENTER)
    hand.write("40011222")
    hand.send()
    hand.write("Bølgen Bad")
    hand.send()
    hand.answer("2")
    hand.confirm()  # the department
    hand.confirm()  # at any time
    receipt = hand.finish()
    member = record_of(hand, "40011222").member
    assert member.employer == "Bølgen Bad"
    assert "sak til avd. 4 når e-posten går" in note_of(hand, "40011222")
    assert "epost avdeling:4" in messages_of(hand, receipt)
    return receipt


def a_resignation(hand: Hand) -> Receipt:
    """S3"""
    has_the_number_alone(hand.screen)
    has_no_promise(hand.screen)
    hand.find(INGUNN[-4:])
    hand.identify()
    hand.category("4")
    hand.answer("2")
    hand.confirm()  # the department
    receipt = hand.finish()
    note = note_of(hand)
    assert "ønsket utmelding" in note
    assert "Adressen til avd. 4 sendes på SMS." in note
    assert "sms medlem" in messages_of(hand, receipt)
    waiting = hand.screen.services.confirmations.awaited()
    assert [c for c in waiting if c.kind == "utmelding" and c.member_name == "Ingunn Fjeldheim"]
    return receipt


def a_transfer_to_avd_7(hand: Hand) -> Receipt:
    """S4"""
    has_the_number_alone(hand.screen)
    has_no_promise(hand.screen)
    hand.find(INGUNN[-4:])
    hand.identify()
    hand.category("51")
    hand.answer("1")
    hand.write("7", ENTER)
    hand.confirm()  # the department that they leave
    receipt = hand.finish()
    assert "overføring fra avd. 4 til avd. 7" in note_of(hand)
    assert "epost avdeling:4" in messages_of(hand, receipt)
    waiting = hand.screen.services.confirmations.awaited()
    assert [c for c in waiting if c.detail == "til avd. 7" and c.kind == "overforing_avdeling"]
    return receipt


def a_new_member(hand: Hand) -> Receipt:
    """S5"""
    hand.find(UNKNOWN)
    hand.caller("2")
    hand.category("3")
    hand.answer("2")
    hand.write("Gjøvik", ENTER)
    hand.confirm()  # the workplace decides
    hand.confirm()  # the department that was found
    hand.write("Solveig")
    hand.press(ENTER)
    hand.type("Nordmann")
    hand.press(ENTER)
    hand.write("140390", ENTER)
    hand.press(ENTER)  # the number that rang is there already
    hand.press(ENTER)  # no e-mail
    hand.write("Storgata 102", ENTER)
    hand.type("2815")  # the post code gives the place
    hand.send()
    receipt = hand.finish()
    member = record_of(hand, "solveig nordmann").member
    assert (member.department, member.phone, member.place) == (2, UNKNOWN, "Gjøvik")
    assert "Arbeidssted Gjøvik, registrert i avd. 2" in note_of(hand, "solveig nordmann")
    return receipt


def have_i_gruppeliv(hand: Hand) -> Receipt:
    """S6"""
    has_the_number_alone(hand.screen)
    has_no_promise(hand.screen)
    tell(hand.screen, "borte", *people(hand.screen, 4, "KS", "OS"))
    hand.find(INGUNN[-4:])
    hand.identify()
    hand.category("6")
    hand.answer("2")
    hand.answer("3")
    hand.confirm()  # the department
    receipt = hand.finish()
    assert "Sentralbordet svarte: Grunnforsikring, Kollektiv hjem" in note_of(hand)
    return receipt


def ending_the_new_gf(hand: Hand) -> Receipt:
    """S7"""
    has_the_number_alone(hand.screen)
    has_no_promise(hand.screen)
    hand.find(INGUNN[-4:])
    hand.identify()
    hand.category("6")
    hand.answer("7")
    hand.answer("1")  # the new one
    hand.confirm()  # the department
    hand.answer("1")  # the member said the address
    receipt = hand.finish()
    assert "Ønsker å avslutte ny GF" in note_of(hand)
    messages = messages_of(hand, receipt)
    assert "Granveien 4" in messages["brevordre role:post"].letter_to
    assert "epost avdeling:4" in messages
    return receipt


def dismissed_and_nobody_is_free(hand: Hand) -> Receipt:
    """S8"""
    has_the_number_alone(hand.screen)
    has_no_promise(hand.screen)
    tell(hand.screen, "borte", *people(hand.screen, 4, "DS", "saksbehandler"))
    tell(hand.screen, "ledig", *people(hand.screen, 2, "DS"))
    tell(hand.screen, "borte", "loop:2")
    hand.find(INGUNN[-4:])
    hand.identify()
    hand.category("7")
    hand.answer("1", ENTER)
    hand.write("-11", ENTER)
    hand.answer("2")
    hand.answer("1")
    hand.answer("1")
    hand.answer("1")  # the letter had everything
    hand.write("31.12", ENTER)
    hand.answer("1")
    hand.confirm()  # phone, employer and department
    hand.answer("2")
    hand.confirm()  # at any time
    hand.said()
    receipt = hand.finish()
    note = note_of(hand)
    assert "Henvendelse mottatt – oppsigelse. Tillitsvalgt kontaktet: ja." in note
    assert "Medlemmet er informert om mulig frist" in note
    assert "Ville vente på egen DS." in note
    assert messages_of(hand, receipt)["epost avdeling:4:DS"].subject.startswith("HASTER")
    (callback,) = [c for c in callbacks_about(hand, "Oppsigelse") if c.name == "Ingunn Fjeldheim"]
    assert callback.deadline is not None
    return receipt


def no_wages_in_avd_2(hand: Hand) -> Receipt:
    """S9"""
    (ks,) = people(hand.screen, 2, "KS")
    nobody_knows(hand.screen, ks)
    hand.find(ODD_IN_AVD_2[-4:])
    hand.identify()
    hand.category("7")
    hand.answer("1")
    hand.answer("4", ENTER)
    hand.confirm()  # the department
    hand.answer("1")
    receipt = hand.finish()
    note = note_of(hand, ODD_IN_AVD_2)
    assert "manglende lønn mottatt og satt over til KS " in note
    assert [line for line in receipt.done if line.startswith("Satt over til")]
    return receipt


def an_interpretation_that_cannot_wait(hand: Hand) -> Receipt:
    """S10"""
    has_the_number_alone(hand.screen)
    has_no_promise(hand.screen)
    tell(hand.screen, "borte", "loop:2")
    tell(hand.screen, "ledig", *people(hand.screen, 2, "DS"))
    hand.find(INGUNN[-4:])
    hand.identify()
    hand.category("8")
    hand.answer("2")
    hand.write("overtid helg", ENTER)
    hand.answer("2")
    hand.confirm()  # phone and department
    hand.answer("1")
    hand.answer("1")
    receipt = hand.finish()
    assert "Satt over til DS i nærliggende avdeling etter samtykke: DS " in note_of(hand)
    assert [line for line in receipt.done if line.startswith("Satt over til")]
    return receipt


def a_journalist(hand: Hand) -> Receipt:
    """S11"""
    hand.find(UNKNOWN)
    hand.caller("5")
    hand.category("92")
    hand.answer("2")
    hand.write("Avisa Nord", ENTER)
    hand.write("Anne Larsson", ENTER)
    hand.write("tariffkrav", ENTER)
    hand.answer("0")
    hand.write("16", ENTER)
    hand.confirm()  # the number that rings
    receipt = hand.finish()
    message = messages_of(hand, receipt)["epost role:media"]
    for word in ("Avisa Nord", "Anne Larsson", "tariffkrav", "16"):
        assert word in message.subject + message.body
    (callback,) = callbacks_about(hand, "Media: Avisa Nord, tariffkrav")
    assert (callback.number, callback.name) == (UNKNOWN, "Anne Larsson")
    return receipt


def a_callback_a_call_and_the_end_of_the_shift(hand: Hand) -> None:
    """S12"""
    screen, me = hand.screen, hand.screen.services.session.sign
    promises_of_mine(screen)
    OperatorSession(screen.services.database, screen.services.change_notices, "leyla").update(initials="LEY")
    QApplication.clipboard().setText("+47 990 00 418")
    hand.decide()
    hand.chord(Qt.Key.Key_2)
    hand.decide()
    hand.press(DOWN)
    hand.answer("2")
    screen.bot.waitUntil(lambda: no_answers(screen) == 3)
    hand.press(ENTER)  # the SMS «vi prøvde»
    screen.bot.waitUntil(lambda: bool(tried_messages(screen)))
    hand.decide()
    hand.chord(Qt.Key.Key_V)
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() == 2)
    hand.decide()
    hand.press(ENTER)  # of the two on the number, the one we promised something is first
    screen.bot.waitUntil(lambda: screen.workspace.call_session.record is not None)
    hand.category("1")
    running = screen.workspace.call_session.draft
    assert running is not None
    assert running.title == "Ingunn Fjeldheim"
    hand.decide()
    hand.chord(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is None)
    hand.decide()
    hand.chord(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is not None)
    assert screen.workspace.call_session.draft is not None
    assert screen.workspace.call_session.draft.id == running.id
    hand.decide()
    hand.chord(Qt.Key.Key_O)
    hand.write("ley", ENTER)
    screen.bot.waitUntil(lambda: len(offered(hand)) == 3)
    assert [c.owner for c in offered(hand)] == [me] * 3  # mine until they are accepted


def offered(hand: Hand) -> list[Callback]:
    return [c for c in callbacks_about(hand, "S12") if c.offered_to == "LEY"]


@pytest.fixture(scope="module")
def counts(request: pytest.FixtureRequest) -> Iterator[list[Count]]:
    """What each call took; told as one table when the last has been played."""
    counts: list[Count] = []
    yield counts
    terminal = request.config.pluginmanager.getplugin("terminalreporter")
    if terminal is not None and counts:
        capture = request.config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled():
            terminal.write_line("")
            for line in as_table(counts):
                terminal.write_line(line)


@pytest.fixture
def hand(screen: Screen) -> Iterator[Hand]:
    hand = Hand(screen)
    yield hand
    hand.put_down()


CALLS: dict[str, Call] = {
    "S1": an_invoice_that_lacks_a_document,
    "S2": a_new_phone_and_employer,
    "S3": a_resignation,
    "S4": a_transfer_to_avd_7,
    "S5": a_new_member,
    "S6": have_i_gruppeliv,
    "S7": ending_the_new_gf,
    "S8": dismissed_and_nobody_is_free,
    "S9": no_wages_in_avd_2,
    "S10": an_interpretation_that_cannot_wait,
    "S11": a_journalist,
    "S12": a_callback_a_call_and_the_end_of_the_shift,
}
MAX_KEYS = {"S1": 25, "S2": 37, "S3": 11, "S4": 14, "S5": 68, "S6": 12}
MAX_KEYS |= {"S7": 13, "S8": 30, "S9": 14, "S10": 27, "S11": 55, "S12": 19}
"""May only sink, where no question is added: when it suits, which GF, and several troubles in one call came last."""


@pytest.mark.own_window
@pytest.mark.parametrize("call", CALLS)
def test_the_call_is_done_within_its_target(
    hand: Hand, counts: list[Count], record_property: Callable[[str, object], None], call: str
) -> None:
    receipt = CALLS[call](hand)
    count = hand.count(GOALS[call])
    counts.append(count)
    record_property("klm", as_table([count])[1])
    record_property("keys", count.keys)
    record_property("waited", count.waited)
    print("\n".join(as_table([count])[:2]))
    assert count.clicks == 0
    assert count.keys <= MAX_KEYS[call]
    if receipt is not None:
        assert hand.screen.workspace.home.ui.receipt.isVisible()
        assert hand.screen.workspace.home.ui.receiptTitle.text() == receipt.title
        assert hand.screen.focus is hand.screen.window.ui.search
        asked = [
            answer for answer in answers_of(hand.screen.services, receipt.inquiry_id) if answer["source"] == "svar"
        ]
        assert count.decisions >= 3 + len(asked)  # who, what about, each step, and Fullfør
    count.check()


# ---------------------------------------------------------------- any keys in any order

With = Qt.KeyboardModifier
PLAIN_KEYS = [
    Key.Key_Return,
    Key.Key_Tab,
    Key.Key_Escape,
    Key.Key_Up,
    Key.Key_Down,
    Key.Key_Left,
    Key.Key_Right,
    Key.Key_Space,
    Key.Key_Backspace,
    Key.Key_Delete,
    Key.Key_Home,
    Key.Key_End,
    Key.Key_PageDown,
    Key.Key_F1,
    Key.Key_F2,
    Key.Key_F3,
    Key.Key_F6,
    Key.Key_F8,
    Key.Key_F9,
    Key.Key_Menu,
]
DIGITS = [*map(Qt.Key, range(Key.Key_0, Key.Key_9 + 1)), Key.Key_1, Key.Key_2]
CONTROL_KEYS = [Key.Key_Return, Key.Key_Comma, Key.Key_Down, *map(Qt.Key, map(ord, "ABCDEFGIJKLMNOPRSTVXYZ123456"))]
BACK = [Key.Key_Tab, Key.Key_F6, Key.Key_F10]
BOTH = [Key.Key_V, Key.Key_Delete, Key.Key_0, Key.Key_Z]
KINDS = [
    (PLAIN_KEYS, With.NoModifier, 30),
    (DIGITS, With.NoModifier, 22),
    (CONTROL_KEYS, With.ControlModifier, 28),
    (BACK, With.ShiftModifier, 4),
    (BOTH, With.ControlModifier | With.ShiftModifier, 2),
    ([], With.NoModifier, 14),
]
"""Keys, what is held down with them, and how often of a hundred; no keys: something is typed."""
TYPED = [
    "ingunn fjeldheim",
    "99000418",
    "nora",
    "1411",
    "-11",
    "i går",
    "avd. 4",
    "vet ikke",
    "204118",
    "i morgen 10",
    "90112233",
    "kari@x.example",
    "storgata 4",
    ">park",
    ">mørk",
    "\u202eabc",
    "😀",
    "'\"%",
    "ons 14.30",
    "x" * 300,
]
STEPS = 220
STUCK_MS = 3000


@pytest.fixture
def nothing_leaves(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own dialogs are cancelled; the program is not started anew."""
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, staticmethod(lambda *_, **__: ("", "")))
    monkeypatch.setattr(QPrintDialog, "exec", lambda _: 0)
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda _: True))
    monkeypatch.setattr(screen.application, "restart", lambda *_: None)


@pytest.fixture
def bugs(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What went wrong on either side, and the keys before it."""
    found: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: found.append("".join(traceback.format_exception(*error))))
    here = screen.application
    for tasks in (here.tasks, here.search_tasks, here.import_tasks, here.send_tasks):
        tasks.failed.connect(lambda error: found.append("".join(traceback.format_exception(error))))
    return found


def in_front(screen: Screen) -> QWidget:
    return QApplication.activePopupWidget() or QApplication.activeModalWidget() or screen.focus


def type_anything(screen: Screen, text: str) -> None:
    """As a keyboard sends it, signs that no key of QTest's has too."""
    for sign in text:
        widget = in_front(screen)
        code = ord(sign.upper()) if ord(sign) < 256 else 0
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            if shiboken6.isValid(widget):
                QApplication.sendEvent(widget, QKeyEvent(kind, code, With.NoModifier, sign))


def two_calls(screen: Screen) -> None:
    """One is parked, one runs: there is more to do harm to."""
    for name in ("ingunn fjeldheim", "nora bergsmo"):
        if screen.workspace.call_session.run is not None:
            screen.key(Key.Key_P, With.ControlModifier)
        screen.open(name)
        screen.key(Key.Key_Space)
        screen.digits("7")
        screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)


def close_menus(screen: Screen) -> QTimer:
    """Qt waits in a menu that a button opens: nobody is there to choose."""
    timer = QTimer(screen.window, interval=STUCK_MS)
    timer.timeout.connect(lambda: (menu := QApplication.activePopupWidget()) and menu.close())
    timer.start()
    return timer


@pytest.mark.night
@pytest.mark.usefixtures("nothing_leaves")
@pytest.mark.parametrize("seed", [27, 1889])
def test_no_keys_in_any_order_do_harm(screen: Screen, bugs: list[str], seed: int) -> None:
    drawn = random.Random(seed)
    two_calls(screen)
    pressed: list[str] = []
    closing = close_menus(screen)
    for _ in range(STEPS):
        keys, held, _ = drawn.choices(KINDS, [kind[2] for kind in KINDS])[0]
        if keys:
            key = drawn.choice(keys)
            pressed.append(f"{held.name} {key.name}")
            screen.bot.keyClick(in_front(screen), key, held)
        else:
            pressed.append(drawn.choice(TYPED))
            type_anything(screen, pressed[-1])
        screen.bot.wait(drawn.choice([0, 0, 1, 20, 160]))  # a hand is quicker or slower than the window
        assert not bugs, f"after {pressed[-8:]}: {bugs[0]}"
        assert screen.window.isVisible(), pressed[-8:]
    closing.stop()
    for _ in range(3):  # a menu in a menu in a menu
        if popup := QApplication.activePopupWidget():
            screen.bot.keyClick(popup, Key.Key_Escape)
    screen.bot.waitUntil(lambda: not QApplication.activePopupWidget(), timeout=STUCK_MS)
    assert screen.services.member_imports.faults() == []


# ---------------------------------------------------------------- the pages that are alone in the window


@pytest.fixture
def first(qtbot: QtBot, qapp: QApplication) -> Iterator[Starter]:
    starter = Starter(qtbot, qapp)
    yield starter
    for application in starter.made:
        starter.stop(application)


def here() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.isVisible()
    return focus


def named(widget: QWidget) -> str:
    return widget.accessibleName() or str(widget.property("text"))


def stops(bot: QtBot, count: int) -> list[str]:
    found = []
    for _ in range(count):
        found.append(named(here()))
        bot.keyClick(here(), Qt.Key.Key_Tab)
    return found


def typed(bot: QtBot, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    bot.keyClicks(here(), text)
    bot.keyClick(here(), key)


def at_welcome(starter: Starter, bot: QtBot, folder: Path) -> FirstRunPage:
    application = starter.start(folder)
    application.window.activateWindow()
    choice = starter.wait_for(application, RegisterChoicePage)
    assert isinstance(choice, RegisterChoicePage)
    bot.waitUntil(choice.choices.hasFocus)
    bot.keyClick(here(), Qt.Key.Key_1)
    page = starter.wait_for(application, OpenFailurePage)
    assert isinstance(page, OpenFailurePage)
    bot.waitUntil(lambda: QApplication.focusWidget() is page._words)
    typed(bot, PASSPHRASE)
    typed(bot, PASSPHRASE)
    welcome = starter.wait_for(application, FirstRunPage)
    assert isinstance(welcome, FirstRunPage)
    bot.waitUntil(welcome.ui.fullName.hasFocus)
    return welcome


def test_the_first_start_is_gone_through_by_keys_alone(first: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    welcome = at_welcome(first, qtbot, tmp_path / "kontor")
    welcome.ui.fullName.clear()
    typed(qtbot, "Lars Tveit")
    assert welcome.ui.initials.text() == "LT"
    welcome.ui.fullName.clear()
    welcome.ui.fullName.setFocus()
    typed(qtbot, "Maja Hovde")
    assert welcome.ui.initials.selectedText() == welcome.ui.initials.text() == "MH"
    qtbot.keyClick(here(), Qt.Key.Key_Return)
    assert here() is welcome.ui.choices  # and nothing is chosen: Enter counts once
    qtbot.keyClicks(here(), "2")
    assert (welcome._loop, welcome._asking) == (2, "help")
    qtbot.keyClick(here(), Qt.Key.Key_Escape)
    assert "trykk 1–3" in welcome.ui.loopStep.text()
    qtbot.keyClick(here(), Qt.Key.Key_Escape)
    assert here() is welcome.ui.initials
    qtbot.keyClick(here(), Qt.Key.Key_Return)
    typed(qtbot, "31")
    page = first.wait_for(first.made[0], RecoveryCodePage)
    assert isinstance(page, RecoveryCodePage)
    recovery = page.part
    qtbot.waitUntil(recovery.print.hasFocus)
    code = recovery.code.text().replace(BREAK, "")
    assert recovery.code.accessibleName() == f"Koden: {code}"
    qtbot.keyClick(here(), Qt.Key.Key_Escape)
    assert recovery.code.text().replace(BREAK, "") == code
    for box in recovery.form.boxes:
        assert box.height() >= box.sizeHint().height()
    groups = [f"Skriv gruppe {place + 1} fra papiret" for place in recovery._asked]
    assert stops(qtbot, 6) == ["Skriv ut", "Lagre som PDF …", *groups, "Koden er tatt vare på", "Senere"]
    recovery.confirm.setFocus()
    qtbot.keyClick(here(), Qt.Key.Key_Return)
    assert recovery.said.text() == f"{groups[0]}, så er du ferdig."
    for place in recovery._asked:
        typed(qtbot, code.split("-")[place])
    qtbot.waitUntil(lambda: first.made[0].workspace is not None, timeout=15_000)
    operator = present(first.made[0].services).session.operator
    assert (operator.name, operator.initials, operator.loop) == ("Maja Hovde", "MH", 3)


def test_the_first_page_asks_for_a_name(first: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    """Without it, prints were «skrevet ut av MH», and lists of people had a row without a name."""
    welcome = at_welcome(first, qtbot, tmp_path / "kontor")
    welcome.ui.initials.setText("MH")
    welcome.ui.fullName.setText(" ")
    settled: list[object] = []
    welcome.settled.connect(settled.append)
    qtbot.mouseClick(welcome.ui.start, Qt.MouseButton.LeftButton)
    assert welcome.ui.sub.text() == "Skriv navnet ditt. Det står på utskrifter."
    assert here() is welcome.ui.fullName
    assert settled == []


def test_tab_goes_down_the_first_page_and_enter_on_practice_practises(
    first: Starter, qtbot: QtBot, tmp_path: Path
) -> None:
    """Enter there began for real, as Enter among the choices does."""
    welcome = at_welcome(first, qtbot, tmp_path / "kontor")
    welcome.ui.initials.setText("MH")
    asked: list[str] = []
    welcome.practice_asked.disconnect()
    welcome.practice_asked.connect(lambda: asked.append("øving"))
    welcome.settled.connect(lambda _: asked.append("start"))
    passed = stops(qtbot, 8)
    assert passed[:3] == ["Navnet ditt", "Initialene dine", "Valgene dine"]
    assert [name.split(".")[0] for name in passed[3:]] == [
        "1, Sløyfe 1",
        "2, Sløyfe 2",
        "3, Sløyfe 3",
        "1, Jeg er ny her",
        "2, Jeg kan det meste",
    ]
    assert named(here()).startswith("Øv først")
    qtbot.keyClick(here(), Qt.Key.Key_Return)
    assert asked == ["øving"]


def alone(screen: Screen, page: CenteredPage) -> None:
    screen.window.show_alone(page)
    page.begin()


def test_sign_in_goes_from_the_pin_to_the_button_and_an_empty_one_is_no_try(screen: Screen) -> None:
    people = [Operator(id=n, initials=i, name=i, pin="x", os_user="") for n, i in ((1, "MH"), (2, "LT"))]

    page, codes = SignInPage(people), []  # type: SignInPage, list[str]
    page.tried.connect(lambda *_: page.refuse(SwitchboardError("Feil PIN. Prøv igjen.")))
    page.offer_code(codes.append)
    alone(screen, page)
    assert stops(screen.bot, 5) == ["Hvem er du?", "PIN", "Gå videre", "Gjenopprettingskoden", "Åpne med koden"]
    page.begin()
    screen.key(Qt.Key.Key_Down)
    screen.key(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    assert (page._tries, page.error.text()) == (0, "PIN: skriv den i feltet først.")
    screen.type("1234")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: page._tries == 1)
    screen.key(Qt.Key.Key_Escape)
    assert screen.focus is page.pin
    assert page.code is not None
    page.code.setFocus()
    screen.key(Qt.Key.Key_Tab)
    screen.key(Qt.Key.Key_Return)
    assert (codes, page.error.text(), screen.focus) == ([], NO_CODE, page.code)
    screen.type("K7QPX")
    screen.key(Qt.Key.Key_Tab)
    screen.key(Qt.Key.Key_Return)
    assert codes == ["K7QPX"]


def test_enter_takes_the_way_out_that_has_the_focus(screen: Screen) -> None:
    taken: list[str] = []
    page = OpenFailurePage("Registeret er skadet og kan ikke leses.", ask=False, new=False)
    page.offer("Hent kopien", "400 medlemmer", lambda: taken.append("kopi"))
    page.tried.connect(lambda _: taken.append("igjen"))
    alone(screen, page)
    screen.key(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Tab)
    assert named(screen.focus) == "Hent kopien"
    screen.key(Qt.Key.Key_Return)
    assert taken == ["igjen", "kopi"]


def test_a_backup_is_asked_for_and_left_by_enter_and_esc(screen: Screen) -> None:
    backups = backups_part(screen)
    backups.take.setFocus()
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: backups.list.count() == 1, timeout=20_000)
    screen.bot.waitUntil(backups.take.hasFocus)
    for _ in range(2):
        screen.key(Qt.Key.Key_Tab)
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(backups.question.isVisible)
    assert screen.focus is backups.question.no
    screen.key(Qt.Key.Key_Return)
    assert not backups.question.isVisible()
    assert screen.focus is backups.restore
    assert backups.chosen is not None
    backups._ask(backups.chosen, asks=True)
    assert backups.words.hasFocus()
    screen.key(Qt.Key.Key_Return)
    assert backups.bar.said.text() == NO_WORDS
    assert backups.question.isVisible()
    screen.key(Qt.Key.Key_Escape)
    assert not backups.question.isVisible()
    assert screen.application.starts_again is None


# ---------------------------------------------------------------- keys of a page


def test_a_digit_does_nothing_with_a_callback_that_is_not_shown(screen: Screen) -> None:
    """None is under «Mine»: the outcomes of the last one that was chosen are gone with it."""
    screen.control(Qt.Key.Key_2)
    page = screen.workspace.callbacks
    screen.bot.waitUntil(lambda: page.list.current is not None)
    page._filters.choose("Mine")
    screen.bot.waitUntil(lambda: page.list.sorted.rowCount() == 0)
    before = screen.services.callbacks.all_open()
    screen.type("2")
    screen.at_rest()
    assert screen.services.callbacks.all_open() == before


def test_a_digit_does_nothing_in_an_empty_list_of_what_we_wait_for(screen: Screen) -> None:
    screen.control(Qt.Key.Key_3)
    page = screen.workspace.confirmations
    screen.bot.waitUntil(lambda: page.list.current is not None)
    assert page._outcomes._choices
    page.refresh([])
    assert not page._outcomes._choices


@pytest.mark.parametrize("again", [Qt.Key.Key_M, Qt.Key.Key_T])
def test_a_key_that_opens_a_form_takes_no_words_from_the_one_that_is_open(screen: Screen, again: Qt.Key) -> None:
    screen.open("ingunn fjeldheim")
    panel = screen.workspace.call.forms.panel
    screen.control(Qt.Key.Key_M)
    screen.type("Ringte om ferie.")
    screen.control(again)
    if again == Qt.Key.Key_T:
        assert panel.accessibleName() == "Avtal oppringing"
        screen.control(Qt.Key.Key_G)
    assert panel.accessibleName() == "Merknad på Ingunn Fjeldheim"
    assert panel.values["text"] == "Ringte om ferie."
    assert screen.focus.accessibleName() == "Merknad"


@pytest.mark.parametrize("page", ["callbacks", "confirmations", "outbox"])
@pytest.mark.parametrize("what", ["review", "form"])
def test_ctrl_enter_completes_nothing_that_nobody_sees(screen: Screen, page: str, what: str) -> None:
    screen.open("ingunn fjeldheim")
    if what == "form":
        screen.control(Qt.Key.Key_T)
    else:
        screen.key(Qt.Key.Key_Space)
        screen.digits("42")
        screen.confirm()
        screen.bot.waitUntil(screen.workspace.call.review.isVisible)
    before = len(screen.services.callbacks.all_open())
    screen.window.show_page(page)
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    assert screen.focus.isVisible()
    assert screen.window.page == page
    assert screen.workspace.call_session.receipt is None
    assert len(screen.services.callbacks.all_open()) == before


def test_ctrl_c_copies_the_number_of_whoever_is_on_the_line(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    QApplication.clipboard().setText("noe annet")
    screen.control(Qt.Key.Key_C)
    assert QApplication.clipboard().text() == "99000418"
    assert screen.window.ui.barText.text() == "990 00 418 er kopiert."


def test_f1_shows_the_keys_of_the_page_over_it_and_the_focus_comes_back(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("1")
    before, overlay = screen.focus, help_of(screen)
    screen.key(Qt.Key.Key_F1)
    assert overlay.isVisible()
    keys = " ".join(row.accessibleName() for row in overlay.rows)
    assert "Ctrl+P" in keys
    assert "Ctrl+J" not in keys, "that is for the callbacks"
    screen.key(Qt.Key.Key_1)
    assert screen.workspace.call_session.run is not None
    assert not screen.workspace.call_session.run.given, "no digit reaches the step below"
    screen.key(Qt.Key.Key_Escape)
    assert not overlay.isVisible()
    assert screen.focus is before
    assert screen.window.page == "call"


@pytest.fixture
def both_again() -> Iterator[None]:
    yield
    for key in (LETTERS_SETTING, DIGITS_SETTING):
        turn(key, on=True)


@pytest.mark.usefixtures("both_again")
def test_letters_and_digits_alone_can_be_turned_off(screen: Screen) -> None:
    """WCAG 2.1.4"""
    screen.window.show_page("settings")
    screen.workspace.settings.show_part("Tastatur")
    part = screen.workspace.settings.shown
    assert part is not None
    for box in part.findChildren(QCheckBox):
        assert box.isChecked()
        box.click()
    assert QSettings().value(DIGITS_SETTING) == "nei"
    screen.open("ingunn fjeldheim")
    panel = screen.focus
    screen.key(Qt.Key.Key_1)
    screen.key(Qt.Key.Key_A)
    assert screen.workspace.call_session.run is None
    assert screen.focus is panel


# ---------------------------------------------------------------- no key is silent

AT_REST = [
    (Key.Key_M, CONTROL, rules.NOBODY_ON_LINE),
    (Key.Key_R, CONTROL, rules.NOBODY_ON_LINE),
    (Key.Key_B, CONTROL, rules.NOBODY_ON_LINE),
    (Key.Key_Down, CONTROL, rules.NOBODY_ON_LINE),
    (Key.Key_E, CONTROL, rules.NO_CALL),
    (Key.Key_P, CONTROL, rules.NO_CALL[:-1]),
    (Key.Key_Delete, CONTROL | SHIFT, rules.NO_CALL),
    (Key.Key_Left, ALT, rules.NO_STEP_BACK),
    (Key.Key_Z, CONTROL, rules.NOTHING_TO_UNDO),
    (Key.Key_Return, CONTROL, rules.NOTHING_TO_KEEP),
    (Key.Key_F2, PLAIN, hints.NO_EDIT),
    (Key.Key_F4, PLAIN, rules.NO_RING),
    (Key.Key_F4, SHIFT, rules.NO_RING),
    (Key.Key_F8, PLAIN, rules.NO_WHOLE),
    (Key.Key_F9, PLAIN, "Kort visning"),
    (Key.Key_I, CONTROL, rules.NO_NEW_NUMBER),
    (Key.Key_D, CONTROL, "Velg først"),
    (Key.Key_S, CONTROL | SHIFT, rules.NOTHING_NEW),
]


def test_a_key_that_can_do_nothing_with_nobody_on_the_line_says_why(screen: Screen) -> None:
    table = screen.workspace.callbacks.ui.table
    for key, modifier, why in AT_REST:
        screen.window.show_page("call")
        assert (key, pressed(screen, key, modifier)[: len(why)]) == (key, why)
        assert screen.focus.isVisible()
    for key in (Key.Key_M, Key.Key_R, Key.Key_B, Key.Key_E):
        screen.window.show_page("callbacks")
        assert pressed(screen, key, CONTROL) == rules.ELSEWHERE
        assert screen.focus is table
    for page in ("callbacks", "confirmations", "availability", "catalogue"):
        screen.window.show_page(page)
        assert pressed(screen, Key.Key_Z, CONTROL) == rules.NOTHING_TO_UNDO
        assert pressed(screen, Key.Key_Return, CONTROL) == rules.NOTHING_TO_KEEP


def test_with_a_member_the_keys_say_what_is_missing_and_work_when_it_is_there(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    record = screen.workspace.call_session.open_record
    assert record is not None
    assert not record.callbacks
    assert pressed(screen, Key.Key_R, CONTROL).startswith("Vi har ikke lovet medlemmet")
    assert not record.confirmations
    assert pressed(screen, Key.Key_B, CONTROL).startswith("Vi venter ikke på noe fra medlemmet")
    assert pressed(screen, Key.Key_Down, CONTROL) == ""
    assert pressed(screen, Key.Key_M, CONTROL) == ""
    assert screen.focus.accessibleName() == "Merknad"
    screen.key(Key.Key_Escape)
    screen.key(Key.Key_Space)
    screen.digits("7")
    assert pressed(screen, Key.Key_M, CONTROL) == rules.IN_CALL
    assert pressed(screen, Key.Key_Down, CONTROL) == ""
    assert screen.workspace.call.wizard.member.is_open
    assert pressed(screen, Key.Key_F9, PLAIN) == ""
    assert pressed(screen, Key.Key_P, CONTROL) == ""
    assert screen.workspace.call_session.draft is None


def test_a_caller_without_a_record_has_no_remarks(screen: Screen) -> None:
    screen.workspace.call_session.open_unknown_caller("22000000", "Fjordavisa")
    assert pressed(screen, Key.Key_M, CONTROL) == rules.NO_RECORD


def test_nothing_to_copy_or_to_paste_is_said_and_leaves_the_clipboard(screen: Screen) -> None:
    clipboard = QApplication.clipboard()
    clipboard.setText("egen tekst")
    screen.window.show_page("callbacks")
    page = screen.workspace.callbacks
    page.refresh([])
    page.ui.table.setFocus()
    screen.control(Key.Key_C)
    assert page.ui.foot.text() == hints.NO_NUMBER
    assert clipboard.text() == "egen tekst"
    clipboard.clear()
    assert pressed(screen, Key.Key_V, CONTROL | SHIFT) == hints.NO_PASTE
    assert pressed(screen, Key.Key_V, CONTROL) == hints.NO_PASTE


@pytest.mark.parametrize("key", [Qt.Key.Key_F7, Qt.Key.Key_F8])
def test_a_key_that_does_nothing_is_answered_in_grey(screen: Screen, key: Qt.Key) -> None:
    """Amber is something to do now, and «Ingen av meldingene dine haster» is not."""
    screen.key(key)
    assert screen.window.ui.bar.isVisible()
    assert screen.window.ui.bar.property("tint") == "calm"


# ---------------------------------------------------------------- the drawn keys, and what a click on one does


def drawn_keys(window: QWidget) -> list[str]:
    """The names of the caps that are seen, those in the texts of buttons too."""
    for _ in range(3):
        QApplication.processEvents()
    caps = [cap.text() for cap in window.findChildren(KeyCap) if cap.isVisible()]
    buttons = [button.text() for button in window.findChildren(QAbstractButton) if button.isVisible()]
    return caps + [text.rpartition(GAP)[2] for text in buttons if GAP in text.strip()]


def transfer(screen: Screen) -> None:
    pages.gate(screen)
    screen.digits("2")
    screen.confirm()


def test_the_keys_of_the_picture_are_drawn_in_a_transfer(screen: Screen) -> None:
    """At 1366 the procedure is folded, and F8 with it; in a large window the remarks are open, and not their key."""
    transfer(screen)
    both = {"F3", "←", "Ctrl+D", "Ctrl+Enter"}
    assert {*both, "Ctrl+↓"} <= set(drawn_keys(screen.window))
    screen.window.resize(1920, 1032)
    screen.at_rest()
    assert {*both, "F8"} <= set(drawn_keys(screen.window))


def test_a_click_on_a_key_does_what_the_key_does(screen: Screen) -> None:
    pages.wizard(screen)
    ui = screen.workspace.call.wizard.ui
    screen.type("-11")
    click(screen, ui.nextKey)
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.given["mottatt"].text, "Enter of the field"
    assert run.current is not None
    assert run.current.id != "mottatt"
    click(screen, ui.key97)
    assert screen.workspace.call.wizard.step.step is not None
    assert screen.workspace.call.wizard.step.step.id == "mottatt", "← goes one step back"
    before = screen.workspace.call.wizard.step.short
    click(screen, ui.key106)
    assert screen.workspace.call.wizard.step.short is not before, "F9"
    click(screen, screen.window.search._cap)
    assert screen.focus is screen.window.ui.search


def test_the_word_beside_a_key_is_clicked_as_the_key_is(screen: Screen) -> None:
    pages.wizard(screen)
    screen.type("-11")
    click(screen, screen.workspace.call.wizard.ui.next)
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.given["mottatt"].text


def test_a_click_on_space_says_that_the_facts_agree(screen: Screen) -> None:
    pages.record(screen)
    click(screen, screen.workspace.call.ui.key61)
    assert screen.workspace.call_session.identity


def click(screen: Screen, widget: QWidget) -> None:
    screen.workspace.call.wizard.step.double_press_guard.end()
    screen.bot.mouseMove(widget)
    screen.bot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(widget.width() // 2, widget.height() // 2))


# ---------------------------------------------------------------- a digit that answers nothing


def wrong_digit_lines(screen: Screen) -> list[str]:
    return [line.text() for line in screen.window.findChildren(WrongDigitLine) if line.isVisible()]


def test_a_wrong_digit_says_which_digits_answer_until_the_next_key(screen: Screen) -> None:
    transfer(screen)
    assert wrong_digit_lines(screen) == []
    screen.digits("7")
    assert wrong_digit_lines(screen) == ["Her er det 1 og 0 som svarer."]
    screen.key(Qt.Key.Key_F9)
    assert wrong_digit_lines(screen) == []
    screen.digits("8")
    screen.bot.keyClicks(screen.focus, "a")
    assert screen.window.ui.search.text() == "a", "letters go to the search as before"
    assert wrong_digit_lines(screen) == []


def test_a_digit_that_answers_says_nothing(screen: Screen) -> None:
    transfer(screen)
    screen.digits("9")
    assert wrong_digit_lines(screen) != []
    screen.digits("0")
    assert wrong_digit_lines(screen) == []


def test_the_line_lies_below_the_answers_and_inside_the_panel(screen: Screen) -> None:
    transfer(screen)
    panel = screen.workspace.call.wizard.ui.step
    before = panel.size()
    screen.digits("9")
    (line,) = [line for line in panel.findChildren(WrongDigitLine) if line.isVisible()]
    assert panel.rect().contains(line.geometry())
    assert panel.size() == before
    assert [b for b in panel.findChildren(QPushButton) if b.isVisible() and b.property("answer")]


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        (["1", "2", "0"], "Her er det 1, 2 og 0 som svarer."),
        (["1"], "Her er det 1 som svarer."),
        (["0", *"12345678"], "Her er det 1–8 og 0 som svarer."),
        ([], "Ingen tall svarer her."),
    ],
)
def test_the_digits_are_said_as_a_person_says_them(digits: list[str], said: str) -> None:
    assert sentence(digits) == said


# ---------------------------------------------------------------- F1: the keys that act now


def rest_in_search(screen: Screen) -> None:
    screen.window.show_page("call")
    screen.window.ui.search.setFocus()


def several_hits(screen: Screen) -> None:
    rest_in_search(screen)
    screen.search("fjeldheim")
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() > 1)


def listed_at_rest(name: str) -> Callable[[Screen], None]:
    def go(screen: Screen) -> None:
        screen.window.show_page(name)
        screen.at_rest()

    return go


PLACES: dict[str, Callable[[Screen], None]] = {
    "rest": rest_in_search,
    "hits": several_hits,
    "record": pages.record,
    "field": pages.wizard,
    "transfer": transfer,
    "review": pages.review,
    "alike": lambda screen: no_hit_but_alike(screen),
    "confirm step": pages.confirm,
    "callbacks": listed_at_rest("callbacks"),
    "confirmations": listed_at_rest("confirmations"),
    "catalogue": listed_at_rest("catalogue"),
    "availability": listed_at_rest("availability"),
    "outbox": listed_at_rest("outbox"),
    "settings": listed_at_rest("settings"),
}
IN_A_CALL = ("record", "field", "transfer", "review", "confirm step")
OPENS_AND_SHUTS = ("F8", "F9", "Ctrl+↓")
"""A second press takes the first one back."""
Seen = tuple[object, ...]
FOCUS_AT, PICTURE_AT, CALL_AT = 1, 5, 6
"""Where `before_key` has them."""
PRESSED_LAST = ("← →", "Ctrl+Shift+L")
"""A list has no rows in sight any more, and a locked window nothing."""
TOO_FAR = {"F1", "Ctrl+Shift+Ø"}
"""F1 closes the list itself; practice starts another program, and is not listed in practice."""


@pytest.fixture
def menus_close(screen: Screen) -> Iterator[None]:
    yield
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def keys_of(screen: Screen) -> list[str]:
    overlay = help_of(screen)
    screen.key(Qt.Key.Key_F1)
    assert overlay.isVisible()
    keys = list(overlay.keys)
    screen.key(Qt.Key.Key_F1)
    assert not overlay.isVisible()
    return keys


def press(screen: Screen, name: str) -> None:
    is_third = screen.workspace.lazy_pages.shown is screen.workspace.confirmations
    first = ("Ctrl+2" if is_third else "Ctrl+3") if name.startswith("Ctrl+1 …") else name
    press_key(screen, {"1–9, 0": "1", "↑ ↓": "↓", "← →": "←"}.get(first, first))


@pytest.mark.usefixtures("menus_close")
@pytest.mark.parametrize("place", mostly_at_night(PLACES, "confirm step", "callbacks"))
def test_each_key_in_f1_changes_something_when_it_is_pressed_there(
    screen: Screen, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The keys are pressed one after the other, each from the place as it was reached first."""
    monkeypatch.setattr(screen.application, "restart", lambda *_: None)
    PLACES[place](screen)
    listed_keys = [key for key in keys_of(screen) if key not in TOO_FAR]
    assert {"Ctrl+K", "F6"} <= set(listed_keys)
    silent = []
    before = before_key(screen)
    for key in sorted(listed_keys, key=lambda name: PRESSED_LAST.index(name) if name in PRESSED_LAST else -1):
        press(screen, key)
        if state(screen) == before[:CALL_AT]:
            silent.append(key)
        before = go_back(screen, place, key, before)
    assert silent == []


def before_key(screen: Screen) -> Seen:
    """What is seen there now, and the call that it shows."""
    QApplication.clipboard().setText("noe annet")
    call_session = screen.workspace.call_session
    given = call_session.run.given if call_session.run is not None else None
    return (*state(screen), call_session.draft, given)


def go_back(screen: Screen, place: str, key: str, before: Seen) -> Seen:
    """To the place again, whatever the key did, and what is seen there. A place in a call takes ten keys, and is walked
    to only where the call is no longer as it was."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    if screen.window.is_alone:
        return before
    if place in IN_A_CALL and (again := shut_beside(screen, key, before)):
        return again
    screen.window.search.clear()
    call = screen.workspace.call
    screen.window.show_page("call")
    if call.forms.panel.isVisible():
        call.forms.panel.cancelled.emit()
    if screen.workspace.call_session.draft is not None:
        call.discard()
    screen.at_rest()
    call.put_away()
    screen.window.hide_bar()
    PLACES[place](screen)
    return before_key(screen)


def shut_beside(screen: Screen, key: str, before: Seen) -> Seen | None:
    """What is seen when the key's form, list or page beside the call is shut, if every word, the focus and each answer
    are as they were before it."""
    if key in OPENS_AND_SHUTS:
        press(screen, key)
    if screen.workspace.call.forms.panel.isVisible():
        screen.workspace.call.forms.panel.cancelled.emit()
    for commands in screen.window.findChildren(CommandList):
        if commands.isVisible():
            screen.key(Qt.Key.Key_Escape)
    screen.window.show_page("call")
    screen.window.hide_bar()
    focus = before[FOCUS_AT]
    if isinstance(focus, QWidget) and shiboken6.isValid(focus) and focus.isVisible():
        focus.setFocus()
    again = before_key(screen)
    return again if again[:PICTURE_AT] + again[CALL_AT:] == before[:PICTURE_AT] + before[CALL_AT:] else None


def test_f1_leaves_out_what_would_do_nothing(screen: Screen) -> None:
    rest_in_search(screen)
    at_rest = keys_of(screen)
    assert not {"←", "Ctrl+Enter", "Ctrl+R", "F8", "Esc", "1–9, 0", "Ctrl+J"} & set(at_rest)
    transfer(screen)
    in_call = keys_of(screen)
    assert {"1–9, 0", "←", "Ctrl+D", "F8", "Ctrl+P", "Shift+Mellomrom"} <= set(in_call)


def test_f1_says_that_0_is_no_answer_only_in_a_step(screen: Screen) -> None:
    """On Ring tilbake 0 is «Ordnet»; «0 er alltid «vet ikke»» stood there too."""
    said: dict[str, str] = {}
    for place in ("transfer", "callbacks", "review"):
        PLACES[place](screen)
        screen.key(Qt.Key.Key_F1)
        rows = help_of(screen).rows
        said[place] = next(row.accessibleName() for row in rows if row.accessibleName().startswith("1–9, 0"))
        screen.key(Qt.Key.Key_F1)
        if place != "callbacks":
            screen.workspace.call.discard()
    assert "vet ikke" in said["transfer"]
    assert "vet ikke" not in said["callbacks"] + said["review"]


def test_f1_has_the_keys_of_the_groups_of_a_list(screen: Screen) -> None:
    PLACES["callbacks"](screen)
    assert "← →" in keys_of(screen)
    PLACES["catalogue"](screen)
    assert "← →" not in keys_of(screen)


def test_f1_names_the_step_and_stands_in_two_columns(screen: Screen) -> None:
    transfer(screen)
    overlay = help_of(screen)
    screen.key(Qt.Key.Key_F1)
    for _ in range(3):
        QApplication.processEvents()
    assert overlay.accessibleName().startswith("Taster her: Sett over til sløyfe 2")
    titles = [title for title in by_group(commands_of(screen).rows) if title != MORE]
    heads = [one for one in overlay.findChildren(QLabel) if one.text() in titles and one.isVisible()]
    assert [one.text() for one in heads] == titles
    left = {one.mapTo(overlay, QPoint(0, 0)).x() for one in heads}
    assert len(left) == 2, "two columns"
    assert isinstance(overlay, QWidget)


def test_the_list_in_the_settings_has_every_key_of_a_command(screen: Screen) -> None:
    part = pages.settings_part(screen, "Tastatur", QWidget)
    (text,) = part.findChildren(QPlainTextEdit)
    keys = [line.partition(":  ")[0] for line in text.toPlainText().splitlines()]
    assert len([key for key in keys if key in {"F1", "Ctrl+Z", "Ctrl+1 … 6"}]) == 3
    in_rail = {f"Ctrl+{number}" for number in range(1, 7)}
    assert {command.key for command in commands_of(screen).rows if command.key} <= {*keys, *in_rail}


def no_hit_but_alike(screen: Screen) -> None:
    """«Hvem ringer?», with members of a similar number beside it."""
    rest_in_search(screen)
    screen.search("90000418")
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() > 1)
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()


def test_f1_has_the_arrows_to_the_hits_beside_a_question(screen: Screen) -> None:
    """«2 ligner. Pil ned velger en av dem» was written there, and the arrow did nothing; Shift+Mellomrom was in F1."""
    no_hit_but_alike(screen)
    assert "↑ ↓" in keys_of(screen)
    assert "Shift+Mellomrom" not in keys_of(screen)
    hits = screen.workspace.call.ui.hits
    screen.key(Qt.Key.Key_Down)
    assert screen.focus is hits
    assert hits.currentIndex().row() == 0
    name = screen.workspace.call.hits.model.hit(0).name
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    record = screen.workspace.call_session.record
    assert record is not None
    assert f"{record.member.first_name} {record.member.last_name}" == name
