"""What the pages of an inquiry show of the member, and of the caller."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sentralbord_desktop.domain.members.matters import Chip, chips_of
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.procedures.roles.step_role import ROLES, StepRole
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts.draft import Draft

NO_NAME, NO_NUMBER = "navn ikke oppgitt", "ukjent nummer"


@dataclass(frozen=True, repr=False)
class ShownMember:
    """`record` is None for a caller without one, and where the caller rings for another (X-4)."""

    draft: Draft
    record: MemberRecord | None
    is_confirmed: bool
    moment: datetime
    ringing: str
    """The number that calls, «» when unknown."""
    category_title: Callable[[str], str]

    @property
    def title(self) -> str:
        return self.record.member.name or self.draft.title if self.record else self.draft.title

    @property
    def is_for_another(self) -> bool:
        return self.draft.facts.caller == "tredjepart"

    @property
    def caller_line(self) -> str:
        """«990 00 207 · navn ikke oppgitt»."""
        facts = self.draft.facts
        number = spoken_number(facts.caller_phone or self.ringing) or NO_NUMBER
        return f"{number} · {facts.caller_name or NO_NAME}" if self.is_for_another else number

    @property
    def identity_words(self) -> str:
        if self.record is None:
            return ""
        return "Bekreftet" if self.is_confirmed else "Ikke bekreftet"

    @property
    def chips(self) -> tuple[Chip, ...]:
        return chips_of(self.record, self.moment) if self.record else ()

    @property
    def chip_words(self) -> list[str]:
        return [chip.words for chip in self.chips]


def is_identity_confirmed(run: ProcedureRun) -> bool:
    """On the record, or by the step that asks, whichever category asked."""
    yes = ROLES[StepRole.IDENTITY].key
    answers = run.library.answers_for(StepRole.IDENTITY, run.given)
    return run.facts.identity_confirmed or any(answer.choice == yes for answer in answers)
