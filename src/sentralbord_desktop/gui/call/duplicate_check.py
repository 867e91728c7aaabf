"""Warns of similar members before a new member is registered."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.procedures.outputs.member_change import REGISTER_MEMBER
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts.review import reviewed
from sentralbord_desktop.services.members.duplicates import DuplicateService, LikeMember


class DuplicateCheck(QObject):
    """Checks when the review of a registration is reached, because the identity has been answered by then. Never
    decides."""

    found = Signal(int, str)  # member id, the sentence

    def __init__(self, call_session: CallSession, duplicates: DuplicateService, tasks: TaskRunner) -> None:
        super().__init__(call_session)
        self._call_session = call_session
        self._duplicates = duplicates
        self._tasks = tasks
        call_session.review_reached.connect(self._look)

    def _look(self, run: ProcedureRun) -> None:
        draft = self._call_session.draft
        if draft is None or draft.registered_member_id is not None:
            return
        for action in reviewed(run, draft.review):
            if action.kind == REGISTER_MEMBER.key and action.on:
                self._ask(draft.id, {k: str(text) for k, text in action.data["changes"].items()})

    def _ask(self, draft_id: str, fields: dict[str, str]) -> None:
        self._tasks.run(self, lambda: self._duplicates.like(fields), lambda like: self._report(draft_id, like))

    def _report(self, draft_id: str, like: Sequence[LikeMember]) -> None:
        if like and self._call_session.draft is not None and self._call_session.draft.id == draft_id:
            member, why = like[0]
            born = f" (født {member.birth_date.year})" if member.birth_date else ""
            self.found.emit(
                member.id,
                f"{member.name}{born} er medlem {member.number}: {', '.join(why)}.{others(like)} Er det samme person?",
            )


def others(like: Sequence[LikeMember]) -> str:
    """« Flere ligner: Kari Vik (204118).», those after the most similar one."""
    named = ", ".join(f"{one.member.name} ({one.member.number})" for one in like[1:3])
    return f" Flere ligner: {named}." if named else ""
