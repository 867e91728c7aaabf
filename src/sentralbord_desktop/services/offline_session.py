"""Before the server has answered: members are found in the local copy, and nothing else is possible. Operators and
their roles are those of the copy; a user unknown to it sees nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError, WrongPinError
from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.services.access import fits, sign_in_is_needed
from sentralbord_desktop.services.change_notices import ChangeNotices
from sentralbord_desktop.services.members import MemberService
from sentralbord_desktop.services.offline_queue import OfflineQueue
from sentralbord_desktop.services.pin_wait import GONE, may_try, once_more_wrong
from sentralbord_desktop.services.session import Clock, OperatorSession, operator_by_plain_name
from sentralbord_desktop.services.sharing.live import LiveService
from sentralbord_desktop.services.sharing.local_copy import GONE_MEANWHILE, LocalCopyService
from sentralbord_desktop.storage import operators
from sentralbord_desktop.storage.engine.database import Database

UNKNOWN_USER = "Kopien vet ikke hvem du er, så den åpnes ikke for deg. Vent til tjeneren svarer."
NO_PIN = "Ingen av dere har valgt en PIN ennå, så kopien åpnes ikke. Vent til tjeneren svarer."
NOT_RIGHT = "Det var ikke riktig. Prøv igjen."


class OfflineSession:
    """`database` is the server's and is not queried: it counts as away from the start."""

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
        change_notices = ChangeNotices()
        self._database = database
        self.operator_session = OperatorSession(database, change_notices, os_user, clock, policies)
        live = LiveService(database, change_notices, clock)
        live.is_lost = True
        offline_queue = OfflineQueue(folder, self.operator_session, server=database.place.mark, practice=False)
        self._copy = LocalCopyService(database, folder, clock, live, offline_queue, policies)
        self._members = MemberService(self.operator_session, self._copy, offline_queue)
        self._people: dict[int, Operator] = {}

    @property
    def copied_at(self) -> datetime | None:
        """The time of the copy; None without one, or when the policy forbids it."""
        return self._copy.copied_at

    @property
    def members(self) -> MemberService:
        """For searching and opening. Raises SwitchboardError before sign-in."""
        if self.operator_session.is_new:
            raise SwitchboardError(UNKNOWN_USER)
        return self._members

    def here(self) -> Sequence[Operator]:
        """Operators of this PC according to the copy, its own user first. Raises SwitchboardError without any, and
        when the copy is forbidden or cannot be opened."""
        if self._copy.copied_at is None:
            raise SwitchboardError(GONE_MEANWHILE)
        people = self._copy.read(operators.operators)
        user = self.operator_session.os_user
        own = next((one for one in people if one.os_user == user), None)
        own = own or operator_by_plain_name(people, user)
        shared = [one for one in people if not one.os_user and one.left is None]
        if own is not None and own.left is not None:
            if not shared:
                raise NotAllowedError(GONE)
            own = None
        found = [*([own] if own else []), *sorted(shared, key=lambda one: one.shown)]
        if not found:
            raise NotAllowedError(UNKNOWN_USER)
        self._people = {one.id: one for one in found}
        return found

    def who_sign_in(self, *, windows: bool) -> Sequence[Operator]:
        """Those of `here` who must sign in and can (start codes need the server). NotAllowedError when none can."""
        people = list(self._people.values())
        if not sign_in_is_needed(people):
            return []
        able = [one for one in people if (one.code_until is None if one.pin else one.os_user and windows)]
        if not able:
            raise NotAllowedError(NO_PIN)
        return able

    def sign_in(self, person_id: int, shown: str, windows: Callable[[str], bool] | None = None) -> None:
        """Sign in with the PIN, or the Windows password for the PC's own user without one. Failures are counted only
        here. Raises WrongPinError and SwitchboardError."""
        person = self._people[person_id]
        at = self.operator_session.instant(alone=True)
        may_try(person, at)
        is_right = bool(windows and windows(shown)) if not person.pin else fits(shown, person)
        if not is_right or person.code_until is not None:
            self._people[person_id] = once_more_wrong(person, at)
            raise WrongPinError(NOT_RIGHT)
        self.operator_session.switch_to(person)

    def sit_down(self) -> None:
        """Sign in the PC's own user without a PIN. Raises NotAllowedError for others."""
        own = next((one for one in self._people.values() if one.os_user), None)
        if own is None or sign_in_is_needed(self._people.values()):
            raise NotAllowedError(UNKNOWN_USER)
        self.operator_session.switch_to(own)

    def close(self) -> None:
        self._copy.end()
        self._database.close()
