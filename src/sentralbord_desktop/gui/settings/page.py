"""Innstillinger: a list on the left, one part at a time on the right."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sentralbord_desktop.domain.desk import Operator
from sentralbord_desktop.domain.organisation import Organisation
from sentralbord_desktop.gui._generated.ui_settings import Ui_Settings
from sentralbord_desktop.gui.widgets.small import label, row

ROW_HEIGHT = 32
KEYS = """Enter\tåpne, godta
1–9, 0\tsvar. 0 er alltid «Vet ikke»
Mellomrom\tstemmer, sagt, av og på
Shift+Mellomrom\tringer for en annen
Ctrl+Enter\tfullfør, eller gå til det som mangler
F3, Ctrl+F\tsøkefeltet
Ctrl+V\tlim inn nummer og søk
Esc\tett trinn tilbake
←, Alt+←\tett steg tilbake i veiviseren
↑ ↓\ttreff, rader, steg
Ctrl+P\tparker, fortsett
Ctrl+E\tbytt emne, svarene blir med
Ctrl+Z\tåpne den sist fullførte igjen
Ctrl+R\tta det åpne løftet
Ctrl+B\tbekreftelsen er kommet
Ctrl+T\tavtal oppringing
Ctrl+M\tbare en merknad
Ctrl+N\tinnringer uten medlemsbilde
Ctrl+C\tkopier telefonnummeret
Ctrl+↓\talle merknader
F2\trett teksten eller medlemsbildet
F5\tles på nytt
F6, Shift+F6\tneste og forrige panel
F8\thele prosedyren
F9\tkort og full visning
Ctrl+1, 2, 3, 6\tSamtale, Ring tilbake, Venter, Utboks
Ctrl+,\tinnstillinger
Ctrl+Shift+Ø\tøving
F1\tdenne listen"""


class SettingsPage(QWidget):
    operator_changed = Signal(dict)
    look_changed = Signal(str)
    union_changed = Signal(str, str)

    def __init__(
        self, operator: Operator, organisation: Organisation, about: Callable[[], str],
        parts: Sequence[tuple[str, QWidget]],
    ) -> None:  # fmt: skip
        super().__init__()
        self.ui = Ui_Settings()
        self.ui.setupUi(self)
        self._about = about
        for title, widget in (
            ("Deg", self._you(operator)), ("Utseende", self._look()),
            ("Tastatur", self._keys()), ("Organisasjon", self._house(organisation)), *parts,
            ("Om", self._about_part()),
        ):  # fmt: skip
            item = QListWidgetItem(title)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            self.ui.sections.addItem(item)
            self.ui.parts.addWidget(widget)
        self.ui.sections.currentRowChanged.connect(self.ui.parts.setCurrentIndex)
        self.ui.sections.setCurrentRow(0)

    def show_part(self, title: str) -> None:
        found = self.ui.sections.findItems(title, Qt.MatchFlag.MatchExactly)
        if found:
            self.ui.sections.setCurrentItem(found[0])

    def focus_list(self) -> None:
        self.ui.sections.setFocus(Qt.FocusReason.OtherFocusReason)

    def _you(self, operator: Operator) -> QWidget:
        panel, layout = part("Deg", "Initialene signerer merknadene.")
        name, initials = QLineEdit(operator.name), QLineEdit(operator.initials)
        loop = QComboBox()
        for number in (1, 2, 3):
            loop.addItem(f"Sløyfe {number}", number)
        loop.setCurrentIndex(operator.loop - 1)
        helping = QComboBox()
        helping.addItem("Full visning: alt du skal si og gjøre", "ny")
        helping.addItem("Kort visning: stikkord", "vant")
        helping.setCurrentIndex(1 if operator.help_level != "ny" else 0)
        grid = QGridLayout()
        for place, (text, box) in enumerate(
            (("Navn", name), ("Initialer", initials), ("Sløyfe", loop), ("Hjelp", helping))
        ):
            box.setAccessibleName(text)
            grid.addWidget(label(text, "label"), 2 * place, 0)
            grid.addWidget(box, 2 * place + 1, 0)
        layout.addLayout(grid)
        save = QPushButton("Lagre")
        save.setProperty("primary", True)  # noqa: FBT003 - Qt
        said = label("", tone="ok")

        def keep() -> None:
            self.operator_changed.emit(
                {
                    "name": name.text().strip(), "initials": initials.text().strip().upper(),
                    "loop": loop.currentData(), "help_level": helping.currentData(),
                }
            )  # fmt: skip
            said.setText("Lagret.")

        save.clicked.connect(keep)
        layout.addLayout(row(save, said, None))
        layout.addStretch(1)
        return panel

    def _look(self) -> QWidget:
        panel, layout = part("Utseende", "Tekststørrelsen følger Windows.")
        box = QComboBox()
        box.setAccessibleName("Farger")
        for key, text in (("windows", "Som Windows"), ("lyst", "Lyst"), ("morkt", "Mørkt")):
            box.addItem(text, key)
        box.setCurrentIndex(max(0, box.findData(QSettings().value("utseende", "windows"))))
        box.activated.connect(lambda _: self.look_changed.emit(str(box.currentData())))
        layout.addWidget(label("Farger", "label"))
        layout.addLayout(row(box, None))
        layout.addStretch(1)
        return panel

    def _keys(self) -> QWidget:
        panel, layout = part("Tastatur", "Bokstaver søker, tall svarer, Ctrl er kommandoer.")
        layout.addWidget(reading(KEYS.replace("\t", ":  "), "Tastene"), 1)
        return panel

    def _house(self, organisation: Organisation) -> QWidget:
        panel, layout = part("Organisasjon", "Navnet på forbundet står i alt som sies og sendes.")
        union, phone = QLineEdit(organisation.union), QLineEdit(organisation.phone)
        for text, box in (("Forbundet", union), ("Sentralbordets nummer", phone)):
            box.setAccessibleName(text)
            layout.addWidget(label(text, "label"))
            layout.addWidget(box)
        save = QPushButton("Lagre")
        save.setProperty("primary", True)  # noqa: FBT003 - Qt
        save.clicked.connect(
            lambda: self.union_changed.emit(union.text().strip(), phone.text().strip())
        )
        layout.addLayout(row(save, None))
        lines = [
            f"{r.title}: {r.holder or 'ingen'}" + (f" · {r.email}" if r.email else "")
            for r in organisation.roles
        ]
        lines += [""] + [
            f"{d.title} · {d.email or 'uten e-post'} · {d.postal_address}"
            for d in organisation.departments
            if d.number
        ]
        layout.addWidget(label("Roller og avdelinger", "label"))
        layout.addWidget(reading("\n".join(lines), "Roller og avdelinger"), 1)
        return panel

    def _about_part(self) -> QWidget:
        panel, layout = part("Om Sentralbord", "")
        layout.addWidget(reading(self._about(), "Om Sentralbord"), 1)
        return panel


def part(title: str, help_text: str) -> tuple[QFrame, QVBoxLayout]:
    """A panel with a heading, and the layout to fill."""
    panel = QFrame()
    panel.setProperty("panel", True)  # noqa: FBT003 - Qt
    panel.setAccessibleName(title)
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(24, 20, 24, 18)
    layout.setSpacing(10)
    layout.addWidget(label(title, "page"))
    if help_text:
        layout.addWidget(label(help_text, "meta", wrap=True))
    return panel, layout


def reading(text: str, name: str) -> QPlainTextEdit:
    """Text to read and copy, not to change."""
    made = QPlainTextEdit(text)
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setAccessibleName(name)
    return made
