"""Unfinished inquiries: saved after every answer, parked, resumed exactly, also after a kill."""

from sqlmodel import Session

from sentralbord_desktop.domain.errors import MEMBER_GONE, DatabaseBusyError, MemberGoneError
from sentralbord_desktop.domain.inquiries.parked import FORM_CATEGORY, Parked, UnsavedForm
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.offline_queue import OfflineQueue, Signature
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import callbacks
from sentralbord_desktop.storage.inquiries import parked as storage_parked
from sentralbord_desktop.storage.members import members
from sentralbord_desktop.storage.organisation import read_organisation


class ParkingService(Service):
    def __init__(self, operator_session: OperatorSession, library: Library, offline_queue: OfflineQueue) -> None:
        super().__init__(operator_session)
        self._library = library
        self._offline_queue = offline_queue

    def keep(self, draft: Draft, *, running: bool) -> None:
        """Save the inquiry. `running`: it is on the screen. While the server is away, it goes to the offline queue."""
        try:
            self.keep_now(draft, running=running)
        except DatabaseBusyError:
            if not self._offline_queue.is_possible:
                raise
            self._offline_queue.park_later(draft)
            return
        self._offline_queue.forget(draft.id)

    def keep_now(self, draft: Draft, *, running: bool, signed: Signature | None = None) -> None:
        """As `keep`, without the queue; raises DatabaseBusyError. `signed`: author and time; a newer version is
        kept. Raises MemberGoneError for an erased member."""
        author, at = signed or (self._operator_session.sign, self._operator_session.clock())
        with self._database.transaction() as session:
            _need(session, draft.member_id)
            parked = self._without_erased(session, draft).parked(author, at, running=running)
            if signed and (there := storage_parked.parked_at(session, draft.id)) and there >= at:
                return
            storage_parked.save_parked(session, parked)
            held = (
                running
                and draft.callback_id is not None
                and callbacks.hold(session, draft.callback_id, author, self._operator_session.clock())
            )
        if not running:
            self._change_notices.notify("parked")
        if held:
            self._change_notices.notify("callbacks")

    def all(self) -> list[Parked]:
        """Newest first; includes what was on the screen at a kill."""
        with self._database.reading() as session:
            return storage_parked.all_parked(session, self._operator_session.sign)

    def drafts(self) -> list[Draft]:
        done = self._offline_queue.completed
        return [Draft.model_validate_json(one.state) for one in self.all() if one.id not in done]

    def drop(self, draft: Draft, step: str) -> int:
        """Discard it. `step` is its current question, «» at the review, counted with the category. Returns the
        argument for `restore`. Raises DatabaseBusyError without a change."""
        with self._database.transaction() as session:
            storage_parked.drop_parked(session, draft.id)
            left = storage_parked.note_left(session, self._operator_session.clock(), draft.category, step)
        self._offline_queue.forget(draft.id)
        self._change_notices.notify("parked")
        return left

    def restore(self, draft: Draft, left: int) -> None:
        """Undo `drop`: park it again unchanged."""
        with self._database.transaction() as session:
            _need(session, draft.member_id)
            storage_parked.forget_left(session, left)
            kept = self._without_erased(session, draft)
            sign, moment = self._operator_session.sign, self._operator_session.clock()
            storage_parked.save_parked(session, kept.parked(sign, moment, running=False))
        self._change_notices.notify("parked")

    def keep_form(self, form: UnsavedForm) -> None:
        """Save an unfinished form when the window is locked, one per operator. Raises MemberGoneError."""
        parked = Parked(
            id=f"{FORM_CATEGORY}-{self._operator_session.operator.id}",
            member_id=form.member_id,
            category=FORM_CATEGORY,
            state=form.model_dump_json(),
            author=self._operator_session.sign,
            parked_at=self._operator_session.clock(),
        )
        with self._database.transaction() as session:
            _need(session, form.member_id)
            storage_parked.save_parked(session, parked)

    def take_form(self) -> UnsavedForm | None:
        """Return and delete the form of `keep_form`."""
        with self._database.transaction() as session:
            state = storage_parked.take_form(session, self._operator_session.sign)
        return UnsavedForm.model_validate_json(state) if state else None

    def _without_erased(self, session: Session, draft: Draft) -> Draft:
        """`draft`; of a third party whose member was erased during the call without what came of the closed record."""
        closed = draft.facts.closed_member_id
        if closed is None or members.is_member(session, closed):
            return draft
        facts = draft.facts.model_copy(update={"closed_member_id": None, "held_back": None})
        kept = draft.of_third_party(draft.run(self._library, read_organisation(session)))
        return kept.model_copy(update={"facts": facts})

    def release_running(self) -> None:
        """At start: inquiries that were on the screen at the end of the program become parked."""
        with self._database.transaction() as session:
            storage_parked.release_running(session, self._operator_session.sign)


def _need(session: Session, member_id: int | None) -> None:
    if member_id is not None and not members.is_member(session, member_id):
        raise MemberGoneError(MEMBER_GONE)
