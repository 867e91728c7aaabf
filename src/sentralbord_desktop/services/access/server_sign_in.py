"""Signing in where the register is on a server: what it says of a PIN, in words."""

from collections.abc import Mapping

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.errors import SwitchboardError, WrongPinError
from sentralbord_desktop.services.pin_wait import CHANGED_PIN, GONE, TOO_MANY, TOO_OLD
from sentralbord_desktop.storage.access import server_pins
from sentralbord_desktop.storage.access.server_pins import ServerPins
from sentralbord_desktop.storage.engine.database import Database


class ServerEntry:
    """All of it raises WrongPinError when it is too early, and SwitchboardError for one who has left."""

    def __init__(self, database: Database) -> None:
        self.pins = ServerPins(database)
        self.fits_as_seen = self.pins.fits_as_seen

    def fits(self, person: Operator, pin: str) -> bool:
        """A wrong one is counted and logged already."""
        return self._is_right(person, self.pins.check(person, pin))

    def counted(self, person: Operator) -> None:
        """What was shown did not fit: of one without a PIN, by the word of Windows, it is counted now."""
        if not person.pin:
            self._is_right(person, self.pins.check_windows(person, fits=False))

    def shown(self, person: Operator, new: Mapping[str, object]) -> None:
        """It did; with a `pin` in `new` that one holds from now on."""
        if "pin" in new:
            self.put(person, str(new["pin"]))
        elif not person.pin:
            self._is_right(person, self.pins.check_windows(person, fits=True))

    def put(self, person: Operator, kept: str) -> None:
        """Another PIN, «» for none. Raises WrongPinError when it is another by now."""
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
