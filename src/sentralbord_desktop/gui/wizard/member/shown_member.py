"""The data of member and caller that the pages of an inquiry show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sentralbord_desktop.domain.inquiries.inquiry import Facts
from sentralbord_desktop.domain.members.matters import Chip, chips_of
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.services.drafts import Draft


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
    def facts(self) -> Facts:
        return self.draft.facts

    @property
    def caller_line(self) -> str:
        """The number of a caller without a record."""
        return spoken_number(self.facts.caller_phone or self.ringing)

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
