"""Telephony: a call that rings in, and Ctrl+D that rings out by a program or a `tel:` link."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QProcess, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from sentralbord_desktop.domain.dialling import Dialling
from sentralbord_desktop.gui.single_instance import notify_running_instance
from sentralbord_desktop.gui.widgets.settings_panel import SettingsForm
from sentralbord_desktop.startup.command_line import arguments, read_link
from tests.helpers.pages import settings_part
from tests.helpers.parts import hits_of
from tests.helpers.screen import Screen
from tests.helpers.typed import stand_in

UNKNOWN = "98765432"


def bar_text(screen: Screen) -> str:
    return screen.workspace.incoming.ringing.bar.accessibleName()


def numbers(screen: Screen) -> list[str]:
    record = screen.workspace.call_session.record
    return [phone.number for phone in record.member.phones] if record else []


def number_of(screen: Screen, name: str) -> str:
    return screen.services.members.search(name)[0].phone


def test_at_rest_the_number_is_searched_and_the_one_hit_is_highlighted_not_opened(screen: Screen) -> None:
    number = number_of(screen, "ingunn fjeldheim")
    screen.application.ring(number)
    hits = screen.workspace.call.hits
    screen.bot.waitUntil(lambda: hits.model.rowCount() > 0)
    assert screen.window.ui.search.text().replace(" ", "") == number
    assert "Ingunn Fjeldheim" in [hit.name for hit in hits_of(hits.model)]
    assert screen.workspace.call.ui.hits.currentIndex().row() == 0
    assert screen.workspace.call_session.record is None  # an opening would be logged


def test_in_the_middle_of_a_call_a_bar_tells_who_it_is_and_f4_parks_and_opens(screen: Screen) -> None:
    screen.open("roar tveitan")
    screen.digits("1")
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    focus = screen.focus
    screen.application.ring(number_of(screen, "eldbjørg rognlid"))
    screen.bot.waitUntil(lambda: screen.workspace.incoming.ringing.bar.isVisible())
    assert "Eldbjørg Rognlid" in bar_text(screen)
    assert screen.focus is focus
    assert screen.workspace.incoming.ringing.bar.parks.text() == "Roar blir parkert"
    screen.key(Qt.Key.Key_F4)
    screen.bot.waitUntil(
        lambda: (
            screen.workspace.call_session.record is not None
            and screen.workspace.call_session.record.member.name == "Eldbjørg Rognlid"
        )
    )
    assert [draft.facts.caller_name or draft.title for draft in screen.workspace.call_session.parked]
    assert not screen.workspace.incoming.ringing.bar.isVisible()


def test_shift_f4_hides_the_bar_and_leaves_the_call_alone(screen: Screen) -> None:
    screen.open("roar tveitan")
    screen.application.ring(UNKNOWN)
    screen.bot.waitUntil(lambda: screen.workspace.incoming.ringing.bar.isVisible())
    assert "Ikke i registeret" in bar_text(screen)
    screen.key(Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    assert not screen.workspace.incoming.ringing.bar.isVisible()
    assert screen.workspace.call_session.record is not None
    screen.key(Qt.Key.Key_F4)
    assert screen.workspace.call_session.unknown_caller is None  # there is nothing to take any more


def test_an_unknown_number_starts_a_call_without_a_record(screen: Screen) -> None:
    screen.open("roar tveitan")
    screen.application.ring(UNKNOWN)
    screen.bot.waitUntil(lambda: screen.workspace.incoming.ringing.bar.isVisible())
    screen.key(Qt.Key.Key_F4)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.unknown_caller is not None)
    assert screen.workspace.call_session.unknown_caller == (UNKNOWN, "")


def test_the_number_that_was_searched_first_follows_the_name(screen: Screen) -> None:
    screen.search(UNKNOWN)
    screen.bot.waitUntil(lambda: screen.workspace.call.incoming_number.number == UNKNOWN)
    screen.search("Xzqwv Avisen")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.unknown_caller is not None)
    assert screen.workspace.call_session.unknown_caller == (UNKNOWN, "Xzqwv Avisen")


def test_the_number_is_added_to_the_member_by_one_key_and_taken_back_by_angre(screen: Screen) -> None:
    screen.application.ring(UNKNOWN)
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.text.replace(" ", "") == UNKNOWN)
    screen.open("ingunn fjeldheim")
    assert "Hører nummeret til medlemmet?" in screen.window.ui.barText.text()
    screen.control(Qt.Key.Key_I)
    screen.bot.waitUntil(lambda: UNKNOWN in numbers(screen))
    assert "er lagt til på Ingunn" in screen.window.ui.barText.text()
    assert "Ingunn Fjeldheim" in [hit.name for hit in screen.services.members.search(UNKNOWN)]
    assert screen.window.ui.barButton.text() == "Angre   Ctrl+G"
    screen.control(Qt.Key.Key_G)
    screen.bot.waitUntil(lambda: UNKNOWN not in numbers(screen))
    assert not screen.services.members.search(UNKNOWN)


def test_angre_takes_the_number_from_the_one_it_was_added_to_whoever_is_open_now(screen: Screen) -> None:
    other = screen.services.members.search("roar tveitan")[0].id
    screen.services.members.add_phone(other, UNKNOWN)
    screen.application.ring(UNKNOWN)
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() > 0)
    screen.open("ingunn fjeldheim")
    first = screen.workspace.call_session.record
    assert first is not None
    screen.control(Qt.Key.Key_I)
    screen.bot.waitUntil(lambda: UNKNOWN in numbers(screen))
    screen.workspace.call_session.open_member(other)  # from the recent ones: nothing is typed
    screen.bot.waitUntil(
        lambda: (
            screen.workspace.call_session.record is not None and screen.workspace.call_session.record.member.id == other
        )
    )
    screen.control(Qt.Key.Key_G)
    reads = screen.services.members

    def of(member_id: int) -> list[str]:
        record = reads.reread(member_id)
        assert record is not None
        return [phone.number for phone in record.member.phones]

    screen.bot.waitUntil(lambda: UNKNOWN not in of(first.member.id))
    assert UNKNOWN in of(other)


def test_a_number_the_member_has_is_not_offered(screen: Screen) -> None:
    screen.application.ring(number_of(screen, "ingunn fjeldheim"))
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() > 0)
    screen.open("ingunn fjeldheim")
    assert not screen.window.ui.bar.isVisible()


def test_a_second_start_hands_its_number_to_the_first_window_and_leaves(screen: Screen) -> None:
    """A process of its own, over the real local socket."""
    folder = screen.services.folder
    second = QProcess()
    second.start(
        sys.executable,
        ["-m", "sentralbord_desktop", "--practice", "--data", str(folder), f"sentralbord:ring?nummer={UNKNOWN}"],
    )
    screen.bot.waitUntil(lambda: second.state() == QProcess.ProcessState.NotRunning, timeout=20_000)
    assert second.exitCode() == 0
    assert screen.window.ui.search.text().replace(" ", "") == UNKNOWN


def test_a_link_that_cannot_be_read_is_told_in_the_window_that_is_open(screen: Screen) -> None:
    second = QProcess()
    second.start(
        sys.executable,
        [
            "-m",
            "sentralbord_desktop",
            "--practice",
            "--data",
            str(screen.services.folder),
            "sentralbord:ring?nummer=anonymous",
        ],
    )
    screen.bot.waitUntil(lambda: second.state() == QProcess.ProcessState.NotRunning, timeout=20_000)
    assert second.exitCode() == 0
    assert "Lim inn nummeret i søkefeltet" in screen.window.ui.bar.accessibleName()


class Slowly:
    """A worker that is given time when the test says so."""

    def __init__(self) -> None:
        self.waits: list[Callable[[], None]] = []

    def run(self, _: object, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self.waits.append(lambda: done(work()))


def test_f4_takes_the_one_who_rings_now_whoever_rang_before(screen: Screen) -> None:
    ringing, slowly = screen.workspace.incoming.ringing, Slowly()
    stand_in(ringing, "_tasks", slowly)
    taken: list[tuple[str, list[str]]] = []
    ringing.taken.disconnect()
    ringing.taken.connect(lambda number, hits: taken.append((number, [h.name for h in hits])))
    first, second = number_of(screen, "roar tveitan"), number_of(screen, "eldbjørg rognlid")
    ringing.show(first, "")
    slowly.waits.pop()()
    assert "Roar Tveitan" in bar_text(screen)
    ringing.show(second, "")
    assert not ringing.bar.isVisible()  # not a word of the one before
    ringing.take()
    assert taken == []  # it waits until it is known who it is
    slowly.waits.pop()()
    assert taken == [(second, ["Eldbjørg Rognlid"])]
    assert not ringing.is_on


def test_nobody_answers_when_no_window_has_the_register_and_the_lock_is_ours(tmp_path: Path) -> None:
    lock, answered = notify_running_instance(tmp_path, UNKNOWN)
    assert (lock is not None, answered) == (True, False)
    assert lock is not None
    file = tmp_path / "sentralbord.lock"
    _, _, after = file.read_bytes().partition(b"\n")
    lock.unlock()
    file.write_bytes(b"999999\n" + after)  # left by a crash; its PC as Qt names it here
    lock, answered = notify_running_instance(tmp_path, UNKNOWN)
    assert (lock is not None, answered) == (True, False)


HOLDS = """
import sys
from pathlib import Path
from sentralbord_desktop.gui.single_instance import lock_of
held = lock_of(Path(sys.argv[1]))
print(held.tryLock(0), flush=True)
sys.stdin.readline()
held.unlock()
"""


def test_a_start_goes_on_alone_when_the_first_ended_before_it_listened(tmp_path: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdin is not None
    assert first.stdout is not None
    with first:
        assert first.stdout.readline() == "True\n"
        ended = threading.Timer(1.0, first.stdin.close)
        ended.start()
        lock, answered = notify_running_instance(tmp_path, UNKNOWN)
        assert (lock is not None, answered) == (True, False)
        ended.join()


def test_a_folder_that_cannot_be_made_gives_neither(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("her er en fil")
    assert notify_running_instance(tmp_path / "fil" / "register") == (None, False)


def test_a_link_that_cannot_be_used_is_told_in_a_sentence_and_rings_nobody() -> None:
    number, refused = read_link("sentralbord:ring?nummer=kari")
    assert number == ""
    assert "Lim inn nummeret i søkefeltet" in refused
    assert "kari" not in refused
    assert read_link("sentralbord:ring?nummer=99000531") == ("99000531", "")
    assert read_link("") == ("", "")


def test_nothing_may_stand_behind_a_link(capsys: pytest.CaptureFixture[str]) -> None:
    """Quotes in a link could bring options along."""
    link = "sentralbord:ring?nummer=99000531"
    assert arguments(["--practice", link]).link == link
    for words in ([link, "--data", "x"], [link, link], ["noe annet"]):
        with pytest.raises(SystemExit):
            arguments(words)
    assert "lenke" in capsys.readouterr().err


@pytest.fixture
def rung(screen: Screen, tmp_path: Path) -> Path:
    """A softphone: it writes down what it was asked to ring."""
    heard = tmp_path / "ringt.txt"
    program = tmp_path / "soft phone.py"
    program.write_text(
        f"import sys, pathlib\npathlib.Path({str(heard)!r}).open('a').write('|'.join(sys.argv[1:]) + '\\n')\n"
    )
    screen.services.telephone._never = False  # in earnest, over the practice members
    screen.services.telephone.save(
        Dialling(way="kommando", command=f'"{sys.executable}" "{program}" --ring {{nummer}}')
    )
    return heard


class Links(QObject):
    """Stands where Windows' telephone would: it is given the links that are opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def links() -> Iterator[Links]:
    heard = Links()
    QDesktopServices.setUrlHandler("tel", heard, "open")  # type: ignore[arg-type]  # bytes in the stubs, str in Qt
    yield heard
    QDesktopServices.unsetUrlHandler("tel")


def bar(screen: Screen) -> str:
    return screen.window.ui.barText.text() if screen.window.ui.bar.isVisible() else ""


def was_rung(screen: Screen, heard: Path, number: str) -> None:
    screen.bot.waitUntil(lambda: heard.exists() and heard.read_text() != "", timeout=10_000)
    assert heard.read_text() == f"--ring|{number}\n"


def test_the_open_member_is_rung_by_the_softphone(screen: Screen, rung: Path) -> None:
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_D)
    was_rung(screen, rung, "+4799000418")
    screen.bot.waitUntil(lambda: bar(screen) == "Ringer 990 00 418 …")


def test_of_several_numbers_one_is_chosen_by_its_digit(screen: Screen, rung: Path) -> None:
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call_session.record
    assert record is not None
    screen.services.members.add_phone(record.member.id, "22123456")
    screen.workspace.call_session.reread()
    screen.bot.waitUntil(lambda: len(screen.workspace.call.numbers()) == 2)
    screen.control(Qt.Key.Key_D)
    menu = screen.workspace.dialler.menu
    screen.bot.waitUntil(menu.isVisible)
    assert "22 12 34 56" in menu.actions()[1].text()
    screen.bot.keyClick(menu, Qt.Key.Key_2)
    was_rung(screen, rung, "+4722123456")


def test_a_click_on_the_number_rings_it_too(screen: Screen, rung: Path) -> None:
    screen.open("ingunn fjeldheim")
    screen.bot.mouseClick(screen.workspace.call.record.ui.phone, Qt.MouseButton.LeftButton)
    was_rung(screen, rung, "+4799000418")


def test_a_callback_that_is_rung_is_yours(screen: Screen, rung: Path) -> None:
    screen.control(Qt.Key.Key_2)
    page = screen.workspace.callbacks
    callback = page.list.current
    assert callback is not None
    assert not callback.claimed_at(page.now)
    screen.control(Qt.Key.Key_D)
    was_rung(screen, rung, f"+47{callback.number}")
    sign = screen.services.session.sign
    screen.bot.waitUntil(lambda: (now := page.list.current) is not None and now.claimed_at(page.now) == sign)


def test_the_chosen_seat_of_the_board_is_rung(screen: Screen, rung: Path) -> None:
    screen.control(Qt.Key.Key_4)
    page = screen.workspace.availability
    screen.bot.waitUntil(lambda: bool(page.numbers()))
    number = page.numbers()[0][1]
    screen.control(Qt.Key.Key_D)
    if len(page.numbers()) > 1:
        screen.bot.keyClick(screen.workspace.dialler.menu, Qt.Key.Key_1)
    was_rung(screen, rung, f"+47{number}")


def test_without_a_softphone_a_tel_link_is_opened(screen: Screen, links: Links) -> None:
    screen.services.telephone._never = False
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_D)
    screen.bot.waitUntil(lambda: links.opened == ["tel:+4799000418"])


@pytest.mark.parametrize(
    ("dialling", "said"),
    [
        (Dialling(way="av"), "Oppringing herfra er slått av. Slå den på i Innstillinger > Telefon."),
        (
            Dialling(way="kommando", command="/finnes/ikke {nummer}"),
            "Får ikke startet «/finnes/ikke». Se Innstillinger > Telefon.",
        ),
    ],
)
def test_when_it_cannot_ring_the_number_is_copied_and_the_reason_is_told(
    screen: Screen, dialling: Dialling, said: str
) -> None:
    screen.services.telephone._never = False
    screen.services.telephone.save(dialling)
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_D)
    screen.bot.waitUntil(lambda: bar(screen) == f"{said} 990 00 418 er kopiert.")
    assert QApplication.clipboard().text() == "99000418"


def test_with_nobody_chosen_it_says_what_to_do(screen: Screen) -> None:
    screen.control(Qt.Key.Key_D)
    assert bar(screen).startswith("Velg først et medlem")


def test_practice_rings_nobody(screen: Screen, links: Links, rung: Path) -> None:
    screen.services.telephone._never = True
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_D)
    screen.bot.waitUntil(lambda: bar(screen).startswith("Øving ringer ingen."))
    assert not links.opened
    assert not rung.exists()


def test_the_way_to_ring_is_set_in_the_settings_and_a_bad_command_is_not_kept(screen: Screen) -> None:
    part = settings_part(screen, "Telefon", SettingsForm)
    way, command, _ = part.form.boxes
    assert isinstance(way, QComboBox)
    assert isinstance(command, QLineEdit)
    way.setCurrentIndex(1)
    command.setText("telefon.exe")
    screen.control(Qt.Key.Key_Return)
    said = "Skriv {nummer} der nummeret skal stå i kommandoen."
    screen.bot.waitUntil(lambda: part.bar.said.text() == said)
    assert screen.services.telephone.read() == Dialling()
    command.setText("telefon.exe {nummer}")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: part.foot.said.text().startswith("Lagret."))
    assert screen.services.telephone.read() == Dialling(way="kommando", command="telefon.exe {nummer}")
