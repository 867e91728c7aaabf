"""The cards of the review: content and changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from sentralbord_desktop.domain.confirmations import REMIND_AFTER_WORKING_DAYS
from sentralbord_desktop.domain.dates.working_days import add_working_days
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.text.norwegian import listed
from sentralbord_desktop.gui._generated.ui_review import Ui_Review
from sentralbord_desktop.gui.core.accessible_role import SILENT
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.page import NamedNumber
from sentralbord_desktop.gui.widgets.field_grid import Field
from sentralbord_desktop.gui.widgets.fitted_scroll_area import come_into_view
from sentralbord_desktop.gui.widgets.labels import clear
from sentralbord_desktop.gui.wizard import card_kinds
from sentralbord_desktop.gui.wizard.action_card import ABOUT, REQUIRED, ActionCard
from sentralbord_desktop.gui.wizard.card_kinds import CardContext
from sentralbord_desktop.gui.wizard.step.spoken_step import head_words
from sentralbord_desktop.procedures.action_preview import in_review_order
from sentralbord_desktop.procedures.outputs.callback import CALLBACK
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import Draft, needs_reason, reviewed, sensitive_in
from sentralbord_desktop.services.messages.addressing import WayOut, way_out

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


SENT_BY_HAND = {"epost": "e-posten", "sms": "SMS-en", "brevordre": "bestillingen"}


@dataclass(frozen=True)
class ReviewedDraft:
    draft: Draft
    run: ProcedureRun
    sending: SendingSettings
    """The settings for sending messages."""
    promised: Callable[[Draft], str]
    """The member's other promised callbacks, in words."""

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        return reviewed(self.run, self.draft.review)

    @property
    def sent_by_hand(self) -> str:
        """«E-posten sendes for hånd fra kvitteringen», «» when all messages are sent automatically."""
        left = [a for a in self.actions if a.on and (kind := kind_of(a.kind).message) and not self.sending.sends(kind)]
        words = list(dict.fromkeys(SENT_BY_HAND[kind_of(a.kind).message] for a in left))
        if not words:
            return ""
        what = listed(words)
        return f"{what[0].upper()}{what[1:]} sendes for hånd fra kvitteringen"

    def action(self, action_id: str) -> Action | None:
        return next((action for action in self.actions if action.id == action_id), None)


class ReviewCards(QObject):
    """Changes nothing itself: the first eight signals ask the owner of the draft, which then shows the cards again."""

    action_included = Signal(str)  # action id, as in the next two
    action_left_out = Signal(str)
    reason_given = Signal(str, str)  # why it is excluded
    action_struck = Signal(str, str)  # a skal, and why
    action_edited = Signal(object, object)  # Action, Mended
    sensitive_kept = Signal(object, str)  # action ids, why they may hold sensitive text
    removal_asked = Signal()  # remove every fødselsnummer
    refused = Signal(str)  # why nothing was changed
    ring_asked = Signal()  # the number of the person who took the call
    editing_changed = Signal()  # the editing of a card began or ended

    def __init__(self, ui: Ui_Review) -> None:
        super().__init__(ui.cards)
        self._ui = ui
        self.list = CardList(ui)
        self._shown: ReviewedDraft | None = None

    def show(self, shown: ReviewedDraft) -> None:
        self._shown = shown
        self.list.show(shown.actions, partial(self._card, shown))
        self.editing_changed.emit()

    def show_texts(self, shown: ReviewedDraft) -> None:
        """Update the text of the cards only: widgets and focus stay."""
        self._shown = shown
        for card in self.list.cards:
            if action := shown.action(card.action.id):
                card.show_text(action)

    def _card(self, shown: ReviewedDraft, digit: str, action: Action) -> ActionCard:
        review = shown.draft.review
        card = ActionCard(
            digit,
            action,
            self._context(shown, action),
            review.reasons.get(action.id, ""),
            partial(self._fields, shown, action),
            self._way(shown, action),
            sensitive_in(action, review),
            review.kept.get(action.id, ""),
        )
        card.chosen.connect(self.list.choose)
        card.mended.connect(self._edited)
        card.reason_given.connect(self._reason)
        card.reason_cancelled.connect(self._cancel_reason)
        card.switched.connect(self._switch_by_mouse)
        card.required_pressed.connect(lambda: self.refused.emit(REQUIRED))
        card.ring_asked.connect(self.ring_asked)
        card.kept.connect(self._keep_sensitive)
        card.removal_asked.connect(self.removal_asked)
        for turn in (card.edit_begun, card.edit_ended):
            turn.connect(self.editing_changed)
        card.edit_ended.connect(self.take_focus)
        return card

    def take_focus(self) -> None:
        self._ui.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _context(shown: ReviewedDraft, action: Action) -> CardContext:
        draft, run = shown.draft, shown.run
        number = action.data.get("number") or draft.number(run.library)
        now, has_member = draft.facts.now, draft.member_id is not None
        return CardContext(run.organisation, now.date(), number, draft.seen, f"{now:%H.%M}", has_member)

    def _way(self, shown: ReviewedDraft, action: Action) -> WayOut:
        if action.kind == CALLBACK.key:
            return WayOut(shown.promised(shown.draft), must_act=True)
        return way_out(action, shown.sending, shown.run.organisation)

    def _fields(self, shown: ReviewedDraft, action: Action) -> list[Field]:
        draft = shown.draft
        remind = add_working_days(draft.facts.call_date, REMIND_AFTER_WORKING_DAYS)
        number = draft.number(shown.run.library)
        return card_kinds.fields_of(action, card_kinds.Suggested(number, remind))

    def numbers(self) -> list[NamedNumber]:
        """The number for Ctrl+D: of the person who took the call."""
        taken = [a.data for a in (self._shown.actions if self._shown else ()) if a.on and a.data.get("took_number")]
        return [NamedNumber(data.get("person", ""), data["took_number"]) for data in taken]

    @property
    def is_edited(self) -> bool:
        """Whether a text is being edited, or could not be saved when the page was left."""
        return any(card.is_edited for card in self.list.cards)

    @property
    def is_changed(self) -> bool:
        """Whether a card has typed text that is not in the draft yet."""
        return any(card.is_changed for card in self.list.cards)

    def leave_edited(self) -> None:
        """Close the fields and drop the typed text."""
        for card in self.list.cards:
            if card.is_edited:
                card.leave_edit()

    def edit_chosen(self) -> None:
        card = self.list.chosen_card or next((c for c in self.list.cards if c.is_editable), None)
        if card is not None:
            self.list.choose(card.action.id)
            card.edit()

    def enter(self) -> None:
        """Enter: remove a fødselsnummer where there is one, else edit the chosen card."""
        card = self.list.chosen_card
        if any(c.sensitive.found.numbers for c in ([card] if card else self.list.cards)):
            self.removal_asked.emit()
        else:
            self.edit_chosen()

    def keep_edited(self) -> bool:
        for card in list(self.list.cards):
            card.reason.give_quietly()
            if card.sensitive.keep_written():  # the cards are redrawn
                break
        edited = next((card for card in self.list.cards if card.is_edited), None)
        if edited is not None:
            edited.keep()
        return edited is not None

    def _edited(self, action_id: str, values: dict[str, str]) -> None:
        action = self._shown.action(action_id) if self._shown else None
        if action is None or self._shown is None:
            return
        try:
            mended = card_kinds.read(action, values, self._shown.draft.facts.now)
        except SwitchboardError as error:
            if card := self.list.card(action_id):
                card.fail(str(error))
            return
        self.action_edited.emit(action, mended)

    def strike_chosen(self) -> None:
        """Delete: exclude it, a skal with a reason."""
        card = self.list.chosen_card
        if card is None or not card.action.on:
            return
        if card.action.required:
            card.ask_reason()
        else:
            self.switch(card.action)

    def _switch_by_mouse(self, action_id: str) -> None:
        if card := self.list.card(action_id):
            self.list.choose(action_id)
            self.switch(card.action)

    def switch(self, action: Action) -> None:
        """Include or exclude; asks for a reason where one is needed."""
        (self.action_left_out if action.on else self.action_included).emit(action.id)
        card = self.list.card(action.id)
        if card is not None and self._shown is not None and needs_reason(card.action, self._shown.draft.review):
            card.ask_reason()

    def _reason(self, action_id: str, reason: str) -> None:
        action = self._shown.action(action_id) if self._shown else None
        if not reason or self._shown is None or self._shown.draft.review.reasons.get(action_id) == reason:
            return
        is_struck = action is not None and action.required and action.on
        (self.action_struck if is_struck else self.reason_given).emit(action_id, reason)

    def _cancel_reason(self, action_id: str) -> None:
        """Esc in the reason: include a switched-off card again."""
        action = self._shown.action(action_id) if self._shown else None
        if action is not None and not action.on:
            self.action_included.emit(action_id)
        self.take_focus()

    def show_missing(self, action_id: str) -> bool:
        """Go to what this card lacks: a decision about sensitive text, or a reason. False when it lacks nothing that is
        answered here."""
        card = self.list.card(action_id)
        if card is None or self._shown is None:
            return False
        needed = needs_reason(card.action, self._shown.draft.review)
        if card.sensitive.found:
            self.list.choose(action_id)
            card.sensitive.begin()
            come_into_view(card.sensitive)
        elif needed and not self._shown.draft.review.has_reason(action_id):
            self.list.choose(action_id)
            card.ask_reason()
        else:
            return False
        return True

    def _keep_sensitive(self, action_id: str, why: str) -> None:
        """The reason applies to the same words in other cards too."""
        given = next((c.sensitive.found for c in self.list.cards if c.action.id == action_id), None)
        same = [c.action.id for c in self.list.cards if c.sensitive.found and c.sensitive.found == given]
        self.sensitive_kept.emit([*same, action_id], why)
