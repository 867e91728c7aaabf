"""The current operator: roles, loop, amount of help."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypedDict

from sqlmodel import Session

from sentralbord_desktop.domain.access import ROLES, Operator
from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.initials import are_same, fault_of, initials_of
from sentralbord_desktop.domain.policies import NOTHING_DECIDED, OPERATOR, Policies
from sentralbord_desktop.domain.text.norwegian import listed
from sentralbord_desktop.services.change_notices import ChangeNotices
from sentralbord_desktop.services.pin_wait import Instant
from sentralbord_desktop.storage import operators
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.privacy import access_log
from sentralbord_desktop.system.boot_clock import since_boot

UNKNOWN = "OP"
"""The initials where the account has no name."""
Clock = Callable[[], datetime]
GUARDED = ("administrator", "personvern")
"""Not given to a user matched by name alone: «kari» may be another person on another PC."""
FIRST_OPERATOR_ROLES = ",".join(role for role in ROLES if role != "avdeling")
"""The roles of the first operator in a register."""


class OwnChoices(TypedDict, total=False):
    """What operators may choose themselves; the keywords of `OperatorSession.update`."""

    name: str
    initials: str
    loop: int
    help_level: str
    lock_minutes: int


class OperatorSession:
    """One operator per Windows user, added at first start."""

    def __init__(
        self,
        database: Database,
        change_notices: ChangeNotices,
        os_user: str,
        clock: Clock = now,
        policies: Policies = NOTHING_DECIDED,
    ) -> None:
        self.database = database
        self.change_notices = change_notices
        self.os_user = os_user
        self.policies = policies
        self.clock = clock
        self.since_boot = since_boot
        account = os_user.rpartition("\\")[2]
        self.operator = Operator(id=0, initials=initials_of(account) or UNKNOWN, name="", os_user=os_user)
        self.is_new = True

    def begin(self) -> Operator:
        """Read the operator; `is_new` stays true until `update` was called once."""
        with self.database.reading() as session:
            found = operators.operator_for(session, self.os_user)
        found = found or self._known_by_plain_name()
        if found:
            self.operator, self.is_new = found, False
        self.operator = self._decided(self.operator)
        return self.operator

    def is_first(self) -> bool:
        """Whether this operator will be the first in the register, with every role."""
        with self.database.reading() as session:
            return not operators.operators(session)

    def _known_by_plain_name(self) -> Operator | None:
        """Give the full user name to the only operator with the plain one (from older shared registers)."""
        plain = self.os_user.rpartition("\\")[2]
        if plain == self.os_user:
            return None
        with self.database.reading() as session:
            found = operator_by_plain_name(operators.operators(session), self.os_user)
        if found is not None:
            with self.database.transaction() as session:
                operators.rename_user(session, plain, self.os_user)
        return found

    def update(
        self,
        *,
        name: str | None = None,
        initials: str | None = None,
        loop: int | None = None,
        help_level: str | None = None,
        lock_minutes: int | None = None,
    ) -> Operator:
        """Save the operator's own choices; None is unchanged. Roles, PIN and Windows user are changed in
        `PeopleService`. Raises SwitchboardError for missing or taken initials."""
        choices = {
            "name": name,
            "initials": initials,
            "loop": loop,
            "help_level": help_level,
            "lock_minutes": lock_minutes,
        }
        changes = {key: value for key, value in choices.items() if value is not None}
        with self.database.transaction() as session:
            everybody = operators.operators_now(session)
            stored = next((one for one in everybody if one.id == self.operator.id), None)
            own = (stored or self.operator).model_dump()  # roles and PIN as they are now
            changed = Operator.model_validate({**own, **changes})
            _refuse_initials(changed, everybody, stored.initials if stored else "")
            if not everybody:
                changed = changed.model_copy(update={"roles": FIRST_OPERATOR_ROLES})
            kept = self.policies.kept(changed.model_dump(), stored.model_dump() if stored else {}, OPERATOR)
            saved = operators.save_operator(session, Operator.model_validate(kept))
            if stored is None:
                self.log(session, "ny person", f"{saved.initials}: {saved.roles}", author=saved.initials)
            elif stored.initials != saved.initials:
                operators.take_along(session, stored.initials, saved.initials)
                what = f"{stored.initials} → {saved.initials}"
                self.log(session, "endret egne initialer", what, author=saved.initials)
        self.operator = self._decided(saved)
        self.is_new = False
        self.change_notices.notify("operators", "parked", "callbacks")
        return self.operator

    def switch_to(self, person: Operator) -> Operator:
        """Another operator has signed in on this PC."""
        self.operator = self._decided(person)
        self.is_new = False
        return self.operator

    def instant(self, *, alone: bool = False) -> Instant:
        """The time by clocks that the user cannot set: the server's (not if `alone`), or the PC's with its uptime."""
        if self.database.is_server and not alone:
            return Instant(self.database.time(), self.since_boot(), is_servers=True)
        return Instant(self.clock(), self.since_boot())

    def refresh(self) -> None:
        """Read the operator again: roles may have changed."""
        with self.database.reading() as session:
            found = next((o for o in operators.operators(session) if o.id == self.operator.id), None)
        if found is not None:
            self.operator = self._decided(found)

    def may(self, role: str) -> bool:
        return self.operator.may(role)

    def require(self, *roles: str) -> None:
        """Raises NotAllowedError unless the operator has one of the roles now. Allowed before any operator exists."""
        if self.operator.id:
            self.refresh()
        elif self._nobody_is_entered:
            return
        self.need(*roles)

    def need(self, *roles: str) -> None:
        """As `require`, by the roles in memory: for each key, and while the server is away. Follows notices."""
        if not any(self.may(role) for role in roles):
            names = listed([ROLES[role] for role in roles], "eller")
            raise NotAllowedError(f"Dette er for rollen {names}. Spør en som har den.")

    @property
    def _nobody_is_entered(self) -> bool:
        with self.database.reading() as session:
            return not operators.operators(session)

    def log(
        self,
        session: Session,
        what: str,
        why: str = "",
        member_id: int | None = None,
        *,
        author: str = "",
        at: datetime | None = None,
    ) -> None:
        """Write to the access log, signed by `author` or the operator (PR-4), at `at` or now."""
        access_log.log_access(
            session, author=author or self.sign, at=at or self.clock(), member_id=member_id, what=what, why=why[:400]
        )

    def _decided(self, operator: Operator) -> Operator:
        """The operator with the loop set by policy for this PC."""
        return Operator.model_validate(self.policies.over(operator.model_dump(), OPERATOR))

    @property
    def sign(self) -> str:
        return self.operator.initials


def _refuse_initials(changed: Operator, everybody: Iterable[Operator], before: str) -> None:
    """Raise SwitchboardError for missing or taken initials, and for new ones that are no letters: they sign what is
    written."""
    if not changed.initials.strip():
        raise SwitchboardError("Skriv initialene. De signerer merknadene.")
    if changed.initials == before:
        return
    if wrong := fault_of(changed.initials):
        raise SwitchboardError(wrong)
    for other in everybody:
        if are_same(other.initials, changed.initials) and other.id != changed.id:
            raise SwitchboardError(f"Initialene {other.initials} er i bruk av en annen. Velg andre initialer.")


def operator_by_plain_name(people: Iterable[Operator], os_user: str) -> Operator | None:
    """The only operator with `os_user` without PC or domain, with the full name; None if ambiguous or in GUARDED."""
    same = [one for one in people if one.os_user == os_user.rpartition("\\")[2]]
    if len(same) != 1 or any(same[0].may(role) for role in GUARDED):
        return None
    return same[0].model_copy(update={"os_user": os_user})
