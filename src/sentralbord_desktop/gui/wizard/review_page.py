"""«Se over og fullfør»: what must be said, every output as a card, one key to finish."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.confirmations.confirmation import REMIND_AFTER_WORKING_DAYS
from sentralbord_desktop.domain.dates.working_days import add_working_days
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Action, Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.domain.text.norwegian import grouped
from sentralbord_desktop.gui._generated.ui_review import Ui_Review
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.field_grid import Field
from sentralbord_desktop.gui.widgets.labels import unbroken
from sentralbord_desktop.gui.widgets.splitter import is_narrow
from sentralbord_desktop.gui.wizard import card_fields
from sentralbord_desktop.gui.wizard.action_card import ActionCard
from sentralbord_desktop.gui.wizard.card_list import CardList
from sentralbord_desktop.gui.wizard.must_say_panel import MustSayPanel
from sentralbord_desktop.gui.wizard.step_trail import TrailDelegate, TrailModel
from sentralbord_desktop.procedures.outputs.callback import CALLBACK
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.run_state.trail import Standing
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.drafts.review import check_complete, needs_reason, reviewed, sensitive_in
from sentralbord_desktop.services.messages.addressing import way_out

FINISH, KEEP = "Fullfør", "Behold teksten"


class ReviewPage(QWidget):
    review_changed = Signal(object)  # Review
    finish_asked = Signal()
    park_asked = Signal()
    step_asked = Signal(str)  # step id
    removal_asked = Signal()  # of every fødselsnummer
    letter_typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = Ui_Review()
        self.ui.setupUi(self)
        self._run: ProcedureRun | None = None
        self._draft: Draft | None = None
        self._sending, self._besides = SendingSettings(), ""
        self._actions: tuple[Action, ...] = ()
        self.card_list = CardList(self.ui)
        self._must_say = MustSayPanel(self.ui)
        self._must_say.confirmed.connect(self._confirmed)
        self._must_say.unconfirmed.connect(self._unconfirmed)
        self.trail = TrailModel()
        self.ui.trail.setModel(self.trail)
        self.ui.trail.setItemDelegate(TrailDelegate(self.ui.trail))
        self.ui.panels.arrange("gjennomsyn", (252, 0))
        ui = self.ui
        ui.trail.activated.connect(self._open_step)
        ui.trail.clicked.connect(self._open_step)
        for park in (ui.park, ui.parkStrip):
            park.clicked.connect(self.park_asked)
        ui.finish.clicked.connect(self.finish_asked)
        ui.cards.digit_pressed.connect(self.card_list.press)
        ui.cards.space_pressed.connect(self._space)
        ui.cards.letter_typed.connect(self.letter_typed)
        ui.cards.enter_pressed.connect(self._enter)

    @property
    def review(self) -> Review:
        return self._draft.review if self._draft else Review()

    def show_run(
        self, draft: Draft, run: ProcedureRun, member: Member | None, sending: SendingSettings, besides: str = ""
    ) -> None:
        """Everything that Fullfør will do, how the messages leave, and what a callback comes besides."""
        self._sending, self._besides = sending, besides
        fresh = self._draft is None or self._draft.id != draft.id
        before, self._run, self._draft = self._actions, run, draft
        if fresh:
            self.card_list.begin()
        self._actions = reviewed(run, draft.review)
        self.ui.who.setText(draft.title)
        ids = [grouped(member.number), f"avd. {member.department}"] if member else []
        number = spoken_number(member.phone if member else draft.facts.caller_phone)
        self.ui.whoIds.setText(" · ".join(part for part in (*ids, number) if part))
        self.trail.show(run.trail)
        self._must_say.show(self._actions, self.review.said)
        if fresh or before != self._actions or not self._is_edited:
            self._show_cards()
        self._show_state()
        self.ui.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def draft_id(self) -> str:
        """The inquiry that is shown, «» before the first."""
        return self._draft.id if self._draft else ""

    @property
    def _is_edited(self) -> bool:
        """A text is being written, that could not be kept when the page was left."""
        return any(card.is_edited for card in self.card_list.cards)

    def missing(self) -> SwitchboardError | None:
        """What stops Fullfør now."""
        if self._run is None:
            return None
        try:
            check_complete(self._run, self._actions, self.review)
        except SwitchboardError as error:
            return error
        return None

    def edit_chosen(self) -> None:
        """F2: edit the chosen card's text."""
        card = self.card_list.chosen_card or next((c for c in self.card_list.cards if c.is_editable), None)
        if card is not None:
            self.card_list.choose(card.action.id)
            card.edit()

    def _enter(self) -> None:
        """Enter: take a fødselsnummer out where there is one, else edit the chosen card."""
        card = self.card_list.chosen_card
        if any(c.sensitive.found.numbers for c in ([card] if card else self.card_list.cards)):
            self.removal_asked.emit()
        else:
            self.edit_chosen()

    def show_sensitive(self, action_id: str) -> bool:
        """Go to what should not stand in this card; False when nothing does."""
        card = self.card_list.card(action_id)
        if card is None or not card.sensitive.found:
            return False
        self.card_list.choose(action_id)
        card.sensitive.begin()
        return True

    def _keep_sensitive(self, action_id: str, why: str) -> None:
        """The same words in other cards are told why at once."""
        given = next((c.sensitive.found for c in self.card_list.cards if c.action.id == action_id), None)
        same = [c.action.id for c in self.card_list.cards if c.sensitive.found and c.sensitive.found == given]
        kept = {**self.review.kept, **dict.fromkeys([*same, action_id], why)}
        self._change(self.review.model_copy(update={"kept": kept}))

    def keep_edited(self) -> bool:
        """Keep the text that is being edited; False when none is."""
        for card in list(self.card_list.cards):
            card.keep_reason()
            if card.sensitive.keep_written():  # the cards are drawn again
                break
        edited = next((card for card in self.card_list.cards if card.is_edited), None)
        if edited is not None:
            edited.keep()
        return edited is not None

    def strike_chosen(self) -> None:
        """Del: leave it out; a skal cannot be left out."""
        card = self.card_list.chosen_card
        if card is None:
            return
        if card.action.required:
            self.show_state("Denne skal med. Prosedyren sier «skal», så den kan ikke tas bort.")
        elif card.action.on:
            self._switch(card.action.id)

    def show_state(self, sentence: str) -> None:
        self.ui.state.setText(sentence)
        theme.restyle(self.ui.state, pill="warn")
        announce(self.ui.state, sentence)

    # ------------------------------------------------------------------ drawing

    def _show_cards(self) -> None:
        self.card_list.show(self._actions, self._card_of)
        self._name_finish()

    def _name_finish(self) -> None:
        """What Ctrl+Enter does now: while a text is written it is kept first."""
        self.ui.finish.setText(f"{KEEP if self._is_edited else FINISH}  Ctrl+Enter")

    def _card_of(self, digit: str, action: Action) -> ActionCard:
        reason = self.review.reasons.get(action.id, "")
        card = ActionCard(
            digit,
            action,
            reason,
            partial(self._fields, action),
            self._way(action),
            sensitive_in(action, self.review),
            self.review.kept.get(action.id, ""),
        )
        card.chosen.connect(self.card_list.choose)
        card.mended.connect(self._mended)
        card.reason_given.connect(self._reason)
        card.kept.connect(self._keep_sensitive)
        card.removal_asked.connect(self.removal_asked)
        for turn in (card.edit_begun, card.edit_ended):
            turn.connect(self._name_finish)
        card.edit_ended.connect(lambda: self.ui.cards.setFocus(Qt.FocusReason.OtherFocusReason))
        return card

    def _way(self, action: Action) -> tuple[str, bool]:
        if action.kind == CALLBACK.key:
            return self._besides, True
        return way_out(action, self._sending, self._run.organisation) if self._run else ("", False)

    def _show_state(self) -> None:
        error = self.missing()
        self.ui.state.setText(unbroken(str(error)) if error else "Alt som skal gjøres, er med")
        theme.restyle(self.ui.state, pill="warn" if error else "ok")

    # ------------------------------------------------------------------ what the operator does

    def _space(self) -> None:
        """The chosen optional card on or off; else said, when something must be said. What was switched is let go of
        then, so that the next one says."""
        waiting = [a for a in self._actions if a.must_be_said and a.on and a.id not in self.review.said]
        card = self.card_list.chosen_card
        if card is not None and card.is_optional:
            if waiting:
                self.card_list.chosen = ""
            self._switch(card.action.id)
        elif waiting:
            self._confirmed(waiting[0].id)
        elif card is not None:
            self.show_state("Denne skal med. Prosedyren sier «skal», så den kan ikke tas bort.")

    def _confirmed(self, action_id: str) -> None:
        said = (*self.review.said, action_id)
        self._change(self.review.model_copy(update={"said": said}))

    def _unconfirmed(self, action_id: str) -> None:
        said = tuple(one for one in self.review.said if one != action_id)
        self._change(self.review.model_copy(update={"said": said}))

    def _fields(self, action: Action) -> list[Field]:
        if self._draft is None or self._run is None:
            return []
        remind = add_working_days(self._draft.facts.call_date, REMIND_AFTER_WORKING_DAYS)
        language = self.review.languages.get(action.id, "nb")
        return card_fields.fields_of(
            action, card_fields.Suggested(self._draft.number(self._run.library), remind, language)
        )

    def _mended(self, action_id: str, values: dict[str, str]) -> None:
        action = next((a for a in self._actions if a.id == action_id), None)
        if action is None or self._draft is None:
            return
        try:
            mended = card_fields.read(action, values, self._draft.facts.now)
        except SwitchboardError as error:
            if card := self.card_list.card(action_id):
                card.fail(str(error))
            return
        review = mended.into(self.review, action)
        kept = {key: why for key, why in review.kept.items() if key != action_id}
        self._change(review.model_copy(update={"kept": kept}))  # other words, asked about again

    def _switch(self, action_id: str) -> None:
        action = next(a for a in self._actions if a.id == action_id)
        on = {**self.review.on, action_id: not action.on}
        reasons = {key: why for key, why in self.review.reasons.items() if key != action_id}
        self._change(self.review.model_copy(update={"on": on, "reasons": reasons}))
        card = self.card_list.card(action_id)
        if card is not None and needs_reason(card.action, self.review):
            card.ask_reason()

    def _reason(self, action_id: str, text: str) -> None:
        if text and self.review.reasons.get(action_id) != text:
            reasons = {**self.review.reasons, action_id: text}
            self._change(self.review.model_copy(update={"reasons": reasons}), keep_focus=True)

    def _change(self, review: Review, *, keep_focus: bool = False) -> None:
        if self._draft is None or self._run is None:
            return
        self._draft = self._draft.model_copy(update={"review": review})
        self.review_changed.emit(review)
        self._actions = reviewed(self._run, review)
        if keep_focus:
            for card, action in ((c, a) for c in self.card_list.cards for a in self._actions):
                if action.id == card.action.id:
                    card.show_text(action)
        else:
            self._must_say.show(self._actions, self.review.said)
            self._show_cards()
            self.ui.cards.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_state()

    def edit_previous(self) -> bool:
        given: list[str] = []
        if self._run is not None:
            given = [
                line.step.id
                for line in self._run.trail
                if line.standing is Standing.ANSWERED and line.step.id in self._run.given
            ]
            if given:
                self.step_asked.emit(given[-1])
        return bool(given)

    def _open_step(self, index: QModelIndex) -> None:
        line = self.trail.step_at(index.row())
        if line.standing in (Standing.ANSWERED, Standing.OPTIONAL):
            self.step_asked.emit(line.step.id)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page, a search, or a step again: what is being written stays."""
        if not event.spontaneous():
            self.keep_edited()
        super().hideEvent(event)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # QResizeEvent
        narrow = is_narrow(self.window())
        self.ui.left.setVisible(not narrow)
        self.ui.parkStrip.setVisible(narrow)
        self.ui.footerMeta.setVisible(not narrow)  # the cards are what is looked over
        self._must_say.fold(narrow=narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Left:
            self.edit_previous()
        elif event.key() == Qt.Key.Key_Delete:
            self.strike_chosen()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.card_list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
