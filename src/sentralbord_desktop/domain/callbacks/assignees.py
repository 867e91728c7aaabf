"""Finds the person that a callback is assigned to, from what the operator types."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.organisation.organisation import FUNCTIONS, Organisation

MAX_NAMES_LISTED = 4
"""Most names listed when several fit."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """`mark` is shown in the list: the initials of an operator, else the name."""

    mark: str
    name: str
    is_operator: bool = False


def receivers(operators: Iterable[Operator], organisation: Organisation) -> tuple[Receiver, ...]:
    """Operators, then holders of a function («KS»), then the organisation's people by name: staff, holders of roles and
    their substitutes."""
    known = {o.initials.casefold(): Receiver(o.initials, o.name, is_operator=True) for o in operators if o.initials}
    for function, word in FUNCTIONS.items():
        known.setdefault(function.casefold(), Receiver(function, word))
    names = [person.name for person in organisation.staff]
    names += [name for role in organisation.roles for name in (role.holder, role.substitute)]
    taken = {receiver.name.casefold() for receiver in known.values()}
    for name in filter(None, (each.strip() for each in names)):
        if name.casefold() not in taken:
            known.setdefault(name.casefold(), Receiver(name[:60], name))
    return tuple(known.values())


def choose(wanted: str, possible: Sequence[Receiver]) -> Receiver:
    """The person that `wanted` means: initials, a whole name, or the start of a name's words. Raises SwitchboardError
    when none or several fit."""
    words = wanted.casefold().split()
    if not words:
        raise SwitchboardError("Skriv initialene eller navnet på den som skal ringe.")
    typed = " ".join(words)
    exact = [r for r in possible if typed in (r.mark.casefold(), r.name.casefold())]
    found = exact[:1] or [r for r in possible if _starts(r, words)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise SwitchboardError(f"Finner ingen «{wanted.strip()}». Skriv initialer, eller et navn fra Katalog.")
    more = f" og {len(found) - MAX_NAMES_LISTED} til" if len(found) > MAX_NAMES_LISTED else ""
    names = ", ".join(r.name or r.mark for r in found[:MAX_NAMES_LISTED])
    raise SwitchboardError(f"Flere passer: {names}{more}. Skriv mer av navnet.")


def _starts(receiver: Receiver, words: Sequence[str]) -> bool:
    """Whether each typed word begins a word of the name, or the initials."""
    parts = [*receiver.name.casefold().split(), receiver.mark.casefold()]
    return all(any(part.startswith(word) for part in parts) for word in words)
