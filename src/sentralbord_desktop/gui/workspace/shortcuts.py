"""What each key does, on whichever page is shown; the same commands are named for Ctrl+K."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from sentralbord_desktop.gui.availability.page import AvailabilityPage
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.call.parked_menu import ParkedMenu
from sentralbord_desktop.gui.callbacks.page import CallbacksPage
from sentralbord_desktop.gui.confirmations.page import ConfirmationsPage
from sentralbord_desktop.gui.core.hints import NO_PASTE
from sentralbord_desktop.gui.messages.outbox_page import OutboxPage
from sentralbord_desktop.gui.organisation.page import OrganisationPage
from sentralbord_desktop.gui.settings.page import SettingsPage
from sentralbord_desktop.gui.settings.titles import TITLES
from sentralbord_desktop.gui.telephony.dialler import Dialler
from sentralbord_desktop.gui.widgets.splitter import Splitter
from sentralbord_desktop.gui.window.command_list import Command
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.window.shortcut_help import ShortcutHelp
from sentralbord_desktop.gui.workspace.disabled_reasons import (
    ELSEWHERE,
    NO_EDIT,
    NO_STEP_BACK,
    NOTHING_NEW,
    NOTHING_TO_KEEP,
    NOTHING_TO_UNDO,
    READ_ONLY,
    DisabledReasons,
)
from sentralbord_desktop.gui.workspace.incoming_call import IncomingCalls
from sentralbord_desktop.gui.workspace.lazy_pages import LazyPages
from sentralbord_desktop.gui.workspace.preferences import Preferences
from sentralbord_desktop.procedures.model import Procedure

PAGES = {
    "call": "Samtale",
    "callbacks": "Ring tilbake",
    "confirmations": "Venter på bekreftelse",
    "availability": "Ledige",
    "catalogue": "Katalog",
    "outbox": "Utboks",
    "settings": "Innstillinger",
}


@dataclass(frozen=True)
class Actions:
    """What a key does that lies outside the pages."""

    mine: Preferences
    incoming: IncomingCalls
    dialler: Dialler
    parked: ParkedMenu
    read_all: Callable[[], None]
    read_procedure: Callable[[Procedure], None]
    show_settings: Callable[[str], None]
    lock: Callable[[], object]
    practise: Callable[[], object]


class Shortcuts:
    """The commands of the window, and what they do."""

    def __init__(
        self, window: MainWindow, call_session: CallSession, call: CallPage, pages: LazyPages, actions: Actions
    ) -> None:
        self._window, self._call_session, self._call, self._pages = window, call_session, call, pages
        self._do = actions
        self.overlay = ShortcutHelp(window)

    @property
    def _shown(self) -> QWidget | None:
        """The page that is shown."""
        return self._window.ui.pages.currentWidget()

    def commands(self) -> list[Command]:
        window, call, do = self._window, self._call, self._do
        disabled_reasons = DisabledReasons(window, self._call_session, call, do.incoming)
        return [
            Command("Fullfør", "Ctrl+Return, Ctrl+Enter", self._finish, "lagre ferdig"),
            Command(
                "Parker eller fortsett", "Ctrl+P", self._unless(disabled_reasons.park, self.park_or_resume), "pause"
            ),
            Command(
                "Forkast samtalen",
                "Ctrl+Shift+Delete",
                self._unless(disabled_reasons.discard, self._discard),
                "slett avbryt feil",
            ),
            Command("Bytt emne", "Ctrl+E", self._unless(disabled_reasons.category, call.ask_category), "kategori"),
            Command(
                "Ta den nå", "Ctrl+R", self._unless(disabled_reasons.promise, call.promises.take), "løfte oppringing"
            ),
            Command(
                "Bekreftelsen er kommet",
                "Ctrl+B",
                self._unless(disabled_reasons.confirmation, call.promises.confirm_arrival),
            ),
            Command("Avtal oppringing", "Ctrl+T", self.new_callback, "ring tilbake ny"),
            Command(
                "Bare en merknad",
                "Ctrl+M",
                self._unless(disabled_reasons.remark, call.on_line.ask_remark),
                "notat skriv",
            ),
            Command("Innringer uten medlemsbilde", "Ctrl+N", self._new_unknown_caller, "ny media"),
            Command("Åpne igjen", "Ctrl+Z", self._undo, "angre"),
            Command(
                "Alle merknader",
                "Ctrl+Down",
                self._unless(disabled_reasons.remarks, call.record.show_all_remarks),
                "historikk",
            ),
            Command("Ett steg tilbake", "Alt+Left", self._step_back),
            Command("Rett teksten eller medlemsbildet", "F2", self._edit, "endre"),
            Command("Bare ledige nå", "Ctrl+L", self._only_free, "tavle hvem"),
            Command("Ta den neste oppringingen", "Ctrl+J", self._next_callback, "ring tilbake køen"),
            Command("Overlever oppringingene mine", "Ctrl+O", self._hand_over, "skift vakt gi"),
            Command("Jeg er ledig", "", partial(do.mine.set_own_presence, "ledig"), "status"),
            Command("Jeg er opptatt", "", partial(do.mine.set_own_presence, "opptatt"), "status"),
            Command("Jeg er borte", "", partial(do.mine.set_own_presence, "borte"), "status pause"),
            Command(
                "Ta samtalen som ringer",
                "F4",
                self._unless(disabled_reasons.ringing, do.incoming.ringing.take),
                "telefon åpne",
            ),
            Command(
                "Skjul samtalen som ringer",
                "Shift+F4",
                self._unless(disabled_reasons.ringing, do.incoming.ringing.hide),
                "telefon",
            ),
            Command("Gjør det linjen foreslår", "Ctrl+G", window.press_bar, "skjul angre åpne"),
            Command("Ring nummeret", "Ctrl+D", self.ring, "telefon slå tast"),
            Command(
                "Nummeret hører til medlemmet",
                "Ctrl+I",
                self._unless(disabled_reasons.new_number, call.incoming_number.add),
                "legg til telefon",
            ),
            Command("Søk på nummeret du har kopiert", "Ctrl+Shift+V", self._paste, "lim inn utklipp"),
            Command("Les på nytt", "F5", do.read_all, "oppdater"),
            Command("Nytt i prosedyrene er lest", "Ctrl+Shift+S", self._procedures_read, "endringer"),
            Command(
                "Hele prosedyren", "F8", self._unless(disabled_reasons.whole, call.wizard.toggle_whole), "tekst regler"
            ),
            Command("Kort eller full visning", "F9", self._toggle_short, "hjelp"),
            Command("Standard bredder", "Ctrl+Shift+0", self._reset_widths, "paneler vindu"),
            Command("Tastene på siden", "F1", self._show_keys, "hjelp tastatur"),
            Command("Lås", "Ctrl+Shift+L", do.lock, "lås pause gå"),
            Command("Øving", "Ctrl+Shift+Ø", do.practise, "øv lær"),
            Command("Lyst utseende", "", lambda: do.mine.choose_look("lyst"), "farger tema"),
            Command("Mørkt utseende", "", lambda: do.mine.choose_look("morkt"), "farger tema"),
            Command("Som Windows", "", lambda: do.mine.choose_look("windows"), "utseende farger tema"),
            *(Command(title, "", partial(window.show_page, name), "gå side") for name, title in PAGES.items()),
        ]

    def to_read(self) -> list[Command]:
        """After all that can be done: what can be read."""
        read, known = self._do.read_procedure, self._call.home.news.procedures
        return self._parts() + [
            Command(f"Les prosedyren {one.title}", "", partial(read, one), "regler tekst") for one in known
        ]

    def _parts(self) -> list[Command]:
        """The parts of Innstillinger; which of them are there hangs on the roles, and the page tells."""
        show = self._do.show_settings
        return [Command(f"Innstillinger: {title}", "", partial(show, title), words) for title, words in TITLES.items()]

    def _unless(self, why: Callable[[], str], act: Callable[[], object]) -> Callable[[], None]:
        """What cannot be done here says why, and what to do instead."""

        def pressed() -> None:
            if sentence := why():
                self._show_reason(sentence)
            else:
                act()

        return pressed

    def _show_reason(self, sentence: str) -> None:
        self._window.show_bar(sentence, "warn")

    def _step_back(self) -> None:
        if self._window.page != "call":
            self._show_reason(ELSEWHERE)
        elif not self._call.step_back():
            self._show_reason(NO_STEP_BACK)

    def _procedures_read(self) -> None:
        """Ctrl+Shift+S: what is new in the procedures is not new to you any more."""
        read = self._call.home.news.mark_read()
        if read:
            self._window.show_bar(f"Lest: {', '.join(read)}.", "ok")
        else:
            self._show_reason(NOTHING_NEW)

    def _paste(self) -> None:
        if not self._window.search.paste():
            self._show_reason(NO_PASTE)

    def _show_keys(self) -> None:
        """F1: over the page, so that the call stands where it was."""
        page = self._window.page
        self.overlay.toggle(page, PAGES[page], self._window.focusWidget())

    def _finish(self) -> None:
        """Ctrl+Enter on the page that is shown; nothing is completed or kept that nobody sees."""
        page, kept = self._shown, False
        if isinstance(page, AvailabilityPage | OrganisationPage | SettingsPage):
            kept = page.submit()
        elif isinstance(page, CallPage):
            kept = page.finish()
        if not kept:
            self._show_reason(NOTHING_TO_KEEP)

    def ring(self) -> None:
        """Ctrl+D: the number of whoever is chosen on the page that is shown."""
        page = self._shown
        if isinstance(page, CallPage | CallbacksPage | AvailabilityPage | OrganisationPage):
            self._do.dialler.ring(page.numbers())
        else:
            self._do.dialler.ring(())
        if isinstance(page, CallbacksPage):
            page.hold()

    def _edit(self) -> None:
        """F2 on the page that is shown."""
        page = self._shown
        if isinstance(page, OrganisationPage):
            page.edit()
            if not page.is_kept_here:
                self._show_reason(READ_ONLY)
        elif not isinstance(page, CallPage) or not page.edit():
            self._show_reason(NO_EDIT)

    def _only_free(self) -> None:
        """Ctrl+L, from anywhere."""
        self._window.show_page("availability")
        self._pages.availability.toggle_free()

    def _hand_over(self) -> None:
        self._window.show_page("callbacks")
        self._pages.callbacks.ask_hand_over()

    def _next_callback(self) -> None:
        self._window.show_page("callbacks")
        self._pages.callbacks.take_next()

    def _reset_widths(self) -> None:
        """Ctrl+Shift+0 on every page that has panels side by side, also one that has not been made yet."""
        self._pages.make_all()
        for panels in self._window.findChildren(Splitter):
            panels.reset()

    def park_or_resume(self) -> None:
        """Ctrl+P: park what runs; with nothing running, take one up."""
        if self._call_session.draft is not None:
            self._call.park()
        else:
            self._do.parked.take_up()

    def _discard(self) -> None:
        """Ctrl+Shift+Delete: what runs, or the parked one that is chosen."""
        if self._call_session.draft is not None:
            self._call.discard()
        else:
            self._call.home.discard()

    def _undo(self) -> None:
        """Ctrl+Z: typing is undone in a field, in a list what was done last there; else the inquiry that was
        completed last opens again."""
        focus = self._window.focusWidget()
        typed = isinstance(focus, QLineEdit) and focus.isUndoAvailable()
        writing = isinstance(focus, QPlainTextEdit) and not focus.isReadOnly()
        if isinstance(focus, QLineEdit | QPlainTextEdit) and (typed or writing):
            focus.undo()
            return
        page = self._shown
        if isinstance(page, CallbacksPage | ConfirmationsPage):
            self._window.hide_bar("ok")
            if not page.undo_slot.undo():
                self._show_reason(NOTHING_TO_UNDO)
        elif isinstance(page, OutboxPage):
            page.undo()
        elif isinstance(page, CallPage) and page.undo_slot.undo():
            self._window.hide_bar("ok")
        elif isinstance(page, CallPage) and self._call_session.receipt is not None:
            self._call_session.reopen()
        else:
            self._show_reason(NOTHING_TO_UNDO)

    def _toggle_short(self) -> None:
        short = not self._call.wizard.step.short
        self._call.wizard.set_short(short=short)
        self._do.mine.settle({"help_level": "vant" if short else "ny"})
        if not self._call.wizard.isVisible():
            view = "Kort visning, med stikkord" if short else "Full visning, med hele teksten"
            self._window.show_bar(f"{view}, er valgt for veiviseren.", "ok")

    def new_callback(self) -> None:
        self._window.show_page("call")
        self._call.on_line.ask_callback()

    def _new_unknown_caller(self) -> None:
        self._window.show_page("call")
        self._call.on_line.ask_stranger()
