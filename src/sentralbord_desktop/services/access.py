"""The operators: who they are, what they may do, and how they sign in on a PC that they share (PR-1)."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NoReturn

from sentralbord_desktop.domain.access import ROLES, Operator
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError, WrongFieldsError, WrongPinError
from sentralbord_desktop.domain.initials import are_same, fault_of
from sentralbord_desktop.services.backup.recovery_code import RecoveryCodeService
from sentralbord_desktop.services.pin_wait import (
    CHANGED_PIN,
    GONE,
    TOO_MANY,
    TOO_OLD,
    UNTRIED,
    may_try,
    once_more_wrong,
)
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import operators, server_pins
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.server_pins import ServerPins

MIN_PIN_DIGITS, MAX_PIN_DIGITS = 4, 12
CODE_DIGITS, CODE_LASTS = 6, timedelta(days=7)


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def fields_of_code(code: str, now: datetime) -> dict[str, object]:
    """The fields of an operator with this start code, valid from `now`."""
    from sentralbord_desktop.storage.encryption.pin_hash import hashed

    return UNTRIED | {"pin": hashed(code), "code_until": now + CODE_LASTS}


def new_pin(pin: str) -> str:
    """The hash of a chosen PIN. Raises SwitchboardError for one that is too short or too simple."""
    from sentralbord_desktop.storage.encryption.pin_hash import hashed

    if not (pin.isdecimal() and MIN_PIN_DIGITS <= len(pin) <= MAX_PIN_DIGITS and len(set(pin)) > 1):
        raise SwitchboardError(f"En PIN er {MIN_PIN_DIGITS} til {MAX_PIN_DIGITS} tall, og ikke bare ett og samme tall.")
    return hashed(pin)


def fits(pin: str, person: Operator) -> bool:
    """Whether it is the PIN or the start code of `person`."""
    from sentralbord_desktop.storage.encryption.pin_hash import fits as is_of

    return is_of(typed(pin, person), person.pin)


def typed(pin: str, person: Operator) -> str:
    """The PIN as compared: a start code may be typed in groups."""
    return pin if person.code_until is None else pin.replace(" ", "")


def name_of_pin(person: Operator) -> str:
    return "riktig PIN" if person.code_until is None else "riktig startkode"


class ServerEntry:
    """All methods raise WrongPinError before the wait is over, and SwitchboardError for an operator who has left."""

    def __init__(self, database: Database) -> None:
        self.pins = ServerPins(database)
        self.fits_as_seen = self.pins.fits_as_seen

    def fits(self, person: Operator, pin: str) -> bool:
        """Check a PIN; the server has counted and logged a wrong one."""
        return self._is_right(person, self.pins.check(person, pin))

    def counted(self, person: Operator) -> None:
        """Count a failed Windows password of an operator without a PIN; a wrong PIN is counted already."""
        if not person.pin:
            self._is_right(person, self.pins.check_windows(person, fits=False))

    def shown(self, person: Operator, new: Mapping[str, object]) -> None:
        """Record a successful sign-in; a `pin` in `new` is saved."""
        if "pin" in new:
            self.put(person, str(new["pin"]))
        elif not person.pin:
            self._is_right(person, self.pins.check_windows(person, fits=True))

    def put(self, person: Operator, kept: str) -> None:
        """Set another PIN, «» for none. Raises WrongPinError when it was changed since."""
        if not self._is_right(person, self.pins.change(person, kept)):
            raise WrongPinError(CHANGED_PIN)

    def _is_right(self, person: Operator, said: str) -> bool:
        if said == server_pins.GONE:
            raise SwitchboardError(GONE)
        if said == server_pins.EXPIRED:
            raise WrongPinError(TOO_OLD)
        if said == server_pins.WAITS:
            raise WrongPinError(TOO_MANY.format(at=self.pins.waits_until(person)))
        return said == server_pins.RIGHT


NOBODY = "?"
"""Signs in the access log what was done by a person who is not identified."""
LAST_ADMINISTRATOR = "Noen må være administrator. Gi rollen til en annen først."


class PeopleService(Service):
    def __init__(self, operator_session: OperatorSession, recovery: RecoveryCodeService) -> None:
        super().__init__(operator_session)
        self._recovery = recovery
        self.server = ServerEntry(self._database) if self._database.is_server else None

    def all(self) -> list[Operator]:
        with self._database.reading() as session:
            return operators.operators(session)

    def here(self) -> list[Operator]:
        """Operators who may use this PC: its own user first, then those who sign in with a PIN."""
        own = self._operator_session.os_user
        found = [p for p in self.all() if p.os_user in (own, "") and p.left is None]
        return sorted(found, key=lambda person: (person.os_user != own, person.shown))

    @property
    def must_sign_in(self) -> bool:
        return sign_in_is_needed(self.here())

    def let_in(self) -> None:
        """Raises NotAllowedError when the user of this PC has left and no other operator shares it."""
        if self._operator_session.operator.left is not None and not self.must_sign_in:
            raise NotAllowedError(GONE)

    def sign_in(
        self, person_id: int, pin: str, windows: Callable[[str], bool] | None = None, chosen: str = ""
    ) -> Operator:
        """Raises WrongPinError, or SwitchboardError for an operator who has left.

        With a start code, `chosen` becomes the PIN. The PC's own user without a PIN gives the Windows password, which
        `windows` checks; without `windows` the user chooses a PIN.
        """
        person = self._person(person_id)
        may_try(person, self._operator_session.instant())
        by_windows = bool(person.os_user and not person.pin and windows)
        if not person.pin and not by_windows:
            self._shown(person, pin=new_pin(pin))
        elif not (windows(pin) if by_windows and windows else self._fits(pin, person)):
            self._count(person, "riktig passord" if by_windows else name_of_pin(person))
        elif person.code_until is not None:
            if pin.replace(" ", "") == chosen:
                raise SwitchboardError("Velg en annen PIN enn startkoden.")
            self._shown(person, pin=new_pin(chosen))
        elif person.wrong_pins or by_windows:
            self._shown(person)
        may_try(now := self._person(person_id), self._operator_session.instant())  # others may have tried in between
        return self._operator_session.switch_to(now)

    def prove_again(self, pin: str) -> None:
        """Check the PIN of the operator who locked the window, without the register. Raises WrongPinError."""
        person = self._operator_session.operator
        at = self._operator_session.instant(alone=True)
        may_try(person, at)
        if not (self.server.fits_as_seen(person, pin) if self.server else fits(pin, person)):
            self._operator_session.switch_to(once_more_wrong(person, at))
            raise WrongPinError(f"Det var ikke {name_of_pin(person)}. Prøv igjen.")

    def _shown(self, seen: Operator, **new: object) -> None:
        """Reset the failed attempts. Raises WrongPinError when the PIN or the wait was changed since."""
        if self.server is not None:
            self.server.shown(seen, new)
            return
        if not (new or seen.wrong_pins):
            return

        def edit(now: Operator) -> Operator:
            may_try(now, self._operator_session.instant())
            if now.pin != seen.pin:
                raise WrongPinError(CHANGED_PIN)
            return now.model_copy(update=UNTRIED | new)

        mine = (lambda _, now: ("valgte PIN", now.initials)) if new else None
        self._change(seen.id, edit, mine, author=seen.initials)

    def _fits(self, pin: str, person: Operator) -> bool:
        if self.server is None:
            return fits(pin, person)
        return self.server.fits(person, typed(pin, person))

    def _count(self, person: Operator, right: str) -> NoReturn:
        """Count a failed attempt, logged without initials because the person is not identified."""
        if self.server is not None:
            self.server.counted(person)
            self._change_notices.notify("operators")
            raise WrongPinError(f"Det var ikke {right}. Prøv igjen.")

        def edit(now: Operator) -> Operator:
            may_try(now, at := self._operator_session.instant())
            return once_more_wrong(now, at)

        told = "forsøk {} på {}, fra kontoen {} på PC-en"
        self._change(
            person.id,
            edit,
            lambda _, now: (
                "feil ved innlogging",
                told.format(now.wrong_pins, now.initials, self._operator_session.os_user),
            ),
            author=NOBODY,
        )
        raise WrongPinError(f"Det var ikke {right}. Prøv igjen.")

    def choose_pin(self, pin: str) -> None:
        """Set a PIN for the operator of this session, «» removes it. Raises SwitchboardError."""
        own = self._person(self._operator_session.operator.id)
        if not pin and not own.os_user:
            raise SwitchboardError("Den som deler PC-en med andre, må ha en PIN. Velg en PIN først.")
        kept = new_pin(pin) if pin else ""
        if self.server is not None:
            self.server.put(own, kept)
            self._operator_session.switch_to(self._person(own.id))
            return
        new = UNTRIED | {"pin": kept}
        what = "valgte PIN" if pin else "tok bort PIN"
        self._operator_session.switch_to(
            self._change(own.id, lambda now: now.model_copy(update=new), lambda _, now: (what, now.initials))
        )

    def keep(self, person: Operator) -> str:
        """Add (id 0) or change an operator; administrators only. Returns a new one's start code, else «». Raises
        WrongFieldsError, with «roles» for the roles."""
        self._operator_session.require("administrator")
        wanted = [role for role in person.roles.split(",") if role in ROLES]
        if wrong := self._wrong_fields(person, wanted):
            raise WrongFieldsError(wrong)
        kept: dict[str, object] = {
            "initials": person.initials,
            "name": person.name,
            "department": person.department,
            "roles": ",".join(wanted),
        }
        if not person.id:
            return self._enter(person.model_copy(update=kept))
        now = self._change(
            person.id,
            lambda now: now.model_copy(update=kept),
            lambda was, now: ("endret person", f"{now.initials}: {was.roles or 'ingen'} → {now.roles}"),
        )
        if now.id == self._operator_session.operator.id:
            self._operator_session.switch_to(now)
        return ""

    def _wrong_fields(self, person: Operator, roles: list[str]) -> dict[str, str]:
        wrong, everybody = {}, self.all()
        others = [other for other in everybody if other.id != person.id]
        is_new = not any(now.id == person.id and now.initials == person.initials for now in everybody)
        if not person.initials:
            wrong["initials"] = "Skriv initialene."
        elif is_new and (fault := fault_of(person.initials)):
            wrong["initials"] = fault
        elif is_new and any(are_same(other.initials, person.initials) for other in others):
            wrong["initials"] = f"Initialene {person.initials} er i bruk av en annen. Velg andre initialer."
        if not roles:
            wrong["roles"] = "Velg minst én rolle."
        elif roles == ["avdeling"] and person.department is None:
            wrong["department"] = "Skriv avdelingen til den som bare har rollen Avdeling."
        return wrong

    def _enter(self, person: Operator) -> str:
        new = self._fields_of(code := new_code())
        with self._writing("operators") as session:
            operators.save_operator(session, person.model_copy(update=new))
            self._operator_session.log(session, "ny person", f"{person.initials}: {person.roles}")
        return code

    def new_code(self, person_id: int) -> str:
        """Replace the PIN by a start code; administrators only."""
        self._operator_session.require("administrator")
        new = self._fields_of(code := new_code())
        self._change(person_id, lambda now: now.model_copy(update=new), lambda _, now: ("ny startkode", now.initials))
        return code

    def leave(self, person_id: int) -> None:
        """Mark another operator as left; administrators only. Signatures stay. Raises SwitchboardError."""
        self._operator_session.require("administrator")
        if person_id == self._operator_session.operator.id:
            raise SwitchboardError("En annen administrator må melde at du har sluttet. Spør en av dem.")
        gone = UNTRIED | {"left": today(self._operator_session.clock()), "pin": ""}
        self._change(person_id, lambda now: now.model_copy(update=gone), lambda _, now: ("har sluttet", now.initials))

    def come_back(self, person_id: int) -> str:
        """Undo `leave` with the earlier roles. Returns the start code, «» for an operator with a Windows user."""
        self._operator_session.require("administrator")
        code = "" if self._person(person_id).os_user else new_code()
        new = (self._fields_of(code) if code else {}) | {"left": None}
        self._change(person_id, lambda now: now.model_copy(update=new), lambda _, now: ("kom tilbake", now.initials))
        return code

    @property
    def can_take_over(self) -> bool:
        """Whether there is a recovery code to prove who runs this register."""
        return self._recovery.is_possible and self._recovery.has_code

    def take_over(self, person_id: int, code: str) -> Operator:
        """With the recovery code, give the Windows user of this PC to this operator (new PC, new user); the operator
        who has it already becomes administrator. Logged. Raises SwitchboardError."""
        self._recovery.prove(code)
        user, person = self._operator_session.os_user, self._person(person_id)
        if person.left is not None:
            raise SwitchboardError(f"{person.shown} har sluttet. Velg en annen.")
        if person.id == self._operator_session.operator.id or person.os_user == user:
            roles = dict.fromkeys([*person.roles.split(","), "administrator"])
            kept = [person.model_copy(update={"roles": ",".join(roles)})]
            what = "ble administrator"
        else:
            gone = {"os_user": "", "pin": "", "left": today(self._operator_session.clock())}
            before = [one for one in self.all() if one.os_user == user]
            kept = [one.model_copy(update=gone | UNTRIED) for one in before]
            kept.append(person.model_copy(update={"os_user": user}))
            what = "tok over Windows-brukeren her"
        with self._writing("operators") as session:
            for one in kept:
                operators.save_operator(session, one)
            self._operator_session.log(session, what, "med gjenopprettingskoden", author=person.initials)
        return self._operator_session.switch_to(self._person(person.id))

    def _person(self, person_id: int) -> Operator:
        return _of(self.all(), person_id)

    def _fields_of(self, code: str) -> dict[str, object]:
        return fields_of_code(code, self._operator_session.instant().wall)

    def _change(
        self,
        person_id: int,
        edit: Callable[[Operator], Operator],
        logged: Callable[[Operator, Operator], tuple[str, str]] | None = None,
        *,
        author: str = "",
    ) -> Operator:
        """Edit the locked row, which another workstation may have changed (PR-1). `logged` of before and after goes
        to the access log (PR-4), signed by `author` or the session's operator."""
        with self._writing("operators", "parked", "callbacks") as session:
            everybody = operators.operators_now(session)
            was = _of(everybody, person_id)
            now = edit(was)
            if was.may("administrator") and not now.may("administrator"):
                _need_another(other for other in everybody if other.id != person_id)
            operators.save_operator(session, now)
            if was.initials != now.initials:
                operators.take_along(session, was.initials, now.initials)
            if logged:
                self._operator_session.log(session, *logged(was, now), author=author)
        return now


def _of(people: Iterable[Operator], person_id: int) -> Operator:
    found = next((person for person in people if person.id == person_id), None)
    if found is None:
        raise SwitchboardError("Personen finnes ikke lenger. Velg en annen i listen.")
    return found


def _need_another(others: Iterable[Operator]) -> None:
    if not any(other.may("administrator") for other in others):
        raise SwitchboardError(LAST_ADMINISTRATOR)


def sign_in_is_needed(here: Iterable[Operator]) -> bool:
    """Whether the PC's own user has a PIN, or others share the PC; `here` are the operators of this PC."""
    return any(person.pin or not person.os_user for person in here)
