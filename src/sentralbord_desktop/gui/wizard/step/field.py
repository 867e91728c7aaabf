"""The field of a step that is answered by text, a date or a department."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal

from sentralbord_desktop.domain.dates.calendar import is_doubtful, long_date
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.organisation.names import (
    department_meant,
    department_number,
    numbered,
    suggest_departments,
    suggest_employers,
    suggest_to_ring,
)
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.privacy.sensitive_text import look_for
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.lists.column_views import WIDTHS
from sentralbord_desktop.gui.widgets.field_grid import NAME, PHONE, EnterLineEdit
from sentralbord_desktop.gui.widgets.fitted_scroll_area import show_whole
from sentralbord_desktop.gui.widgets.labels import label
from sentralbord_desktop.gui.widgets.suggestions import SuggestionList
from sentralbord_desktop.gui.wizard.step.step_answers import LeavingWidgets
from sentralbord_desktop.procedures.answers import day_meant
from sentralbord_desktop.procedures.model import FormField, Step, StepRole
from sentralbord_desktop.procedures.proposals import other_than_record, proposal_of
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.workplace import post_codes_of

POST_CODE, PLACE = "post_code", "place"
"""Keys of the fields."""
EMPLOYER = "employer"
"""The member field with suggestions from the employers of Katalog."""
CODE_DIGITS = 4


class NaturalEdit(EnterLineEdit):
    """As wide as what it is for, so that what is wanted is seen before it is read; less where the step is narrow."""

    def __init__(self, text: str, width: int) -> None:
        super().__init__(text)
        self._natural = theme.current().scaled(width)

    def sizeHint(self) -> QSize:
        return QSize(self._natural, super().sizeHint().height())


class StepForm(QObject):
    """Fields in one column, or in two when they are more than four."""

    typed = Signal(str, str, int)  # «step.field», text, caret
    entered = Signal()  # Enter in a field

    def __init__(self, ui: Ui_Wizard, leaving: LeavingWidgets, parent: QObject) -> None:
        super().__init__(parent)
        self._ui, self._leaving = ui, leaving
        self.edits: dict[str, EnterLineEdit] = {}
        """Key -> field."""
        self._suggestions: list[SuggestionList] = []
        self._labels: dict[str, str] = {}
        self._proposed_place = ""

    def show(self, run: ProcedureRun, step: Step, half_typed: Mapping[str, str]) -> None:
        """Draw the form. A field has its half-typed text, else its answer, else the proposal."""
        self._leaving.take(self._ui.formLayout)
        self.edits, self._suggestions, self._proposed_place = {}, [], ""
        self._labels = {field.key: field.label for field in step.fields}
        given = run.answer_of(step)
        columns = 2 if len(step.fields) > 4 else 1
        for place, field in enumerate(step.fields):
            text = given.fields.get(field.key, "") if given else proposed(run, field)
            key = f"{step.id}.{field.key}"
            edit = self._edit(field, key, half_typed.get(key, text))
            name = label(field.label + (" *" if field.required else ""), "label")
            name.setBuddy(edit)
            spot, side = divmod(place, columns)
            self._ui.formLayout.addWidget(name, 2 * spot, side)
            self._ui.formLayout.addWidget(edit, 2 * spot + 1, side, Qt.AlignmentFlag.AlignLeft)
            self._ui.formLayout.setColumnStretch(side, 1)
            edit.show()  # now, so that it can take the focus at once
            self.edits[field.key] = edit
            if field.sets == EMPLOYER:
                known = partial(suggest_employers, organisation=run.organisation)
                self._suggestions.append(SuggestionList(edit, known))
        if {POST_CODE, PLACE} <= self.edits.keys():
            propose = partial(self._propose_place, f"{step.id}.{PLACE}", run.organisation)
            self.edits[POST_CODE].textEdited.connect(propose)
        if self.edits:
            self._ui.form.show()

    def end(self) -> None:
        """Hide the form of a step without fields, after the focus has moved."""
        self._ui.form.setVisible(bool(self.edits))

    def _edit(self, field: FormField, key: str, text: str) -> EnterLineEdit:
        edit = NaturalEdit(text, WIDTHS.get(field.sets, NAME))
        edit.textEdited.connect(partial(self._typed, key, edit))
        edit.setAccessibleName(field.label + (", må fylles ut" if field.required else ""))
        edit.setPlaceholderText(field.hint)
        edit.returnPressed.connect(self.entered)
        return edit

    def _typed(self, key: str, edit: EnterLineEdit, text: str) -> None:
        self.typed.emit(key, text, edit.cursorPosition())

    def _propose_place(self, key: str, organisation: Organisation, code: str) -> None:
        """Fill in the place of a complete post code, unless another place was typed."""
        edit, row = self.edits[PLACE], post_codes_of(organisation).find(code) if len(code) >= CODE_DIGITS else None
        if row is None or edit.text() not in ("", self._proposed_place):
            return
        self._proposed_place = row.place
        edit.setText(row.place)
        self._typed(key, edit, row.place)

    def go_down(self) -> bool:
        """Move the focus to the next field; False in the last one."""
        edits = list(self.edits.values())
        here = next((edit for edit in edits if edit.hasFocus()), None)
        if here is None or here is edits[-1]:
            return False
        edits[edits.index(here) + 1].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def go_to_fault(self, sentence: str) -> None:
        """Move the focus to the field that the sentence names."""
        key = next((key for key, words in self._labels.items() if f"«{words}»" in sentence), "")
        if edit := self.edits.get(key):
            edit.setFocus(Qt.FocusReason.OtherFocusReason)
            edit.selectAll()

    def values(self) -> dict[str, str]:
        return {key: edit.text() for key, edit in self.edits.items()}


def proposed(run: ProcedureRun, field: FormField) -> str:
    """The caller's number, for a phone field of a caller without a record; else «»."""
    if field.kind != "phone" or run.facts.member.member_no:
        return ""
    return spoken_number(run.facts.caller_phone)


PAUSE_MS = 600
"""Milliseconds after the last key until the interpretation is announced."""
FULL = "Det er ikke plass til mer her. Skriv det kortere, eller legg til resten i merknaden på slutten."
SETTLE_MS = 60
"""Milliseconds after the last key until the layouts have settled."""
DAY_WIDTH = PHONE
"""Pixels of the field of a date: what is read of it has the rest of the line, and the field is as wide before it is read."""
NAMES = {"date": "Dato", "department": "Avdeling", "time": "Klokkeslett", "text": "Svar"}
"""The accessible name of the field; the question is announced with the step."""
HINTS = {
    "date": "Du kan skrive 13.11, 1311, fre 13, -11 eller «i går». Tab tenner svarene under.",
    "department": "Skriv nummeret eller navnet på avdelingen, eller arbeidsgiveren.",
}


class StepField(QObject):
    """The typed text; beside it its interpretation, below it the hint, a warning or an error."""

    def __init__(self, ui: Ui_Wizard, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._step: Step | None = None
        self._run: ProcedureRun | None = None
        self._hint = ""
        self._proposal: Answer | None = None
        self._suggestions = SuggestionList(ui.field, self._suggest)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._announce_reading)
        ui.field.inputRejected.connect(
            lambda: QTimer.singleShot(0, self, self._say_full)
        )  # the accepted part is shown first
        self._seen = QTimer(self, singleShot=True, interval=SETTLE_MS)
        """Scrolls to the row, which becomes higher with large text."""
        self._seen.timeout.connect(lambda: show_whole(ui.reading))

    def _suggest(self, text: str) -> list[str]:
        """The suggestions of a step that asks for a department or an employer."""
        step, run = self._step, self._run
        return suggested(step, text, run.organisation) if step is not None and run is not None else []

    @property
    def text(self) -> str:
        return self._ui.field.text()

    def show(self, run: ProcedureRun, step: Step, half_typed: str, caret: int) -> None:
        ui = self._ui
        self._run, self._step, self._hint = run, step, hint(step)
        self._suggestions.hide()
        ui.fieldError.clear()
        ui.fieldError.hide()
        if step.field:
            self.end()
        self._proposal = proposal_of(run, step) if step.field else None
        shown = run.answer_of(step) or self._proposal
        is_day = step.field == "date"
        ui.field.setMaximumWidth(theme.current().scaled(DAY_WIDTH) if is_day else theme.UNLIMITED)
        ui.field.setText(half_typed or (shown.text if shown else ""))
        ui.field.setCursorPosition(caret if half_typed else len(ui.field.text()))
        if shown and not half_typed:
            ui.field.selectAll()  # it is replaced by another answer
        ui.field.setAccessibleName(NAMES.get(step.field, NAMES["text"]))
        self._pause.stop()
        self.read_back()

    def end(self) -> None:
        """Show what the step needs; widgets without use are hidden after the focus has moved."""
        ui, step = self._ui, self._step
        has_field = step is not None and bool(step.field)
        ui.fieldFrame.setVisible(step is not None and bool(has_field or step.fields or step.confirm or step.many))
        for widget in (ui.field, ui.next, ui.nextKey):
            widget.setVisible(has_field)

    def fail(self, sentence: str) -> None:
        """Show that the answer does not fit; the typed text is kept."""
        self._ui.fieldError.setText(sentence)
        self._ui.fieldError.show()
        self._ui.fieldFrame.show()
        announce(self._ui.fieldError, sentence)

    def _say_full(self) -> None:
        """Announce once that text beyond the longest answer is not kept."""
        if self._ui.fieldError.isHidden() or self._ui.fieldError.text() != FULL:
            self.fail(FULL)

    def warn(self, texts: Sequence[str], other: str = "") -> None:
        """Show below the field: a warning about a fødselsnummer or a word about health in `texts` (PR-3), or of another
        value than the record's, else the hint."""
        step, run, proposal = self._step, self._run, self._proposal
        if step is not None and run is not None and step.field:
            other = other_than_record(step, proposal, self.text, run.organisation)
        found = look_for(texts)
        warning = found.sentence if found else other
        sentence = warning or self._hint
        if not warning and proposal is not None and self.text == proposal.text:
            sentence = f"{proposal.source[:1].upper()}{proposal.source[1:]}. Enter hvis det stemmer."
        if sentence != self._ui.fieldHint.text():
            self._ui.fieldHint.setText(sentence)
            theme.restyle(self._ui.fieldHint, tone="warn" if warning else "")
            if warning:
                announce(self._ui.fieldHint, sentence)
        self._ui.fieldHint.setVisible(bool(sentence))

    def read_back(self) -> None:
        """Show the interpretation beside the field: the day, or the department's name."""
        shown = self._read() if self._run and self._step else ""
        self._ui.reading.setText(shown)
        self._ui.reading.setVisible(bool(shown))
        if shown and self._ui.field.hasFocus():
            self._seen.start()

    def read_back_typed(self) -> None:
        """The same during typing; announced after a pause."""
        self.read_back()
        self._pause.start()

    def read_back_sent(self) -> None:
        """Announce the interpretation when Enter came before the pause."""
        if self._pause.isActive():
            self._pause.stop()
            self._announce_reading()

    def _announce_reading(self) -> None:
        words = ", ".join(self._ui.reading.text().split("  "))
        announce(self._ui.reading, words, about="reading")

    def _read(self) -> str:
        step, run, text = self._step, self._run, self.text.strip()
        if step is None or run is None or not text:
            return ""
        if step.field == "department":
            return _department_read(text, run.organisation)
        today = run.facts.now.date()
        day = day_meant(step, text, today) if step.field == "date" else None
        if day is None:
            return ""
        year = " – stemmer året?" if is_doubtful(text, day, today) else ""
        return f"{long_date(day, year=True)}  {_ago(day, today)}{year}"


def _department_read(text: str, organisation: Organisation) -> str:
    """«Mjøs: 4 Mjøstraktene» for a word, the name for a number; «» for none and for several."""
    meant = department_meant(text, organisation)
    if meant is None:
        return ""
    return f"{text}: {numbered(meant)}" if department_number(text) is None else meant.name


def suggested(step: Step, text: str, organisation: Organisation) -> list[str]:
    if step.field == "department":
        return suggest_departments(text, organisation)
    if step.role is StepRole.PUT_THROUGH_TO:
        return suggest_to_ring(text, organisation)
    return suggest_employers(text, organisation) if step.role is StepRole.EMPLOYER else []


def hint(step: Step) -> str:
    """How the step is answered; «» when its digits show it."""
    if step.fields:
        return "Enter går til neste felt. Tomme felt endres ikke."
    if step.confirm:
        return "Enter når alt stemmer. Et tall åpner feltet."
    if step.many:
        return "Velg ett eller flere tall, så Enter."
    return HINTS.get(step.field, "Enter går videre." if step.field else "")


def _ago(day: date, today: date) -> str:
    days = (today - day).days
    if days == 0:
        return "i dag"
    if abs(days) == 1:
        return "i går" if days == 1 else "i morgen"
    return f"for {days} dager siden" if days > 0 else f"om {-days} dager"
