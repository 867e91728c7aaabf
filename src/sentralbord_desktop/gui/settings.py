"""Innstillinger: a list on the left, one panel at a time on the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from functools import partial
from itertools import groupby
from typing import Generic, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QSettings, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QListWidgetItem, QWidget

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.initials import initials_of
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.policies import BY_NAME, Policies
from sentralbord_desktop.domain.telephony import is_phone_number, normal_number, spoken_number
from sentralbord_desktop.domain.text.lengths import MAX_INITIALS_CHARS, MAX_NAME_CHARS
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui._generated.ui_settings import Ui_Settings
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.accessible_role import Role, give_role
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.page import Page
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.widths import is_column
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
from sentralbord_desktop.gui.widgets.form_foot import keep_row
from sentralbord_desktop.gui.widgets.labels import choice, label, row
from sentralbord_desktop.gui.widgets.settings_panel import Panel, SettingsForm, new_read_only_text, put
from sentralbord_desktop.gui.window.panel_round import ONE_STOP
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


ROW_HEIGHT, HEADING_HEIGHT, HEADING_POINTS = 24, 28, 9.0
LIST_WIDTH, LIST_HEIGHT = 252, 240
"""Of the list beside its panel, and above it; pixels at 100 %."""

Context = TypeVar("Context")


@dataclass(frozen=True)
class PanelSpec(Generic[Context]):
    """A panel, with all that other folders know about it. `group` is its heading in the list, `words` are what else it
    is called in Ctrl+K. One of `roles` is needed to see it, none when there are none; the services ask again at their
    own doors."""

    title: str
    group: str
    words: str
    make: Callable[[Context], QWidget]
    roles: tuple[str, ...] = ()

    def may_see(self, operator: Operator) -> bool:
        """Everybody may while no operator exists (id 0)."""
        return not operator.id or not self.roles or any(map(operator.may, self.roles))


@runtime_checkable
class Submits(Protocol):
    def submit(self) -> None:
        """Ctrl+Enter."""
        ...


class SettingsPage(Page, QWidget):
    """Lists its panels when it is first shown, and makes each when it is first chosen."""

    def __init__(
        self, panels: Sequence[PanelSpec[Context]], context: Context, operator: Callable[[], Operator], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._make = {panel.title: partial(panel.make, context) for panel in panels}
        self._panels, self._operator = panels, operator
        self._listed: list[str] = []
        self._made: dict[str, QWidget] = {}
        self.ui = Ui_Settings()
        self.ui.setupUi(self)
        give_role(self.ui.parts, Role.Client)
        self._row = -1
        self.ui.sections.currentRowChanged.connect(self._move_to)
        theme.current().changed.connect(self._colour_headings)

    def showEvent(self, event: QShowEvent) -> None:
        self._list_panels()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In one column the list is above its panel."""
        super().resizeEvent(event)
        left, scaled, is_below = self.ui.left, theme.current().scaled, is_column(self.window())
        width = min(scaled(LIST_WIDTH), self.width() // 3)
        left.setMinimumWidth(0 if is_below else width)
        left.setMaximumSize(
            theme.UNLIMITED if is_below else width, scaled(LIST_HEIGHT) if is_below else theme.UNLIMITED
        )
        directions = QBoxLayout.Direction
        self.ui.hlay234.setDirection(directions.TopToBottom if is_below else directions.LeftToRight)

    def _headings(self) -> list[QListWidgetItem]:
        items = [self.ui.sections.item(row) for row in range(self.ui.sections.count())]
        return [item for item in items if not item.flags()]

    def _colour_headings(self) -> None:
        for heading in self._headings():
            heading.setForeground(theme.current().colour("text3"))

    def show_part(self, title: str) -> None:
        self._list_panels()
        found = self.ui.sections.findItems(title, Qt.MatchFlag.MatchExactly)
        if item := next((item for item in found if item.flags()), None):
            self.ui.sections.setCurrentItem(item)

    @property
    def shown(self) -> QWidget | None:
        return self._made.get(self.ui.sections.item(self._row).text()) if self._row >= 0 else None

    def submit(self) -> bool:
        part: object = self.shown
        if isinstance(part, Submits):
            part.submit()
            return True
        return False

    def focus(self) -> bool:
        self.ui.sections.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _list_panels(self) -> None:
        """Under their headings, those that the operator may see; again when the roles have changed."""
        seen = [panel for panel in self._panels if panel.may_see(self._operator())]
        titles = [panel.title for panel in seen]
        if titles == self._listed:
            return
        self._listed = titles
        scaled, sections = theme.current().scaled, self.ui.sections
        with QSignalBlocker(sections):
            sections.clear()
            for group, panels in groupby(seen, key=lambda panel: panel.group):
                heading = QListWidgetItem(group)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setSizeHint(QSize(0, scaled(HEADING_HEIGHT)))
                heading.setFont(theme.font_of(HEADING_POINTS * theme.current().text_scale, strong=True))
                sections.addItem(heading)
                for panel in panels:
                    item = QListWidgetItem(panel.title)
                    item.setSizeHint(QSize(0, scaled(ROW_HEIGHT)))
                    sections.addItem(item)
        self._colour_headings()
        self._row = -1
        sections.setCurrentRow(1)

    def _move_to(self, row: int) -> None:
        """Show another panel; a form with changes asks first, and remains chosen."""
        form = self.shown
        if not isinstance(form, SettingsForm) or not form.is_touched or row == self._row:
            self._show_row(row)
            return
        keep_row(self.ui.sections, self._row)
        form.foot.ask_leaving(lambda: self.ui.sections.setCurrentRow(row), form.reset)

    def _show_row(self, row: int) -> None:
        item = self.ui.sections.item(row)
        if row < 0 or not item.flags():
            return
        self._row, title = row, item.text()
        if title not in self._made:
            self._made[title] = made = self._make[title]()
            set_flags(made, ONE_STOP)
            self.ui.parts.addWidget(made)
            theme.current().grow(made)
        self.ui.parts.setCurrentWidget(self._made[title])
