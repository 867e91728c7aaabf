"""Folk: the operators of this register, their roles, and the PIN on a shared PC."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QPushButton

from sentralbord_desktop.domain.access import ROLES, Operator
from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import now, today
from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.initials import initials_of
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.lists.state_line import show_state
from sentralbord_desktop.gui.lists.wrapping_table import wrap_rows
from sentralbord_desktop.gui.widgets.field_grid import ADDRESS, INITIALS, NAME, NUMBER, Field, FieldGrid, follow
from sentralbord_desktop.gui.widgets.flow_layout import flowing
from sentralbord_desktop.gui.widgets.form_foot import keep_row
from sentralbord_desktop.gui.widgets.labels import label, row
from sentralbord_desktop.gui.widgets.settings_panel import SettingsForm
from sentralbord_desktop.services.access import PeopleService
from sentralbord_desktop.services.session import OperatorSession

HELP = (
    "Den som bruker sin egen Windows-bruker, trenger ingen PIN. Deler flere en PC, legg dem til her: "
    "da spør Sentralbord hvem det er. Hver får en startkode av deg, og velger sin egen PIN med den."
)
TAKE_OVER = (
    "Ny PC eller ny Windows-bruker, og ingen her er administrator? Velg deg selv i lista, og skriv "
    "gjenopprettingskoden fra papiret."
)
IS_ME, TAKE_CHARGE = "Dette er meg", "Bli administrator"
NO_NUMBER, NO_ROLE = "Skriv nummeret på avdelingen, for eksempel 4.", "Velg minst én rolle."
LEAVE, COME_BACK = "Har sluttet", "Er tilbake"
NEW = Operator(id=0, initials="", roles="operator")


class PeoplePanel(SettingsForm[Sequence[Operator], Operator]):
    def __init__(self, people: PeopleService, operator_session: OperatorSession, tasks: TaskRunner) -> None:
        super().__init__(
            "Folk", HELP, tasks, read=people.all, checks=self._written, save=people.keep, verb="Lagre personen"
        )
        self._people, self._operator_session = people, operator_session
        self._shown = self._kept = NEW
        self._roles_before = ""
        self.list = QListWidget()
        self.list.setAccessibleName("Folk")
        self.list.setFixedHeight(110)
        wrap_rows(self.list)
        self.who = label("", "head")
        self.roles = {key: QCheckBox(word) for key, word in ROLES.items()}
        self.no_role = label("", tone="danger", wrap=True)
        self.save, self.new = self.foot.save, QPushButton("Ny person")
        self.new_code, self.leave = QPushButton("Ny startkode"), QPushButton()
        self.pin = FieldGrid()
        self.keep_pin = QPushButton("Lagre PIN")
        self.code_help = label(TAKE_OVER, wrap=True)
        self.code = FieldGrid()
        self.take_over = QPushButton()
        self.bar.locked += (self.new, self.new_code, self.leave, self.keep_pin, self.take_over)
        buttons, roles = row(self.new, self.new_code, self.leave, None), flowing(*self.roles.values(), spacing=16)
        of_person = (self.who, self.form, label("Kan gjøre", "label"), roles, self.no_role)
        own = (self.code_help, self.code, row(self.take_over, None), self.pin, row(self.keep_pin, None))
        self.lay_out(self.list, buttons, *of_person, *own)
        self.list.currentItemChanged.connect(lambda item, _: self._choose(item))
        self.new.clicked.connect(lambda: self._leave_person(self._begin_new))
        self.new_code.clicked.connect(self._renew_code)
        self.leave.clicked.connect(self._leave)
        self.pin.submitted.connect(self._keep_pin)
        self.keep_pin.clicked.connect(self._keep_pin)
        self.code.submitted.connect(self._take_over)
        self.take_over.clicked.connect(self._take_over)

    def show_stored(self, stored: Sequence[Operator]) -> None:
        self.pin.ask(
            [
                Field("pin", "Din egen PIN, minst fire siffer", hint="tomt: ingen PIN", secret=True, width=NAME),
                Field("again", "Skriv den en gang til", secret=True, width=NAME),
            ],
            columns=2,
        )
        self._ask_code()
        self._show(stored)

    @property
    def is_touched(self) -> bool:
        return bool(self.form.boxes) and (super().is_touched or self._chosen_roles() != self._roles_before)

    def reset(self) -> None:
        """Show what is stored of the person."""
        self.foot.show_state("")
        self._fill(self._shown)

    @property
    def _is_me(self) -> bool:
        return self._shown.id == self._operator_session.operator.id

    def _chosen_roles(self) -> str:
        return ",".join(key for key, box in self.roles.items() if box.isChecked())

    def _ask_code(self) -> None:
        self.code.ask([Field("code", "Gjenopprettingskoden", width=ADDRESS)])

    def _show(self, people: Sequence[Operator]) -> None:
        chosen = self._shown.id or self._operator_session.operator.id
        allowed = self._operator_session.may("administrator")
        with QSignalBlocker(self.list):
            self.list.clear()
            for person in people:
                words = ", ".join(ROLES[role] for role in person.roles.split(",") if role in ROLES)
                item = QListWidgetItem(f"{person.shown} · {words}{_standing(person)}")
                item.setData(Qt.ItemDataRole.UserRole, person)
                self.list.addItem(item)
        self._pick(chosen)
        self.foot.setVisible(allowed)
        for part in (self.form, self.save, self.new, self.new_code, self.leave, *self.roles.values()):
            part.setEnabled(allowed)
        lost = not allowed and self._people.can_take_over
        for part in (self.code_help, self.code, self.take_over):
            part.setVisible(lost)
        if not lost:
            self._ask_code()
        if not allowed:
            self.bar.show_result("Bare en administrator kan endre her. Din egen PIN kan du endre.", "warn")

    def _choose(self, item: QListWidgetItem | None) -> None:
        """Choose another person; one with changes asks first, and remains chosen."""
        if item is not None:
            self._leave_person(partial(self._pick, item.data(Qt.ItemDataRole.UserRole).id))

    def _leave_person(self, leave: Callable[[], object]) -> None:
        if not self.is_touched:
            leave()
            return
        self._mark(self._shown.id)
        self.foot.ask_leaving(leave, self.reset)

    def _pick(self, person_id: int) -> None:
        if (person := self._mark(person_id)) is not None:
            self._fill(person)

    def _mark(self, person_id: int) -> Operator | None:
        """Choose the row of this person; none is chosen when there is no such row."""
        rows = [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]
        place = next((row for row, person in enumerate(rows) if person.id == person_id), -1)
        keep_row(self.list, place)
        return rows[place] if place >= 0 else None

    def _begin_new(self) -> None:
        self.list.setCurrentRow(-1)
        self._fill(NEW)
        self.form.focus_first()

    def _fill(self, person: Operator) -> None:
        self._shown = person
        self.who.setText(person.shown if person.id else "Ny person")
        self.form.ask(
            [
                Field("name", "Navn", person.name, width=NAME),
                Field("initials", "Initialer", person.initials, width=INITIALS),
                Field("department", "Avdeling, for rollen Avdeling", str(person.department or ""), width=NUMBER),
            ],
            columns=3,
        )
        if not person.id:
            follow(self.form.line("name"), self.form.line("initials"), initials_of)
        for key, box in self.roles.items():
            box.setChecked(key in person.roles.split(","))
        self._roles_before = self._chosen_roles()
        self._show_no_role("")
        self.foot.show_faults(0)
        self.new_code.setVisible(bool(person.id) and person.left is None)
        self.leave.setVisible(bool(person.id) and not self._is_me)
        self.leave.setText(LEAVE if person.left is None else COME_BACK)
        self.take_over.setText(TAKE_CHARGE if self._is_me else IS_ME)

    def _written(self, values: dict[str, str]) -> Operator:
        number, roles = values["department"], self._chosen_roles()
        self._show_no_role("" if roles else NO_ROLE)
        wrong = {"department": NO_NUMBER} if number and not number.isdecimal() else {}
        if wrong or not roles:
            raise WrongFieldsError(wrong if roles else {**wrong, "roles": NO_ROLE})
        self._kept = self._shown.model_copy(
            update={
                "name": values["name"],
                "initials": values["initials"].upper()[:10],
                "department": int(number) if number else None,
                "roles": roles,
            }
        )
        return self._kept

    def _show_no_role(self, sentence: str) -> None:
        show_state(self.no_role, sentence)
        self.no_role.setVisible(bool(sentence))
        for box in self.roles.values():
            box.setAccessibleDescription(sentence)

    def _renew_code(self) -> None:
        self._run(partial(self._people.new_code, self._shown.id), "Den gamle PIN-en gjelder ikke lenger.")

    def _leave(self) -> None:
        """No confirmation is needed: the same button undoes it."""
        person = self._shown
        if person.left is None:
            self._run(
                lambda: self._people.leave(person.id),
                f"{person.shown} har sluttet, og kommer ikke inn lenger. Notatene står.",
            )
        else:
            self._run(lambda: self._people.come_back(person.id), f"{person.shown} er tilbake.")

    def _take_over(self) -> None:
        """Take over the record of another Windows user with the printed code."""
        code, person = self.code.values()["code"], self._shown

        def take() -> None:
            self._people.take_over(person.id, code)

        self._run(take, "Du er administrator fra nå." if self._is_me else f"Du er {person.shown} fra nå.")

    def _keep_pin(self) -> None:
        pin = self.pin.values().get("pin", "")
        if pin != self.pin.values().get("again", ""):
            self.pin.fail({"again": "De to er ikke like. Skriv det samme i begge feltene."})
            return
        self.pin.fail({})
        self._run(
            lambda: self._people.choose_pin(pin),
            "PIN-en er lagret. Den spørres det etter ved start og når låsen åpnes." if pin else "Du har ingen PIN.",
        )

    def _run(self, work: Callable[[], str | None], sentence: str) -> None:
        """`work` returns a start code, if there is a new one."""
        self.act(work, lambda code: self._show_acted(self._shown.initials, sentence, code))

    def saved(self, code: str | None) -> None:
        kept = self._kept
        self._show_acted(kept.initials, f"{kept.shown} er lagret.", code)
        self.foot.leave_saved()

    def _show_acted(self, initials: str, sentence: str, code: str | None) -> None:
        self._shown = next((person for person in self.stored if person.initials == initials), self._shown)
        self._show(self.stored)
        self.bar.show_result(f"{sentence} {_saved_sentence(self._shown, code or '')}".strip())


def _standing(person: Operator) -> str:
    if person.left is not None:
        return f" · sluttet {near_day(person.left, today(now()))}"
    if person.code_until is not None:
        return " · har startkode"
    return " · har PIN" if person.pin else ""


def _saved_sentence(person: Operator, code: str) -> str:
    """Shown once: only its hash is stored."""
    if not code:
        return ""
    return (
        f"Startkoden til {person.initials} er {code[:3]} {code[3:]}. Si den videre nå; den vises ikke igjen. "
        "Den virker én gang, i sju dager."
    )
