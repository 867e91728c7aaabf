"""How much of the register one file, or one source in a day, may touch before a person has to say that it is right. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sentralbord_desktop.domain.text.norwegian import counted

ALWAYS = 50
"""Members that a file may touch in any register."""


class RunSize(NamedTuple):
    """How many members an import added, and how many it changed."""

    new: int
    changed: int


class UsedLimit(NamedTuple):
    """How many members these runs of one source touched, and the size of the register that the limit counts from."""

    touched: int
    size: int


@dataclass(frozen=True, slots=True)
class ChangeLimit:
    """A number of members, or a per cent of those in the register; never under ALWAYS for a per cent."""

    number: int
    is_share: bool = True

    @property
    def shown(self) -> str:
        return f"{self.number} %" if self.is_share else counted(self.number, "medlem", "medlemmer")

    def allowed(self, present: int) -> int:
        """How many may be touched in a register of `present` members; any number in an empty one."""
        return max(ALWAYS, present * self.number // 100) if self.is_share else self.number

    def excess(self, touched: int, present: int, before: int = 0) -> str:
        """A sentence where a file touches more, together with what its source touched `before` on the same day; else «»."""
        if not present or before + touched <= self.allowed(present):
            return ""
        here = counted(present, "medlem", "medlemmer")
        what = "Filen og det som er hentet fra kilden før i dag," if before else "Filen"
        many = counted(before + touched, "medlem", "medlemmer")
        return f"{what} legger til eller endrer {many}, og registeret har {here}."

    def used(self, earlier: Iterable[RunSize], present: int) -> UsedLimit:
        """The size is `present` without the members whom they added. A run over the limit filled an empty
        register, or was let in by a person: it is not counted, and what it added is part of the register."""
        runs = list(earlier)
        size = base = present - sum(run.new for run in runs)
        touched = 0
        for new, changed in runs:
            if size and new + changed <= self.allowed(size):
                touched += new + changed
            else:
                base += new
            size += new
        return UsedLimit(touched, base)


DEFAULT = ChangeLimit(20)


def read_limit(text: str) -> ChangeLimit:
    """«20 %», «20%» or «500». Raises ValueError."""
    found = re.fullmatch(r"(\d{1,9})\s?(%?)", text.strip())
    if found is None:
        raise ValueError("skriv et antall medlemmer eller en prosent av registeret: 500 eller 20 %")
    return ChangeLimit(int(found[1]), bool(found[2]))
