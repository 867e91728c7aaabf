"""The wizard page: the member and the trail to the left, the step in the middle, its results on the right."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QTextEdit, QWidget

from sentralbord_desktop.domain.members.identity import identity_facts
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.widths import is_narrow, is_wide, is_widest
from sentralbord_desktop.gui.procedures import LanguageSwitch, rule_text, rules_of
from sentralbord_desktop.gui.widgets.flow_layout import let_flow
from sentralbord_desktop.gui.widgets.keys.keyed_button import show_key
from sentralbord_desktop.gui.wizard.member.member_panel import MemberPanel, Place
from sentralbord_desktop.gui.wizard.member.shown_member import ShownMember
from sentralbord_desktop.gui.wizard.preview import Preview
from sentralbord_desktop.gui.wizard.step.answer_group import PLAIN
from sentralbord_desktop.gui.wizard.step.spoken_step import StepVoice, spoken_procedure
from sentralbord_desktop.gui.wizard.step.step_panel import StepPanel
from sentralbord_desktop.gui.wizard.step_trail import StepTrail
from sentralbord_desktop.procedures.model import Step, StepRole
from sentralbord_desktop.procedures.outcome import outcome_of
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import Draft, missing_words, unanswered_promises

CLOSED = "Prosedyren er lukket. Du er tilbake i steget."
NO_DIGITS = "Tallene svarer i steget. F6 går dit."


class WizardPage(QWidget):
    answered = Signal(str, object)  # step id, Answer
    typed = Signal(str, str, int)
    review_asked = Signal()
    letter_typed = Signal(str)

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = Ui_Wizard()
        self.ui.setupUi(self)
        self.language = LanguageSwitch()
        self.ui.hlay107.insertWidget(self.ui.hlay107.indexOf(self.ui.viewName), self.language)
        let_flow(self.ui.categoryTitle)
        let_flow(self.ui.stepNote)
        let_flow(self.ui.deadlineText)
        let_flow(self.ui.procedureTitle)
        self._run: ProcedureRun | None = None
        self._draft: Draft | None = None
        self._shown: ShownMember | None = None
        self._compared: tuple[Member, str] | None = None
        """The member whose facts are compared in the step, and the caller's number."""
        self._clock = clock
        self.step = StepPanel(self.ui, clock, self)
        self.voice = StepVoice(self.ui.step, lambda: self.step.transfer.ringing)
        self.trail = StepTrail(self.ui.trail)
        self.preview = Preview(self.ui.previewLayout, self.ui.remaining)
        self.member = MemberPanel(self.ui, self, self.ui.step, self.step.take_focus)
        self._whole_wanted: bool | None = None
        self.ui.whole.hide()
        self.ui.panels.arrange("steg", (292, 292, 0, 380, 364))
        self._connect()

    def _connect(self) -> None:
        ui = self.ui
        self.step.answered.connect(self.answered)
        self.step.typed.connect(self.typed)
        self.trail.step_asked.connect(self.open_step)
        self.trail.review_asked.connect(self.review_asked)
        self.trail.digit_typed.connect(self.announce_no_digits)
        ui.finish.clicked.connect(self.review_asked)
        show_key(ui.finish, "Fullfør", "Ctrl+Enter")
        ui.step.letter_typed.connect(self.letter_typed)
        self.step.answers.moved.connect(self._move)
        self.step.transfer.person_changed.connect(self.voice.announce_person)

    def show_run(self, draft: Draft, run: ProcedureRun, shown: ShownMember, step_id: str = "") -> None:
        """Show the run; the current step (or `step_id`) is drawn and gets the focus."""
        step = run.procedure.step(step_id) if step_id else run.current
        if step is None:
            return
        if self._draft is None or self._draft.id != draft.id:
            self.preview.clear()
            self.trail.forget()
        self._run, self._draft = run, draft
        self.show_member(shown)
        self._fold()
        self.ui.categoryTitle.setText(run.procedure.title)
        self.language.show_run(run)
        self._show_step(run, step)
        left = unanswered_promises(draft)
        self.preview.show(outcome_of(run), missing_words(left, self._clock()) if left else "")
        self.ui.finish.setEnabled(run.current is None)
        self._whole_text(run)

    def show_member(self, shown: ShownMember) -> None:
        self._shown = shown
        self.member.show_member(shown)
        self._compare()

    def _compare(self) -> None:
        """Show the facts to compare in the identity step; also in the short view."""
        step, record = self.step.step, self._shown.record if self._shown else None
        asks = step is not None and step.role is StepRole.IDENTITY
        self._compared = (record.member, self._shown.ringing) if asks and record and self._shown else None
        self.ui.compare.show_facts(*self._compared or (None,))

    def recolour(self) -> None:
        """Redraw what Qt does not recolour: icons on buttons, the marks in the preview and in the procedure."""
        self.member.recolour()
        self.preview.recolour()
        if self._run is not None:
            self._whole_text(self._run)

    def show_error(self, sentence: str) -> None:
        self.step.fail(sentence)

    def set_short(self, *, short: bool) -> None:
        self.step.short = short
        self.step.refresh_texts()
        self.step.transfer.show_short(short=short)

    def toggle_whole(self) -> None:
        """F8: show the whole procedure text, and announce the rules of the step. When it is hidden, the digits answer
        again."""
        self._whole_wanted = not self.ui.whole.isVisible()
        if not self._whole_wanted and self.ui.wholeText.hasFocus():
            self.step.take_focus()
        self.ui.whole.setVisible(self._whole_wanted)
        self._fold()
        if self._whole_wanted:
            self.ui.wholeText.setFocus(Qt.FocusReason.ShortcutFocusReason)
        announce(self.ui.whole, self._spoken_procedure() if self._whole_wanted else CLOSED, about="whole")

    def leave_whole(self) -> bool:
        """Esc in the whole procedure text closes it; False when the focus is not there."""
        if not self.ui.wholeText.hasFocus():
            return False
        self.toggle_whole()
        return True

    def _spoken_procedure(self) -> str:
        return spoken_procedure(self._run, self.step.step, self.voice.announced) if self._run else ""

    def show_half_typed(self, draft: Draft) -> None:
        """`draft` with the typed text, which is restored when the step is shown again."""
        self._draft = draft

    def edit_previous(self) -> bool:
        """The row above in the trail, also one that the app answered; False when there is none."""
        step_id = self.trail.above()
        if step_id:
            self.open_step(step_id)
        return bool(step_id)

    def open_step(self, step_id: str) -> None:
        """Show a step again to change its answer; later answers are kept."""
        if self._run is None:
            return
        self.voice.forget_step()
        step = self._run.procedure.step(step_id)
        if step is not None:
            self._show_step(self._run, step)

    def _show_step(self, run: ProcedureRun, step: Step) -> None:
        self.trail.show(run, step.id)
        half = dict(self._draft.half_typed) if self._draft else {}
        caret = self._draft.caret if self._draft else 0
        self.step.show_step(run, step, half, caret)
        self._compare()
        identity = identity_facts(*self._compared) if self._compared else None
        self.voice.announce_step(self._draft.id if self._draft else "", run, step, identity)

    def _whole_text(self, run: ProcedureRun) -> None:
        """The whole text: the rules of this category first, in the procedure's order; those of the step are marked, and
        scrolled to."""
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

    def hideEvent(self, event: QHideEvent) -> None:
        self.voice.forget_step()  # a parked call is announced again when it is taken up
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widest = is_widest(self.window())
        self.ui.whole.setVisible(widest if self._whole_wanted is None else self._whole_wanted)
        self.ui.step.setMaximumWidth(theme.current().scaled(820) if is_wide(self.window()) else 16777215)
        self._fold()
        self.step.fit()

    def _fold(self) -> None:
        """Below 1280 px the left panel is a strip above the step. The procedure text replaces a panel: the remarks if
        they have a column, else the left panel."""
        narrow, wide = is_narrow(self.window()), is_wide(self.window())
        has_whole = self.ui.whole.isVisibleTo(self)
        crowded = has_whole and not wide
        place = Place.STEP if narrow or crowded else Place.TRAIL
        if wide and (not has_whole or is_widest(self.window())):
            place = Place.COLUMN
        self.ui.preview.setVisible(not (narrow and crowded))
        self.member.arrange(place, is_strip=narrow or crowded)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit() and event.modifiers() in PLAIN:
            self.announce_no_digits()
        elif event.modifiers() not in PLAIN or not self._move(event.key()):
            super().keyPressEvent(event)

    def announce_no_digits(self) -> None:
        """Announce that digits do not answer outside the step, as in the trail."""
        announce(self, NO_DIGITS, about="digit")

    def _move(self, key: int) -> bool:
        """← goes a step back; ↑ and ↓ scroll the open remarks, move among the answers, or go to the trail."""
        if key == Qt.Key.Key_Left:
            self.edit_previous()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._scroll_page(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move_by(1 if key == Qt.Key.Key_Down else -1)
        else:
            return False
        return True

    def _move_by(self, by: int) -> None:
        if self.member.is_open:
            self.member.fold.scroll_by(by)
        elif self.step.answers.buttons:
            self.step.answers.move(by)
        elif self.ui.trail.isVisible():
            self.ui.trail.setFocus(Qt.FocusReason.OtherFocusReason)

    def _scroll_page(self, by: int) -> None:
        bar = self.ui.stepScroll.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep())
        self.step.answers.keep_focus_in_sight()
