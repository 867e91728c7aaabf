"""What holds on the page that is shown. A function `no_…` is a `why` of a command: the sentence why a key does nothing,
and what to do instead, «» when it acts. The others are a `when`: whether a key would change anything."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QTableView

from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.gui.lists.grouped_model import GroupedRows
from sentralbord_desktop.gui.widgets.digit_panel import DigitPanel, is_typing
from sentralbord_desktop.gui.widgets.keys.key_cap import KeyCap, neighbour
from sentralbord_desktop.gui.widgets.keys.keyed_button import has_key
from sentralbord_desktop.gui.wizard.step.answer_group import AnswerGroup
from sentralbord_desktop.gui.wizard.step.step_answers import StepAnswer
from sentralbord_desktop.gui.wizard.step_trail import StepTrail
from sentralbord_desktop.gui.workspace.workspace import Workspace

LISTS = ("callbacks", "confirmations", "availability", "catalogue", "outbox")
"""The pages with a list that is read, printed and saved."""
MENU_LISTS = ("callbacks", "confirmations", "catalogue", "outbox")
"""Those whose rows have a menu."""
NOBODY_ON_LINE = "Ingen er på linjen. Søk opp medlemmet med F3 først."
NO_CALL = "Ingen samtale er i gang."
ELSEWHERE = "Det gjøres på siden Samtale. Ctrl+1 går dit."
NOTHING_TO_UNDO = "Det er ingenting å angre her."
NOTHING_TO_KEEP = "Det er ingenting å fullføre eller lagre her."
NOTHING_PRESSING = "Ingen av meldingene dine haster. Ctrl+6 viser Utboks."
NOTHING_NEW = "Ingen prosedyrer er endret siden sist du leste dem. F8 i en samtale viser hele teksten."
NO_OTHER_MATTER = "Ett emne til kan du ta når samtalen nettopp er fullført. Ellers søker du opp medlemmet med F3."
NO_LANGUAGES = "Språket velger du i en samtale, der prosedyren har tekster på nynorsk, engelsk og polsk."
NO_STEP_BACK = "Det er ikke noe steg å gå tilbake til. F3 går til søkefeltet."
NO_MOVE = "Begynte du på feil medlem? Søk opp det rette med F3 midt i samtalen. Da flytter Ctrl+Shift+M den dit."
NO_RING = "Ingen ringer nå. Nummeret vises her når telefonen ringer."
NO_NEW_NUMBER = "Åpne medlemmet som ringer fra et nytt nummer. Da legger Ctrl+I det til."
NO_WHOLE = "Hele prosedyren vises når du har valgt hva samtalen gjelder."
IN_CALL = "Merknaden fra samtalen skrives når du fullfører. Skal den stå alene, parkerer du først med Ctrl+P."
CLOSED = "Merknadene vises ikke i denne samtalen, fordi det ikke er medlemmet som ringer."
BEHIND = "Merknadene står i medlemsbildet. Det vises igjen når du lagrer eller lukker skjemaet."
NO_RECORD = (
    "Innringeren har ikke noe medlemsbilde å skrive i. Søk opp medlemmet med F3, eller avtal en oppringing med Ctrl+T."
)


def is_call(at: Workspace) -> bool:
    return at.window.page == "call"


def no_call(at: Workspace) -> str:
    return "" if is_call(at) else ELSEWHERE


def no_category(at: Workspace) -> str:
    runs = at.call_session.run is not None
    return no_call(at) or ("" if runs else f"{NO_CALL} Åpne et medlem, og velg emnet med et tall.")


def no_caller(at: Workspace) -> str:
    is_known = at.call_session.has_caller or at.call_session.run is not None
    return no_call(at) or ("" if is_known else NOBODY_ON_LINE)


def no_record(at: Workspace) -> str:
    session = at.call_session
    if no_call(at) or session.open_record is not None:
        return no_call(at)
    return NO_RECORD if session.record or session.unknown_caller else NOBODY_ON_LINE


def _lacks(at: Workspace, has: Callable[[MemberRecord], object], sentence: str) -> str:
    record = at.call_session.open_record
    return no_record(at) or ("" if record is None or has(record) else sentence)


def no_promise(at: Workspace) -> str:
    sentence = "Vi har ikke lovet medlemmet en oppringing. Alle vi har lovet, står under Ctrl+2."
    return _lacks(at, lambda record: record.callbacks, sentence)


def no_confirmation(at: Workspace) -> str:
    sentence = "Vi venter ikke på noe fra medlemmet. Alt vi venter på, står under Ctrl+3."
    return _lacks(at, lambda record: record.confirmations, sentence)


def no_case(at: Workspace) -> str:
    sentence = "Medlemmet har ingen trøbbel-sak som venter på at DS bekrefter."
    return _lacks(at, lambda record: any(case.handed_over_at is None for case in record.cases), sentence)


def no_remark(at: Workspace) -> str:
    return IN_CALL if is_call(at) and at.call_session.run is not None else no_record(at)


def no_discard(at: Workspace) -> str:
    if at.call_session.draft is not None or at.home.chosen_draft is not None:
        return ""
    return f"{NO_CALL} En parkert samtale velger du i listen «Parkert», og trykker Delete."


def no_park(at: Workspace) -> str:
    has_any = at.call_session.draft is not None or at.call_session.parked
    return "" if has_any else f"{NO_CALL[:-1]}, og ingen er parkert."


def no_cut(at: Workspace) -> str:
    return no_call(at) or ("" if at.call_session.run is not None else f"{NO_CALL} Ctrl+T avtaler en oppringing.")


def no_move(at: Workspace) -> str:
    return no_call(at) or ("" if at.call_session.may_move_here else NO_MOVE)


def no_remarks(at: Workspace) -> str:
    panel = at.call.member if is_call(at) else None
    if panel is not None and panel.has_remarks:
        return ""
    if panel is not None and at.call_session.record is not None:
        return CLOSED
    return "" if at.call.record.isVisible() else no_record(at) or BEHIND


def no_whole(at: Workspace) -> str:
    return "" if at.call.wizard.isVisible() else NO_WHOLE


def no_language(at: Workspace) -> str:
    return "" if any(page.language.isVisible() for page in (at.call.wizard, at.call.review)) else NO_LANGUAGES


def no_ring(at: Workspace) -> str:
    return "" if at.incoming.ringing.is_on else NO_RING


def no_new_number(at: Workspace) -> str:
    return "" if at.call.incoming_number.can_add else NO_NEW_NUMBER


def no_pressing(at: Workspace) -> str:
    return "" if at.home.receipt.pressing else NOTHING_PRESSING


def trail(at: Workspace) -> StepTrail | None:
    """The steps of the call that is shown."""
    pages = (at.call.wizard, at.call.review)
    return next((page.trail for page in pages if page.isVisible()), None)


def has_digits(at: Workspace) -> bool:
    return any(panel.isVisible() and panel.is_live and panel.has_digits for panel in at.window.findChildren(DigitPanel))


def has_cap(at: Workspace, key: str) -> bool:
    for cap in at.window.findChildren(KeyCap):
        control = neighbour(cap)
        if cap.isVisible() and cap.text() == key and (control is None or control.isEnabled()):
            return True
    return False


def is_in_panel(at: Workspace) -> bool:
    focus = at.window.focusWidget()
    if isinstance(focus, StepAnswer | AnswerGroup):
        return is_call(at)
    return is_call(at) and isinstance(focus, DigitPanel) and focus.is_live


def asks_caller(at: Workspace) -> bool:
    """«Hvem ringer?», whose answers say who rings."""
    return at.call.on_line.isVisible() and at.call.on_line.categories.asks_caller


def has_step_before(at: Workspace) -> bool:
    steps = trail(at)
    return steps is not None and bool(steps.above())


def can_submit(at: Workspace) -> bool:
    return has_cap(at, "Ctrl+Enter") or has_key(at.window, "Ctrl+Enter")


def can_edit(at: Workspace) -> bool:
    if at.call.review.isVisible():
        return at.call.review.card_list.chosen_card is not None
    if is_call(at):
        return at.call.record.isVisible() and at.call_session.open_record is not None
    return at.window.page == "catalogue" and has_row(at) and at.lazy_pages.shown.can_edit


def is_free(at: Workspace) -> bool:
    """No form is open beside the call."""
    return not (is_call(at) and at.call.forms.panel.isVisible())


def can_undo(at: Workspace) -> bool:
    focus = at.window.focusWidget()
    if isinstance(focus, QLineEdit) and focus.isUndoAvailable():
        return True
    if isinstance(focus, QPlainTextEdit) and not focus.isReadOnly():
        return focus.document().isUndoAvailable()
    return at.undo_slot.has(at.lazy_pages.shown) or (is_call(at) and at.call_session.receipt is not None)


def can_copy(at: Workspace) -> bool:
    if is_typing(at.window.focusWidget()):
        return False
    return (at.window.page in LISTS and has_row(at)) or bool(at.lazy_pages.shown.numbers())


def can_search(at: Workspace) -> bool:
    """F3 moves the focus, or selects the text."""
    search = at.window.ui.search
    return not search.hasFocus() or search.selectedText() != search.text()


def is_away_from_rest(at: Workspace) -> bool:
    search = at.window.ui.search
    return not (is_call(at) and at.home.isVisible() and search.hasFocus() and not search.text())


def has_rows(at: Workspace) -> bool:
    caller = at.call.on_line
    if at.window.focusWidget() is caller.ui.categories and caller.hits.are_alike:
        return True
    views = [view for view in at.window.findChildren(QAbstractItemView) if view.isVisible() and view.hasFocus()]
    return any(view.model() is not None and view.model().rowCount() > 1 for view in views)


def has_groups(at: Workspace) -> bool:
    """The list that has the focus has headings that fold."""
    focus = at.window.focusWidget()
    return isinstance(focus, QTableView) and isinstance(focus.model(), GroupedRows) and has_row(at)


def has_row(at: Workspace) -> bool:
    return any(view.isVisible() and view.currentIndex().isValid() for view in at.window.findChildren(QTableView))
