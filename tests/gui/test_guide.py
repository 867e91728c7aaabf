"""docs/veiledning.md is followed sentence by sentence in the window (issue 32).

In the guide, «word» is on the screen, `key` is pressed, *text* is typed. A walk does the sentences of a section in their
order: each key must change what a person sees, each text must find something, and each word must have been seen.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.backup.recovery_code_page import RecoveryCodePage
from sentralbord_desktop.gui.startup.register_choice_page import RegisterChoicePage
from sentralbord_desktop.gui.window.command_list import NO_COMMAND, CommandList
from tests.helpers import pages
from tests.helpers.key_effects import press_key, read_all, state
from tests.helpers.screen import Screen
from tests.helpers.starter import Starter, welcomed
from tests.helpers.window_calls import leave_messages

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "veiledning.md").read_text(encoding="utf-8")
SECTIONS = {
    part.partition("\n")[0].strip(): part.partition("\n")[2]
    for part in re.split(r"^#+ ", GUIDE, flags=re.MULTILINE)
    if part
}
FIRST, START = "Den første dagen ved sentralbordet", "Første start"
MOST_WORDS = 1000


def keys_in(title: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", SECTIONS[title]))


def quoted_in(title: str) -> set[str]:
    return {" ".join(words.split()) for words in re.findall(r"«([^»]+)»", SECTIONS[title])}


def typed_in(title: str) -> set[str]:
    return {" ".join(words.split()) for words in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", SECTIONS[title])}


class Walk:
    """A person with the guide, before the window."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.pressed: set[str] = set()
        self.typed: set[str] = set()
        self._seen = ""
        self.look()

    def look(self) -> None:
        """Now, and when what the workers were asked has come."""
        for settle in (QApplication.processEvents, self.screen.at_rest):
            settle()
            QApplication.processEvents()
            self._seen += f"\n{read_all(self.screen)}"

    def press(self, *keys: str) -> None:
        for key in keys:
            QApplication.clipboard().setText("noe annet")
            before = state(self.screen)
            press_key(self.screen, key)
            assert state(self.screen) != before, f"{key} changes nothing"
            self.pressed.add(key)
            self.look()

    def prepare(self, *acts: Callable[[Screen], object]) -> None:
        """What the section takes for granted."""
        for act in acts:
            act(self.screen)
        self.screen.at_rest()
        self.look()

    def write(self, text: str) -> None:
        """In the field that has the focus."""
        assert isinstance(self.screen.focus, QLineEdit)
        before = state(self.screen)
        self.screen.type(text)
        assert state(self.screen) != before, text
        self.screen.at_rest()
        self.typed.add(text)
        self.look()

    def search(self, text: str) -> None:
        self.press("F3")
        self.write(text)
        assert self.screen.workspace.call.hits.model.rowCount() > 0, text

    def command(self, text: str) -> None:
        """Ctrl+K finds it; the list stays open."""
        self.press("Ctrl+K")
        self.write(text)
        (found,) = (one for one in self.screen.window.findChildren(CommandList) if one.isVisible())
        assert found.item(0).text() != NO_COMMAND, text

    def unseen(self, title: str) -> set[str]:
        return {words for words in quoted_in(title) if words not in self._seen}


def page(name: str) -> Callable[[Screen], None]:
    return lambda screen: screen.window.show_page(name)


def digits(text: str) -> Callable[[Screen], None]:
    return lambda screen: screen.digits(text)


def clear(screen: Screen) -> None:
    field = screen.focus
    assert isinstance(field, QLineEdit)
    field.clear()


def escape(screen: Screen) -> None:
    press_key(screen, "Esc")


def first_day(walk: Walk) -> None:
    walk.press("F1", "F1")
    for text in ("overlever", "mørk", "sløyfe 2"):
        walk.command(text)
        walk.prepare(escape)
    asked: list[None] = []
    walk.screen.workspace.practice_asked.disconnect()  # it starts another program
    walk.screen.workspace.practice_asked.connect(lambda: asked.append(None))
    press_key(walk.screen, "Ctrl+Shift+Ø")
    assert asked
    walk.pressed.add("Ctrl+Shift+Ø")


def a_call_comes(walk: Walk) -> None:
    walk.prepare(page("callbacks"))
    for text in ("skarnes 86", "ingun fjelheim", "mjøs lager hamar"):
        walk.search(text)
    walk.press("↓", "Enter")
    walk.screen.bot.waitUntil(lambda: walk.screen.workspace.call_session.record is not None)
    for key in ("Shift+F4", "F4"):
        walk.prepare(lambda screen: screen.application.ring("99000419"))
        walk.press(key)
    walk.prepare(lambda screen: screen.search("99000777"))
    walk.press("Enter")
    walk.prepare(escape, escape)
    walk.press("Ctrl+N")


def right_person(walk: Walk) -> None:
    walk.prepare(pages.record)
    walk.press("Shift+Mellomrom", "Shift+Mellomrom", "Mellomrom", "Ctrl+B", "Ctrl+R")
    walk.prepare(lambda screen: screen.workspace.call.discard(), pages.record, digits("7"))
    walk.prepare(digits("1"))
    walk.prepare(lambda screen: screen.workspace.call.discard(), pages.wizard)
    walk.command("ringer for en annen")
    walk.prepare(lambda screen: press_key(screen, "Enter"))
    assert walk.screen.workspace.call_session.for_another


def a_call(walk: Walk) -> None:
    walk.prepare(pages.wizard)
    for text in ("13.11", "i går", "-11"):
        walk.prepare(clear)
        walk.write(text)
        assert " 2026 " in walk.screen.workspace.call.wizard.ui.reading.text(), text
    walk.press("Enter", "←", "Alt+←")
    walk.prepare(digits("1"))
    walk.press("0", "Shift+F6", "↑", "Enter")
    walk.press("Ctrl+↓", "Ctrl+↓", "Ctrl+E")
    walk.prepare(escape)
    walk.press("F8", "F8", "F9", "F9", "Ctrl+U")
    walk.prepare(close_menus, lambda screen: screen.workspace.call.discard(), pages.gate, digits("2"))
    walk.press("Enter")


def put_through(walk: Walk) -> None:
    walk.prepare(pages.gate, digits("2"), Screen.confirm)
    walk.press("Ctrl+D", "0", "2", "1")


def review(walk: Walk) -> None:
    walk.prepare(pages.review)
    walk.press("Mellomrom")
    walk.prepare(Screen.settle_promises, digits("2"))
    walk.press("F2", "Ctrl+Enter")
    walk.press("Ctrl+Enter", "F7")
    walk.prepare(page("call"))
    walk.press("Ctrl+Z")
    assert walk.screen.workspace.call_session.draft is not None


def a_call_in_between(walk: Walk) -> None:
    walk.prepare(pages.wizard)
    walk.press("Ctrl+P", "Ctrl+P", "Ctrl+Shift+Delete")
    walk.press("Ctrl+Z")
    assert [draft.title for draft in walk.screen.workspace.call_session.parked] == ["Ingunn Fjeldheim"]
    walk.press("Ctrl+P")
    walk.prepare(lambda screen: screen.open("inge fjeldheim"))
    assert len(walk.screen.workspace.call_session.parked) == 1


def call_back(walk: Walk) -> None:
    walk.press("Ctrl+2", "←", "→")
    walk.prepare(lambda screen: press_key(screen, "↓"))
    walk.press("Enter", "Ctrl+D", "2", "Ctrl+Z", "8", "Ctrl+J", "1", "Ctrl+T")


def other_pages(walk: Walk) -> None:
    walk.press("Ctrl+3", "2", "1", "Enter")
    walk.press("Ctrl+4", "7", "6", "8")
    walk.prepare(escape)
    walk.press("Ctrl+L", "Ctrl+5", "2", "F2")
    walk.prepare(escape, leave_messages)
    walk.press("Ctrl+6")
    walk.prepare(lambda screen: screen.workspace.outbox.list.choose(lambda message: message.kind == "epost"))
    walk.press("1", "1")
    walk.prepare(lambda screen: press_key(screen, "↑"))
    walk.press("6")


def trouble(walk: Walk) -> None:
    walk.prepare(pages.wizard)
    walk.press("Tab")
    walk.prepare(lambda screen: screen.workspace.connection_status._show(False))
    walk.prepare(lambda screen: screen.workspace.connection_status._show(True))
    for text in ("taster på skjermen", "avvik"):
        walk.command(text)
        walk.prepare(escape)
    walk.press("Ctrl+P")
    walk.press("Ctrl+O")
    walk.prepare(escape)
    walk.press("Ctrl+T")
    walk.prepare(escape)
    walk.press("Ctrl+Shift+L")


def owner_of_procedures(walk: Walk) -> None:
    news = walk.screen.workspace.home.news
    changed = news.procedures[5]
    QSettings().setValue(news._key(changed), changed.version - 1)
    news._read.clear()  # as at the next start
    walk.prepare(lambda screen: screen.workspace.home._show_procedures())
    walk.command("les prosedyren")
    QSettings().remove(news._key(changed))


def close_menus(_: object = None) -> None:
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


WALKS: dict[str, Callable[[Walk], None]] = {
    FIRST: first_day,
    "Det ringer": a_call_comes,
    "Er det rett person?": right_person,
    "Samtalen": a_call,
    "Sette over": put_through,
    "Se over og fullfør": review,
    "En ny samtale midt i den forrige": a_call_in_between,
    "Ring tilbake": call_back,
    "De andre sidene": other_pages,
    "Når noe er galt": trouble,
    "For deg som eier prosedyrene": owner_of_procedures,
}


@pytest.fixture
def menus_close(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)
    yield
    close_menus()


@pytest.mark.usefixtures("menus_close")
@pytest.mark.parametrize("title", WALKS)
def test_the_window_does_what_the_section_says(screen: Screen, title: str) -> None:
    walk = Walk(screen)
    WALKS[title](walk)
    assert keys_in(title) <= walk.pressed
    assert typed_in(title) <= walk.typed
    assert walk.unseen(title) == set()


def test_the_first_start_is_as_the_guide_says(starter: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    application = starter.start(tmp_path / "register")
    starter.wait_for(application, RegisterChoicePage)
    screen = Screen(qtbot, application)
    walk = Walk(screen)
    page = welcomed(starter, qtbot, application)
    screen.bot.keyClicks(page.ui.fullName, "Maja Hovde")
    walk.look()
    assert walk.unseen(START) == set()
    assert keys_in(START) == {"Ctrl+Enter"}
    screen.control(Qt.Key.Key_Return)
    starter.wait_for(application, RecoveryCodePage)


def test_each_section_is_walked_and_the_guide_is_short() -> None:
    with_keys = {title for title in SECTIONS if keys_in(title) | quoted_in(title) | typed_in(title)}
    assert with_keys == {*WALKS, START}
    assert len(re.sub(r"!?\[[^]]*\]\([^)]*\)", "", GUIDE).split()) <= MOST_WORDS


def test_its_links_and_pictures_are_there() -> None:
    links = re.findall(r"\]\(([^)]+)\)", GUIDE)
    assert {"it.md", "import.md", "prosedyrer.md"} <= set(links)
    assert [link for link in links if not (DOCS / link).exists()] == []
