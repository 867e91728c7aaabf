"""A whole procedure to read without a caller: its rules, and the wizard's steps."""

from collections import Counter

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.gui.core.tip import Tips
from sentralbord_desktop.gui.widgets.labels import keycap, label, row
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import Procedure, Step
from sentralbord_desktop.procedures.templates import GENERAL_FIELDS, fill, missing_mark
from sentralbord_desktop.procedures.wording import Rule

ROOM = QSize(760, 560)


def rules_of(procedure: Procedure, library: Library) -> list[Rule]:
    """The rules of its steps and outputs: the category's own first, in the order of the procedure text."""
    used = [r for step in procedure.steps for r in step.rules]
    used += [r for output in procedure.outputs for r in output.rules]
    named = Counter(r.partition("-")[0] for r in used)
    own = max(named, key=lambda prefix: named[prefix], default="")
    found = (rule for name, rule in library.rules.items() if name in used)
    return sorted(found, key=lambda rule: rule.id.partition("-")[0] != own)


OWN = "Sentralbordets egen regel"


def rule_text(rule: Rule) -> str:
    """Its ID and how binding it is, or that it is the switchboard's own, above its sentence."""
    return f"{rule.id}  ({OWN if rule.is_own else rule.strength})\n{rule.quoted}"


def origin(procedure: Procedure) -> str:
    """«Versjon 1 · gjelder fra 01.11.2026 · eies av administrasjonen»."""
    return f"Versjon {procedure.version} · gjelder fra {note_date(procedure.valid_from)} · eies av {procedure.owner}"


def without_a_call(procedure: Procedure, text: str) -> str:
    """`text` as it is when nothing is out of the ordinary: of a phrase its last variant, of a field its name."""

    def read(name: str) -> str | None:
        variants = procedure.phrases.get(name)
        return without_a_call(procedure, variants[-1].text) if variants else None

    return fill(text, read, mark=lambda name: missing_mark(GENERAL_FIELDS.get(name, "et svar")))[0]


def step_text(procedure: Procedure, step: Step) -> str:
    lines = [step.ask]
    if step.say:
        lines.append(f"SI: «{without_a_call(procedure, step.say)}»")
    if step.do:
        lines.append(f"GJØR: {step.do}")
    if step.choices:
        lines.append("Svar: " + " · ".join(choice.text for choice in step.choices))
    return "\n".join(lines)


class ProcedureDialog(QDialog):
    """Esc closes; the arrows scroll."""

    def __init__(self, procedure: Procedure, library: Library, parent: QWidget) -> None:
        super().__init__(parent)
        Tips(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Prosedyren: {procedure.title}")
        rules = "\n\n".join(rule_text(rule) for rule in rules_of(procedure, library))
        steps = "\n\n".join(step_text(procedure, step) for step in procedure.steps)
        self.text = QPlainTextEdit(f"{rules}\n\n\nVEIVISEREN SPØR, NÅR DET GJELDER\n\n{steps}")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.windowTitle())
        close = QPushButton("Lukk")
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        layout.addWidget(label(procedure.title, "page"))
        layout.addWidget(label(origin(procedure), "meta"))
        layout.addWidget(self.text, 1)
        layout.addLayout(row(None, close, keycap("Esc")))
        self.resize(ROOM.boundedTo(parent.window().size()))
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
