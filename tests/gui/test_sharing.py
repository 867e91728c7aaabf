"""A shared register: two windows against one server, the server goes and comes back, and moving there and home again."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QTableView
from pytestqt.qtbot import QtBot

from benchmarks.stutter import Pulse
from benchmarks.window import wait
from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.domain.callbacks import Callback, CallbackFields
from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.errors import DatabaseBusyError
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.organisation.organisation import Department, Staff
from sentralbord_desktop.domain.policies import POLICY_TOML, Source, decide
from sentralbord_desktop.domain.sharing import SharedAddress
from sentralbord_desktop.gui.access.sign_in_page import LockPage, SignInPage
from sentralbord_desktop.gui.core.retry import AGAIN_MS
from sentralbord_desktop.gui.sharing.shared_register_panel import HOME, NOT_HERE, SharedRegisterPanel
from sentralbord_desktop.gui.startup import OpenFailurePage
from sentralbord_desktop.services.sharing.shared_register import SharedRegisterService
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from sentralbord_desktop.startup.open_register import OpenRequest
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.sharing.listener import PAUSES
from sentralbord_desktop.storage.sharing.offline_queue import PARK, OfflineQueueFile
from sentralbord_desktop.storage.sharing.server_choice import ServerChoice
from tests.helpers.figures import FULL, Say
from tests.helpers.moved_registers import enrolled
from tests.helpers.pages import settings_part
from tests.helpers.postgres import Cluster
from tests.helpers.screen import Screen, dismantle
from tests.helpers.stored import save_organisation
from tests.helpers.typed import stand_in
from tests.helpers.window_calls import DISMISSED, until_answered
from tests.helpers.window_text import soon, soon_shown, words_on

AT_ONCE = 1.0
HELD_MS, BUSY_MS = 100.0, 1000.0
"""The longest the window may stand still; in every run other tests and builds are beside it."""


@pytest.fixture
def windows(qtbot: QtBot, qapp: QApplication, tmp_path: Path, cluster: Cluster) -> Iterator[tuple[Screen, Screen]]:
    """Maja's and Lars' windows, over one database."""
    url = cluster.url(name := cluster.new_database())
    policies = decide([Source(POLICY_TOML, {"register": {"database_url": url}})])
    screens = []
    for user in ("maja", "lars"):
        services = build(Database.server(url), tmp_path, os_user=f"FORBUNDET\\{user}")
        services.session.update(name=user.title(), initials=user[:2].upper())
        services.close()
        folder = str(tmp_path / user)
        application = Application(qapp, arguments(["--data", folder, "--look", "lyst"]), policies)
        open_as(application, user)
        application.show()
        qtbot.waitUntil(partial(is_at_work, application), timeout=20_000)
        screens.append(Screen(qtbot, application))
    yield screens[0], screens[1]
    for screen in screens:
        dismantle(screen.application)
    cluster.drop(name)


def is_at_work(application: Application) -> bool:
    return application.workspace is not None


def open_as(application: Application, user: str) -> None:
    """Windows would say who it is; both are the same user here."""
    opened = application.register_opener._open

    def open_(request: OpenRequest) -> object:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sentralbord_desktop.bootstrap.account", lambda: f"FORBUNDET\\{user}")
            return opened(request)

    stand_in(application.register_opener, "_open", open_)


def listed(screen: Screen) -> list[Callback]:
    return list(screen.workspace.callbacks.list.model.values)


def test_what_one_window_does_is_seen_in_the_other_at_once(windows: tuple[Screen, Screen]) -> None:
    maja, lars = windows
    assert maja.services.session.sign == "MA"
    assert lars.services.session.sign == "LA"
    maja.services.callbacks.add(
        CallbackFields(
            name="Kari", number="99000418", subject="ferie", promised_by="MA", created=maja.services.session.clock()
        )
    )
    assert soon(lars, lambda: len(listed(lars)) == 1) < AT_ONCE
    at_hand(maja)
    soon(maja, lambda: len(listed(maja)) == 1)
    maja.control(Qt.Key.Key_J)
    soon(maja, lambda: listed(maja)[0].claimed_by == "MA")
    assert soon(lars, lambda: listed(lars)[0].claimed_by == "MA") < AT_ONCE
    lars.services.availability.set_presence("operator:LA", "opptatt")

    def seen() -> bool:
        board = maja.workspace.call_session.board
        status = board.status("operator:LA") if board else None
        return status is not None and status.kind == "opptatt"

    assert soon(maja, seen) < AT_ONCE


def test_a_note_that_is_written_in_one_window_is_read_in_the_other(windows: tuple[Screen, Screen]) -> None:
    maja, lars = windows
    begun(maja, "merknad")
    assert maja.workspace.call_session.record is not None
    lars.workspace.call_session.open_member(maja.workspace.call_session.record.member.id)
    soon(lars, lambda: lars.workspace.call_session.record)
    maja.control(Qt.Key.Key_Return)
    soon(maja, lambda: not maja.workspace.call.forms.panel.isVisible())
    assert soon(lars, lambda: "ringer om ferie" in read_in(lars)) < AT_ONCE


def read_in(screen: Screen) -> str:
    """What stands in the list of remarks that is on the screen."""
    table = screen.workspace.call.record.ui.lists.currentWidget()
    if not isinstance(table, QTableView) or not table.isVisible():
        return ""
    model = table.model()
    return "\n".join(str(model.index(row, 1).data()) for row in range(model.rowCount()))


def at_hand(screen: Screen) -> None:
    """Two windows, one keyboard."""
    screen.window.activateWindow()
    soon(screen, screen.window.isActiveWindow)
    screen.window.ui.search.setFocus()
    soon(screen, lambda: screen.focus is screen.window.ui.search)


def test_who_else_has_the_member_open_stands_beside_the_name(windows: tuple[Screen, Screen]) -> None:
    maja, lars = windows
    member = enrolled(maja.services)
    pill, his = maja.workspace.call.record.ui.elsewhere, lars.workspace.call.record.ui.elsewhere
    maja.workspace.call_session.open_member(member.id)
    soon(maja, lambda: maja.workspace.call_session.record)
    assert pill.isHidden()
    lars.workspace.call_session.open_member(member.id)
    assert soon(maja, lambda: pill.text().startswith("Åpen hos LA siden ")) < AT_ONCE
    assert not pill.isHidden()
    soon(lars, lambda: his.text().startswith("Åpen hos MA siden "))
    lars.workspace.call_session.open_unknown_caller("99000777")
    assert soon(maja, lambda: pill.isHidden()) < AT_ONCE
    assert his.isHidden()


@pytest.mark.figures("R9")
def test_a_server_that_is_away_is_said_in_one_line_and_the_call_stands(
    windows: tuple[Screen, Screen], cluster: Cluster, figure: Say
) -> None:
    maja, _ = windows
    maja.search("ukjent")
    maja.bot.waitUntil(lambda: bool(maja.workspace.call.ui.hitHint.text()), timeout=10_000)
    maja.workspace.call_session.open_unknown_caller("99000777", "Avisa")
    maja.workspace.call_session.begin("media")
    draft = maja.workspace.call_session.draft
    assert draft is not None
    assert maja.window.ui.standing.text() == "Felles register"
    cluster.halt()
    pulse = Pulse()
    pulse.begin()
    try:
        assert soon(maja, lambda: "Ikke kontakt med tjeneren" in maja.window.ui.barText.text()) < 10
        assert maja.window.ui.standing.text() == "Uten tjeneren"  # also when the bar gives way to another
        maja.workspace.call.wizard.step.double_press_guard.end()  # as if it had been read
        maja.bot.keyClicks(maja.workspace.call.wizard.ui.step, "2")  # two windows, one focus
        run = maja.workspace.call_session.run
        assert run is not None
        assert run.given  # the wizard goes on
        wait(round(PAUSES[-1] * 1000))  # while it tries to reach the server again and again
        held = pulse.longest
    finally:
        cluster.go_on()
    soon(maja, lambda: not maja.workspace.connection_status.is_lost)
    assert maja.window.ui.standing.text() == "Felles register"
    assert "tilbake" in maja.window.ui.barText.text()
    figure("R9", f"server away: the window held {held:.0f} ms at most")
    assert held < (HELD_MS if FULL else BUSY_MS)
    assert maja.workspace.call_session.draft is not None
    assert maja.workspace.call_session.draft.id == draft.id


def test_a_parked_call_that_cannot_be_taken_up_now_stays_parked(
    windows: tuple[Screen, Screen], cluster: Cluster
) -> None:
    maja, _ = windows
    draft = begun(maja, "samtale")
    maja.workspace.call_session.park()
    soon(maja, lambda: [one.id for one in maja.workspace.call_session.parked] == [draft])
    cluster.halt()
    try:
        soon(maja, lambda: maja.workspace.connection_status.is_lost)
        with maja.bot.waitSignal(maja.workspace.call_session.refused, timeout=20_000):
            maja.workspace.call_session.resume(maja.workspace.call_session.parked[0])
        assert [one.id for one in maja.workspace.call_session.parked] == [draft]
    finally:
        cluster.go_on()
    soon(maja, lambda: not maja.workspace.connection_status.is_lost)
    maja.workspace.call_session.resume(maja.workspace.call_session.parked[0])
    soon(maja, lambda: maja.workspace.call_session.draft and maja.workspace.call_session.draft.id == draft)


def test_who_is_rung_while_the_server_is_away_is_on_the_other_board_when_it_is_back(
    windows: tuple[Screen, Screen], cluster: Cluster, vault: object
) -> None:
    """Ages are not confirmed meanwhile, and the order stands."""
    maja, lars = windows
    organisation = maja.services.organisation.read()
    people = tuple(
        Staff(id=0, name=name, function=function, department=4, phone=phone)
        for name, function, phone in (("Bergljot", "DS", "99008042"), ("Frøydis", "saksbehandler", "99008043"))
    )
    departments = (Department(number=4, name="Mjøstraktene"),)
    save_organisation(maja.services, organisation.model_copy(update={"departments": departments, "staff": people}))
    ds = next(one for one in maja.services.organisation.read().staff if one.function == "DS")
    maja.services.availability.set_presence(f"staff:{ds.id}", "ledig")
    soon(maja, lambda: len(maja.workspace.call_session.organisation.staff) == 2)
    maja.workspace.call_session.open_member(enrolled(maja.services).id)
    soon(maja, lambda: maja.workspace.call_session.record)
    maja.workspace.call_session.confirm_identity()
    until_answered(maja, *DISMISSED, ("sloyfe2_ledig", "ingen"))
    transfer = maja.workspace.call.wizard.step.transfer
    soon(maja, lambda: transfer.card.word.text() == "ledig")
    cluster.halt()
    try:
        soon(maja, lambda: maja.workspace.connection_status.is_lost)
        assert (transfer.card.name.text(), transfer.card.word.text()) == ("Bergljot", "ikke bekreftet")
        assert transfer.card.source.text().startswith("ledig ")
        maja.workspace.call.wizard.step.double_press_guard.end()
        maja.bot.keyClicks(maja.workspace.call.wizard.ui.step, "2")  # two windows, one focus
        assert transfer.card.name.text() == "Frøydis"
        soon(maja, lambda: maja.services.offline_queue.holds_some)
    finally:
        cluster.go_on()

    def rung() -> bool:
        board = lars.workspace.call_session.board
        status = board.status(f"staff:{ds.id}") if board else None
        return status is not None and (status.kind, status.author) == ("ingen_svar", "MA")

    soon(lars, rung)
    run = maja.workspace.call_session.run
    assert run is not None
    assert [attempt.name for attempt in run.given["ds_ledig"].attempts] == ["Bergljot"]


@pytest.mark.parametrize("what", ["samtale", "merknad"])
def test_a_window_that_is_locked_while_the_server_is_away_is_unlocked_by_its_pin_and_all_stands(
    what: str, windows: tuple[Screen, Screen], cluster: Cluster, vault: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    maja, _ = windows
    monkeypatch.setattr("sentralbord_desktop.gui.workspace.lock.ROUND_MS", 100)
    maja.services.people.choose_pin("2719")
    draft = begun(maja, what)
    cluster.halt()
    try:
        soon(maja, lambda: maja.workspace.connection_status.is_lost)
        maja.workspace.lock_asked.emit()
        lock = soon_shown(maja, LockPage)
        assert "Fjeldheim" not in words_on(maja)
        lock.button.click()
        page = soon_shown(maja, SignInPage)
        for pin in ("2718", "2719"):
            page.pin.setText(pin)
            page._try()
            soon(maja, lambda: page.button.isEnabled() or not maja.window.is_alone)
            assert maja.window.is_alone == (pin == "2718")
        assert not maja.application.register_opener.is_locked
        if what == "samtale":
            assert maja.workspace.call_session.draft is not None
            assert maja.workspace.call_session.draft.id == draft
            assert maja.workspace.call_session.run is not None
            assert maja.workspace.call_session.parked == []
        else:
            assert maja.workspace.call.forms.panel.values["text"] == "ringer om ferie"
            assert maja.workspace.call.forms.panel.isVisible()
    finally:
        cluster.go_on()
    soon(maja, lambda: not maja.workspace.connection_status.is_lost)
    assert maja.application.starts_again is None


def test_a_start_without_the_server_tries_again_by_itself_on_one_page_and_opens_when_it_is_back(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, vault: object
) -> None:
    assert AGAIN_MS == 5_000
    monkeypatch.setattr("sentralbord_desktop.gui.core.retry.AGAIN_MS", 100)
    (tmp_path / "maja").mkdir()
    OfflineQueueFile(tmp_path / "maja", "annen").put("4", PARK, "MA", now(), "")
    url = cluster.url(name := cluster.new_database())
    services = build(Database.server(url), tmp_path, os_user="FORBUNDET\\maja")
    services.session.update(name="Maja", initials="MA")
    services.close()
    cluster.halt()
    options = arguments(["--data", str(tmp_path / "maja"), "--look", "lyst"])
    policies = decide([Source(POLICY_TOML, {"register": {"database_url": url}})])
    application = Application(qapp, options, policies)
    open_as(application, "maja")
    tried: list[bool] = []
    monkeypatch.setattr(application.register_opener, "_open", counted(application, tried))
    application.show()
    try:
        qtbot.waitUntil(lambda: len(tried) > 3, timeout=20_000)
        page = application.window.ui.pages.currentWidget()
        assert isinstance(page, OpenFailurePage)
        assert "Ikke kontakt med databasetjeneren" in page.sentence.text()
        assert "prøver igjen av seg selv" in " ".join(w.text() for w in page.findChildren(QLabel))
        assert len(application.window.ui.pages.findChildren(OpenFailurePage)) == 1
    finally:
        cluster.go_on()
    bar = application.window.ui.barText
    qtbot.waitUntil(lambda: "1 samtale ligger på denne PC-en" in bar.text(), timeout=20_000)
    assert application.workspace is not None
    dismantle(application)
    cluster.drop(name)


def counted(application: Application, tried: list[bool]) -> Callable[..., object]:
    opened = application.register_opener._open

    def open_(request: OpenRequest) -> object:
        tried.append(True)
        return opened(request)

    return open_


def begun(screen: Screen, what: str) -> str:
    """A call, or a remark, about a member, that was not finished; gives the call's id."""
    screen.workspace.call_session.open_member(enrolled(screen.services).id)
    soon(screen, lambda: screen.workspace.call_session.record)
    at_hand(screen)
    if what == "merknad":
        screen.control(Qt.Key.Key_M)
        panel = screen.workspace.call.forms.panel
        soon(screen, lambda: panel.isVisible() and screen.focus in panel._grid.boxes)
        screen.type("ringer om ferie")
        return ""
    screen.workspace.call_session.begin("utmelding")
    screen.workspace.call_session.answer("maate", Answer(choice="min_side"))
    draft = screen.workspace.call_session.draft
    assert draft is not None
    return draft.id


def test_the_copy_is_searched_and_opened_while_the_server_is_away(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, cluster: Cluster, vault: dict[tuple[str, str], str]
) -> None:
    url = cluster.url(name := cluster.new_database())
    services = build(Database.server(url), tmp_path, os_user="FORBUNDET\\maja")
    services.session.update(name="Maja", initials="MA")
    enrolled(services)
    services.close()
    said = {"register": {"database_url": url, "local_copy": "ja"}}
    options = arguments(["--data", str(tmp_path / "maja"), "--look", "lyst"])
    application = Application(qapp, options, decide([Source(POLICY_TOML, said)]))
    open_as(application, "maja")
    application.show()
    qtbot.waitUntil(lambda: application.workspace is not None, timeout=20_000)
    maja = Screen(qtbot, application)
    maja.workspace.background_jobs.copies.look()
    soon(maja, lambda: maja.services.local_copy.copied_at)
    cluster.halt()
    try:
        bar = maja.window.ui.barText
        soon(maja, lambda: "Du søker i kopien fra" in bar.text())
        maja.window.activateWindow()
        maja.open("fjeldheim")
        assert maja.workspace.call.record.ui.elsewhere.text().startswith("Fra kopien ")
        assert maja.workspace.call_session.record is not None
    finally:
        cluster.go_on()
    soon(maja, lambda: not maja.workspace.connection_status.is_lost)
    soon(maja, lambda: maja.workspace.call.record.ui.elsewhere.isHidden())
    soon(maja, lambda: [one for one in maja.services.privacy.lookups() if "kopien" in one.why])
    dismantle(application)
    cluster.drop(name)


def test_what_must_wait_for_the_server_is_said_and_a_reading_behind_is_not(screen: Screen) -> None:
    connection_status, bar = screen.workspace.connection_status, screen.window.ui.barText
    connection_status._show(False)
    lost = bar.text()
    screen.workspace.bar.failed_behind(DatabaseBusyError("Ikke kontakt."))
    assert bar.text() == lost
    screen.workspace.call_session.refused.emit(DatabaseBusyError("Ikke kontakt."))
    assert bar.text() == f"Det må vente. {lost}"


RESTARTS: list[None] = []


@pytest.fixture
def part(screen: Screen, vault: object, tmp_path: Path) -> SharedRegisterPanel:
    """The part over the practice people, as if they were a register of this PC's own."""
    RESTARTS.clear()
    services = screen.services
    service = SharedRegisterService(services.session, tmp_path, services.offline_queue, practice=False)
    made = SharedRegisterPanel(
        service,
        screen.application.tasks,
        screen.application.import_tasks,
        screen.application.outside_tasks,
        lambda: RESTARTS.append(None),
    )
    screen.bot.addWidget(made)
    made.show()
    screen.bot.waitUntil(lambda: bool(made.form.boxes))
    return made


def fill(part: SharedRegisterPanel, cluster: Cluster, template: str) -> SharedAddress:
    address = SharedAddress(str(cluster._folder), cluster.new_database(template), "postgres", secured="ingen")
    part.show_address(address)
    return address


def said(screen: Screen, part: SharedRegisterPanel, words: str) -> None:
    screen.bot.waitUntil(lambda: words in part.bar.said.text(), timeout=20_000)


def test_what_was_tried_can_be_chosen_and_the_program_starts_again(
    screen: Screen, part: SharedRegisterPanel, cluster: Cluster, tmp_path: Path
) -> None:
    assert part.state.text() == "Denne PC-en arbeider alene, i sitt eget register."
    assert not any(button.isVisible() for button in (part.use, part.carry, part.home))
    address = fill(part, cluster, "mal")
    part.test.click()
    said(screen, part, "Registeret der har 0 medlemmer")
    assert "ikke kryptert: tjeneren er på denne PC-en" in part.bar.said.text()
    assert part.use.isVisible()
    assert not part.carry.isVisible()
    part.use.click()
    screen.bot.waitUntil(lambda: RESTARTS == [None], timeout=20_000)
    assert ServerChoice(tmp_path).read() == address


def test_an_empty_base_gets_the_register_and_it_stays_here_too(
    screen: Screen, part: SharedRegisterPanel, cluster: Cluster, tmp_path: Path
) -> None:
    address = fill(part, cluster, "template1")
    part.submit()
    said(screen, part, "basen er tom. Flytt registeret dit")
    assert not part.use.isVisible()
    part.carry.click()
    screen.bot.waitUntil(lambda: RESTARTS == [None], timeout=60_000)
    assert ServerChoice(tmp_path).read() == address
    assert screen.services.members.count() == 400
    part.submit()
    said(screen, part, "Registeret der har 400 medlemmer")


def test_an_address_that_cannot_be_used_says_why_and_is_not_lost(screen: Screen, part: SharedRegisterPanel) -> None:
    part.show_address(SharedAddress("tjener.finnes-ikke.invalid", "sentralbord"))
    part.submit()
    said(screen, part, "Finner ikke tjeneren")
    assert not part.use.isVisible()
    assert part.form.values()["host"] == "tjener.finnes-ikke.invalid"


def test_going_home_is_asked_twice(screen: Screen, part: SharedRegisterPanel, cluster: Cluster, tmp_path: Path) -> None:
    ServerChoice(tmp_path).keep(address := fill(part, cluster, "mal"), "")
    part.show_address(address)
    part.home.click()
    said(screen, part, "Trykk en gang til")
    assert ServerChoice(tmp_path).is_chosen
    part.submit()  # something else is done: it is asked anew
    said(screen, part, "Tjeneren svarer")
    assert part.home.text() == HOME
    part.home.click()
    part.home.click()
    screen.bot.waitUntil(lambda: RESTARTS == [None], timeout=20_000)
    assert not ServerChoice(tmp_path).is_chosen


def test_nothing_is_shared_from_practice(screen: Screen) -> None:
    shown = settings_part(screen, "Felles register", SharedRegisterPanel)
    assert NOT_HERE in [label.text() for label in shown.findChildren(QLabel)]
    assert not shown.test.isVisible()


def middle(screen: Screen) -> str:
    """What the caller's page says of the text, in the middle and beside the hits."""
    call = screen.workspace.call
    return f"{call.on_line.unknown_caller_panel.accessibleName()} {call.ui.hitHint.text()}"


def test_the_search_shows_nobody_while_the_server_is_away_and_asks_again_when_it_is_back(
    windows: tuple[Screen, Screen], cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    maja, _ = windows
    enrolled(maja.services)
    call, session = maja.workspace.call, maja.workspace.call_session
    call.search._retry.setInterval(600_000)  # the notice of the server asks again, and no timer
    at_hand(maja)
    maja.search("fjeldheim")
    soon(maja, lambda: "Ingunn Fjeldheim" in middle(maja))
    cluster.halt()
    try:
        soon(maja, lambda: maja.workspace.connection_status.is_lost)
        at_hand(maja)
        maja.search("haugen")
        soon(maja, lambda: "Søket virker ikke uten tjeneren" in middle(maja))
        assert "Fjeldheim" not in words_on(maja)
        assert call.hits.model.rowCount() == 0
        maja.key(Qt.Key.Key_Return)
        soon(maja, lambda: call.search._asked is None)
        assert not session.has_caller
    finally:
        cluster.go_on()
    soon(maja, lambda: "Ingen treff på haugen" in middle(maja))
    assert not session.has_caller  # Enter while it was away opens nothing afterwards
    maja.search("fjeldheim")
    soon(maja, lambda: "Ingunn Fjeldheim" in middle(maja))
    maja.key(Qt.Key.Key_Return)
    soon(maja, lambda: session.record)


def test_a_search_that_failed_is_asked_again_though_no_notice_comes(
    windows: tuple[Screen, Screen], cluster: Cluster
) -> None:
    maja, _ = windows
    enrolled(maja.services)
    call = maja.workspace.call
    maja.workspace.connection_status.returned.disconnect()
    call.search._retry.setInterval(50)
    cluster.halt()
    try:
        at_hand(maja)
        maja.search("fjeldheim")
        soon(maja, lambda: "Søket virker ikke uten tjeneren" in middle(maja))
    finally:
        cluster.go_on()
    soon(maja, lambda: "Ingunn Fjeldheim" in middle(maja))
