"""The operator's own settings: profile, appearance, keys, organisation."""

from collections.abc import Callable
from datetime import time

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QWidget

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.policies.policies import Policies
from sentralbord_desktop.domain.telephony.phone_numbers import is_phone_number, normal_number, spoken_number
from sentralbord_desktop.domain.text.lengths import LONGEST_INITIALS, LONGEST_NAME
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.field_grid import DECIDED, Field, FieldGrid, kept_narrow
from sentralbord_desktop.gui.widgets.labels import choice, keycap, label, primary, row
from sentralbord_desktop.gui.widgets.settings_panel import new_panel, new_read_only_text, setup_scrolling_panel

HELP_LEVELS = (("ny", "Full visning: alt du skal si og gjøre"), ("vant", "Kort visning: stikkord"))
COLOURS = (("windows", "Som Windows"), ("lyst", "Lyst"), ("morkt", "Mørkt"))
TEXT_SIZES = ((1.0, "100 %"), (1.25, "125 %"), (1.5, "150 %"))


class ProfilePanel(QFrame):
    """«Deg»: signature, loop, help level, and the idle time before the window locks."""

    changed = Signal(dict)  # field of Operator -> value

    def __init__(self, operator: Operator, policies: Policies) -> None:
        super().__init__()
        layout = setup_scrolling_panel(self, "Deg", "Initialene signerer merknadene.")
        self._name, self._initials = QLineEdit(operator.name), QLineEdit(operator.initials)
        self._name.setMaxLength(LONGEST_NAME)
        self._initials.setMaxLength(LONGEST_INITIALS)
        self._loop = choice([(number, f"Sløyfe {number}") for number in (1, 2, 3)], operator.loop)
        self._loop.setDisabled(policies.locks("operator.loop"))
        self._help = choice(HELP_LEVELS, "ny" if operator.help_level == "ny" else "vant")
        minutes = sorted({5, 10, 15, 30, 60, operator.lock_minutes})
        self._locks = choice(
            [(each, f"Etter {counted(each, 'minutt', 'minutter')} uten taster") for each in minutes],
            operator.lock_minutes,
        )
        self._locks.setDisabled(policies.locks("operator.lock_minutes"))
        self._before = self._sent = self._values()
        fields = QWidget()
        kept_narrow(fields, self._grid())
        layout.addWidget(fields)
        save = primary("Lagre")
        save.clicked.connect(self.submit)
        self._said = label("", tone="ok")
        layout.addLayout(row(save, keycap("Ctrl+Enter"), self._said, None))
        layout.addStretch(1)

    def _grid(self) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        boxes: dict[str, QWidget] = {
            "Navn": self._name,
            "Initialer": self._initials,
            "Sløyfe": self._loop,
            "Hjelp": self._help,
            "Vinduet låses. Ctrl+Shift+L låser det med én gang": self._locks,
        }
        for place, (text, box) in enumerate(boxes.items()):
            named = text if box.isEnabled() else f"{text}{DECIDED}"
            box.setAccessibleName(named)
            grid.addWidget(label(named, "label"), 2 * place, 0)
            grid.addWidget(box, 2 * place + 1, 0)
        return inside

    def submit(self) -> None:
        self._said.clear()
        self._sent = self._values()
        self.changed.emit(self._sent)

    def _values(self) -> dict[str, object]:
        return {
            "name": self._name.text().strip(),
            "initials": self._initials.text().strip().upper(),
            "loop": self._loop.currentData(),
            "help_level": self._help.currentData(),
            "lock_minutes": self._locks.currentData(),
        }

    @property
    def is_touched(self) -> bool:
        return self._values() != self._before

    def show_saved(self) -> None:
        self._before = self._sent
        self._said.setText("Lagret.")


def look_part(policies: Policies, chosen: Callable[[str], object]) -> QWidget:
    """«Utseende»; `chosen` gets the key of COLOURS."""
    panel, layout = new_panel("Utseende", "Tekststørrelsen følger Windows.")
    box = choice(COLOURS, QSettings().value("utseende", "windows"))
    box.setAccessibleName("Farger")
    box.activated.connect(lambda _: chosen(str(box.currentData())))
    if policies.locks("look.colours"):
        box.setCurrentIndex(max(0, box.findData(policies.text("look.colours"))))
        box.setDisabled(True)
        box.setAccessibleName(f"Farger{DECIDED}")
    layout.addWidget(label(box.accessibleName(), "label"))
    layout.addLayout(row(box, None))
    size = choice(TEXT_SIZES, theme.kept_text_scale())
    size.setAccessibleName("Tekststørrelse")
    size.activated.connect(lambda _: QSettings().setValue("tekst", size.currentData()))
    layout.addWidget(label("Tekststørrelse, gjelder fra neste start", "label"))
    layout.addLayout(row(size, None))
    layout.addStretch(1)
    return panel


class OrganisationPanel(QFrame):
    """«Organisasjon»: its facts; its roles and departments are read-only."""

    changed = Signal(dict)  # field of Organisation -> value

    def __init__(self, organisation: Organisation) -> None:
        super().__init__()
        layout = setup_scrolling_panel(self, "Organisasjon", "Navnet på forbundet står i alt som sies og sendes.")
        self._grid = FieldGrid()
        self._grid.ask(
            [
                Field("union", "Forbundet", organisation.union),
                Field("phone", "Sentralbordets nummer", spoken_number(organisation.phone)),
                Field("opens", "Åpner", f"{organisation.opens:%H.%M}", "08.00"),
                Field("closes", "Stenger", f"{organisation.closes:%H.%M}", "15.30"),
                Field("fades_hours", "Timer før en status er «ikke bekreftet»", str(organisation.fades_hours)),
            ],
            columns=2,
        )
        layout.addWidget(self._grid)
        self._before = self._sent = self._grid.values()
        self._said = label("", wrap=True)
        save = primary("Lagre")
        save.clicked.connect(self.submit)
        self._grid.submitted.connect(self.submit)
        layout.addLayout(row(save, keycap("Ctrl+Enter"), self._said, None))
        layout.addWidget(label("Roller og avdelinger", "label"))
        text = "\n".join(roles_and_departments(organisation))
        layout.addWidget(new_read_only_text(text, "Roller og avdelinger"), 1)

    @property
    def is_touched(self) -> bool:
        return self._grid.values() != self._before

    def submit(self) -> None:
        self._said.clear()
        try:
            values = organisation_values(self._grid.values())
        except SwitchboardError as error:
            self._said.setText(str(error))
            theme.restyle(self._said, tone="danger")
        else:
            self._sent = self._grid.values()
            self.changed.emit(values)

    def show_saved(self) -> None:
        self._before = self._sent
        self._said.setText("Lagret.")
        theme.restyle(self._said, tone="ok")


def about_part(about: str) -> QWidget:
    panel, layout = new_panel("Om Sentralbord", "")
    layout.addWidget(new_read_only_text(about, "Om Sentralbord"), 1)
    return panel


def roles_and_departments(organisation: Organisation) -> list[str]:
    roles = [f"{r.title}: {r.holder or 'ingen'}" + (f" · {r.email}" if r.email else "") for r in organisation.roles]
    departments = [
        f"{d.title} · {d.email or 'uten e-post'} · {d.postal_address}" for d in organisation.departments if d.number
    ]
    return [*roles, "", *departments]


FADES = range(1, 73)
"""Hours after which a presence on the board is no longer trusted."""


def organisation_values(written: dict[str, str]) -> dict[str, object]:
    """The values of the form as stored in the organisation; raises SwitchboardError."""
    phone = written["phone"].strip()
    if phone and not is_phone_number(phone):
        raise SwitchboardError("Telefonnummeret kan bare ha tall, mellomrom og +. Skriv det som 22 00 00 00.")
    try:
        opens, closes = (_time(written[name]) for name in ("opens", "closes"))
        fades = int(written["fades_hours"])
    except (ValueError, TypeError):
        raise SwitchboardError("Skriv klokkeslett som 08.00, og timer som et tall.") from None
    if opens >= closes:
        raise SwitchboardError("Kontoret må åpne før det stenger. Skriv for eksempel 08.00 og 15.30.")
    if fades not in FADES:
        raise SwitchboardError(f"Skriv {FADES.start} til {FADES.stop - 1} timer.")
    return {
        "union": written["union"] or "forbundet",
        "phone": normal_number(phone),
        "opens": opens,
        "closes": closes,
        "fades_hours": fades,
    }


def _time(text: str) -> time:
    hour, _, minute = text.replace(":", ".").partition(".")
    return time(int(hour), int(minute or 0))
