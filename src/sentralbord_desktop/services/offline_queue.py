"""The offline queue: Fullfør while the server is away or a file imports a large list; written exactly once later."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from sentralbord_desktop.domain.access import READERS
from sentralbord_desktop.domain.errors import DatabaseBusyError, MemberGoneError, SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.domain.text.norwegian import listed
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage.sharing.offline_queue import (
    ACCESS_LOG,
    COMPLETE,
    NO_ANSWER,
    PARK,
    OfflineQueueFile,
    QueuedItem,
    can_queue,
)

log = logging.getLogger(__name__)


class Signature(NamedTuple):
    author: str
    at: datetime


Write = Callable[[Draft, Signature], object]
LogAccess = Callable[[int, str, Signature], object]
"""Arguments: member id, reason, signature."""
NoAnswer = Callable[[str, Signature], object]
"""Arguments: key on the board, signature."""


class Writers(NamedTuple):
    """What writes each kind of item."""

    complete: Write
    park: Write
    look: LogAccess
    no_answer: NoAnswer


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
    """The inquiry exists: pressed twice, or the server's answer was lost."""


@dataclass(frozen=True, repr=False)
class SyncResult:
    """The result of a sync: how many were written or parked, what stopped the others, how many are left."""

    written: int = 0
    parked: int = 0
    stopped: tuple[str, ...] = ()
    left: int = 0


class OfflineQueue:
    """A practice register has no queue."""

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
        """Whether anything queued since the program started is not written yet."""
        return self._holds_some

    @property
    def completed(self) -> set[str]:
        """Ids of completed inquiries in the queue: they are not parked."""
        if self._file is None or not self._is_looked_into:
            return set()
        return {item.id for item in _read(self._file) if item.what == COMPLETE}

    def require_empty(self) -> None:
        """Raises SwitchboardError unless empty: no other register would write it."""
        if self._is_looked_into and self._all_here():
            raise SwitchboardError(STILL_WAITS)

    def elsewhere(self) -> str:
        """A sentence about queues of other registers on this PC; «» without any."""
        if self._file is None or not self._file.others() or not self.is_possible:
            return ""
        what = [item.what for file in self._file.others() for item in _read(file)]
        looks, rung = what.count(ACCESS_LOG), what.count(NO_ANSWER)
        count = len(what) - looks - rung
        words = [f"{count} samtale{'r' if count > 1 else ''}"] if count else []
        words += [f"{looks} oppslag"] if looks else []
        words += [f"{rung} ringeforsøk"] if rung else []
        return WAITS_ELSEWHERE.format(what=listed(words)) if words else ""

    @property
    def _is_looked_into(self) -> bool:
        """Whether there is a readable queue file."""
        return self._file is not None and self._file.is_there and self.is_possible

    def _drop(self, draft_id: str) -> None:
        if self._file is not None:
            self._file.drop(draft_id)

    def _all_here(self) -> list[QueuedItem]:
        return [] if self._file is None else self._file.all()

    def complete_later(self, draft: Draft) -> Receipt:
        """Queue a reviewed inquiry. Raises SwitchboardError when that fails too."""
        self._put(draft, COMPLETE)
        return Receipt(inquiry_id=draft.id, title=draft.completed_title(), to_come=(self._later,))

    def park_later(self, draft: Draft) -> None:
        self._put(draft, PARK)

    def queue_access_log(self, member_id: int, why: str) -> None:
        """Queue the log row of an opened record (PR-4). Raises SwitchboardError when that fails, and NotAllowedError
        without the role; then the record must not be shown."""
        self._operator_session.need(*READERS)
        if self._file is None or not self.is_possible:
            raise SwitchboardError(NOT_LOGGED)
        self._put_fact(ACCESS_LOG, {"member": member_id, "why": why})

    def queue_no_answer(self, who: str) -> None:
        """Queue an attempt for the board; `who` is a key on it. Raises SwitchboardError when that fails."""
        self._put_fact(NO_ANSWER, {"who": who})

    def _put_fact(self, what: str, fact: dict[str, object]) -> None:
        if self._file is not None:
            self._holds_some = True
            said = json.dumps(fact, ensure_ascii=False)
            self._file.put(str(uuid4()), what, self._operator_session.sign, self._operator_session.clock(), said)

    def _put(self, draft: Draft, what: str) -> None:
        if self._file is not None:
            self._kept_here.add(draft.id)
            self._holds_some = True
            self._file.put(
                draft.id, what, self._operator_session.sign, self._operator_session.clock(), draft.model_dump_json()
            )

    def forget(self, draft_id: str) -> None:
        """Remove an inquiry that was written to the register."""
        if draft_id in self._kept_here:
            self._drop(draft_id)
            self._kept_here.discard(draft_id)

    def sync(self, writers: Writers) -> SyncResult:
        """Write the queue in order, signed by the original author and time. An inquiry that the register refuses
        (changed, incomplete) is parked with the reason, unless its member was erased. What meets a busy server,
        cannot be parked, or fails unexpectedly stays queued and does not block the others."""
        if not self._is_looked_into:
            return SyncResult()
        written = parked = 0
        stopped: list[str] = []
        for item in self._all_here():
            try:
                came = _written(item, writers)
            except DatabaseBusyError:
                break
            except Exception as error:
                log.warning("could not be written back: %s", type(error).__name__)
                why = str(error) if isinstance(error, SwitchboardError) else "Si fra til IT."
                thing = "Et ringeforsøk" if item.what == NO_ANSWER else "En samtale"
                stopped.append(f"{thing} ligger fortsatt på denne PC-en. {why}")
                continue
            self._drop(item.id)
            written, parked = written + came.written, parked + came.parked
            stopped += came.stopped
        left = len(self._all_here())
        self._holds_some = left > 0
        return SyncResult(written, parked, tuple(stopped), left)


def _read(file: OfflineQueueFile) -> list[QueuedItem]:
    """The items; empty for an unreadable file, which the sync reports."""
    try:
        return file.all()
    except SwitchboardError as error:
        log.warning("a waiting file could not be read: %s", type(error).__name__)
        return []


def _written(item: QueuedItem, writers: Writers) -> SyncResult:
    """Write one item. Raises the error that keeps it queued, also from parking."""
    signed = Signature(item.author, item.at)
    if item.what == ACCESS_LOG:
        _log_access(writers.look, item.draft, signed)
        return SyncResult()
    if item.what == NO_ANSWER:
        writers.no_answer(json.loads(item.draft)["who"], signed)
        return SyncResult()
    draft = Draft.model_validate_json(item.draft)
    try:
        if item.what == PARK:
            writers.park(draft, signed)
            return SyncResult(parked=1)
        try:
            writers.complete(draft, signed)
        except (DatabaseBusyError, MemberGoneError):
            raise
        except AlreadyCompletedError:
            pass
        except SwitchboardError as error:
            writers.park(draft, signed)
            return SyncResult(stopped=(f"{draft.title} er parkert. {error}",))
    except MemberGoneError as error:
        return SyncResult(stopped=(f"En samtale gjaldt et medlem som er slettet. {error}",))
    return SyncResult(written=1)


def _log_access(look: LogAccess, said: str, signed: Signature) -> None:
    """A refused log row is not parked: it stays queued and is reported."""
    told = json.loads(said)
    try:
        look(told["member"], told["why"], signed)
    except DatabaseBusyError:
        raise
    except SwitchboardError as error:
        raise RuntimeError from error
