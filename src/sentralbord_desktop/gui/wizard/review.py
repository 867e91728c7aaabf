"""«Se over og fullfør»: what must be said, every output as a card, one key to finish."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.dates import add_working_days
from sentralbord_desktop.domain.desk import REMIND_AFTER_WORKING_DAYS
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries import Action, ActionKind, Review
from sentralbord_desktop.domain.members import Member
from sentralbord_desktop.domain.phones import spoken_number
from sentralbord_desktop.domain.sending import SendingSettings
from sentralbord_desktop.gui import theme
from sentralbord_desktop.gui._generated.ui_review import Ui_Review
from sentralbord_desktop.gui.call.record import grouped
from sentralbord_desktop.gui.widgets.fields import Field
from sentralbord_desktop.gui.widgets.panels import Panels, is_narrow
from sentralbord_desktop.gui.widgets.small import clear, keycap, label, row, unbroken
from sentralbord_desktop.gui.wizard import card_fields
from sentralbord_desktop.gui.wizard.cards import Card
from sentralbord_desktop.gui.wizard.step_panel import say
from sentralbord_desktop.gui.wizard.trail import TrailDelegate, TrailModel
from sentralbord_desktop.procedures.run import ProcedureRun, Standing
from sentralbord_desktop.services.addressing import way_out
from sentralbord_desktop.services.draft import Draft
from sentralbord_desktop.services.review import (
    check_complete,
    needs_reason,
    reviewed,
    sensitive_in,
)

QUIET = {ActionKind.ASK, ActionKind.READ_HISTORY, ActionKind.RECORD_MEMBER_DETAILS,
         ActionKind.CALLBACK_DONE, ActionKind.ANSWER}  # fmt: skip
"""Kept with the inquiry, but nothing to look over."""
DIGITS = 9


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
        self._sending = SendingSettings()
        self._actions: tuple[Action, ...] = ()
        self._cards: list[Card] = []
        self._chosen = ""
        self.trail = TrailModel()
        self.ui.trail.setModel(self.trail)
        self.ui.trail.setItemDelegate(TrailDelegate(self.ui.trail))
        self._panels = Panels("gjennomsyn", self.ui.outer, (252, 0))
        ui = self.ui
        ui.trail.activated.connect(self._open_step)
        ui.trail.clicked.connect(self._open_step)
        ui.park.clicked.connect(self.park_asked)
        ui.finish.clicked.connect(self.finish_asked)
        ui.cards.digit_pressed.connect(self._digit)
        ui.cards.space_pressed.connect(self._space)
        ui.cards.letter_typed.connect(self.letter_typed)
        ui.cards.enter_pressed.connect(self._enter)

    @property
    def review(self) -> Review:
        return self._draft.review if self._draft else Review()

    def show_run(
        self, draft: Draft, run: ProcedureRun, member: Member | None, sending: SendingSettings
    ) -> None:
        """Everything that Fullfør will do, and how the messages leave."""
        self._sending = sending
        fresh = self._draft is None or self._draft.id != draft.id
        self._run, self._draft = run, draft
        if fresh:
            self._chosen = ""
        self._actions = reviewed(run, draft.review)
        self.ui.who.setText(draft.title)
        ids = [grouped(member.number), f"avd. {member.department}"] if member else []
        number = spoken_number(member.phone if member else draft.facts.caller_phone)
        self.ui.whoIds.setText(" · ".join(part for part in (*ids, number) if part))
        self.trail.show(run.trail)
        self._show_said()
        self._show_cards()
        self._show_state()
        self.ui.cards.setFocus(Qt.FocusReason.OtherFocusReason)

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
        card = self._card(self._chosen) or next((c for c in self._cards if c.is_editable), None)
        if card is not None:
            self._choose(card.action.id)
            card.edit()

    def _enter(self) -> None:
        """Enter: take a fødselsnummer out where there is one, else edit the chosen card."""
        card = self._card(self._chosen)
        if any(c.sensitive.found.numbers for c in ([card] if card else self._cards)):
            self.removal_asked.emit()
        else:
            self.edit_chosen()

    def show_sensitive(self, action_id: str) -> bool:
        """Go to what should not stand in this card; False when nothing does."""
        card = self._card(action_id)
        if card is None or not card.sensitive.found:
            return False
        self._choose(action_id)
        card.sensitive.begin()
        return True

    def _keep_sensitive(self, action_id: str, why: str) -> None:
        """The same words in other cards are told why at once."""
        given = next((c.sensitive.found for c in self._cards if c.action.id == action_id), None)
        same = [
            c.action.id for c in self._cards if c.sensitive.found and c.sensitive.found == given
        ]
        kept = {**self.review.kept, **dict.fromkeys([*same, action_id], why)}
        self._change(self.review.model_copy(update={"kept": kept}))

    def keep_edited(self) -> bool:
        """Keep the text that is being edited; False when none is."""
        for card in list(self._cards):
            card.keep_reason()
            if card.sensitive.keep_written():  # the cards are drawn again
                break
        edited = next((card for card in self._cards if card.is_edited), None)
        if edited is not None:
            edited.keep()
        return edited is not None

    def strike_chosen(self) -> None:
        """Del: leave it out; a skal cannot be left out."""
        card = self._card(self._chosen)
        if card is None:
            return
        if card.action.required:
            self.tell("Denne skal med. Prosedyren sier «skal», så den kan ikke tas bort.")
        elif card.action.on:
            self._switch(card.action.id)

    def tell(self, sentence: str) -> None:
        self.ui.state.setText(sentence)
        theme.restyle(self.ui.state, pill="warn")
        say(self.ui.state, sentence)

    # ------------------------------------------------------------------ drawing

    def _show_said(self) -> None:
        place = self.ui.sayLayout
        clear(place)
        spoken = [a for a in self._actions if a.kind is ActionKind.INFORM and a.on]
        self.ui.say.setVisible(bool(spoken))
        for action in spoken:
            text = label(action.text, "saySmall", wrap=True)
            said = action.id in self.review.said
            words = (
                "sagt"
                if said
                else ("si det, så Mellomrom" if action.must_be_said else action.strength.word)
            )
            line = row(label("SI", "sayTag"), spacing=12)
            line.addWidget(text, 1)
            mark = label(words, "", tone="ok" if said else ("warn" if action.must_be_said else ""))
            line.addWidget(mark)
            if action.must_be_said and not said:
                button = QPushButton("Sagt")
                button.setAccessibleName(f"Sagt: {action.text}")
                button.clicked.connect(lambda _=False, i=action.id: self._said(i))
                line.addWidget(button)
                line.addWidget(keycap("Mellomrom"))
            place.addLayout(line)
        self.ui.say.setAccessibleName("Si: " + " ".join(a.text for a in spoken))

    def _show_cards(self) -> None:
        columns: list[QVBoxLayout] = [self.ui.columnOneLayout, self.ui.columnTwoLayout]
        for column in columns:
            clear(column)
        self._cards = []
        shown = [
            a for a in self._actions if a.kind not in QUIET and a.kind is not ActionKind.INFORM
        ]
        shown.sort(key=lambda a: (not a.on, a.kind is ActionKind.LOG))
        heights = [0, 0]
        for number, action in enumerate(shown, 1):
            reason = self.review.reasons.get(action.id, "")
            way = (
                way_out(action, self._sending, self._run.organisation) if self._run else ("", False)
            )
            digit = str(number) if number <= DIGITS else ""  # the arrows reach the rest
            card = Card(
                digit,
                action,
                reason,
                partial(self._fields, action),
                way,
                sensitive_in(action, self.review),
                self.review.kept.get(action.id, ""),
            )
            card.chosen.connect(self._choose)
            card.mended.connect(self._mended)
            card.reason_given.connect(self._reason)
            card.kept.connect(self._keep_sensitive)
            card.removal_asked.connect(self.removal_asked)
            card.edit_ended.connect(lambda: self.ui.cards.setFocus(Qt.FocusReason.OtherFocusReason))
            side = 0 if heights[0] <= heights[1] else 1
            heights[side] += 60 + (len(action.text) if action.on else 0)
            columns[side].addWidget(card)
            card.show()
            self._cards.append(card)
        for column in columns:
            column.addStretch(1)
        for card in self._cards:
            card.set_chosen(chosen=card.action.id == self._chosen)
        self.ui.cards.light()

    def _show_state(self) -> None:
        error = self.missing()
        self.ui.state.setText(unbroken(str(error)) if error else "Alt som skal gjøres, er med")
        theme.restyle(self.ui.state, pill="warn" if error else "ok")

    # ------------------------------------------------------------------ what the operator does

    def _digit(self, digit: str) -> None:
        if digit.isdigit() and 0 < int(digit) <= len(self._cards):
            self._choose(self._cards[int(digit) - 1].action.id)

    def _step(self, by: int) -> None:
        """Up and Down: the card before or after the chosen one, in the order of the digits."""
        here = [n for n, card in enumerate(self._cards) if card.action.id == self._chosen]
        place = here[0] + by if here else (0 if by > 0 else len(self._cards) - 1)
        if 0 <= place < len(self._cards):
            self._choose(self._cards[place].action.id)

    def _space(self) -> None:
        """Said, when something must be said; else the chosen optional card on or off."""
        waiting = [a for a in self._actions
                   if a.must_be_said and a.on and a.id not in self.review.said]  # fmt: skip
        if waiting:
            self._said(waiting[0].id)
            return
        card = self._card(self._chosen)
        if card is not None and card.is_optional:
            self._switch(card.action.id)
        elif card is not None:
            self.tell("Denne skal med. Prosedyren sier «skal», så den kan ikke tas bort.")

    def _choose(self, action_id: str) -> None:
        self._chosen = action_id
        for card in self._cards:
            card.set_chosen(chosen=card.action.id == action_id)
            if card.action.id == action_id:
                self.ui.scroll.ensureWidgetVisible(card)
                say(self.ui.cards, card.accessibleName())

    def _card(self, action_id: str) -> Card | None:
        return next((card for card in self._cards if card.action.id == action_id), None)

    def _said(self, action_id: str) -> None:
        said = (*self.review.said, action_id)
        self._change(self.review.model_copy(update={"said": said}))

    def _fields(self, action: Action) -> list[Field]:
        if self._draft is None:
            return []
        remind = add_working_days(self._draft.facts.call_date, REMIND_AFTER_WORKING_DAYS)
        language = self.review.languages.get(action.id, "nb")
        return card_fields.fields_of(action, self._draft.number, remind, language)

    def _mended(self, action_id: str, values: dict[str, str]) -> None:
        action = next((a for a in self._actions if a.id == action_id), None)
        if action is None or self._draft is None:
            return
        try:
            mended = card_fields.read(action, values, self._draft.facts.now)
        except SwitchboardError as error:
            if card := self._card(action_id):
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
        card = self._card(action_id)
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
            for card, action in ((c, a) for c in self._cards for a in self._actions):
                if action.id == card.action.id:
                    card.show_text(action)
        else:
            self._show_said()
            self._show_cards()
            self.ui.cards.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_state()

    def edit_previous(self) -> None:
        if self._run is not None:
            given = [line.step.id for line in self._run.trail
                     if line.standing is Standing.ANSWERED and line.step.id in self._run.given]  # fmt: skip
            if given:
                self.step_asked.emit(given[-1])

    def _open_step(self, index: QModelIndex) -> None:
        line = self.trail.line(index.row())
        if line.standing in (Standing.ANSWERED, Standing.OPTIONAL):
            self.step_asked.emit(line.step.id)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # QResizeEvent
        self.ui.left.setVisible(not is_narrow(self.window()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Left:
            self.edit_previous()
        elif event.key() == Qt.Key.Key_Delete:
            self.strike_chosen()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
