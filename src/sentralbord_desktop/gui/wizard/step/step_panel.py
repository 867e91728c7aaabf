"""One question: what to SAY, what to DO, the answers or the field, the deadline, the procedure."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.widths import is_low
from sentralbord_desktop.gui.widgets.digit_panel import LINE_PADDING, PADDING, AnswerButton
from sentralbord_desktop.gui.widgets.labels import clear, label, row, unbroken
from sentralbord_desktop.gui.widgets.text_stops import order_tabs
from sentralbord_desktop.gui.wizard.double_press_guard import DoublePressGuard
from sentralbord_desktop.gui.wizard.step.choices import StepChoices
from sentralbord_desktop.gui.wizard.step.confirm import StepConfirm
from sentralbord_desktop.gui.wizard.step.deadline import show_deadline
from sentralbord_desktop.gui.wizard.step.field import StepField, StepForm
from sentralbord_desktop.gui.wizard.step.rules import RuleBox
from sentralbord_desktop.gui.wizard.step.spoken_step import entered_choice, position, strength_words
from sentralbord_desktop.gui.wizard.step.step_answers import LeavingWidgets, StepAnswer, StepAnswers
from sentralbord_desktop.gui.wizard.step.transfer import StepTransfer
from sentralbord_desktop.procedures.model import Choice, Step
from sentralbord_desktop.procedures.outcome import outcome_of
from sentralbord_desktop.procedures.proposals import beside_sentence, proposal_of, shown_beside
from sentralbord_desktop.procedures.run import ProcedureRun

NAME_WIDTH = 110


class StepBeside(QFrame):
    """Shown above the field and the answers; hidden without facts."""

    def __init__(self, ui: Ui_Wizard) -> None:
        super().__init__()
        self._head = label("Fra medlemsbildet", "strong")
        self._caution = label("bare et forslag, til du har spurt", "meta")
        self._sentence = label("", "answer", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setSpacing(6)
        layout.addLayout(row(self._head, None, self._caution))
        layout.addLayout(self._grid)
        layout.addWidget(self._sentence)
        around = ui.fieldFrame.parentWidget()
        above = around.layout() if around else None
        if isinstance(above, QVBoxLayout):
            above.insertWidget(above.indexOf(ui.fieldFrame), self)
        self.hide()

    def show_facts(self, run: ProcedureRun, step: Step) -> None:
        facts = shown_beside(run, step)
        sentence = beside_sentence(facts)
        clear(self._grid)
        for place, fact in enumerate(facts if not sentence else ()):
            name = label(fact.label, "meta")
            name.setFixedWidth(theme.current().scaled(NAME_WIDTH))
            self._grid.addWidget(name, place, 0)
            self._grid.addWidget(label(fact.value, "strong", wrap=True), place, 1)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        for part in (self._head, self._caution):
            part.setVisible(not sentence)
        self.setAccessibleName(sentence or ". ".join(f"{fact.label}: {fact.value}" for fact in facts))
        margin = 0 if sentence else 12
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(16, margin, 16, margin)
        theme.restyle(self, card="" if sentence else "plain")
        self.setVisible(bool(facts))


ROOMY, TIGHT = 12, 6
"""Pixels between the parts of a step."""
LOW_PADDING = 4
"""Pixels above and below the text of an answer in a low window."""
PICKED = "*"
"""Key in `half_typed` beside the fields: the picked answers of a step that takes many, not sent yet."""


class StepPanel(QObject):
    """Fills the middle panel of the wizard with a step and sends its answer."""

    answered = Signal(str, object)  # step id, Answer
    typed = Signal(str, str, int)  # key of what is half-typed, text, caret

    def __init__(self, ui: Ui_Wizard, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._step: Step | None = None
        self._run: ProcedureRun | None = None
        self.double_press_guard = DoublePressGuard(ui.step)
        self._leaving = LeavingWidgets()
        self.answers = StepAnswers(ui, self._leaving, self)
        self.choices = StepChoices(ui, self.answers, self)
        self.form = StepForm(ui, self._leaving, self)
        self.field = StepField(ui, self)
        self.beside = StepBeside(ui)
        self.confirm = StepConfirm(self.answers, self)
        self.transfer = StepTransfer(ui, self.answers, clock, self)
        self.rules = RuleBox(ui)
        self.short = False
        self._connect()

    def _connect(self) -> None:
        ui = self._ui
        ui.field.textEdited.connect(self._typing)
        ui.field.returnPressed.connect(self._send_field)
        ui.step.digit_pressed.connect(self._press)
        self.transfer.answered.connect(self.answered)
        self.confirm.answered.connect(self._answer_row)
        self.confirm.typed.connect(self._typing_in_form)
        self.confirm.all_right.connect(self._send_picked)
        self.confirm.row_chosen.connect(self._press)
        self.confirm.redrawn.connect(self._show_redrawn)
        self.confirm.redrawn.connect(ui.fieldError.hide)
        self.confirm.redrawn.connect(self._warn)
        self.transfer.redrawn.connect(self._show_redrawn)
        self.transfer.digit_chosen.connect(self._press)
        self.answers.entered.connect(self._enter)
        ui.step.enter_pressed.connect(self._send_picked)
        self.choices.pressed.connect(self._choose)
        self.choices.sent.connect(self._send_picked)
        self.form.typed.connect(self._typing_in_form)
        self.form.entered.connect(self._enter_in_form)

    @property
    def step(self) -> Step | None:
        return self._step

    def show_step(self, run: ProcedureRun, step: Step, half_typed: Mapping[str, str], caret: int) -> None:
        """Draw `step`; the caret is put in its field, or the focus on the answers.

        `half_typed` has «step», «step.field» or «step.*» -> the text, or the answers that were picked («a+b»).
        """
        self._run, self._step = run, step
        self._texts(run, step)
        self.beside.show_facts(run, step)
        self.confirm.hide()
        self._draw_answers(run, step, half_typed)
        self.form.show(run, step, half_typed)
        self.field.show(run, step, half_typed.get(step.id, ""), caret)
        self._warn()
        self.rules.show(run, step, short=self.short or self.transfer.is_shown)
        self.double_press_guard.begin()
        self._ui.stepScroll.verticalScrollBar().setValue(0)  # what to say is read first
        self.take_focus()
        for part in (self.answers, self.form, self.field):
            part.end()
        self.fit()

    def _draw_answers(self, run: ProcedureRun, step: Step, half_typed: Mapping[str, str]) -> None:
        if step.transfer:
            self.transfer.show(run, step)
            return
        if self.transfer.has_focus:
            self._ui.step.setFocus(Qt.FocusReason.OtherFocusReason)
        self.transfer.hide()
        if step.confirm:
            self.confirm.show(run, step, half_typed)
            return
        given = run.answer_of(step)
        chosen = half_typed.get(f"{step.id}.{PICKED}", given.choice if given else "")
        self.choices.show(step, chosen, proposal_of(run, step))

    def _show_redrawn(self) -> None:
        """The answers of the same step were redrawn."""
        self.answers.end()
        self._order_tabs()
        self.fit()

    def fit(self) -> None:
        """Less space and a shorter deadline where the window is low; then the step scrolls."""
        if self._step is None or self._run is None:
            return
        low = is_low(self._ui.step.window())
        scrolled, next_list = self._ui.stepScrollLayout, self.transfer.next_list
        scrolled.setSpacing(TIGHT if low else ROOMY)
        for button in self._ui.answers.findChildren(AnswerButton):
            button.pad(LOW_PADDING if low else LINE_PADDING if button.is_line else PADDING)
        rings = low and self.transfer.is_shown
        if rings:  # the deadline is read while it rings, below what is scrolled
            self._ui.vlay122.addWidget(self._ui.deadline)
        else:
            scrolled.insertWidget(scrolled.indexOf(next_list) + 1, self._ui.deadline)
        is_short = self.transfer.is_shown or (low and bool(self._step.confirm))
        show_deadline(self._ui, self._run, in_one_line=is_short)
        self._ui.procedure.setVisible(not rings)
        next_list.fold(folded=low)

    def refresh_texts(self) -> None:
        """Draw the step in the short or the full view."""
        if self._run and self._step:
            self._texts(self._run, self._step)
            self.rules.show(self._run, self._step, short=self.short or self.transfer.is_shown)
            self.fit()

    def fail(self, sentence: str) -> None:
        self.form.go_to_fault(sentence)
        self.field.fail(sentence)

    # ------------------------------------------------------------------ drawing

    def _texts(self, run: ProcedureRun, step: Step) -> None:
        ui = self._ui
        number = position(run, step).number
        ui.stepNote.setText(step.note or strength_words(step))
        ui.viewName.setText("Full visning" if self.short else "Kort visning")
        say = outcome_of(run).spoken(step)
        text = (step.short if self.short else "") or (f"«{say}»" if say else step.ask)
        ui.sayTag.setText("SI" if say else "SVAR")
        ui.sayText.setText(unbroken(text))
        theme.restyle(ui.sayText, role="say" if len(text) < 52 else "sayLong")
        ui.doText.setText(unbroken(step.do))
        ui.doFrame.setVisible(bool(step.do) and not self.short)
        warning = run.derived_facts.hint(step) or (run.warning if number == 1 else "")
        ui.warning.setText(warning)
        ui.warning.setVisible(bool(warning))

    def take_focus(self) -> None:
        """Focus the field, or the answers."""
        self._order_tabs()
        ui, edits = self._ui, list(self.form.edits.values())
        answers = ui.answers if self.answers.buttons else ui.step
        target: QWidget = edits[0] if edits else self.confirm.edit or answers
        if self._step is not None and self._step.field:
            target = ui.field
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order_tabs(self) -> None:
        """Tab goes from the fields to the answers, then to the member and the trail."""
        ui, edits = self._ui, list(self.form.edits.values())
        has_field = self._step is not None and bool(self._step.field)
        fields = edits or ([ui.field] if has_field else [])
        answers = self.transfer.tab_stops() if self.transfer.is_shown else self.answers.stops
        member = (
            *ui.member.stops.widgets,
            *ui.member.chips.stops(),
            ui.fold,
            ui.topic,
            ui.trail,
            ui.park,
            ui.forAnother,
        )
        order_tabs([ui.step, *fields, *answers, *member])

    # ------------------------------------------------------------------ typing

    def _typing(self) -> None:
        if self._step is None:
            return
        self.double_press_guard.end()
        self._ui.fieldError.hide()
        self.field.read_back_typed()
        self._warn()
        self.typed.emit(self._step.id, self.field.text, self._ui.field.cursorPosition())

    def _typing_in_form(self, key: str, text: str, caret: int) -> None:
        self.double_press_guard.end()
        self._warn()
        self.typed.emit(key, text, caret)

    def _warn(self) -> None:
        opened = [self.confirm.edit.text()] if self.confirm.edit else []
        texts = opened or list(self.form.values().values()) or [self.field.text]
        self.field.warn(texts, self.confirm.other_than_record)

    # ------------------------------------------------------------------ answering

    def _press(self, digit: str) -> None:
        """Press an answer; guarded, so that a double press does not answer for two candidates."""
        if self.confirm.is_shown and not self.double_press_guard.is_active:
            self.confirm.press(digit)
        elif not self.transfer.is_shown:
            self.choices.press(digit)
        elif not self.double_press_guard.is_active:
            self.transfer.press(digit)

    def _enter(self, button: StepAnswer) -> None:
        """Enter on an answer sends only the answer that Enter gives, and only from that answer. A row of «Stemmer
        dette?» opens."""
        run, step = self._run, self._step
        if run is None or step is None or self.double_press_guard.is_active:
            return
        if self.confirm.is_shown:
            button.click()
        elif step.many or step.fields or button.property("choice") == entered_choice(run, step) != "":
            self._send_picked()
        else:
            self._say_no_enter(button.digit)

    def _say_no_enter(self, digit: str = "") -> None:
        way = f"Mellomrom eller {digit} velger" if digit else "Trykk et tall"
        announce(self._ui.step, f"Enter svarer ikke her. {way}.", about="enter")

    def _choose(self, choice: Choice) -> None:
        if self._step is None or self.double_press_guard.is_active:
            return
        if self._step.many:
            self.typed.emit(f"{self._step.id}.{PICKED}", self.choices.toggle(choice.key), 0)
        else:
            self.answered.emit(self._step.id, Answer(choice=choice.key))

    def _send_picked(self) -> None:
        """Enter outside the fields: send the answer suggested by the step or the register, or the picked ones where it
        takes many. A gate is answered by its digit."""
        run, step = self._run, self._step
        if run is None or step is None or self.double_press_guard.is_active:
            return
        if suggested := step.choice(entered_choice(run, step)):
            self._choose(suggested)
            return
        if step.fields:
            self.send_form()
            return
        if not step.many:
            self._say_no_enter()
            return
        if picked := self.choices.in_order():
            self.answered.emit(step.id, Answer(choice=picked))
        else:
            self.fail("Velg minst ett.")

    def _answer_row(self, step_id: str, answer: Answer) -> None:
        if not self.double_press_guard.is_active:
            self.answered.emit(step_id, answer)

    def _send_field(self) -> None:
        """Enter in the field: its text, or the suggested answer while it is empty."""
        run, step = self._run, self._step
        if run is None or step is None or self.double_press_guard.is_active:
            return
        if not self.field.text and (suggested := step.choice(entered_choice(run, step))):
            self._choose(suggested)
            return
        self.field.read_back_sent()
        self.answered.emit(step.id, Answer(text=self.field.text))

    def _enter_in_form(self) -> None:
        """Enter moves to the next field of the form, and answers from the last."""
        if not self.double_press_guard.is_active and not self.form.go_down():
            self.send_form()

    def send_form(self) -> None:
        if self._step is not None and self.form.edits and not self.double_press_guard.is_active:
            self.answered.emit(self._step.id, Answer(fields=self.form.values()))
