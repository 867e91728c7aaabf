"""The cards of the review: content and changes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from PySide6.QtCore import QObject, Qt, Signal

from sentralbord_desktop.domain.confirmations.confirmation import REMIND_AFTER_WORKING_DAYS
from sentralbord_desktop.domain.dates.working_days import add_working_days
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.text.norwegian import listed
from sentralbord_desktop.gui._generated.ui_review import Ui_Review
from sentralbord_desktop.gui.core.page import NamedNumber
from sentralbord_desktop.gui.widgets.field_grid import Field
from sentralbord_desktop.gui.widgets.fitted_scroll_area import come_into_view
from sentralbord_desktop.gui.wizard import card_fields
from sentralbord_desktop.gui.wizard.action_card import REQUIRED, ActionCard
from sentralbord_desktop.gui.wizard.card.blocks import CardContext
from sentralbord_desktop.gui.wizard.card_list import CardList
from sentralbord_desktop.procedures.outputs.callback import CALLBACK
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.drafts.review import needs_reason, reviewed, sensitive_in
from sentralbord_desktop.services.messages.addressing import WayOut, way_out

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
        return card_fields.fields_of(action, card_fields.Suggested(number, remind))

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
            mended = card_fields.read(action, values, self._shown.draft.facts.now)
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
