"""Every key and command of the window, each once. From these rows come the bound keys, Ctrl+K, F1, the list of keys in
Innstillinger, and the sentence in the bar where a key can do nothing. A row for a new key is all that it needs."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QToolButton, QWidget

from sentralbord_desktop.domain.inquiries.case_handover import TAKE
from sentralbord_desktop.gui.commands import rules
from sentralbord_desktop.gui.commands.command import Command
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.hints import NO_PASTE
from sentralbord_desktop.gui.core.theme import current
from sentralbord_desktop.gui.organisation_kinds import KINDS
from sentralbord_desktop.gui.settings import TEXT_SIZES
from sentralbord_desktop.gui.widgets.digit_panel import is_typing
from sentralbord_desktop.gui.widgets.splitter import Splitter
from sentralbord_desktop.gui.workspace.pages import PAGES
from sentralbord_desktop.gui.workspace.workspace import Workspace

T = TypeVar("T")
PRINT = "Skriv ut"
WIDER_BY = 40
"""Pixels at 100 % text."""
NO_PANEL = "Gå til et panel med F6 først. Da kan du gjøre det bredere eller smalere."
STANDARD = "Panelene har standard bredde."


def undo(at: Workspace) -> object:
    """Typing in a field, else the last action on the shown page, else the page's own undo."""
    focus = at.window.focusWidget()
    typed = isinstance(focus, QLineEdit) and focus.isUndoAvailable()
    writing = isinstance(focus, QPlainTextEdit) and not focus.isReadOnly()
    if isinstance(focus, QLineEdit | QPlainTextEdit) and (typed or writing):
        focus.undo()
        announce(focus, "Angret i feltet.")
        return True
    page = at.lazy_pages.shown
    if at.undo_slot.undo(page):
        at.window.hide_bar("ok")
        return True
    return page.undo() or rules.NOTHING_TO_UNDO


def toggle_short(at: Workspace) -> None:
    wizard = at.call.wizard
    short = not wizard.step.short
    wizard.set_short(short=short)
    at.mine.settle({"help_level": "vant" if short else "ny"})
    if not wizard.isVisible():
        view = "Kort visning, med stikkord" if short else "Full visning, med hele teksten"
        at.window.show_bar(f"{view}, er valgt for veiviseren.", "ok")


def read_again(at: Workspace) -> None:
    at.refresher.read_all()
    at.window.show_bar("Listene er lest på nytt.", "ok")


def mark_read(at: Workspace) -> str:
    """New procedures."""
    read = at.home.news.mark_read()
    if read:
        at.window.show_bar(f"Lest: {', '.join(read)}.", "ok")
    return "" if read else rules.NOTHING_NEW


def paste(at: Workspace) -> None:
    def paste() -> None:
        if not at.window.search.paste():
            at.window.show_bar(NO_PASTE, "calm")

    at.window.leave_for(paste)


def widen(at: Workspace, step: int) -> None:
    """The panel with the focus."""
    focus: QWidget | None = at.window.focusWidget()
    around = [panels for panels in at.window.findChildren(Splitter) if focus and panels.isAncestorOf(focus)]
    said = around[-1].widen(focus, current().scaled(step)) if focus and around else ""
    if said:
        announce(at.window, said, about="width")
    else:
        at.window.show_bar(NO_PANEL, "warn")


def reset_widths(at: Workspace) -> None:
    """Of the panels of every page, also of pages that are not made yet."""
    at.lazy_pages.make_all()
    for panels in at.window.findChildren(Splitter):
        panels.reset()
    announce(at.window, STANDARD, about="width")


def open_list_menu(at: Workspace, name: str) -> None:
    """The «⋯» of the list on that page, at «Skriv ut»: the list is seen before it is printed or saved."""

    def open_menu() -> None:
        page: QWidget | None = at.window.ui.pages.currentWidget()
        for button in page.findChildren(QToolButton) if page is not None else ():
            menu: QMenu | None = button.menu()
            texts = [action.text() for action in menu.actions()] if menu is not None else []
            if menu is not None and PRINT in texts and button.isVisible():
                menu.popup(button.mapToGlobal(QPoint(0, button.height())))
                menu.setActiveAction(menu.actions()[texts.index(PRINT)])
                return

    at.window.go_to(name, open_menu)


def show_kind(at: Workspace, title: str) -> None:
    at.window.go_to("catalogue", lambda: at.catalogue.show_kind(title))


def begin(at: Workspace, category: str) -> None:
    """A call about the category; one that runs is switched to it."""
    session = at.call_session
    start = session.begin if session.run is None else session.inquiry.switch_category
    at.window.go_to("call", partial(start, category))


def settings_key() -> str:
    return next(page.key for page in PAGES if page.name == "settings")


CALL, MEMBER, PARK, SIDES, LISTS, PROGRAM = "Samtalen", "Medlemmet", "Parkere", "Sider", "Lister", "Program"
MORE = "Ellers"
"""Keys that are in the list of Innstillinger, and not in F1."""
RAIL = "Ctrl+1 … {last}"
"""The keys of the pages in the rail; `last` is their number."""
DIGITS = "1–9, 0"
ROWS: tuple[Command, ...] = (
    Command(
        DIGITS,
        group=CALL,
        when=lambda at: at.call.wizard.isVisible() and rules.has_digits(at),
        does="svar. 0 er alltid «vet ikke» eller «ingen»",
    ),
    Command(
        DIGITS,
        group=CALL,
        when=lambda at: not at.call.wizard.isVisible() and rules.has_digits(at),
        does="det som står ved tallet",
    ),
    Command(
        "Mellomrom",
        group=CALL,
        when=lambda at: not is_typing(at.window.focusWidget()) and rules.has_cap(at, "Mellomrom"),
        does="stemmer, sagt, av og på",
    ),
    Command(
        "Shift+Mellomrom",
        group=CALL,
        why=rules.no_caller,
        when=lambda at: rules.is_in_panel(at) and not rules.asks_caller(at),
        does="ringer for en annen, og tilbake",
    ),
    Command(
        "",
        "Ringer for en annen, eller medlemmet selv likevel",
        "pårørende arbeidsgiver tredjepart Shift+Mellomrom",
        act=lambda at: at.call_session.ring_for_another(),
        why=rules.no_caller,
    ),
    Command(
        "←", group=CALL, when=lambda at: rules.is_in_panel(at) and rules.has_step_before(at), does="ett steg tilbake"
    ),
    Command(
        "Alt+←",
        "Ett steg tilbake",
        "forrige spørsmål angre svar",
        CALL,
        lambda at: at.call.step_back() or rules.NO_STEP_BACK,
        rules.no_call,
        when=rules.has_step_before,
        does="ett steg tilbake, også fra et felt",
    ),
    Command(
        "Ctrl+Enter",
        "Fullfør",
        "lagre ferdig",
        CALL,
        lambda at: at.lazy_pages.shown.submit() or rules.NOTHING_TO_KEEP,
        when=rules.can_submit,
        does="fullfør eller lagre",
    ),
    Command(
        "Ctrl+E",
        "Bytt emne",
        "kategori",
        CALL,
        lambda at: at.call.ask_category(),
        rules.no_category,
        does="bytt emne, svarene blir med",
    ),
    Command(
        "Ctrl+D",
        "Ring nummeret",
        "telefon slå tast ringe opp",
        CALL,
        Workspace.ring,
        when=lambda at: at.lazy_pages.shown.numbers(),
    ),
    Command(
        "F8",
        "Hele prosedyren",
        "tekst regler vis rutine regelbok",
        CALL,
        lambda at: at.call.wizard.toggle_whole(),
        rules.no_whole,
    ),
    Command(
        "F9",
        "Kort eller full visning",
        "hjelp stikkord alt teksten",
        CALL,
        toggle_short,
        when=lambda at: at.call.wizard.isVisible(),
    ),
    Command(
        "Ctrl+U",
        "Språk til innringeren",
        "nynorsk engelsk polsk oversett",
        CALL,
        lambda at: at.call.inquiry.ask_language(),
        rules.no_language,
        does="språket innringeren får høre",
    ),
    Command("", TAKE, "sak overtatt distriktssekretær", act=lambda at: at.call.promises.take_case(), why=rules.no_case),
    Command(
        "F2",
        "Rett teksten eller medlemsbildet",
        "endre ny adresse adressen adresseendring telefonnummer rette",
        MEMBER,
        lambda at: at.lazy_pages.shown.edit() or at.lazy_pages.shown.no_edit,
        when=rules.can_edit,
        does="rett det du ser på",
    ),
    Command(
        "Ctrl+↓",
        "Siste merknader",
        "alle historikk fakturaer venter",
        MEMBER,
        lambda at: at.call.show_remarks(),
        rules.no_remarks,
    ),
    Command(
        "Ctrl+R",
        "Ta den nå",
        "løfte oppringing",
        MEMBER,
        lambda at: at.call.promises.take(),
        rules.no_promise,
        does="ta det åpne løftet",
    ),
    Command(
        "Ctrl+B",
        "Bekreftelsen er kommet",
        "skjema mottatt",
        MEMBER,
        lambda at: at.call.promises.confirm_arrival(),
        rules.no_confirmation,
    ),
    Command(
        "Ctrl+M",
        "Bare en merknad",
        "notat skriv",
        MEMBER,
        lambda at: at.call.on_line.ask_remark(),
        rules.no_remark,
        when=rules.is_free,
    ),
    Command(
        "Ctrl+T",
        "Avtal oppringing",
        "ring tilbake ny ringe senere love oppringning",
        MEMBER,
        Workspace.new_callback,
        when=rules.is_free,
    ),
    Command(
        "Ctrl+N",
        "Innringer uten medlemsbilde",
        "ny media journalist presse pressen ukjent anonym pårørende",
        MEMBER,
        lambda at: at.window.go_to("call", at.call.on_line.ask_unknown_caller),
        when=rules.is_free,
    ),
    Command(
        "Ctrl+I",
        "Nummeret hører til medlemmet",
        "legg til telefon",
        MEMBER,
        lambda at: at.call.incoming_number.add(),
        rules.no_new_number,
        ("call",),
        does="nummeret som ringer, hører til medlemmet",
    ),
    Command(
        "Ctrl+P",
        "Parker eller fortsett",
        "pause vent hold hent parkert parkerte",
        PARK,
        Workspace.park_or_resume,
        rules.no_park,
    ),
    Command(
        "Ctrl+Shift+B",
        "Samtalen ble brutt",
        "linjen falt ut forsvant mistet avbrutt ring opp igjen",
        PARK,
        lambda at: at.call.cut(),
        rules.no_cut,
    ),
    Command(
        "Ctrl+Shift+M",
        "Flytt samtalen hit",
        "feil medlem galt rett medlem bytt medlem",
        PARK,
        lambda at: at.call_session.move_here(),
        rules.no_move,
        does="flytt samtalen du parkerte, til dette medlemmet",
    ),
    Command("F4", "Ta samtalen som ringer", "telefon åpne", PARK, lambda at: at.incoming.ringing.take(), rules.no_ring),
    Command(
        "Shift+F4", "Skjul samtalen som ringer", "telefon", PARK, lambda at: at.incoming.ringing.hide(), rules.no_ring
    ),
    Command(
        "Ctrl+Shift+Delete",
        "Forkast samtalen",
        "slett avbryt feil",
        PARK,
        Workspace.discard,
        rules.no_discard,
        does="forkast samtalen, som så kan angres",
    ),
    Command(
        "Ctrl+Z",
        "Åpne igjen",
        "angre gjenåpne rette ferdig samtale feil",
        PARK,
        undo,
        when=rules.can_undo,
        does="angre",
    ),
    Command(
        "F3",
        group=SIDES,
        act=lambda at: at.window.leave_for(at.window.search.focus),
        when=rules.can_search,
        does="søkefeltet",
    ),
    Command(RAIL, group=SIDES, does="sidene til venstre"),
    Command("F6", group=SIDES, act=lambda at: at.window.next_panel(1), does="neste panel"),
    Command("Shift+F6", group=SIDES, act=lambda at: at.window.next_panel(-1), does="forrige panel"),
    Command("Esc", group=SIDES, when=rules.is_away_from_rest, does="ett trinn tilbake"),
    Command("↑ ↓", group=LISTS, when=rules.has_rows, does="velg rad"),
    Command("← →", group=LISTS, when=rules.has_groups, does="lukk og åpne gruppen"),
    Command("Ctrl+C", group=LISTS, when=rules.can_copy, does="kopier nummeret eller raden"),
    Command(
        "Ctrl+J",
        "Ta den neste oppringingen",
        "ring tilbake køen ringe kø oppringning",
        LISTS,
        lambda at: at.window.go_to("callbacks", lambda: at.callbacks.take_next()),
        pages=("callbacks",),
        when=rules.has_row,
    ),
    Command("Ctrl+A", group=LISTS, pages=("callbacks",), when=rules.has_row, does="alle oppringingene dine"),
    Command(
        "Ctrl+O",
        "Overlever oppringingene mine",
        "skift vakt gi vaktskifte vaktbytte gi bort ferdig dagen slutt",
        LISTS,
        lambda at: at.window.go_to("callbacks", lambda: at.callbacks.ask_hand_over()),
        pages=("callbacks",),
        when=rules.has_row,
        does="overlever oppringingene dine",
    ),
    Command(
        "Ctrl+L",
        "Bare ledige nå",
        "tavle hvem hvem er ledig",
        LISTS,
        lambda at: at.window.go_to("availability", lambda: at.availability.toggle_free()),
        pages=("availability",),
        does="bare de som er ledige nå",
    ),
    Command("", "Jeg er ledig", "status", act=lambda at: at.mine.set_own_presence("ledig")),
    Command("", "Jeg er opptatt", "status møte", act=lambda at: at.mine.set_own_presence("opptatt")),
    Command(
        "",
        "Jeg er borte",
        "status pause lunsj syk ferie fravær permisjon",
        act=lambda at: at.mine.set_own_presence("borte"),
    ),
    Command("F5", "Les på nytt", "oppdater oppdatere friske opp", LISTS, read_again, pages=rules.LISTS),
    Command(
        "F7",
        "Åpne meldingen som haster",
        "e-post send ikke sendt utboks",
        LISTS,
        lambda at: at.home.receipt.open_pressing(),
        rules.no_pressing,
    ),
    Command("Shift+F10", group=LISTS, pages=rules.MENU_LISTS, when=rules.has_row, does="menyen for raden"),
    Command(
        "F1",
        "Tastene på siden",
        "hjelp tastatur hurtigtaster snarveier kommandoer tastatursnarveier",
        PROGRAM,
        lambda at: at.keys_asked.emit(),
        does="tastene på siden, vis og skjul",
    ),
    Command(
        "Ctrl+K", group=PROGRAM, act=lambda at: at.commands_asked.emit(), does="kommandoer: skriv hva du vil gjøre"
    ),
    Command(settings_key(), group=PROGRAM, when=lambda at: at.window.page != "settings", does="innstillinger"),
    Command(
        "Ctrl+Shift+L",
        "Lås",
        "lås pause gå logg ut logg av logge låse skjerm skjermen lunsj",
        PROGRAM,
        lambda at: at.lock_asked.emit(),
        does="lås vinduet",
    ),
    Command(
        "Ctrl+Shift+Ø",
        "Øving",
        "øv lær øve trening demo opplæring lære prøve",
        PROGRAM,
        lambda at: at.practice_asked.emit(),
        when=lambda at: not at.window.practice,
    ),
    Command("Enter", group=MORE, does="åpne, godta"),
    Command("Ctrl+F", group=MORE, act=lambda at: at.window.leave_for(at.window.search.focus), does="søkefeltet"),
    Command("Ctrl+V", group=MORE, does="lim inn nummer og søk, utenfor felt"),
    Command("Ctrl+Shift+V", "Søk på nummeret du har kopiert", "lim inn utklipp", MORE, paste),
    Command(
        "Ctrl+G",
        "Gjør det linjen foreslår",
        "skjul angre åpne",
        MORE,
        lambda at: at.window.press_bar(),
        does="gjør det linjen under søkefeltet foreslår",
    ),
    Command(
        "Ctrl+Shift+E",
        "Ett emne til",
        "samme medlem nytt",
        MORE,
        lambda at: at.call_session.another_matter() or rules.NO_OTHER_MATTER,
        rules.no_call,
        does="ett emne til for den som nettopp ringte",
    ),
    Command("Delete", group=MORE, does="forkast den parkerte samtalen, eller stryk det som er valgt"),
    Command("→", group=MORE, does="skjermleseren leser det valgte kortet før Fullfør"),
    Command(
        "Ctrl+Shift+S",
        "Nytt i prosedyrene er lest",
        "endringer rutine rutiner",
        MORE,
        mark_read,
        does="du har lest det som er nytt i prosedyrene",
    ),
    Command(
        "Ctrl+Shift+→",
        "Bredere panel",
        "bredde større",
        MORE,
        partial(widen, step=WIDER_BY),
        does="bredere panel, der du står",
    ),
    Command(
        "Ctrl+Shift+←",
        "Smalere panel",
        "bredde mindre",
        MORE,
        partial(widen, step=-WIDER_BY),
        does="smalere panel, der du står",
    ),
    Command(
        "Ctrl+Shift+0",
        "Standard bredder",
        "paneler vindu nullstill tilbakestill",
        MORE,
        reset_widths,
        does="standard bredder på panelene",
    ),
    Command("", "Lukk Sentralbord", "avslutt slutt exit programmet vinduet", act=lambda at: at.window.close()),
    Command("", "Lyst utseende", "farger tema", act=lambda at: at.mine.choose_look("lyst")),
    Command(
        "", "Mørkt utseende", "farger tema nattmodus natt dark kontrast", act=lambda at: at.mine.choose_look("morkt")
    ),
    Command("", "Som Windows", "utseende farger tema", act=lambda at: at.mine.choose_look("windows")),
)
CATALOGUE_WORDS = {
    "Avdelinger": "avdeling avdelingen nummeret telefonnummer ny legg til",
    "Roller": "ansvarlig pressekontakt",
    "Personer": "ansatte distriktssekretær ds ks os saksbehandler telefonliste ny legg til",
    "Arbeidsgivere": "bedrift bedrifter firma arbeidsplass ny legg til",
    "Steder utenfor": "lo favør help nav advokat",
}
LOOPS = {1: "medlemskap forsikring", 2: "trøbbel avtaler", 3: "kurs media annet"}


def on(value: T, act: Callable[[Workspace, T], object]) -> Callable[[Workspace], object]:
    """`act` on the workspace and `value`."""
    return lambda at: act(at, value)


def choices() -> list[Command]:
    """One for each loop, size of the text, list of the catalogue, and list that is printed."""
    sizes = "større mindre skriftstørrelse bokstaver zoom skrift skrifttype"
    paper = "print papir utskrift pdf csv excel eksport regneark skriver printer"
    return [
        *(
            Command(
                "",
                f"Sløyfe {number}",
                f"bytt vakt logg på {words}",
                act=on(number, lambda at, n: at.mine.choose_loop(n)),
            )
            for number, words in LOOPS.items()
        ),
        *(
            Command("", f"Tekststørrelse {text}", sizes, act=on(size, lambda at, size: at.mine.choose_text_size(size)))
            for size, text in TEXT_SIZES
        ),
        *(
            Command(
                "",
                f"Katalog: {kind.title}",
                f"organisasjon hvem kontakt {fields} {more}",
                act=on(kind.title, show_kind),
            )
            for kind in KINDS
            for fields, more in [(" ".join(kind.field_names), CATALOGUE_WORDS.get(kind.title, ""))]
        ),
        *(
            Command("", f"{PRINT} eller lagre: {page.title}", paper, act=on(page.name, open_list_menu))
            for page in PAGES
            if page.name in rules.LISTS
        ),
    ]


def table() -> list[Command]:
    """The rows, the choices, and the pages."""
    last = sum(page.key.removeprefix("Ctrl+").isdecimal() for page in PAGES)
    return [
        *(replace(row, key=row.key.format(last=last)) for row in ROWS),
        *choices(),
        *(
            Command(
                page.key, page.title, f"gå side {page.words}", act=on(page.name, lambda at, name: at.window.go_to(name))
            )
            for page in PAGES
        ),
    ]


def found_now(at: Workspace) -> list[Command]:
    """Of this moment: the parked calls, the categories when there is a caller, and what can be read, the panels of
    Innstillinger that the operator may see and the procedures."""
    from sentralbord_desktop.gui.workspace.settings_panels import PANELS

    session = at.call_session
    has_caller = session.record is not None or session.unknown_caller is not None
    return [
        *(Command("", f"Fortsett {one.title}", "parkert", act=on(one, Workspace.take_up)) for one in session.parked),
        *(
            Command(
                "", f"Forkast {one.title}", "parkert slett", act=on(one, lambda at, one: at.call_session.discard(one))
            )
            for one in session.parked
        ),
        *(
            Command("", one.title, f"emne {one.also}", act=on(one.id, begin))
            for one in (session.categories if has_caller else ())
        ),
        *(
            Command("", f"Innstillinger: {panel.title}", panel.words, act=on(panel.title, Workspace.show_settings))
            for panel in PANELS
            if panel.may_see(at.mine.operator)
        ),
        *(
            Command(
                "",
                f"Les prosedyren {one.title}",
                f"regler tekst rutine regelbok {one.also}",
                act=on(one, Workspace.read_procedure),
            )
            for one in at.home.news.procedures
        ),
    ]
