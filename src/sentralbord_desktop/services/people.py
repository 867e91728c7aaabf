"""The people who sign notes: who they are, what they may do, and the PIN on a PC that they share (PR-1)."""

from collections.abc import Callable
from datetime import timedelta

from sentralbord_desktop.domain.desk import ROLES, Operator
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.times import clock
from sentralbord_desktop.services.notices import Notices
from sentralbord_desktop.services.shift import Shift
from sentralbord_desktop.storage import desk
from sentralbord_desktop.storage.database import Database

SHORTEST, LONGEST = 4, 12
FREE_TRIES = 5
WAIT = timedelta(minutes=1)
"""After so many wrong PINs each further one costs a minute, doubled each time, at most an hour."""
MOST = timedelta(hours=1)
LAST_ADMINISTRATOR = "Noen må være administrator. Gi rollen til en annen først."


class WrongPinError(SwitchboardError):
    """The PIN does not fit, or it is too early to try again."""


class PeopleService:
    def __init__(self, database: Database, shift: Shift, notices: Notices) -> None:
        self._database = database
        self._shift = shift
        self._notices = notices

    def all(self) -> list[Operator]:
        with self._database.reading() as session:
            return desk.operators(session)

    def here(self) -> list[Operator]:
        """Who may sit at this PC: its own user first, then those who sign in by a PIN."""
        own = self._shift.os_user
        found = [person for person in self.all() if person.os_user in (own, "")]
        return sorted(found, key=lambda person: (person.os_user != own, person.shown))

    @property
    def must_sign_in(self) -> bool:
        """The PC's own user has a PIN, or others share the PC."""
        here = self.here()
        return any(person.pin or not person.os_user for person in here)

    def sign_in(
        self, person_id: int, pin: str, windows: Callable[[str], bool] | None = None
    ) -> Operator:
        """Raises WrongPinError. Whoever has no PIN yet chooses it now; the PC's own user may show the
        password of Windows instead, where `windows` says whether it fits."""
        person = self._person(person_id)
        moment = self._shift.clock()
        if person.pin_waits is not None and moment < person.pin_waits:
            raise WrongPinError(f"For mange forsøk. Prøv igjen kl. {clock(person.pin_waits)}.")
        by_windows = bool(person.os_user and not person.pin and windows)
        if not person.pin and not by_windows:
            self._save(person.model_copy(update={"pin": self._new_pin(pin)}))
        elif not (windows(pin) if by_windows and windows else self._fits(pin, person)):
            wrong = person.wrong_pins + 1
            over = wrong - FREE_TRIES
            waits = moment + min(MOST, WAIT * 2 ** min(over, 10)) if over >= 0 else None
            self._save(person.model_copy(update={"wrong_pins": wrong, "pin_waits": waits}))
            word = "riktig passord" if by_windows else "riktig PIN"
            raise WrongPinError(f"Det var ikke {word}. Prøv igjen.")
        elif person.wrong_pins:
            self._save(person.model_copy(update={"wrong_pins": 0, "pin_waits": None}))
        return self._shift.become(self._person(person_id))

    def choose_pin(self, pin: str) -> None:
        """A PIN for whoever sits here, «» to take it away. Raises SwitchboardError."""
        own = self._person(self._shift.operator.id)
        if not pin and not own.os_user:
            raise SwitchboardError("Den som deler PC-en med andre, må ha en PIN.")
        kept = self._new_pin(pin) if pin else ""
        self._save(own.model_copy(update={"pin": kept, "wrong_pins": 0, "pin_waits": None}))
        self._shift.become(self._person(own.id))

    def keep(self, person: Operator) -> None:
        """A new one (id 0) or a changed one, by an administrator. Raises SwitchboardError."""
        self._shift.require("administrator")
        wanted = [role for role in person.roles.split(",") if role in ROLES]
        if not person.initials or not wanted:
            raise SwitchboardError("Skriv initialene, og velg minst én rolle.")
        if wanted == ["avdeling"] and person.department is None:
            raise SwitchboardError("Skriv avdelingen til den som bare har rollen Avdeling.")
        others = [other for other in self.all() if other.id != person.id]
        if any(other.initials == person.initials for other in others):
            raise SwitchboardError(f"Initialene {person.initials} er i bruk av en annen.")
        if "administrator" not in wanted and not any(o.may("administrator") for o in others):
            raise SwitchboardError(LAST_ADMINISTRATOR)
        self._save(person.model_copy(update={"roles": ",".join(wanted)}))
        if person.id == self._shift.operator.id:
            self._shift.become(self._person(person.id))

    def forget_pin(self, person_id: int) -> None:
        """An administrator lets somebody choose a new PIN."""
        self._shift.require("administrator")
        person = self._person(person_id)
        self._save(person.model_copy(update={"pin": "", "wrong_pins": 0, "pin_waits": None}))

    def _person(self, person_id: int) -> Operator:
        found = next((person for person in self.all() if person.id == person_id), None)
        if found is None:
            raise SwitchboardError("Personen finnes ikke lenger.")
        return found

    def _fits(self, pin: str, person: Operator) -> bool:
        from sentralbord_desktop.storage.pins import fits

        return fits(pin, person.pin)

    def _new_pin(self, pin: str) -> str:
        from sentralbord_desktop.storage.pins import hashed

        if not (pin.isdecimal() and SHORTEST <= len(pin) <= LONGEST and len(set(pin)) > 1):
            raise SwitchboardError(
                f"En PIN er {SHORTEST} til {LONGEST} tall, og ikke bare ett og samme tall."
            )
        return hashed(pin)

    def _save(self, person: Operator) -> None:
        with self._database.transaction() as session:
            desk.save_operator(session, person)
        self._notices.tell("operators")
