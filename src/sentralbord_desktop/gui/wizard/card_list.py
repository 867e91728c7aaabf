"""The cards of the review in two columns: numbered, chosen by digit and arrow."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.gui._generated.ui_review import Ui_Review
from sentralbord_desktop.gui.core.accessible_role import SILENT
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.labels import clear
from sentralbord_desktop.gui.wizard.action_card import ABOUT, ActionCard
from sentralbord_desktop.gui.wizard.card.review_speech import head_words
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.preview.action_preview import in_review_order

MAX_CARD_DIGITS = 9
MIN_WIDTH, COLUMN_SPACING = 300, 10
"""Pixels: width of a column before the page is shown, and the gap between cards."""


class CardList:
    """`chosen` is the id of an action, also when the cards are redrawn; «» when none is."""

    def __init__(self, ui: Ui_Review) -> None:
        self.ui = ui
        self.cards: list[ActionCard] = []
        ui.cards.setAccessibleDescription(SILENT)
        self.begin()

    def begin(self) -> None:
        """Reset for another inquiry: no card is chosen, and none has a position."""
        self.chosen = ""
        self._places: dict[str, int] = {}
        self._sides: dict[str, int] = {}
        """Action id -> 0 of the left column, 1 of the right: a card that is switched stays in its column."""

    def show(self, actions: Sequence[Action], make: Callable[[str, Action], ActionCard]) -> None:
        """Draw the cards, included ones first and the log last; `make` takes a digit too. A card that is switched keeps
        its digit."""
        columns: list[QVBoxLayout] = [self.ui.columnOneLayout, self.ui.columnTwoLayout]
        for column in columns:
            clear(column)
        self.cards = []
        shown = list(in_review_order(a for a in actions if kind_of(a.kind).is_reviewed))
        if self._places.keys() == {action.id for action in shown}:
            shown.sort(key=lambda a: self._places[a.id])
        else:
            self._sides = {}
        self._places = {action.id: place for place, action in enumerate(shown)}
        heights = [0, 0]
        for number, action in enumerate(shown, 1):
            digit = str(number) if number <= MAX_CARD_DIGITS else ""  # the arrows reach the rest
            card = make(digit, action)
            side = self._sides.setdefault(action.id, 0 if heights[0] <= heights[1] else 1)
            columns[side].addWidget(card)
            card.show()
            heights[side] += self._height(card)
            self.cards.append(card)
        self.ui.columnTwo.setVisible(len(shown) > 1)  # one card has the whole width
        for column in columns:  # both columns end at the same height
            last = column.itemAt(column.count() - 1)
            if last is not None and (widget := last.widget()) and not self._grows(column):
                widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        for card in self.cards:
            card.set_chosen(chosen=card.action.id == self.chosen)
        self.ui.cards.setVisible(bool(self.cards))  # no ring around an empty area
        self.ui.cards.light()

    def _height(self, card: ActionCard) -> int:
        """The height of a card in pixels, at the width of its column."""
        half = max(MIN_WIDTH, self.ui.scroll.viewport().width() // 2)
        layout = card.layout()
        return layout.totalHeightForWidth(half) + COLUMN_SPACING if layout else 0

    @staticmethod
    def _grows(column: QVBoxLayout) -> bool:
        """Whether a card of the column has content, and so takes the remaining height."""
        widgets = [item.widget() for n in range(column.count()) if (item := column.itemAt(n))]
        return any(w.sizePolicy().verticalPolicy() == QSizePolicy.Policy.Preferred for w in widgets if w)

    def card(self, action_id: str) -> ActionCard | None:
        return next((card for card in self.cards if card.action.id == action_id), None)

    @property
    def chosen_card(self) -> ActionCard | None:
        return self.card(self.chosen)

    def choose(self, action_id: str) -> None:
        self.chosen = action_id
        for card in self.cards:
            card.set_chosen(chosen=card.action.id == action_id)
            if card.action.id == action_id:
                self._bring_into_view(card)
                announce(self.ui.cards, card.accessibleName(), about=ABOUT)

    def _bring_into_view(self, card: ActionCard) -> None:
        """Scroll to the card; to its top when it is higher than the view."""
        scroll, top = self.ui.scroll, card.mapTo(self.ui.body, QPoint(0, 0)).y()
        if card.height() < scroll.viewport().height():
            scroll.ensureWidgetVisible(card)
        else:
            scroll.verticalScrollBar().setValue(top)

    def read_chosen(self) -> None:
        """→: announce the whole content of the chosen card, or of the first."""
        if self.chosen_card is None and self.cards:
            self.choose(self.cards[0].action.id)
        if (card := self.chosen_card) is not None:
            announce(self.ui.cards, card.content, about=ABOUT)

    @property
    def heads(self) -> list[str]:
        """The heads of the cards, in the order of the digits."""
        return [head_words(card.digit, card.action) for card in self.cards]

    def turn_page(self, by: int) -> None:
        """PageUp and PageDown: when the chosen card is no longer visible, choose the first visible one."""
        bar, chosen = self.ui.scroll.verticalScrollBar(), self.chosen_card
        bar.setValue(bar.value() + by * bar.pageStep())
        if chosen is not None and not self._is_in_view(chosen):
            self.choose(next((card for card in self.cards if self._is_in_view(card)), chosen).action.id)

    def _is_in_view(self, card: ActionCard) -> bool:
        """Whether half of the card is visible, or it takes half of the view."""
        seen = card.visibleRegion().boundingRect().height()
        return 2 * seen >= min(card.height(), self.ui.scroll.viewport().height())

    def press(self, digit: str) -> None:
        if digit.isdigit() and 0 < int(digit) <= len(self.cards):
            self.choose(self.cards[int(digit) - 1].action.id)

    def step(self, by: int) -> None:
        """Up and Down: the card before or after the chosen one, in the order of the digits."""
        here = [n for n, card in enumerate(self.cards) if card.action.id == self.chosen]
        place = here[0] + by if here else (0 if by > 0 else len(self.cards) - 1)
        if 0 <= place < len(self.cards):
            self.choose(self.cards[place].action.id)
