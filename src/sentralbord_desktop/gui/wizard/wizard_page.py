"""The wizard page: the trail to the left, the step in the middle, its results on the right."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTextEdit, QWidget

from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.domain.text.norwegian import grouped
from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.procedures.procedure_dialog import rule_text, rules_of
from sentralbord_desktop.gui.widgets.flow_layout import let_flow
from sentralbord_desktop.gui.widgets.labels import clear, pill
from sentralbord_desktop.gui.widgets.splitter import is_narrow
from sentralbord_desktop.gui.wizard.language_switch import LanguageSwitch
from sentralbord_desktop.gui.wizard.preview import Preview
from sentralbord_desktop.gui.wizard.step.step_panel import StepPanel
from sentralbord_desktop.gui.wizard.step_trail import TrailDelegate, TrailModel
from sentralbord_desktop.procedures.model import Step
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.run_state.trail import Standing
from sentralbord_desktop.services.drafts.draft import Draft

WIDE = 1600


class WizardPage(QWidget):
    answered = Signal(str, object)  # step id, Answer
    typed = Signal(str, str, int)
    park_asked = Signal()
    switch_asked = Signal()
    review_asked = Signal()
    letter_typed = Signal(str)

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = Ui_Wizard()
        self.ui.setupUi(self)
        self.language = LanguageSwitch()
        self.ui.hlay107.insertWidget(self.ui.hlay107.indexOf(self.ui.viewName), self.language)
        let_flow(self.ui.stepNumber)
        let_flow(self.ui.deadlineText)
        let_flow(self.ui.procedureTitle)
        self._run: ProcedureRun | None = None
        self._draft: Draft | None = None
        self.step = StepPanel(self.ui, clock, self)
        self.trail = TrailModel()
        self.ui.trail.setModel(self.trail)
        self.ui.trail.setItemDelegate(TrailDelegate(self.ui.trail))
        self.preview = Preview(self.ui.previewLayout, self.ui.previewCount, self.ui.remaining)
        self._whole_wanted: bool | None = None
        self.ui.whole.hide()
        self.ui.panels.arrange("veiviser", (268, 0, 380, 372))
        self._connect()

    def _connect(self) -> None:
        ui = self.ui
        self.step.answered.connect(self.answered)
        self.step.typed.connect(self.typed)
        ui.trail.activated.connect(self._open_step)
        ui.trail.clicked.connect(self._open_step)
        for park in (ui.park, ui.parkStrip):
            park.clicked.connect(self.park_asked)
        for switch in (ui.switchCategory, ui.switchStrip):
            switch.clicked.connect(self.switch_asked)
        ui.finish.clicked.connect(self.review_asked)
        ui.step.letter_typed.connect(self.letter_typed)

    def show_run(self, draft: Draft, run: ProcedureRun, member: Member | None, step_id: str = "") -> None:
        """Show the run; the current step (or `step_id`) is drawn and gets the focus."""
        step = run.procedure.step(step_id) if step_id else run.current
        if step is None:
            return
        if self._draft is None or self._draft.id != draft.id:
            self.preview.clear()
        self._run, self._draft = run, draft
        self._who(draft, member)
        self._fold()
        self.ui.categoryTitle.setText(run.procedure.title)
        self.language.show_run(run)
        self._show_step(run, step)
        self.preview.show(Outcome(run))
        self.ui.finish.setEnabled(run.current is None)
        self._whole_text(run)

    def recolour(self) -> None:
        """Redraw the mark in the procedure, which does not follow the colours."""
        if self._run is not None:
            self._whole_text(self._run)

    def show_error(self, sentence: str) -> None:
        self.step.fail(sentence)

    def set_short(self, *, short: bool) -> None:
        self.step.short = short
        self.step.refresh_texts()
        self.step.transfer.show_short(short=short)

    def toggle_whole(self) -> None:
        """F8: show the whole procedure text; hidden, the digits answer again."""
        self._whole_wanted = not self.ui.whole.isVisible()
        if not self._whole_wanted and self.ui.wholeText.hasFocus():
            self.step.take_focus()
        self.ui.whole.setVisible(self._whole_wanted)
        self._fold()
        if self._whole_wanted:
            self.ui.wholeText.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_half_typed(self, draft: Draft) -> None:
        """`draft` with the typed text, which is restored when the step is shown again."""
        self._draft = draft

    def edit_previous(self) -> bool:
        """One step back: the last answer given by hand; False when there is none."""
        if self._run is None:
            return False
        step = self.step.step
        ids = [line.step.id for line in self._run.trail if line.standing is Standing.ANSWERED]
        here = ids.index(step.id) if step and step.id in ids else len(ids)
        given = [i for i in ids[:here] if i in self._run.given]
        if given:
            self.open_step(given[-1])
        return bool(given)

    def open_step(self, step_id: str) -> None:
        """Show a step again to change its answer; later answers are kept."""
        if self._run is None:
            return
        step = self._run.procedure.step(step_id)
        if step is not None:
            self._show_step(self._run, step)

    def _show_step(self, run: ProcedureRun, step: Step) -> None:
        self.trail.show(run.trail, step.id)
        half = dict(self._draft.half_typed) if self._draft else {}
        caret = self._draft.caret if self._draft else 0
        self.step.show_step(run, step, half, caret)
        row = next((n for n, line in enumerate(self.trail.steps) if line.step.id == step.id), -1)
        if row >= 0:
            index = self.trail.index(row)
            self.ui.trail.setCurrentIndex(index)
            self.ui.trail.scrollTo(index)

    def _open_step(self, index: QModelIndex) -> None:
        line = self.trail.step_at(index.row())
        if line.standing in (Standing.ANSWERED, Standing.CURRENT, Standing.OPTIONAL):
            self.open_step(line.step.id)

    def _who(self, draft: Draft, member: Member | None) -> None:
        ui = self.ui
        ui.who.setText(draft.title)
        facts = draft.facts
        if member is not None:
            first = " · ".join(p for p in (grouped(member.number), f"avd. {member.department}") if p)
            second = " · ".join(p for p in (spoken_number(member.phone), member.employer) if p)
            ui.whoIds.setText(f"{first}\n{second}")
        else:
            ui.whoIds.setText(spoken_number(facts.caller_phone) or "Uten medlemsbilde")
        clear(ui.pillLayout)
        if facts.caller == "tredjepart":
            ui.pillLayout.addWidget(pill("Ringer for en annen", "warn"))
        elif facts.identity_confirmed:
            ui.pillLayout.addWidget(pill("Bekreftet hvem", "ok"))
        if draft.callback_id:
            ui.pillLayout.addWidget(pill("Oppringing", "plain"))
        ui.pillLayout.addStretch(1)
        ui.whoPills.setVisible(ui.pillLayout.count() > 1)

    def _whole_text(self, run: ProcedureRun) -> None:
        """The rules of this category first, in the procedure's order; those of the step are marked, and scrolled to."""
        self.ui.wholeTitle.setText(f"Prosedyren: {run.procedure.title}")
        current = run.current.rules if run.current else ()
        text = self.ui.wholeText
        text.setPlainText(
            "\n\n".join(
                f"{'▸ ' if rule.id in current else ''}{rule_text(rule)}"
                for rule in rules_of(run.procedure, run.library)
            )
        )
        text.setExtraSelections([])
        if text.find("▸"):
            cursor = text.textCursor()
            cursor.clearSelection()
            text.setTextCursor(cursor)
            marked = QTextEdit.ExtraSelection()
            cursor.movePosition(cursor.MoveOperation.StartOfBlock)
            cursor.movePosition(cursor.MoveOperation.NextBlock, cursor.MoveMode.KeepAnchor)
            cursor.movePosition(cursor.MoveOperation.EndOfBlock, cursor.MoveMode.KeepAnchor)
            marked.cursor = cursor
            marked.format.setBackground(theme.current().colour("accent_soft"))
            text.setExtraSelections([marked])
            text.centerCursor()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # QResizeEvent
        wide = self._is_wide
        self.ui.whole.setVisible(wide if self._whole_wanted is None else self._whole_wanted)
        self.ui.step.setMaximumWidth(820 if wide else 16777215)
        self._fold()

    @property
    def _is_wide(self) -> bool:
        return self.width() >= WIDE - 76

    def _fold(self) -> None:
        """Under 1280 px the left panel folds: name, step number and buttons go to the top of the step. The procedure
        text takes the room of a panel where there is no room for four."""
        narrow = is_narrow(self.window())
        crowded = self.ui.whole.isVisibleTo(self) and not self._is_wide
        self.ui.left.setVisible(not narrow and not crowded)
        self.ui.preview.setVisible(not (narrow and crowded))
        self.ui.strip.setText(self.ui.who.text())
        for part in (self.ui.strip, self.ui.parkStrip, self.ui.switchStrip):
            part.setVisible(narrow or crowded)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Left:
            self.edit_previous()
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            bar = self.ui.stepScroll.verticalScrollBar()
            step = bar.pageStep() if event.key() == Qt.Key.Key_PageDown else -bar.pageStep()
            bar.setValue(bar.value() + step)
        elif event.key() == Qt.Key.Key_Up or event.key() == Qt.Key.Key_Down:
            self.ui.trail.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)
