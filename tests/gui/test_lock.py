"""The locked window: no member on it, no key reaches a page, the inquiry is parked, a PIN opens (PR-5)."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from sentralbord_desktop.bootstrap import DATABASE_FILE, open_services
from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.errors import DatabaseBusyError, NoSpaceError
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.inquiries.parked import UnsavedForm
from sentralbord_desktop.gui.access import sign_in_page, windows_logon
from sentralbord_desktop.gui.access.idle_timer import IdleTimer, is_due
from sentralbord_desktop.gui.access.sign_in_page import LockPage, SignInPage, WindowsSignInPage
from sentralbord_desktop.gui.core.page import NamedNumber
from sentralbord_desktop.gui.startup import OpenFailurePage
from sentralbord_desktop.gui.workspace.lock import UNLOCKED
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from sentralbord_desktop.startup.open_register import OpenRequest
from sentralbord_desktop.storage import operators
from sentralbord_desktop.storage.engine.wal_marker import WalMarker
from tests.helpers.announcements import Heard
from tests.helpers.keyboard import CONTROL, SHIFT
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.screen import Screen, dismantle
from tests.helpers.typed import stand_in
from tests.helpers.window_text import words_on

NONE = Qt.KeyboardModifier.NoModifier
Start = Callable[..., Application]


def test_locking_hides_the_member_parks_the_call_and_gives_up_the_register(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.type("-11")
    draft = screen.workspace.call_session.draft
    assert draft is not None
    screen.bot.waitUntil(lambda: "Fjeldheim" in words_on(screen))
    screen.key(Qt.Key.Key_L, CONTROL, SHIFT)
    assert isinstance(screen.window.ui.pages.currentWidget(), LockPage)
    assert "Fjeldheim" not in words_on(screen)
    assert "990 00 418" not in words_on(screen)
    assert screen.window.ui.search.text() == ""
    screen.bot.waitUntil(lambda: screen.application.starts_again is not None, timeout=20_000)
    assert screen.application.starts_again is not None
    assert screen.application.starts_again[-1] == "--locked"
    kept = {parked.id: parked for parked in screen.services.parking.all()}
    assert not kept[draft.id].running
    assert "-11" in kept[draft.id].state


@pytest.mark.usefixtures("qapp")
def test_the_locked_page_has_the_clock_of_the_other_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """It had that of the machine, where every other page has Oslo's."""
    monkeypatch.setattr(sign_in_page, "now", lambda: datetime(2026, 11, 30, 13, 9, tzinfo=UTC))
    page = LockPage()
    assert page.time.text() == "14.09"
    page.deleteLater()


def test_no_menu_stands_over_the_locked_page(screen: Screen) -> None:
    """It locks by itself while the numbers of a member stand there to be chosen (PR-5)."""
    screen.workspace.dialler.ring(
        [NamedNumber("Ingunn Fjeldheim", "99000418"), NamedNumber("Ingunn Fjeldheim", "38000111")]
    )
    assert QApplication.activePopupWidget() is screen.workspace.dialler.menu
    screen.application.locking.lock()
    assert QApplication.activePopupWidget() is None
    assert not screen.workspace.dialler.menu.isVisible()


def test_no_menu_in_a_menu_stands_over_the_locked_page(screen: Screen) -> None:
    screen.control(Qt.Key.Key_2)
    screen.workspace.callbacks.focus_list()
    screen.key(Qt.Key.Key_Menu)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right):
        screen.bot.keyClick(menu, key)
    assert QApplication.activePopupWidget() is not menu
    screen.application.locking.lock()
    assert QApplication.activePopupWidget() is None
    assert not menu.isVisible()


@pytest.mark.parametrize("ours", [True, False])
def test_what_was_copied_here_is_not_pasted_by_whoever_passes(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, ours: bool
) -> None:
    """PR-5: the text of a message, say. What another program has put there is its own."""
    clipboard = QApplication.clipboard()
    monkeypatch.setattr(clipboard, "ownsClipboard", lambda: ours)
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_C)
    assert clipboard.text() == "99000418"
    screen.key(Qt.Key.Key_L, CONTROL, SHIFT)
    assert clipboard.text() == ("" if ours else "99000418")


@pytest.mark.parametrize("kind", ["samtale", "merknad"])
def test_what_is_about_a_member_that_was_erased_meanwhile_holds_up_no_lock(screen: Screen, kind: str) -> None:
    """PR-5: else the process stayed behind the page with register and key."""
    screen.open("ingunn fjeldheim")
    assert screen.workspace.call_session.record is not None
    member = screen.workspace.call_session.record.member
    if kind == "samtale":
        screen.key(Qt.Key.Key_Space)
        screen.digits("71")
        screen.confirm()
        screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is not None)
    else:
        screen.control(Qt.Key.Key_M)
        panel = screen.workspace.call.forms.panel
        screen.bot.waitUntil(lambda: panel.isVisible() and screen.focus in panel._grid.boxes)
        screen.type("ringer om ferie")
    screen.at_rest()
    screen.services.privacy.erase(member, member.number, "ba om det")
    screen.key(Qt.Key.Key_L, CONTROL, SHIFT)
    screen.bot.waitUntil(lambda: screen.application.starts_again is not None, timeout=10_000)
    assert not screen.workspace.unsaved_forms.waits
    assert all(parked.member_id != member.id for parked in screen.services.parking.all())


@pytest.mark.parametrize("kind", ["merknad", "medlem", "oppringing"])
def test_a_form_that_is_half_written_is_there_again_after_the_lock(screen: Screen, kind: str) -> None:
    if kind == "oppringing":
        screen.control(Qt.Key.Key_T)
    else:
        screen.open("ingunn fjeldheim")
        screen.key(Qt.Key.Key_M if kind == "merknad" else Qt.Key.Key_F2, CONTROL if kind == "merknad" else NONE)
    forms = screen.workspace.call.forms
    screen.bot.waitUntil(lambda: forms.panel.isVisible() and screen.focus in forms.panel._grid.boxes)
    assert forms.half_written() is None
    screen.type("ringer om ferie")
    screen.key(Qt.Key.Key_L, CONTROL, SHIFT)
    screen.bot.waitUntil(lambda: screen.application.starts_again is not None, timeout=20_000)
    assert "ringer om ferie" not in words_on(screen)
    assert "skjema" not in {draft.category for draft in screen.services.parking.drafts()}
    kept = screen.services.parking.take_form()
    assert kept is not None
    assert kept.kind == kind
    assert any("ringer om ferie" in text for text in kept.values.values())
    assert screen.services.parking.take_form() is None


def test_after_the_lock_the_form_stands_as_it_was_with_its_member(screen: Screen) -> None:
    ingunn = screen.services.members.search("ingunn fjeldheim")[0].id
    half = UnsavedForm(kind="merknad", member_id=ingunn, values={"text": "ringer om ferie", "pinned": "ja"})
    screen.workspace.unsaved_forms.go_on_with(half)
    forms = screen.workspace.call.forms
    screen.bot.waitUntil(forms.panel.isVisible)
    assert forms.panel.values == half.values
    assert "skjemaet du skrev i da vinduet ble låst" in screen.window.ui.barText.text()
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: not forms.panel.isVisible())
    record = screen.services.members.reread(ingunn)
    assert record is not None
    assert "ringer om ferie" in record.remarks[0].text


def test_a_remark_that_waits_for_a_reason_is_half_written_too(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_M)
    forms = screen.workspace.call.forms
    screen.bot.waitUntil(lambda: screen.focus in forms.panel._grid.boxes)
    screen.type("er sykmeldt")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: "reason" in forms.panel.values)
    half = forms.half_written()
    assert half is not None
    assert half.values["text"] == "er sykmeldt"


def test_a_form_that_was_left_or_saved_does_not_come_back(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    forms = screen.workspace.call.forms
    for last in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        screen.control(Qt.Key.Key_M)
        screen.bot.waitUntil(lambda: screen.focus in forms.panel._grid.boxes)
        screen.type("ringer om ferie")
        screen.key(last, NONE if last == Qt.Key.Key_Escape else CONTROL)
        screen.bot.waitUntil(lambda: not forms.panel.isVisible())
        assert forms.half_written() is None


def test_words_about_one_member_never_open_on_another(screen: Screen) -> None:
    half = UnsavedForm(kind="merknad", member_id=999_999, values={"text": "ringer om ferie"})
    screen.workspace.unsaved_forms.go_on_with(half)
    screen.open("ingunn fjeldheim")
    assert not screen.workspace.call.forms.panel.isVisible()


def test_a_form_waits_in_the_process_while_it_cannot_be_written(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    parking, kept = screen.services.parking, []
    keep = parking.keep_form

    def away_once(form: UnsavedForm) -> None:
        kept.append(form)
        if len(kept) == 1:
            raise DatabaseBusyError("Ikke kontakt.")
        keep(form)

    monkeypatch.setattr(parking, "keep_form", away_once)
    screen.control(Qt.Key.Key_T)
    forms = screen.workspace.call.forms
    screen.bot.waitUntil(lambda: screen.focus in forms.panel._grid.boxes)
    screen.type("ringer om ferie")
    screen.workspace.unsaved_forms.keep()
    screen.bot.waitUntil(lambda: len(kept) == 1)
    forms.panel.hide()  # as behind the locked page
    assert screen.workspace.unsaved_forms.waits
    locking = screen.application.locking
    locking._is_locking = True
    locking._drop_when_sent(screen.services, 1)
    screen.bot.waitUntil(lambda: not screen.workspace.unsaved_forms.waits)
    form = parking.take_form()
    assert form is not None
    assert form.model_dump() == kept[0].model_dump()


def test_the_process_stays_while_the_inquiry_cannot_be_written(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk: reading still works, and must not be taken for the inquiry being safe."""
    parking, full = screen.services.parking, [True]
    keep, tries = parking.keep, []

    def into_a_full_disk(draft: Draft, *, running: bool) -> None:
        if full[0]:
            tries.append(draft.id)
            raise NoSpaceError("Disken er full.")
        keep(draft, running=running)

    monkeypatch.setattr("sentralbord_desktop.gui.workspace.lock.ROUND_MS", 100)
    screen.open("ingunn fjeldheim")
    screen.workspace.call_session.begin("utmelding")
    screen.workspace.call_session.answer("maate", Answer(choice="min_side"))
    left = []
    locking = screen.application.locking
    screen.application.sequence.restart_asked.disconnect()
    screen.application.sequence.restart_asked.connect(lambda _: left.append(True))
    monkeypatch.setattr(parking, "keep", into_a_full_disk)
    locking.lock()
    screen.bot.waitUntil(lambda: len(tries) > 3, timeout=10_000)  # round after round
    assert not left
    full[0] = False
    screen.bot.waitUntil(lambda: bool(left), timeout=10_000)
    assert [draft.answers["maate"].choice for draft in parking.drafts() if "maate" in draft.answers] == ["min_side"]


def test_no_key_brings_a_page_back_while_it_is_locked(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    locking = screen.application.locking
    stand_in(locking, "_drop_when_sent", lambda *_: None)  # stay here
    locking.lock()
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_K, Qt.Key.Key_Comma, Qt.Key.Key_P):
        screen.control(key)
    for key in (Qt.Key.Key_F3, Qt.Key.Key_F6, Qt.Key.Key_Escape, Qt.Key.Key_F4):
        screen.key(key)
    screen.window.show_page("callbacks")
    assert isinstance(screen.window.ui.pages.currentWidget(), LockPage)
    assert not screen.window.ui.search.isVisible()
    assert "Fjeldheim" not in words_on(screen)


@pytest.mark.parametrize(
    ("quiet", "minutes", "in_a_call", "due"),
    [
        (599, 10, False, False),
        (600, 10, False, True),
        (600, 10, True, False),
        (1800, 10, True, True),
        (100_000, 0, False, False),
        (3599, 60, True, False),
        (3600, 60, True, True),
    ],
)
def test_window_locks_after_so_long_without_a_hand_and_later_in_the_middle_of_a_call(
    quiet: float, minutes: int, in_a_call: bool, due: bool
) -> None:
    assert is_due(quiet, minutes, in_a_call=in_a_call) is due


class Watched:
    """A window that is locked after ten minutes, by a clock that is set by hand; `later` is opened afterwards."""

    def __init__(self) -> None:
        self.now, self.told = 0.0, 0
        self.field, self.later = QLineEdit(), QLineEdit()
        QShortcut(QKeySequence("F3"), self.field)
        self.watch = IdleTimer(lambda: 10, lambda: False, self.field, lambda: self.now)
        self.watch.due.connect(self.tell)

    def tell(self) -> None:
        self.told += 1

    def is_due_after(self, seconds: float) -> bool:
        before, self.now = self.told, self.now + seconds
        self.watch.look()
        return self.told > before


@pytest.fixture
def watched(qtbot: QtBot, qapp: QApplication) -> Iterator[Watched]:
    watched = Watched()
    qtbot.addWidget(watched.field)
    qtbot.addWidget(watched.later)
    watched.field.show()
    qtbot.waitExposed(watched.field)
    yield watched
    watched.watch.end()


def handle(widget: QWidget) -> QWindow:
    window = widget.windowHandle()
    assert window is not None
    return window


HANDS: dict[str, Callable[[QWidget], None]] = {
    "a letter that the field takes": lambda field: QTest.keyClick(handle(field), Qt.Key.Key_A),
    "a shortcut": lambda field: QTest.keyClick(handle(field), Qt.Key.Key_F3),
    "the mouse is moved": lambda field: QTest.mouseMove(handle(field), QPoint(5, 5)),
    "the mouse is pressed": lambda field: QTest.mouseClick(
        handle(field), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(4, 4)
    ),
}


@pytest.mark.parametrize("hand", HANDS)
def test_a_key_or_the_mouse_starts_the_count_again(watched: Watched, hand: str) -> None:
    """As the system brings them, to the window."""
    watched.watch.begin()
    watched.field.activateWindow()
    watched.now = 599
    HANDS[hand](watched.field)
    QApplication.processEvents()
    assert not watched.is_due_after(500)
    assert watched.is_due_after(100)


def test_a_window_that_was_opened_later_counts_too(watched: Watched, qtbot: QtBot) -> None:
    watched.watch.begin()
    watched.now = 599
    watched.later.show()
    watched.later.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is handle(watched.later))
    QTest.keyClick(handle(watched.later), Qt.Key.Key_A)
    assert not watched.is_due_after(500)


def test_a_window_that_nobody_touches_does_not_count(watched: Watched, qtbot: QtBot) -> None:
    watched.watch.begin()
    watched.now = 599
    watched.field.setText("Skrevet av programmet.")
    watched.field.resize(300, 40)
    qtbot.waitUntil(lambda: handle(watched.field).width() == 300)
    QApplication.processEvents()  # what the program did has come to the window
    assert watched.is_due_after(1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "register"
    services = open_services(folder, passphrase=PASSPHRASE)
    services.session.update(name="Maja", initials="MH")
    services.close()
    return folder


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, home: Path) -> Iterator[Start]:
    """Start the program over `home`, as it is started by its own lock."""
    started: list[Application] = []

    def start(*words: str) -> Application:
        application = Application(qapp, arguments(["--data", str(home), "--look", "lyst", *words]))
        started.append(application)
        application.show()
        application.window.activateWindow()
        return application

    yield start
    for application in started:
        dismantle(application)


def shown(application: Application) -> object:
    return application.window.ui.pages.currentWidget()


def test_started_locked_nothing_is_opened_before_somebody_asks_and_the_passphrase_opens(
    start: Start, qtbot: QtBot, heard: Heard
) -> None:
    application = start("--locked")
    page = shown(application)
    assert isinstance(page, LockPage)
    qtbot.waitUntil(lambda: application._instance_server is not None, timeout=10_000)
    assert application.services is None
    application.ring("99000418")  # somebody rings meanwhile: kept, not shown
    qtbot.keyClick(page.button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(shown(application), OpenFailurePage), timeout=10_000)
    assert application.services is None
    application.sequence.open(PASSPHRASE)
    qtbot.waitUntil(lambda: application.workspace is not None, timeout=20_000)
    assert application.window.ui.search.text().replace(" ", "") == "99000418"
    qtbot.waitUntil(lambda: any(UNLOCKED in sentence for sentence in heard.sentences))


def opened_by_keyring(application: Application) -> None:
    """As where the key comes from the PC's own keyring: nothing was typed."""
    opened = application.register_opener._open

    def open_(request: OpenRequest) -> object:
        return opened(replace(request, passphrase=PASSPHRASE))

    stand_in(application.register_opener, "_open", open_)


def test_whoever_shares_a_pc_says_who_it_is_with_a_pin(start: Start, qtbot: QtBot, home: Path) -> None:
    services = open_services(home, passphrase=PASSPHRASE)
    services.people.choose_pin("2719")
    services.people.keep(Operator(id=0, initials="LT", name="Lars Tveit"))
    services.close()
    application = start()
    opened_by_keyring(application)
    qtbot.waitUntil(lambda: isinstance(shown(application), SignInPage), timeout=20_000)
    page = shown(application)
    assert isinstance(page, SignInPage)
    assert [page.who.itemText(n) for n in range(2)] == ["Maja (MH)", "Lars Tveit (LT)"]
    page.pin.setText("0000")
    page._try()
    qtbot.waitUntil(lambda: "ikke riktig PIN" in page.error.text(), timeout=10_000)
    assert application.workspace is None
    page.pin.setText("2719")
    page._try()
    qtbot.waitUntil(lambda: application.workspace is not None, timeout=20_000)


def test_a_new_one_chooses_a_pin_with_the_start_code_by_keys_alone(start: Start, qtbot: QtBot, home: Path) -> None:
    services = open_services(home, passphrase=PASSPHRASE)
    code = services.people.keep(Operator(id=0, initials="LT", name="Lars Tveit"))
    services.close()
    application = start()
    opened_by_keyring(application)
    qtbot.waitUntil(lambda: isinstance(shown(application), SignInPage), timeout=20_000)
    page = shown(application)
    assert isinstance(page, SignInPage)

    def focus(box: QWidget) -> QWidget:
        qtbot.waitUntil(box.hasFocus)
        return box

    qtbot.keyClick(focus(page.who), Qt.Key.Key_Down)
    assert page.chosen.isVisible()
    qtbot.keyClick(page.who, Qt.Key.Key_Return)
    for box, words in ((page.pin, code), (page.chosen, "2719"), (page.again, "2718")):
        qtbot.keyClicks(focus(box), words)
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert page.error.text() == "De to er ikke like. Skriv det samme i begge feltene."
    page.again.clear()
    qtbot.keyClicks(page.again, "2719")
    qtbot.keyClick(page.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: application.workspace is not None, timeout=20_000)
    assert application.services is not None
    assert application.services.session.sign == "LT"


def test_whoever_has_left_is_told_and_the_register_stays_closed(start: Start, qtbot: QtBot, home: Path) -> None:
    services = open_services(home, passphrase=PASSPHRASE)
    with services.database.transaction() as session:
        (maja,) = operators.operators(session)
        operators.save_operator(session, maja.model_copy(update={"left": date(2026, 11, 1)}))
    services.close()
    application = start()
    opened_by_keyring(application)
    qtbot.waitUntil(lambda: isinstance(shown(application), OpenFailurePage), timeout=20_000)
    page = shown(application)
    assert isinstance(page, OpenFailurePage)
    qtbot.waitUntil(lambda: "Du står som sluttet her" in page.sentence.text(), timeout=20_000)
    assert application.workspace is None
    assert application.services is None


def test_the_printed_code_does_not_seat_one_who_has_left(start: Start, qtbot: QtBot, home: Path) -> None:
    services = open_services(home, passphrase=PASSPHRASE)
    printed = services.recovery.new_code()
    services.recovery.keep(printed)
    services.people.keep(Operator(id=0, initials="LT", name="Lars Tveit"))
    with services.database.transaction() as session:
        maja = next(one for one in operators.operators(session) if one.os_user)
        operators.save_operator(session, maja.model_copy(update={"left": date(2026, 11, 1)}))
    services.close()
    application = start("--locked")
    application.sequence.open(None, printed)
    qtbot.waitUntil(lambda: isinstance(shown(application), SignInPage), timeout=20_000)
    page = shown(application)
    assert isinstance(page, SignInPage)
    assert page.code is None
    assert application.workspace is None


def test_too_many_wrong_pins_close_the_register_again(start: Start, qtbot: QtBot, home: Path) -> None:
    services = open_services(home, passphrase=PASSPHRASE)
    services.people.choose_pin("2719")
    services.close()
    application = start("--locked")
    opened_by_keyring(application)
    application.sequence.open()
    qtbot.waitUntil(lambda: isinstance(shown(application), SignInPage), timeout=20_000)
    page = shown(application)
    assert isinstance(page, SignInPage)
    for _ in range(5):
        qtbot.waitUntil(page.button.isEnabled, timeout=10_000)
        page.pin.setText("0000")
        page._try()
    qtbot.waitUntil(lambda: application.starts_again is not None, timeout=10_000)
    assert application.workspace is None


def test_without_a_pin_windows_is_asked_and_only_a_right_password_opens(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Windows itself answers is tried on Windows alone (docs/it.md)."""
    monkeypatch.setattr(windows_logon, "is_possible", lambda: True)
    monkeypatch.setattr(windows_logon, "fits", lambda password: password == "riktig")
    application = start("--locked")
    opened_by_keyring(application)
    application.sequence.open()
    qtbot.waitUntil(lambda: isinstance(shown(application), WindowsSignInPage), timeout=20_000)
    page = shown(application)
    assert isinstance(page, WindowsSignInPage)
    page.password.setText("galt")
    page._try()
    qtbot.waitUntil(lambda: "ikke riktig passord" in page.error.text(), timeout=10_000)
    assert application.workspace is None
    page.password.setText("riktig")
    page._try()
    qtbot.waitUntil(lambda: application.workspace is not None, timeout=20_000)


def test_nothing_is_said_and_nobody_rings_on_a_locked_window(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.application.ring("99000531")
    screen.bot.waitUntil(screen.workspace.incoming.ringing.bar.isVisible)
    locking = screen.application.locking
    stand_in(locking, "_drop_when_sent", lambda *_: None)
    locking.lock()
    screen.window.show_bar("Ingunn Fjeldheim er parkert")
    screen.application.ring("99000418")
    screen.at_rest()
    assert "Tveitan" not in words_on(screen)
    assert "Fjeldheim" not in words_on(screen)


def test_a_locked_window_that_is_closed_is_locked_at_the_next_start_too(start: Start, qtbot: QtBot, home: Path) -> None:
    first = start("--locked")
    assert isinstance(shown(first), LockPage)
    first.window.close()
    first.close()
    second = start()
    assert isinstance(shown(second), LockPage)
    second.sequence.open(PASSPHRASE)
    qtbot.waitUntil(lambda: second.workspace is not None, timeout=20_000)
    second.window.may_close = lambda: True
    second.window.close()
    second.close()
    third = start()
    assert not isinstance(shown(third), LockPage)


def test_closing_while_the_register_is_opened_leaves_it_closed(start: Start, qtbot: QtBot, home: Path) -> None:
    """Else the next start would find that the log of an open register is gone."""
    application = start()
    application.sequence.open(PASSPHRASE)
    application.window.close()
    application.close()
    services = open_services(home, passphrase=PASSPHRASE)
    services.close()
    assert WalMarker(home / DATABASE_FILE).word == "closed"


def test_unlocking_twice_opens_one_desk(start: Start, qtbot: QtBot, home: Path) -> None:
    application = start()
    for _ in range(3):
        application.sequence.open(PASSPHRASE)
    qtbot.waitUntil(lambda: application.workspace is not None, timeout=20_000)
    workspace = application.workspace
    later: list[None] = []
    application.tasks.run(application, lambda: None, later.append)  # after the other two
    qtbot.waitUntil(lambda: len(later) == 1, timeout=20_000)
    assert application.workspace is workspace
    assert len(application.register_opener._offices) == 3  # opened, and the two that came late closed again
    application.window.may_close = lambda: True
    application.window.close()
    application.close()
    assert WalMarker(home / DATABASE_FILE).word == "closed"


def test_the_field_of_a_calm_page_has_the_height_it_needs(screen: Screen) -> None:
    """A sentence that just did not fit on one line took it from the field below."""
    page = WindowsSignInPage()
    screen.window.show_alone(page)
    screen.bot.waitUntil(lambda: page.password.height() >= page.password.sizeHint().height())


def test_a_window_that_is_closed_while_it_waits_locked_leaves_the_register_locked(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message has its undo time left, so the process stays behind the page."""
    first = start()
    first.sequence.open(PASSPHRASE)
    qtbot.waitUntil(lambda: first.workspace is not None, timeout=20_000)
    assert first.services is not None
    monkeypatch.setattr(first.services.outbox, "leaving_soon", lambda: 1)
    first.locking.lock()
    qtbot.waitUntil(lambda: isinstance(shown(first), LockPage))
    first.window.may_close = lambda: True
    first.window.close()
    first.close()
    assert isinstance(shown(start()), LockPage)


def test_practising_beside_a_locked_window_unlocks_nothing(
    start: Start, qtbot: QtBot, qapp: QApplication, practised: Path, tmp_path: Path
) -> None:
    first = start("--locked")
    assert isinstance(shown(first), LockPage)
    shutil.copytree(practised, tmp_path / "ovelse")
    other = Application(qapp, arguments(["--practice", "--data", str(tmp_path / "ovelse")]))
    other.show()
    qtbot.waitUntil(lambda: other.workspace is not None, timeout=20_000)
    dismantle(other)
    first.close()
    again = start("--data", str(tmp_path / "annet" / ".." / "register"))  # written otherwise
    assert isinstance(shown(again), LockPage)
