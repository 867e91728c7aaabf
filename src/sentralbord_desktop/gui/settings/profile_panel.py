"""The operator's own settings: profile, appearance, keys, organisation."""

from collections.abc import Callable
from datetime import time

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QFrame, QWidget

from sentralbord_desktop.domain.access.initials import initials_of
from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.policies.policies import Policies
from sentralbord_desktop.domain.telephony.phone_numbers import is_phone_number, normal_number, spoken_number
from sentralbord_desktop.domain.text.lengths import MAX_INITIALS_CHARS, MAX_NAME_CHARS
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.enter_line_edit import follow
from sentralbord_desktop.gui.widgets.field_grid import (
    CHOICE,
    CLOCK,
    DECIDED,
    INITIALS,
    NAME,
    NUMBER,
    PHONE,
    Field,
    FieldGrid,
)
from sentralbord_desktop.gui.widgets.fields.form_foot import FormFoot
from sentralbord_desktop.gui.widgets.labels import choice, label, row
from sentralbord_desktop.gui.widgets.settings_panel import new_panel, new_read_only_text, setup_scrolling_panel

HELP_LEVELS = (("ny", "Full visning"), ("vant", "Kort visning"))
COLOURS = (("windows", "Som Windows"), ("lyst", "Lyst"), ("morkt", "Mørkt"))
TEXT_SIZES = ((1.0, "100 %"), (1.25, "125 %"), (1.5, "150 %"))


class ProfilePanel(QFrame):
    """«Deg»: signature, loop, help level, and the idle time before the window locks."""

    changed = Signal(dict)  # field of Operator -> value

    def __init__(self, operator: Callable[[], Operator], policies: Policies) -> None:
        super().__init__()
        self._operator, self._policies = operator, policies
        self.foot = FormFoot()
        self.grid = FieldGrid()
        layout = setup_scrolling_panel(self, "Deg", "Initialene signerer merknadene.", self.foot)
        layout.addWidget(self.grid)
        layout.addStretch(1)
        self.reset()
        self.grid.submitted.connect(self.submit)
        self.grid.faults.connect(self.foot.show_faults)
        self.foot.saved.connect(self.submit)
        self.foot.cancelled.connect(self.reset)

    def reset(self) -> None:
        """Show what is stored."""
        self.grid.ask(_profile_fields(self._operator(), self._policies))
        name, initials = self.grid.line("name"), self.grid.line("initials")
        name.setMaxLength(MAX_NAME_CHARS)
        initials.setMaxLength(MAX_INITIALS_CHARS)
        if not name.text() or initials.text() in ("", initials_of(name.text())):
            follow(name, initials, initials_of)
        self._before = self._sent = self.grid.values()
        self.foot.show_state("")

    def submit(self) -> None:
        self.foot.show_state("")
        values = self._sent = self.grid.values()
        if not values["initials"]:
            self.grid.fail({"initials": "Skriv initialene som skal stå under merknadene."})
            return
        self.changed.emit(
            {
                **values,
                "initials": values["initials"].upper(),
                "loop": int(values["loop"]),
                "lock_minutes": int(values["lock_minutes"]),
            }
        )

    @property
    def is_touched(self) -> bool:
        return self.grid.values() != self._before

    def show_saved(self) -> None:
        self._before = self._sent
        self.foot.leave_saved()
        self.foot.show_state("Lagret.", "ok")


def _profile_fields(operator: Operator, policies: Policies) -> list[Field]:
    minutes = sorted({5, 10, 15, 30, 60, 120, operator.lock_minutes})
    locks = [(str(each), f"Etter {counted(each, 'minutt', 'minutter')}") for each in minutes]
    return [
        Field("name", "Navn", operator.name, width=NAME),
        Field("initials", "Initialer", operator.initials, width=INITIALS, beside=True),
        Field(
            "loop",
            "Sløyfe",
            str(operator.loop),
            choices=[(str(number), f"Sløyfe {number}") for number in (1, 2, 3)],
            locked=policies.locks("operator.loop"),
        ),
        Field(
            "help_level",
            "Hjelp",
            "ny" if operator.help_level == "ny" else "vant",
            choices=HELP_LEVELS,
            note="Full visning er alt du skal si og gjøre, kort er stikkord.",
        ),
        Field(
            "lock_minutes",
            "Vinduet låses",
            str(operator.lock_minutes),
            choices=locks,
            locked=policies.locks("operator.lock_minutes"),
            note="Uten taster så lenge. Ctrl+Shift+L låser det med én gang.",
        ),
    ]


def look_part(policies: Policies, chosen: Callable[[str], object]) -> QWidget:
    """«Utseende»; `chosen` gets the key of COLOURS."""
    panel, layout = new_panel("Utseende", "Tekststørrelsen følger Windows.")
    box = choice(COLOURS, QSettings().value("utseende", "windows"))
    box.setAccessibleName("Farger")
    box.setFixedWidth(theme.current().scaled(CHOICE))
    theme.keep_size(box)
    box.activated.connect(lambda _: chosen(str(box.currentData())))
    box.activated.connect(lambda _: announce(box, "Lagret."))
    if policies.locks("look.colours"):
        box.setCurrentIndex(max(0, box.findData(policies.text("look.colours"))))
        box.setDisabled(True)
        box.setAccessibleName(f"Farger{DECIDED}")
    layout.addWidget(_caption(box.accessibleName(), box))
    layout.addLayout(row(box, None))
    size = choice(TEXT_SIZES, theme.kept_text_scale())
    size.setAccessibleName("Tekststørrelse")
    size.setFixedWidth(theme.current().scaled(CHOICE))
    theme.keep_size(size)
    size.activated.connect(lambda _: QSettings().setValue("tekst", size.currentData()))
    size.activated.connect(lambda _: announce(size, "Lagret. Gjelder fra neste start."))
    heading = "Tekststørrelse, gjelder fra neste start"
    if policies.locks("look.text_size"):
        size.setCurrentIndex(max(0, size.findData(int(policies.text("look.text_size")) / 100)))
        size.setDisabled(True)
        heading = f"Tekststørrelse{DECIDED}"
        size.setAccessibleName(heading)
    layout.addWidget(_caption(heading, size))
    layout.addLayout(row(size, None))
    layout.addStretch(1)
    return panel


def _caption(text: str, box: QWidget) -> QWidget:
    made = label(text, "label")
    made.setBuddy(box)
    return made


class OrganisationPanel(QFrame):
    """«Organisasjon»: its facts; its roles and departments are read-only."""

    changed = Signal(dict)  # field of Organisation -> value

    def __init__(self, organisation: Callable[[], Organisation]) -> None:
        super().__init__()
        self._organisation = organisation
        self.foot = FormFoot()
        layout = setup_scrolling_panel(
            self, "Organisasjon", "Navnet på forbundet står i alt som sies og sendes.", self.foot
        )
        self._grid = FieldGrid()
        self.reset()
        layout.addWidget(self._grid)
        self._grid.submitted.connect(self.submit)
        self._grid.faults.connect(self.foot.show_faults)
        self.foot.saved.connect(self.submit)
        self.foot.cancelled.connect(self.reset)
        layout.addWidget(label("Roller og avdelinger", "label"))
        text = "\n".join(roles_and_departments(organisation()))
        layout.addWidget(new_read_only_text(text, "Roller og avdelinger"), 1)
        layout.addStretch()

    def reset(self) -> None:
        """Show what is stored."""
        it = self._organisation()
        self._grid.ask(
            [
                Field("union", "Forbundet", it.union, width=NAME),
                Field("phone", "Sentralbordets nummer", spoken_number(it.phone), width=PHONE, beside=True),
                Field("opens", "Åpner", f"{it.opens:%H.%M}", "08.00", width=CLOCK),
                Field("closes", "Stenger", f"{it.closes:%H.%M}", "15.30", width=CLOCK, beside=True),
                Field("fades_hours", "Timer før en status er «ikke bekreftet»", str(it.fades_hours), width=NUMBER),
            ]
        )
        self._before = self._sent = self._grid.values()
        self.foot.show_state("")

    @property
    def is_touched(self) -> bool:
        return self._grid.values() != self._before

    def submit(self) -> None:
        self.foot.show_state("")
        try:
            values = organisation_values(self._grid.values())
        except WrongFieldsError as error:
            self._grid.fail(error.wrong)
        else:
            self._grid.fail({})
            self._sent = self._grid.values()
            self.changed.emit(values)

    def show_saved(self) -> None:
        self._before = self._sent
        self.foot.leave_saved()
        self.foot.show_state("Lagret.", "ok")


def about_part(about: str) -> QWidget:
    panel, layout = new_panel("Om Sentralbord", "")
    layout.addWidget(new_read_only_text(about, "Om Sentralbord"), 1)
    layout.addStretch()
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
    """The values of the form as stored in the organisation; raises WrongFieldsError."""
    wrong: dict[str, str] = {}
    phone = written["phone"].strip()
    if phone and not is_phone_number(phone):
        wrong["phone"] = "Telefonnummeret kan bare ha tall, mellomrom og +. Skriv det som 22 00 00 00."
    times = {name: _time(written[name]) for name in ("opens", "closes")}
    wrong |= {name: "Skriv et klokkeslett, som 08.00." for name, moment in times.items() if moment is None}
    opens, closes = times["opens"], times["closes"]
    if opens is not None and closes is not None and opens >= closes:
        wrong["opens"] = "Kontoret må åpne før det stenger. Skriv for eksempel 08.00 og 15.30."
    hours = written["fades_hours"]
    if not (hours.isdecimal() and int(hours) in FADES):
        wrong["fades_hours"] = f"Skriv {FADES.start} til {FADES.stop - 1} timer."
    if wrong:
        raise WrongFieldsError(wrong)
    return {
        "union": written["union"] or "forbundet",
        "phone": normal_number(phone),
        "opens": opens,
        "closes": closes,
        "fades_hours": int(hours),
    }


def _time(text: str) -> time | None:
    hour, _, minute = text.replace(":", ".").partition(".")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None
