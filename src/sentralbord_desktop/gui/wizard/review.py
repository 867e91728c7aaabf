"""«Se over og fullfør»: what must be said, every output as a card, one key to finish."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries import Action, ActionKind, Review
from sentralbord_desktop.domain.members import Member
from sentralbord_desktop.domain.phones import spoken_number
from sentralbord_desktop.gui import theme
from sentralbord_desktop.gui._generated.ui_review import Ui_Review
from sentralbord_desktop.gui.call.record import grouped
from sentralbord_desktop.gui.widgets.small import clear, keycap, label, row, unbroken
from sentralbord_desktop.gui.wizard.cards import Card
from sentralbord_desktop.gui.wizard.step_panel import say
from sentralbord_desktop.gui.wizard.trail import TrailDelegate, TrailModel
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun, Standing
from sentralbord_desktop.services.draft import Draft
from sentralbord_desktop.services.inquiries import check_complete, reviewed

QUIET = {ActionKind.ASK, ActionKind.READ_HISTORY, ActionKind.RECORD_MEMBER_DETAILS,
         ActionKind.CALLBACK_DONE, ActionKind.ANSWER}  # fmt: skip
"""Kept with the inquiry, but nothing to look over."""


class ReviewPage(QWidget):
    review_changed = Signal(object)  # Review
    finish_asked = Signal()
    park_asked = Signal()
    step_asked = Signal(str)  # step id
    letter_typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = Ui_Review()
        self.ui.setupUi(self)
        self._run: ProcedureRun | None = None
        self._draft: Draft | None = None
        self._actions: tuple[Action, ...] = ()
        self._cards: list[Card] = []
        self._chosen = ""
        self.trail = TrailModel()
        self.ui.trail.setModel(self.trail)
        self.ui.trail.setItemDelegate(TrailDelegate(self.ui.trail))
        ui = self.ui
        ui.trail.activated.connect(self._open_step)
        ui.trail.clicked.connect(self._open_step)
        ui.park.clicked.connect(self.park_asked)
        ui.finish.clicked.connect(self.finish_asked)
        ui.cards.digit_pressed.connect(self._digit)
        ui.cards.space_pressed.connect(self._space)
        ui.cards.letter_typed.connect(self.letter_typed)
        ui.cards.enter_pressed.connect(self.edit_chosen)

    @property
    def review(self) -> Review:
        return self._draft.review if self._draft else Review()

    def show_run(self, draft: Draft, run: ProcedureRun, member: Member | None) -> None:
        """Everything that Fullfør will do."""
        fresh = self._draft is None or self._draft.id != draft.id
        self._run, self._draft = run, draft
        if fresh:
            self._chosen = ""
        self._actions = tuple(reviewed(Outcome(run).actions(), draft.review))
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

    def keep_edited(self) -> bool:
        """Keep the text that is being edited; False when none is."""
        card = next((card for card in self._cards if card.is_edited), None)
        if card is not None:
            card.keep()
        return card is not None

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
        for action in spoken[:4]:
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
        for number, action in enumerate(shown[:9], 1):
            card = Card(str(number), action, self.review.reasons.get(action.id, ""))
            card.chosen.connect(self._choose)
            card.text_edited.connect(self._edited)
            card.reason_given.connect(self._reason)
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

    def _edited(self, action_id: str, text: str) -> None:
        texts = {**self.review.texts, action_id: text.strip()}
        self._change(self.review.model_copy(update={"texts": texts}))

    def _switch(self, action_id: str) -> None:
        action = next(a for a in self._actions if a.id == action_id)
        on = {**self.review.on, action_id: not action.on}
        self._change(self.review.model_copy(update={"on": on}))
        card = self._card(action_id)
        if action.on and action.strength.value == "bor" and card is not None:
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
        self._actions = tuple(reviewed(Outcome(self._run).actions(), review))
        if not keep_focus:
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Left:
            self.edit_previous()
        elif event.key() == Qt.Key.Key_Delete:
            self.strike_chosen()
        else:
            super().keyPressEvent(event)
