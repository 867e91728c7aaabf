"""Which keys change something on the shown page now: F1 lists only these."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QTableView, QWidget

from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.gui.lists.grouped_model import GroupedRows
from sentralbord_desktop.gui.widgets.digit_panel import DigitPanel, is_typing
from sentralbord_desktop.gui.widgets.keys.key_cap import KeyCap, neighbour
from sentralbord_desktop.gui.widgets.keys.keyed_button import has_key
from sentralbord_desktop.gui.window.key_groups import DIGITS, GROUPS, IN_LIST, KeyGroup, ListedKeys, last_page
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.wizard.step.answer_group import AnswerGroup
from sentralbord_desktop.gui.wizard.step.step_answers import StepAnswer
from sentralbord_desktop.gui.wizard.step_trail import StepTrail
from sentralbord_desktop.gui.workspace.disabled_reasons import DisabledReasons
from sentralbord_desktop.gui.workspace.lazy_pages import LazyPages
from sentralbord_desktop.gui.workspace.pages import PAGES

LISTS = ("callbacks", "confirmations", "availability", "outbox", "catalogue")

MENU_LISTS = ("callbacks", "confirmations", "outbox", "catalogue")


class LiveKeys:
    def __init__(
        self,
        window: MainWindow,
        call_session: CallSession,
        call: CallPage,
        pages: LazyPages,
        reasons: DisabledReasons,
        undo_slot: UndoSlot,
    ) -> None:
        self._window, self._call_session, self._call, self._pages = window, call_session, call, pages
        self._undo_slot = undo_slot
        self._rules = self._call_rules(reasons) | self._list_rules()
        """Keys with a condition; the others always act."""

    def _call_rules(self, reasons: DisabledReasons) -> dict[str, Callable[[], bool]]:
        return {
            DIGITS: self._has_digits,
            "Mellomrom": lambda: not is_typing(self._window.focusWidget()) and self._has_cap("Mellomrom"),
            "Shift+Mellomrom": lambda: self._is_in_panel() and not reasons.for_another() and not self._asks_caller(),
            "←": lambda: self._is_in_panel() and self._has_step_before(),
            "Alt+←": self._has_step_before,
            "Ctrl+Enter": self._can_submit,
            "Ctrl+E": lambda: not reasons.category(),
            "Ctrl+D": lambda: bool(self._pages.shown.numbers()),
            "F8": lambda: self._is_call and not reasons.whole(),
            "F9": lambda: self._is_call and not reasons.whole(),
            "Ctrl+U": lambda: self._call.wizard.language.isVisible(),
            "F2": self._can_edit,
            "Ctrl+↓": lambda: self._is_call and not reasons.remarks(),
            "Ctrl+R": lambda: not reasons.promise(),
            "Ctrl+B": lambda: not reasons.confirmation(),
            "Ctrl+M": lambda: not reasons.remark() and not self._is_writing(),
            "Ctrl+T": lambda: not self._is_writing(),
            "Ctrl+N": lambda: not self._is_writing(),
            "Ctrl+I": lambda: self._is_call and not reasons.new_number(),
            "Ctrl+P": lambda: not reasons.park(),
            "F4": lambda: not reasons.ringing(),
            "Shift+F4": lambda: not reasons.ringing(),
            "Ctrl+Shift+Delete": lambda: not reasons.discard(),
            "Ctrl+Z": self._can_undo,
        }

    def _list_rules(self) -> dict[str, Callable[[], bool]]:
        window = self._window
        return {
            "F3": self._can_search,
            "Esc": lambda: not self._is_at_rest(),
            "↑ ↓": self._has_rows,
            "← →": self._has_groups,
            "Ctrl+C": self._can_copy,
            "Ctrl+J": lambda: self._window.page == "callbacks" and self._has_row(),
            "Ctrl+A": lambda: self._window.page == "callbacks" and self._has_row(),
            "Ctrl+O": lambda: self._window.page == "callbacks" and self._has_row(),
            "Ctrl+L": lambda: self._window.page == "availability",
            "F5": lambda: self._window.page in LISTS,
            "F7": lambda: bool(self._call.home.receipt.pressing),
            "Shift+F10": lambda: self._window.page in MENU_LISTS and self._has_row(),
            "Ctrl+,": lambda: self._window.page != "settings",
            "Ctrl+Shift+Ø": lambda: not window.practice,
        }

    def groups(self) -> list[KeyGroup]:
        """The keys that act now, by group; those of the shown page alone are in «Lister»."""
        own = next(page.keys for page in PAGES if page.name == self._window.page)
        last = last_page(page.key for page in PAGES)
        found = [
            KeyGroup(
                title,
                [
                    ListedKeys(keys.format(last=last), self._words(keys, words))
                    for keys, words in rows
                    if self.acts(keys)
                ],
            )
            for title, rows in GROUPS
        ]
        return [KeyGroup(title, [*rows, *own] if title == "Lister" else rows) for title, rows in found]

    def _words(self, keys: str, words: str) -> str:
        return IN_LIST if keys == DIGITS and not self._call.wizard.isVisible() else words

    def acts(self, keys: str) -> bool:
        rule = self._rules.get(keys)
        return rule is None or rule()

    @property
    def where(self) -> str:
        """The step or page that the keys are for."""
        if (trail := self._trail) is not None and trail.here:
            return trail.here
        return next(page.title for page in PAGES if page.name == self._window.page)

    @property
    def _is_call(self) -> bool:
        return self._window.page == "call"

    @property
    def _trail(self) -> StepTrail | None:
        """The steps of the call that is shown."""
        if self._call.wizard.isVisible():
            return self._call.wizard.trail
        return self._call.review.trail if self._call.review.isVisible() else None

    def _visible(self, kind: type[QWidget]) -> list[QWidget]:
        return [widget for widget in self._window.findChildren(kind) if widget.isVisible()]

    def _has_digits(self) -> bool:
        panels = [panel for panel in self._visible(DigitPanel) if isinstance(panel, DigitPanel)]
        return any(panel.is_live and panel.has_digits for panel in panels)

    def _has_cap(self, key: str) -> bool:
        for cap in self._visible(KeyCap):
            control = neighbour(cap)
            if isinstance(cap, KeyCap) and cap.text() == key and (control is None or control.isEnabled()):
                return True
        return False

    def _is_in_panel(self) -> bool:
        focus = self._window.focusWidget()
        if isinstance(focus, StepAnswer | AnswerGroup):
            return self._is_call
        return self._is_call and isinstance(focus, DigitPanel) and focus.is_live

    def _asks_caller(self) -> bool:
        """«Hvem ringer?», whose answers say who rings."""
        caller = self._call.on_line
        return caller.isVisible() and caller.categories.asks_caller

    def _has_step_before(self) -> bool:
        trail = self._trail
        return trail is not None and bool(trail.above())

    def _can_submit(self) -> bool:
        return self._has_cap("Ctrl+Enter") or has_key(self._window, "Ctrl+Enter")

    def _can_edit(self) -> bool:
        if self._call.review.isVisible():
            return self._call.review.card_list.chosen_card is not None
        if self._is_call:
            return self._call.record.isVisible() and self._call_session.open_record is not None
        return self._window.page == "catalogue" and self._has_row() and self._pages.shown.can_edit

    def _is_writing(self) -> bool:
        return self._is_call and self._call.forms.panel.isVisible()

    def _can_undo(self) -> bool:
        focus = self._window.focusWidget()
        if isinstance(focus, QLineEdit) and focus.isUndoAvailable():
            return True
        if isinstance(focus, QPlainTextEdit) and not focus.isReadOnly():
            return focus.document().isUndoAvailable()
        return self._undo_slot.has(self._pages.shown) or (self._is_call and self._call_session.receipt is not None)

    def _can_copy(self) -> bool:
        if is_typing(self._window.focusWidget()):
            return False
        return (self._window.page in LISTS and self._has_row()) or bool(self._pages.shown.numbers())

    def _can_search(self) -> bool:
        """F3 moves the focus, or selects the text."""
        search = self._window.ui.search
        return not search.hasFocus() or search.selectedText() != search.text()

    def _is_at_rest(self) -> bool:
        search = self._window.ui.search
        return self._is_call and self._call.home.isVisible() and search.hasFocus() and not search.text()

    def _has_rows(self) -> bool:
        caller = self._call.on_line
        if self._window.focusWidget() is caller.ui.categories and caller.hits.are_alike:
            return True
        views = [view for view in self._visible(QAbstractItemView) if isinstance(view, QAbstractItemView)]
        return any(view.model() is not None and view.model().rowCount() > 1 and view.hasFocus() for view in views)

    def _has_groups(self) -> bool:
        """The list that has the focus has headings that fold."""
        focus = self._window.focusWidget()
        return isinstance(focus, QTableView) and isinstance(focus.model(), GroupedRows) and self._has_row()

    def _has_row(self) -> bool:
        return any(
            isinstance(view, QTableView) and view.isVisible() and view.currentIndex().isValid()
            for view in self._visible(QTableView)
        )
