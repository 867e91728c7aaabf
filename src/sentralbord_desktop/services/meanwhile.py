"""Before the server has answered at all: members are found in the copy on this PC, and nothing else is done.

Who sits here, and what they may see, is what the copy knows of them; whom it does not know sees nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sentralbord_desktop.domain.desk import Operator
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError, WrongPinError
from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.services.live import LiveService
from sentralbord_desktop.services.local_copy import GONE_MEANWHILE, LocalCopyService
from sentralbord_desktop.services.members import MemberService
from sentralbord_desktop.services.notices import Notices
from sentralbord_desktop.services.people import fits, sign_in_is_needed
from sentralbord_desktop.services.pin_wait import GONE, may_try, once_more_wrong
from sentralbord_desktop.services.shift import Clock, Shift, known_by_plain_name
from sentralbord_desktop.services.waiting import WaitingRoom
from sentralbord_desktop.storage import desk
from sentralbord_desktop.storage.database import Database

UNKNOWN = "Kopien vet ikke hvem du er, så den åpnes ikke for deg. Vent til tjeneren svarer."
NO_PIN = "Ingen av dere har valgt en PIN ennå, så kopien åpnes ikke. Vent til tjeneren svarer."
NOT_RIGHT = "Det var ikke riktig. Prøv igjen."


class Meanwhile:
    """`database` is the server's, and is asked nothing: it counts as away from the first moment."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        os_user: str,
        clock: Clock,
        policies: Policies,
        category_title: Callable[[str], str],
    ) -> None:
        self.category_title = category_title
        database.is_away = True
        notices = Notices()
        self._database = database
        self.shift = Shift(database, notices, os_user, clock, policies)
        live = LiveService(database, notices, clock)
        live.is_lost = True
        waiting = WaitingRoom(
            folder,
            self.shift,
            server=database.place.mark,
            former=database.place.former_mark,
            practice=False,
        )
        self._copy = LocalCopyService(database, folder, clock, live, waiting, policies)
        self._members = MemberService(database, self.shift, notices, self._copy, waiting)
        self._people: dict[int, Operator] = {}

    @property
    def taken(self) -> datetime | None:
        """When the copy was taken; None when there is none, or IT does not allow it."""
        return self._copy.taken

    @property
    def members(self) -> MemberService:
        """To search and to open. Raises SwitchboardError before it is known who sits here."""
        if self.shift.is_new:
            raise SwitchboardError(UNKNOWN)
        return self._members

    def here(self) -> Sequence[Operator]:
        """Who may sit at this PC by what the copy knows, its own user first. Raises SwitchboardError when that is
        nobody, when the copy may not be used, and when it cannot be opened."""
        if self._copy.taken is None:
            raise SwitchboardError(GONE_MEANWHILE)
        people = self._copy.read(desk.operators)
        user = self.shift.os_user
        own = next((one for one in people if one.os_user == user), None)
        own = own or known_by_plain_name(people, user)
        shared = [one for one in people if not one.os_user and one.left is None]
        if own is not None and own.left is not None:
            if not shared:
                raise NotAllowedError(GONE)
            own = None
        found = [*([own] if own else []), *sorted(shared, key=lambda one: one.shown)]
        if not found:
            raise NotAllowedError(UNKNOWN)
        self._people = {one.id: one for one in found}
        return found

    def who_sign_in(self, *, windows: bool) -> Sequence[Operator]:
        """Of `here`, those who must show who they are and can: a PIN is chosen at the server. Empty where nobody
        needs to; raises NotAllowedError where nobody can."""
        people = list(self._people.values())
        if not sign_in_is_needed(people):
            return []
        able = [one for one in people
                if (one.code_until is None if one.pin else one.os_user and windows)]  # fmt: skip
        if not able:
            raise NotAllowedError(NO_PIN)
        return able

    def sign_in(
        self, person_id: int, shown: str, windows: Callable[[str], bool] | None = None
    ) -> None:
        """By the PIN, or by the password of Windows where the PC's own user has none. Wrong ones are counted here
        alone. Raises WrongPinError, and SwitchboardError."""
        person = self._people[person_id]
        at = self.shift.instant(alone=True)
        may_try(person, at)
        is_right = bool(windows and windows(shown)) if not person.pin else fits(shown, person)
        if not is_right or person.code_until is not None:
            self._people[person_id] = once_more_wrong(person, at)
            raise WrongPinError(NOT_RIGHT)
        self.shift.become(person)

    def sit_down(self) -> None:
        """The PC's own user, who need not show anything. Raises NotAllowedError for others."""
        own = next((one for one in self._people.values() if one.os_user), None)
        if own is None or sign_in_is_needed(self._people.values()):
            raise NotAllowedError(UNKNOWN)
        self.shift.become(own)

    def close(self) -> None:
        """The file is let go of; nothing can be read afterwards."""
        self._copy.end()
        self._database.close()
