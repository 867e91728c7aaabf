"""One question: what to SAY, what to DO, the answers or the field, the deadline, the procedure."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.dates.calendar import is_doubtful, is_far, long_date, note_date
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.privacy.sensitive_text import look_for
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.gui.widgets.enter_line_edit import EnterLineEdit
from sentralbord_desktop.gui.widgets.labels import clear, label, unbroken
from sentralbord_desktop.gui.wizard.double_press_guard import DoublePressGuard
from sentralbord_desktop.procedures.answers import day_meant
from sentralbord_desktop.procedures.model import Choice, FormField, Step
from sentralbord_desktop.procedures.run import ProcedureRun

PICKED = "*"
"""Beside the fields of a step: the answers of a step with many that have been picked, and not been sent."""


class StepPanel(QObject):
    """Fills the middle panel of the wizard with a step and sends its answer."""

    answered = Signal(str, object)  # step id, Answer
    typed = Signal(str, str, int)  # step id, text, caret

    def __init__(self, ui: Ui_Wizard, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._step: Step | None = None
        self._run: ProcedureRun | None = None
        self.double_press_guard = DoublePressGuard(ui.step)
        self._picked: list[str] = []
        self._edits: dict[str, EnterLineEdit] = {}
        self._hint = ""
        self.short = False
        ui.field.textEdited.connect(self._typing)
        ui.field.returnPressed.connect(self._send_field)
        ui.step.digit_pressed.connect(self._digit)
        ui.step.enter_pressed.connect(self._enter)

    @property
    def step(self) -> Step | None:
        return self._step

    def show_step(self, run: ProcedureRun, step: Step, half_typed: Mapping[str, str], caret: int) -> None:
        """Draw `step`; the caret goes to its field, or the focus to the panel.

        `half_typed` has «step», «step.field» or «step.*» -> what stood there, or was picked («a+b»).
        """
        self._run, self._step = run, step
        given = run.answer_of(step)
        picked = half_typed.get(f"{step.id}.{PICKED}", given.choice if given else "")
        self._picked = [key for key in picked.split("+") if key] if step.many else []
        self._texts(run, step)
        self._answers(step)
        self._form(step, half_typed)
        self._field(step, half_typed.get(step.id, ""), caret)
        self._deadline(run)
        self._procedure(run, step)
        self.double_press_guard.begin()
        self.take_focus()

    def refresh_texts(self) -> None:
        if self._run and self._step:
            self._texts(self._run, self._step)

    def fail(self, sentence: str) -> None:
        """The answer did not fit; what was typed stands."""
        self._ui.fieldError.setText(sentence)
        self._ui.fieldError.show()
        self._ui.fieldFrame.show()
        announce(self._ui.fieldError, sentence)

    # ------------------------------------------------------------------ drawing

    def _texts(self, run: ProcedureRun, step: Step) -> None:
        ui = self._ui
        number, count = position(run, step)
        ui.stepNumber.setText(f"Steg {number} av {count}")
        ui.stepNote.setText(step.note)
        ui.viewName.setText("Full visning" if self.short else "Kort visning")
        text = (step.short if self.short else "") or f"«{step.say}»" if step.say else step.ask
        if self.short and step.short:
            text = step.short
        ui.sayTag.setText("SI" if step.say else "SVAR")
        ui.sayText.setText(unbroken(text))
        theme.restyle(ui.sayText, role="say" if len(text) < 52 else "sayLong")
        ui.doText.setText(unbroken(step.do))
        ui.doFrame.setVisible(bool(step.do) and not self.short)
        warning = run.derived_facts.hint(step) or (run.warning if number == 1 else "")
        ui.warning.setText(warning)
        ui.warning.setVisible(bool(warning))
        said = f"Si: {step.say}" if step.say else step.ask
        do = f" Gjør: {step.do}" if step.do else ""
        ui.step.setAccessibleName(f"Steg {number} av {count}. {step.note}. {said}{do}".replace(". .", "."))

    def _answers(self, step: Step) -> None:
        clear(self._ui.answersLayout)
        columns = 1 if len(step.choices) < 4 or any(c.hint for c in step.choices) else 2
        if len(step.choices) > 6:
            columns = 2
        ordered = [c for c in step.choices if c.key != "vet_ikke"]
        ordered += [c for c in step.choices if c.key == "vet_ikke"]
        for place, choice in enumerate(ordered):
            button = AnswerButton(step.digit_of(choice), unbroken(choice.text), unbroken(choice.hint))
            button.setProperty("choice", choice.key)
            button.clicked.connect(lambda _=False, c=choice: self._choose(c))
            theme.restyle(button, chosen=choice.key in self._picked)
            spot, side = divmod(place, columns)
            self._ui.answersLayout.addWidget(button, spot, side)
            button.show()
        self._ui.answers.setVisible(bool(ordered))
        self._ui.step.light()

    def _form(self, step: Step, half_typed: Mapping[str, str]) -> None:
        clear(self._ui.formLayout)
        self._edits = {}
        given = self._run.answer_of(step) if self._run else None
        columns = 2 if len(step.fields) > 4 else 1
        for place, field in enumerate(step.fields):
            known = given.fields.get(field.key, "") if given else self._vocabulary(field)
            key = f"{step.id}.{field.key}"
            edit = EnterLineEdit(half_typed.get(key, known))
            edit.textEdited.connect(partial(self._typing_in_form, key, edit))
            edit.setAccessibleName(field.label + (", må fylles ut" if field.required else ""))
            edit.setPlaceholderText(field.hint)
            edit.returnPressed.connect(self._next_in_form)
            name = label(field.label + (" *" if field.required else ""), "label")
            name.setBuddy(edit)
            spot, side = divmod(place, columns)
            self._ui.formLayout.addWidget(name, 2 * spot, side)
            self._ui.formLayout.addWidget(edit, 2 * spot + 1, side)
            edit.show()  # now, so that it can take the focus at once
            self._edits[field.key] = edit
        self._ui.form.setVisible(bool(step.fields))

    def _vocabulary(self, field: FormField) -> str:
        """A caller without a record has a number already: the one that rang."""
        run = self._run
        if run is None or field.kind != "phone" or run.facts.member.member_no:
            return ""
        return spoken_number(run.facts.caller_phone)

    def _field(self, step: Step, half_typed: str, caret: int) -> None:
        ui = self._ui
        ui.fieldError.clear()
        ui.fieldError.hide()
        ui.fieldFrame.setVisible(bool(step.field) or step.many or bool(step.fields))
        for widget in (ui.field, ui.next, ui.nextKey):
            widget.setVisible(bool(step.field))
        given = self._run.answer_of(step) if self._run else None
        ui.field.setText(half_typed or (given.text if given else ""))
        ui.field.setCursorPosition(caret if half_typed else len(ui.field.text()))
        if given and not half_typed:
            ui.field.selectAll()  # looked at again: another answer takes its place
        ui.field.setAccessibleName(step.ask)
        hints = {
            "date": "Du kan skrive 13.11, 1311, fre 13, -11 eller «i går». Tab tenner svarene under.",
            "department": "Skriv nummeret eller navnet på avdelingen.",
        }
        hint = hints.get(step.field, "Enter går videre." if step.field else "")
        hint = "Velg ett eller flere tall, så Enter." if step.many else hint
        hint = "Enter går til neste felt. Tomme felt endres ikke." if step.fields else hint
        self._hint = hint
        self._read_back()
        self._warn()

    def _deadline(self, run: ProcedureRun) -> None:
        ui, assessment = self._ui, run.assessment
        shown = assessment is not None and bool(deadline_sentence(run))
        ui.deadline.setVisible(bool(shown))
        if assessment is None or not shown:
            return
        ui.urgent.setVisible(assessment.urgent)
        theme.current().show_icon(ui.deadlineIcon, "flag-fill", "danger", size=18)
        ui.deadlineText.setText(deadline_sentence(run))
        days = assessment.days_left
        ui.deadlineLeft.setText("" if days is None else days_left(days))
        ui.axis.show_assessment(assessment, run.facts.now.date())
        basis = f"Beregnet fra: {assessment.basis}. Veiledning, ikke juridisk råd. DS bekrefter."
        keep = " Be medlemmet ta vare på brevet og konvolutten."
        said = assessment.spoken or assessment.following
        closed = said.eve if said else ""
        eve = f" Det er {closed}: kontorene kan være stengt, så regn med dagen før." if closed else ""
        if said and closed and said.safe == run.facts.now.date():
            eve = f" Det er i dag, {closed}: kontorene kan stenge tidlig."
        sources = run.procedure.deadlines
        has_letter = sources is not None and run.day_of(sources.received) is not None
        ui.deadlineBasis.setText(basis + eve + (keep if has_letter else ""))
        spoken = f"{deadline_sentence(run)}, {ui.deadlineLeft.text()}"
        ui.deadline.setAccessibleName(spoken + (", haster" if assessment.urgent else ""))

    def _procedure(self, run: ProcedureRun, step: Step) -> None:
        ui, procedure = self._ui, run.procedure
        rules = [run.library.rules[r] for r in step.rules if r in run.library.rules]
        ui.procedureTitle.setText(f"Fra prosedyren: {procedure.title}")
        theme.current().show_icon(ui.procedureIcon, "book-open", "accent")
        text = " ".join(f"«{rule.text}»" for rule in rules[:2])
        ui.procedureText.setText(unbroken(text if len(text) < 420 else text[:417] + "…"))
        ui.procedureText.setVisible(bool(text) and not self.short)
        names = ", ".join(step.rules)
        ui.procedureMeta.setText(
            f"{names} · Versjon {procedure.version} · gjelder fra {note_date(procedure.valid_from)} · "
            f"eies av {procedure.owner}".lstrip(" ·")
        )

    def _tab_order(self) -> None:
        """The step or its field, then the answers, then the trail: Tab lights the digits."""
        ui = self._ui
        answers = ui.answers.findChildren(AnswerButton)
        fields = list(self._edits.values()) or ([ui.field] if ui.field.isVisible() else [])
        for before, after in pairwise((ui.step, *fields, *answers, ui.trail, ui.park)):
            QWidget.setTabOrder(before, after)

    def take_focus(self) -> None:
        """To the field, or to the answers."""
        self._tab_order()
        target: QWidget = self._ui.step
        if self._step is not None and self._step.field:
            target = self._ui.field
        elif self._edits:
            target = next(iter(self._edits.values()))
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ answering

    def _digit(self, digit: str) -> None:
        if self._step is None:
            return
        for choice in self._step.choices:
            if self._step.digit_of(choice) == digit:
                self._choose(choice)
                return

    def _choose(self, choice: Choice) -> None:
        if self._step is None or self.double_press_guard.is_active:
            return
        if not self._step.many:
            self.answered.emit(self._step.id, Answer(choice=choice.key))
            return
        if choice.key in self._picked:
            self._picked.remove(choice.key)
        else:
            self._picked.append(choice.key)
        for button in self._ui.answers.findChildren(AnswerButton):
            key = button.property("choice")
            theme.restyle(button, chosen=key in self._picked)
        chosen = [c.text for c in self._step.choices if c.key in self._picked]
        announce(self._ui.step, f"Valgt: {', '.join(chosen) or 'ingen'}")
        self.typed.emit(f"{self._step.id}.{PICKED}", "+".join(self._picked), 0)

    def _enter(self) -> None:
        if self._step is not None and (suggested := self._step.choice(self._step.suggest)):
            self._choose(suggested)
            return
        if self._step is not None and self._step.many and not self.double_press_guard.is_active:
            order = [c.key for c in self._step.choices if c.key in self._picked]
            if order:
                self.answered.emit(self._step.id, Answer(choice="+".join(order)))
            else:
                self.fail("Velg minst ett.")

    def _typing(self) -> None:
        if self._step is None:
            return
        self.double_press_guard.end()
        self._ui.fieldError.hide()
        self._read_back()
        self._warn()
        self.typed.emit(self._step.id, self._ui.field.text(), self._ui.field.cursorPosition())

    def _typing_in_form(self, key: str, edit: EnterLineEdit, text: str) -> None:
        self.double_press_guard.end()
        self._warn()
        self.typed.emit(key, text, edit.cursorPosition())

    def _warn(self) -> None:
        """Under the field: a fødselsnummer or a word about health that should not be written (PR-3)."""
        typed = [edit.text() for edit in self._edits.values()] or [self._ui.field.text()]
        found = look_for(typed)
        sentence = found.sentence if found else self._hint
        if sentence != self._ui.fieldHint.text():
            self._ui.fieldHint.setText(sentence)
            theme.restyle(self._ui.fieldHint, tone="warn" if found else "")
            if found:
                announce(self._ui.fieldHint, sentence)
        self._ui.fieldHint.setVisible(bool(sentence))

    def _read_back(self) -> None:
        """Beside the field: the day that was understood, or the department's name."""
        step, run, text = self._step, self._run, self._ui.field.text().strip()
        shown = ""
        if step and run and text and step.field == "date":
            today = run.facts.now.date()
            day = day_meant(step, text, today)
            if day:
                shown = f"{long_date(day, year=True)}  {_ago(day, today)}"
                if is_doubtful(text, day, today):
                    shown += " – stemmer året?"
        elif step and run and text.isdigit() and step.field == "department":
            shown = run.organisation.department(int(text)).name
        self._ui.reading.setText(shown)
        self._ui.reading.setVisible(bool(shown))

    def _send_field(self) -> None:
        if self._step is not None and not self.double_press_guard.is_active:
            self.answered.emit(self._step.id, Answer(text=self._ui.field.text()))

    def _next_in_form(self) -> None:
        """Enter goes down the form, and answers from the last field."""
        if self.double_press_guard.is_active:
            return
        edits: Sequence[EnterLineEdit] = list(self._edits.values())
        here = next((edit for edit in edits if edit.hasFocus()), None)
        if here is not None and here is not edits[-1]:
            edits[edits.index(here) + 1].setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.send_form()

    def send_form(self) -> None:
        if self._step is not None and self._edits and not self.double_press_guard.is_active:
            fields = {key: edit.text() for key, edit in self._edits.items()}
            self.answered.emit(self._step.id, Answer(fields=fields))


def position(run: ProcedureRun, step: Step) -> tuple[int, int]:
    """«Steg 6 av 9»: the place among the steps that apply, with the review as the last."""
    counted = [line for line in run.trail if line.standing in ("answered", "current", "ahead") and not line.is_quiet]
    ids = [line.step.id for line in counted]
    return (ids.index(step.id) + 1 if step.id in ids else len(ids)), len(ids) + 1


def days_left(days: int) -> str:
    return counted(days, "virkedag igjen", "virkedager igjen")


def deadline_sentence(run: ProcedureRun) -> str:
    """«Mulig frist: fredag 27. november», or why no date is shown."""
    assessment = run.assessment
    if assessment is None:
        return ""
    if assessment.own_rules:
        return "Egne regler – DS må svare i dag. Vi viser ingen dato."
    if assessment.announced:
        return "Konkurs: fristen står i kunngjøringen. Lønn eldre enn 12 måneder dekkes ikke."
    if assessment.passed:
        coming = assessment.next_for_ds
        next_one = f" Neste frist: {_day(run, coming.safe)}." if coming else " Det kan finnes andre."
        return f"Fristen ser ut til å være ute.{next_one} DS må se på det i dag."
    if assessment.spoken is None:
        return ""
    return f"Mulig frist: {_day(run, assessment.spoken.safe)}"


def _day(run: ProcedureRun, day: date) -> str:
    today = "i dag, " if day == run.facts.now.date() else ""
    return f"{today}{long_date(day, year=is_far(day, run.facts.call_date))}"


def _ago(day: date, today: date) -> str:
    days = (today - day).days
    if days == 0:
        return "i dag"
    if abs(days) == 1:
        return "i går" if days == 1 else "i morgen"
    return f"for {days} dager siden" if days > 0 else f"om {-days} dager"
