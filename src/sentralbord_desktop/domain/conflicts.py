"""Two hands on one field: what each wrote, and what stood there before (design 4.11)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sentralbord_desktop.domain.errors import ChangedMeanwhileError

CHOOSE = "En annen har endret det samme i mellomtiden. Ingenting er lagret. Velg hva som skal stå."


@dataclass(frozen=True, repr=False)
class Conflict:
    """One field: as it stood when it was read, as it is written here, and as `author` has left it
    since. Texts as in the change log; `at` is None when the log does not know. `name` is what the field
    is called, where it is none of a member's; what a `secret` one holds is not shown."""

    field: str
    original: str
    mine: str
    theirs: str
    author: str = ""
    at: datetime | None = None
    name: str = ""
    secret: bool = False


class ConflictError(ChangedMeanwhileError):
    """Somebody wrote something else in the same fields; nothing was written."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(CHOOSE)
        self.conflicts = tuple(conflicts)


@dataclass(frozen=True, repr=False)
class ConflictResolution:
    """What was chosen: the fields where ours is kept, and what the other had written in each."""

    conflicts: tuple[Conflict, ...]
    mine: Collection[str]

    @property
    def seen(self) -> dict[str, str]:
        """Field -> the other's text, which has been looked at now."""
        return {conflict.field: conflict.theirs for conflict in self.conflicts}

    @property
    def given_up(self) -> frozenset[str]:
        """The fields that stay as the other left them."""
        return frozenset(c.field for c in self.conflicts if c.field not in self.mine)
