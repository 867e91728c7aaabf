"""docs/veiledning.md is followed sentence by sentence in the window.

In the guide, «word» is on the screen, `key` is pressed, *text* is typed. A walk does the sentences of a section in their
order: each key must do what the sentence says of it, each text must find something, and each word must have been seen.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.commands.palette import NO_COMMAND, CommandList
from sentralbord_desktop.gui.maintenance.recovery_code_panel import RecoveryCodePage
from sentralbord_desktop.gui.startup import RegisterChoicePage
from sentralbord_desktop.services.drafts import Draft
from tests.helpers import pages
from tests.helpers.key_effects import press_key, read_all, state
from tests.helpers.night import mostly_at_night
from tests.helpers.screen import Screen
from tests.helpers.starter import Starter, welcomed
from tests.helpers.typed import present
from tests.helpers.window_calls import leave_messages

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "veiledning.md").read_text(encoding="utf-8")
SECTIONS = {
    part.partition("\n")[0].strip(): part.partition("\n")[2]
    for part in re.split(r"^#+ ", GUIDE, flags=re.MULTILINE)
    if part
}
FIRST, START = "Den første dagen ved sentralbordet", "Første start"
MAX_WORDS = 1000


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

    def press(self, key: str, does: "Check") -> None:
        """What the guide says of the key is not so before it, and is after."""
        assert not does(self.screen), f"so it was before {key}"
        press_key(self.screen, key)
        self.look()
        self.screen.bot.waitUntil(lambda: bool(does(self.screen)))
        self.pressed.add(key)

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
        press_key(self.screen, "F3")
        assert self.screen.focus is self.screen.window.findChild(QLineEdit, "search")
        self.pressed.add("F3")
        self.write(text)
        assert self.screen.workspace.call.hits.model.rowCount() > 0, text

    def command(self, text: str) -> None:
        """Ctrl+K finds it; the list stays open."""
        self.press("Ctrl+K", lambda screen: any(one.isVisible() for one in screen.window.findChildren(CommandList)))
        self.write(text)
        (found,) = (one for one in self.screen.window.findChildren(CommandList) if one.isVisible())
        assert found.item(0).text() != NO_COMMAND, text

    def unseen(self, title: str) -> set[str]:
        return {words for words in quoted_in(title) if words not in self._seen}


Check = Callable[[Screen], object]


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


def discard(screen: Screen) -> None:
    screen.workspace.call.discard()


def step_shown(screen: Screen) -> str:
    """On the page: `run.current` is another while an answer is looked at again."""
    wizard = screen.workspace.call.wizard
    return wizard.step.step.id if wizard.isVisible() and wizard.step.step else ""


def on(name: str) -> Check:
    return lambda screen: screen.window.page == name


def at(step: str) -> Check:
    return lambda screen: step_shown(screen) == step


def past(step: str) -> Check:
    return lambda screen: step_shown(screen) != step


def sees(words: str) -> Check:
    return lambda screen: re.search(words, read_all(screen))


def no(check: Check) -> Check:
    return lambda screen: not check(screen)


def other(value: Callable[[Screen], object], screen: Screen) -> Check:
    """It is not what it is now."""
    before = value(screen)
    return lambda screen: value(screen) != before


def in_call(screen: Screen) -> Draft | None:
    return screen.workspace.call_session.draft


def has_record(screen: Screen) -> object:
    return screen.workspace.call_session.record


def name_of(screen: Screen) -> str:
    record = screen.workspace.call_session.record
    return record.member.name if record else ""


def is_for_another(screen: Screen) -> bool:
    return screen.workspace.call_session.for_another


def is_parked(screen: Screen) -> bool:
    return in_call(screen) is None and len(screen.workspace.call_session.parked) == 1


def has_menu(_: Screen) -> bool:
    return QApplication.activePopupWidget() is not None


def has_form(screen: Screen) -> bool:
    return screen.workspace.call.forms.panel.isVisible()


def is_mine(screen: Screen) -> bool:
    callback = screen.workspace.callbacks.list.current
    return callback is not None and callback.claimed_by == screen.services.session.sign


def is_tried(screen: Screen) -> bool:
    callback = screen.workspace.callbacks.list.current
    return callback is not None and bool(callback.attempts)


def first_day(walk: Walk) -> None:
    walk.press("F1", sees("Taster her:"))
    walk.press("F1", no(sees("Taster her:")))
    for text in ("overlever", "mørk", "sløyfe 2"):
        walk.command(text)
        walk.prepare(escape)
    asked: list[None] = []
    walk.screen.workspace.practice_asked.disconnect()  # it starts another program
    walk.screen.workspace.practice_asked.connect(lambda: asked.append(None))
    walk.press("Ctrl+Shift+Ø", lambda _: asked)


def a_call_comes(walk: Walk) -> None:
    walk.prepare(page("callbacks"))
    for text in ("skarnes 86", "ingun fjelheim", "mjøs lager hamar"):
        walk.search(text)
    hits = walk.screen.workspace.call.ui.hits
    walk.press("↓", other(lambda _: hits.currentIndex().row(), walk.screen))
    walk.press("Enter", has_record)
    ringing = walk.screen.workspace.incoming.ringing
    walk.prepare(lambda screen: screen.application.ring("99000419"))
    walk.press("Shift+F4", lambda _: not ringing.is_on)
    walk.prepare(lambda screen: screen.application.ring("99000419"))
    (rings,) = walk.screen.services.members.search("99000419")
    walk.press("F4", lambda screen: name_of(screen) == rings.name)
    walk.prepare(lambda screen: screen.search("99000777"))
    walk.press("Enter", lambda screen: screen.workspace.call_session.unknown_caller)
    walk.prepare(lambda screen: screen.workspace.call.put_away())
    walk.press("Ctrl+N", sees(r"Hvem ringer\?"))


def right_person(walk: Walk) -> None:
    walk.prepare(pages.record)
    walk.press("Shift+Mellomrom", is_for_another)
    walk.press("Shift+Mellomrom", no(is_for_another))
    walk.press("Mellomrom", lambda screen: screen.workspace.call_session.identity)
    walk.press("Ctrl+B", lambda screen: not present(screen.workspace.call_session.record).confirmations)
    walk.press("Ctrl+R", lambda screen: (draft := in_call(screen)) and draft.callback_id)
    walk.prepare(discard, pages.record, digits("7"))
    walk.prepare(digits("1"))
    walk.prepare(discard, pages.wizard)
    walk.command("ringer for en annen")
    walk.prepare(lambda screen: press_key(screen, "Enter"))
    assert walk.screen.workspace.call_session.for_another


def a_call(walk: Walk) -> None:
    walk.prepare(pages.wizard)
    wizard, member = walk.screen.workspace.call.wizard, walk.screen.workspace.call.wizard.member
    for text in ("13.11", "i går", "-11"):
        walk.prepare(clear)
        walk.write(text)
        assert " 2026 " in wizard.ui.reading.text(), text
    walk.press("Enter", past("mottatt"))
    walk.prepare(digits("2"))
    walk.press("0", past("onske"))
    walk.press("←", at("onske"))
    walk.press("Alt+←", at("forhandling"))
    walk.press("Shift+F6", lambda _: wizard.ui.trail.hasFocus())
    walk.press("↑", other(lambda _: wizard.ui.trail.currentIndex().row(), walk.screen))
    walk.press("Enter", at("mottatt"))
    walk.press("Ctrl+↓", lambda _: member.is_open)
    walk.press("Ctrl+↓", lambda _: not member.is_open)
    walk.press("Ctrl+E", lambda screen: screen.workspace.call.on_line.isVisible())
    walk.prepare(escape)
    walk.press("F8", lambda _: wizard.ui.whole.isVisible())
    walk.press("F8", lambda _: not wizard.ui.whole.isVisible())
    walk.press("F9", lambda _: wizard.step.short)
    walk.press("F9", lambda _: not wizard.step.short)
    walk.press("Ctrl+U", has_menu)
    walk.prepare(close_menus, discard, pages.gate, digits("2"))
    walk.press("Enter", past(step_shown(walk.screen)))


def put_through(walk: Walk) -> None:
    walk.prepare(pages.gate, digits("2"), Screen.confirm)
    walk.press("Ctrl+D", sees("Øving: .* svarer"))
    walk.press("0", past(step_shown(walk.screen)))
    transfer = walk.screen.workspace.call.wizard.step.transfer
    walk.press("2", other(lambda _: transfer.current, walk.screen))
    walk.press("1", past(step_shown(walk.screen)))


def review(walk: Walk) -> None:
    walk.prepare(pages.review)
    cards = walk.screen.workspace.call.review.cards
    walk.press("Mellomrom", sees(r"\bsagt \d\d\.\d\d"))
    walk.prepare(Screen.settle_promises, digits("2"))
    walk.press("F2", lambda _: cards.is_edited)
    walk.press("Ctrl+Enter", lambda _: not cards.is_edited)
    walk.press("Ctrl+Enter", lambda screen: screen.workspace.call_session.receipt)
    walk.press("F7", on("outbox"))
    walk.prepare(page("call"))
    walk.press("Ctrl+Z", in_call)
    walk.prepare(Screen.settle_promises, lambda screen: screen.finish())
    walk.press("Ctrl+Shift+E", has_record)


def a_call_in_between(walk: Walk) -> None:
    walk.prepare(pages.wizard)
    walk.press("Ctrl+P", is_parked)
    walk.press("Ctrl+P", in_call)
    walk.press("Ctrl+Shift+Delete", no(in_call))
    walk.press("Ctrl+Z", is_parked)
    assert [draft.title for draft in walk.screen.workspace.call_session.parked] == ["Ingunn Fjeldheim"]
    walk.press("Ctrl+P", in_call)
    walk.prepare(lambda screen: screen.open("inge fjeldheim"))
    assert len(walk.screen.workspace.call_session.parked) == 1
    walk.press("Ctrl+Shift+M", in_call)
    walk.press("Ctrl+Shift+B", has_form)


def call_back(walk: Walk) -> None:
    walk.press("Ctrl+2", on("callbacks"))
    table = walk.screen.workspace.callbacks.list.table

    def folded(_: Screen) -> bool:
        return any(table.isRowHidden(row) for row in range(table.model().rowCount()))

    walk.press("←", folded)
    walk.press("→", no(folded))
    walk.prepare(lambda screen: press_key(screen, "↓"))
    walk.press("Enter", is_mine)
    walk.press("Ctrl+D", sees("Øving ringer ingen"))
    walk.press("2", is_tried)
    walk.press("Ctrl+Z", no(is_tried))
    walk.press("8", no(is_mine))
    walk.press("Ctrl+J", is_mine)
    walk.press("1", on("call"))
    walk.press("Ctrl+T", has_form)


def other_pages(walk: Walk) -> None:
    workspace, services = walk.screen.workspace, walk.screen.services
    walk.press("Ctrl+3", on("confirmations"))
    walk.press("2", sees("Purring på SMS lagt i Utboks"))
    walk.press("1", other(lambda _: len(services.confirmations.awaited()), walk.screen))
    walk.press("Enter", has_record)
    walk.press("Ctrl+4", on("availability"))
    walk.press("7", sees("svarte ikke"))
    walk.press("6", no(sees("svarte ikke")))
    walk.press("8", lambda screen: isinstance(screen.focus, QLineEdit | QComboBox))
    walk.prepare(escape)
    walk.press("Ctrl+L", lambda _: workspace.availability.ui.onlyFree.isChecked())
    walk.press("Ctrl+5", on("catalogue"))
    walk.press("2", sees(r"Bekreftet:? i dag|i dag av "))
    walk.press("F2", sees("Rett avd"))
    walk.prepare(escape, leave_messages)
    walk.press("Ctrl+6", on("outbox"))
    walk.prepare(lambda screen: screen.workspace.outbox.list.choose(lambda message: message.kind == "epost"))
    walk.press("1", sees(r"Er den sendt\?"))
    walk.press("5", no(sees(r"Er den sendt\?")))
    walk.prepare(lambda screen: screen.workspace.outbox.list.choose(lambda message: message.waits))
    walk.press("6", sees("Hvorfor skal den ikke sendes"))


def trouble(walk: Walk) -> None:
    walk.prepare(pages.wizard)
    walk.press("Tab", lambda screen: screen.workspace.call.wizard.ui.step.is_live)
    walk.prepare(lambda screen: screen.workspace.connection_status._show(False))
    walk.prepare(lambda screen: screen.workspace.connection_status._show(True))
    walk.command("avvik")
    walk.prepare(escape)
    walk.press("Ctrl+P", is_parked)
    walk.press("Ctrl+O", on("callbacks"))
    walk.prepare(escape)
    walk.press("Ctrl+T", has_form)
    walk.prepare(escape)
    walk.press("Ctrl+Shift+L", lambda screen: screen.window.is_alone)


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
@pytest.mark.parametrize("title", mostly_at_night(WALKS, "Det ringer", "Er det rett person?", "Ring tilbake"))
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
    assert len(re.sub(r"!?\[[^]]*\]\([^)]*\)", "", GUIDE).split()) <= MAX_WORDS


def test_its_links_and_pictures_are_there() -> None:
    links = re.findall(r"\]\(([^)]+)\)", GUIDE)
    assert {"it.md", "import.md", "prosedyrer.md"} <= set(links)
    assert [link for link in links if not (DOCS / link).exists()] == []
