"""PINs of a register on a server: the workstation derives; the server compares, counts and delays by its own clock."""

import hashlib

from sqlalchemy import text

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.dates.clock import clock
from sentralbord_desktop.storage import operators
from sentralbord_desktop.storage.encryption import pin_hash
from sentralbord_desktop.storage.engine.database import Database

RIGHT, WRONG, WAITS, EXPIRED, GONE = "riktig", "feil", "vent", "utgaatt", "sluttet"


class ServerPins:
    """Correct PINs of this process are kept in memory, for when the server is away and for changing a PIN."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._proofs: dict[tuple[int, str], bytes] = {}

    def check(self, person: Operator, pin: str) -> str:
        """RIGHT, or the reason. The server counts and logs a wrong PIN."""
        shown = pin_hash.proof(pin, person.pin)
        said = self._ask("SELECT check_pin(:who, :proof, false)", who=person.id, proof=shown)
        if said == RIGHT:
            self._proofs[person.id, person.pin] = shown
        return said

    def check_windows(self, person: Operator, *, fits: bool) -> str:
        """For an operator without a PIN, after Windows has checked the password; the server counts failures too."""
        return self._ask("SELECT check_pin(:who, NULL, :fits)", who=person.id, fits=fits)

    def change(self, person: Operator, kept: str) -> str:
        """Set another PIN, «» for none. Requires a PIN that was correct in this process, or none."""
        shown = self._proofs.get((person.id, person.pin), b"")
        asked = "SELECT change_pin(:who, :proof, :kept)"
        said = self._ask(asked, who=person.id, proof=shown, kept=kept)
        if said == RIGHT and kept:
            self._proofs[person.id, pin_hash.shown(kept)] = pin_hash.derived(kept)
        return said

    def fits_as_seen(self, person: Operator, pin: str) -> bool:
        """While the server is away: whether it is the PIN that was correct in this process."""
        seen = self._proofs.get((person.id, person.pin))
        return seen is not None and pin_hash.proof(pin, person.pin) == seen

    def kept(self, person: Operator) -> str:
        """The PIN that was correct in this process, for the local copy of the register; «» for any other."""
        seen = self._proofs.get((person.id, person.pin))
        return pin_hash.with_verifier(person.pin, hashlib.sha256(seen).digest()) if seen else ""

    def waits_until(self, person: Operator) -> str:
        """«14.06», from the register."""
        with self._database.reading() as session:
            found = next((one for one in operators.operators(session) if one.id == person.id), person)
        return clock(found.pin_waits) if found.pin_waits else "om litt"

    def _ask(self, question: str, **values: object) -> str:
        with self._database.transaction() as session:
            return str(session.execute(text(question), values).scalar_one())
