"""Two operators changed the same field: original, theirs, ours."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sentralbord_desktop.domain.errors import ChangedMeanwhileError

CHOOSE = "En annen har endret det samme i mellomtiden. Ingenting er lagret. Velg hva som skal stå."


@dataclass(frozen=True, repr=False)
class Conflict:
    """One field: the value that was read, ours, and the one that `author` has written since. Texts as in the change
    log; `at` is None when it is not logged. `name` is the name of a field outside members; a `secret` value is not
    shown."""

    field: str
    original: str
    mine: str
    theirs: str
    author: str = ""
    at: datetime | None = None
    name: str = ""
    secret: bool = False


class ConflictError(ChangedMeanwhileError):
    """Another operator changed the same fields; nothing was written."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(CHOOSE)
        self.conflicts = tuple(conflicts)


@dataclass(frozen=True, repr=False)
class ConflictResolution:
    """The decision: the fields where ours is kept, and the other's text in each."""

    conflicts: tuple[Conflict, ...]
    mine: Collection[str]

    @property
    def seen(self) -> dict[str, str]:
        return {conflict.field: conflict.theirs for conflict in self.conflicts}

    @property
    def given_up(self) -> frozenset[str]:
        return frozenset(c.field for c in self.conflicts if c.field not in self.mine)
