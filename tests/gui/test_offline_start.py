"""A start without the server: the copy is offered, searched and read, and the window opens when the server is back."""

import gc
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.gui.access.sign_in_page import LockPage, SignInPage, WindowsSignInPage
from sentralbord_desktop.gui.sharing.offline_page import OfflinePage
from sentralbord_desktop.gui.startup import OpenFailurePage
from sentralbord_desktop.services.members import MemberService
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from sentralbord_desktop.startup.offline_start import OPEN_COPY
from sentralbord_desktop.storage.encryption.pin_hash import hashed
from sentralbord_desktop.storage.operators import save_operator
from tests.helpers.moved_registers import SECRET, Place
from tests.helpers.postgres import Cluster
from tests.helpers.screen import Screen, dismantle
from tests.helpers.typed import present
from tests.helpers.window_text import soon, soon_shown, words_on

Start = Callable[..., Screen]


@pytest.fixture
def place(cluster: Cluster, tmp_path: Path, vault: dict[tuple[str, str], str]) -> Iterator[Place]:
    made = Place(cluster, tmp_path)
    yield made
    made.close()


@pytest.fixture
def start(
    qtbot: QtBot, qapp: QApplication, place: Place, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Start]:
    """Maja's window over a server that is down."""
    monkeypatch.setattr("sentralbord_desktop.gui.core.retry.AGAIN_MS", 200)
    started: list[Application] = []

    def start_(allowed: str = "ja", user: str = "maja", *words: str) -> Screen:
        cluster.halt()
        monkeypatch.setattr("sentralbord_desktop.bootstrap.account", lambda: f"FORBUNDET\\{user}")
        options = arguments(["--data", str(place.folder), "--look", "lyst", *words])
        application = Application(qapp, options, place.policies(allowed))
        application.window.resize(1366, 688)
        application.show()
        application.window.resize(1366, 688)
        started.append(application)
        screen = Screen(qtbot, application)
        if application.register_opener.is_locked:
            soon_shown(screen, LockPage).button.click()
        soon_shown(screen, OpenFailurePage)
        screen.window.activateWindow()
        soon(screen, screen.window.isActiveWindow)
        return screen

    yield start_
    while started:
        dismantle(started.pop())
    gc.collect()  # what it held is gone before the next test


def offered(screen: Screen) -> QPushButton:
    page = soon_shown(screen, OpenFailurePage)

    def buttons() -> list[QPushButton]:
        return [one for one in page.findChildren(QPushButton) if one.text() == OPEN_COPY]

    soon(screen, buttons)
    (button,) = buttons()
    soon(screen, button.isVisible)
    return button


def look(screen: Screen) -> OfflinePage:
    """By keys alone: Tab to the button, and Space."""
    button = offered(screen)
    for _ in range(4):
        if not button.hasFocus():
            screen.key(Qt.Key.Key_Tab)
    assert button.hasFocus()
    screen.key(Qt.Key.Key_Space)
    page = soon_shown(screen, OfflinePage)
    assert page.search.hasFocus()
    return page


def opened(screen: Screen, page: OfflinePage) -> None:
    screen.type("fjeldheim")
    soon(screen, lambda: page.hits.model.rowCount() == 1)
    screen.key(Qt.Key.Key_Return)
    soon(screen, lambda: page.record.record)


def test_a_member_is_found_and_read_and_the_desk_opens_when_the_server_is_back(
    start: Start, place: Place, cluster: Cluster, asked: list[str]
) -> None:
    member = place.copied()
    screen = start()
    said = " ".join(w.text() for w in present(offered(screen).parent()).findChildren(QLabel))
    assert "Kopien fra i dag kl. " in said
    page = look(screen)
    assert "Dette er kopien fra i dag kl. " in page.age.text()
    assert page.age.isVisible()
    opened(screen, page)
    assert page.record.record is not None
    assert page.record.record.member.id == member.id
    assert page.record.ui.elsewhere.text().startswith("Fra kopien ")
    assert SECRET in [remark.text for remark in page.record.record.remarks]
    assert not [b for b in page.record.findChildren(QPushButton) if b.isVisible()], "only to be read"
    screen.key(Qt.Key.Key_Escape)
    assert page.search.hasFocus()
    screen.key(Qt.Key.Key_Return)  # held down, or pressed again: it is open
    cluster.go_on()
    screen.bot.waitUntil(lambda: screen.application.workspace is not None, timeout=20_000)
    services = screen.services
    soon(screen, lambda: [one for one in services.privacy.lookups() if "kopien" in one.why])
    again: list[object] = []
    screen.application.tasks.run(screen.window, services.sync, again.append)  # on the thread that has synced just now
    soon(screen, lambda: bool(again))
    (looked,) = [one for one in services.privacy.lookups() if "kopien" in one.why]
    assert (looked.author, looked.member_id) == ("MH", member.id)
    assert screen.window.ui.search.text() == "fjeldheim", "what was searched is searched there"
    soon(screen, lambda: screen.workspace.call.hits.model.rowCount() == 1)
    assert not screen.window.ui.pages.findChildren(OfflinePage)
    assert asked == [], "on the thread that draws"


def test_offline_start_goes_on_asking_the_server_and_says_how_old_the_copy_is_by_the_day(
    start: Start, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.copied()
    screen = start()
    page = look(screen)
    tried: list[bool] = []
    page.tried.connect(lambda: tried.append(True))
    offline_session = page._offline_session
    monkeypatch.setattr(offline_session.operator_session, "clock", lambda: now() + timedelta(days=1))
    soon(screen, lambda: len(tried) > 2)
    soon(screen, lambda: "kopien fra i går kl. " in page.age.text())
    assert soon_shown(screen, OfflinePage) is page


def test_where_it_does_not_allow_it_there_is_only_the_way_out(start: Start, place: Place) -> None:
    place.copied()
    screen = start("nei")
    page = soon_shown(screen, OpenFailurePage)
    tried: list[bool] = []
    page.tried.connect(lambda: tried.append(True))
    soon(screen, lambda: len(tried) > 2)
    assert OPEN_COPY not in [one.text() for one in page.findChildren(QPushButton)]


def test_a_case_of_another_department_is_hidden_here_too(start: Start, place: Place) -> None:
    place.copied(roles="avdeling", department=9)
    screen = start()
    page = look(screen)
    opened(screen, page)
    assert page.record.record is not None
    assert [one.text for one in page.record.record.remarks] == ["Skjult: sak i avdeling 4."]


@pytest.mark.parametrize(("user", "words"), [("fremmed", "vet ikke hvem du er"), ("", "nøkkelringen")])
def test_a_copy_that_may_not_be_opened_says_why_and_the_server_is_still_asked(
    start: Start, place: Place, vault: dict[tuple[str, str], str], user: str, words: str
) -> None:
    place.copied()
    if not user:
        vault.clear()
    screen = start("ja", user or "maja")
    offered(screen).click()
    page = soon_shown(screen, OpenFailurePage)
    soon(screen, lambda: words in page.error.text())
    tried: list[bool] = []
    page.tried.connect(lambda: tried.append(True))
    soon(screen, lambda: len(tried) > 1)
    assert "Fjeldheim" not in words_on(screen)


def test_who_shares_the_pc_shows_a_pin_first(start: Start, place: Place) -> None:
    place.copied(pin=hashed("2719"))
    screen = start()
    offered(screen).click()
    page = soon_shown(screen, SignInPage)
    for pin in ("2718", "2719"):
        page.pin.setText(pin)
        page._try()
        soon(screen, lambda: page.button.isEnabled() or not page.isVisible())
        assert isinstance(screen.window.ui.pages.currentWidget(), OfflinePage) == (pin == "2719")


def test_who_locked_the_window_shows_the_password_of_windows_first(
    start: Start, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sentralbord_desktop.gui.access.windows_logon.is_possible", lambda: True)
    monkeypatch.setattr("sentralbord_desktop.gui.access.windows_logon.fits", lambda word: word == "riktig")
    place.copied()
    screen = start("ja", "maja", "--locked")
    offered(screen).click()
    page = soon_shown(screen, WindowsSignInPage)
    for word in ("feil", "riktig"):
        page.password.setText(word)
        page._try()
        soon(screen, lambda: page.button.isEnabled() or not page.isVisible())
        assert isinstance(screen.window.ui.pages.currentWidget(), OfflinePage) == (word == "riktig")
    screen.application.register_opener.come_back()


def test_what_the_server_says_of_you_when_it_answers_goes_before_the_copy(start: Start, place: Place) -> None:
    place.copied()
    screen = start()
    page = look(screen)
    opened(screen, page)
    members = page._offline_session.members
    page._waits.stop()
    services = place.is_back()
    with services.database.transaction() as session:
        gone = services.session.operator.model_copy(update={"left": date(2026, 11, 1)})
        save_operator(session, gone)
    page.tried.emit(None)
    failure_page = soon_shown(screen, OpenFailurePage)
    assert "sluttet" in failure_page.sentence.text()
    soon(screen, lambda: not screen.window.ui.pages.findChildren(OfflinePage))
    assert "Fjeldheim" not in words_on(screen)
    soon(screen, lambda: is_closed(members))


def is_closed(members: MemberService) -> bool:
    """The copy is closed by a worker, a moment after its page went."""
    try:
        members.search("fjeldheim")
    except SwitchboardError:
        return True
    return False


@pytest.mark.parametrize("by", ["key", "idle"])
def test_the_window_locks_by_its_key_and_when_nobody_is_there(start: Start, place: Place, by: str) -> None:
    place.copied()
    screen = start()
    opened(screen, look(screen))
    offline_start = screen.application.sequence._offline_start
    assert offline_start is not None
    assert offline_start._idle is not None
    if by == "key":
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        screen.key(Qt.Key.Key_L, control, shift)
    else:
        offline_start._idle._last -= 11 * 60.0
        offline_start._idle.look()
    assert screen.application.starts_again is not None
    assert "--locked" in screen.application.starts_again
    assert screen.application.register_opener.is_locked
    screen.application.register_opener.come_back()


def test_an_opening_that_cannot_be_kept_shows_nothing(
    start: Start, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.copied()
    screen = start()
    page = look(screen)
    monkeypatch.setattr("sentralbord_desktop.services.offline_queue.can_queue", lambda _: False)
    screen.type("fjeldheim")
    soon(screen, lambda: page.hits.model.rowCount() == 1)
    screen.key(Qt.Key.Key_Return)
    soon(screen, lambda: "kan ikke logges" in page.error.text())
    assert page.record.record is None
    assert not page.record.isVisible()
