"""Fullfør while the register takes nothing: kept on this PC, and written exactly once when it does.

The server of a shared register may be away; a register on this PC may be taking in a large file.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from sentralbord_desktop.domain.access.operator import READERS
from sentralbord_desktop.domain.errors import DatabaseBusyError, MemberGoneError, SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage.sharing.offline_queue import (
    ACCESS_LOG,
    COMPLETE,
    PARK,
    OfflineQueueFile,
    QueuedItem,
    can_queue,
)

log = logging.getLogger(__name__)


class Signature(NamedTuple):
    """Who wrote something, and when."""

    author: str
    at: datetime


Write = Callable[[Draft, Signature], object]
LogAccess = Callable[[int, str, Signature], object]
"""Member, why, and who looked when."""
NOT_LOGGED = (
    "Oppslaget kan ikke logges nå, verken i registeret eller på denne PC-en. Vent litt, og åpne medlemsbildet igjen."
)
LATER = "Alt skrives på tjeneren når kontakten er tilbake. Til da ligger det trygt på denne PC-en"
LATER_HERE = "Alt skrives inn når registeret er ledig igjen. Til da ligger det trygt ved siden av det"

STILL_WAITS = (
    "Noe som er skrevet her, venter fortsatt på registeret det hører til. La det bli skrevet inn først: det skjer av seg "
    "selv når registeret svarer."
)
WAITS_ELSEWHERE = (
    "{what} ligger på denne PC-en og venter på en annen tjener eller et annet register. Si fra til IT: det skrives inn når "
    "programmet åpner det registeret igjen."
)


class AlreadyCompletedError(SwitchboardError):
    """The inquiry is there: pressed twice, or the answer of the server got lost on its way."""


@dataclass(frozen=True, repr=False)
class SyncResult:
    """What came of those that waited: how many were written, and what stopped the others."""

    written: int = 0
    parked: int = 0
    stopped: tuple[str, ...] = ()
    left: int = 0


class OfflineQueue:
    """Nothing waits in a practice register."""

    def __init__(self, folder: Path, operator_session: OperatorSession, *, server: str, practice: bool) -> None:
        """`server` is the mark of a shared register (`ServerPlace.mark`), «» for the PC's own."""
        self._operator_session = operator_session
        self._folder = folder
        self._later = LATER if server else LATER_HERE
        self._file = None if practice else OfflineQueueFile(folder, server)
        self._kept_here: set[str] = set()
        self._holds_some = False

    @property
    def is_possible(self) -> bool:
        return self._file is not None and can_queue(self._folder)

    @property
    def holds_some(self) -> bool:
        """Whether something was put here since the program started, and has not been written yet."""
        return self._holds_some

    @property
    def completed(self) -> set[str]:
        """The inquiries that are completed and not written yet: none of them is parked."""
        if self._file is None or not self._is_looked_into:
            return set()
        return {item.id for item in _read(self._file) if item.what == COMPLETE}

    def require_empty(self) -> None:
        """Raises SwitchboardError while something waits: with another register nobody would write it."""
        if self._is_looked_into and self._all_here():
            raise SwitchboardError(STILL_WAITS)

    def elsewhere(self) -> str:
        """What waits on this PC for another register than the one that is open, in words; «» for nothing."""
        if self._file is None or not self._file.others() or not self.is_possible:
            return ""
        what = [item.what for file in self._file.others() for item in _read(file)]
        looks = what.count(ACCESS_LOG)
        count = len(what) - looks
        words = [f"{count} samtale{'r' if count > 1 else ''}"] if count else []
        words += [f"{looks} oppslag"] if looks else []
        return WAITS_ELSEWHERE.format(what=" og ".join(words)) if words else ""

    @property
    def _is_looked_into(self) -> bool:
        """Whether anything was ever queued here, and can be read."""
        return self._file is not None and self._file.is_there and self.is_possible

    def _drop(self, draft_id: str) -> None:
        if self._file is not None:
            self._file.drop(draft_id)

    def _all_here(self) -> list[QueuedItem]:
        return [] if self._file is None else self._file.all()

    def complete_later(self, draft: Draft) -> Receipt:
        """Keep a reviewed inquiry. Raises SwitchboardError when it cannot be kept either."""
        self._put(draft, COMPLETE)
        return Receipt(
            inquiry_id=draft.id,
            title=f"Fullført for {draft.title}",
            waiting=(self._later,),
            completed=self._operator_session.clock(),
        )

    def park_later(self, draft: Draft) -> None:
        self._put(draft, PARK)

    def queue_access_log(self, member_id: int, why: str) -> None:
        """A record was opened while nothing could be written: it is logged when it can be (PR-4). Raises
        SwitchboardError when that cannot be kept, and NotAllowedError for one who reads no members; then nothing may be
        shown."""
        self._operator_session.need(*READERS)
        if self._file is None or not self.is_possible:
            raise SwitchboardError(NOT_LOGGED)
        said = json.dumps({"member": member_id, "why": why}, ensure_ascii=False)
        self._holds_some = True
        self._file.put(str(uuid4()), ACCESS_LOG, self._operator_session.sign, self._operator_session.clock(), said)

    def _put(self, draft: Draft, what: str) -> None:
        if self._file is not None:
            self._kept_here.add(draft.id)
            self._holds_some = True
            self._file.put(
                draft.id, what, self._operator_session.sign, self._operator_session.clock(), draft.model_dump_json()
            )

    def forget(self, draft_id: str) -> None:
        """It was written on the server after all, and is not to be parked later."""
        if draft_id in self._kept_here:
            self._drop(draft_id)
            self._kept_here.discard(draft_id)

    def sync(self, complete: Write, park: Write, look: LogAccess) -> SyncResult:
        """Write what waits, in the order it came, signed by whoever kept it and when. What the register
        no longer takes (changed meanwhile, something missing) is parked, with the reason, but for a
        member that was erased; what the server does not hear, what cannot be parked either, and what nobody
        foresaw, goes on waiting and holds up no other."""
        if not self._is_looked_into:
            return SyncResult()
        written = parked = 0
        stopped: list[str] = []
        for item in self._all_here():
            try:
                came = _written(item, complete, park, look)
            except DatabaseBusyError:
                break
            except Exception as error:
                log.warning("could not be written back: %s", type(error).__name__)
                why = str(error) if isinstance(error, SwitchboardError) else "Si fra til IT."
                stopped.append(f"En samtale ligger fortsatt på denne PC-en. {why}")
                continue
            self._drop(item.id)
            written, parked = written + came.written, parked + came.parked
            stopped += came.stopped
        left = len(self._all_here())
        self._holds_some = left > 0
        return SyncResult(written, parked, tuple(stopped), left)


def _read(file: OfflineQueueFile) -> list[QueuedItem]:
    """One that cannot be opened stands in the way of nothing else: whoever sends back tells of it."""
    try:
        return file.all()
    except SwitchboardError as error:
        log.warning("a waiting file could not be read: %s", type(error).__name__)
        return []


def _written(item: QueuedItem, complete: Write, park: Write, look: LogAccess) -> SyncResult:
    """What came of one, which needs to wait no longer. Raises what keeps it waiting, from the parking too."""
    signed = Signature(item.author, item.at)
    if item.what == ACCESS_LOG:
        _log_access(look, item.draft, signed)
        return SyncResult()
    draft = Draft.model_validate_json(item.draft)
    try:
        if item.what == PARK:
            park(draft, signed)
            return SyncResult(parked=1)
        try:
            complete(draft, signed)
        except (DatabaseBusyError, MemberGoneError):
            raise
        except AlreadyCompletedError:
            pass
        except SwitchboardError as error:
            park(draft, signed)
            return SyncResult(stopped=(f"{draft.title} er parkert. {error}",))
    except MemberGoneError as error:
        return SyncResult(stopped=(f"En samtale gjaldt et medlem som er slettet. {error}",))
    return SyncResult(written=1)


def _log_access(look: LogAccess, said: str, signed: Signature) -> None:
    """A look-up that the log refuses is no call to park: it goes on waiting, and IT is told."""
    told = json.loads(said)
    try:
        look(told["member"], told["why"], signed)
    except DatabaseBusyError:
        raise
    except SwitchboardError as error:
        raise RuntimeError from error
