"""The panels of the operator and the PC: profile, appearance, organisation, what IT has decided, about."""

from collections.abc import Callable
from datetime import time
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QComboBox, QWidget

from sentralbord_desktop.domain.access.initials import initials_of
from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.policies.definitions import BY_NAME
from sentralbord_desktop.domain.policies.policies import Policies
from sentralbord_desktop.domain.telephony.phone_numbers import is_phone_number, normal_number, spoken_number
from sentralbord_desktop.domain.text.lengths import MAX_INITIALS_CHARS, MAX_NAME_CHARS
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.field_grid import (
    CHOICE,
    CLOCK,
    DECIDED,
    INITIALS,
    NAME,
    NUMBER,
    PHONE,
    Field,
    follow,
)
from sentralbord_desktop.gui.widgets.labels import choice, label, row
from sentralbord_desktop.gui.widgets.settings_panel import Panel, SettingsForm, new_read_only_text, put
from sentralbord_desktop.services.organisation import OrganisationService
from sentralbord_desktop.services.session import OperatorSession, OwnChoices

HELP_LEVELS = (("ny", "Full visning"), ("vant", "Kort visning"))
COLOURS = (("windows", "Som Windows"), ("lyst", "Lyst"), ("morkt", "Mørkt"))
NOTHING_DECIDED_BY_IT = "IT har ikke bestemt noe for denne PC-en. Alt kan settes her i programmet."
IT_HELP = "Det som står her, kan ikke endres i programmet. Spør IT hvis noe er galt."
IGNORED = "Dette kunne ikke brukes, og er sett bort fra. Si fra til IT:"
TEXT_SIZES = ((1.0, "100 %"), (1.25, "125 %"), (1.5, "150 %"))


class ProfileForm(SettingsForm[Operator, OwnChoices]):
    """«Deg»: signature, loop, help level, and the idle time before the window locks."""

    def __init__(
        self, session: OperatorSession, policies: Policies, tasks: TaskRunner, show_me: Callable[[Operator], object]
    ) -> None:
        super().__init__(
            "Deg",
            "Initialene signerer merknadene.",
            tasks,
            read=lambda: session.operator,
            fields=partial(_profile_fields, policies),
            checks=own_choices,
            save=lambda choices: session.update(**choices),
        )
        self._show_me = show_me
        self.lay_out()

    def show_stored(self, stored: Operator) -> None:
        super().show_stored(stored)
        name, initials = self.form.line("name"), self.form.line("initials")
        name.setMaxLength(MAX_NAME_CHARS)
        initials.setMaxLength(MAX_INITIALS_CHARS)
        if not name.text() or initials.text() in ("", initials_of(name.text())):
            follow(name, initials, initials_of)

    def saved(self, operator: Operator) -> None:
        self._show_me(operator)
        super().saved(operator)


def own_choices(written: dict[str, str]) -> OwnChoices:
    if not written["initials"]:
        raise WrongFieldsError({"initials": "Skriv initialene som skal stå under merknadene."})
    return {
        "name": written["name"],
        "initials": written["initials"].upper(),
        "loop": int(written["loop"]),
        "help_level": written["help_level"],
        "lock_minutes": int(written["lock_minutes"]),
    }


def _profile_fields(policies: Policies, operator: Operator) -> list[Field]:
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


def look_part(policies: Policies, choose_look: Callable[[str], object]) -> QWidget:
    """«Utseende»: each choice is stored at once; `choose_look` gets the key of COLOURS."""
    panel = Panel("Utseende", "Tekststørrelsen følger Windows.")

    def ask(name: str, heading: str, box: QComboBox, choose: Callable[[], object], *, decided: bool) -> None:
        box.setAccessibleName(f"{name}{DECIDED}" if decided else name)
        box.setDisabled(decided)
        box.setFixedWidth(theme.current().scaled(CHOICE))
        theme.keep_size(box)
        box.activated.connect(lambda _: choose())
        caption = label(box.accessibleName() if decided else heading, "label")
        caption.setBuddy(box)
        put(panel.body, caption, row(box, None))

    def choose_colours() -> None:
        choose_look(str(colours.currentData()))
        announce(colours, "Lagret.")

    def choose_size() -> None:
        QSettings().setValue("tekst", sizes.currentData())
        announce(sizes, "Lagret. Gjelder fra neste start.")

    has_colours, has_size = (policies.locks(f"look.{what}") for what in ("colours", "text_size"))
    colours = choice(
        COLOURS, policies.text("look.colours") if has_colours else QSettings().value("utseende", "windows")
    )
    decided_size = int(policies.text("look.text_size")) / 100 if has_size else theme.kept_text_scale()
    sizes = choice(TEXT_SIZES, decided_size)
    ask("Farger", "Farger", colours, choose_colours, decided=has_colours)
    ask("Tekststørrelse", "Tekststørrelse, gjelder fra neste start", sizes, choose_size, decided=has_size)
    panel.body.addStretch(1)
    return panel


class OrganisationForm(SettingsForm[Organisation, dict[str, object]]):
    """«Organisasjon»: its facts; its roles and departments are read-only."""

    def __init__(self, organisation: OrganisationService, tasks: TaskRunner) -> None:
        super().__init__(
            "Organisasjon",
            "Navnet på forbundet står i alt som sies og sendes.",
            tasks,
            read=organisation.read,
            fields=_facts,
            checks=organisation_values,
            save=lambda facts: organisation.save_facts(organisation.read().model_copy(update=facts)),
        )
        self._entries = new_read_only_text("", "Roller og avdelinger")
        self.lay_out(self.form, label("Roller og avdelinger", "label"), self._entries, stretch=1)

    def show_stored(self, stored: Organisation) -> None:
        super().show_stored(stored)
        self._entries.setPlainText("\n".join(roles_and_departments(stored)))


def _facts(it: Organisation) -> list[Field]:
    return [
        Field("union", "Forbundet", it.union, width=NAME),
        Field("phone", "Sentralbordets nummer", spoken_number(it.phone), width=PHONE, beside=True),
        Field("opens", "Åpner", f"{it.opens:%H.%M}", "08.00", width=CLOCK),
        Field("closes", "Stenger", f"{it.closes:%H.%M}", "15.30", width=CLOCK, beside=True),
        Field("fades_hours", "Timer før en status er «ikke bekreftet»", str(it.fades_hours), width=NUMBER),
    ]


def about_part(about: str) -> QWidget:
    panel = Panel("Om Sentralbord")
    put(panel.body, new_read_only_text(about, "Om Sentralbord"), stretch=1)
    panel.body.addStretch()
    return panel


def decided_part(policies: Policies) -> QWidget:
    panel = Panel("Fra IT", IT_HELP if policies.decided else NOTHING_DECIDED_BY_IT)
    if policies.faults:
        put(panel.body, label(IGNORED, "strong", tone="danger", wrap=True))
        put(panel.body, *(label(fault, "", wrap=True) for fault in policies.faults))
    if policies.decided:
        put(panel.body, new_read_only_text("\n".join(decided_lines(policies)), "Bestemt av IT"), stretch=1)
    panel.body.addStretch()
    return panel


def decided_lines(policies: Policies) -> list[str]:
    """«E-postserver: smtp.forbundet.no (gruppepolicy)»."""
    return [
        f"{BY_NAME[name].nb}: {decided.shown or 'tomt'} ({decided.origin})"
        for name, decided in policies.decided.items()
    ]


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
