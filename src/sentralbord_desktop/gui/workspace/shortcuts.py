"""The action of each key, on the shown page; the same commands are in Ctrl+K."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from sentralbord_desktop.domain.inquiries.case_handover import TAKE
from sentralbord_desktop.gui.availability.page import AvailabilityPage
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.call.parked_menu import ParkedMenu
from sentralbord_desktop.gui.callbacks.page import CallbacksPage
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.hints import NO_PASTE
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.gui.telephony.dialler import Dialler
from sentralbord_desktop.gui.window.command_list import Command
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.window.panel_widths import PanelWidths
from sentralbord_desktop.gui.window.shortcut_help import ShortcutHelp
from sentralbord_desktop.gui.workspace.choice_commands import choice_commands
from sentralbord_desktop.gui.workspace.disabled_reasons import (
    ELSEWHERE,
    NO_LANGUAGES,
    NO_OTHER_MATTER,
    NO_STEP_BACK,
    NOTHING_NEW,
    NOTHING_PRESSING,
    NOTHING_TO_KEEP,
    NOTHING_TO_UNDO,
    DisabledReasons,
)
from sentralbord_desktop.gui.workspace.incoming_call import IncomingCalls
from sentralbord_desktop.gui.workspace.lazy_pages import LazyPages
from sentralbord_desktop.gui.workspace.live_keys import LiveKeys
from sentralbord_desktop.gui.workspace.pages import PAGES
from sentralbord_desktop.gui.workspace.preferences import Preferences
from sentralbord_desktop.procedures.model import Procedure


@dataclass(frozen=True)
class Actions:
    mine: Preferences
    incoming: IncomingCalls
    dialler: Dialler
    parked: ParkedMenu
    undo_slot: UndoSlot
    read_all: Callable[[], None]
    read_procedure: Callable[[Procedure], None]
    show_settings: Callable[[str], None]
    lock: Callable[[], object]
    practise: Callable[[], object]


class Shortcuts:
    def __init__(
        self, window: MainWindow, call_session: CallSession, call: CallPage, pages: LazyPages, actions: Actions
    ) -> None:
        self._window, self._call_session, self._call, self._pages = window, call_session, call, pages
        self._do = actions
        self._reasons = DisabledReasons(window, call_session, call, actions.incoming)
        self._live = LiveKeys(window, call_session, call, pages, self._reasons, actions.undo_slot)
        self._widths = PanelWidths(window, pages.make_all)
        self.overlay = ShortcutHelp(window)

    def commands(self) -> list[Command]:
        return [
            *self._inquiry_commands(),
            *self._edit_commands(),
            *self._list_commands(),
            *self._telephone_commands(),
            *self._window_commands(),
            *choice_commands(self._window, self._do.mine, self._pages),
            *(Command(page.title, "", partial(self._window.go_to, page.name), "gå side") for page in PAGES),
        ]

    def _inquiry_commands(self) -> list[Command]:
        why, call = self._reasons, self._call
        return [
            Command("Språk til innringeren", "Ctrl+U", self._ask_language, "nynorsk engelsk polsk oversett"),
            Command("Fullfør", "Ctrl+Enter", self._submit, "lagre ferdig"),
            Command("Parker eller fortsett", "Ctrl+P", self._unless(why.park, self.park_or_resume), "pause vent hold"),
            Command(
                "Forkast samtalen", "Ctrl+Shift+Delete", self._unless(why.discard, self._discard), "slett avbryt feil"
            ),
            Command("Bytt emne", "Ctrl+E", self._unless(why.category, call.ask_category), "kategori"),
            Command("Ett emne til", "Ctrl+Shift+E", self._another_matter, "samme medlem nytt"),
            Command(
                "Ringer for en annen, eller medlemmet selv likevel",
                "",
                self._unless(why.for_another, self._call_session.ring_for_another),
                "pårørende arbeidsgiver tredjepart Shift+Mellomrom",
            ),
            Command("Ta den nå", "Ctrl+R", self._unless(why.promise, call.promises.take), "løfte oppringing"),
            Command("Bekreftelsen er kommet", "Ctrl+B", self._unless(why.confirmation, call.promises.confirm_arrival)),
            Command(TAKE, "", self._unless(why.case, call.promises.take_case), "sak overtatt distriktssekretær"),
            Command("Avtal oppringing", "Ctrl+T", self.new_callback, "ring tilbake ny"),
            Command("Bare en merknad", "Ctrl+M", self._unless(why.remark, call.on_line.ask_remark), "notat skriv"),
            Command("Innringer uten medlemsbilde", "Ctrl+N", self._new_unknown_caller, "ny media"),
        ]

    def _edit_commands(self) -> list[Command]:
        show_remarks = self._unless(self._reasons.remarks, self._call.show_remarks)
        return [
            Command("Åpne igjen", "Ctrl+Z", self._undo, "angre"),
            Command("Siste merknader", "Ctrl+↓", show_remarks, "alle historikk fakturaer venter"),
            Command("Ett steg tilbake", "Alt+←", self._step_back),
            Command("Rett teksten eller medlemsbildet", "F2", self._edit, "endre"),
        ]

    def _list_commands(self) -> list[Command]:
        set_presence = self._do.mine.set_own_presence
        return [
            Command("Bare ledige nå", "Ctrl+L", self._only_free, "tavle hvem"),
            Command("Ta den neste oppringingen", "Ctrl+J", self._next_callback, "ring tilbake køen"),
            Command("Overlever oppringingene mine", "Ctrl+O", self._hand_over, "skift vakt gi"),
            Command("Jeg er ledig", "", partial(set_presence, "ledig"), "status"),
            Command("Jeg er opptatt", "", partial(set_presence, "opptatt"), "status"),
            Command("Jeg er borte", "", partial(set_presence, "borte"), "status pause"),
        ]

    def _telephone_commands(self) -> list[Command]:
        why, bar = self._reasons, self._do.incoming.ringing
        add_number = self._unless(why.new_number, self._call.incoming_number.add)
        return [
            Command("Ta samtalen som ringer", "F4", self._unless(why.ringing, bar.take), "telefon åpne"),
            Command("Skjul samtalen som ringer", "Shift+F4", self._unless(why.ringing, bar.hide), "telefon"),
            Command("Gjør det linjen foreslår", "Ctrl+G", self._window.press_bar, "skjul angre åpne"),
            Command("Ring nummeret", "Ctrl+D", self.ring, "telefon slå tast"),
            Command("Nummeret hører til medlemmet", "Ctrl+I", add_number, "legg til telefon"),
            Command("Søk på nummeret du har kopiert", "Ctrl+Shift+V", self._paste, "lim inn utklipp"),
        ]

    def _window_commands(self) -> list[Command]:
        do = self._do
        whole = self._unless(self._reasons.whole, self._call.wizard.toggle_whole)
        return [
            Command("Les på nytt", "F5", self._read_again, "oppdater"),
            Command("Åpne meldingen som haster", "F7", self._open_pressing, "e-post send ikke sendt utboks"),
            Command("Nytt i prosedyrene er lest", "Ctrl+Shift+S", self._procedures_read, "endringer"),
            Command("Hele prosedyren", "F8", whole, "tekst regler"),
            Command("Kort eller full visning", "F9", self._toggle_short, "hjelp"),
            *self._widths.commands(),
            Command("Tastene på siden", "F1", self._show_keys, "hjelp tastatur hurtigtaster snarveier"),
            Command("Lås", "Ctrl+Shift+L", do.lock, "lås pause gå logg ut"),
            Command("Lukk Sentralbord", "", self._window.close, "avslutt slutt exit programmet vinduet"),
            Command("Øving", "Ctrl+Shift+Ø", do.practise, "øv lær"),
            Command("Lyst utseende", "", lambda: do.mine.choose_look("lyst"), "farger tema"),
            Command("Mørkt utseende", "", lambda: do.mine.choose_look("morkt"), "farger tema"),
            Command("Som Windows", "", lambda: do.mine.choose_look("windows"), "utseende farger tema"),
        ]

    def to_read(self) -> list[Command]:
        """The commands that open something to read: the panels of Innstillinger and the procedures."""
        read, procedures = self._do.read_procedure, self._call.home.news.procedures
        return self._parts() + [
            Command(f"Les prosedyren {one.title}", "", partial(read, one), f"regler tekst rutine regelbok {one.also}")
            for one in procedures
        ]

    def refusal(self, text: str) -> str:
        from sentralbord_desktop.gui.workspace.settings_panels import refusal_of

        return refusal_of(text, self._do.mine.operator)

    def _parts(self) -> list[Command]:
        """The panels of Innstillinger that the operator may see."""
        from sentralbord_desktop.gui.workspace.settings_panels import PANELS

        show, operator = self._do.show_settings, self._do.mine.operator
        return [
            Command(f"Innstillinger: {panel.title}", "", partial(show, panel.title), panel.words)
            for panel in PANELS
            if panel.may_see(operator)
        ]

    def _unless(self, why: Callable[[], str], act: Callable[[], object]) -> Callable[[], None]:
        """`act`, or the sentence of `why` when it gives one."""

        def pressed() -> None:
            if sentence := why():
                self._show_reason(sentence)
            else:
                act()

        return pressed

    def _show_reason(self, sentence: str) -> None:
        self._window.show_bar(sentence, "calm")

    def _step_back(self) -> None:
        if self._window.page != "call":
            self._show_reason(ELSEWHERE)
        elif not self._call.step_back():
            self._show_reason(NO_STEP_BACK)

    def _another_matter(self) -> None:
        """Ctrl+Shift+E: the caller of the inquiry that was completed last, with another category."""
        if self._window.page != "call":
            self._show_reason(ELSEWHERE)
        elif not self._call_session.another_matter():
            self._show_reason(NO_OTHER_MATTER)

    def _ask_language(self) -> None:
        if not self._call.inquiry.ask_language():
            self._show_reason(NO_LANGUAGES)

    def _open_pressing(self) -> None:
        """F7: the urgent message that was left unsent."""
        if not self._call.home.receipt.open_pressing():
            self._show_reason(NOTHING_PRESSING)

    def _read_again(self) -> None:
        self._do.read_all()
        self._window.show_bar("Listene er lest på nytt.", "ok")

    def _procedures_read(self) -> None:
        """Ctrl+Shift+S: mark new procedures as read."""
        read = self._call.home.news.mark_read()
        if read:
            self._window.show_bar(f"Lest: {', '.join(read)}.", "ok")
        else:
            self._show_reason(NOTHING_NEW)

    def _paste(self) -> None:
        def paste() -> None:
            if not self._window.search.paste():
                self._show_reason(NO_PASTE)

        self._window.leave_for(paste)

    def _show_keys(self) -> None:
        self.overlay.toggle(self._live.where, self._live.groups, self._window.focusWidget())

    def _submit(self) -> None:
        """Ctrl+Enter: only what is on the screen is completed or saved."""
        if not self._pages.shown.submit():
            self._show_reason(NOTHING_TO_KEEP)

    def ring(self) -> None:
        """Ctrl+D: dial the number of the chosen row on the shown page."""
        page = self._pages.shown
        self._do.dialler.ring(page.numbers())
        page.hold()

    def _edit(self) -> None:
        page = self._pages.shown
        if not page.edit():
            self._show_reason(page.no_edit)

    def _only_free(self) -> None:
        self._window.go_to("availability", lambda: self._pages.get("availability", AvailabilityPage).toggle_free())

    def _hand_over(self) -> None:
        self._window.go_to("callbacks", lambda: self._pages.get("callbacks", CallbacksPage).ask_hand_over())

    def _next_callback(self) -> None:
        self._window.go_to("callbacks", lambda: self._pages.get("callbacks", CallbacksPage).take_next())

    def park_or_resume(self) -> None:
        """Ctrl+P: park the inquiry; without one, resume a parked one."""
        if self._call_session.draft is not None:
            self._call.park()
        else:
            self._do.parked.take_up()

    def _discard(self) -> None:
        """Ctrl+Shift+Delete: discard the inquiry, or the chosen parked one."""
        if self._call_session.draft is not None:
            self._call.discard()
        else:
            self._call.home.discard()

    def _undo(self) -> None:
        """Ctrl+Z: typing in a field, else the last action on the shown page, else the page's own undo."""
        focus = self._window.focusWidget()
        typed = isinstance(focus, QLineEdit) and focus.isUndoAvailable()
        writing = isinstance(focus, QPlainTextEdit) and not focus.isReadOnly()
        if isinstance(focus, QLineEdit | QPlainTextEdit) and (typed or writing):
            focus.undo()
            announce(focus, "Angret i feltet.")
            return
        page = self._pages.shown
        if self._do.undo_slot.undo(page):
            self._window.hide_bar("ok")
        elif not page.undo():
            self._show_reason(NOTHING_TO_UNDO)

    def _toggle_short(self) -> None:
        short = not self._call.wizard.step.short
        self._call.wizard.set_short(short=short)
        self._do.mine.settle({"help_level": "vant" if short else "ny"})
        if not self._call.wizard.isVisible():
            view = "Kort visning, med stikkord" if short else "Full visning, med hele teksten"
            self._window.show_bar(f"{view}, er valgt for veiviseren.", "ok")

    def new_callback(self) -> None:
        self._window.go_to("call", self._call.on_line.ask_callback)

    def _new_unknown_caller(self) -> None:
        self._window.go_to("call", self._call.on_line.ask_unknown_caller)
