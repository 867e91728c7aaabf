"""The limit on how much of the register one file, or one source in a day, may change before a person must confirm it.
Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sentralbord_desktop.domain.text.norwegian import counted

ALWAYS = 50
"""Number of members that a file may change in any register."""


class RunSize(NamedTuple):
    """The number of members that an import added and changed."""

    new: int
    changed: int


class UsedLimit(NamedTuple):
    """The number of members changed by these runs of one source, and the register size that the limit is computed
    from."""

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
        """The number of members that may be changed in a register of `present` members; any number in an empty one."""
        return max(ALWAYS, present * self.number // 100) if self.is_share else self.number

    def excess(self, touched: int, present: int, before: int = 0) -> str:
        """A sentence when a file exceeds the limit, together with the changes of its source `before` on the same day;
        else «»."""
        if not present or before + touched <= self.allowed(present):
            return ""
        here = counted(present, "medlem", "medlemmer")
        what = "Filen og det som er hentet fra kilden før i dag," if before else "Filen"
        many = counted(before + touched, "medlem", "medlemmer")
        return f"{what} legger til eller endrer {many}, og registeret har {here}."

    def used(self, earlier: Iterable[RunSize], present: int) -> UsedLimit:
        """The size is `present` without the members added by the runs. A run over the limit filled an empty register,
        or was confirmed by a person: it is not counted, and its new members are part of the register."""
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
