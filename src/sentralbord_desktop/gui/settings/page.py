"""Innstillinger: a list on the left, one part at a time on the right."""

from collections.abc import Callable, Sequence
from datetime import time

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from sentralbord_desktop.domain.desk import Operator
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.organisation import Organisation
from sentralbord_desktop.domain.phones import normal_number, spoken_number
from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.gui import theme
from sentralbord_desktop.gui._generated.ui_settings import Ui_Settings
from sentralbord_desktop.gui.settings.decided import decided_part
from sentralbord_desktop.gui.settings.part import Submits, part, reading
from sentralbord_desktop.gui.widgets.fields import DECIDED, Field, FieldGrid
from sentralbord_desktop.gui.widgets.small import choice, label, row

ROW_HEIGHT = 32
HELP_LEVELS = (("ny", "Full visning: alt du skal si og gjøre"), ("vant", "Kort visning: stikkord"))
COLOURS = (("windows", "Som Windows"), ("lyst", "Lyst"), ("morkt", "Mørkt"))
TEXT_SIZES = ((1.0, "100 %"), (1.25, "125 %"), (1.5, "150 %"))
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
Ctrl+D\tring nummeret
F4, Shift+F4\tta og skjul samtalen som ringer
Ctrl+I\tnummeret som ringer, hører til medlemmet
Ctrl+G\tgjør det linjen under søkefeltet foreslår
Ctrl+↓\talle merknader
F2\trett teksten eller medlemsbildet
Ctrl+Shift+Delete\tforkast samtalen, som så kan angres
Ctrl+K\tkommandoer: skriv hva du vil gjøre
Ctrl+O\toverlever oppringingene dine
Ctrl+L\tbare de som er ledige nå
F5\tles på nytt
F6, Shift+F6\tneste og forrige panel
F8\thele prosedyren
F9\tkort og full visning
Ctrl+1 … 6\tSamtale, Ring tilbake, Venter, Ledige, Katalog, Utboks
Ctrl+Shift+0\tstandard bredder på panelene
Ctrl+,\tinnstillinger
Ctrl+Shift+Ø\tøving
Ctrl+Shift+L\tlås vinduet
F1\tdenne listen"""


class SettingsPage(QWidget):
    operator_changed = Signal(dict)
    look_changed = Signal(str)
    house_changed = Signal(dict)  # field of Organisation -> value

    def __init__(
        self, operator: Operator, organisation: Organisation, about: Callable[[], str],
        parts: Sequence[tuple[str, QWidget]], policies: Policies,
    ) -> None:  # fmt: skip
        super().__init__()
        self._policies = policies
        self.ui = Ui_Settings()
        self.ui.setupUi(self)
        self._about = about
        for title, widget in (
            ("Deg", self._you(operator)), ("Utseende", self._look()),
            ("Tastatur", self._keys()), ("Organisasjon", self._house(organisation)), *parts,
            ("Fra IT", decided_part(policies)), ("Om", self._about_part()),
        ):  # fmt: skip
            item = QListWidgetItem(title)
            item.setSizeHint(QSize(0, theme.current().scaled(ROW_HEIGHT)))
            self.ui.sections.addItem(item)
            self.ui.parts.addWidget(widget)
        self.ui.sections.currentRowChanged.connect(self.ui.parts.setCurrentIndex)
        self.ui.sections.setCurrentRow(0)

    def show_part(self, title: str) -> None:
        found = self.ui.sections.findItems(title, Qt.MatchFlag.MatchExactly)
        if found:
            self.ui.sections.setCurrentItem(found[0])

    def submit(self) -> bool:
        """Ctrl+Enter: the part that is shown keeps what is written, when it can."""
        part: object = self.ui.parts.currentWidget()
        if isinstance(part, Submits):
            part.submit()
            return True
        return False

    def focus_list(self) -> None:
        self.ui.sections.setFocus(Qt.FocusReason.OtherFocusReason)

    def _you(self, operator: Operator) -> QWidget:
        panel, layout = part("Deg", "Initialene signerer merknadene.")
        name, initials = QLineEdit(operator.name), QLineEdit(operator.initials)
        loop = choice([(number, f"Sløyfe {number}") for number in (1, 2, 3)], operator.loop)
        loop.setDisabled(self._policies.locks("desk.loop"))
        helping = choice(HELP_LEVELS, "ny" if operator.help_level == "ny" else "vant")
        minutes = sorted({5, 10, 15, 30, 60, operator.lock_minutes})
        locks = choice(
            [(each, f"Etter {each} minutter uten taster") for each in minutes],
            operator.lock_minutes,
        )
        locks.setDisabled(self._policies.locks("desk.lock_minutes"))
        grid = QGridLayout()
        for place, (text, box) in enumerate(
            (
                ("Navn", name),
                ("Initialer", initials),
                ("Sløyfe", loop),
                ("Hjelp", helping),
                ("Vinduet låses. Ctrl+Shift+L låser det med én gang", locks),
            )
        ):
            text = text if box.isEnabled() else f"{text}{DECIDED}"
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
                    "lock_minutes": locks.currentData(),
                }
            )  # fmt: skip
            said.setText("Lagret.")

        save.clicked.connect(keep)
        layout.addLayout(row(save, said, None))
        layout.addStretch(1)
        return panel

    def _look(self) -> QWidget:
        panel, layout = part("Utseende", "Tekststørrelsen følger Windows.")
        box = choice(COLOURS, QSettings().value("utseende", "windows"))
        box.setAccessibleName("Farger")
        box.activated.connect(lambda _: self.look_changed.emit(str(box.currentData())))
        if self._policies.locks("look.colours"):
            box.setCurrentIndex(max(0, box.findData(self._policies.text("look.colours"))))
            box.setDisabled(True)
            box.setAccessibleName(f"Farger{DECIDED}")
        layout.addWidget(label(box.accessibleName(), "label"))
        layout.addLayout(row(box, None))
        size = choice(TEXT_SIZES, float(str(QSettings().value("tekst", 1.0))))
        size.setAccessibleName("Tekststørrelse")
        size.activated.connect(lambda _: QSettings().setValue("tekst", size.currentData()))
        layout.addWidget(label("Tekststørrelse, gjelder fra neste start", "label"))
        layout.addLayout(row(size, None))
        layout.addStretch(1)
        return panel

    def _keys(self) -> QWidget:
        panel, layout = part("Tastatur", "Bokstaver søker, tall svarer, Ctrl er kommandoer.")
        layout.addWidget(reading(KEYS.replace("\t", ":  "), "Tastene"), 1)
        return panel

    def _house(self, organisation: Organisation) -> QWidget:
        panel, layout = part("Organisasjon", "Navnet på forbundet står i alt som sies og sendes.")
        grid = FieldGrid()
        grid.ask([
            Field("union", "Forbundet", organisation.union),
            Field("phone", "Sentralbordets nummer", spoken_number(organisation.phone)),
            Field("opens", "Åpner", f"{organisation.opens:%H.%M}", "08.00"),
            Field("closes", "Stenger", f"{organisation.closes:%H.%M}", "15.30"),
            Field("fades_hours", "Timer før en status er «ikke bekreftet»",
                  str(organisation.fades_hours)),
        ], columns=2)  # fmt: skip
        layout.addWidget(grid)
        said = label("", wrap=True)
        save = QPushButton("Lagre")
        save.setProperty("primary", True)  # noqa: FBT003 - Qt

        def keep() -> None:
            try:
                self.house_changed.emit(house_values(grid.values()))
                said.setText("Lagret.")
            except SwitchboardError as error:
                said.setText(str(error))

        save.clicked.connect(keep)
        grid.submitted.connect(keep)
        layout.addLayout(row(save, said, None))
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


def house_values(written: dict[str, str]) -> dict[str, object]:
    """The fields of the form as the organisation keeps them; raises SwitchboardError."""
    values: dict[str, object] = {
        "union": written["union"] or "forbundet", "phone": normal_number(written["phone"]),
    }  # fmt: skip
    try:
        for name in ("opens", "closes"):
            hour, _, minute = written[name].replace(":", ".").partition(".")
            values[name] = time(int(hour), int(minute or 0))
        values["fades_hours"] = max(1, min(72, int(written["fades_hours"])))
    except (ValueError, TypeError):
        raise SwitchboardError("Skriv klokkeslett som 08.00, og timer som et tall.") from None
    return values
