"""Facts of the register that are no answer: a line under the question, or a card with several facts."""

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.labels import clear, label, row
from sentralbord_desktop.procedures.model import Step
from sentralbord_desktop.procedures.proposals.beside import beside_sentence, shown_beside
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
