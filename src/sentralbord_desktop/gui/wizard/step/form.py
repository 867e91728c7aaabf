"""The form of a step that asks for several fields at once."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QSize, Qt, Signal

from sentralbord_desktop.domain.organisation.names import suggest_employers
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.lists.column_views import WIDTHS
from sentralbord_desktop.gui.widgets.enter_line_edit import EnterLineEdit
from sentralbord_desktop.gui.widgets.field_grid import NAME
from sentralbord_desktop.gui.widgets.fields.suggestions import SuggestionList
from sentralbord_desktop.gui.widgets.labels import label
from sentralbord_desktop.gui.wizard.answers.leaving import LeavingWidgets
from sentralbord_desktop.procedures.model import FormField, Step
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.workplace import post_codes_of

POST_CODE, PLACE = "post_code", "place"
"""Keys of the fields."""
EMPLOYER = "employer"
"""The member field with suggestions from the employers of Katalog (design 9)."""
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
