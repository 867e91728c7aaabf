"""A page that is a list, with a panel beside it about the chosen row."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QTableView, QToolButton, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.page import Page
from sentralbord_desktop.gui.lists.grouped_model import HEADING_KEYS, Grouping
from sentralbord_desktop.gui.lists.inline_question import InlineQuestion
from sentralbord_desktop.gui.lists.list_context import ListContext
from sentralbord_desktop.gui.lists.list_table import ListOrder, ListTable
from sentralbord_desktop.gui.lists.outcome_buttons import Choice, OutcomeButtons
from sentralbord_desktop.gui.lists.paper import ListPaper, Paper
from sentralbord_desktop.gui.lists.row_menu import MenuAction
from sentralbord_desktop.gui.lists.state_line import show_state
from sentralbord_desktop.gui.widgets.flow_layout import flow_in, let_flow
from sentralbord_desktop.gui.widgets.keys.tab_order import tab_through
from sentralbord_desktop.gui.widgets.labels import clear
from sentralbord_desktop.gui.widgets.table_model import Column

V = TypeVar("V")
ROW_HEIGHT = 50
BY_SECOND_COLUMN = ListOrder(1, Qt.SortOrder.AscendingOrder)
"""The first column of a grouped list is a sign."""


class ListPage(Page, QWidget, Generic[V]):
    """Arrows move, digits choose, a letter searches, «⋯» copies, prints and saves.

    `form` is the compiled form: `title`, `panels`, `more`, `foot`, `empty`, and `detail` with `buttonsLayout`. The widths
    of its panels are stored under `name`; `filters` is the first of the filters in `chips`, «» without them. A page makes
    its list with `make_list`, and says in `choices`, `details` and `open` what can be done with a row, what is shown of
    it, and what Enter does. `ask_in_panel` gives it questions.
    """

    page = ""
    """The name of its PageSpec."""
    gone = ""
    """What is said of a row that a question was about, and that has left the list."""

    def __init__(
        self,
        context: ListContext,
        form: Any,
        name: str,
        widths: Sequence[int],
        *,
        filters: str = "",
        framed: str = "",
        **room: Any,
    ) -> None:
        super().__init__(context.place)
        self.context, self.ui = context, form
        form.setupUi(self)
        let_flow(form.title)
        if filters:  # before the panels are arranged, so that they are measured in the final width
            self._filters = FilterChips(form.chips, filters)
        form.panels.arrange(name, widths, **room)
        self._outcomes = OutcomeButtons(form.detail, form.buttonsLayout, framed)
        self._ask: InlineQuestion | None = None
        self._refused = context.tasks.refusal(self.refuse)
        form.detail.letter_typed.connect(context.to_search)
        offer_for_list(
            form.more,
            [
                ("Kopier raden", lambda: self.copy_row()),
                ("Skriv ut", lambda: self.paper.print()),
                ("Lagre som fil", lambda: self.paper.save()),
            ],
        )

    # ------------------------------------------------------------------ the list

    def make_list(
        self,
        name: str,
        table: QTableView,
        columns: Sequence[Column[V]],
        paper: Paper[V],
        groups: Grouping[V] | None = None,
        row_height: int = ROW_HEIGHT,
        *,
        first: ListOrder = BY_SECOND_COLUMN,
        copies: bool = False,
    ) -> ListTable[V]:
        """Make the list, or one of several, in `table`; the last one made is `self.list`, which is shown."""
        made = ListTable(name, table, columns, self.context, paper, row_height, first=first, grouping=groups)
        self.list = made
        made.offer(self._outcomes, copies=copies, more=self.more_actions)
        made.chosen.connect(self._show)
        made.activated.connect(lambda row: None if row is None else self.open(row))
        self.ui.detail.follow(table)
        return made

    @property
    def paper(self) -> ListPaper[V]:
        return self.list.paper

    def copy_row(self) -> None:
        self.list.copy()

    def focus_list(self) -> None:
        """Focus the list, or the form that was left open beside it."""
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus(self) -> bool:
        self.focus_list()
        return True

    def choose(self, row_id: object) -> bool:
        """Choose the row with this `id`; False when it has left the list."""
        return self.list.choose(lambda row: getattr(row, "id", None) == row_id)

    def show_row(self, row_id: object) -> None:
        self.choose(row_id)

    # ------------------------------------------------------------------ the chosen row

    def choices(self, row: V) -> Sequence[Choice]:
        """What can be done with the row, by digit."""
        return ()

    def more_actions(self) -> Sequence[MenuAction]:
        """What else is in the menu of the chosen row."""
        return ()

    def details(self, row: V | None) -> None:
        """Show the row in the panel; None for a heading, and for no choice."""

    def open(self, row: V) -> object:
        """Enter, or a double click."""

    def asks_about(self, row: V | None) -> object:
        """The id of the row that a question in the panel is about; None closes it."""
        return getattr(row, "id", None)

    def _show(self, row: V | None) -> None:
        if self._ask is not None:
            self._ask.stay_with(self.asks_about(row))
        self._outcomes.show([] if row is None else self.choices(row))
        self.details(row)
        self.ui.detail.setVisible(self.has_panel(row))

    def has_panel(self, row: V | None) -> bool:
        """Whether the panel is shown beside the list."""
        return bool(self.list.sorted.values)

    def show_heading(self, head: Any, words: Any) -> None:
        """Show how the chosen heading is folded, in these two labels."""
        for widget, text in ((head, self.list.heading), (words, HEADING_KEYS)):
            widget.setText(text)
            widget.setVisible(bool(self.list.heading))

    # ------------------------------------------------------------------ actions

    def show_state(self, sentence: str) -> None:
        """Show and announce it below the list."""
        show_state(self.ui.foot, sentence)

    def refuse(self, sentence: str) -> None:
        """Say why an action was refused."""
        self.show_state(sentence)

    def do(self, work: Callable[[], Any], done: Callable[[Any], object] = lambda _: None) -> None:
        """Run `work` on the worker; `done` gets its result. Until then no older action can be undone instead."""
        self.context.undo_slot.forget(self)
        self.context.tasks.run(self, work, done, self._refused)

    def offer_undo(self, sentence: str, back: Callable[[], object]) -> None:
        self.context.undo_slot.set(self, sentence, partial(self.do, back))

    def ask_in_panel(self) -> InlineQuestion:
        ui = self.ui
        self._ask = InlineQuestion(ui.askLayout, ui.table, self.context.unsaved_forms, self.page, self.ask_again)
        return self._ask

    def ask_again(self, row_id: object, ask: Callable[[], None]) -> None:
        """Show a question again that was left half answered, for its own row, which is chosen first."""
        if row_id and not self.choose(row_id):
            self.show_state(self.gone)
        else:
            ask()


class Chip(NamedTuple):
    """A filter: what it is called in the code, on the screen, and by a screen reader."""

    key: str
    text: str
    spoken: str = ""


class FilterChips(QObject):
    """The filters over a list, of which one is chosen."""

    chosen = Signal(str)

    def __init__(self, chips: QWidget, first: str) -> None:
        super().__init__(chips)
        self._place, self.current = flow_in(chips), first
        self._buttons: dict[str, QPushButton] = {}

    def show(self, chips: Sequence[Chip], after: Sequence[QWidget]) -> None:
        """They come before `after` in the order of Tab. Made anew only when there are others, so that a refresh keeps the
        focus."""
        if [chip.key for chip in chips] != list(self._buttons):
            clear(self._place)
            self._buttons = {chip.key: self._made(chip.key) for chip in chips}
            tab_through(after[0], *self._buttons.values(), *after)  # after the first, which then follows
        for key, text, spoken in chips:
            self._buttons[key].setText(text)
            self._buttons[key].setAccessibleName(spoken)
            self._buttons[key].setChecked(key == self.current)

    def _made(self, key: str) -> QPushButton:
        button = QPushButton()
        button.setCheckable(True)
        set_flags(button, "chip")
        button.clicked.connect(lambda: self.choose(key))
        self._place.addWidget(button)
        return button

    def choose(self, key: str) -> None:
        self.current = key
        for other, button in self._buttons.items():
            button.setChecked(other == key)
        self.chosen.emit(key)


def offer_for_list(button: QToolButton, actions: Sequence[tuple[str, Callable[[], object]]]) -> None:
    """Give «⋯» above a list its menu."""
    menu = QMenu(button)
    for text, act in actions:
        menu.addAction(text).triggered.connect(lambda _=False, do=act: do())
    button.setMenu(menu)

    def draw() -> None:
        button.setIcon(theme.current().icon("dots-three", "text", size=18))

    button.setIconSize(QSize(18, 18) * theme.current().text_scale)
    theme.keep_size(button)
    link = theme.current().changed.connect(draw)
    button.destroyed.connect(lambda: QObject.disconnect(link))  # unlike a method, it would outlive the button
    draw()
