"""How much of the register one file may touch before somebody has to say that it is right. Pure."""

import re
from dataclasses import dataclass

from sentralbord_desktop.domain.text.norwegian import counted

ALWAYS = 50
"""Members that a file may touch in any register."""


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

    def excess(self, touched: int, present: int) -> str:
        """A sentence where a file touches more, else «»."""
        if not present or touched <= self.allowed(present):
            return ""
        here = counted(present, "medlem", "medlemmer")
        return f"Filen legger til eller endrer {counted(touched, 'medlem', 'medlemmer')}, og registeret har {here}."


DEFAULT = ChangeLimit(20)


def read_limit(text: str) -> ChangeLimit:
    """«20%» or «500». Raises ValueError."""
    found = re.fullmatch(r"(\d{1,9}) ?(%?)", text.strip())
    if found is None:
        raise ValueError("skriv et antall medlemmer eller en prosent av registeret: 500 eller 20%")
    return ChangeLimit(int(found[1]), bool(found[2]))
