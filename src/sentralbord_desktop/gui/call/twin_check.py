"""Before a member is registered: is somebody there already who may be the same person?"""

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.members import Member
from sentralbord_desktop.gui.call.flow import CallFlow
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.procedures.outputs.member_change import REGISTER_MEMBER
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.duplicates import DuplicateService
from sentralbord_desktop.services.review import reviewed

Like = list[tuple[Member, tuple[str, ...]]]


class TwinCheck(QObject):
    """Looks when a review that registers somebody is reached, which is when who they are has been answered. It
    warns and never decides."""

    found = Signal(int, str)  # member id, the sentence

    def __init__(self, flow: CallFlow, duplicates: DuplicateService, tasks: TaskRunner) -> None:
        super().__init__(flow)
        self._flow = flow
        self._duplicates = duplicates
        self._tasks = tasks
        flow.review_reached.connect(self._look)

    def _look(self, run: ProcedureRun) -> None:
        draft = self._flow.draft
        if draft is None or draft.registered_member_id is not None:
            return
        for action in reviewed(run, draft.review):
            if action.kind == REGISTER_MEMBER.key and action.on:
                self._ask(draft.id, {k: str(text) for k, text in action.data["changes"].items()})

    def _ask(self, draft_id: str, fields: dict[str, str]) -> None:
        self._tasks.run(
            self, lambda: self._duplicates.like(fields), lambda like: self._tell(draft_id, like)
        )

    def _tell(self, draft_id: str, like: Like) -> None:
        if like and self._flow.draft is not None and self._flow.draft.id == draft_id:
            member, why = like[0]
            born = f" (født {member.birth_date.year})" if member.birth_date else ""
            self.found.emit(
                member.id,
                f"{member.name}{born} er medlem {member.number}: {', '.join(why)}.{others(like)} "
                "Er det samme person?",
            )


def others(like: Like) -> str:
    """« Flere ligner: Kari Vik (204118).», those after the likeliest."""
    named = ", ".join(f"{member.name} ({member.number})" for member, _ in like[1:3])
    return f" Flere ligner: {named}." if named else ""
