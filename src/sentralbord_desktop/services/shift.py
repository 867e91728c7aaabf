"""Who sits here now: the operator, their loop and how much help they want."""

from collections.abc import Callable
from datetime import datetime

from sentralbord_desktop.domain.desk import Operator
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.times import now
from sentralbord_desktop.services.notices import Notices
from sentralbord_desktop.storage import desk
from sentralbord_desktop.storage.database import Database

Clock = Callable[[], datetime]


class Shift:
    """One operator per Windows user; the operator is made at first start."""

    def __init__(
        self, database: Database, notices: Notices, os_user: str, clock: Clock = now
    ) -> None:
        self._database = database
        self._notices = notices
        self._os_user = os_user
        self.clock = clock
        self.operator = Operator(id=0, initials=initials_of(os_user), name="", os_user=os_user)
        self.is_new = True

    def begin(self) -> Operator:
        """Read who this is; `is_new` stays true until `settle` has been called once."""
        with self._database.reading() as session:
            found = desk.operator_for(session, self._os_user)
        if found:
            self.operator, self.is_new = found, False
        return self.operator

    def settle(self, **changes: object) -> Operator:
        """Keep a new name, loop or help level."""
        changed = Operator.model_validate({**self.operator.model_dump(), **changes})
        with self._database.transaction() as session:
            for other in desk.operators(session):
                if other.initials == changed.initials and other.id != changed.id:
                    raise SwitchboardError(
                        f"Initialene {other.initials} er i bruk av en annen. Velg andre initialer."
                    )
            self.operator = desk.save_operator(session, changed)
        self.is_new = False
        self._notices.tell("operators")
        return self.operator

    @property
    def sign(self) -> str:
        """The initials that sign notes."""
        return self.operator.initials


def initials_of(user: str) -> str:
    """«maja.hovde» -> «MH», «root» -> «RO»."""
    parts = [part for part in user.replace("_", ".").replace("-", ".").split(".") if part]
    if len(parts) > 1:
        return "".join(part[0] for part in parts[:3]).upper()
    return (user[:2] or "OP").upper()
