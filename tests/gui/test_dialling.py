"""Ctrl+D rings: a real program gets the number, or a `tel:` link is opened; practice rings nobody."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from sentralbord_desktop.domain.telephony.dialling import Dialling
from sentralbord_desktop.gui.telephony.telephone_panel import TelephonePanel
from tests.helpers.screen import Screen


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
    QDesktopServices.setUrlHandler("tel", heard, "open")  # type: ignore[arg-type]  # it takes no bytes
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
    screen.workspace.show_settings("Telefon")
    part = screen.workspace.settings.shown
    assert isinstance(part, TelephonePanel)
    screen.bot.waitUntil(lambda: len(part.form.boxes) == 3)
    way, command, _ = part.form.boxes
    assert isinstance(way, QComboBox)
    assert isinstance(command, QLineEdit)
    way.setCurrentIndex(1)
    command.setText("telefon.exe")
    screen.control(Qt.Key.Key_Return)
    said = "Skriv {nummer} der nummeret skal stå i kommandoen."
    screen.bot.waitUntil(lambda: part.said.text() == said)
    assert screen.services.telephone.read() == Dialling()
    command.setText("telefon.exe {nummer}")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: part.said.text().startswith("Lagret."))
    assert screen.services.telephone.read() == Dialling(way="kommando", command="telefon.exe {nummer}")
