"""An attempt to transfer a call: who was rung, when, and whether they took it."""

from collections import Counter
from collections.abc import Sequence

from pydantic import ConfigDict

from sentralbord_desktop.domain.redacted import Guarded
from sentralbord_desktop.domain.text.norwegian import listed


class Attempt(Guarded):
    """One attempt. `who` is the key on the board («staff:12», «role:post», «loop:2»), «» for a person not on it; `at`
    is the local time, «14.06»."""

    model_config = ConfigDict(frozen=True)
    who: str = ""
    name: str = ""
    function: str = ""
    """«DS», «sløyfe 2»: how a note calls them; «» for a person without a function."""
    number: str = ""
    at: str = ""
    took: bool = False
    declined: bool = False
    """They answered, and said no to the call (MD-2)."""

    @property
    def is_unanswered(self) -> bool:
        return not (self.took or self.declined)

    @property
    def called(self) -> str:
        """«DS Bergljot Lauvås», «sløyfe 2», «LO Favør medlemstelefon»."""
        return " ".join(filter(None, (self.function, self.name)))


def rung_without_answer(attempts: Sequence[Attempt], reader: str = "") -> str:
    """«DS 14.06 og saksbehandler 14.07»; a name is there where two have the same function. `reader` is the key on the
    board of who reads it: «deg»."""
    missed = [attempt for attempt in attempts if attempt.is_unanswered]
    functions = Counter(attempt.function for attempt in missed)
    words = []
    for attempt in missed:
        is_clear = attempt.function and functions[attempt.function] == 1
        called = attempt.function if is_clear else attempt.called
        words.append(f"{'deg' if reader and attempt.who == reader else called} {attempt.at}".strip())
    return listed(words)
