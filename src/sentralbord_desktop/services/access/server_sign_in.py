"""Sign-in to a register on a server: translates its answers to errors."""

from collections.abc import Mapping

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.errors import SwitchboardError, WrongPinError
from sentralbord_desktop.services.pin_wait import CHANGED_PIN, GONE, TOO_MANY, TOO_OLD
from sentralbord_desktop.storage.access import server_pins
from sentralbord_desktop.storage.access.server_pins import ServerPins
from sentralbord_desktop.storage.engine.database import Database


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
