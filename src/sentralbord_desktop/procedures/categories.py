"""The categories of an inquiry from their files: titles, the menu of digits, possible callers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sentralbord_desktop.domain.inquiries.caller_kind import THIRD_PARTIES, CallerKind
from sentralbord_desktop.procedures.model import Procedure

OTHER = "annet"
"""The category of a promise without one."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of the menu: one category, or a group that opens a menu of its own."""

    digit: str
    title: str
    loop: int
    key: str = ""
    group: tuple["MenuEntry", ...] = ()


class Categories:
    """All categories of a library, in the order of their digits."""

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        self._by_key = {p.id: p for p in sorted(procedures, key=_place)}

    def __iter__(self) -> Iterator[Procedure]:
        return iter(self._by_key.values())

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def title(self, key: str) -> str:
        """The name on the screen. A category without a file is named by its key: «Lov avtale»."""
        known = self._by_key.get(key)
        return known.title if known else key.replace("_", " ").capitalize()

    @property
    def titles(self) -> dict[str, str]:
        """Key -> title, in order."""
        return {key: procedure.title for key, procedure in self._by_key.items()}

    def or_other(self, key: str) -> str:
        """The category itself; «Annet», or the last one, for a category without a file."""
        return key if key in self._by_key else OTHER if OTHER in self._by_key else [*self._by_key][-1]

    def menu(self, *, with_record: bool) -> tuple[MenuEntry, ...]:
        """The lines of the menu; without `with_record` those that are not about the caller's own membership."""
        entries: dict[str, MenuEntry] = {}
        for procedure in self:
            if procedure.needs_record and not with_record:
                continue
            first, second = procedure.digit[:1], procedure.digit[1:]
            if not second:
                entries[first] = _entry(procedure, first)
                continue
            before = entries[first].group if first in entries else ()
            group = (*before, _entry(procedure, second))
            entries[first] = MenuEntry(first, procedure.group, group[0].loop, group=group)
        return tuple(entries.values())

    def caller_in(self, key: str, caller: CallerKind) -> CallerKind:
        """The caller kind after choosing the category: a kind that cannot call about it becomes the first that can. A
        third party is kept."""
        known = self._by_key.get(key)
        callers = known.callers if known else ()
        return caller if not callers or caller in callers or caller in THIRD_PARTIES else callers[0]

    @property
    def implied_callers(self) -> frozenset[CallerKind]:
        """The caller kinds that may come from the category alone."""
        return frozenset(p.callers[0] for p in self if p.callers)


def _place(procedure: Procedure) -> str:
    """Sort key by digit, 0 after 9."""
    return procedure.digit.replace("0", ":")


def _entry(procedure: Procedure, digit: str) -> MenuEntry:
    return MenuEntry(digit, procedure.menu or procedure.title, procedure.loop, procedure.id)


def menu_fault(procedures: Iterable[Procedure]) -> str:
    """The fault in the digits of all files together, in Norwegian; «» without a fault."""
    having: dict[str, Procedure] = {}
    for procedure in sorted(procedures, key=_place):
        digit, first = procedure.digit, procedure.digit[:1]
        rival = having.get(digit) or (having.get(first) if len(digit) > 1 else None)
        if rival is not None:
            return f"{procedure.id}.yaml: digit «{digit}» er tatt av {rival.id}.yaml."
        fellow = next((p for d, p in having.items() if len(digit) > 1 and d[:1] == first), None)
        if fellow is not None and fellow.group != procedure.group:
            return f"{procedure.id}.yaml: gruppen på {first} heter «{fellow.group}» i {fellow.id}.yaml."
        having[digit] = procedure
    return ""
